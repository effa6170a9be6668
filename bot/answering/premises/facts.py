"""The sentences of passages as they can be compared with a claim, read when they are first needed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.answering.premises.readings import Reader, Reading
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences

AROUND = 0.4
"""What a word counts that stands elsewhere in the passage or its headings, against one in the sentence."""

PRIOR = 0.6
"""What a passage's rank counts against the words of its sentence."""

OTHER_PARTY = 0.5
"""What a sentence loses that says of one party what the claim says of the other."""

FADES = 3.0
"""A passage this far behind the first in rank score counts 1/e of it."""


@dataclass(frozen=True)
class Fact:
    """One sentence of a passage. `context` weighs what is said in it and around it."""

    passage: Passage
    text: str
    reading: Reading
    context: Mapping[str, float]

    @property
    def acts(self) -> set[str]:
        """Who does what in it, as tokens."""
        return {token for token in self.reading.tokens if ">" in token}


@dataclass(frozen=True)
class Ranked:
    """A fact with how well it speaks of a claim's subject, between 0 and about 1.6; `prior` is its passage's."""

    fact: Fact
    score: float
    covers: float
    prior: float


class Facts:
    """The facts of one generation of the index."""

    def __init__(self, contents: Contents, reader: Reader) -> None:
        self.contents = contents
        self._reader = reader
        self._read: dict[str, tuple[Fact, ...]] = {}

    def of(self, passage: Passage) -> tuple[Fact, ...]:
        """The sentences of a passage, read once."""
        if passage.id not in self._read:
            self._read[passage.id] = tuple(self._facts(passage))
        return self._read[passage.id]

    def _facts(self, passage: Passage) -> Iterable[Fact]:
        parts = [(part.text, self._reader.sentence(part.text)) for part in sentences(passage.text)]
        around = dict.fromkeys(self._reader.tokens(passage.heading_path, asked=False), AROUND)
        for _, reading in parts:
            for token in reading.tokens:
                around[token] = max(around.get(token, 0.0), AROUND)
        for text, reading in parts:
            yield Fact(passage, text, reading, {**around, **dict.fromkeys(reading.tokens, 1.0)})


def ranked(claim: Mapping[str, float], facts: Iterable[tuple[Fact, float]]) -> list[Ranked]:
    """Facts by how much of a claim's words they cover and by the prior of their passage, best first."""
    whole = sum(claim.values()) or 1.0
    acts = {token for token in claim if ">" in token}
    found = []
    for fact, prior in facts:
        covers = sum(weight * fact.context.get(token, 0.0) for token, weight in claim.items()) / whole
        covers -= OTHER_PARTY * any(other_party(token) in fact.reading.tokens for token in acts - fact.acts)
        found.append(Ranked(fact, covers + PRIOR * prior, covers, prior))
    return sorted(found, key=lambda item: -item.score)


def prior(score: float, best: float) -> float:
    """How far a passage of this rank score may be the one that is meant."""
    return math.exp((score - best) / FADES)


_OTHER = {"甲方": "乙方", "乙方": "甲方"}
_SIGN = {"+": "-", "-": "+"}


def other_party(act: str) -> str:
    """The same deed by the other party (乙方>解除 for 甲方>解除), or the opposite case; empty when there is none."""
    who, _, deed = act.partition(">")
    if who[:1] in _SIGN:
        return f"{_SIGN[who[0]]}{who[1:]}>"
    return f"{_OTHER[who]}>{deed}" if who in _OTHER else ""
