"""`ingest` and `sources`: a merchant's own guidance goes in, is listed, found, changed and taken out."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

OWN = "# 夜班规定\n\n## 二、补贴\n\n夜班客服每晚补贴三十八元，由店长在次日中午前登记。\n"


def listed(run: Run, settings: dict[str, str]) -> dict[str, dict[str, object]]:
    documents = json.loads(run("sources", "--json", settings=settings).out)
    return {document["title"]: document for document in documents}


def test_own_guidance_lives_beside_ours_from_taking_up_to_removal(
    run: Run, own_data: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    file = folder / "night.md"
    file.write_text(OWN, encoding="utf-8")
    (folder / "empty.pdf").write_bytes(b"")

    rehearsed = run("ingest", str(folder), "--dry-run", settings=own_data)
    assert "这是预演，什么都没有改。" in rehearsed.out
    assert "夜班规定" not in listed(run, own_data)

    taken = run("ingest", str(folder), settings=own_data)
    assert taken.code == 1, "the empty file is reported"
    assert "新增 1 份：" in taken.out
    assert "有问题 1 个文件，没有导入：\n  empty.pdf：" in taken.out
    (folder / "empty.pdf").unlink()
    night = listed(run, own_data)["夜班规定"]
    assert (night["origin"], night["passages"], night["path"]) == ("own", 1, str(file))

    file.write_text(OWN.replace("三十八", "四十"), encoding="utf-8")
    changed = run("ingest", str(folder), "--json", settings=own_data)
    assert (changed.code, changed.out.count("\n")) == (0, 1)
    assert json.loads(changed.out)["changed"] == [night["id"]]
    assert listed(run, own_data)["夜班规定"]["sha256"] != night["sha256"]
    answer = run("ask", "夜班客服每晚补贴多少?", settings=own_data).out
    assert "四十元" in answer
    assert "夜班规定（你导入的资料）" in answer

    removed = run("ingest", "--remove", str(night["id"]), settings=own_data)
    assert f"移除 1 份：\n  {night['id']}\n" in removed.out
    assert "夜班规定" not in listed(run, own_data)


def test_sources_says_what_is_indexed(run: Run, small_knowledge: Path) -> None:
    ran = run("sources")
    assert ran.code == 0
    heading, facts, total = ran.out.splitlines()
    assert heading == "taobao-sample-contract  淘宝客服外包合同范本"
    count = facts.split("  ")[3]
    assert facts.split("  ")[1:4] == ["自带", "2024-09-06", count]
    assert facts.endswith(str(small_knowledge / "contracts" / "taobao-sample-contract.md"))
    assert total == f"共 1 份资料，{count}。"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["no-such-folder"], "找不到文件或文件夹"),
        (["--remove", "no-such-id"], "no-such-id"),
    ],
)
def test_what_does_not_exist_is_said(words: list[str], sentence: str, run: Run) -> None:
    ran = run("ingest", *words)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in ran.err


def test_ctrl_c_while_building_leaves_the_old_index(
    run: Run, started: Callable[..., subprocess.Popen[bytes]], own_data: dict[str, str], tmp_path: Path
) -> None:
    index = Path(own_data["BOT_DATA_DIR"]) / "index"
    before = (index / "CURRENT").read_text(encoding="utf-8")
    lines = "\n\n".join(f"第{n}种情况要在{n}天内登记。" for n in range(2000))
    (tmp_path / "long.md").write_text(f"# 登记\n\n{lines}\n", encoding="utf-8")
    process = started("ingest", str(tmp_path / "long.md"), settings=own_data)
    end = time.monotonic() + 30
    while not list(index.glob("building-*")) and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert (process.returncode, told.decode()) == (130, "\n已中断。\n")
    assert (index / "CURRENT").read_text(encoding="utf-8") == before
    assert run("ingest", "--dry-run", settings=own_data).code == 0
    assert list(listed(run, own_data)) == ["淘宝客服外包合同范本"]
