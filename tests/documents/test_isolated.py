"""Files read in a process of their own: the same documents and sentences, and an end to whatever takes too much."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import CONTRACT, pdf_file, word_file

from bot.documents import Limits, read_documents
from bot.documents.isolated import read_isolated
from bot.documents.limits import MEGABYTE
from bot.errors import InputError

TEXT = "\n".join(CONTRACT)


def word() -> bytes:
    def build(document: object) -> None:
        for line in CONTRACT:
            document.add_paragraph(line).add_run("藏着的话。").font.hidden = True  # type: ignore[attr-defined]

    return word_file(build)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("合同 (终稿).docx", word),
        ("合同.pdf", lambda: pdf_file([f"{line}双方应当遵守本条的全部约定。" for line in CONTRACT])),
        ("合同.txt", lambda: TEXT.encode("gbk")),
        ("合同.md", lambda: f"# 合同\n\n{TEXT}".encode()),
    ],
)
def test_the_same_documents_as_in_this_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, make: Callable[[], bytes]
) -> None:
    (tmp_path / name).write_bytes(make())
    monkeypatch.chdir(tmp_path)
    path = Path(name)
    assert read_isolated(path) == read_documents(path)


@pytest.mark.parametrize(
    ("name", "data", "fragment"),
    [
        ("空.txt", b"", "「空.txt」是空文件"),
        ("无.docx", None, "「无.docx」找不到"),
        ("a\x00.txt", None, "」打不开"),
        ("坏.md", "---\nid: 坏\ntitle: 合同\n---\n甲方。".encode(), "「坏.md」开头两行 --- 之间的说明有错"),
    ],
)
def test_refusals_come_back_as_the_same_sentence(
    tmp_path: Path, name: str, data: bytes | None, fragment: str
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_isolated(path)
    assert fragment in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_file_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "慢.docx"
    path.write_bytes(word())
    with pytest.raises(InputError, match=r"「慢.docx」读取超时：超过 0.02 秒"):
        read_isolated(path, Limits(seconds=0.02))


def test_a_file_that_takes_too_much_memory_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.write_bytes(("甲方付款。" * 10 + "\n").encode() * 50_000)
    with pytest.raises(InputError, match=r"「大.txt」太复杂，读取时超过 20 MB 内存的上限"):
        read_isolated(path, Limits(memory_bytes=20 * MEGABYTE))


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a shell script stand in for the process that reads."""
    path = folder / "reader"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(sys, "executable", str(path))


@pytest.mark.parametrize("script", ["exit 3", "kill -SEGV $$", "echo '{'"])
def test_a_process_that_breaks_off_ends_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    program(tmp_path, script, monkeypatch)
    with pytest.raises(InputError, match=r"「a\.txt」读取时意外中断"):
        read_isolated(tmp_path / "a.txt")


def test_processor_time_that_ran_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "kill -XCPU $$", monkeypatch)
    with pytest.raises(InputError, match="读取超时"):
        read_isolated(tmp_path / "a.txt")


def test_no_key_is_handed_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "geheim")
    program(tmp_path, """printf '{"refused": "[%s]"}' "$OPENAI_API_KEY\"""", monkeypatch)
    with pytest.raises(InputError, match=r"^\[\]$"):
        read_isolated(tmp_path / "a.txt")


def test_what_the_process_started_ends_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, f"sleep 60 & echo $! > {tmp_path}/started; sleep 60", monkeypatch)
    with pytest.raises(InputError, match="读取超时"):
        read_isolated(tmp_path / "a.txt", Limits(seconds=1))
    started = int((tmp_path / "started").read_text())
    deadline = time.monotonic() + 5
    while _runs(started) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(started)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    stat_line = Path(f"/proc/{process}/stat")
    return not stat_line.exists() or stat_line.read_text().rpartition(") ")[2][0] != "Z"
