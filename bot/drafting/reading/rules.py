"""The reader's data files as they are written: figures, choices, names, speech."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from bot.data_files import fault
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import StrictModel


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"not a pattern: {pattern!r}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]


class Cue(StrictModel):
    """Words near a figure that speak for a fact; see the head of `figures.yaml`."""

    words: Pattern = Field(min_length=1)
    also: Pattern = ""
    unless: Pattern = ""
    weight: float = 3


class FigureRule(StrictModel):
    """How one numeric fact is told from the others."""

    parameter: str
    called: Pattern = ""
    units: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    party: Literal["provider"] | None = None
    day_hours: bool = True
    """Whether a day stands for 24 hours, as it does for a deadline and not for training."""
    not_per: tuple[str, ...] = ()
    """What it is never reckoned on: a price for a day is asked about, not taken for one for a month."""
    none: Pattern = ""
    """Words that say there shall be none of it: a value of 0."""
    cues: tuple[Cue, ...] = ()


class FigureFile(StrictModel):
    """`figures.yaml` as it is written."""

    figures: tuple[FigureRule, ...]
    doubts: dict[str, tuple[str, ...]]


class ChoicePattern(StrictModel):
    """Words that say one value of a choice; `unless` must not stand in the same part of the message."""

    value: str
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: str = ""
    asked: tuple[str, ...] = ()
    """Words that say it only as an answer to the question for it."""


class ChoiceRule(StrictModel):
    """A fact with fixed values."""

    parameter: str
    called: Pattern = ""
    values: tuple[ChoicePattern, ...]


class ChoiceFile(StrictModel):
    """`choices.yaml` as it is written."""

    choices: tuple[ChoiceRule, ...]


class TakenBack(StrictModel):
    """Patterns that show that a figure is the old one: what stands before it, and between it and the next."""

    before: Pattern
    between: Pattern


class SpeechFile(StrictModel):
    """`speech.yaml` as it is written."""

    slips: dict[str, str]
    no_figures: tuple[Pattern, ...]
    question: tuple[Pattern, ...]
    no_question: tuple[Pattern, ...]
    asks_of_before: Pattern
    reckons: Pattern
    reckons_not: Pattern
    asides: tuple[Pattern, ...]
    measures: tuple[Pattern, ...]
    correcting: tuple[Pattern, ...]
    taken_back: TakenBack
    withholding: tuple[Pattern, ...]
    withheld_if_asked: tuple[Pattern, ...]
    everything: Pattern
    ordinal_asked: Pattern
    filler: Pattern

    @field_validator("slips", mode="after")
    @classmethod
    def _same_length(cls, slips: dict[str, str]) -> dict[str, str]:
        for slip, meant in slips.items():
            if len(slip) != len(meant):
                raise ValueError(f"{slip!r} and {meant!r} differ in length")
        return slips

    @cached_property
    def slip_pattern(self) -> re.Pattern[str]:
        """Any of the slips, the longest first."""
        return re.compile("|".join(map(re.escape, sorted(self.slips, key=len, reverse=True))))


class NameRule(StrictModel):
    """A detail of a party, or a place, given in words: what it is called and what its value looks like."""

    parameter: str
    """Without its party: `phone` stands for `party_a_phone` and `party_b_phone`."""
    called: Pattern
    value: Pattern
    alone: bool = False
    """Whether the value is known by its looks, so that nothing need name it."""
    party: bool = True


class NameFile(StrictModel):
    """`names.yaml` as it is written."""

    parties: dict[Literal["own", "other", "party_a", "party_b"], Pattern]
    being: Pattern
    organisation: Pattern
    person: Pattern
    surnamed: Pattern
    not_in_names: Pattern
    not_names: Pattern
    party_called: Pattern
    details: tuple[NameRule, ...]
    party_named: Pattern
    called: dict[str, Pattern]
    platforms: dict[str, tuple[Pattern, ...]]
    adding: Pattern
    court_named: Pattern
    shop: tuple[Pattern, ...]
    not_shops: Pattern


def compiled(patterns: tuple[str, ...] | str) -> re.Pattern[str]:
    """One pattern that finds any of them."""
    if isinstance(patterns, str):
        return re.compile(patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def check_clauses(path: Path, field: str, named: Sequence[Sequence[str]], library: ClauseLibrary) -> None:
    """Raise ConfigurationError where `clauses` of an entry of a file names one that the library does not have."""
    known = {clause.id for clause in library.clauses}
    for at, identities in enumerate(named):
        for index, identity in enumerate(identities):
            if identity not in known:
                raise fault(path, (field, at, "clauses", index), f"没有 {identity} 这一条")
