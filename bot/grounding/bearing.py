"""Which sentences of the sources bear a sentence of an answer, clause by clause, or what stands against it.

A clause is borne by one sentence of one source. Neighbouring clauses must find their sentences near each other
unless they speak of things of their own: so a figure of one rule cannot take the subject of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.grounding.checking import Checker
from bot.grounding.edits import edited
from bot.grounding.evidence import Evidence
from bot.grounding.markup import bare
from bot.grounding.reading import Reading
from bot.grounding.segments import Given, Place, Segment, segments_of
from bot.grounding.verdicts import Fault
from bot.grounding.words import Lexicon

SENTENCE_COVERED = 0.55
"""The same for all clauses of a sentence together."""

APART = 2
"""How many sentences apart those of two clauses may be that belong together."""


@dataclass
class Borne:
    """What bears a sentence; `fault` is what stands against it."""

    places: list[Place] = field(default_factory=list)
    fault: Fault | None = None
    covered: float = 0.0


def bear(claim: Reading, sources: Sequence[Evidence], lexicon: Lexicon, given: Given) -> Borne:
    """The places that bear a sentence, or the fault of its weakest clause."""
    copied, rest = _copied(claim, sources)
    segments = [s for s in segments_of(claim, lexicon, given) if not set(s.clauses) <= rest]
    if not segments:
        return Borne(copied, None, 1.0) if copied else Borne(fault=Fault("empty"))
    checker = Checker(claim, sources, lexicon, given)
    options: list[list[Place]] = []
    for segment in segments:
        found, fault = checker.places(segment)
        if fault:
            return Borne(fault=fault)
        options.append(found)
    chain = _chained(segments, options)
    if chain is None:
        return Borne(fault=Fault("bound", claim.words(segments[-1].clauses[0])))
    for segment, place in zip(segments, chain, strict=True):
        if fault := edited(claim, segment.clauses, sources[place.source].units[place.at].reading):
            return Borne(fault=fault)
    total = sum(segment.weight for segment in segments) or 1.0
    covered = sum(place.covered * s.weight for place, s in zip(chain, segments, strict=True)) / total
    if covered < SENTENCE_COVERED:
        return Borne(chain, Fault("unsupported"), covered)
    return Borne([*copied, *chain], None, covered)


def _copied(claim: Reading, sources: Sequence[Evidence]) -> tuple[list[Place], set[int]]:
    """Whole sentences of the sources in a claim: where they stand, and the clauses that they are."""
    places: list[Place] = []
    clauses: set[int] = set()
    start = 0
    for at, clause in enumerate(claim.clauses):
        if clause.mark == "," or (clause.mark == ":" and at + 1 < len(claim.clauses)):
            continue
        words = bare(claim.text[claim.clauses[start].start : clause.end])
        for number, source in enumerate(sources):
            for place, unit in enumerate(source.units):
                if unit.core == words:
                    places.append(Place(number, place, 1.0))
                    clauses |= set(range(start, at + 1))
        start = at + 1
    return places, clauses


def _chained(segments: Sequence[Segment], options: Sequence[Sequence[Place]]) -> list[Place] | None:
    """One place for each segment, best first, such that those that belong together are near each other."""
    chains: list[list[Place]] = [[place] for place in options[0]]
    for number in range(1, len(segments)):
        free = segments[number].own and not segments[number - 1].condition
        longer = []
        for place in options[number]:
            fitting = [chain for chain in chains if free or _near(chain[-1], place)]
            if fitting:
                best = max(
                    fitting, key=lambda chain: (sum(p.covered for p in chain), -abs(chain[-1].at - place.at))
                )
                longer.append([*best, place])
        if not longer:
            return None
        chains = longer
    return max(chains, key=lambda chain: sum(place.covered for place in chain))


def _near(one: Place, other: Place) -> bool:
    return one.source == other.source and abs(one.at - other.at) <= APART
