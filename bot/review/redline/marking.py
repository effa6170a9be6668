"""Insertions and deletions in the runs of a paragraph: runs are cut where a stroke begins, their look is kept."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass
class Author:
    """Who made the changes and when; every change gets a number of its own, beginning after `last`."""

    name: str
    when: str
    last: int

    def mark(self, kind: str) -> Element:
        """A new `w:ins` or `w:del`."""
        self.last += 1
        element = OxmlElement(f"w:{kind}")
        element.set(qn("w:id"), str(self.last))
        element.set(qn("w:author"), self.name)
        element.set(qn("w:date"), self.when)
        return element


@dataclass
class Cuts:
    """What happens inside one run, by text element and offset: characters struck out, words written before one, and
    marks (ends of a comment's range) that open before or close behind the words written there."""

    struck: dict[int, set[int]] = field(default_factory=dict)
    written: dict[int, dict[int, str]] = field(default_factory=dict)
    opening: dict[int, dict[int, list[Element]]] = field(default_factory=dict)
    closing: dict[int, dict[int, list[Element]]] = field(default_factory=dict)

    def strike(self, element: Element, offset: int) -> None:
        """Strike one character out."""
        self.struck.setdefault(id(element), set()).add(offset)

    def write(self, element: Element, offset: int, text: str) -> None:
        """Write words before a character."""
        texts = self.written.setdefault(id(element), {})
        texts[offset] = texts.get(offset, "") + text

    def open(self, element: Element, offset: int, mark: Element) -> None:
        """Set a mark before a character and the words written there."""
        self.opening.setdefault(id(element), {}).setdefault(offset, []).append(mark)

    def close(self, element: Element, offset: int, marks: Sequence[Element]) -> None:
        """Set marks before a character, behind the words written there."""
        self.closing.setdefault(id(element), {}).setdefault(offset, []).extend(marks)

    def touches(self, element: Element) -> bool:
        """Whether anything happens in a text element."""
        return any(id(element) in kind for kind in (self.struck, self.written, self.opening, self.closing))


def cut(run: Element, cuts: Cuts, author: Author) -> None:
    """Put the pieces of a run in its place: what stays, what is struck, what is written."""
    look = run.find(qn("w:rPr"))
    pieces: list[Element] = []
    for child in list(run):
        if child.tag == qn("w:rPr"):
            continue
        if cuts.touches(child):
            pieces.extend(_cut_text(child, look, cuts, author))
        else:
            pieces.append(_run(look, [child]))
    for piece in pieces:
        run.addprevious(piece)
    parent = run.getparent()
    assert parent is not None  # a run stands in a paragraph
    parent.remove(run)


def _cut_text(element: Element, look: Element | None, cuts: Cuts, author: Author) -> list[Element]:
    """One text element as runs."""
    text, key = element.text or "", id(element)
    struck = cuts.struck.get(key, set())
    opening, written, closing = (
        cuts.opening.get(key, {}),
        cuts.written.get(key, {}),
        cuts.closing.get(key, {}),
    )
    turns = {at for at in range(1, len(text)) if (at in struck) != (at - 1 in struck)}
    pieces: list[Element] = []
    start = 0
    for border in sorted({*opening, *written, *closing, *turns, len(text)}):
        if border > start:
            pieces.append(_piece(text[start:border], look, author, struck=start in struck))
            start = border
        pieces.extend(opening.get(border, ()))
        if border in written:
            pieces.append(inserted(written[border], look, author))
        pieces.extend(closing.get(border, ()))
    return pieces


def _piece(text: str, look: Element | None, author: Author, *, struck: bool) -> Element:
    run = _run(look, [_text("w:delText" if struck else "w:t", text)])
    if not struck:
        return run
    mark = author.mark("del")
    mark.append(run)
    return mark


def inserted(text: str, look: Element | None, author: Author) -> Element:
    """Words written in, in the look of their neighbours; line breaks of the text become breaks."""
    children: list[Element] = []
    for at, line in enumerate(text.split("\n")):
        if at:
            children.append(OxmlElement("w:br"))
        children.append(_text("w:t", line))
    mark = author.mark("ins")
    mark.append(_run(look, children))
    return mark


def _run(look: Element | None, children: Sequence[Element]) -> Element:
    run = OxmlElement("w:r")
    if look is not None:
        run.append(deepcopy(look))
    run.extend(children)
    return run


def _text(tag: str, text: str) -> Element:
    element = OxmlElement(tag)
    element.text = text
    element.set(SPACE, "preserve")
    return element


def paragraphs_after(anchor: Element, like: Element, lines: Sequence[str], author: Author) -> list[Element]:
    """New paragraphs, tracked as inserted, after an element of the body.

    They have the indents and spacing of `like`, but no automatic number: the text brings its own.
    """
    made = []
    for line in lines:
        paragraph = OxmlElement("w:p")
        properties = OxmlElement("w:pPr")
        own = like.find(qn("w:pPr"))
        for child in [] if own is None else own:
            if child.tag in _KEPT_PROPERTIES:
                properties.append(deepcopy(child))
        mark = OxmlElement("w:rPr")
        mark.append(author.mark("ins"))
        properties.append(mark)
        paragraph.append(properties)
        paragraph.append(inserted(line, _look_of(like), author))
        made.append(paragraph)
    for paragraph in reversed(made):
        anchor.addnext(paragraph)
    return made


_KEPT_PROPERTIES = frozenset(qn(f"w:{name}") for name in ("spacing", "jc"))


def _look_of(paragraph: Element) -> Element | None:
    return (
        next(iter(paragraph.iter(qn("w:rPr"))), None)
        if paragraph.find(qn("w:r")) is None
        else paragraph.find(f"{qn('w:r')}/{qn('w:rPr')}")
    )


def strike_mark(paragraph: Element, author: Author) -> None:
    """Track the end of a paragraph as deleted: accepting joins it with the next."""
    properties = paragraph.find(qn("w:pPr"))
    if properties is None:
        properties = OxmlElement("w:pPr")
        paragraph.insert(0, properties)
    mark = properties.find(qn("w:rPr"))
    if mark is None:
        mark = OxmlElement("w:rPr")
        behind = properties.find(qn("w:sectPr"))
        if behind is None:
            behind = properties.find(qn("w:pPrChange"))
        if behind is None:
            properties.append(mark)
        else:
            behind.addprevious(mark)
    mark.insert(0, author.mark("del"))
