"""A paper that came as text or PDF, as a Word file of its own to track changes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

import docx

from bot.documents import Document, Place
from bot.drafting.word_parts import fixed_bytes, keep_rows, page_footer
from bot.drafting.word_styles import set_up
from bot.review.redline.changes import Change
from bot.review.redline.pen import clean
from bot.review.redline.writing import redline

_MAIN = "word/document.xml"
_BAR = " | "
"""What stands between the cells of a row in the text of a document."""


def new_redline(document: Document, changes: Sequence[Change], author: str, when: datetime) -> bytes:
    """A Word file with the text of a document and the changes tracked in it."""
    text = "".join(clean(char) or "\ufffd" for char in document.text)
    written = replace(document, text=text)
    places = (
        Place(piece.start, piece.end, _MAIN, at, 0, 0)
        for at, piece in enumerate(piece for part in _parts(written) for row in part for piece in row)
        if piece.start < piece.end
    )
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
            table = made.add_table(len(rows), len(rows[0]), style="Table Grid")
            keep_rows(table, head=True)
            for cells, row in zip(table.rows, rows, strict=True):
                for cell, piece in zip(cells.cells, row, strict=True):
                    if piece.start < piece.end:
                        cell.paragraphs[0].add_run(document.text[piece.start : piece.end])
            continue
        piece = rows[0][0]
        title = piece.start == 0 and piece.start in headings
        paragraph = made.add_paragraph(style="Title" if title else "Normal")
        run = paragraph.add_run(document.text[piece.start : piece.end])
        run.bold = piece.start in headings or None
    return fixed_bytes(made)


@dataclass(frozen=True)
class _Piece:
    """What becomes one paragraph of the file: a line, or a cell, which may be empty."""

    start: int
    end: int


def _parts(document: Document) -> Iterator[list[list[_Piece]]]:
    """The lines of a text one by one, each a row of one piece, and the rows of a table together."""
    tables = [(block.start, block.end) for block in document.blocks if block.kind == "table"]

    def table_of(line: _Piece) -> int | None:
        return next((at for at, (start, end) in enumerate(tables) if start <= line.start < end), None)

    for table, lines in groupby(_lines(document.text), table_of):
        whole = list(lines)
        rows = [_cells(document.text, line) for line in whole]
        widths = {len(row) for row in rows}
        if table is not None and len(widths) == 1 and widths != {1}:
            yield rows
        else:
            yield from ([[line]] for line in whole)


def _cells(text: str, line: _Piece) -> list[_Piece]:
    """The cells of a row."""
    cells = []
    at = line.start
    for cell in text[line.start : line.end].split(_BAR):
        cells.append(_Piece(at, at + len(cell)))
        at += len(cell) + len(_BAR)
    return cells


def _lines(text: str) -> Iterator[_Piece]:
    """The lines of a text that are not empty."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield _Piece(at, at + len(line))
        at += len(line) + 1
