"""The checklist against a paper: what is covered, what is weak, what is missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.review.checklist import Checklist
from bot.review.found import Case
from bot.review.paper import Paper
from bot.review.review import Covered
from bot.review.stretches import PARTS, Stretch, stretches
from bot.review.topic_patterns import Maker, ReadyTopic

MOST_PLACES = 6
"""Places that are named for one topic."""

_THIN = "只是提到，没有写出具体怎么做"


def coverage(case: Case, checklist: Checklist) -> tuple[Covered, ...]:
    """One line for each topic of the checklist, in its order."""
    maker = Maker(checklist, case.parties)
    defers, decides = maker.any_of(checklist.defers), maker.one(checklist.decides)
    said = [_decided(stretch, defers, decides) for stretch in stretches(case.paper)]
    around = [stretch for stretch in said if stretch.text]
    return tuple(_line(ReadyTopic.made(topic, maker), case.paper, around) for topic in checklist.topics)


def _decided(stretch: Stretch, defers: re.Pattern[str] | None, decides: re.Pattern[str]) -> Stretch:
    """The stretch without what it leaves to later; without a word when the rest decides nothing."""
    if defers is None or not defers.search(stretch.text):
        return stretch
    rest = "".join(part for part in PARTS.split(stretch.text) if not defers.search(part))
    return replace(stretch, text=rest if decides.search(rest) else "")


def _line(topic: ReadyTopic, paper: Paper, around: Sequence[Stretch]) -> Covered:
    """A topic's line of the table."""
    found = [(stretch, cover) for stretch in around if (cover := topic.cover(stretch)) != "missing"]
    category, title = topic.topic.category, topic.topic.title
    if not found:
        return Covered(category, title, "missing")
    words = "\n".join(
        [stretch.text for stretch in around if topic.below(stretch)]
        + [stretch.before + stretch.text for stretch, _ in found]
    )
    lacks = [name for name, pattern in topic.wants.items() if not pattern.search(words)]
    full = any(cover == "covered" for _, cover in found)
    if not full and len(lacks) == len(topic.wants) > 1:
        return Covered(category, title, "missing")  # touched, with nothing of what it takes
    note = f"没有写清{'、'.join(lacks)}" if lacks else "" if full else _THIN
    places = _places(paper, [stretch for stretch, _ in found])
    return Covered(category, title, "weak" if note else "covered", *places, note)


def _places(paper: Paper, found: Sequence[Stretch]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The names of the clauses that stretches stand in, each once, and where they begin."""
    places: dict[str, int] = {}
    for stretch in found:
        clause = paper.clauses[stretch.clause]
        name = paper.place(stretch.clause)
        if stretch.above.annex:
            name = f"{stretch.above.annex} {clause.visible}".strip()
        places.setdefault(name, clause.start)
    named = list(places)[:MOST_PLACES]
    return tuple(named), tuple(places[name] for name in named)
