"""One clause of an answer against the sentences of its sources: which of them bear it, or what stands against it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.grounding import comparing, figures
from bot.grounding.conditions import Condition, conditions_of, is_condition, weight
from bot.grounding.evidence import Evidence, Unit
from bot.grounding.reading import Reading, Token
from bot.grounding.segments import Given, Place, Segment
from bot.grounding.verdicts import Fault
from bot.grounding.words import Lexicon
from bot.quantities import Quantity, supports

COVERED = 0.5
"""Share of a clause's words, by weight, that a source sentence must hold to bear it."""

SAID_AGAIN = 0.3
"""Share of a condition's words that the answer must keep."""

TRIED = 12
"""Source sentences that are looked at closely for one clause, best first."""

BEHIND = 0.2
"""How much less than the best a source sentence may hold and still bear a clause that the best speaks against."""

BEHIND_FAULT = 0.1
"""The same for a sentence that stands in where a better one speaks against the clause."""

_MAINLY = 0.6
_NEGATIVE = re.compile(r"[不没无未毋免缺难]|避免|防止|拒绝|禁止|除外|只|仅|才|停|省")
_EXCEPTED = re.compile(r"除|例外|只有|才|以外|之外|不包括|否则")
_ONLY_IF = re.compile(r"才|只有|方可|除非|除[^,。]{1,20}外")


