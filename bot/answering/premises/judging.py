"""Whether what a claim says is so: each figure, choice, place and deed of it against the sentences that settle it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.answering.premises.comparing import agree, beyond, comparable, greater
from bot.answering.premises.facts import PRIOR, Fact, Ranked, ranked
from bot.answering.premises.readings import Deed, Figure, Reader, Reading
from bot.answering.premises.rules import Rules

Truth: TypeAlias = Literal["true", "false", "half"]
_Scored: TypeAlias = tuple[float, Ranked, Figure]

NEAR = 0.18
"""Figures within this score of the best may be meant as well."""

CONTRARY = 0.1
"""The same for what is no figure: sentences that close to the best must not say the contrary."""

LEAST_FALSE = 0.75
"""Score from which a sentence speaks of the very thing, so that it may contradict."""

LEAST_BASE = 0.5
"""What of it must come from the words and the rank of the sentence, and not from its figure."""

LEAST_CHOICE = 0.6
"""The same for a choice: that the sentence settles the same matter speaks for it."""

LEAST_TRUE = 0.6
"""The same for agreeing."""

AS_WELL = 0.12
"""Clauses whose words fit a claim this much worse than the best are other cases of the same."""

SAME_HEAD, OTHER_HEAD, IN_SPAN, SAME_UNIT, ADVICE = 0.3, 0.45, 0.4, 0.1, 0.2
"""What a figure gains that is of the same money, stands among the same terms, or has the same unit, and what it
loses that is of other money or only advised."""

SURE = 0.9
"""The prior of a passage that no other comes near to."""

LIKELY = 0.5
"""The prior of a passage that may well be the one that is meant."""

LEAST_DENIED = 0.55
"""Share of a claim's words that a sentence must hold to contradict what the claim denies."""

MOST_DENYING = 4
"""Sentences that are looked at for what a claim denies."""


_ABSENT = r"(?:没有|没|无|非|除了?|除非|不是)(?:因为?|发生|出现)?"


@dataclass(frozen=True)
class Finding:
    """What became of one element of a claim: `said` is a figure or place of it in the asker's words.

    `facts` hold what is right, the best first; `other` those where the claim does not hold.
    """

    element: str
    truth: Truth
    said: str
    facts: tuple[Ranked, ...]
    other: tuple[Ranked, ...] = ()


