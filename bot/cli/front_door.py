"""Opening the front door for a command, and reading a reply from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.cli.terminal import progress_bar
from bot.conversation import Done, Event, Reply
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings

BROKEN_OFF = "回答没有写完就中断了。请再问一次；还不行，把日志交给维护的人。"


def open_door(settings: Settings) -> Assistant:
    """The assistant with its index built or opened; raises BotError when there is nothing to answer from."""
    from bot.assistant import build_assistant

    assistant = build_assistant(settings)
    with progress_bar("第一次使用，正在准备资料") as show:
        assistant.prepare(show)
    return assistant


def finished(events: Iterable[Event]) -> Reply:
    """The reply that a stream of events ends with; raises BotError when there is none."""
    reply = None
    for event in events:
        if isinstance(event, Done):
            reply = event.reply
    if reply is None:
        raise BotError(BROKEN_OFF)
    return reply
