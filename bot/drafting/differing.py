"""Where two contracts say something else: what the page marks after a step, and how two wordings differ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from bot.drafting.contract import Contract
from bot.drafting.layout import Block, Grid, Line, Span

Kept: TypeAlias = Literal["same", "gone", "new"]
_PIECE = re.compile(r"[^，。；：、\n]*[，。；：、\n]?")


@dataclass(frozen=True)
class Piece:
    """Words between two marks of punctuation: in both wordings, in the first only, or in the second only."""

    kind: Kept
    text: str


def changed_places(
    before: Contract, old: Iterable[Block], after: Contract, new: Iterable[Block]
) -> frozenset[str]:
    """Ids of the clauses and of the facts of `after` that are new or say something else than in `before`.

    `old` and `new` are the two contracts laid out. A number or a reference that only moved along is no change.
    """
    was, now = _worded(old), _worded(new)
    clauses = {clause for clause, words in now.items() if was.get(clause) != words}
    facts = {name for name, fact in after.facts.items() if _text(before, name) != fact.text}
    blanks = {name for name in before.facts if name not in after.facts}
    return frozenset(clauses | facts | blanks)


def clause_words(blocks: Iterable[Block], clause: str) -> str:
    """What a clause says in a contract that is laid out, a line for each of its lines, without numbers."""
    return _worded(blocks, references=True).get(clause, "").strip("\n")


def pieces(before: str, after: str) -> Iterator[Piece]:
    """The differences of two wordings, as whole parts of sentences: half words help no reader."""
    old, new = _parts(before), _parts(after)
    for kind, from_, to, at, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[from_:to]))
            continue
        if from_ < to:
            yield Piece("gone", "".join(old[from_:to]))
        if at < until:
            yield Piece("new", "".join(new[at:until]))


def _parts(text: str) -> list[str]:
    return [part for part in _PIECE.findall(text) if part]


def _text(contract: Contract, name: str) -> str:
    fact = contract.facts.get(name)
    return fact.text if fact else ""


def _worded(blocks: Iterable[Block], references: bool = False) -> dict[str, str]:
    found: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Line | Grid) and block.clause:
            rows = block.rows if isinstance(block, Grid) else ((block.spans,),)
            words = "\n".join(" | ".join(_plain(cell, references) for cell in row) for row in rows)
            found[block.clause.id] = f"{found.get(block.clause.id, '')}{words}\n"
    return found


def _plain(spans: Iterable[Span], references: bool) -> str:
    return "".join(span.text for span in spans if references or span.mark != "reference")
