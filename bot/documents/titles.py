"""The title of a document that does not name it: its first short line, or the file's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.documents.numbering import parse
from bot.documents.outline import Line
from bot.documents.text import one_line

_LONGEST_TITLE = 40
_ABOVE_TITLE = 3
_REFERENCE = re.compile(r"编号|版本|密级|^[\x00-\x7f]*$", re.IGNORECASE)
_SENTENCE = re.compile(r"[。；;，,：:|_]|\d{4}-\d")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_SPREAD = re.compile(r"(?:[\u4e00-\u9fff] +)+[\u4e00-\u9fff]")


def looks_like_title(text: str) -> bool:
    """Whether a line could be the title of what follows: short, unnumbered, and no sentence."""
    return (
        2 <= len(text) <= _LONGEST_TITLE
        and bool(_LETTER.search(text))
        and not _SENTENCE.search(text)
        and parse(text) is None
    )


def plain_title(text: str) -> str:
    """A title in one line; one whose characters were spread (`合 同`) is drawn together."""
    text = one_line(text)
    return text.replace(" ", "") if _SPREAD.fullmatch(text) else text


def name_title(path: Path) -> str:
    """The title that a file's name gives."""
    return one_line(path.stem) or "未命名文件"


def with_title(lines: Sequence[Line], path: Path) -> tuple[str, list[Line]]:
    """The title, and the lines with the one that holds it marked.

    That is a line marked already, or else a sole first heading of the outermost level, or else a first
    line that looks like a title and has text below; without any, the file's name is the title.
    """
    marked = list(lines)
    at = _title_index(marked)
    if at is None:
        return name_title(path), marked
    marked[at] = replace(marked[at], kind="heading", level=1, title=True)
    return plain_title(marked[at].text), marked


def _title_index(lines: Sequence[Line]) -> int | None:
    told = next((i for i, line in enumerate(lines) if line.title), None)
    if told is not None:
        return told
    filled = [i for i, line in enumerate(lines) if line.text.strip()]
    first = next((i for i in filled[:_ABOVE_TITLE] if not _REFERENCE.search(lines[i].text)), None)
    if first is None or first == len(lines) - 1:
        return None
    line = lines[first]
    if line.kind == "heading":
        alone = sum(other.kind == "heading" and other.level <= line.level for other in lines) == 1
        return first if alone and parse(line.text) is None else None
    return first if line.kind is None and not line.number and looks_like_title(line.text.strip()) else None
