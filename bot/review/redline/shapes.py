"""What new paragraphs shall look like: the nearest one before them that has the same kind of number."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bot.documents import Block, Document
from bot.documents.numbering import Number, parse
from bot.review.redline.spots import Spots

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

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
        self._counted: list[Number] = []
        self._counted_at = -1

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
                    counted = self._is_counted(block, other) and self._goes_on(other, number, offset)
                    return Like(self._paragraph(block), number.end if counted else 0)
        body = next((block for block in near if block.kind in ("clause", "paragraph")), None)
        return Like(self._paragraph(body) if body else None)

    def _is_counted(self, block: Block, number: Number) -> bool:
        """Whether Word counts the number of a block: it does not stand in the file."""
        return self._spots.first(block.start, block.start + number.end) is None

    def _goes_on(self, other: Number, number: Number, offset: int) -> bool:
        """Whether Word, counting on from `other` or from what came in here before, would come to `number`."""
        if offset != self._counted_at:
            self._counted, self._counted_at = [], offset
        same = [one for one in self._counted if one.style == number.style]
        goes_on = _follows(same[-1] if same else other, number)
        begins = any(number.visible == f"{one.value}.1" for one in self._counted)
        if goes_on or begins:
            self._counted.append(number)
        return goes_on or begins

    def _at(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _paragraph(self, block: Block) -> Element | None:
        spot = self._spots.first(block.start, block.end)
        return spot.paragraph if spot else None


def _follows(one: Number, other: Number) -> bool:
    """Whether a number is the next of the same series."""
    above = [number.visible.rpartition(".")[0] for number in (one, other)]
    return above[0] == above[1] and other.value == one.value + 1
