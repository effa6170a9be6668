"""Deadlines and notices that two sentences settle differently: the same act, counted from the same event.

How a sentence is put is of no matter: within ten days of it, on the tenth day after it, ten days gone and still not
done. What counts is the act, the event, whose act it is, of what, and under which conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.review.checks.period_figures import Figure, figures
from bot.review.consistency import Event
from bot.review.found import Case, Found, Span
from bot.review.lasting import Length
from bot.review.paper import Sentence
from bot.review.quoting import part_of
from bot.review.regions import regions_of

_OPENING = re.compile("[^，。；]*[的时间内季]，")
"""The condition that a sentence begins with, and that all of it is under (旺季增加坐席的，…)."""
_FEW = 2
"""Characters behind a figure (之内) that are no stretch of their own."""
_BEHIND = 2
"""Stretches behind a figure that tell what it is about; what comes after them is another matter."""


@dataclass(frozen=True)
class _Settled:
    """What a figure settles: which acts (none for a notice), of what, whose, from which event, when not always."""

    event: Event
    acts: frozenset[str]
    objects: frozenset[str]
    side: str
    conditions: frozenset[str]
    length: Length
    figure: Figure
    sentence: Sentence

    def contradicts(self, other: _Settled) -> bool:
        """Whether the other one is about the same act and gives it another length of time."""
        return (
            self.sentence != other.sentence
            and (self.acts == other.acts or bool(self.acts & other.acts))
            and self.objects == other.objects
            and self.conditions == other.conditions
            and (self.side == other.side or not self.side or not other.side)
            and self.length.differs(other.length)
        )


def deadlines(case: Case) -> Iterator[Found]:
    """The later of two sentences that give one act two deadlines, or one event two periods of notice."""
    reader = _Reader(case)
    settled: dict[str, list[_Settled]] = {}
    told: set[tuple[str, frozenset[str]]] = set()
    for one in reader.everything():
        before = settled.setdefault(one.event.id, [])
        first = next((other for other in before if other.contradicts(one)), None)
        before.append(one)
        if first is None or (one.event.id, one.acts) in told:
            continue
        told.add((one.event.id, one.acts))
        span = Span(one.sentence.start + one.figure.start, one.sentence.start + one.figure.end)
        fields = {
            "thing": one.event.title,
            "first": first.figure.written,
            "second": one.figure.written,
            "where": case.paper.place(first.sentence.clause),
        }
        yield Found("two-periods", part_of(case.paper, span, one.sentence), fields)


class _Reader:
    """Finds what the sentences of a paper settle."""

    def __init__(self, case: Case) -> None:
        words = case.words.deadlines
        self._case = case
        self._events = [(event, re.compile(case.fill(event.pattern))) for event in words.events]
        self._notices = [(event, re.compile(case.fill(event.pattern))) for event in words.notices]
        self._acts = [(act.id, re.compile(act.pattern)) for act in words.acts]
        self._objects = [re.compile(pattern) for pattern in words.objects]
        self._conditions = [re.compile(pattern) for pattern in case.words.conditions]
        self._sides = [
            (party.label, re.compile(party.pattern))
            for party in (case.parties.merchant, case.parties.provider)
        ]

    def everything(self) -> Iterator[_Settled]:
        """Every deadline and notice, in the order of the paper."""
        signature = regions_of(self._case.paper).signature
        for sentence in self._case.paper.sentences:
            if sentence.clause in signature:
                continue
            for figure in figures(sentence.text):
                made = self._notice(sentence, figure) if figure.ahead else self._deadline(sentence, figure)
                if made:
                    yield made

    def _deadline(self, sentence: Sentence, figure: Figure) -> _Settled | None:
        """An act that is due so long after an event."""
        event = _nearest(self._events, figure.lead)
        acts = self._acts_of(figure)
        if event is None or not acts or figure.lead.rstrip().endswith("前"):
            return None
        fitting = acts & frozenset(event.acts) if event.acts else acts
        return self._settled(event, fitting, sentence, figure) if fitting else None

    def _acts_of(self, figure: Figure) -> frozenset[str]:
        """What is due: told right behind the figure, in the stretch after it, or before it."""
        behind = [part for part in re.split("[，,：]", figure.rest) if len(part) > _FEW]
        own = re.split("[，,]", figure.near)[-1]
        for words in (*behind[:2], own, figure.near):
            if acts := _matching(self._acts, words):
                return acts
        return frozenset()

    def _notice(self, sentence: Sentence, figure: Figure) -> _Settled | None:
        """What is to be told so long ahead."""
        event = _nearest(self._notices, figure.lead) or _nearest(self._notices, figure.rest)
        return self._settled(event, frozenset(), sentence, figure) if event else None

    def _settled(
        self, event: Event, acts: frozenset[str], sentence: Sentence, figure: Figure
    ) -> _Settled | None:
        # What follows a deadline that was missed is what comes of it, and no part of what is due.
        stretches = re.split("[，,]", figure.rest)
        said = figure.near + "，".join(stretches[: 1 if figure.missed else _BEHIND])
        if event.unless and re.search(event.unless, said):
            return None
        clause = self._case.paper.clauses[sentence.clause]
        opening = _OPENING.match(sentence.text[: figure.start])
        above = self._case.paper.clauses[clause.parent].title if clause.parent is not None else ""
        whole = f"{opening[0] if opening else ''}{said}{above}"
        return _Settled(
            event,
            acts,
            frozenset(pattern.pattern for pattern in self._objects if pattern.search(said)),
            "" if event.one_side else self._side(figure.lead),
            frozenset(
                one.pattern for one in self._conditions if one.search(whole) and not one.search(event.title)
            ),
            figure.length,
            figure,
            sentence,
        )

    def _side(self, lead: str) -> str:
        """The side that is named first in the stretch of the figure, or else in what leads to it; none for both."""
        for words in (re.split("[，,：]", lead)[-1], lead):
            named = [(match.start(), label) for label, one in self._sides if (match := one.search(words))]
            if named:
                return min(named)[1] if not re.search("一方|双方|各方|两边|两家|彼此", words) else ""
        return ""


def _nearest(events: Sequence[tuple[Event, re.Pattern[str]]], words: str) -> Event | None:
    """The event that is told last, and so next to the figure."""
    last = [
        (max(match.end() for match in matches), event)
        for event, pattern in events
        if (matches := list(pattern.finditer(words)))
    ]
    return max(last, key=lambda pair: pair[0])[1] if last else None


def _matching(patterns: Sequence[tuple[str, re.Pattern[str]]], words: str) -> frozenset[str]:
    return frozenset(name for name, pattern in patterns if pattern.search(words))
