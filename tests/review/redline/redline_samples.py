"""Word files to redline, and ways to hold a redlined file against what it came from."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lxml import etree

from bot.documents import Document, read_documents
from bot.review.redline import Change

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
AUTHOR = "合同助手"
_COUNTER = iter(range(10**9))


def read(folder: Path, data: bytes) -> Document:
    """What the product reads from the file."""
    path = folder / f"{next(_COUNTER)}.docx"
    path.write_bytes(data)
    return read_documents(path)[0]


def at(document: Document, words: str, text: str | None, comment: str = "", title: str = "") -> Change:
    """A change of the first place where the words stand."""
    start = document.text.index(words)
    return Change(start, start + len(words), text, comment, title)


def behind(document: Document, words: str, lines: str, comment: str = "") -> Change:
    """New paragraphs after the words."""
    end = document.text.index(words) + len(words)
    return Change(end, end, f"\n{lines}", comment)


def applied(text: str, changes: Sequence[Change]) -> str:
    """The text with the changes in it, by plain replacement."""
    # Of two at one point the first stays the first: from behind, that is the last to be put there.
    for change in [*sorted(changes, key=lambda one: (one.start, one.end))][::-1]:
        if change.text is not None:
            text = text[: change.start] + change.text + text[change.end :]
    return text


def solid(text: str) -> str:
    """Text without white space and the bars of tables."""
    return re.sub(r"[\s|]", "", text)


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """The root element of a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def paragraphs(data: bytes, name: str = "word/document.xml") -> list[str]:
    """The words of every paragraph as they stand in the XML, tabs and breaks included."""
    return [
        "".join(
            {f"{W}tab": "\t", f"{W}br": "\n"}.get(e.tag, e.text or "")
            for e in p.iter(f"{W}t", f"{W}delText", f"{W}instrText", f"{W}delInstrText", f"{W}tab", f"{W}br")
            if e.getparent().tag == f"{W}r"
        )
        for p in part(data, name).iter(f"{W}p")
    ]


def tracked(data: bytes, authors: Iterable[str] = (AUTHOR,)) -> list[tuple[str, str]]:
    """Every insertion and deletion of some authors with its words; the end of a paragraph is ¶."""
    found = []
    for element in part(data).iter(f"{W}ins", f"{W}del"):
        if element.get(f"{W}author") in authors:
            words = "".join(e.text or "" for e in element.iter(f"{W}t", f"{W}delText"))
            is_end = element.getparent().tag == f"{W}rPr"
            found.append((element.tag.removeprefix(W), "¶" if is_end else words))
    return found


def comments(data: bytes) -> list[tuple[str, str, str]]:
    """Author, words and marked text of every comment."""
    root, body = part(data, "word/comments.xml"), part(data)
    found = []
    for comment in root:
        number = comment.get(f"{W}id")
        lines = ["".join(t.text for t in p.iter(f"{W}t")) for p in comment.iter(f"{W}p")]
        marked, inside = "", False
        for element in body.iter():
            if element.tag == f"{W}commentRangeStart" and element.get(f"{W}id") == number:
                inside = True
            elif element.tag == f"{W}commentRangeEnd" and element.get(f"{W}id") == number:
                inside = False
            elif inside and element.tag in (f"{W}t", f"{W}delText"):
                marked += element.text
        [_] = [e for e in body.iter(f"{W}commentReference") if e.get(f"{W}id") == number]
        found.append((comment.get(f"{W}author"), "\n".join(lines), marked))
    return found


def looks(data: bytes, words: str) -> list[str]:
    """The run properties of the runs that hold the words, each as the names in it."""
    return [
        ",".join(child.tag.removeprefix(W) for child in run.iterfind(f"{W}rPr/*"))
        for run in part(data).iter(f"{W}r")
        if words in "".join(e.text or "" for e in run.iter(f"{W}t", f"{W}delText"))
    ]
