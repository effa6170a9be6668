"""Changes -> the original file with tracked changes and comments in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.documents.model import Document
from bot.review.redline.changes import Change, Stroke, ordered, strokes
from bot.review.redline.marking import Author, Cuts, cut, paragraphs_after, strike_mark
from bot.review.redline.package import fixed
from bot.review.redline.places import P, Place, Places, R, places_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

INITIALS = "审"


def redline(data: bytes, document: Document, changes: Sequence[Change], author: str, when: datetime) -> bytes:
    """The file `data`, which `document` was read from (or made of), with the changes tracked in it.

    What was tracked and remarked there before stays. The same input gives the same bytes. Raises ValueError where
    changes overlap.
    """
    file = docx.Document(io.BytesIO(data))
    writer = _Writer(file, document, Author(author, when.strftime("%Y-%m-%dT%H:%M:%SZ"), _last_id(file)))
    for change in ordered(changes):
        writer.take(change)
    writer.finish()
    return fixed(file)


def _last_id(file: Any) -> int:
    """The largest number of a tracked change in the file."""
    ids = (element.get(qn("w:id"), "") for element in file.element.body.iter(qn("w:ins"), qn("w:del")))
    return max((int(number) for number in ids if number.isdigit()), default=900)


class _Writer:
    """Collects what happens to each run, then cuts every run once."""

    def __init__(self, file: Any, document: Document, author: Author) -> None:
        self._file = file
        self._text = document.text
        self._author = author
        self._places: Places = places_of(file.element.body, document.text)
        self._cuts: dict[Element, Cuts] = {}
        self._comments: list[tuple[Change, Place, Place]] = []
        self._new: list[tuple[Change, Element]] = []
        self._struck_whole: list[Element] = []

    def take(self, change: Change) -> None:
        """Note what a change does; nothing is done to the file before `finish`."""
        if change.start == change.end and change.text:
            self._insert(change)
            return
        if change.text is not None:
            for stroke in strokes(self._text[change.start : change.end], change):
                self._stroke(stroke)
            if not change.text:
                self._strike_paragraphs(change)
        places = [place for at in range(change.start, change.end) if (place := self._places.of(at))]
        if not places:
            # Only an automatic number: the remark stands on the words behind it.
            behind = self._places.near(change.end, min(len(self._text), change.end + 200))
            places = [behind] if behind else []
        if change.comment and places:
            self._comments.append((change, places[0], places[-1]))

    def _insert(self, change: Change) -> None:
        place = self._places.last_before(change.start, reach=len(self._text) + 1)
        if place is not None:
            self._new.append((change, place.paragraph))

    def _stroke(self, stroke: Stroke) -> None:
        struck = [place for at in range(stroke.start, stroke.end) if (place := self._places.of(at))]
        for place in self._filled(struck):
            self._of(place).strike(place.element, place.offset)
        if not stroke.text:
            return
        if struck:
            after = struck[-1]
            self._of(after).write(after.element, after.offset + 1, stroke.text)
            return
        before = self._places.last_before(stroke.start)
        following = self._places.near(stroke.start, min(len(self._text), stroke.start + 40))
        if before is not None and (following is None or before.paragraph is following.paragraph):
            self._of(before).write(before.element, before.offset + 1, stroke.text)
        elif following is not None:
            self._of(following).write(following.element, following.offset, stroke.text)

    def _filled(self, struck: list[Place]) -> list[Place]:
        """The characters to strike with the spaces between them, which have no place of their own."""
        filled: list[Place] = []
        for place in struck:
            last = filled[-1] if filled else None
            if last is not None and last.element is place.element:
                between = range(last.offset + 1, place.offset)
                filled.extend(Place(place.paragraph, place.element, offset) for offset in between)
            filled.append(place)
        return filled

    def _strike_paragraphs(self, change: Change) -> None:
        """A paragraph that is struck out whole loses its end as well."""
        paragraphs: dict[Element, None] = {}
        for at in range(change.start, change.end):
            place = self._places.of(at)
            if place is not None:
                paragraphs[place.paragraph] = None
        for paragraph in paragraphs:
            first, last = self._places.reach[paragraph]
            if change.start <= first and last < change.end:
                self._struck_whole.append(paragraph)

    def _of(self, place: Place) -> Cuts:
        run = place.element.getparent()
        while run.tag != R:
            run = run.getparent()
        return self._cuts.setdefault(run, Cuts())

    def finish(self) -> None:
        """Carry everything out: every run is cut once, then new paragraphs come in."""
        for change, first, last in self._comments:
            identity = self._comment(change)
            self._of(first).open(first.element, first.offset, _range("w:commentRangeStart", identity))
            closing = (_range("w:commentRangeEnd", identity), _reference(identity))
            self._of(last).close(last.element, last.offset + 1, closing)
        for run, cuts in self._cuts.items():
            cut(run, cuts, self._author)
        for paragraph in self._struck_whole:
            if not _last_of_cell(paragraph):
                strike_mark(paragraph, self._author)
        self._add_paragraphs()

    def _add_paragraphs(self) -> None:
        """New paragraphs in their order, each lot behind the one before."""
        behind: dict[Element, Element] = {}
        for change, paragraph in self._new:
            anchor = _in_body(paragraph)
            lines = [line for line in (change.text or "").split("\n") if line.strip()]
            made = paragraphs_after(behind.get(anchor, anchor), paragraph, lines, self._author)
            behind[anchor] = made[-1]
            if change.comment:
                identity = self._comment(change)
                made[0].find(qn("w:pPr")).addnext(_range("w:commentRangeStart", identity))
                made[-1].append(_range("w:commentRangeEnd", identity))
                made[-1].append(_reference(identity))

    def _comment(self, change: Change) -> int:
        comment = self._file.comments.add_comment(
            text=change.comment, author=self._author.name, initials=INITIALS
        )
        comment._comment_elm.set(qn("w:date"), self._author.when)
        return int(comment.comment_id)


def _in_body(paragraph: Element) -> Element:
    """The paragraph, or the outermost table or frame that holds it."""
    element = paragraph
    while element.getparent() is not None and element.getparent().tag != qn("w:body"):
        element = element.getparent()
    return element


def _last_of_cell(paragraph: Element) -> bool:
    """Whether a cell would be left without a paragraph, which Word does not allow."""
    parent = paragraph.getparent()
    return parent is not None and parent.tag == qn("w:tc") and parent.findall(P)[-1] is paragraph


def _range(tag: str, identity: int) -> Element:
    element = OxmlElement(tag)
    element.set(qn("w:id"), str(identity))
    return element


def _reference(identity: int) -> Element:
    run = OxmlElement("w:r")
    run.append(_range("w:commentReference", identity))
    return run
