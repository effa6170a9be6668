"""What to ask for next, and what a statement settles by the way (`knowledge/drafting/asking.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import prod
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.arithmetic.worked import yuan
from bot.data_files import fault, load_yaml
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Parameter

MOST_AT_ONCE = 2
"""Questions of one reply."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Data):
    """A parameter and the words that ask for it."""

    parameter: str
    ask: str = Field(min_length=1)


class Follows(_Data):
    """Facts that, all stated by the user, settle another one that was not."""

    stated: tuple[str, ...] = Field(min_length=1)
    parameter: str
    value: str


class Clash(_Data):
    """A statement that is at odds with others without being impossible.

    It clashes with the facts `against`: where their values are none of `unless` (by parameter), or where the stated
    figure is `below` or `above` that of another, or where `total` is not the product `of` others, as long as the facts
    of `where` have one of these values or none. `settle` are the facts that would make room for it, `says` the reason
    with values in braces, `{product}` among them. `at_once` also where both were said in one message.
    """

    stated: str
    against: tuple[str, ...] = Field(min_length=1)
    unless: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    below: str = ""
    above: str = ""
    total: str = ""
    of: tuple[str, ...] = ()
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    settle: dict[str, str] = Field(default_factory=dict)
    says: str = Field(min_length=1)
    at_once: bool = False

    def holds(self, given: Mapping[str, str]) -> bool:
        """Whether it clashes under these values."""
        if not all(name in given for name in (self.stated, *self.against)):
            return False
        if self.below:
            return Decimal(given[self.stated]) < Decimal(given[self.below])
        if self.above:
            return Decimal(given[self.stated]) > Decimal(given[self.above])
        if self.total:
            elsewhere = any(given.get(name, values[0]) not in values for name, values in self.where.items())
            return not elsewhere and self.product(given) != Decimal(given[self.total])
        return any(given[name] not in values for name, values in self.unless.items())

    def product(self, given: Mapping[str, str]) -> Decimal:
        """What the figures of `of` come to."""
        return prod((Decimal(given[name]) for name in self.of), start=Decimal(1))

    def reason(self, given: Mapping[str, str], parameters: Mapping[str, Parameter]) -> str:
        """`says` with the values that clash."""
        shown = {name: parameters[name].shown(plain) for name, plain in given.items()}
        return self.says.format(**shown, product=yuan(self.product(given)) if self.of else "")


class Decisions(_Data):
    """Patterns of whole messages that decide about a statement that waits, or take up a draft that was left."""

    agree: str = Field(min_length=1)
    decline: str = Field(min_length=1)
    resume: str = Field(min_length=1)


class AskingRules(_Data):
    """The whole file; the order of the questions is their importance."""

    questions: tuple[Question, ...]
    follows: tuple[Follows, ...]
    clashes: tuple[Clash, ...] = ()
    decisions: Decisions

    @classmethod
    def load(cls, path: Path, library: ClauseLibrary) -> AskingRules:
        """The file, checked against the library. Raises ConfigurationError that names file, line and field."""
        rules = load_yaml(path, cls)
        for at, question in enumerate(rules.questions):
            if question.parameter not in library.parameters:
                raise fault(path, ("questions", at, "parameter"), f"没有参数 {question.parameter}")
        for at, one in enumerate(rules.follows):
            for name in (*one.stated, one.parameter):
                if name not in library.parameters:
                    raise fault(path, ("follows", at), f"没有参数 {name}")
        for at, clash in enumerate(rules.clashes):
            compared = [name for name in (clash.below, clash.above, clash.total, *clash.of) if name]
            facts = (*clash.against, *clash.unless, *clash.where, *clash.settle)
            for name in (clash.stated, *facts, *compared):
                if name not in library.parameters:
                    raise fault(path, ("clashes", at), f"没有参数 {name}")
        return rules

    def decided(self, message: str) -> bool | None:
        """Whether a message that says nothing else agrees to what waits or declines it; None where it does neither."""
        words = message.strip().lower()
        if re.fullmatch(self.decisions.decline, words):
            return False
        return True if re.fullmatch(self.decisions.agree, words) else None

    def resumes(self, message: str) -> bool:
        """Whether a message takes up a draft that was left."""
        return bool(re.fullmatch(self.decisions.resume, message.strip().lower()))

    def next(
        self, blanks: Iterable[str], withheld: Iterable[str], most: int = MOST_AT_ONCE
    ) -> tuple[Question, ...]:
        """The most important questions about what is still blank and may be asked for, `most` of them."""
        open_ = set(blanks) - set(withheld)
        return tuple(q for q in self.questions if q.parameter in open_)[: max(most, 0)]

    def settled(self, given: Mapping[str, str], stated: Iterable[str]) -> dict[str, str]:
        """What `stated` facts settle beside themselves, where the user has not given that fact."""
        newly, found = set(stated), dict[str, str]()
        for rule in self.follows:
            told = all(name in given for name in rule.stated) and newly & set(rule.stated)
            if told and rule.parameter not in given and rule.parameter not in found:
                found[rule.parameter] = rule.value
        return found
