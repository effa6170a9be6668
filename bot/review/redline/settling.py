"""Tracked changes settled: all accepted or all rejected, in every part of the file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.review.redline.package import WordFile
from bot.review.redline.pen import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_WRITTEN, _STRUCK = frozenset(("ins", "moveTo")), frozenset(("del", "moveFrom"))
_PROPERTIES = re.compile("rPr|trPr")
_FORMER = re.compile("(?:r|p|tbl|tr|tc|sect|tblPrEx)PrChange|tblPrExChange|tblGridChange|numberingChange")
_RANGE = re.compile("(?:moveFrom|moveTo|customXml(?:Ins|Del|MoveFrom|MoveTo))Range(?:Start|End)")
_OUTLIVES = {"pPr": ("rPr", "sectPr"), "sectPr": ("headerReference", "footerReference")}
_NOTHING = frozenset(("pPr", "bookmarkStart", "bookmarkEnd", "proofErr"))


def accepted(data: bytes) -> bytes:
    """The file with every tracked change accepted: insertions, deletions, moves, looks, rows, paragraphs."""
    return _settled(data, _STRUCK, _WRITTEN)


def rejected(data: bytes) -> bytes:
    """The file with every tracked change rejected."""
    return _settled(data, _WRITTEN, _STRUCK)


def _settled(data: bytes, gone: frozenset[str], stays: frozenset[str]) -> bytes:
    file = WordFile(data)
    for root in file.stories():
        _rows(root, gone)
        ends = [p for p in root.iter("{*}p") if _marked(p, gone)]
        for element in list(root.iter()):
            name, above = local(element), element.getparent()
            if above is None:
                continue
            if _FORMER.fullmatch(name):
                _settle_look(element, above, back=gone is _WRITTEN)
            elif _RANGE.fullmatch(name) or name in gone:
                _remove(element)
            elif name in stays:
                _remove(element) if _PROPERTIES.fullmatch(local(above)) else _unwrap(element)
        for text in list(root.iter("{*}delText", "{*}delInstrText")):
            text.tag = str(text.tag).replace("}delText", "}t").replace("}delInstrText", "}instrText")
        for paragraph in ends:
            _join_with_next(paragraph)
    return file.content()


def _marked(paragraph: Element, names: frozenset[str]) -> bool:
    return any(paragraph.find(f"{{*}}pPr/{{*}}rPr/{{*}}{name}") is not None for name in names)


def _rows(root: Element, gone: frozenset[str]) -> None:
    for row in list(root.iter("{*}tr")):
        if any(row.find(f"{{*}}trPr/{{*}}{name}") is not None for name in gone):
            table = row.getparent()
            _remove(row)
            if table is not None and local(table) == "tbl" and next(table.iter("{*}tr"), None) is None:
                _remove(table)


def _settle_look(change: Element, above: Element, *, back: bool) -> None:
    """Drop what is noted of a former look, or go back to it."""
    former = next(iter(change), None)
    if back and former is not None:
        kept = _OUTLIVES.get(local(above), ())
        for child in [child for child in above if local(child) not in kept]:
            above.remove(child)
        for at, child in enumerate(list(former)):
            above.insert(at, child)
    else:
        _remove(change)


def _remove(element: Element) -> None:
    above = element.getparent()
    if above is not None:
        above.remove(element)


def _unwrap(element: Element) -> None:
    """Put the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _join_with_next(paragraph: Element) -> None:
    """The end of the paragraph is gone: what is left of it goes into the next one, which keeps its own shape."""
    behind = next((one for one in paragraph.itersiblings() if local(one) not in _NOTHING), None)
    left = [child for child in paragraph if local(child) != "pPr"]
    if behind is not None and local(behind) == "p":
        at = 1 if len(behind) and local(behind[0]) == "pPr" else 0
        for child in reversed(left):
            behind.insert(at, child)
        _remove(paragraph)
    elif all(local(child) in _NOTHING for child in left) and _can_be_left_out(paragraph):
        _remove(paragraph)


def _can_be_left_out(paragraph: Element) -> bool:
    """Whether what holds an empty paragraph may do without it: a cell must end with one."""
    above, before = paragraph.getparent(), paragraph.getprevious()
    ends = paragraph.getnext() is None and above is not None and local(above) == "tc"
    return not ends or (before is not None and local(before) == "p")
