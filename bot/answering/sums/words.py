"""`knowledge/sums.yaml` as it is written: how figures are told apart, what is a sum, and every sentence said."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

FigureClass: TypeAlias = Literal[
    "amount", "rate", "times", "days", "months", "workdays", "date", "people", "count"
]


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    return pattern


Pattern: TypeAlias = Annotated[str, AfterValidator(_regular)]
"""A regular expression, checked when the file is read."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rewrite(_Model):
    """A way of writing that is turned into the one the rules know: English, slips, colloquial words."""

    find: Pattern
    put: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.find, re.IGNORECASE)


class Basis(_Model):
    """What an amount or a rate is reckoned on, told by the words right before or right after it."""

    name: str
    before: Pattern
    after: Pattern


class RoleRule(_Model):
    """Which part a figure plays, told by its class and its surroundings; the first rule that holds decides.

    `before` is sought at the end of the words before the figure, `after` at the start of those behind it; one
    of them is enough unless `both` are wanted. `basis` (several joined by +) and `text` must hold as well. What
    the group `called` finds is what the figure is called in the answer (押金, not 定金).
    """

    role: str
    of: tuple[FigureClass, ...] = Field(min_length=1)
    before: Pattern = ""
    after: Pattern = ""
    both: bool = False
    basis: str = ""
    text: Pattern = ""


class SlotWords(_Model):
    """One input: its name, the question that asks for it, and between which values it makes sense."""

    name: str
    ask: str
    of: tuple[FigureClass, ...] = ()
    above: Decimal | None = Decimal(0)
    most: Decimal = Decimal(10) ** 10
    whole: bool = False
    absurd: str = ""


class Filling(_Model):
    """Where a kind of sum takes one input from: roles in order, then any figure of its class when `rest`."""

    roles: tuple[str, ...] = ()
    rest: bool = False


class When(_Model):
    """One way in which a kind of sum is asked for: all cues, none of `without`, and these inputs given.

    An item of `has` may name several inputs with `|`, one of which is enough.
    """

    cues: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    has: tuple[str, ...] = Field(min_length=1)


class KindWords(_Model):
    """One kind of sum. The first kind whose `when` holds is meant; an `also` kind may be asked beside it.

    Figures whose words `ignores` finds may stand in the question without going into the sum.
    """

    name: str
    title: str
    when: tuple[When, ...] = Field(min_length=1)
    slots: dict[str, Filling]
    also: bool = False
    ignores: Pattern = "(?!)"
    suggest: tuple[str, ...] = ()


class SourceRule(_Model):
    """Where in a passage a figure stands that the user did not give: sentences with all these words.

    `passage` must stand somewhere in the whole passage.
    """

    words: tuple[Pattern, ...]
    of: FigureClass
    basis: str = ""
    passage: Pattern = ""


class Note(_Model):
    """A line of caution, a second sentence where one is needed, and the law that they rest on."""

    text: str = Field(min_length=1)
    then: str = ""
    laws: tuple[str, ...] = ()


class SumsFile(_Model):
    """The whole file."""

    rewrites: tuple[Rewrite, ...]
    month_ends: Pattern
    negative: Pattern
    denied: Pattern
    today: Pattern
    known_today: str
    foreign: Pattern
    foreign_maybe: Pattern
    service: Pattern
    ours: Pattern
    removals: dict[str, Pattern]
    bad_dates: tuple[Pattern, ...]
    people: Pattern
    bases: tuple[Basis, ...]
    roles: tuple[RoleRule, ...]
    cues: dict[str, Pattern]
    split: Pattern
    joints: Pattern
    slots: dict[str, SlotWords]
    kinds: tuple[KindWords, ...]
    sources: dict[str, SourceRule]
    says: dict[str, str]
    notes: dict[str, Note]

    @model_validator(mode="after")
    def _names_are_known(self) -> SumsFile:
        for kind in self.kinds:
            given = set(kind.slots)
            asked = {name for when in kind.when for item in when.has for name in item.split("|")}
            cues = {name for when in kind.when for name in (*when.cues, *when.without)}
            if (
                unknown := (set(self.removals) - set(self.slots))
                | (given - set(self.slots))
                | (asked - given)
                | (cues - set(self.cues))
            ):
                raise ValueError(f"{kind.name}: {', '.join(sorted(unknown))}")
        return self

    def kind(self, name: str) -> KindWords:
        """The kind of this name. Raises StopIteration for an unknown one."""
        return next(kind for kind in self.kinds if kind.name == name)
