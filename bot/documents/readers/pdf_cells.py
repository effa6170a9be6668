"""The text of a table's cells, put together while the characters of its page are read."""

from __future__ import annotations

from bot.documents.asides import solid
from bot.documents.readers.pdf_grid import Grid
from bot.documents.readers.pdf_line import Collector
from bot.documents.readers.pdf_tables import TableLine
from bot.documents.text import glue


class _Cell:
    """The lines of a cell that have ended, as one text, and the line that is being read.

    `hidden` are the words in it that nobody sees, with `before` solid characters of the cell in front of them.
    """

    def __init__(self) -> None:
        self.text = self.hidden = ""
        self.before = 0
        self.line = Collector()

    def end_line(self, page: int, height: float) -> None:
        for _, words in self.line.hidden:
            if not self.hidden:
                self.before = solid(self.text)
            self.hidden = glue(self.hidden, words)
        line = self.line.line(page, height)
        if line is not None:
            self.text = glue(self.text, line.text)
        self.line = Collector()


class Cells:
    """The cells of one table of a page."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._cells: dict[int, _Cell] = {}
        self._open: dict[int, _Cell] = {}

    @property
    def begun(self) -> bool:
        """Whether any character was in the table yet."""
        return bool(self._cells)

    def collector(self, x: float, y: float) -> Collector | None:
        """What collects the characters at a point of the page, None outside the table."""
        number = self._grid.cell(x, y)
        if number is None:
            return None
        if number not in self._open:
            self._open[number] = self._cells.setdefault(number, _Cell())
        return self._open[number].line

    def end_line(self, page: int, height: float) -> None:
        """End the line that runs through the cells."""
        for cell in self._open.values():
            cell.end_line(page, height)
        self._open.clear()

    @property
    def hidden(self) -> list[tuple[int, str]]:
        """The words that nobody sees, each with how many solid characters of the table stand before it."""
        found, read = [], 0
        for _, cell in sorted(self._cells.items()):
            if cell.hidden:
                found.append((read + cell.before, cell.hidden))
            read += solid(cell.text)
        return found

    def line(self, page: int, height: float) -> TableLine | None:
        """The table as it stands among the lines of its page, None when nothing in it is seen."""
        texts = {number: cell.text for number, cell in sorted(self._cells.items()) if cell.text}
        if not texts:
            return None
        columns, rows = self._grid.columns, self._grid.rows
        return TableLine(
            " ".join(texts.values()),
            columns[0],
            columns[-1],
            rows[0],
            rows[-1],
            rows[-1] - rows[0],
            page,
            height,
            columns,
            self._grid.filled(texts),
        )
