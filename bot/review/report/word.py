"""A report as a Word file, in the fonts and on the paper of our contracts."""

from __future__ import annotations

from collections.abc import Iterable

import docx
from docx.document import Document
from docx.shared import Cm, Pt

from bot.drafting.word_parts import fixed_bytes, keep_rows, page_footer, shade
from bot.drafting.word_styles import CELL, set_up
from bot.review.report.content import Part


def word_report(parts: Iterable[Part]) -> bytes:
    """The report; the same parts give the same bytes."""
    document = docx.Document()
    set_up(document, "第一条")
    document.sections[0].different_first_page_header_footer = False
    page_footer(document)
    for part in parts:
        _write(document, part)
    return fixed_bytes(document)


def _write(document: Document, part: Part) -> None:
    match part.kind:
        case "title":
            document.add_paragraph(part.text, style="Title")
        case "heading":
            heading = document.add_paragraph(style="Normal")
            heading.add_run(part.text).bold = True
            heading.runs[0].font.size = Pt(14)
            heading.paragraph_format.space_before = Pt(12)
            heading.paragraph_format.keep_with_next = True
        case "entry":
            entry = document.add_paragraph(style="Normal")
            entry.add_run(part.text).bold = True
            entry.paragraph_format.space_before = Pt(8)
            entry.paragraph_format.keep_with_next = True
        case "field":
            field = document.add_paragraph(style="Normal")
            field.paragraph_format.left_indent = Cm(0.75)
            field.add_run(f"{part.label}：").bold = True
            field.add_run(part.text)
        case "table":
            _table(document, part.rows)
        case _:
            document.add_paragraph(part.text, style="Normal")


def _table(document: Document, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for at, texts in enumerate(rows):
        for cell, text in zip(table.rows[at].cells, texts, strict=True):
            cell.paragraphs[0].style = document.styles[CELL]
            cell.paragraphs[0].add_run(text).bold = at == 0
            if at == 0:
                shade(cell)
    keep_rows(table, head=True)
