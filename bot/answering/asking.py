"""What a question wants, whether it leans on the turn before, and how many questions it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.glossary import Glossary
from bot.retrieval.question import plain, simplified

AskKind: TypeAlias = Literal[
    "compare", "how_much", "how_long", "when", "how_many", "where", "who", "list", "why", "may", "what",
    "how", "general",
]  # fmt: skip
FigureKind: TypeAlias = Literal["amount", "rate", "duration", "date", "count", "ordinal", "time"]

MOST_PARTS = 4
"""Questions of one turn that are answered one by one; what is beyond stays with the last."""

SHORT = 14
"""Characters: a question this short without a topic of its own leans on the turn before."""

_Q = "?？"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindRule(_Model):
    """How one kind of question is recognised, and which figures answer it."""

    name: AskKind
    patterns: tuple[str, ...] = Field(min_length=1)
    figures: tuple[FigureKind, ...] = ()


class AskingFile(_Model):
    """`knowledge/asking.yaml` as it is written."""

    kinds: tuple[KindRule, ...]
    leaning: tuple[str, ...]
    particles: tuple[str, ...]
    swap_cue: str
    swapped: tuple[tuple[str, str], ...]
    joints: str
    asks_something: str


@dataclass(frozen=True)
class Asked:
    """What a question wants: its kind, the kinds of figure that would answer it."""

    kind: AskKind
    figures: tuple[FigureKind, ...] = ()


class Asking:
    """The rules of `knowledge/asking.yaml`, compiled."""

    def __init__(self, rules: AskingFile, glossary: Glossary) -> None:
        self._rules = rules
        self._glossary = glossary
        self._kinds = [(rule, re.compile("|".join(rule.patterns))) for rule in rules.kinds]
        self._leaning = re.compile("|".join(rules.leaning))
        self._swap = re.compile(rules.swap_cue)
        self._joints = re.compile(rules.joints)
        self._asks = re.compile(rules.asks_something)

    @classmethod
    def load(cls, path: Path, glossary: Glossary) -> Asking:
        """The rules in a file; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, AskingFile), glossary)

    def kind(self, question: str) -> Asked:
        """What a stand-alone question wants."""
        text = simplified(plain(question)).lower().rstrip(_Q + " 。.")
        for rule, pattern in self._kinds:
            if pattern.search(text):
                return Asked(rule.name, rule.figures)
        return Asked("general")

    def parts(self, typed: str) -> list[str]:
        """The questions of one turn; one unless each part asks something of its own."""
        pieces = [piece.strip(" ,，。") for piece in self._joints.split(plain_lines(typed))]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) < 2 or not all(self._asks.search(p) and len(p) >= 4 for p in pieces):
            return [typed]
        return [*pieces[: MOST_PARTS - 1], "?".join(pieces[MOST_PARTS - 1 :])][: min(len(pieces), MOST_PARTS)]

    def readings(self, typed: str, before: str, *, same_turn: bool = False) -> tuple[str, ...]:
        """The ways to read a question without its conversation, one or two; `before` is the one before it.

        「那佣金呢」 and 「反过来呢」 are the question before with another topic or the parties exchanged. Others
        that lean on it are read together with it. A bare topic of another kind, and short questions that may
        lean but need not, are read both ways: alone, and together.
        """
        text = simplified(plain(typed))
        if not before or not text:
            return (typed,)
        previous = before.rstrip(_Q + " 。.")
        joined = f"{previous}，{text}"
        if self._leans(text):
            if self._swap.search(text):
                return (self._other_side(previous),)
            topic = self._bare_topic(text)
            if topic and (changed := self._same_with_other_topic(previous, topic)):
                return (changed,)
            alone = typed if topic else self._whole_question(text)
            return (alone, joined) if alone else (joined,)
        short = not same_turn and len(text) <= SHORT and len(self._own_topics(text)) < 2
        return (typed, joined) if short else (typed,)

    def _leans(self, text: str) -> bool:
        return len(text) <= 2 * SHORT and bool(self._leaning.search(text.lower().rstrip(_Q + "。. ")))

    def _own_topics(self, text: str) -> set[str]:
        ignored = {"party", "platform"}
        return {m.term.name for m in self._glossary.in_question(text) if m.term.kind not in ignored}

    def _other_side(self, previous: str) -> str:
        """The parties exchanged."""
        for one, other in self._rules.swapped:
            if one in previous:
                return previous.replace(other, "\0").replace(one, other).replace("\0", one)
            if other in previous:
                return previous.replace(other, one)
        return previous

    def _bare_topic(self, text: str) -> str:
        """The term that is all a question says, as in 「那佣金呢」; else empty."""
        bare = text.rstrip(_Q + " 。.")
        for particle in self._rules.particles:
            bare = bare.removeprefix(particle).removesuffix(particle)
        whole = any(m.end - m.start == len(bare) for m in self._glossary.in_question(bare))
        return bare if whole else ""

    def _whole_question(self, text: str) -> str:
        """「佣金什么时候付」 of 「那佣金什么时候付呢」: asks of a topic of its own after an opening word; else empty."""
        bare = text.rstrip(_Q + " 。.").removesuffix("呢")
        for particle in self._rules.particles:
            bare = bare.removeprefix(particle).lstrip(" ,，")
        leans = self._leaning.search(bare.lower())
        return "" if leans or not self._asks.search(bare) or not self._own_topics(bare) else bare

    def _same_with_other_topic(self, previous: str, topic: str) -> str:
        """The question before about `topic` instead of the topic of the same kind it has; empty if none."""
        new = next(m.term for m in self._glossary.in_question(topic) if m.end - m.start == len(topic))
        for old in self._glossary.in_question(previous):
            if old.term.kind == new.kind and old.term != new:
                return previous[: old.start] + topic + previous[old.end :]
        return ""


def plain_lines(text: str) -> str:
    """The question with its line ends kept, since they part questions."""
    return "\n".join(plain(line) for line in text.splitlines())
