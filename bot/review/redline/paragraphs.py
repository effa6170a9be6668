"""Whole paragraphs that come or go."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.review.redline.pen import Pen, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_NOT_COPIED = frozenset(
    (
        "outlineLvl",
        "rPr",
        "sectPr",
        "pPrChange",
        "framePr",
        "pageBreakBefore",
        "keepNext",
        "cnfStyle",
    )
)
_BEFORE_NUMBER = ("pStyle", "keepLines", "widowControl")
_BEHIND_MARK = frozenset(("sectPr", "pPrChange"))
_NOT_SHAPE = frozenset(("rPr", "sectPr", "pPrChange"))
_BEFORE_DELETION = frozenset(("ins",))


def new_paragraph(text: str, like: Element | None, pen: Pen, *, counted: bool = False) -> Element:
    """A paragraph that is tracked as inserted, in the shape and look of another one. Word counts it as it does that one
    where it shall be `counted`; otherwise the text brings its own number, if it has any."""
    own = _child(like, "pPr")
    dropped = _NOT_COPIED if counted else _NOT_COPIED | {"numPr"}
    copied = [deepcopy(child) for child in own if local(child) not in dropped] if own is not None else []
    properties = pen.make("pPr", copied)
    if not counted and (_has(own, "numPr") or _has(own, "pStyle")):
        # A style may number its paragraphs: 0 is the list that has no numbers.
        none = pen.make("numPr", [pen.make("ilvl", val="0"), pen.make("numId", val="0")])
        at = next(
            (i for i, child in enumerate(properties) if local(child) not in _BEFORE_NUMBER), len(properties)
        )
        properties.insert(at, none)
    properties.append(pen.make("rPr", [pen.mark("ins")]))
    return pen.make("p", [properties, pen.insertion(text, _look_of(like))])


def strike_end(paragraph: Element, pen: Pen) -> None:
    """Track the end of a paragraph as deleted: accepting joins what is left of it with the next.

    Where that cannot be (the last of a cell, before a table, at the end of a section) the end stays.
    """
    following, properties = _following(paragraph), _child(paragraph, "pPr")
    if following is None or local(following) != "p" or _has(properties, "sectPr"):
        return
    mark = _end(paragraph, pen)
    if not _has(mark, "del"):
        at = sum(local(child) in _BEFORE_DELETION for child in mark)
        mark.insert(at, pen.mark("del"))


def outside_table(paragraph: Element) -> Element:
    """The outermost table around a paragraph, or the paragraph itself."""
    tables = [parent for parent in paragraph.iterancestors() if local(parent) == "tbl"]
    return tables[-1] if tables else paragraph


def put_behind(anchor: Element, paragraphs: Sequence[Element], pen: Pen) -> None:
    """Put new paragraphs behind a paragraph or table, in their order.

    Where no paragraph comes behind them, the last one would be left empty when they are rejected: there it is the end of
    the paragraph before them that counts as inserted, and the last one goes back to that one's shape.
    """
    following = _following(anchor)
    for paragraph in reversed(paragraphs):
        anchor.addnext(paragraph)
    own = _child(anchor, "pPr")
    if local(anchor) != "p" or (following is not None and local(following) == "p") or _has(own, "sectPr"):
        return
    last, end = _child(paragraphs[-1], "pPr"), _end(anchor, pen)
    mark = _child(last, "rPr")
    if last is None or mark is None or _has(end, "ins"):
        return
    end.insert(0, pen.mark("ins"))
    mark.remove(mark[0])
    shape = [deepcopy(child) for child in own if local(child) not in _NOT_SHAPE] if own is not None else []
    last.append(pen.mark("pPrChange", [pen.make("pPr", shape)]))


def _following(element: Element) -> Element | None:
    """What comes behind a paragraph: another one, a table, the end of the section; None at the end of a cell."""
    return next((one for one in element.itersiblings() if local(one) in ("p", "tbl", "sectPr", "sdt")), None)


def _end(paragraph: Element, pen: Pen) -> Element:
    """The look of the end of a paragraph, where changes of the end are noted."""
    properties = _child(paragraph, "pPr")
    if properties is None:
        properties = pen.make("pPr")
        paragraph.insert(0, properties)
    mark = _child(properties, "rPr")
    if mark is None:
        mark = pen.make("rPr")
        behind = next(
            (i for i, child in enumerate(properties) if local(child) in _BEHIND_MARK), len(properties)
        )
        properties.insert(behind, mark)
    return mark


def _child(element: Element | None, name: str) -> Element | None:
    return next((child for child in element if local(child) == name), None) if element is not None else None


def _has(element: Element | None, name: str) -> bool:
    return _child(element, name) is not None


def _look_of(paragraph: Element | None) -> Element | None:
    """The look of the first run with words."""
    for run in paragraph.iter("{*}r") if paragraph is not None else ():
        if any(local(child) in ("t", "delText") for child in run):
            return _child(run, "rPr")
    return None
