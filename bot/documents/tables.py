"""Tables as text: a row is one line `a | b`, and rows stay together in groups that can be quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.documents.outline import Line
from bot.documents.text import one_line

BAR = " | "
"""What stands between the cells of a row."""
_LONGEST_GROUP = 600


def table_lines(rows: Iterable[Sequence[str]]) -> list[Line]:
    """Lines of kind table, a few rows each; a table of one column is layout and gives plain lines."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if all(sum(bool(cell) for cell in row) <= 1 for row in cells):
        return [Line(cell) for row in cells for cell in row if cell]
    groups: list[str] = []
    for row in cells:
        text = BAR.join(row).strip(BAR) if not all(row) else BAR.join(row)
        if not text:
            continue
        if groups and len(groups[-1]) + len(text) < _LONGEST_GROUP:
            groups[-1] += "\n" + text
        else:
            groups.append(text)
    return [Line(group, "table") for group in groups]


def cells_of(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the cells of the row `text[start:end]` begin and end; one is empty where nothing is written."""
    for cell in text[start:end].split(BAR):
        yield start, start + len(cell)
        start += len(cell) + len(BAR)
