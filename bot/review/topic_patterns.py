"""A topic of the checklist with its patterns made for one paper, and how far a stretch of the paper covers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import takewhile

from bot.review.checklist import Checklist, Topic
from bot.review.folding import folded
from bot.review.parties import Parties, Party
from bot.review.review import Cover
from bot.review.stretches import PARTS, Stretch

_PARTY = re.compile("<(?:merchant|provider|either)>")
_compiled = lru_cache(maxsize=4096)(re.compile)  # the module's own memory is too small for a checklist


class Maker:
    """Makes the patterns of one checklist for one paper: words and parties filled in, as stretches are written."""

    def __init__(self, checklist: Checklist, parties: Parties) -> None:
        self._checklist = checklist
        self._parties = replace(
            parties, merchant=_folded(parties.merchant), provider=_folded(parties.provider)
        )

    def one(self, written: str) -> re.Pattern[str]:
        """One pattern."""
        return _compiled(self._filled(written))

    def any_of(self, written: Iterable[str]) -> re.Pattern[str] | None:
        """One pattern for any of several; None for none."""
        filled = [f"(?:{self._filled(pattern)})" for pattern in written]
        return _compiled("|".join(filled)) if filled else None

    def sayings(self, written: Iterable[Sequence[str]]) -> tuple[Saying, ...]:
        """Sayings, each of patterns that must all match."""
        return tuple(Saying(tuple(map(self.one, patterns))) for patterns in written)

    def _filled(self, written: str) -> str:
        spelled = self._checklist.pattern(written)
        return self._parties.fill(spelled) if _PARTY.search(spelled) else spelled


def _folded(party: Party) -> Party:
    return replace(party, words=tuple(map(folded, party.words)))


@dataclass(frozen=True)
class Saying:
    """Patterns that must all match one stretch."""

    patterns: tuple[re.Pattern[str], ...]

    def said(self, text: str) -> bool:
        """Whether they do."""
        return all(pattern.search(text) for pattern in self.patterns)

    def said_after(self, lead: str, text: str) -> bool:
        """Whether they do when the first, what it is about, may stand in what leads to the text."""
        about, *rest = self.patterns
        return bool(rest) and all(pattern.search(text) for pattern in rest) and bool(about.search(lead))


@dataclass(frozen=True)
class ReadyTopic:
    """A topic that can be looked for."""

    topic: Topic
    wants: dict[str, re.Pattern[str]]
    _titles: re.Pattern[str] | None
    _covers: tuple[Saying, ...]
    _under: tuple[Saying, ...]
    _partly: tuple[Saying, ...]
    _passing: re.Pattern[str] | None
    _elsewhere: re.Pattern[str] | None
    _anywhere: tuple[Saying, ...]
    _named: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def made(cls, topic: Topic, maker: Maker) -> ReadyTopic:
        """The topic with its patterns."""
        return cls(
            topic,
            {name: maker.one(written) for name, written in topic.wants.items()},
            maker.any_of(topic.titles),
            maker.sayings(topic.covers),
            maker.sayings(topic.under),
            maker.sayings(topic.partly),
            maker.any_of(topic.passing),
            maker.any_of(topic.elsewhere),
            maker.sayings(topic.anywhere),
        )

    def below(self, stretch: Stretch) -> bool:
        """Whether one of the headings over a stretch names the topic."""
        titles = stretch.above.titles
        if titles not in self._named:
            self._named[titles] = bool(self._titles and self._titles.search(titles))
        return self._named[titles]

    def cover(self, stretch: Stretch) -> Cover:
        """How far one stretch covers the topic, by itself or with the heading or the sentence that leads to it."""
        below = self.below(stretch)
        if not below and not any(word in stretch.text or word in stretch.before for word in self.topic.about):
            return "missing"
        if (
            not below
            and self._elsewhere
            and self._elsewhere.search(f"{stretch.above.titles}\n{stretch.before}")
        ):
            return "covered" if any(saying.said(stretch.text) for saying in self._anywhere) else "missing"
        leads = [lead for lead in (stretch.before, stretch.above.titles if below else "") if lead]
        return self._says(
            self._beside(stretch.text), below, [lead for lead in leads if not self._passes(lead)]
        )

    def _says(self, text: str, below: bool, leads: Sequence[str]) -> Cover:
        if any(
            saying.said(text) or any(saying.said_after(lead, text) for lead in leads)
            for saying in self._covers
        ):
            return "covered"
        if below and any(saying.said(text) for saying in self._under):
            return "covered"
        return "weak" if any(saying.said(text) for saying in self._partly) else "missing"

    def _passes(self, text: str) -> bool:
        return bool(self._passing and self._passing.search(text))

    def _beside(self, text: str) -> str:
        """What a stretch says beside its mentions: the other rows of a table; of a sentence what stands before, as
        what follows a mention hangs on it."""
        if not self._passes(text):
            return text
        if "\n" in text:
            return "\n".join(row for row in text.split("\n") if not self._passes(row))
        kept = list(takewhile(lambda part: not self._passes(part), PARTS.split(text)))
        while kept and kept[-1].endswith("的，"):  # a condition of what is only mentioned
            kept.pop()
        return "" if "".join(kept) == text else "".join(kept)
