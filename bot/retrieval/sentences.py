"""Chinese sentences with their offsets: the unit that is embedded, chosen and cited."""

from __future__ import annotations

import re
from dataclasses import dataclass

_END = re.compile(r"[。！？!?；;\n]+[”」』）)]*")
_LEADING_NUMBER = re.compile(
    r"\s*(?:第[一二三四五六七八九十百]+条|[（(]?[0-9一二三四五六七八九十]{1,3}[）)]?[、.．]|[（(][0-9一二三四五六七八九十]{1,3}[）)])\s*"
)
_LEADING_LABEL = re.compile(r"\s*(?:留意|注意)：")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a text: `text[start:end]`, without the clause's own number in front."""

    text: str
    start: int
    end: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of a passage in order. A semicolon ends one; a clause number is not part of one."""
    found = []
    start = 0
    for boundary in [*(m.end() for m in _END.finditer(text)), len(text)]:
        sentence = _trimmed(text, start, boundary)
        if sentence:
            found.append(sentence)
        start = boundary
    return found


def _trimmed(text: str, start: int, end: int) -> Sentence | None:
    for pattern in (_LEADING_NUMBER, _LEADING_LABEL):
        match = pattern.match(text, start, end)
        if match:
            start = match.end()
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Sentence(text[start:end], start, end) if start < end else None
