"""What new paragraphs shall look like: the nearest one before them that has the same kind of number."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bot.documents import Block, Document
from bot.documents.numbering import Number, parse
from bot.review.redline.spots import Spots

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_FIGURES = re.compile("[0-9〇零一二三四五六七八九十百]+")
_FAR = 200
"""Blocks before the new one among which its like is looked for."""


class Like(NamedTuple):
    """What a new paragraph looks like: another one, None for nothing special; and whether Word shall count it, `skips`
    characters of its text being the number that Word makes."""

    paragraph: Element | None
    skips: int = 0


class Shapes:
    """Finds paragraphs to copy the shape of."""

    def __init__(self, document: Document, spots: Spots) -> None:
        self._document = document
        self._spots = spots
        self._starts = [block.start for block in document.blocks]
        self._came: list[tuple[Number, bool]] = []
        self._came_at = -1

    def is_table(self, offset: int) -> bool:
        """Whether a character stands in rows of a table."""
        at = self._at(offset)
        return at >= 0 and self._document.blocks[at].kind == "table"

    def like(self, text: str, offset: int) -> Like:
        """What a new paragraph with this text, after `offset`, shall look like."""
        number = parse(text)
        at = self._at(max(0, offset - 1))
        near = self._document.blocks[max(0, at - _FAR) : at + 1][::-1]
        if number is not None:
            for block in near:
                other = parse(self._document.block_text(block)) if block.number else None
                if other is not None and other.style == number.style:
                    same_marks = _marks(text, number) == _marks(self._document.block_text(block), other)
                    counted = same_marks and self._is_counted(block, other)
                    goes_on = self._goes_on(other, number, offset, counted=counted)
                    return Like(self._paragraph(block), number.end if goes_on else 0)
        body = next((block for block in near if block.kind in ("clause", "paragraph")), None)
        return Like(self._paragraph(body) if body else None)

    def _is_counted(self, block: Block, number: Number) -> bool:
        """Whether Word counts the number of a block: it does not stand in the file."""
        return self._spots.first(block.start, block.start + number.end) is None

    def _goes_on(self, other: Number, number: Number, offset: int, *, counted: bool) -> bool:
        """Whether Word, counting on from `other`, would come to `number`: not where what came in here before began a list
        of its own."""
        if offset != self._came_at:
            self._came, self._came_at = [], offset
        before = next((one for one in reversed(self._came) if one[0].style == number.style), None)
        inside = bool(self._came) and self._came[-1][0].rank < number.rank
        if before is not None:
            goes_on = before[1] and not inside and _follows(before[0], number)
        else:
            goes_on = counted and not inside and _follows(other, number)
        self._came.append((number, goes_on))
        return goes_on

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _paragraph(self, block: Block) -> Element | None:
        spot = self._spots.first(block.start, block.end)
        return spot.paragraph if spot else None


def _marks(text: str, number: Number) -> str:
    """What stands around the figures of a number at the beginning of a text."""
    return _FIGURES.sub("", text[: number.end]).strip()


def _follows(one: Number, other: Number) -> bool:
    """Whether a number is the next of the same series."""
    above = [number.visible.rpartition(".")[0] for number in (one, other)]
    return above[0] == above[1] and other.value == one.value + 1
