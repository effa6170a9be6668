"""The paragraphs (款) and items (项) of an article, with the article's exact words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.statutes.numerals import numeral

_ITEM = re.compile(r"[\"“]?[(（]([一二三四五六七八九十百]{1,4})[)）]")
_SUB_ITEM = re.compile(r"\d{1,2}[.．、]")
_SENTENCE = re.compile(r"[。；：:，,！？”\")）]$")


@dataclass
class Paragraph:
    """One paragraph: `start` to `end` in the article's text, and the place of each item by its number."""

    start: int
    end: int
    items: dict[int, tuple[int, int]] = field(default_factory=dict)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of an article's text: one begins with each line that is no item and no continuation.

    Items belong to the paragraph before them. Reading stops at a line that is no sentence: a table or an annex.
    """
    found: list[Paragraph] = []
    item = 0
    at = 0
    before = ""
    for line in text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        match = _ITEM.match(line)
        if found and match and (number := numeral(match[1]).value):
            item = number
            _rejoin(found, item)
            found[-1].items.setdefault(item, (start, end))
            found[-1].end = end
        elif found and _SUB_ITEM.match(line):
            if item in found[-1].items:
                found[-1].items[item] = (found[-1].items[item][0], end)
            found[-1].end = end
        elif found and not _SENTENCE.search(line):
            break
        elif found and (before.endswith(("，", ",")) or line.endswith(("，", ","))):
            found[-1].end = end
        else:
            found.append(Paragraph(start, end))
            item = 0
        before = line
    return tuple(found)


def _rejoin(found: list[Paragraph], item: int) -> None:
    """Take lines that interrupted a row of items as part of it: （二） never begins a row."""
    for at in range(len(found) - 1, -1, -1):
        if item - 1 in found[at].items:
            if at < len(found) - 1:
                first, _ = found[at].items[item - 1]
                found[at].items[item - 1] = (first, found[-1].end)
                found[at].end = found[-1].end
                del found[at + 1 :]
            return
        if item == 1:
            return
