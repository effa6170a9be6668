"""`batch`: the interface that people automate with."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Run

from bot.cli.batch import UNEXPECTED, play_line
from bot.cli.front_door import BROKEN_OFF
from bot.conversation import Conversation, Done, Event, Reply, Token
from bot.errors import StorageError

TURN = {"text": "逾期付款会怎样?"}
LINES: list[tuple[bytes, object, str]] = [
    (b"{bad", None, "不是有效的 JSON"),
    (b"[" * 100_000, None, "不是有效的 JSON"),
    (b"[1]", None, "应当是一个 JSON 对象"),
    (b"\xff\xfe", None, "不是 UTF-8"),
    (json.dumps({"turns": [TURN]}).encode(), None, "缺少 id"),
    (json.dumps({"id": "t", "turns": []}).encode(), "t", "缺少 turns"),
    (json.dumps({"id": 3, "turns": [TURN, {}]}).encode(), 3, "第2轮缺少 text"),
    (json.dumps({"id": "l", "turns": [TURN | {"files": "a.txt"}]}).encode(), "l", "files 应当是"),
    (json.dumps({"id": "f", "turns": [TURN | {"files": ["no.docx"]}]}).encode(), "f", "找不到文件 no.docx"),
    (json.dumps({"id": "0", "turns": [TURN | {"files": ["a\0"]}]}).encode(), "0", "找不到文件"),
]


def line(identity: str, *turns: dict[str, Any]) -> bytes:
    return json.dumps({"id": identity, "turns": turns}, ensure_ascii=False).encode()


def results(path: Path) -> list[dict[str, Any]]:
    return [json.loads(text) for text in path.read_text(encoding="utf-8").splitlines()]


def test_conversations_are_played_whole_and_in_order(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source, result = tmp_path / "in" / "i.jsonl", tmp_path / "o.jsonl"
    (source.parent / "there.txt").write_text("稿子", encoding="utf-8")
    source.write_bytes(
        b"\xef\xbb\xbf"
        + line("two", TURN, {"text": "那超过十天呢?"})
        + b"\r\n\n  \n"
        + line("file", {"text": "看看", "files": ["there.txt"]})
        + b"\n"
        + line("out", {"text": "今天天气如何"})
    )
    ran = run("batch", str(source), str(result))
    assert (ran.code, ran.out) == (0, "")
    assert "完成 3 行" in ran.err
    two, file, out = results(result)
    assert [item["id"] for item in (two, file, out)] == ["two", "file", "out"]
    assert [reply["kind"] for reply in two["replies"]] == ["answer", "answer"]
    assert "违约金伍万元" in two["replies"][1]["text"].split("\n")[0]
    assert two["replies"][1]["citations"][0]["locator"] == "五、违约责任 第2条"
    assert len(file["replies"]) == 1
    assert out["replies"][0]["kind"] == "refusal"
    assert not any("error" in item for item in (two, file, out))


def test_a_line_that_fails_says_why_and_the_rest_go_on(run: Run, tmp_path: Path) -> None:
    source, result = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    source.write_bytes(b"\n".join([*(text for text, _, _ in LINES), line("last", {"text": "你好"})]))
    ran = run("batch", str(source), str(result))
    assert ran.code == 1
    assert f"{len(LINES) + 1} 行，其中 {len(LINES)} 行出错" in ran.err
    *failed, last = results(result)
    for number, (item, (_, identity, sentence)) in enumerate(zip(failed, LINES, strict=True), start=1):
        assert item.keys() == {"id", "error", "line"}
        assert (item["id"], item["line"]) == (identity, number)
        assert sentence in item["error"]
    assert last["id"] == "last"
    assert last["replies"][0]["kind"] == "notice"


class Door:
    """A front door in which something goes wrong."""

    def __init__(self, *events: Event | Exception) -> None:
        self._events = events

    def reply(self, conversation: Conversation) -> Iterator[Event]:
        for event in self._events:
            if isinstance(event, Exception):
                raise event
            yield event


@pytest.mark.parametrize(
    ("door", "sentence"),
    [
        (Door(Token("半"), Done(Reply("notice", "出了点问题", failed=True))), "出了点问题"),
        (Door(Token("半")), BROKEN_OFF),
        (Door(Token("半"), StorageError("磁盘满了")), "磁盘满了"),
        (Door(Token("半"), RuntimeError("boom")), UNEXPECTED),
    ],
)
def test_a_fault_behind_the_front_door_is_the_error_of_its_line(door: Door, sentence: str) -> None:
    played = play_line(door, line("a", TURN), 7, Path())  # type: ignore[arg-type]
    assert played == {"id": "a", "error": sentence, "line": 7}


@pytest.mark.parametrize(
    ("source", "result", "code"),
    [
        ("no.jsonl", "o.jsonl", 2),
        (".", "o.jsonl", 2),
        ("i.jsonl", "i.jsonl", 2),
        ("i.jsonl", "no/o.jsonl", 5),
    ],
)
def test_files_that_cannot_be_used_are_said_before_any_work(
    source: str, result: str, code: int, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "i.jsonl").write_bytes(line("a", TURN))
    ran = run("batch", str(tmp_path / source), str(tmp_path / result))
    assert ran.code == code
    assert ran.err.count("\n") == 1
    assert (tmp_path / "i.jsonl").read_bytes() == line("a", TURN)


def test_finished_lines_can_be_read_meanwhile_and_outlive_ctrl_c(
    started: Callable[..., subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    source, result = tmp_path / "i.jsonl", tmp_path / "o.jsonl"
    source.write_bytes(b"\n".join(line(str(n), TURN) for n in range(3000)))
    process = started("batch", str(source), str(result))
    end = time.monotonic() + 30
    while not (result.exists() and result.read_bytes().count(b"\n") > 2) and time.monotonic() < end:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told.decode().endswith("已中断。\n")
    assert 2 < len(results(result)) < 3000
