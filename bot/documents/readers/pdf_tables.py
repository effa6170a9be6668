"""The ruled tables among the lines of a PDF, and those that go on over the end of a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from bot.documents.asides import solid
from bot.documents.readers.pdf_grid import same_columns
from bot.documents.readers.pdf_line import VisualLine


@dataclass
class TableLine(VisualLine):
    """What a page has of a ruled table; it stands among the lines like one of them.

    `continues` is true when it is a further part of the table on the page before. `repeated` is how many rows at its
    top only repeat the head of that table.
    """

    columns: tuple[float, ...]
    rows: list[list[str]]
    continues: bool = False
    repeated: int = 0

    @property
    def shown(self) -> list[list[str]]:
        """The rows that are part of the text."""
        return self.rows[self.repeated :]

    @property
    def skipped(self) -> int:
        """How many solid characters of the table are not part of the text."""
        return solid("|".join(cell for row in self.rows[: self.repeated] for cell in row))


def join_over_pages(lines: Sequence[VisualLine]) -> None:
    """Note which tables among the lines of all pages go on with the one before, and what they repeat of its head."""
    head: list[list[str]] = []
    for before, line in pairwise([None, *lines]):
        if not isinstance(line, TableLine):
            continue
        line.continues = (
            isinstance(before, TableLine)
            and line.page == before.page + 1
            and same_columns(before.columns, line.columns)
        )
        if line.continues:
            line.repeated = sum(1 for _ in takewhile(_same, zip(head, line.rows, strict=False)))
        else:
            head = line.rows


def _same(rows: tuple[list[str], list[str]]) -> bool:
    return rows[0] == rows[1]
