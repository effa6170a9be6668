"""A paper that came as text or PDF, as a Word file of its own to track changes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, TypeAlias

import docx

from bot.documents import Document, Place
from bot.documents.tables import cells_of
from bot.drafting.word_parts import fixed_bytes, keep_rows, page_footer
from bot.drafting.word_styles import set_up
from bot.review.redline.changes import Change
from bot.review.redline.pen import clean
from bot.review.redline.writing import redline

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_MAIN = "word/document.xml"
_Stretch: TypeAlias = tuple[int, int]
"""Where a paragraph of the file stands in the text: a line, or a cell, which may be empty."""


def new_redline(document: Document, changes: Sequence[Change], author: str, when: datetime) -> bytes:
    """A Word file with the text of a document and the changes tracked in it."""
    text = "".join(clean(char) or "\ufffd" for char in document.text)
    written = replace(document, text=text)
    paragraphs = (cell for rows in _parts(written) for row in rows for cell in row)
    places = (Place(start, end, _MAIN, at, 0, 0) for at, (start, end) in enumerate(paragraphs) if start < end)
    return redline(_word_file(written), replace(written, places=tuple(places)), changes, author, when)


def _word_file(document: Document) -> bytes:
    """The text of a document as .docx: a line a paragraph, headings bold, rows of a table in a table."""
    made = docx.Document()
    set_up(made, "第一条")
    made.sections[0].different_first_page_header_footer = False
    page_footer(made)
    headings = {block.start for block in document.blocks if block.kind == "heading"}
    for rows in _parts(document):
        if len(rows[0]) > 1:
            _add_table(made, document.text, rows)
            continue
        start, end = rows[0][0]
        title = start == 0 and start in headings
        paragraph = made.add_paragraph(style="Title" if title else "Normal")
        run = paragraph.add_run(document.text[start:end])
        run.bold = start in headings or None
    return fixed_bytes(made)


def _add_table(made: WordDocument, text: str, rows: Sequence[Sequence[_Stretch]]) -> None:
    table = made.add_table(len(rows), len(rows[0]), style="Table Grid")
    keep_rows(table, head=True)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, (start, end) in zip(cells.cells, row, strict=True):
            if start < end:
                cell.paragraphs[0].add_run(text[start:end])


def _parts(document: Document) -> Iterator[list[list[_Stretch]]]:
    """The lines of a text one by one, each a row of one cell, and the rows of a table together."""
    tables = [(block.start, block.end) for block in document.blocks if block.kind == "table"]

    def table_of(line: _Stretch) -> int | None:
        return next((at for at, (start, end) in enumerate(tables) if start <= line[0] < end), None)

    for table, group in groupby(_lines(document.text), table_of):
        lines = list(group)
        rows = [list(cells_of(document.text, *line)) for line in lines]
        widths = {len(row) for row in rows}
        if table is not None and len(widths) == 1 and widths != {1}:
            yield rows
        else:
            yield from ([[line]] for line in lines)


def _lines(text: str) -> Iterator[_Stretch]:
    """Where the lines of a text begin and end, without the empty ones."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
