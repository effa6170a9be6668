"""Changes -> the original file with tracked changes and comments in it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents import Document
from bot.review.redline.changes import Change, ordered
from bot.review.redline.editing import Editor
from bot.review.redline.package import WordFile
from bot.review.redline.paragraphs import new_paragraph, outside_table, put_behind
from bot.review.redline.pen import Pen
from bot.review.redline.remarks import Remarks
from bot.review.redline.rewording import LineAdded, reworded
from bot.review.redline.shapes import Shapes
from bot.review.redline.spots import Spot, Spots

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any


def redline(data: bytes, document: Document, changes: Sequence[Change], author: str, when: datetime) -> bytes:
    """The Word file `data`, which `document` was read from, with the changes tracked in it.

    What was tracked and remarked there before stays. The same input gives the same bytes. Raises ValueError where
    changes overlap, or where the file is not the document's.
    """
    wanted = ordered(changes, len(document.text))
    file = WordFile(data)
    writer = _Writer(file, document, Pen.of(author, when, file.root(file.main), file.largest_number()))
    for change in wanted:
        writer.take(change)
    writer.finish()
    return file.content()


class _Writer:
    """Collects what each change does, then carries everything out."""

    def __init__(self, file: WordFile, document: Document, pen: Pen) -> None:
        self._document = document
        self._pen = pen
        self._spots = Spots(document, file.root)
        self._editor = Editor(document.text, self._spots, pen)
        self._remarks = Remarks(file, pen)
        self._shapes = Shapes(document, self._spots)
        self._behind: dict[Element, list[Element]] = {}
        self._ahead: dict[Element, list[Element]] = {}

    def take(self, change: Change) -> None:
        """Note what a change does; nothing is done to the text of the file before `finish`."""
        if change.adds_paragraphs:
            self._add(change)
            return
        if change.text is not None:
            for step in reworded(self._document.text, change, self._spots):
                if isinstance(step, LineAdded):
                    self._line(step)
                else:
                    self._editor.stroke(step)
        if change.comment:
            self._remark(change)

    def _add(self, change: Change) -> None:
        """Whole paragraphs after the block that ends where the change stands."""
        lines = [line.strip() for line in (change.text or "").split("\n") if line.strip()]
        made = [piece for line in lines for piece in self._line(LineAdded(change.start, line))]
        if not change.comment:
            return
        if made:
            start, end = self._remarks.marks(change)
            made[0][0].addnext(start)
            made[-1].extend(end)
        else:
            self._remark(change)

    def _line(self, added: LineAdded) -> list[Element]:
        """A line of its own: a new paragraph, or a line in the paragraph that goes on on both sides of it."""
        text, at = self._document.text, added.at
        before, behind = self._spots.last(0, at), self._spots.first(at, len(text))
        if before and behind and before.paragraph is behind.paragraph:
            self._editor.write_line(before, behind, added)
            return []
        like, skips = self._shapes.like(added.text, at)
        paragraph = new_paragraph(added.text[skips:].strip(), like, self._pen, counted=skips > 0)
        if before is None or (added.ahead and behind is not None):
            if behind is not None:
                self._ahead.setdefault(self._anchor(behind, at), []).append(paragraph)
        else:
            self._behind.setdefault(self._anchor(before, at - 1), []).append(paragraph)
        return [paragraph]

    def _anchor(self, spot: Spot, at: int) -> Element:
        return outside_table(spot.paragraph) if self._shapes.is_table(at) else spot.paragraph

    def _remark(self, change: Change) -> None:
        """The comment of a change: on its words, or on the paragraph whose number or empty space it is about."""
        text = self._document.text
        first = self._spots.first(change.start, change.end)
        last = self._spots.last(change.start, change.end)
        if first is None or last is None:
            near = self._spots.first(change.end, len(text)) or self._spots.last(0, change.start)
            if near is None:
                return
            spots = list(self._spots.of_paragraph(near))
            first, last = spots[0], spots[-1]
        hosts = [host for spot in (first, last) if (host := self._remarks.host(spot.element)) is not None]
        if hosts:
            self._remarks.around(hosts[0], hosts[-1], change)
        else:
            start, end = self._remarks.marks(change)
            self._editor.surround(first, last, start, end)

    def finish(self) -> None:
        """Carry everything out: every run is cut once, then paragraphs come and go."""
        self._editor.carry_out()
        for anchor, paragraphs in self._behind.items():
            put_behind(anchor, paragraphs, self._pen)
        for anchor, paragraphs in self._ahead.items():
            for paragraph in paragraphs:
                anchor.addprevious(paragraph)
