"""Makes elements of Word: in the namespace of one file, by one author, at one time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PIECE = re.compile(r"\t|\n|[^\t\n]+")


@dataclass
class Pen:
    """Every change it marks gets a number that no other change or bookmark of the file has."""

    space: str
    author: str
    when: str
    _last: int

    @classmethod
    def of(cls, author: str, when: datetime, main: Element, last: int) -> Pen:
        """The pen for a file with such a main document, in which `last` is the largest number."""
        space = str(main.tag).rpartition("}")[0].removeprefix("{")
        moment = when.astimezone(UTC) if when.tzinfo else when
        return cls(space, clean(author), moment.strftime("%Y-%m-%dT%H:%M:%SZ"), last)

    def tag(self, name: str) -> str:
        """The full tag, or full name of an attribute."""
        return f"{{{self.space}}}{name}"

    def make(self, name: str, children: Iterable[Element] = (), **attributes: str) -> Element:
        """An element with children and attributes."""
        element = etree.Element(self.tag(name), nsmap={"w": self.space})
        for key, value in attributes.items():
            element.set(self.tag(key), value)
        element.extend(list(children))
        return element

    def mark(self, kind: str, children: Iterable[Element] = ()) -> Element:
        """A new `w:ins` or `w:del`."""
        return self.make(kind, children, id=self.number(), author=self.author, date=self.when)

    def number(self) -> str:
        """A number for a change."""
        self._last += 1
        return str(self._last)

    def words(self, text: str, name: str = "t") -> Element:
        """A text element that keeps its spaces."""
        element = self.make(name)
        element.text = text
        element.set(_SPACE, "preserve")
        return element

    def run(self, look: Element | None, children: Iterable[Element]) -> Element:
        """A run with a copy of a look."""
        return self.make("r", [*([] if look is None else [deepcopy(look)]), *children])

    def insertion(self, text: str, look: Element | None) -> Element:
        """Words written in; line ends become breaks."""
        made = [self._piece(piece) for piece in _PIECE.findall(clean(text))]
        run = self.run(look, made)
        for old in run.iterfind(f"{self.tag('rPr')}/{self.tag('rPrChange')}"):
            _drop(old)
        return self.mark("ins", [run])

    def _piece(self, piece: str) -> Element:
        names = {"\n": "br", "\t": "tab"}
        return self.make(names[piece]) if piece in names else self.words(piece)


def clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def local(element: Element) -> str:
    """The tag of an element without its namespace; empty for a comment of XML."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _drop(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
