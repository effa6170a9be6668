"""The visual lines of a PDF's pages: words with their place, running heads and page numbers removed."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.documents.readers.pdf_line import Collector, VisualLine
from bot.documents.readers.pdf_sight import Sight

_PAGE_NUMBER = re.compile(
    r"(?:第\s*)?[-–—·\s]*\d{1,4}\s*(?:页)?[-–—·\s]*(?:[/,，、]?\s*共?\s*\d{1,4}\s*页?)?|page\s*\d+(?:\s*of\s*\d+)?|[ivx]{1,6}",
    re.IGNORECASE,
)
_MARGIN_LINES = 3
_REPEATED_SHARE = 0.4


@dataclass
class Page:
    """The lines of one page, in the order of the file.

    `hidden` are the words that nobody sees, each with how many of the lines stand before it. `scanned` is
    true when the words were recognised in a picture.
    """

    lines: list[VisualLine] = field(default_factory=list)
    hidden: list[tuple[int, str]] = field(default_factory=list)
    scanned: bool = False

    def take(self, collector: Collector, number: int, height: float) -> None:
        """Take what a collector holds of a line that has ended."""
        if collector.hidden:
            self.hidden.append((len(self.lines), collector.hidden))
        line = collector.line(number, height)
        if line is not None:
            self.lines.append(line)


def read_page(page: Any, number: int) -> Page:
    """The visual lines of an open pypdfium2 page, and what is hidden on it."""
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    height = float(page.get_height())
    sight = Sight(page, text_page)
    # The loose box is the room that the font gives a character: a comma is as tall as its neighbours.
    room = pdfium.FS_RECTF()
    read = Page()
    collector = Collector()
    try:
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in (0x0A, 0x0D):
                read.take(collector, number, height)
                collector = Collector()
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
        read.take(collector, number, height)
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
