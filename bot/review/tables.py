"""The tables of a paper, cell by cell, whether they came from Word or were typed with strokes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.review.paper import Paper

_RULE = re.compile(r"[\s|:+-]+")
_HEAD = re.compile(r"(?:[^\s\d。，；：:、_|]{1,14} ){1,7}[^\s\d。，；：:、_|]{1,14}")
_SENTENCE = re.compile("[。；：:_]")
_SUM = re.compile(r"\S{0,4}[合总共]\s?计 [\d,. ]+$")
_NUMBER = re.compile(
    r"[¥￥]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?\s*(万)?\s*(%|[元人个分月名席岗位家/年天日]*)"
)


@dataclass(frozen=True)
class Cell:
    """A cell: its words, and where they stand in the paper."""

    text: str
    start: int
    end: int

    @property
    def number(self) -> Decimal | None:
        """The figure that the cell consists of, in the unit that is written (万 is reckoned in), or None."""
        match = _NUMBER.fullmatch(self.text)
        if match is None:
            return None
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
        return value * 10_000 if match[3] else value


@dataclass(frozen=True)
class Row:
    """A row: its cells and its place in the paper; `stroked` where strokes part the cells, and not white space."""

    cells: tuple[Cell, ...]
    start: int
    end: int
    stroked: bool = True


@dataclass(frozen=True)
class Table:
    """A table: its rows, the first of which is the head. `clause` is the index of the clause of its first row."""

    rows: tuple[Row, ...]
    clause: int

    @property
    def head(self) -> tuple[str, ...]:
        """The titles of the columns."""
        return tuple(cell.text for cell in self.rows[0].cells)

    def columns(self, title: re.Pattern[str]) -> list[int]:
        """The columns whose title matches."""
        return [at for at, head in enumerate(self.head) if title.search(head)]


def tables_of(paper: Paper) -> Iterator[Table]:
    """Every table with a head and at least one row below it."""
    rows: list[Row] = []
    clause = 0
    for node in paper.clauses:
        lines = (
            list(_lines(paper, node.start, node.end, len(rows[0].cells) if rows else 0))
            if not node.number
            else []
        )
        if not lines or not all(row.cells for row in lines):
            yield from _table(rows, clause)
            # 「附件一 服务报价单」 looked like a head: the line below it may be the one.
            rows = [] if node.number else list(_lines(paper, node.start, node.end, 0))
            rows = rows if all(row.cells for row in rows) else []
            clause = node.index
            continue
        if rows and rows[0].stroked != lines[0].stroked:
            # 「附件一 报价单」 over a table is its title, not the head of a table without strokes.
            yield from _table(rows, clause)
            rows = []
        clause = clause if rows else node.index
        rows.extend(lines)
    yield from _table(rows, clause)


def _table(rows: Sequence[Row], clause: int) -> Iterator[Table]:
    kept = [row for row in rows if any(cell.text for cell in row.cells)]
    if len(kept) > 1 and len(kept[0].cells) > 1:
        yield Table(tuple(kept), clause)


def _lines(paper: Paper, start: int, end: int, width: int) -> Iterator[Row]:
    """The rows that a block consists of; one without cells for a line that is no row.

    Where the strokes are lost (PDF), a line of words is the head of a table, and lines of as many words as the head
    has are its rows; so is a total with fewer.
    """
    at = start
    for line in paper.text[start:end].split("\n"):
        stripped = line.strip()
        begin = at + line.index(stripped) if stripped else at
        at += len(line) + 1
        if stripped.startswith("|") or " | " in stripped:
            if _RULE.fullmatch(stripped) and "-" in stripped:
                yield Row((Cell("", begin, begin),), begin, begin + len(stripped))
                continue
            yield Row(tuple(_cells(stripped, begin)), begin, begin + len(stripped))
        else:
            words = tuple(_words(stripped, begin))
            as_head = not width and len(words) > 1 and _HEAD.fullmatch(stripped)
            as_row = (
                width > 1 and (len(words) == width or _SUM.match(stripped)) and not _SENTENCE.search(stripped)
            )
            yield Row(words if as_head or as_row else (), begin, begin + len(stripped), stroked=False)


def _words(line: str, start: int) -> Iterator[Cell]:
    for match in re.finditer(r"\S+", line):
        yield Cell(match[0], start + match.start(), start + match.end())


def _cells(line: str, start: int) -> Iterator[Cell]:
    at = 1 if line.startswith("|") else 0
    end = len(line) - 1 if line.endswith("|") else len(line)
    for part in line[at:end].split("|"):
        text = part.strip()
        begin = start + at + (part.index(text) if text else 0)
        yield Cell(text, begin, begin + len(text))
        at += len(part) + 1
