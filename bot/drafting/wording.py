"""A clause's text taken apart: lines of words, facts and cross references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["paragraph", "item", "row"]
"""A numbered sub-clause, an item under the one above it, or a row of an annex's table."""

_MARK = re.compile(r"\{(?:(?P<reference>ref:)(?P<clause>[a-z0-9-]+)|(?P<fact>[a-z][a-z0-9_]*))\}")
_ITEM = "- "


@dataclass(frozen=True)
class Words:
    """Characters that stand as they are."""

    text: str


@dataclass(frozen=True)
class Fact:
    """`{parameter_id}`: a fact of the contract in the making."""

    parameter: str


@dataclass(frozen=True)
class CrossReference:
    """`{ref:clause-id}`: the number that another clause has in the contract."""

    clause: str


Part = Words | Fact | CrossReference


@dataclass(frozen=True)
class Line:
    """One line: its parts, or for a row of a table the parts of each cell."""

    kind: LineKind
    parts: tuple[Part, ...] = ()
    cells: tuple[tuple[Part, ...], ...] = ()

    @property
    def all_parts(self) -> tuple[Part, ...]:
        """The parts of the line, or of all its cells."""
        return self.parts or tuple(part for cell in self.cells for part in cell)


class WordingError(ValueError):
    """The text cannot be read; `line` counts from 1, the message is a Chinese phrase."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"第{line}行文字{says}")
        self.line = line


def parse(text: str) -> tuple[Line, ...]:
    """The lines of `text`; WordingError where a brace is not a mark, or an item or a table hangs in the air."""
    lines: list[Line] = []
    for number, written in enumerate(text.splitlines(), start=1):
        stripped = written.strip()
        if not stripped:
            continue
        line = _line(number, stripped)
        above = lines[-1] if lines else None
        if line.kind == "item" and (above is None or above.kind == "row"):
            raise WordingError(number, "以“- ”开头，上面却没有它所属的款")
        if line.kind == "row" and above and above.kind == "row" and len(above.cells) != len(line.cells):
            raise WordingError(number, f"是表格的一行，应当有{len(above.cells)}格，却有{len(line.cells)}格")
        lines.append(line)
    return tuple(lines)


def _line(number: int, text: str) -> Line:
    if text.startswith("|"):
        if not text.endswith("|") or len(text) < 3:
            raise WordingError(number, "是表格的一行，应当以“|”结尾")
        return Line("row", cells=tuple(tuple(_parts(number, c.strip())) for c in text[1:-1].split("|")))
    if text.startswith(_ITEM):
        return Line("item", tuple(_parts(number, text.removeprefix(_ITEM).strip())))
    return Line("paragraph", tuple(_parts(number, text)))


def _parts(number: int, text: str) -> Iterator[Part]:
    at = 0
    for match in _MARK.finditer(text):
        yield from _words(number, text[at : match.start()])
        yield CrossReference(match["clause"]) if match["reference"] else Fact(match["fact"])
        at = match.end()
    yield from _words(number, text[at:])


def _words(number: int, text: str) -> Iterator[Words]:
    if "{" in text or "}" in text:
        raise WordingError(number, "的花括号不成对，或者里面不是参数编号、“ref:条款编号”")
    if text:
        yield Words(text)
