"""The flow of a PDF's page: its lines and its tables in the order of the file, and what is hidden between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.documents.readers.pdf_cells import Cells
from bot.documents.readers.pdf_grid import Grid
from bot.documents.readers.pdf_line import Collector, VisualLine
from bot.documents.readers.pdf_sight import Box


@dataclass(frozen=True)
class Hidden:
    """Words that nobody sees: how many lines of the page stand before them, and how many solid characters of the line
    that they stand in, when that is a table."""

    lines: int
    inside: int
    words: str


@dataclass
class Page:
    """The lines of one page, in the order of the file; a table stands where its first character does.

    `scanned` is true when the words were recognised in a picture.
    """

    lines: list[VisualLine] = field(default_factory=list)
    hidden: list[Hidden] = field(default_factory=list)
    scanned: bool = False


class Flow:
    """Takes the characters of a page, each to the loose line or to the cell of a table that it belongs to.

    `loose` collects the line outside of all tables.
    """

    def __init__(self, grids: Sequence[Grid], number: int, height: float) -> None:
        self._tables = [Cells(grid) for grid in grids]
        self._number, self._height = number, height
        self.loose = Collector()
        self._ended: list[Collector | Cells] = []

    def collector(self, box: Box) -> Collector:
        """What collects the characters at a place."""
        left, right, bottom, top = box
        for table in self._tables:
            begun = table.begun
            collector = table.collector((left + right) / 2, self._height - (bottom + top) / 2)
            if collector is not None:
                if not begun:
                    self._end_loose()
                    self._ended.append(table)
                return collector
        return self.loose

    def end_line(self) -> None:
        """End the line that is being read."""
        for table in self._tables:
            table.end_line(self._number, self._height)
        self._end_loose()

    def _end_loose(self) -> None:
        self._ended.append(self.loose)
        self.loose = Collector()

    def page(self) -> Page:
        """All that was taken."""
        self.end_line()
        page = Page()
        for part in self._ended:
            page.hidden += [Hidden(len(page.lines), inside, words) for inside, words in part.hidden]
            line = part.line(self._number, self._height)
            if line is not None:
                page.lines.append(line)
        return page
