"""A contract's text as a Word file: with numbers typed as text, or with Word's own automatic numbering."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from bot.documents.numbering import Number, parse

_FORMATS = {
    "第条": ("chineseCounting", "第%1条"),
    "第章": ("chineseCounting", "第%1章"),
    "cn": ("chineseCounting", "%1、"),
    "cn-paren": ("chineseCounting", "（%1）"),
    "arabic": ("decimal", "%1{mark}"),
    "paren": ("decimal", "（%1）"),
    "circled": ("decimalEnclosedCircle", "%1"),
}
"""How Word makes the numbers of a style: the format, and the text around it."""

_ROW = re.compile(r"^\|.*\|$")


def word_file(text: str, *, automatic: bool) -> bytes:
    """The text as .docx, a paragraph a line, rows `| a | b |` as tables, the first line as the title."""
    document = docx.Document()
    writer = _Numbers(document) if automatic else None
    rows: list[list[str]] = []
    for at, line in enumerate([*text.splitlines(), ""]):
        if _ROW.match(line.strip()):
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
            continue
        if rows:
            _table(document, rows)
            rows = []
        if line.strip():
            _paragraph(document, line.rstrip(), writer, title=at == 0)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _table(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, texts, strict=False):
            cell.text = words


def _paragraph(document: Any, line: str, writer: _Numbers | None, *, title: bool) -> None:
    number = parse(line)
    if title:
        document.add_paragraph(line, style="Title")
        return
    series = writer.series(line, number) if writer and number else None
    if series is None or number is None:
        document.add_paragraph(line)
        return
    heading = number.style in ("第条", "cn", "第章") and len(line) < 30
    paragraph = document.add_paragraph(line[number.end :], style="Heading 1" if heading else None)
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", 0), ("w:numId", series)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


class _Numbers:
    """Word's numbering for one document: a list for each series of numbers that runs on without a fault.

    A number that is not the next of its series (skipped, doubled) is typed as text, as a careless writer does it.
    """

    def __init__(self, document: Any) -> None:
        self._part = document.part.numbering_part.element
        self._next: dict[str, tuple[int, int]] = {}
        self._count = 100

    def series(self, line: str, number: Number) -> int | None:
        """The id of the list in which this number is made by Word; None for a number that is typed."""
        made = self._made(line, number)
        if made is None:
            return None
        key = "|".join(made)
        if number.value == 1:
            self._next[key] = (self._new(*made), 1)
        current = self._next.get(key)
        if current is None or current[1] != number.value:
            self._next.pop(key, None)
            return None
        self._next[key] = (current[0], number.value + 1)
        return current[0]

    def _made(self, line: str, number: Number) -> tuple[str, str] | None:
        """The format and text of the number; None where Word would not make it look like this."""
        prefix = line[: number.end].rstrip()
        if number.style.startswith("dotted"):
            head = re.match(r"(\d+(?:\.\d+)*)\.\d+$", prefix)
            return ("decimal", f"{head[1]}.%1") if head else None
        form, text = _FORMATS.get(number.style, ("", ""))
        if not form:
            return None
        text = text.replace("{mark}", prefix[-1])
        if number.style == "第条" and any(char.isdigit() for char in prefix):
            form = "decimal"
        looks = text.replace("%1", number.visible.strip("第条章（）()"))
        return (form, text) if looks == prefix or number.style == "circled" else None

    def _new(self, form: str, text: str) -> int:
        self._count += 1
        abstract = OxmlElement("w:abstractNum")
        abstract.set(qn("w:abstractNumId"), str(self._count))
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), "0")
        for name, value in (("w:start", "1"), ("w:numFmt", form), ("w:suff", "space"), ("w:lvlText", text)):
            element = OxmlElement(name)
            element.set(qn("w:val"), value)
            level.append(element)
        abstract.append(level)
        first = self._part.find(qn("w:num"))
        if first is None:
            self._part.append(abstract)
        else:
            first.addprevious(abstract)
        num = OxmlElement("w:num")
        num.set(qn("w:numId"), str(self._count))
        link = OxmlElement("w:abstractNumId")
        link.set(qn("w:val"), str(self._count))
        num.append(link)
        self._part.append(num)
        return self._count
