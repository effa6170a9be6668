"""A paper that came as text or PDF, as a Word file of its own to track changes in."""

from __future__ import annotations

import docx

from bot.documents.model import Document
from bot.drafting.word_parts import page_footer
from bot.drafting.word_styles import set_up
from bot.review.redline.package import fixed


def fresh_file(document: Document) -> bytes:
    """The text of a document as .docx, a line a paragraph, headings bold."""
    made = docx.Document()
    set_up(made, "第一条")
    made.sections[0].different_first_page_header_footer = False
    page_footer(made)
    for block in document.blocks:
        for line in document.block_text(block).split("\n"):
            if not line.strip():
                continue
            title = block.kind == "heading" and block.start == 0
            paragraph = made.add_paragraph(style="Title" if title else "Normal")
            paragraph.add_run(line).bold = block.kind == "heading"
    return fixed(made)
