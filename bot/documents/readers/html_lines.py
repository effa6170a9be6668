"""The lines of an HTML element, as a browser would break them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.numbering import parse
from bot.documents.outline import Line
from bot.documents.tables import table_lines

if TYPE_CHECKING:
    from lxml.html import HtmlElement
else:
    HtmlElement: TypeAlias = Any

_BLOCK = re.compile(
    "address|article|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|form"
    "|h[1-6]|header|hr|legend|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|time|tr|ul"
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_INTEGER = re.compile("[0-9]{1,6}")
_LONGEST_HEADING = 60
_LONGEST_CELL = 200
_NO_NUMBER = re.compile(r"list-style(?:-type)?\s*:[^;]*none", re.IGNORECASE)


def lines_of(root: HtmlElement) -> list[Line]:
    """The element's text in lines: headings and tables marked, ordered lists with their visible numbers."""
    return _Walk(root).lines


class _Walk:
    """One pass over the element; `_words` collects the line that is being written."""

    def __init__(self, root: HtmlElement) -> None:
        from lxml import etree

        self.lines: list[Line] = []
        self._words: list[str] = []
        self._level = 0
        self._prefix = ""
        self._preformatted = 0
        self._counters: list[int | None] = []
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if not isinstance(element.tag, str):
                self._tail(event, element, root)
            elif event == "start":
                if element.tag == "table" and self._table(element):
                    walk.skip_subtree()
                else:
                    self._open(element)
            else:
                self._close(element)
                self._tail(event, element, root)
        self._flush()

    def _tail(self, event: str, element: HtmlElement, root: HtmlElement) -> None:
        if event == "end" and element is not root:
            self._words.append(element.tail or "")

    def _open(self, element: HtmlElement) -> None:
        tag = element.tag
        if _BLOCK.fullmatch(tag):
            self._flush()
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
        elif tag in ("ol", "ul"):
            numbered = tag == "ol" and not _NO_NUMBER.search(element.get("style") or "")
            self._counters.append(_integer(element.get("start"), 1) - 1 if numbered else None)
        elif tag == "li" and self._counters:
            self._prefix = self._next_number(element)
        elif tag == "pre":
            self._preformatted += 1
        self._words.append(element.text or "")

    def _close(self, element: HtmlElement) -> None:
        tag = element.tag
        if _BLOCK.fullmatch(tag):
            self._flush()
        if tag in _HEADINGS:
            self._level = 0
        elif tag in ("ol", "ul") and self._counters:
            self._counters.pop()
        elif tag == "li":
            self._prefix = ""
        elif tag == "pre":
            self._preformatted -= 1

    def _next_number(self, element: HtmlElement) -> str:
        counter = self._counters[-1]
        if counter is None:
            return ""
        self._counters[-1] = _integer(element.get("value"), counter + 1)
        return f"{self._counters[-1]}. "

    def _flush(self) -> None:
        raw = "".join(self._words)
        self._words = []
        for part in raw.split("\n") if self._preformatted else [raw]:
            text = " ".join(part.split())
            if not text:
                continue
            if self._prefix and parse(text) is None:
                text = self._prefix + text
            self._prefix = ""
            heading = self._level > 0 and len(text) <= _LONGEST_HEADING
            self.lines.append(Line(text, "heading" if heading else None, self._level if heading else 0))

    def _table(self, table: HtmlElement) -> bool:
        """Take a table of data as rows; False leaves a table that only arranges the page."""
        if not self._is_data(table):
            return False
        self._flush()
        self.lines.extend(table_lines(_rows(table)))
        return True

    def _is_data(self, table: HtmlElement) -> bool:
        rows = _rows(table)
        nested = table.find(".//table") is not None
        longest = max((len(cell) for row in rows for cell in row), default=0)
        columns = max((len(row) for row in rows), default=0)
        return not nested and len(rows) >= 2 and columns >= 2 and longest <= _LONGEST_CELL


def _rows(table: HtmlElement) -> list[list[str]]:
    return [
        [" ".join(" ".join(cell.itertext()).split()) for cell in row if cell.tag in ("td", "th")]
        for row in table.iter("tr")
    ]


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and _INTEGER.fullmatch(text.strip()) else otherwise
