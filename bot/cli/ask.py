"""`ask`: one question, one answer."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bot.cli.command import DONE, PARTLY, UNANSWERED, Command
from bot.cli.front_door import finished, open_door
from bot.cli.showing import show_reply
from bot.cli.terminal import say, tell
from bot.conversation import Conversation, Reply
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.settings import Settings

_LONGEST_INPUT = 1_000_000
"""Bytes read from stdin: far more than a question may have, so that the front door can say so."""


def _options(parser: ArgumentParser) -> None:
    parser.add_argument("question", nargs="*", metavar="问题", help="要问的话；不写或写 - 就从标准输入读")
    parser.add_argument("--json", action="store_true", help="输出一行 JSON，字段和 batch 的回答相同")


def _run(arguments: Namespace, settings: Settings) -> int:
    question = _question(arguments.question)
    assistant = open_door(settings)
    events = assistant.reply(Conversation().asked(question))
    if arguments.json:
        reply = finished(events)
        say(json.dumps(reply.to_json(), ensure_ascii=False))
    else:
        reply = show_reply(events)
    notice = assistant.status().notice
    if notice and notice not in reply.notices:
        tell(f"提示：{notice}")
    return _exit_code(reply)


def _question(words: list[str]) -> str:
    """The question from the command line, or from stdin; raises InputError when there is none."""
    question = " ".join(words).strip()
    if question in ("", "-"):
        question = _from_stdin()
    if not question:
        raise InputError('没有收到问题。请写在命令后面，例如：python -m bot ask "正常解约要提前多久？"')
    return question


def _from_stdin() -> str:
    from bot.documents.text import decode

    if sys.stdin.isatty():
        tell("请输入问题，另起一行按 Ctrl-D 结束：")
    text = decode(sys.stdin.buffer.read(_LONGEST_INPUT))
    if text is None:
        raise InputError("标准输入里不是能识别的文字。请用 UTF-8 文字提问。")
    return text.strip()


def _exit_code(reply: Reply) -> int:
    if reply.failed:
        return PARTLY
    return UNANSWERED if reply.kind in ("refusal", "clarify") else DONE


COMMAND = Command(
    "ask",
    "问一个问题，得到标明出处的回答",
    "问一个问题。回答里每句话后面的 [n] 对应下面列出的依据。\n"
    '  python -m bot ask "逾期付款会怎样？"\n'
    "  echo 逾期付款会怎样 | python -m bot ask --json",
    _options,
    _run,
)
