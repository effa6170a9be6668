"""A contract as a Word file that a lawyer can go on with: Word's own styles and numbering, and comments.

Numbers of sections, sub-clauses and items are Word's lists, so that a clause put in or taken out renumbers the rest;
cross references are words, as worked out from the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bot.drafting import word_parts, word_styles
from bot.drafting.contract import Contract
from bot.drafting.layout import (
    Block,
    Grid,
    Heading,
    Line,
    Parties,
    Plain,
    Reminder,
    Signatures,
    Span,
    Spans,
    Title,
    laid_out,
    plain,
)
from bot.drafting.numbering import Style
from bot.drafting.parameters import POSITION_NAMES
from bot.drafting.words import Words

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

_WIDTH = 15.4
"""The width of the text in centimetres."""
_LOOKS: dict[str, word_parts.Look] = {"title": "bold", "blank": "yellow", "default": "tinted"}
_COMMENTED = datetime(2024, 1, 1, tzinfo=UTC)
"""The date of comments, which must not depend on the day: Word asks for one."""


def word_file(
    contract: Contract,
    words: Words,
    style: Style = "第一条",
    *,
    with_comments: bool = False,
    written_numbers: bool = False,
) -> bytes:
    """The contract as .docx; `with_comments` explains each clause in the margin.

    `written_numbers` writes numbers as words and makes no lists, for programs that do not know all of Word's lists:
    LibreOffice shows 一.1 where 1.1 is meant.
    """
    writer = _Writer(style, words, with_comments, written_numbers)
    if not contract.excerpt:
        writer.cover(contract)
    for block in laid_out(contract, style, words):
        writer.write(block)
    return word_parts.fixed_bytes(writer.document)


class _Writer:
    """Appends block after block to one document."""

    def __init__(self, style: Style, words: Words, with_comments: bool, written_numbers: bool) -> None:
        self.document: Document = docx.Document()
        self._words = words
        self._style = style
        self._with_comments = with_comments
        self._written_numbers = written_numbers
        word_styles.set_up(self.document, style)
        word_parts.page_footer(self.document)
        self._end = self.document.element.body.sectPr  # the paper stands behind everything
        # By id: python-docx looks through all styles whenever it is given one.
        self._styles = {each.name: each.style_id for each in self.document.styles}

    def cover(self, contract: Contract) -> None:
        """A page of its own: the contract's name and the parties'."""
        title = self._paragraph(word_styles.COVER)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(150), Pt(150)
        run = title.add_run(contract.title)
        run.font.size, run.font.bold = Pt(28), True
        word_styles.set_fonts(run._r.get_or_add_rPr(), word_styles.HEAD)
        rows = next(b for b in laid_out(contract, "第一条", self._words) if isinstance(b, Parties)).rows
        for label, spans in rows:
            if label.startswith(("甲方", "乙方")):
                paragraph = self._paragraph(word_styles.COVER)
                paragraph.paragraph_format.left_indent = Cm(1.5)
                paragraph.add_run(f"{label}：")
                self._spans(paragraph, spans)
        paragraph.add_run().add_break(WD_BREAK.PAGE)

    def write(self, block: Block) -> None:
        """Append one block."""
        if isinstance(block, Title):
            self._paragraph("Title").add_run(block.text)
        elif isinstance(block, Parties):
            self._parties(block)
        elif isinstance(block, Plain):
            paragraph = self._paragraph("Normal")
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.first_line_indent = Pt(22)
            paragraph.paragraph_format.space_before = Pt(6)
            self._spans(paragraph, block.spans)
        elif isinstance(block, Heading):
            heading = word_styles.ANNEX if block.annex else word_styles.HEADING
            self._numbered(heading, block.number).add_run(block.text)
        elif isinstance(block, Line):
            self._line(block)
        elif isinstance(block, Grid):
            self._grid(block)
        elif isinstance(block, Signatures):
            self._signatures(block)
        else:
            self._reminder(block)

    def _paragraph(self, style: str) -> Paragraph:
        element = word_parts.paragraph(self._styles[style])
        self._end.addprevious(element)
        return Paragraph(element, self.document._body)

    def _numbered(self, name: str, number: str) -> Paragraph:
        """A paragraph that a list numbers, or with its number in words."""
        paragraph = self._paragraph(name)
        if self._written_numbers:
            word_styles.write_number(paragraph, name, self._style, number)
        return paragraph

    def _spans(self, paragraph: Paragraph, spans: Iterable[Span]) -> list[Run]:
        """Spans as runs; those that look alike are one run."""
        runs = []
        for look, group in groupby(spans, _look):
            runs.append(word_parts.run(plain(group), look))
            paragraph._p.append(runs[-1])
        return [Run(run, paragraph) for run in runs]

    def _line(self, line: Line) -> None:
        styles = (
            (word_styles.ANNEX_CLAUSE, word_styles.ANNEX_ITEM)
            if line.annex
            else (word_styles.CLAUSE, word_styles.ITEM)
        )
        runs = self._spans(self._numbered(styles[line.level - 1], line.number), line.spans)
        if self._with_comments and line.opens and runs:
            clause = line.clause
            text = [f"立场：{POSITION_NAMES[clause.position]}"]
            text += [f"为什么：{clause.why}"] if clause.why else []
            text += [f"依据：{'；'.join(clause.basis)}"] if clause.basis else []
            comment = self.document.add_comment(runs, "\n".join(text), word_parts.AUTHOR, "助")
            comment._comment_elm.date = _COMMENTED

    def _parties(self, parties: Parties) -> None:
        widths = (4.2, _WIDTH - 4.2)
        table = self._table(len(parties.rows), widths)
        for row, (label, spans) in zip(table.rows, parties.rows, strict=True):
            for cell, cell_spans, width in zip(row.cells, (_one(label), spans), widths, strict=True):
                cell.width = Cm(width)
                self._cell(cell, cell_spans, head=width == widths[0])
        word_parts.keep_rows(table, head=False)

    def _grid(self, grid: Grid) -> None:
        columns = max(len(row) for row in grid.rows)
        widths = _widths(grid, columns)
        table = self._table(len(grid.rows), widths)
        for at, (row, cells) in enumerate(zip(table.rows, grid.rows, strict=True)):
            for cell, spans, width in zip(row.cells, cells, widths, strict=False):
                cell.width = Cm(width)
                self._cell(cell, spans, head=at == 0)
        word_parts.keep_rows(table, head=True)
        gap = self._paragraph(word_styles.CELL)
        gap.paragraph_format.space_after = Pt(0)

    def _table(self, rows: int, widths: tuple[float, ...]) -> Table:
        table: Table = self.document.add_table(rows, len(widths))
        table._tbl.tblStyle_val = self._styles["Table Grid"]
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        return table

    def _cell(self, cell: _Cell, spans: Spans, head: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._styles[word_styles.CELL]
        self._spans(paragraph, [Span(span.text, "title") for span in spans] if head else spans)
        if head:
            word_parts.shade(cell)

    def _signatures(self, block: Signatures) -> None:
        self._paragraph("Normal").paragraph_format.keep_with_next = True
        table = self.document.add_table(len(block.sides[0]), 2)
        for at, (row, lines) in enumerate(zip(table.rows, zip(*block.sides, strict=True), strict=True), 1):
            for cell, line in zip(row.cells, lines, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.add_run(line)
                paragraph.paragraph_format.space_after = Pt(16)
                paragraph.paragraph_format.keep_with_next = at < len(block.sides[0])
        word_parts.keep_rows(table, head=False)
        word_parts.without_borders(table)

    def _reminder(self, reminder: Reminder) -> None:
        heading = self._paragraph(word_styles.NOTE)
        heading.paragraph_format.page_break_before = True
        heading.add_run(reminder.title).font.bold = True
        if reminder.blanks:
            text = f"待填（{len(reminder.blanks)} 项，正文里标黄）：{'、'.join(reminder.blanks)}。"
            self._paragraph(word_styles.NOTE).add_run(text)
        if not reminder.defaults:
            return
        text = f"待确认（{len(reminder.defaults)} 项，没有给，暂按常用值写，正文里有底色）："
        self._paragraph(word_styles.NOTE).add_run(text)
        self._grid(Grid(tuple(_beside(reminder.defaults))))


def _beside(pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[Spans, ...]]:
    """Pairs under a head, two to a row: the first half on the left, the second on the right."""
    half = -(-len(pairs) // 2)
    yield tuple(_one(text) for text in ("项目", "现在写的", "项目", "现在写的"))
    for one, other in zip_longest(pairs[:half], pairs[half:], fillvalue=("", "")):
        yield tuple(_one(text) for text in (*one, *other))


def _look(span: Span) -> word_parts.Look:
    return _LOOKS.get(span.mark, "")


def _one(text: str) -> Spans:
    return (Span(text),)


def _widths(grid: Grid, columns: int) -> tuple[float, ...]:
    """The columns' share of the page by how much text they hold, none below a tenth."""
    held = [
        max(sum(len(span.text) for span in row[at]) if at < len(row) else 0 for row in grid.rows)
        for at in range(columns)
    ]
    wanted = [min(max(length, 7), 30) for length in held]
    return tuple(_WIDTH * each / sum(wanted) for each in wanted)
