"""A contract as Markdown, and as plain lines for the checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bot.drafting.contract import Contract
from bot.drafting.layout import (
    Block,
    Grid,
    Heading,
    Line,
    Parties,
    Plain,
    Reminder,
    Signatures,
    Spans,
    Title,
    laid_out,
    plain,
)
from bot.drafting.numbering import Style
from bot.drafting.words import Words

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~])")
_OPENS_BLOCK = re.compile(r"^(\s*)([#>+-])")


def markdown(contract: Contract, words: Words, style: Style = "第一条") -> str:
    """The whole contract as Markdown; signs of Markdown in names and clauses are escaped."""
    return written(laid_out(contract, style, words))


def written(blocks: Iterable[Block]) -> str:
    """Blocks of a page as Markdown."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def plain_lines(blocks: Iterable[Block]) -> Iterator[str]:
    """What stands on the page, line by line: numbered lines with their numbers, rows of tables as `a | b`."""
    for block in blocks:
        if isinstance(block, Title):
            yield block.text
        elif isinstance(block, Parties):
            yield from (f"{label} | {plain(spans)}" for label, spans in block.rows)
        elif isinstance(block, Plain):
            yield plain(block.spans)
        elif isinstance(block, Heading):
            yield numbered_text(block.number, block.text)
        elif isinstance(block, Line):
            yield numbered_text(block.number, plain(block.spans))
        elif isinstance(block, Grid):
            yield from (" | ".join(plain(cell) for cell in row) for row in block.rows)
        elif isinstance(block, Signatures):
            yield from (line for side in block.sides for line in side)


def numbered_text(number: str, text: str) -> str:
    """A number and its words as they stand on the page: no space behind 、 and ）."""
    return f"{number}{text}" if number.endswith(("、", "）")) else f"{number} {text}"


def _markdown(block: Block) -> str:
    if isinstance(block, Title):
        return f"# {_escaped(block.text)}"
    if isinstance(block, Parties):
        return _table([(_escaped(label), _inline(spans)) for label, spans in block.rows])
    if isinstance(block, Plain):
        return _inline(block.spans)
    if isinstance(block, Heading):
        return f"## {numbered_text(block.number, _escaped(block.text))}"
    if isinstance(block, Line):
        return numbered_text(block.number, _inline(block.spans))
    if isinstance(block, Grid):
        return _table([tuple(_inline(cell) for cell in row) for row in block.rows])
    if isinstance(block, Signatures):
        return _table([(a, b) for a, b in zip(*block.sides, strict=True)])
    return _reminder(block)


def _reminder(block: Reminder) -> str:
    lines = [f"> **{block.title}**"]
    if block.blanks:
        lines += [
            ">",
            f"> 待填（{len(block.blanks)} 项）：",
            ">",
            *(f"> - {_escaped(b)}" for b in block.blanks),
        ]
    if block.defaults:
        lines += [">", f"> 待确认（{len(block.defaults)} 项，没有给，暂按常用值写）：", ">"]
        lines += [f"> - {_escaped(label)}：{_escaped(text)}" for label, text in block.defaults]
    return "\n".join(lines)


def _inline(spans: Spans) -> str:
    text = "".join(
        f"**{_escaped(span.text)}**" if span.mark == "title" else _escaped(span.text) for span in spans
    )
    return _OPENS_BLOCK.sub(r"\1\\\2", text)


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    """Most words of a contract are the library's, and the same in every draft."""
    return _SPECIAL.sub(r"\\\1", text)


def _table(rows: list[tuple[str, ...]]) -> str:
    """A table whose first row is its head, all rows made as long as the longest."""
    columns = max(len(row) for row in rows)
    filled = [(*row, *([""] * (columns - len(row)))) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in filled]
    lines.insert(1, f"|{' --- |' * columns}")
    return "\n".join(lines)