class Judge:
    """Lays a claim beside ranked facts."""

    def __init__(self, rules: Rules, reader: Reader) -> None:
        self._rules = rules
        self._reader = reader

    def findings(
        self, claim: Reading, facts: Sequence[Ranked], words: Mapping[str, float], asked: bool
    ) -> list[Finding]:
        """One finding for each element that can be told; `words` are the claim's, as the facts are ranked by.

        Whether something is done is only looked at when the claim is more than `asked`, and in the sentences that
        bear out its figures, if it has any.
        """
        found = [self._figure(figure, claim, facts) for figure in claim.figures]
        found += [self._choice(name, claim, facts, words) for name in claim.choices]
        found.append(self._place(claim, facts))
        found.append(self._denial(claim, facts))
        last = claim.asserted
        if last:
            told = [finding for finding in found if finding]
            settled = asked or last.name in self._rules.file.plain or any(f.truth != "true" for f in told)
            found.append(self._deed(last, claim, self._where(last, told, facts), settled))
        return [finding for finding in found if finding is not None]

    def _where(self, deed: Deed, told: Sequence[Finding], facts: Sequence[Ranked]) -> list[Ranked]:
        """The sentences that may settle a deed: those of the figures; for whose rule it is, their passages."""
        here = {id(item.fact) for finding in told for item in finding.facts}
        passages = {item.fact.passage.id for finding in told for item in finding.facts}
        if not here:
            return list(facts)
        if deed.denied or deed.name in self._rules.file.always:
            return [item for item in facts if item.fact.passage.id in passages]
        return [item for item in facts if id(item.fact) in here]

    # Figures -------------------------------------------------------------------------------------------------

    def _figure(self, figure: Figure, claim: Reading, facts: Sequence[Ranked]) -> Finding | None:
        element, said = f"figure {figure.quantity.start}", figure.quantity.text
        terms = self._reader.terms(figure.span)
        scored = [
            (item.score + self._closeness(figure, theirs, terms, item), item, theirs)
            for item in facts
            for theirs in item.fact.reading.figures
            if comparable(figure, theirs)
        ]
        scored = _of_unit(figure, sorted(scored, key=lambda entry: -entry[0]))
        best = scored[0][0] if scored else 0.0
        measured = self._measured(figure, facts)
        if measured and measured.score > best - SAME_HEAD:
            return Finding(element, "false", said, (measured,))
        if not scored:
            return None
        near = [entry for entry in scored if entry[0] >= best - NEAR]
        near += [entry for entry in _alike(figure, scored) if entry not in near]
        alike = [entry for entry in near if agree(figure, entry[2])]
        differ = [entry for entry in near if not agree(figure, entry[2])]
        if not alike and _below(figure, scored[0][2], claim):
            return None
        if not alike and beyond(figure, scored[0][2]) and terms & self._reader.terms(scored[0][2].span):
            return Finding(element, "true", said, _items(scored[:1]))
        if not alike:
            meant = best >= LEAST_FALSE and differ[0][1].score >= LEAST_BASE
            return Finding(element, "false", said, _items(differ)) if meant else None
        if differ and _several_cases(alike, differ):
            return Finding(element, "half", said, _items(alike), _items(differ))
        return Finding(element, "true", said, _items(alike)) if best >= LEAST_TRUE else None

    def _closeness(self, figure: Figure, theirs: Figure, terms: set[str], item: Ranked) -> float:
        """How much a figure of a source stands for the same thing: its head, and the words of its clause."""
        worth = -ADVICE if item.fact.reading.advises else 0.0
        if figure.head and theirs.head:
            if figure.head == theirs.head:
                worth += SAME_HEAD
            elif frozenset((figure.head, theirs.head)) not in self._rules.alike_heads:
                worth -= OTHER_HEAD
        if terms:
            worth += IN_SPAN * len(terms & self._reader.terms(theirs.span)) / len(terms)
        if figure.quantity.kind != theirs.quantity.kind:
            worth -= SAME_HEAD / 2
        elif figure.family == "duration" and figure.quantity.unit == theirs.quantity.unit:
            worth += SAME_UNIT
        return worth

    def _measured(self, figure: Figure, facts: Sequence[Ranked]) -> Ranked | None:
        """The best sentence that says how much without a figure, for what the figure is about."""
        if figure.family != "money":
            return None
        at = figure.span.find(figure.quantity.text)
        named = [
            (abs(match.start() - at), pattern)
            for about, pattern in self._rules.measures
            for match in about.finditer(figure.span)
        ]
        patterns = [pattern for _, pattern in sorted(named, key=lambda pair: pair[0])[:1]]
        return next(
            (
                item
                for item in facts
                if item.prior >= LIKELY
                and item.score >= facts[0].score - NEAR
                and any(pattern.search(item.fact.reading.text) for pattern in patterns)
            ),
            None,
        )

    # Choices, places -----------------------------------------------------------------------------------------

    def _choice(
        self, name: str, claim: Reading, facts: Sequence[Ranked], words: Mapping[str, float]
    ) -> Finding | None:
        """A sentence that names several ways leaves the matter open and decides nothing."""
        patterns = self._rules.values_of(name)
        values = claim.choices[name]
        subject = self._subject(claim, words, patterns)
        told = [
            (item.fact, item.prior)
            for item in facts
            if len(item.fact.reading.choices.get(name, ())) == 1 and not item.fact.reading.advises
        ]
        return _compared(
            f"choice {name}",
            "",
            ranked(subject or words, told),
            lambda fact: values <= fact.reading.choices[name],
            LEAST_CHOICE,
        )

    def _denial(self, claim: Reading, facts: Sequence[Ranked]) -> Finding | None:
        """A word that the claim denies and the sentence that speaks of the very thing does not: 合同期限不重要."""
        for word in claim.denied:
            for item in facts[:MOST_DENYING]:
                reading = item.fact.reading
                if word not in reading.text or item.score < facts[0].score - CONTRARY or reading.advises:
                    continue
                if item.covers >= LEAST_DENIED and item.prior >= SURE and not reading.denied:
                    return Finding("denial", "false", "", (item,))
        return None

    def _place(self, claim: Reading, facts: Sequence[Ranked]) -> Finding | None:
        if not claim.places:
            return None
        return _compared(
            "place",
            "、".join(sorted(claim.places)),
            [item for item in facts if item.fact.reading.places],
            lambda fact: bool(fact.reading.places & claim.places),
        )

    def _subject(
        self, claim: Reading, words: Mapping[str, float], patterns: Sequence[re.Pattern[str]]
    ) -> dict[str, float]:
        """The words of a claim without those that name the choice itself, which must not choose the sentence."""
        text = claim.text
        for pattern in patterns:
            text = pattern.sub(" ", text)
        left = self._reader.question_tokens(text)
        return {
            token: weight
            for token, weight in words.items()
            if (token in left or token not in claim.tokens)
            and not any(pattern.search(token.lstrip("§~")) for pattern in patterns)
        }

    # Deeds ---------------------------------------------------------------------------------------------------

    def _deed(self, deed: Deed, claim: Reading, facts: Sequence[Ranked], settled: bool) -> Finding | None:
        """Whether a source lays down the same deed, by the same party, denied or not, of the same thing."""
        element = f"deed {deed.name}"
        same = [
            item
            for item in facts
            if _laid_down(deed.name, item.fact.reading) and not item.fact.reading.advises
        ]
        if deed.name in self._rules.file.roles and deed.by:
            swapped = _compared(f"role {deed.name}", "", same, lambda fact: _by_the_same(deed, fact.reading))
            if swapped and swapped.truth == "false":
                return swapped
        if settled:
            return None
        meant = [item for item in same if _subject_fits(deed, item.fact.reading)]
        denied = deed.denied != _excepted(claim, meant[0].fact.reading if meant else None)
        told = _compared(element, "", meant, lambda fact: _denied_alike(deed.name, denied, fact.reading))
        if told and told.truth == "true" and not denied and deed.name in self._rules.file.payables:
            return _compared(element, "", told.facts, lambda fact: _same_thing(claim, fact.reading)) or told
        return told


