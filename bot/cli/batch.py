"""`batch`: whole conversations from a file, through the same front door as the web page."""

from __future__ import annotations

import json
import logging
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from bot.cli.batch_draft import WordFiles, with_redline, with_word_file
from bot.cli.batch_line import parsed, user_turns
from bot.cli.command import DONE, PARTLY, Command
from bot.cli.front_door import finished, open_door
from bot.cli.terminal import ShowsProgress, progress_bar, tell
from bot.conversation import Conversation, Progress
from bot.errors import BotError, InputError, StorageError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

UNEXPECTED = "处理这一行时程序出了意外的问题，其余的行照常进行。详情见日志。"
_REPORT_EVERY = 10.0
"""Seconds between two lines of progress where stderr is no terminal."""

log = logging.getLogger(__name__)


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("input", metavar="输入", type=Path, help="JSONL 文件，一行一个对话")
    parser.add_argument("output", metavar="输出", type=Path, help="JSONL 文件，一行一个结果；已有的会被覆盖")


def _run(arguments: Namespace, settings: Settings) -> int:
    lines = _lines(arguments.input)
    started = time.perf_counter()
    failed = 0
    with _output(arguments.input, arguments.output) as output, _shown_progress() as show:
        assistant = open_door(settings)
        if notice := assistant.status().notice:
            tell(f"提示：{notice}")
        files = WordFiles(arguments.output)
        for done, (number, line) in enumerate(lines, start=1):
            result = play_line(assistant, line, number, arguments.input.parent, files)
            failed += "error" in result
            _write(output, result)
            show(Progress(done, len(lines), "个对话"))
    seconds = time.perf_counter() - started
    faults = f"，其中 {failed} 行出错" if failed else ""
    tell(f"完成 {len(lines)} 行{faults}，用时 {seconds:.1f} 秒。结果在 {arguments.output}")
    return PARTLY if failed else DONE


def play_line(
    assistant: Assistant, line: bytes, number: int, folder: Path, files: WordFiles | None = None
) -> dict[str, Any]:
    """The output of one input line: its replies, or its error with the line's number.

    Files of the user are looked up in `folder`; drafts and redlines are written where `files` says, if it is given.
    """
    identity: object = None
    try:
        item = parsed(line)
        identity = item.get("id")
        conversation = Conversation()
        replies: list[dict[str, Any]] = []
        for turn in user_turns(item, folder):
            conversation = conversation.asked(turn.text, turn.files)
            reply = finished(assistant.reply(conversation))
            if reply.failed:
                return _error(identity, reply.text, number)
            conversation = conversation.answered(reply)
            if reply.kind == "draft" and files:
                reply = with_word_file(assistant, reply, files.path(identity, number, len(replies) + 1))
            if reply.kind == "review" and files:
                reply = with_redline(assistant, reply, files.path(identity, number, len(replies) + 1))
            replies.append(reply.to_json())
    except BotError as error:
        return _error(identity, str(error), number)
    except Exception:  # boundary: one line's fault must not cost the others
        log.exception("line %d failed", number)
        return _error(identity, UNEXPECTED, number)
    return {"id": identity, "replies": replies}


def _error(identity: object, sentence: str, number: int) -> dict[str, Any]:
    return {"id": identity, "error": sentence, "line": number}


def _lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"输入文件 {path} 读不了：请检查路径和权限。") from error
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


@contextmanager
def _output(source: Path, path: Path) -> Iterator[TextIO]:
    """The output file, written through at every line, so that what is finished can be read meanwhile."""
    if path.exists() and path.samefile(source):
        raise InputError("输出和输入是同一个文件，会把输入盖掉。请换一个输出文件名。")
    try:
        # A lone surrogate comes out as the escape it was written as.
        file = path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise StorageError(f"输出文件 {path} 写不了：请检查文件夹是否存在、有没有权限。") from error
    with file:
        yield file


def _write(output: TextIO, result: dict[str, Any]) -> None:
    try:
        output.write(json.dumps(result, ensure_ascii=False) + "\n")
        output.flush()
    except OSError as error:
        raise StorageError("结果写不下去了：请检查剩余空间。已写好的行还在。") from error


@contextmanager
def _shown_progress() -> Iterator[ShowsProgress]:
    """A bar on a terminal, a line now and then elsewhere; both on stderr."""
    told = time.perf_counter()

    def show(progress: Progress) -> None:
        nonlocal told
        bar(progress)
        if not sys.stderr.isatty() and time.perf_counter() - told >= _REPORT_EVERY:
            told = time.perf_counter()
            tell(f"{progress.done}/{progress.total} {progress.unit}")

    with progress_bar("正在处理") as bar:
        yield show


COMMAND = Command(
    "batch",
    "成批处理对话，JSONL 进，JSONL 出",
    "按顺序处理文件里的每个对话，进度显示在标准错误。\n"
    '输入每行：{"id": "1", "turns": [{"text": "…", "files": ["a.docx"]}]}，files 可以不写，'
    "路径从输入文件所在的文件夹算起。\n"
    '输出每行：{"id": "1", "replies": [{"kind", "text", "citations", …}]}；'
    "起草和审阅的那几轮，files 是写在输出文件旁边的 Word 文件；"
    '出错的行是 {"id": "1", "error": "原因", "line": 行号}，其余照常。',
    _options,
    _run,
)
