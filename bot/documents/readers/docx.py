"""Word files: paragraphs with their visible numbers, headings by style, tables, changes accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.asides import Collector, placed
from bot.documents.model import AsideKind, Document, DocumentMeta
from bot.documents.numbering import parse
from bot.documents.outline import Line, outline
from bot.documents.readers.docx_links import links
from bot.documents.readers.docx_looks import Looks
from bot.documents.readers.docx_numbering import Numbering, attribute, read_styles, style_chain, whole
from bot.documents.readers.docx_package import Package
from bot.documents.readers.docx_trail import Trail, Word
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
    package = Package(data, path)
    body = _Body(package)
    title, lines = with_title(body.lines, path)
    text, blocks = outline(lines)
    asides = tuple(placed(body.asides.found, text))
    places = tuple(body.trail.places(text, package.path))
    meta = DocumentMeta(title=title)
    return [Document(meta, text, blocks, notes=tuple(body.notes), asides=asides, places=places)]


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


class _Body:
    """Walks over the main document in reading order."""

    def __init__(self, package: Package) -> None:
        self.lines: list[Line] = []
        self.notes: list[str] = []
        self.asides = Collector()
        self.trail = Trail()
        self._styles = read_styles(package.part("styles"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        self._carried = ""
        root = package.main()
        self._looks = Looks(package.part("styles"), root)
        self._comments = {
            attribute(comment, "id"): comment
            for part in package.parts("comments")
            for comment in part.iterfind("{*}comment")
        }
        body = root.find("{*}body")
        if body is not None:
            self._take(body)
        if self._carried:
            self.lines.append(Line(self._carried))
            self.trail.settle(self.asides.settle(self._carried, [self._carried]))
            self._carried = ""
        self._footnotes(package.part("footnotes"), "footnote")
        self._footnotes(package.part("endnotes"), "endnote")
        self._beside(package)
        for sentence in links(package):
            self._note(sentence)
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
            elif _SKIPPED.fullmatch(name):
                self._aside(element, name)
            else:
                self._aside(element, name)
                self._take(element)

    def _table(self, table: Element) -> None:
        rows = [(row, list(_children(row, "tc"))) for row in _children(table, "tr")]
        layout = all(len(cells) == 1 for row, cells in rows if row.find("{*}trPr/{*}del") is None)
        read: list[list[str]] = []
        for row, cells in rows:
            deleted = row.find("{*}trPr/{*}del")
            if deleted is not None:
                self.asides.add("deleted", _all_text(row), author=attribute(deleted, "author"))
            elif row.find("{*}trPr/{*}hidden") is not None:
                self._hide(_all_text(row))
            elif layout:
                self._take(cells[0])
            else:
                read.append([self._cell(cell) for cell in cells])
        self.lines.extend(table_lines(read))

    def _cell(self, cell: Element) -> str:
        merged = cell.find("{*}tcPr/{*}vMerge")
        if merged is not None and attribute(merged) != "restart":
            return ""
        return self._joined(cell)

    def _joined(self, container: Element) -> str:
        return " ".join(line.text for p in _unboxed(container) for line in self._paragraph(p))

    def _footnotes(self, part: Element | None, name: str) -> None:
        for note in part.iterfind(f"{{*}}{name}") if part is not None else ():
            if not attribute(note, "type"):
                text = self._joined(note)
                if text:
                    self.lines.append(Line(text, "paragraph"))

    def _paragraph(self, element: Element) -> list[Line]:
        """The lines of one paragraph; none for an empty one or an entry of the table of contents."""
        properties = element.find("{*}pPr")
        style_id = attribute(properties.find("{*}pStyle")) if properties is not None else ""
        words = "".join(self.asides.counted(self.trail.followed(self._words(element))))
        text = normalise(self._carried + words).strip()
        # The mark at the end of the paragraph was deleted: it goes on in the next one.
        goes_on = properties is not None and properties.find("{*}rPr/{*}del") is not None
        self._carried = text if goes_on else ""
        lines: list[Line] = []
        contents = any(_CONTENTS.match(style.name) for _, style in style_chain(self._styles, style_id))
        if text and not goes_on and not contents:
            number = normalise(self._numbering.visible(properties, style_id)).strip()
            lines = list(self._lines(text, number, self._level(properties, style_id)))
        before = self.asides.settle(text, (line.text for line in lines), goes_on=goes_on)
        if not goes_on:
            self.trail.settle(before)
        return [*lines, *(line for p in _boxed(element) for line in self._paragraph(p))]

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
        told = whole(attribute(properties.find("{*}outlineLvl"))) if properties is not None else None
        if told is not None:
            return told + 1 if told < _BODY_OUTLINE else None
        for name, style in style_chain(self._styles, style_id):
            heading = _HEADING.match(style.name) or _HEADING.match(name)
            if heading:
                return int(heading[1])
            if _TITLE.match(style.name):
                return 0
            if style.outline is not None:
                return style.outline + 1 if style.outline < _BODY_OUTLINE else None
        return None

    def _words(self, element: Element) -> Iterator[Word]:
        """The text of a paragraph with changes accepted, without text boxes and hidden runs."""
        for child in element:
            name = _local(child)
            self._aside(child, name)
            if _SKIPPED.fullmatch(name) or name == "txbxContent":
                continue
            if name == "t":
                yield Word(child.text or "", child)
            elif name in _TEXT:
                yield Word(_TEXT[name] if attribute(child, "type") != "page" else "\n")
            elif name == "sym":
                yield Word(" ")
            elif name == "r" and self._looks.hides(child):
                self._hide("".join(word.text for word in self._words(child)))
            elif name in ("ins", "moveTo"):
                words = list(self._words(child))
                said = "".join(word.text for word in words)
                self.asides.add("inserted", said, author=attribute(child, "author"), leads=True)
                yield from words
            else:
                yield from self._words(child)

    def _hide(self, words: str) -> None:
        if words.strip():
            self._note(_HIDDEN)
            self.asides.add("hidden", words)

    def _aside(self, element: Element, name: str) -> None:
        """Note what stands here and is not in the text: a deletion, or the remark that is anchored here."""
        if name in ("del", "moveFrom"):
            self.asides.add("deleted", _all_text(element), author=attribute(element, "author"))
        elif name in ("commentRangeStart", "commentReference"):
            self._remark(
                self._comments.pop(attribute(element, "id"), None), leads=name == "commentRangeStart"
            )

    def _remark(self, comment: Element | None, *, leads: bool = False) -> None:
        if comment is not None:
            text = "\n".join(_all_text(p) for p in comment.iter("{*}p"))
            self.asides.add("comment", text, author=attribute(comment, "author"), leads=leads)

    def _beside(self, package: Package) -> None:
        """Take what has no place in the text: remarks that are anchored nowhere, headers and footers."""
        self.asides.settle("", ())
        self.asides.leave_text()
        for comment in self._comments.values():
            self._remark(comment)
        kinds: tuple[AsideKind, ...] = ("header", "footer")
        for kind in kinds:
            texts = (self._joined(part) for part in package.parts(kind))
            for text in dict.fromkeys(texts):
                self.asides.add(kind, text)
        self.asides.settle("", ())


def _all_text(element: Element) -> str:
    """Every word inside an element, also those that were taken out by a tracked change."""
    return "".join(word.text or "" for word in element.iter("{*}t", "{*}delText"))


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
    """Paragraphs of the text boxes anchored in a paragraph, each once: a box in a box comes with its own anchor."""
    for content in element.iter("{*}txbxContent"):
        above = takewhile(lambda parent: parent is not element, content.iterancestors())
        if not any(_local(parent) in ("Fallback", "del", "txbxContent") for parent in above):
            yield from content.iterchildren("{*}p")


def _numbered(number: str, text: str) -> str:
    """The number and the text as they stand on the page."""
    return f"{number}{text}" if number.endswith(("、", "）", ")", "：", "，")) else f"{number} {text}"
