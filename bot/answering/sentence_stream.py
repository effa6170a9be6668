"""Sentences out of Markdown that arrives in pieces, each with the `[n]` markers that stand behind it."""

from __future__ import annotations

import re

from bot.grounding.markup import MARKER

_END = re.compile(r"[。！？?]+|!+(?!\[[^\]\n]*\]\()|[;；]|\n")
_CLOSERS = re.compile(r"[”’\"」』）)*_]*")
_UNFINISHED_MARKER = re.compile(r"[（(][^）)\n]{0,16}[）)]?\Z|[\[［【][^\]］】\n]{0,100}[\]］】]?\Z")
_SPACE = re.compile(r"[ \t]*")
_LINE_OF_MARKERS = re.compile(rf"\s*\n\s*(?:(?:{MARKER.pattern})[ \t]*)+(?=\n|\Z)")


class SentenceStream:
    """Feed it pieces; it hands back whole sentences. Joined, they are the text that was fed.

    A sentence ends at 。！？ or a line's end, or at a semicolon with a marker behind it. Line breaks and a bullet
    belong to the sentence that follows them, markers to the one before, also across one line break.
    """

    def __init__(self) -> None:
        self._buffer = ""

    def feed(self, token: str) -> list[str]:
        """The sentences that are complete now."""
        self._buffer += token
        return self._cut(final=False)

    def finish(self) -> list[str]:
        """The rest, sentence by sentence, complete or not."""
        found = self._cut(final=True)
        if self._buffer.strip():
            found.append(self._buffer)
        self._buffer = ""
        return found

    def _cut(self, final: bool) -> list[str]:
        found = []
        while (end := _boundary(self._buffer, final)) is not None:
            found.append(self._buffer[:end])
            self._buffer = self._buffer[end:]
        return found


def _boundary(text: str, final: bool) -> int | None:
    """Where the first sentence ends; None while that cannot be told yet or there is no whole sentence."""
    for mark in _END.finditer(text):
        if mark[0] == "\n" and not text[: mark.start()].strip():
            continue
        end = _with_markers(text, mark.start() if mark[0] == "\n" else mark.end(), final)
        if end is None:
            return None
        if mark[0] in ";；" and end == mark.end() and text[end : end + 1] not in ("\n", ""):
            continue
        return end
    return None


def _with_markers(text: str, at: int, final: bool) -> int | None:
    """The end of the closing quotes and markers from `at` on; None when more of the text is needed."""
    while True:
        end = at
        closers = _CLOSERS.match(text, at)
        at = closers.end() if closers else at
        space = _SPACE.match(text, at)
        marker = MARKER.match(text, space.end() if space else at)
        if marker and (final or marker.end() < len(text)):
            at = marker.end()
        if at == end:
            break
    if final:
        line = _LINE_OF_MARKERS.match(text, at)
        return line.end() if line else at
    rest = text[at:]
    if not rest.strip() or _UNFINISHED_MARKER.match(rest.lstrip()):
        return None
    line = _LINE_OF_MARKERS.match(text, at)
    return line.end() if line else at
