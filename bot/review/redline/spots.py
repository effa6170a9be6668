"""From offsets of a paper's text to characters of its file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import normalize

from bot.documents import Document, Place, normalise

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any


class Spot(NamedTuple):
    """One character of the file: that at `offset` of a text element in a paragraph."""

    element: Element
    offset: int
    paragraph: Element


class Spots:
    """Looks up the places of a document. `root` gives the root element of a part by its path.

    Raises ValueError where the file is not the one that the document was read from.
    """

    def __init__(self, document: Document, root: Callable[[str], Element]) -> None:
        self._text = document.text
        self._places = document.places
        self._starts = [place.start for place in document.places]
        self._root = root
        self._paragraphs: dict[str, list[Element]] = {}
        self._elements: dict[tuple[str, int], list[Element]] = {}
        self._ranges: dict[Element, tuple[int, int]] = {}

    def at(self, offset: int) -> Spot | None:
        """The spot of a character of the text; None for one that does not stand in the file."""
        place = self._place(offset)
        return self._spot(place, offset) if place else None

    def within(self, start: int, end: int) -> Iterator[tuple[int, Spot]]:
        """Offset and spot of every character of a stretch that has one."""
        for at in range(max(0, bisect_right(self._starts, start) - 1), len(self._places)):
            place = self._places[at]
            if place.start >= end:
                return
            for offset in range(max(start, place.start), min(end, place.end)):
                yield offset, self._spot(place, offset)

    def first(self, start: int, end: int) -> Spot | None:
        """The first spot of a stretch."""
        return next((spot for _, spot in self.within(start, end)), None)

    def last(self, start: int, end: int) -> Spot | None:
        """The last spot of a stretch."""
        at = bisect_right(self._starts, end - 1) - 1
        if at < 0 or end <= 0:
            return None
        offset = min(end, self._places[at].end) - 1
        return self._spot(self._places[at], offset) if offset >= start else None

    def of_paragraph(self, spot: Spot) -> Iterator[Spot]:
        """Every spot of a spot's paragraph, in the order of the text."""
        first, last = self._ranges[spot.paragraph]
        return (one for place in self._places[first:last] for one in self._all(place))

    def _all(self, place: Place) -> Iterator[Spot]:
        return (self._spot(place, offset) for offset in range(place.start, place.end))

    def _place(self, offset: int) -> Place | None:
        at = bisect_right(self._starts, offset) - 1
        return self._places[at] if at >= 0 and offset < self._places[at].end else None

    def _spot(self, place: Place, offset: int) -> Spot:
        try:
            paragraph, element = self._found(place)
            at = place.offset + offset - place.start
            said = (element.text or "")[at]
        except (KeyError, IndexError) as error:
            raise ValueError("the file is not the one that the document was read from") from error
        if not _same(said, self._text[offset]):
            raise ValueError("the file is not the one that the document was read from")
        return Spot(element, at, paragraph)

    def _found(self, place: Place) -> tuple[Element, Element]:
        """Paragraph and text element of a place."""
        key = (place.part, place.paragraph)
        if place.part not in self._paragraphs:
            root = self._root(place.part)
            space = str(root.tag).rpartition("}")[0]
            self._paragraphs[place.part] = list(root.iter(f"{space}}}p"))
        paragraph = self._paragraphs[place.part][place.paragraph]
        if key not in self._elements:
            space = str(paragraph.tag).rpartition("}")[0]
            self._elements[key] = list(paragraph.iter(f"{space}}}t"))
            near = bisect_right(self._starts, place.start) - 1
            first = last = near
            while first and self._key(first - 1) == key:
                first -= 1
            while last < len(self._places) and self._key(last) == key:
                last += 1
            self._ranges[paragraph] = first, last
        return paragraph, self._elements[key][place.run]

    def _key(self, at: int) -> tuple[str, int]:
        return self._places[at].part, self._places[at].paragraph


def _same(said: str, read: str) -> bool:
    """Whether a character of the text can have been read from one of the file: itself, of a ligature, with a mark."""
    return said == read or read in normalise(f"{said}.")[:-1] or normalise(said) == normalize("NFD", read)[0]
