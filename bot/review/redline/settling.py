"""Tracked changes settled: all accepted or all rejected."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeAlias

import docx
from docx.oxml.ns import qn

from bot.review.redline.package import fixed

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any


def accepted(data: bytes) -> bytes:
    """The file with every tracked insertion, deletion and move accepted."""
    return _settled(data, gone=("del", "moveFrom"), stays=("ins", "moveTo"))


def rejected(data: bytes) -> bytes:
    """The file with every tracked insertion, deletion and move rejected."""
    return _settled(data, gone=("ins", "moveTo"), stays=("del", "moveFrom"))


def _settled(data: bytes, gone: tuple[str, ...], stays: tuple[str, ...]) -> bytes:
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    marks = f"{qn('w:pPr')}/{qn('w:rPr')}"
    for paragraph in list(body.iter(qn("w:p"))):
        if any(paragraph.find(f"{marks}/{qn(f'w:{name}')}") is not None for name in gone):
            _join_with_next(paragraph)
    for name in gone:
        for element in list(body.iter(qn(f"w:{name}"))):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    for name in stays:
        for element in list(body.iter(qn(f"w:{name}"))):
            _unwrap(element)
    for text in list(body.iter(qn("w:delText"))):
        text.tag = qn("w:t")
    return fixed(document)


def _unwrap(element: Element) -> None:
    """Put the children of an element in its place."""
    for child in list(element):
        element.addprevious(child)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _join_with_next(paragraph: Element) -> None:
    """The end of the paragraph is gone: what is left of it goes into the next one, which keeps its own shape."""
    following = paragraph.getnext()
    if following is None or following.tag != qn("w:p"):
        return
    at = 1 if following.find(qn("w:pPr")) is not None else 0
    for child in [child for child in paragraph if child.tag != qn("w:pPr")]:
        following.insert(at, child)
        at += 1
    parent = paragraph.getparent()
    if parent is not None:
        parent.remove(paragraph)