def _items(entries: Sequence[_Scored]) -> tuple[Ranked, ...]:
    return tuple({id(item.fact): item for _, item, _ in entries}.values())


def _of_unit(figure: Figure, scored: list[_Scored]) -> list[_Scored]:
    """Working days are laid beside working days where there are any nearby: 10 of them are not 十日."""
    unit = figure.quantity.unit
    if unit != "工作日" or not scored:
        return scored
    same = [entry for entry in scored if entry[2].quantity.unit == unit]
    return same if same and same[0][0] >= scored[0][0] - SAME_HEAD else scored


def _alike(figure: Figure, scored: Sequence[_Scored]) -> list[_Scored]:
    """Figures of the same head that fit the claim's words as well as the best, wherever they rank.

    「违约金是20万」 names no case, so every clause with a 违约金 of its own is meant.
    """
    same = [entry for entry in scored if figure.head and entry[2].head == figure.head]
    best = max((entry[0] - PRIOR * entry[1].prior for entry in same), default=0.0)
    return [entry for entry in same if entry[0] - PRIOR * entry[1].prior >= best - AS_WELL]


def _several_cases(alike: Sequence[_Scored], differ: Sequence[_Scored]) -> bool:
    """Whether the figure holds in one case and not in others: same head, other passages."""
    heads = {theirs.head for _, _, theirs in alike}
    passages = {item.fact.passage.id for _, item, _ in alike}
    others = [
        entry for entry in differ if entry[2].head in heads and entry[1].fact.passage.id not in passages
    ]
    return bool(heads - {""}) and bool(others)


def _below(ours: Figure, theirs: Figure, claim: Reading) -> bool:
    """Whether a claim says that something is not so yet below a limit: after five days they cannot, with 「超过十日」."""
    last = claim.asserted
    return bool(last and last.denied) and theirs.above and greater(theirs, ours)


def _compared(
    element: str,
    said: str,
    items: Sequence[Ranked],
    agrees: Callable[[Fact], bool],
    least: float = LEAST_FALSE,
) -> Finding | None:
    """True or false by the sentence that speaks of it best; none when it speaks of something else.

    Another nearly as good that says the contrary leaves it open.
    """
    if not items:
        return None
    best = items[0]
    near = [item for item in items if item.score >= best.score - CONTRARY]
    alike = tuple(item for item in near if agrees(item.fact))
    if not alike:
        return Finding(element, "false", said, tuple(near)) if best.score >= least else None
    if best not in alike:
        return None
    return Finding(element, "true", said, alike) if best.score >= LEAST_TRUE else None


def _laid_down(name: str, reading: Reading) -> list[Deed]:
    return [deed for deed in reading.deeds if deed.name == name and not deed.given]


def _by_the_same(deed: Deed, reading: Reading) -> bool:
    doers = {theirs.by or theirs.subject for theirs in _laid_down(deed.name, reading)}
    return deed.by in doers or None in doers


def _subject_fits(deed: Deed, reading: Reading) -> bool:
    """Whether the source speaks of the same party, as far as both say of whom they speak."""
    doers = {theirs.by or theirs.subject for theirs in _laid_down(deed.name, reading)}
    who = deed.by or deed.subject
    return who is None or who in doers or None in doers or "双方" in doers


def _denied_alike(name: str, denied: bool, reading: Reading) -> bool:
    return any(theirs.denied == denied for theirs in _laid_down(name, reading))


def _excepted(claim: Reading, reading: Reading | None) -> bool:
    """Whether the claim is about the very case that the source excepts, and not about its absence."""
    words = reading.exceptions if reading else ()
    return any(word in claim.text and not re.search(rf"{_ABSENT}{word}", claim.text) for word in words)


def _same_thing(claim: Reading, reading: Reading) -> bool:
    return not claim.money or not reading.money or bool(claim.money & reading.money)
