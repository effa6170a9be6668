"""Word files: paragraphs with their visible numbers, headings by style, tables, changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.model import Document, DocumentMeta
from bot.documents.numbering import parse
from bot.documents.outline import Line, outline
from bot.documents.readers.docx_numbering import Numbering, attribute, read_styles, style_chain
from bot.documents.readers.docx_package import Package
from bot.documents.tables import table_lines
from bot.documents.text import normalise
from bot.documents.titles import with_title

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_HEADING = re.compile(r"(?:heading|标题|überschrift|titre) ?([1-9])(?![\w])", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|标题|文档标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录) ?\d?$", re.IGNORECASE)
_LONGEST_HEADING = 60
_BODY_OUTLINE = 9
# What tracked changes took away, what is no text of the page, and the second copy of a drawing.
_SKIPPED = re.compile(
    "del|moveFrom|instrText|delText|delInstrText|Fallback|rPr|pPr|sdtPr|sdtEndPr|sectPr|commentReference"
)
_TEXT = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_REVISED = "文件里有修订，已按接受全部修订后的文字读取。"
_HIDDEN = "文件里有隐藏文字，没有读取。"


def read_docx(data: bytes, path: Path) -> list[Document]:
    """The one document of a Word file."""
    body = _Body(Package(data, path))
    title, lines = with_title(body.lines, path)
    text, blocks = outline(lines)
    return [Document(DocumentMeta(title=title), text, blocks, notes=tuple(body.notes))]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


class _Body:
    """Walks over the main document in reading order."""

    def __init__(self, package: Package) -> None:
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self._styles = read_styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._carried = ""
        root = package.main()
        body = root.find("{*}body")
        if body is not None:
            self._take(body)
        self._footnotes(package.part("footnotes"))
        if any(True for _ in root.iter("{*}ins", "{*}del", "{*}moveFrom", "{*}moveTo")):
            self._note(_REVISED)

    def _note(self, sentence: str) -> None:
        if sentence not in self.notes:
            self.notes.append(sentence)

    def _take(self, container: Element) -> None:
        """Take the paragraphs and tables of a container, and of the wrappers inside it."""
        for element in container:
            name = _local(element)
            if name == "p":
                self.lines.extend(self._paragraph(element))
            elif name == "tbl":
                self._table(element)
            elif not _SKIPPED.fullmatch(name):
                self._take(element)

    def _table(self, table: Element) -> None:
        rows = list(_children(table, "tr"))
        cells = [list(_children(row, "tc")) for row in rows if row.find("{*}trPr/{*}del") is None]
        if all(len(row) == 1 for row in cells):
            for row in cells:
                self._take(row[0])
            return
        self.lines.extend(table_lines([[self._cell(cell) for cell in row] for row in cells]))

    def _cell(self, cell: Element) -> str:
        merged = cell.find("{*}tcPr/{*}vMerge")
        if merged is not None and attribute(merged) != "restart":
            return ""
        return self._joined(cell)

    def _joined(self, container: Element) -> str:
        return " ".join(line.text for p in _unboxed(container) for line in self._paragraph(p))

    def _footnotes(self, part: Element | None) -> None:
        for note in part.iterfind("{*}footnote") if part is not None else ():
            if not attribute(note, "type"):
                text = self._joined(note)
                if text:
                    self.lines.append(Line(text, "paragraph"))

    def _paragraph(self, element: Element) -> list[Line]:
        """The lines of one paragraph; none for an empty one or an entry of the table of contents."""
        properties = element.find("{*}pPr")
        style_id = attribute(properties.find("{*}pStyle")) if properties is not None else ""
        text = normalise(self._carried + "".join(self._words(element))).strip()
        boxes = [line for p in _boxed(element) for line in self._paragraph(p)]
        self._carried = ""
        if properties is not None and properties.find("{*}rPr/{*}del") is not None:
            # The mark at the end of the paragraph was deleted: it goes on in the next one.
            self._carried = text
            return boxes
        chain = list(style_chain(self._styles, style_id))
        if not text or any(_CONTENTS.match(style.name) for _, style in chain):
            return boxes
        number = normalise(self._numbering.visible(properties, style_id)).strip()
        return [*self._lines(text, number, self._level(properties, style_id)), *boxes]

    def _lines(self, text: str, number: str, level: int | None) -> Iterator[Line]:
        """A paragraph as lines; only the first carries the paragraph's number and heading level."""
        first, *others = [part.strip() for part in text.split("\n") if part.strip()]
        whole = _numbered(number, first) if number else first
        if level is not None and len(whole) <= _LONGEST_HEADING and not whole.endswith(("。", "；", ";")):
            yield Line(whole, "heading", level or 1, number, title=level == 0)
        elif number and parse(whole) is None:
            yield Line(whole, "clause", number=number)
        else:
            yield Line(whole)
        for part in others:
            yield Line(part)

    def _level(self, properties: Element | None, style_id: str) -> int | None:
        """The level of a heading (1 = outermost), 0 for the document's title, None for text."""
        told = attribute(properties.find("{*}outlineLvl")) if properties is not None else ""
        if told.isdigit():
            return int(told) + 1 if int(told) < _BODY_OUTLINE else None
        for name, style in style_chain(self._styles, style_id):
            heading = _HEADING.match(style.name) or _HEADING.match(name)
            if heading:
                return int(heading[1])
            if _TITLE.match(style.name):
                return 0
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_OUTLINE else None
        return None

    def _words(self, element: Element) -> Iterator[str]:
        """The text of a paragraph with changes accepted, without text boxes and hidden runs."""
        for child in element:
            name = _local(child)
            if _SKIPPED.fullmatch(name) or name == "txbxContent":
                continue
            if name == "t":
                yield child.text or ""
            elif name in _TEXT:
                yield _TEXT[name] if attribute(child, "type") != "page" else "\n"
            elif name == "sym":
                yield " "
            elif name == "r" and self._is_hidden(child):
                self._note(_HIDDEN)
            else:
                yield from self._words(child)

    def _is_hidden(self, run: Element) -> bool:
        vanish = run.find("{*}rPr/{*}vanish")
        if vanish is None:
            style = self._styles.get(attribute(run.find("{*}rPr/{*}rStyle")))
            return style is not None and style.hidden
        return attribute(vanish) not in ("0", "false", "off")


def _children(element: Element, name: str) -> Iterator[Element]:
    """Direct children of a name, also those inside content controls and accepted insertions."""
    for child in element:
        if _local(child) == name:
            yield child
        elif _local(child) in ("sdt", "sdtContent", "customXml", "ins", "moveTo"):
            yield from _children(child, name)


def _unboxed(container: Element) -> Iterator[Element]:
    """The paragraphs of a cell or note, without those of text boxes: they come with their anchor."""
    for element in container.iter("{*}p"):
        if not any(_local(parent) == "txbxContent" for parent in element.iterancestors()):
            yield element


def _boxed(element: Element) -> Iterator[Element]:
    """Paragraphs of the text boxes anchored in a paragraph, each once."""
    for content in element.iter("{*}txbxContent"):
        if not any(_local(parent) in ("Fallback", "del") for parent in content.iterancestors()):
            yield from content.iterchildren("{*}p")


def _numbered(number: str, text: str) -> str:
    """The number and the text as they stand on the page."""
    return f"{number}{text}" if number.endswith(("、", "）", ")", "：", "，")) else f"{number} {text}"
