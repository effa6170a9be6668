"""A paper that came as text or PDF, as a Word file of its own to track changes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

import docx

from bot.documents import Document, Place
from bot.drafting.word_parts import fixed_bytes, page_footer
from bot.drafting.word_styles import set_up
from bot.review.redline.changes import Change
from bot.review.redline.pen import clean
from bot.review.redline.writing import redline

_MAIN = "word/document.xml"


def new_redline(document: Document, changes: Sequence[Change], author: str, when: datetime) -> bytes:
    """A Word file with the text of a document and the changes tracked in it."""
    text = "".join(clean(char) or "\ufffd" for char in document.text)
    places = tuple(Place(start, end, _MAIN, at, 0, 0) for at, (start, end) in enumerate(_lines(text)))
    written = replace(document, text=text, places=places)
    return redline(_word_file(written), written, changes, author, when)


def _word_file(document: Document) -> bytes:
    """The text of a document as .docx, a line a paragraph, headings bold."""
    made = docx.Document()
    set_up(made, "第一条")
    made.sections[0].different_first_page_header_footer = False
    page_footer(made)
    headings = {block.start for block in document.blocks if block.kind == "heading"}
    for start, end in _lines(document.text):
        title = start == 0 and start in headings
        paragraph = made.add_paragraph(style="Title" if title else "Normal")
        run = paragraph.add_run(document.text[start:end])
        run.bold = start in headings or None
    return fixed_bytes(made)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines of a text begin and end."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1