class Checker:
    """Holds one sentence of an answer against its sources."""

    def __init__(self, claim: Reading, sources: Sequence[Evidence], lexicon: Lexicon, given: Given) -> None:
        self._claim, self._sources, self._lexicon, self._given = claim, sources, lexicon, given
        self._said = claim.keys | given.context
        self._conditions = conditions_of(claim, lexicon)
        self._denials = sum(state in ("not", "must_not", "need_not") for _, state in claim.modals)

    def places(self, segment: Segment) -> tuple[list[Place], Fault | None]:
        """The sentences that bear a segment; when there are none, the fault of the nearest."""
        ranked = sorted(
            (
                Place(number, at, *self._covered(segment, source, at))
                for number, source in enumerate(self._sources)
                for at in range(len(source.units))
            ),
            key=lambda place: -(place.covered + self._figured(segment, place)),
        )
        found: list[Place] = []
        first: Fault | None = None
        best = ranked[0] if ranked else Place(0, 0, 0.0)
        for place in ranked[:TRIED]:
            if place.covered < max(COVERED, ranked[0].covered - BEHIND):
                continue
            fault = self._fault(segment, self._sources[place.source], place.at)
            if fault is None and (first is None or self._instead(segment, place, first, best)):
                found.append(place)
            elif fault and first is None and not found:
                first, best = fault, place
        return found, None if found else first or self._unborne(segment, ranked)

    def _supposes(self, token: Token) -> bool:
        """Whether the answer only supposes what a word says."""
        clause = self._claim.clauses[token.clause]
        ahead = self._claim.text[clause.start : token.start]
        return (
            token.order in ("before", "after")
            or any(word in ahead for word in self._lexicon.file.conditions.opens if len(word) > 1)
            or is_condition(self._claim, token.clause, self._lexicon)
            or any(condition.start <= token.start < condition.end for condition in self._conditions)
        )

    def _instead(self, segment: Segment, place: Place, fault: Fault, best: Place) -> bool:
        """Whether a sentence may bear what a better one speaks against: it holds as much, of all that belongs
        together, and the very word that the other turns on."""
        if place.alone < best.alone - BEHIND_FAULT or (fault.key and not self._holds(fault.key, place)):
            return False
        part = self._part(segment)
        return self._share(part, place) >= self._share(part, best) - BEHIND_FAULT

    def _part(self, segment: Segment) -> list[Token]:
        """The words around a segment up to the next full stop or semicolon."""
        marks = [
            at for at, clause in enumerate(self._claim.clauses) if clause.mark in ("。", ";", "!", "?", "\n")
        ]
        first = max((at + 1 for at in marks if at < segment.clauses[0]), default=0)
        last = min((at for at in marks if at >= segment.clauses[-1]), default=len(self._claim.clauses))
        return [token for token in self._claim.tokens if first <= token.clause <= last]

    def _share(self, tokens: Sequence[Token], place: Place) -> float:
        unit = self._sources[place.source].units[place.at]
        total = sum(token.weight for token in tokens) or 1.0
        return sum(t.weight * comparing.credit(t, unit) for t in tokens) / total

    def _holds(self, key: str, place: Place) -> bool:
        """Whether a sentence has the very word that a better sentence speaks against."""
        return key in self._sources[place.source].units[place.at].reading.keys

    def _unborne(self, segment: Segment, ranked: Sequence[Place]) -> Fault:
        for figure in segment.figures:
            if not any(
                supports(held, figure) for s in self._sources for u in s.units for held in u.reading.figures
            ):
                return Fault("figure", figure.text)
        return Fault("unsupported", self._claim.words(segment.clauses[0]))

    def _figured(self, segment: Segment, place: Place) -> float:
        """A little more for the sentence that holds the figures."""
        held = self._sources[place.source].units[place.at].reading.figures
        return 0.2 * any(supports(theirs, mine) for mine in segment.figures for theirs in held)

    def _covered(self, segment: Segment, source: Evidence, at: int) -> tuple[float, float]:
        unit = source.units[at]
        near = source.near_keys[at]
        total = segment.weight
        if not total:
            return 1.0, 1.0
        held = alone = 0.0
        for token in segment.tokens:
            mine = comparing.credit(token, unit)
            alone += token.weight * mine
            held += token.weight * max(mine, comparing.nearby(token, near, source.heading_keys))
        return held / total, alone / total

    def _fault(self, segment: Segment, source: Evidence, at: int) -> Fault | None:
        unit = source.units[at]
        even = self._denials >= 2 and bool(_ONLY_IF.search(unit.reading.text))
        for figure in segment.figures:
            if fault := self._figure(figure, segment, source, at):
                return fault
        mixed = figures.mismatched(segment.figures, self._claim, unit.reading)
        if fault := mixed or comparing.equated(self._claim, segment.clauses, unit.reading):
            return fault
        for token in segment.tokens:
            same = comparing.closest(token, comparing.same(token, source, at), self._claim, source, at)
            if token.sort == "light":
                if fault := comparing.stated(token, self._claim, same, unit.reading):
                    return fault
                same = comparing.alongside(token, same, self._claim, source, at)
            elif (
                token.verbal and token.state and not self._supposes(token) and comparing.supposed(token, unit)
            ):
                return Fault("unsupported", token.word)
            fault = (
                comparing.qualifier(token, unit, source, at, self._lexicon)
                or comparing.party(token, same)
                or comparing.polarity(token, same, even, self._denials > 0)
                or comparing.order(token, same)
            )
            if fault:
                return fault
        return (
            self._denials_of_nothing(segment, unit)
            or self._parties(segment, source, unit)
            or self._dropped(segment, unit)
        )

    def _denials_of_nothing(self, segment: Segment, unit: Unit) -> Fault | None:
        """What the answer denies and the source does not speak of, where the source denies nothing."""
        if any(state in comparing.NEGATIVE for _, state in unit.reading.modals) or _NEGATIVE.search(
            unit.text
        ):
            return None
        for token in segment.tokens:
            unheard = token.key not in unit.reading.keys
            if token.anchored and token.state in comparing.NEGATIVE and unheard:
                return Fault("polarity", token.word)
        return None

    def _figure(self, figure: Quantity, segment: Segment, source: Evidence, at: int) -> Fault | None:
        fault = figures.fault_of(figure, self._claim, source, at, self._lexicon)
        if fault is None or any(supports(total, figure) for total in self._given.sums):
            return None
        own = self._given.own_figures
        return (
            None if figures.own_words_bear(figure, self._claim, own, self._sources, segment.tokens) else fault
        )

    def _parties(self, segment: Segment, source: Evidence, unit: Unit) -> Fault | None:
        """A side that the source does not speak of, and 「只有」 one side of what binds both."""
        only = comparing.only_side(self._claim, segment.tokens)
        if only and "both" in unit.names and only not in unit.names:
            return Fault("party")
        if not source.names & {"a", "b"} or "both" in unit.names:
            return None
        for token in segment.tokens:
            if token.carried or token.agent not in ("a", "b"):
                continue
            if not source.names & {token.agent, "both"}:
                return Fault("party", token.word)
        return None

    def _dropped(self, segment: Segment, unit: Unit) -> Fault | None:
        """A condition of the source sentence, over what this segment says, that the answer does not keep."""
        if segment.condition:
            return None
        used = self._used(segment, unit)
        for condition in unit.conditions:
            ruled = [t for t in used if condition.governs_from <= t.start < condition.governs_to]
            outside = [t for t in used if not condition.start <= t.start < condition.end]
            if not ruled or sum(t.weight for t in ruled) * 2 < sum(t.weight for t in outside):
                continue
            if condition.scope and not any(t.state == "must_not" for t in ruled):
                continue
            weights = {c: sum(t.weight for t in ruled if t.clause == c) for c in {t.clause for t in ruled}}
            mainly = [c for c, held in weights.items() if held >= _MAINLY * max(weights.values())]
            first = unit.reading.clause_at(condition.end - 1) + 1
            said = any(t.state or (t.agent and not t.carried) for t in ruled if t.clause in mainly)
            if first < min(mainly) and not said:
                continue
            if fault := self._lost(condition, unit.reading):
                return fault
        return None

    def _used(self, segment: Segment, unit: Unit) -> list[Token]:
        keys = {t.key for t in segment.tokens if t.weight >= 0.5}
        return [t for t in unit.reading.tokens if t.key in keys]

    def _lost(self, condition: Condition, source: Reading) -> Fault | None:
        text = source.text[condition.start : condition.end]
        for figure in condition.figures(source):
            mine = [*self._claim.figures, *self._given.own_figures]
            if figure.kind != "ordinal" and not any(supports(figure, q) for q in mine):
                return Fault("condition", text)
        if text.strip().startswith("除") and not _EXCEPTED.search(self._claim.text):
            return Fault("condition", text)
        words = condition.words(source)
        total = sum(weight(t) for t in words)
        kept = sum(weight(t) * self._kept(t) for t in words)
        return Fault("condition", text) if total and kept / total < SAID_AGAIN else None

    def _kept(self, token: Token) -> float:
        if token.key in self._said:
            return 1.0
        if token.word == "原因" and any(word in self._claim.text for word in ("因", "由于", "造成", "导致")):
            return 1.0
        held = sum(char in self._claim.text for char in token.word) / len(token.word)
        return 0.35 if held >= 0.5 and len(token.word) > 1 and token.sort == "plain" else 0.0
