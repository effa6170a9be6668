"""The visual lines of a PDF as the lines of a document: paragraphs put together again, tables as rows."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.documents.numbering import parse
from bot.documents.outline import Line
from bot.documents.readers.pdf_line import VisualLine
from bot.documents.readers.pdf_tables import TableLine
from bot.documents.tables import table_lines
from bot.documents.text import ends_sentence, glue, width

_FULL_SLACK = 1.2
_UNBROKEN = re.compile(r"[A-Za-z0-9.,%@:/_-]+[，。；：、！？）”》]*|.[，。；：、！？）”》,.;:!?)]*")
_INDENT = 1.2
_BIG_GAP = 1.6
_SET_APART = 1.15
_OTHER_SIZE = 1.25
_ROW = re.compile(r"(?:[^\s。；A-Za-z]+ ){2,}[^\s。；A-Za-z]+")
"""A line of at least three cells; Latin words have spaces between them in prose."""


def paragraphs(lines: Sequence[VisualLine]) -> list[Line]:
    """Lines joined where only the right margin cut them, and between them the rows of the tables."""
    runs = list(_runs(lines))
    layout = _Layout([run for run in runs if not isinstance(run[0], TableLine)])
    series: dict[str, int] = {}
    read: list[Line] = []
    for run in runs:
        if isinstance(run[0], TableLine):
            read += table_lines(row for line in run if isinstance(line, TableLine) for row in line.shown)
        else:
            read += map(Line, _joined(run, layout, series))
    return read


def _runs(lines: Sequence[VisualLine]) -> Iterator[list[VisualLine]]:
    """The lines in order, those between two tables together, and the parts of one table together."""
    run: list[VisualLine] = []
    for line in lines:
        if run and _begins_run(run[-1], line):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _begins_run(before: VisualLine, line: VisualLine) -> bool:
    return not line.continues if isinstance(line, TableLine) else isinstance(before, TableLine)


def _joined(lines: Sequence[VisualLine], layout: _Layout, series: dict[str, int]) -> list[str]:
    """The paragraphs of lines that no table interrupts."""
    paragraphs = [lines[0].text]
    _note_number(series, lines[0].text)
    for before, line in pairwise(lines):
        begins = _begins_item(line.text, before.text, series) or _begins_row(line.text, before.text)
        if layout.goes_on(before, line) and not begins:
            paragraphs[-1] = glue(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
            _note_number(series, line.text)
    return paragraphs


def _note_number(series: dict[str, int], text: str) -> None:
    number = parse(text)
    if number is not None:
        series[number.style] = number.value


def _begins_row(text: str, before: str) -> bool:
    """Whether a line is the row of a table below another row that reaches as far as prose does, or what follows it."""
    if not _ROW.fullmatch(before):
        return False
    below = " " not in text and any(cell.isdecimal() for cell in before.split(" "))
    return below or bool(_ROW.fullmatch(text))


def _begins_item(text: str, before: str, series: dict[str, int]) -> bool:
    """Whether a line's number is one of a series, not a figure that the margin pushed to its start."""
    number = parse(text)
    if number is None:
        return False
    return ends_sentence(before) or number.value in (1, series.get(number.style, 0) + 1)


class _Layout:
    """Where text begins and ends on the page, for this file."""

    def __init__(self, runs: Sequence[Sequence[VisualLine]]) -> None:
        lines = [line for run in runs for line in run]
        pairs = [pair for run in runs for pair in pairwise(run)]
        longest = sorted((line.right for line in lines), reverse=True) or [0.0]
        self._right = longest[len(longest) // 20]
        full = [line for line, after in pairs if self._is_full(line, after)]
        lefts = sorted(line.left for line in (full or lines)) or [0.0]
        self._left = lefts[len(lefts) // 4]
        self._indents = any(self._is_indented(line) for line in full)
        inside, between = [], []
        for before, after in pairs:
            gap = after.top - before.top
            if before.page == after.page and gap > 0:
                if not self._is_full(before, after):
                    between.append(gap)
                elif not ends_sentence(before.text):
                    inside.append(gap)
        self._inside = statistics.median(inside or between or [0.0])
        self._between = statistics.median(between or [0.0])

    def goes_on(self, before: VisualLine, line: VisualLine) -> bool:
        """Whether `line` continues the sentence or paragraph of `before`."""
        if not self._is_full(before, line) or self._is_indented(line):
            return False
        if line.size > _OTHER_SIZE * before.size or before.size > _OTHER_SIZE * line.size:
            return False
        same_page = line.page == before.page
        gap = line.top - before.top
        if same_page and gap > _BIG_GAP * self._inside:
            return False
        if self._indents or not ends_sentence(before.text):
            return True
        # A full line may end its paragraph or not: the room below it tells, where paragraphs are set apart.
        apart = self._between > _SET_APART * self._inside
        return same_page and apart and gap < (self._inside + self._between) / 2

    def _is_full(self, line: VisualLine, after: VisualLine) -> bool:
        """Whether what comes next found no room: it is not broken inside a word or before a comma."""
        token = _UNBROKEN.match(after.text)
        needed = width(token[0]) / 2 if token else 0.0
        return line.right + (needed + _FULL_SLACK) * line.size >= self._right

    def _is_indented(self, line: VisualLine) -> bool:
        return line.left > self._left + _INDENT * line.size
