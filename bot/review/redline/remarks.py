"""Comments beside the text: their words, and the marks between which their stretch lies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bot.review.redline.changes import Change
from bot.review.redline.package import WordFile
from bot.review.redline.pen import Pen, clean, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

INITIALS = "审"


class Remarks:
    """Adds comments to a file, beside those that it has."""

    def __init__(self, file: WordFile, pen: Pen) -> None:
        self._file = file
        self._pen = pen

    def marks(self, change: Change) -> tuple[Element, list[Element]]:
        """The comment of a change: the mark where its stretch begins, and what goes where it ends."""
        pen, comments = self._pen, self._file.comments(self._pen.space)
        number = pen.number()
        lines = [line for line in change.comment.split("\n") if line.strip()]
        paragraphs = [self._paragraph(change.title, bold=True)] if change.title else []
        paragraphs += [self._paragraph(line) for line in lines]
        comments.append(
            pen.make("comment", paragraphs, id=number, author=pen.author, date=pen.when, initials=INITIALS)
        )
        reference = pen.run(None, [pen.make("commentReference", id=number)])
        return pen.make("commentRangeStart", id=number), [pen.make("commentRangeEnd", id=number), reference]

    def around(self, first: Element, last: Element, change: Change) -> None:
        """Set the comment of a change around elements of a paragraph."""
        start, end = self.marks(change)
        first.addprevious(start)
        for mark in reversed(end):
            last.addnext(mark)

    def host(self, element: Element) -> Element | None:
        """The run of the body that a text box or a note with this element hangs on; None for the body's own text.

        Word knows no comments in them.
        """
        above = list(element.iterancestors())
        boxes = [at for at, parent in enumerate(above) if local(parent) == "txbxContent"]
        if boxes:
            return next((parent for parent in above[boxes[-1] :] if local(parent) == "r"), None)
        note = next((parent for parent in above if local(parent) in ("footnote", "endnote")), None)
        if note is None:
            return None
        body, name = self._file.root(self._file.main), self._pen.tag("id")
        references = body.iter(self._pen.tag(f"{local(note)}Reference"))
        found = next((one for one in references if one.get(name) == note.get(name)), None)
        return found.getparent() if found is not None else None

    def _paragraph(self, text: str, *, bold: bool = False) -> Element:
        look = self._pen.make("rPr", [self._pen.make("b")]) if bold else None
        return self._pen.make("p", [self._pen.run(look, [self._pen.words(clean(text))])])
