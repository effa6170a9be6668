"""Two versions of a paper: which clauses came, went, moved or changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

from bot.review.paper import Clause, Paper

Kind: TypeAlias = Literal["added", "removed", "moved", "changed"]

ALIKE = 0.5
"""Share of common words from which two clauses at one place are one clause, changed."""

SAME = 0.85
"""Share of common words from which a clause at another place is the same one, moved."""

LONGEST_GAP = 60
"""Clauses on each side of a stretch that are held against one another; a longer stretch is matched in order only."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Difference:
    """One clause that is not as it was: the clause in the old and in the new paper, None where there is none."""

    kind: Kind
    old: Clause | None
    new: Clause | None


@dataclass(frozen=True)
class _Body:
    """A clause by its words, without its number and spaces."""

    clause: Clause
    words: str


def differences(old: Paper, new: Paper) -> tuple[Difference, ...]:
    """Every difference in the order of the new paper; what was removed stands where it was.

    A clause that only got another number is no difference.
    """
    before, after = _bodies(old), _bodies(new)
    found: list[Difference] = []
    matcher = SequenceMatcher(None, [b.words for b in before], [b.words for b in after], autojunk=False)
    for kind, at, to, start, stop in matcher.get_opcodes():
        if kind != "equal":
            found.extend(_gap(before[at:to], after[start:stop]))
    return tuple(_moved(found, old, new))


def _bodies(paper: Paper) -> list[_Body]:
    bodies = []
    for clause in paper.clauses:
        if words := _words(paper, clause):
            bodies.append(_Body(clause, words))
    return bodies


def _gap(old: Sequence[_Body], new: Sequence[_Body]) -> Iterator[Difference]:
    """The clauses between two that are equal: pairs that are alike changed, the rest came or went."""
    at = 0
    for body in new:
        reach = old[at : at + LONGEST_GAP]
        likeness = [_alike(other.words, body.words) for other in reach]
        best = max(range(len(reach)), key=likeness.__getitem__, default=None)
        if best is None or likeness[best] < ALIKE:
            yield Difference("added", None, body.clause)
            continue
        yield from (Difference("removed", skipped.clause, None) for skipped in reach[:best])
        yield Difference("changed", reach[best].clause, body.clause)
        at += best + 1
    yield from (Difference("removed", body.clause, None) for body in old[at:])


def _alike(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def _moved(found: list[Difference], old: Paper, new: Paper) -> list[Difference]:
    """Removed here and added there in nearly the same words is moved."""
    gone = [difference for difference in found if difference.kind == "removed"]
    moved: dict[int, Difference] = {}
    taken: set[int] = set()
    for at, difference in enumerate(found):
        if difference.kind != "added" or difference.new is None:
            continue
        for other in gone:
            if other.old is None or other.old.index in taken:
                continue
            if _alike(_words(old, other.old), _words(new, difference.new)) >= SAME:
                moved[at] = Difference("moved", other.old, difference.new)
                taken.add(other.old.index)
                break
    kept = []
    for at, difference in enumerate(found):
        if difference.kind == "removed" and difference.old and difference.old.index in taken:
            continue
        kept.append(moved.get(at, difference))
    return kept


def _words(paper: Paper, clause: Clause) -> str:
    return _SPACE.sub("", paper.said(clause))
