"""What the user told of their own case, and a conversation cut to a budget without losing any of it.

Facts are found by rule, with the turn they came from. A later fact takes the place of an earlier one on the
same thing, so a correction holds. Facts are never trimmed: history is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot import tokens
from bot.answering.side import Sides, normal
from bot.conversation import Turn
from bot.data_files import load_yaml
from bot.glossary import Glossary, Mention
from bot.quantities import Kind, Quantity, parse

FactKind: TypeAlias = Literal["side", "platform", "name", "figure"]

WHOLE_SHARE = 0.6
"""Of the budget, what whole answers may take; the rest is for what is said in short of the turns before."""

_CLAUSE = re.compile(r"[^,。;!?\n]+[,。;!?\n]?")
_MARKER = re.compile(r"\[\d+\]")
_FIRST = re.compile(r"[^。！？\n]+[。！？]?")


class MemoryRules(BaseModel):
    """`memory` of `knowledge/sides.yaml`: how facts are told, and how they are said to a model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    not_told: str = Field(min_length=1)
    taken_back: str
    only_asked: str
    contract: str
    company: str
    says: dict[FactKind, str]
    of_contract: str
    heading: str


class _MemoryFile(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    memory: MemoryRules


@dataclass(frozen=True)
class Fact:
    """One thing the user told: `value` as they wrote it, `about` what it is of (a term or 坐席, or empty).

    `turn` counts the user's turns from 1. `quantity` is set for figures; `contract` when the figure is one of
    their own contract or draft and not of their case.
    """

    kind: FactKind
    value: str
    turn: int
    about: str = ""
    quantity: Quantity | None = None
    contract: bool = False


@dataclass(frozen=True)
class Trimmed:
    """A conversation within a budget: what the user told, and earlier (question, answer) pairs, oldest first."""

    facts: str
    history: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Memory:
    """The facts that hold at the end of a conversation, in the order they were told."""

    facts: tuple[Fact, ...] = ()
    lines: tuple[str, ...] = ()
    heading: str = ""

    def figures(self, kind: Kind | None = None, about: str = "") -> tuple[Quantity, ...]:
        """The figures told, of one kind and about one term where these are given; the latest last."""
        told = (fact for fact in self.facts if fact.quantity and (not about or fact.about == about))
        return tuple(f.quantity for f in told if f.quantity and (kind is None or f.quantity.kind == kind))

    def value(self, kind: FactKind) -> str:
        """The side, platform or name that holds, or empty."""
        return next((fact.value for fact in reversed(self.facts) if fact.kind == kind), "")

    @property
    def said(self) -> str:
        """All facts in words, a line each, for a prompt; empty when nothing was told."""
        return "\n".join([self.heading, *self.lines]) if self.lines else ""

    def own_words(self, asked: str) -> str:
        """A question that has `said` before it, with what was told as the user wrote it: the heading and the
        numbers of turns are ours, so no answer may rest on them."""
        told = [f"{fact.about}{fact.value}" for fact in self.facts]
        return "\n".join([*told, asked.removeprefix(self.said).strip()])


class Remembering:
    """Finds facts by the rules of `knowledge/sides.yaml`."""

    def __init__(self, rules: MemoryRules, glossary: Glossary, sides: Sides) -> None:
        self._rules = rules
        self._glossary = glossary
        self._sides = sides
        self._not_told = re.compile(rules.not_told)
        self._taken_back = re.compile(rules.taken_back)
        self._only_asked = re.compile(rules.only_asked)
        self._contract = re.compile(rules.contract)
        self._company = re.compile(rules.company)

    @classmethod
    def load(cls, path: Path, glossary: Glossary) -> Remembering:
        """The rules in a file (`sides.yaml`); ConfigurationError names file, line and field."""
        return cls(load_yaml(path, _MemoryFile).memory, glossary, Sides.load(path))

    def of(self, turns: Sequence[Turn]) -> Memory:
        """What the user told in a conversation."""
        held: dict[tuple[object, ...], Fact] = {}
        number = 0
        for turn in turns:
            if turn.role != "user":
                continue
            number += 1
            text = normal(turn.text)
            correction = bool(self._not_told.search(text))
            for fact in self._told(text, number):
                self._put(held, fact, correction)
        facts = tuple(held.values())
        return Memory(facts, tuple(self._line(fact) for fact in facts), self._rules.heading)

    def _put(self, held: dict[tuple[object, ...], Fact], fact: Fact, correction: bool) -> None:
        """A fact takes the place of one on the same thing; a corrected figure, of the last one of its unit."""
        key = _key(fact)
        if correction and fact.quantity and key not in held:
            unit = (fact.quantity.kind, fact.quantity.unit)
            alike = [k for k, f in held.items() if f.quantity and (f.quantity.kind, f.quantity.unit) == unit]
            if alike and not fact.about:
                before = held.pop(alike[-1])
                fact = Fact(fact.kind, fact.value, fact.turn, before.about, fact.quantity, before.contract)
                key = _key(fact)
        held.pop(key, None)
        held[key] = fact

    def _told(self, text: str, turn: int) -> Iterator[Fact]:
        claims = [claim for claim in self._sides.claims(text) if not claim.supposed]
        if claims:
            yield Fact("side", claims[-1].side, turn)
        for match in self._company.finditer(text):
            yield Fact("name", match["name"], turn, match["of"] or "")
        for clause in _CLAUSE.findall(text):
            yield from self._in_clause(clause, turn, bool(self._contract.search(text)))

    def _in_clause(self, clause: str, turn: int, contract: bool) -> Iterator[Fact]:
        mentions = self._glossary.in_question(clause)
        for mention in mentions:
            if mention.term.kind == "platform" and not self._taken_back.search(clause[: mention.start]):
                yield Fact("platform", mention.term.name, turn)
        if self._only_asked.search(clause):
            return
        for figure in parse(clause):
            if figure.kind == "ordinal" or self._taken_back.search(clause[: figure.start]):
                continue
            yield Fact("figure", figure.text, turn, _about(mentions, figure), figure, contract)

    def _line(self, fact: Fact) -> str:
        says = self._rules.says[fact.kind].format(value=fact.value, about=fact.about, turn=fact.turn)
        return f"{says}{self._rules.of_contract}" if fact.contract else says


def trimmed(turns: Sequence[Turn], memory: Memory, budget: int, model: str) -> Trimmed:
    """The earlier turns within `budget` tokens of `model`, with everything the user told.

    The newest exchanges stay whole as long as they fit; of older ones the question and the first sentence of
    the answer stay, then the question alone. Facts come first and are never cut.
    """
    facts = memory.said
    left = budget - tokens.count(facts, model)
    short = left * (1 - WHOLE_SHARE)
    kept: list[tuple[str, str]] = []
    for question, answer in reversed(_exchanges(turns)):
        for form in (answer, _opening(answer), ""):
            cost = tokens.count_messages([question, form], model)
            if cost <= left - (short if form == answer else 0):
                kept.append((question, form))
                left -= cost
                break
        else:
            break
    return Trimmed(facts, tuple(reversed(kept)))


def _exchanges(turns: Sequence[Turn]) -> list[tuple[str, str]]:
    """Earlier questions with their answers, markers taken off; small talk and refusals say nothing."""
    pairs = pairwise(turns)
    return [
        (asked.text, _MARKER.sub("", given.text))
        for asked, given in pairs
        if asked.role == "user" and given.reply is not None and given.reply.kind == "answer"
    ]


def _opening(answer: str) -> str:
    found = _FIRST.search(answer)
    return found[0] if found else ""


def _about(mentions: Sequence[Mention], figure: Quantity) -> str:
    """The term that a figure of a clause is of: the last one named before it, else the first; 合同 if no other."""
    terms = [m for m in mentions if m.term.kind not in ("party", "platform")]
    telling = [m for m in terms if m.term.kind != "document"] or terms
    before = [m.term.name for m in telling if m.end <= figure.start]
    return before[-1] if before else next((m.term.name for m in telling), "")


def _key(fact: Fact) -> tuple[object, ...]:
    if fact.quantity is None:
        return (fact.kind, fact.about)
    value = Decimal(0) if fact.about else fact.quantity.value
    return (fact.kind, fact.about, fact.quantity.kind, fact.quantity.unit, fact.contract, value)
