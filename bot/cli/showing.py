"""A reply on a terminal or in a pipe: the answer as it is written, then what it rests on."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator

from bot.cli.front_door import finished
from bot.cli.terminal import safe, say
from bot.conversation import Citation, Done, Event, Replace, Reply, Thinking, Token

_CLEAR_LINE = "\r\x1b[K"
_CLEAR_BELOW = "\x1b[J"
WITHDRAWN = "（上面的内容作废，以下面的为准）"


def show_reply(events: Iterable[Event]) -> Reply:
    """Write a reply to stdout and return it.

    On a terminal it appears sentence by sentence. In a pipe it is written once it is whole, since what has
    been written to a pipe cannot be withdrawn.
    """
    if sys.stdout.isatty():
        live = _Live()
        reply = finished(live.shown(events))
        live.settle(reply.text)
    else:
        reply = finished(events)
        say(reply.text)
    for block in _below(reply):
        say(f"\n{block}")
    return reply


class _Live:
    """The answer on the screen while it is being written."""

    def __init__(self) -> None:
        self._text = ""
        self._status = ""

    def shown(self, events: Iterable[Event]) -> Iterator[Event]:
        """The same events, each after it has been shown."""
        for event in events:
            match event:
                case Thinking(text):
                    self._think(text)
                case Token(text):
                    self._write(text)
                case Replace(text):
                    self._withdraw()
                    self._write(text)
                case Done():
                    self._think("")
            yield event

    def settle(self, text: str) -> None:
        """End with exactly `text`, whatever the pieces were."""
        if self._text != text:
            self._withdraw()
            self._write(text)
        say()

    def _write(self, text: str) -> None:
        self._think("")
        self._text += text
        say(text, end="")

    def _think(self, text: str) -> None:
        """Say what is being done on a line that the answer takes over; nothing once there is an answer."""
        if self._text or text == self._status:
            return
        sys.stdout.write(f"{_CLEAR_LINE}{safe(text)}…" if text else _CLEAR_LINE)
        sys.stdout.flush()
        self._status = text

    def _withdraw(self) -> None:
        """Take back what is shown, or say that it no longer counts when it has left the screen."""
        if not self._text:
            return
        size = shutil.get_terminal_size()
        rows = rows_of(self._text, size.columns)
        if rows < size.lines:
            up = f"\x1b[{rows - 1}A" if rows > 1 else ""
            sys.stdout.write(f"\r{up}{_CLEAR_BELOW}")
        else:
            say(f"\n{WITHDRAWN}\n")
        self._text = ""


def rows_of(text: str, columns: int) -> int:
    """How many rows of a terminal `text` takes; Chinese characters are two columns wide."""
    widths = (sum(_width(char) for char in line) for line in safe(text).split("\n"))
    return sum(max(1, -(-width // columns)) for width in widths)


def _width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _below(reply: Reply) -> Iterator[str]:
    """What stands under an answer, block by block."""
    if reply.stopped:
        yield "（已停下）"
    if reply.citations:
        yield "\n".join(("依据：", *(f"  {_source(citation)}" for citation in reply.citations)))
    if reply.kind in ("refusal", "clarify") and reply.suggestions:
        yield "\n".join(f"  · {question}" for question in reply.suggestions)
    if reply.files:
        yield "\n".join(("文件：", *(f"  {path}" for path in reply.files)))
    yield from (f"提示：{notice}" for notice in reply.notices)


def _source(citation: Citation) -> str:
    told = "你导入的资料" if citation.origin == "own" else citation.status
    source = f"{citation.source}（{told}）" if told else citation.source
    parts = (f"[{citation.marker}]", source, citation.locator, citation.date)
    return " ".join(part for part in parts if part)
