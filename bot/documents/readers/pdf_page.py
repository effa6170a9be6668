"""The pages of a PDF, read character by character: lines with their place, tables, and what is hidden."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from bot.documents.readers.pdf_flow import Flow, Page
from bot.documents.readers.pdf_grid import Grid, tables_among
from bot.documents.readers.pdf_lattice import grids
from bot.documents.readers.pdf_rulings import rulings
from bot.documents.readers.pdf_sight import Sight

_FRAME_SHARE = 0.5


def read_pages(document: Any) -> list[Page]:
    """The pages of an open pypdfium2 document."""
    read: list[Page] = []
    above: list[Grid] = []
    page, own = None, above
    # A page ahead, because a table may begin with its last row on a page.
    for number in range(len(document) + 1):
        following = document[number] if number < len(document) else None
        below = _grids(following) if following else []
        if page:
            read.append(_read_page(page, number - 1, tables_among(own, above, below)))
        above, page, own = own, following, below
    return read


def _grids(page: Any) -> list[Grid]:
    """The grids of a page, without frames: those that have all in one column, or half of the page in one cell."""
    if page.get_rotation():  # Places are those of the page before it is turned, where rows stand upright.
        return []
    largest = page.get_width() * page.get_height() * _FRAME_SHARE
    return [grid for grid in grids(rulings(page)) if grid.width > 1 and grid.largest_cell < largest]


def _read_page(page: Any, number: int, tables: Sequence[Grid]) -> Page:
    import pypdfium2.raw as pdfium

    text_page = page.get_textpage()
    sight = Sight(page, text_page)
    # The loose box is the room that the font gives a character: a comma is as tall as its neighbours.
    room = pdfium.FS_RECTF()
    flow = Flow(tables, number, float(page.get_height()))
    collector = flow.loose
    try:
        for index in range(text_page.count_chars()):
            code = pdfium.FPDFText_GetUnicode(text_page, index)
            if code in (0x0A, 0x0D):
                flow.end_line()
                collector = flow.loose
                continue
            char = chr(code) if 0 < code < 0x110000 else ""
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(room))
            box = (room.left, room.right, room.bottom, room.top)
            if char.isspace():
                # It stays with the character before it: one that was made up has no place of its own.
                collector.add(" ", box)
                continue
            collector = flow.collector(box)
            if sight.hides(index, box):
                collector.unseen.append(char)
            else:
                collector.add(char, box)
        read = flow.page()
        read.scanned = bool(read.lines) and sight.is_scanned
    finally:
        text_page.close()
    return read
