"""The visual lines of a PDF's pages: words with their place, running heads and page numbers removed."""

from __future__ import annotations

import ctypes
import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.documents.numbering import parse
from bot.documents.readers.pdf_sight import Box, Sight
from bot.documents.text import normalise

_HAN = re.compile(r"[\u3400-\u9fff]")
_SOLID = re.compile(r"[\u3400-\u9fffA-Za-z0-9%（）()，。、；：“”《》]")
_PAGE_NUMBER = re.compile(
    r"(?:第\s*)?[-–—·\s]*\d{1,4}\s*(?:页)?[-–—·\s]*(?:[/,，、]?\s*共?\s*\d{1,4}\s*页?)?|page\s*\d+(?:\s*of\s*\d+)?|[ivx]{1,6}",
    re.IGNORECASE,
)
_MARGIN_SHARE = 0.12
_MARGIN_LINES = 3
_NARROW_GAP = 0.6
_REPEATED_SHARE = 0.4


@dataclass
class VisualLine:
    """One printed line. Places are in points, from the left and from the top of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    page_height: float

    @property
    def in_margin(self) -> bool:
        """Whether it stands where running heads and page numbers stand."""
        share = (self.top + self.bottom) / 2 / max(self.page_height, 1)
        return share < _MARGIN_SHARE or share > 1 - _MARGIN_SHARE


@dataclass
class Page:
    """The lines of one page, in the order of the file.

    `hidden` are the words that nobody sees, each with how many of the lines stand before it. `scanned` is
    true when the words were recognised in a picture.
    """

    lines: list[VisualLine] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    scanned: bool = False


@dataclass
class _Collector:
    """Characters of the line that is being read, with their boxes, and those of it that are not seen."""

    chars: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def end(self, page: Page, number: int, height: float) -> None:
        """End the line: what it holds goes to the page."""
        unseen = normalise("".join(self.unseen)).strip()
        if unseen:
            page.hidden.append((len(page.lines), unseen))
        line = self.line(number, height)
        if line is not None:
            page.lines.append(line)

    def line(self, page: int, height: float) -> VisualLine | None:
        self._put_in_order()
        placed = [box for char, box in zip(self.chars, self.boxes, strict=True) if char.strip()]
        size = statistics.median([box[3] - box[2] for box in placed]) if placed else 0.0
        size = max(size, 1.0)
        text = " ".join(normalise("".join(self._spaced(size))).split())
        if not text or not placed:
            return None
        return VisualLine(
            text,
            min(box[0] for box in placed),
            max(box[1] for box in placed),
            height - max(box[3] for box in placed),
            height - min(box[2] for box in placed),
            size,
            page,
            height,
        )

    def _put_in_order(self) -> None:
        """Sort by place: quotation marks of another font sometimes come late in the file."""
        lefts = [box[0] for box in self.boxes]
        if lefts != sorted(lefts):
            order = sorted(range(len(lefts)), key=lefts.__getitem__)
            self.chars = [self.chars[index] for index in order]
            self.boxes = [self.boxes[index] for index in order]

    def _spaced(self, size: float) -> Iterator[str]:
        """The characters, without the spaces that only set Chinese apart from figures and letters; the one behind the
        number of a heading (1 总则) stays."""
        number = parse("".join(self.chars).rstrip())
        behind = len(number.visible) if number and number.visible.isdigit() else None
        for index, char in enumerate(self.chars):
            if char != " " or index == behind:
                yield char
                continue
            before, after = self._beside(index, -1), self._beside(index, 1)
            if before is None or after is None:
                continue
            mixed = bool(_HAN.match(before[0])) != bool(_HAN.match(after[0]))
            solid = _SOLID.match(before[0]) and _SOLID.match(after[0])
            if not (mixed and solid and after[1][0] - before[1][1] < _NARROW_GAP * size):
                yield char

    def _beside(self, index: int, step: int) -> tuple[str, Box] | None:
        index += step
        while 0 <= index < len(self.chars):
            if self.chars[index].strip():
                return self.chars[index], self.boxes[index]
            index += step
        return None


def read_page(page: Any, number: int) -> Page:
    """The visual lines of an open pypdfium2 page, and what is hidden on it."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    height = float(page.get_height())
    sight = Sight(page, text_page)
    # The loose box is the room that the font gives a character: a comma is as tall as its neighbours.
    room = pdfium.FS_RECTF()
    read = Page()
    collector = _Collector()
    try:
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in (0x0A, 0x0D):
                collector.end(read, number, height)
                collector = _Collector()
                continue
            char = chr(code) if 0 < code < 0x110000 else ""
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(room))
            box = (room.left, room.right, room.bottom, room.top)
            if char.isspace():
                char = " "
            elif sight.hides(index, box):
                collector.unseen.append(char)
                continue
            collector.chars.append(char)
            collector.boxes.append(box)
        collector.end(read, number, height)
        read.scanned = bool(read.lines) and sight.is_scanned
    finally:
        text_page.close()
    return read


def without_margins(pages: Sequence[Sequence[VisualLine]]) -> list[list[VisualLine]]:
    """The pages without page numbers, and without heads and feet that repeat from page to page."""
    candidates = [_outer(page) for page in pages]
    filled = sum(bool(page) for page in pages)
    counts = Counter(shape for page in candidates for shape in {_shape(line) for line in page})
    often = max(2, _REPEATED_SHARE * filled)
    kept = []
    for page, outer in zip(pages, candidates, strict=True):
        dropped = {
            id(line)
            for line in outer
            if counts[_shape(line)] >= often or (line.in_margin and is_page_number(line.text))
        }
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def is_page_number(text: str) -> bool:
    """Whether a line holds the number of its page and nothing else."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _outer(page: Sequence[VisualLine]) -> list[VisualLine]:
    ordered = sorted(page, key=lambda line: line.top)
    outer = {
        id(line): line for line in (*ordered[:_MARGIN_LINES], *ordered[-_MARGIN_LINES:]) if line.in_margin
    }
    return list(outer.values())


def _shape(line: VisualLine) -> tuple[str, int]:
    """What makes two margin lines the same: their words with any figures, and their height on the page."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 6)
