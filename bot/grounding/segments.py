"""A sentence of an answer cut into what is looked for together, and where it may be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.grounding import figures
from bot.grounding.conditions import is_condition, is_topic
from bot.grounding.reading import Reading, Token
from bot.grounding.words import Lexicon
from bot.quantities import Quantity

LEAST_WEIGHT = 0.9
"""A group of words lighter than this is no clause of its own."""

OWN_WEIGHT = 2.0
"""A clause as heavy as this that names its own subject can stand on another source than the one before."""


_WHERE = frozenset(("合同", "范本", "条款"))


@dataclass(frozen=True)
class Place:
    """A sentence of a source: which source, which sentence; `covered` is the share of the words that it and the
    sentences beside it hold, `alone` of those that it holds by itself."""

    source: int
    at: int
    covered: float
    alone: float = 1.0


@dataclass(frozen=True)
class Segment:
    """Clauses of an answer that are looked for together."""

    clauses: tuple[int, ...]
    tokens: tuple[Token, ...]
    figures: tuple[Quantity, ...]
    condition: bool
    own: bool

    @property
    def weight(self) -> float:
        """How much there is to bear."""
        return sum(token.weight for token in self.tokens)


@dataclass(frozen=True)
class Given:
    """What an answer may lean on besides its sources: the asker's figures, sums that are shown, and words of
    the question or of the line before, in which a condition may already stand."""

    own_figures: tuple[Quantity, ...] = ()
    sums: tuple[Quantity, ...] = ()
    context: frozenset[str] = frozenset()
    items: int = 0


def segments_of(claim: Reading, lexicon: Lexicon, given: Given) -> list[Segment]:
    """The clauses of a sentence, those with next to nothing in them joined to a neighbour."""
    groups: list[list[int]] = []
    pending: list[int] = []
    figured = figures.claimed(claim, given.items)
    for at, clause in enumerate(claim.clauses):
        heavy = _heavy(claim, at) >= LEAST_WEIGHT and not (
            at + 1 < len(claim.clauses) and is_topic(claim, at)
        )
        if heavy or (groups and any(clause.start <= q.start < clause.end for q in figured)):
            if heavy or not groups:
                groups.append([*pending, at])
            else:
                groups[-1] += [*pending, at]
            pending = []
        elif groups and claim.clauses[at - 1].mark == ",":
            groups[-1].append(at)
        else:
            pending.append(at)
    if pending:
        if groups:
            groups[-1] += pending
        elif any(claim.within(at) for at in pending):
            groups.append(pending)
    return [_segment(claim, group, figured, lexicon) for group in groups]


def _heavy(claim: Reading, at: int) -> float:
    """The weight of a clause; 「合同里没有写」 is none by itself."""
    words = claim.within(at)
    bare = all(t.sort == "light" or t.key in _WHERE for t in words)
    return 0.0 if bare else sum(t.weight for t in words)


def _segment(claim: Reading, group: Sequence[int], figured: Sequence[Quantity], lexicon: Lexicon) -> Segment:
    tokens = tuple(t for at in group for t in claim.within(at))
    inside = tuple(
        q for at in group for q in figured if claim.clauses[at].start <= q.start < claim.clauses[at].end
    )
    condition = is_condition(claim, group[-1], lexicon)
    first = claim.clauses[group[0]]
    named = any(m.clause in group for m in claim.mentions)
    fresh = group[0] > 0 and claim.clauses[group[0] - 1].mark in (";", "。", "\n", "!", "?")
    opens = claim.text[first.start : first.end].strip().startswith(("另外", "此外", "同时", "而", "也", "或"))
    named_here = condition and any(m.clause in group for m in claim.mentions)
    headed = any(t.sort == "head" for t in tokens)
    own = (
        fresh
        or opens
        or named_here
        or headed
        or (sum(t.weight for t in tokens) >= OWN_WEIGHT and (named or len(tokens) >= 3))
    )
    return Segment(tuple(group), tokens, inside, condition, own)
