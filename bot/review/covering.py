"""The checklist against a paper: what is covered, what is weak, what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from bot.review.checklist import Checklist, Topic
from bot.review.found import Case
from bot.review.parties import Parties, Party
from bot.review.review import Cover, Covered
from bot.review.stretches import Stretch, folded, stretches

MOST_PLACES = 6
"""Places that are named for one topic."""

_PARTS = re.compile("(?<=[，。；：])")
_THIN = "只是提到，没有写出具体怎么做"


@dataclass(frozen=True)
class _Saying:
    """Patterns that must all match one stretch."""

    patterns: tuple[re.Pattern[str], ...]

    def said(self, text: str) -> bool:
        return all(pattern.search(text) for pattern in self.patterns)


@dataclass(frozen=True)
class _Ready:
    """A topic with its patterns made for one paper."""

    topic: Topic
    titles: re.Pattern[str] | None
    covers: tuple[_Saying, ...]
    under: tuple[_Saying, ...]
    partly: tuple[_Saying, ...]
    passing: re.Pattern[str] | None
    elsewhere: re.Pattern[str] | None
    wants: dict[str, re.Pattern[str]]
    named: dict[str, bool] = field(default_factory=dict)

    def below(self, titles: str) -> bool:
        """Whether one of the headings names the topic."""
        if titles not in self.named:
            self.named[titles] = bool(self.titles and self.titles.search(titles))
        return self.named[titles]

    def cover(self, stretch: Stretch) -> Cover:
        """How far one stretch covers the topic."""
        text = stretch.text
        below = self.below(stretch.titles)
        if not below and not any(word in text for word in self.topic.about):
            return "missing"
        if any(saying.said(text) for saying in self.covers) or (
            below and any(saying.said(text) for saying in self.under)
        ):
            found: Cover = "covered"
        elif any(saying.said(text) for saying in self.partly):
            found = "weak"
        else:
            return "missing"
        if self.passing and self.passing.search(text):
            return "missing"
        if self.elsewhere and not below and self.elsewhere.search(f"{stretch.titles}\n{stretch.before}"):
            return "missing"
        return found

    def line(self, case: Case, around: Sequence[Stretch]) -> Covered:
        """The topic's line of the table."""
        found = [(stretch, cover) for stretch in around if (cover := self.cover(stretch)) != "missing"]
        if not found:
            return Covered(self.topic.category, self.topic.title, "missing")
        section = "\n".join(stretch.text for stretch in around if self.below(stretch.titles))
        words = section + "\n" + "\n".join(f"{stretch.before}{stretch.text}" for stretch, _ in found)
        lacks = [name for name, pattern in self.wants.items() if not pattern.search(words)]
        full = any(cover == "covered" for _, cover in found)
        note = f"没有写清{'、'.join(lacks)}" if lacks else "" if full else _THIN
        paper = case.paper
        places = {
            paper.name(clause) or "开头部分": clause.start
            for clause in (paper.clauses[stretch.clause] for stretch, _ in reversed(found))
        }
        named = sorted(places.items(), key=lambda place: place[1])[:MOST_PLACES]
        return Covered(
            self.topic.category,
            self.topic.title,
            "covered" if full and not lacks else "weak",
            tuple(name for name, _ in named),
            tuple(start for _, start in named),
            note,
        )


def coverage(case: Case, checklist: Checklist) -> tuple[Covered, ...]:
    """One line for each topic of the checklist, in its order."""
    parties = _folded(case.parties)
    defers = _any(checklist.defers, checklist, parties)
    decides = _any([checklist.decides], checklist, parties)
    around = [
        kept
        for stretch in stretches(case.paper)
        if (kept := _without_deferrals(stretch, defers, decides)) is not None
    ]
    return tuple(_ready(topic, checklist, parties).line(case, around) for topic in checklist.topics)


def _without_deferrals(
    stretch: Stretch, defers: re.Pattern[str] | None, decides: re.Pattern[str] | None
) -> Stretch | None:
    """The stretch without what it leaves to later; None when the rest decides nothing."""
    if defers is None or not defers.search(stretch.text):
        return stretch
    rest = "".join(part for part in _PARTS.split(stretch.text) if not defers.search(part))
    return replace(stretch, text=rest) if decides and decides.search(rest) else None


def _folded(parties: Parties) -> Parties:
    """The parties with their words as stretches have them."""

    def fold(party: Party) -> Party:
        return replace(party, words=tuple(map(folded, party.words)))

    return replace(parties, merchant=fold(parties.merchant), provider=fold(parties.provider))


def _any(written: Iterable[str], checklist: Checklist, parties: Parties) -> re.Pattern[str] | None:
    """One pattern for any of several; None for none."""
    filled = [f"(?:{parties.fill(checklist.pattern(pattern))})" for pattern in written]
    return re.compile("|".join(filled)) if filled else None


def _ready(topic: Topic, checklist: Checklist, parties: Parties) -> _Ready:
    def one(written: str) -> re.Pattern[str]:
        return re.compile(parties.fill(checklist.pattern(written)))

    def sayings(written: Iterable[Sequence[str]]) -> tuple[_Saying, ...]:
        return tuple(_Saying(tuple(map(one, saying))) for saying in written)

    return _Ready(
        topic,
        _any(topic.titles, checklist, parties),
        sayings(topic.covers),
        sayings(topic.under),
        sayings(topic.partly),
        _any(topic.passing, checklist, parties),
        _any(topic.elsewhere, checklist, parties),
        {name: one(written) for name, written in topic.wants.items()},
    )
