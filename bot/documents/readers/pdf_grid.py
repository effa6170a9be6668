"""A grid on a page: its cells and what holds which point. Which grids are tables, and which go on over a page."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SAME_PLACE = 4.0


@dataclass(frozen=True)
class Grid:
    """Cells between lines, in points from the left and from the top of the page.

    `columns` and `rows` are the edges. They cut the grid into squares; `cells` has, row by row, the number of the
    cell that each square belongs to: the number of its first square, counted as one reads.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    def cell(self, x: float, y: float) -> int | None:
        """The number of the cell that holds a point."""
        row, column = bisect(self.rows, y) - 1, bisect(self.columns, x) - 1
        inside = 0 <= row < len(self.cells) and 0 <= column < len(self.cells[row])
        return self.cells[row][column] if inside else None

    def filled(self, texts: Mapping[int, str]) -> list[list[str]]:
        """The rows with the texts of the cells: a merged cell is once in a row, and empty below its first one."""
        width = len(self.columns) - 1
        return [
            [texts.get(cell, "") if cell // width == row else "" for cell in dict.fromkeys(squares)]
            for row, squares in enumerate(self.cells)
            if any(cell // width == row for cell in squares)
        ]

    @property
    def width(self) -> int:
        """How many cells the fullest row has."""
        return max(map(len, self.filled({})))

    @property
    def largest_cell(self) -> float:
        """The area of the largest cell."""
        areas: dict[int, float] = defaultdict(float)
        for (top, bottom), row in zip(pairwise(self.rows), self.cells, strict=True):
            for (left, right), cell in zip(pairwise(self.columns), row, strict=True):
                areas[cell] += (right - left) * (bottom - top)
        return max(areas.values())

    def holds(self, other: Grid) -> bool:
        """Whether another grid stands inside this one."""
        return all(
            mine[0] < theirs[0] and theirs[-1] < mine[-1]
            for mine, theirs in ((self.columns, other.columns), (self.rows, other.rows))
        )


def tables_among(own: Sequence[Grid], above: Sequence[Grid], below: Sequence[Grid]) -> list[Grid]:
    """Those of a page's grids that are tables; `above` and `below` are the grids of the pages before and after it.

    A single row is one only as the part of a table that the end of a page cuts.
    """
    tables = [grid for grid in own if len(grid.filled({})) > 1]
    if own and above and _is_cut(_lowest(above), _topmost(own)):
        tables.append(_topmost(own))
    if own and below and _is_cut(_lowest(own), _topmost(below)):
        tables.append(_lowest(own))
    return [one for one in dict.fromkeys(tables) if not any(other.holds(one) for other in tables)]


def _topmost(grids: Sequence[Grid]) -> Grid:
    return min(grids, key=lambda grid: grid.rows[0])


def _lowest(grids: Sequence[Grid]) -> Grid:
    return max(grids, key=lambda grid: grid.rows[-1])


def _is_cut(upper: Grid, lower: Grid) -> bool:
    """Whether the lowest grid of a page may go on as the topmost of the next; a running head keeps its place."""
    begins, ends = upper.rows[0] - lower.rows[0], upper.rows[-1] - lower.rows[-1]
    return max(begins, ends) > _SAME_PLACE and same_columns(upper.columns, lower.columns)


def same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether columns are the same, or some of the others are merged all the way down."""
    fewer, more = sorted((one, other), key=len)
    outer = all(abs(fewer[end] - more[end]) <= _SAME_PLACE for end in (0, -1))
    return outer and all(min(abs(edge - place) for place in more) <= _SAME_PLACE for edge in fewer)
