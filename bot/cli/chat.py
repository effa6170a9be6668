"""`chat`: a conversation of several turns."""

from __future__ import annotations

import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING

from bot.cli.command import DONE, Command
from bot.cli.front_door import open_door
from bot.cli.showing import show_reply
from bot.cli.terminal import say, tell
from bot.conversation import Conversation

if TYPE_CHECKING:
    from bot.settings import Settings

PROMPT = "你> "
HELP = "/new 开始新的对话，/quit 离开，/help 显示这一行；Ctrl-C 停下正在写的回答，再按一次离开。"
_LEAVE = frozenset({"/quit", "/exit", "/q"})


def _options(parser: ArgumentParser) -> None:
    """There are none: what can be said is said in the conversation."""


def _run(arguments: Namespace, settings: Settings) -> int:
    assistant = open_door(settings)
    if notice := assistant.status().notice:
        tell(f"提示：{notice}")
    if sys.stdin.isatty():
        say(f"想问什么直接写。{HELP}\n")
    conversation = Conversation()
    for line in typed_lines():
        if line in _LEAVE:
            break
        if line.startswith("/"):
            conversation = Conversation() if line == "/new" else conversation
            say("已开始新的对话，前面的不再算。\n" if line == "/new" else f"{HELP}\n")
            continue
        conversation = conversation.asked(line)
        with _stopping() as stop:
            conversation = conversation.answered(show_reply(assistant.reply(conversation, stop)))
        say()
    return DONE


def typed_lines() -> Iterator[str]:
    """What is typed, line by line; empty lines are skipped. Ends where the input ends."""
    if not sys.stdin.isatty():
        yield from filter(None, (line.strip() for line in sys.stdin))
        return
    with suppress(ImportError):  # not there on every system; without it the arrow keys do not edit
        import readline  # noqa: F401
    while True:
        try:
            line = input(PROMPT).strip()
        except EOFError:
            say()
            return
        if line:
            yield line


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that the first Ctrl-C sets; the second one raises KeyboardInterrupt."""
    stop = threading.Event()

    def interrupted(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


COMMAND = Command(
    "chat", "连续问答，可以接着上一句追问", f"连续问答，后一句可以接着前一句问。\n{HELP}", _options, _run
)
