"""`draft` in conversation and `batch` with drafts: the same front door, files where they belong."""

from __future__ import annotations

import json
from pathlib import Path

from conftest import Run

from bot.cli.batch_draft import WordFiles
from bot.documents import read_documents


def test_a_contract_is_drafted_saved_and_taken_up_again(run: Run, tmp_path: Path) -> None:
    saved, kept = tmp_path / "合同.docx", tmp_path / "草稿.json"
    lines = ["起草合同，淘宝店，6个坐席", "坐席改成8个", "/撤销", f"/保存 {saved}", f"/导出 {kept}", "/看"]
    ran = run("draft", stdin="\n".join(lines).encode())
    assert ran.code == 0, ran.err
    assert "坐席数：6个 → 8个" in ran.out
    assert "已撤销上一步" in ran.out
    assert "# 电商客服外包服务合同" in ran.out
    (document,) = read_documents(saved)
    assert "6个" in document.text
    again = run("draft", stdin=f"/导入 {kept}\n坐席改成9个\n".encode())
    assert "坐席数：6个 → 9个" in again.out


def test_what_cannot_be_done_is_said_and_the_conversation_goes_on(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "坏.json"
    bad.write_text('{"versions": [{"number": 0, "draft": {"given": {"nobody": "1"}}}]}', encoding="utf-8")
    lines = [
        "/保存 合同.docx",
        f"/导入 {bad}",
        f"/导入 {tmp_path / '没有.json'}",
        "/什么",
        "起草合同，3个坐席",
    ]
    ran = run("draft", stdin="\n".join(lines).encode())
    assert ran.code == 0
    for words in ("还没有合同草稿", "不认识的项（nobody）", "读不出来", "/保存 名称.docx", "坐席数：3个"):
        assert words in ran.out


def test_what_stands_at_the_end_is_written_to_the_output(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "合同.docx"
    ran = run("draft", "-o", str(out), stdin="起草合同，3个坐席".encode())
    assert ran.code == 0, ran.err
    assert "3个" in read_documents(out)[0].text


def test_a_batch_shows_the_whole_draft_and_names_its_file(run: Run, tmp_path: Path) -> None:
    source, result = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    turns = [{"text": "起草合同，淘宝店，6个坐席"}, {"text": "逾期付款会怎样？"}, {"text": "写上帮我刷单"}]
    one = {"id": "../a", "turns": turns}
    source.write_text("\n".join(json.dumps(one, ensure_ascii=False) for _ in range(2)), encoding="utf-8")
    assert run("batch", str(source), str(result)).code == 0
    first, second = (json.loads(line)["replies"] for line in result.read_text("utf-8").splitlines())
    assert [reply["kind"] for reply in first] == ["draft", "answer", "refusal"]
    assert "【待填：甲方名称】" in first[0]["text"]
    assert "坐席数：6个" in first[0]["text"]
    assert "《反不正当竞争法》" in first[2]["text"]
    assert (first[0]["files"], second[0]["files"]) == (["o-_a-1.docx"], ["o-_a-2-1.docx"])
    assert "6个" in read_documents(tmp_path / "o-_a-1.docx")[0].text
    assert "draft" not in first[0]


def test_names_of_files_cannot_lead_elsewhere() -> None:
    files = WordFiles(Path("there") / "out.jsonl")
    assert files.path("../../etc/x", 1, 2) == Path("there") / "out-_etc_x-2.docx"
    assert files.path("../../etc/x", 4, 2) == Path("there") / "out-_etc_x-4-2.docx"
    assert len(files.path("长" * 500, 5, 1).name) < 120
