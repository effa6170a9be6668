"""Where the characters of a paper's text stand in its Word file: paragraph, text element, character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from docx.oxml.ns import qn

from bot.documents.text import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

P, T, R = qn("w:p"), qn("w:t"), qn("w:r")
_UNREAD = frozenset(qn(f"w:{name}") for name in ("del", "moveFrom", "rPr", "pPr", "txbxContent")) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_SPACE = re.compile(r"\s")
REACH = 80
"""Characters that may stand in the text between two paragraphs without being in the file: numbers, bars of a table."""


@dataclass(frozen=True)
class Place:
    """One character of the file: character `offset` of a text element in a paragraph."""

    paragraph: Element
    element: Element
    offset: int


@dataclass
class Places:
    """The place of every character of a text that stands in the file; spaces and automatic numbers have none."""

    by_offset: dict[int, Place] = field(default_factory=dict)
    reach: dict[Element, tuple[int, int]] = field(default_factory=dict)
    """Paragraph -> the offsets of its first and last character."""

    def of(self, offset: int) -> Place | None:
        """The place of one character."""
        return self.by_offset.get(offset)

    def near(self, start: int, end: int) -> Place | None:
        """The first place in a stretch."""
        return next((place for at in range(start, end) if (place := self.by_offset.get(at))), None)

    def last_before(self, end: int, reach: int = 400) -> Place | None:
        """The last place before an offset."""
        return next(
            (p for at in range(end - 1, max(-1, end - reach), -1) if (p := self.by_offset.get(at))), None
        )


def places_of(root: Element, text: str) -> Places:
    """Holds the paragraphs of a file against the text that was read from it, in their order.

    Reading loses no visible character and adds only numbers and bars, so a paragraph's characters without spaces
    stand in the text without spaces one after the other.
    """
    solid = [at for at, char in enumerate(text) if not _SPACE.match(char)]
    plain = "".join(text[at] for at in solid)
    places = Places()
    at = 0
    for paragraph in root.iter(P):
        characters = list(_characters(paragraph))
        words = "".join(char for char, _ in characters)
        if not words:
            continue
        found = plain.find(words, at, at + len(words) + REACH)
        if found < 0 and len(words) > REACH // 8:
            found = plain.find(words, at)
        if found < 0:
            continue
        for step, (_, place) in enumerate(characters):
            places.by_offset[solid[found + step]] = place
        at = found + len(words)
        places.reach[paragraph] = solid[found], solid[at - 1]
    return places


def _characters(paragraph: Element) -> Iterator[tuple[str, Place]]:
    """The characters of a paragraph as they are read, without spaces, each with its place."""
    for element in _texts(paragraph):
        for offset, char in enumerate(element.text or ""):
            read = normalise(char)
            if len(read) == 1 and not _SPACE.match(read):
                yield read, Place(paragraph, element, offset)


def _texts(element: Element) -> Iterator[Element]:
    """Text elements of a paragraph in order, without what is deleted or in text boxes."""
    for child in element:
        if child.tag in _UNREAD or (child.tag == R and _hidden(child)):
            continue
        if child.tag == T:
            yield child
        else:
            yield from _texts(child)


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return vanish is not None and vanish.get(qn("w:val")) not in ("0", "false", "off")
