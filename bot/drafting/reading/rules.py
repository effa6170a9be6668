"""The reader's data files as they are written: figures, choices, names, speech."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from pydantic import Field, field_validator

from bot.drafting.parameters import StrictModel


class PatternModel(StrictModel):
    """Data with regular expressions; a pattern that cannot be compiled is a fault of the file."""

    @field_validator("*", mode="after")
    @classmethod
    def _compiles(cls, value: object, info: object) -> object:
        name = getattr(info, "field_name", "")
        if name in _PATTERNS:
            for pattern in value if isinstance(value, tuple) else (value,):
                try:
                    re.compile(str(pattern))
                except re.error as error:
                    raise ValueError(f"not a pattern: {pattern!r}") from error
        return value


_PATTERNS = frozenset(
    [
        "words",
        "also",
        "unless",
        "none",
        "called",
        "patterns",
        "question",
        "no_question",
        "asks_of_before",
        "asides",
        "correcting",
        "withholding",
        "withheld_if_asked",
        "everything",
        "ordinal_asked",
        "filler",
        "no_figures",
    ]
)


class Cue(PatternModel):
    """Words near a figure that speak for a fact; see the head of `figures.yaml`."""

    words: str = Field(min_length=1)
    also: str = ""
    unless: str = ""
    weight: float = 3


class FigureRule(PatternModel):
    """How one numeric fact is told from the others."""

    parameter: str
    called: str = ""
    units: tuple[str, ...] = ()
    per: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    party: Literal["provider"] | None = None
    day_hours: bool = True
    """Whether a day stands for 24 hours, as it does for a deadline and not for training."""
    not_per: tuple[str, ...] = ()
    """What it is never reckoned on: a price for a day is asked about, not taken for one for a month."""
    none: str = ""
    """Words that say there shall be none of it: a value of 0."""
    cues: tuple[Cue, ...] = ()


class FigureFile(StrictModel):
    """`figures.yaml` as it is written."""

    figures: tuple[FigureRule, ...]
    doubts: dict[str, tuple[str, ...]]


class ChoicePattern(PatternModel):
    """Words that say one value of a choice; `unless` must not stand in the same part of the message."""

    value: str
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: str = ""
    asked: tuple[str, ...] = ()
    """Words that say it only as an answer to the question for it."""


class ChoiceRule(PatternModel):
    """A fact with fixed values."""

    parameter: str
    called: str = ""
    values: tuple[ChoicePattern, ...]


class ChoiceFile(StrictModel):
    """`choices.yaml` as it is written."""

    choices: tuple[ChoiceRule, ...]


class TakenBack(StrictModel):
    """Patterns that show that a figure is the old one: what stands before it, and between it and the next."""

    before: str
    between: str


class SpeechFile(PatternModel):
    """`speech.yaml` as it is written."""

    slips: dict[str, str]
    no_figures: tuple[str, ...]
    question: tuple[str, ...]
    no_question: tuple[str, ...]
    asks_of_before: str
    asides: tuple[str, ...]
    correcting: tuple[str, ...]
    taken_back: TakenBack
    withholding: tuple[str, ...]
    withheld_if_asked: tuple[str, ...]
    everything: str
    ordinal_asked: str
    filler: str

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


class NameRule(PatternModel):
    """A detail of a party, or a place, given in words: what it is called and what its value looks like."""

    parameter: str
    """Without its party: `phone` stands for `party_a_phone` and `party_b_phone`."""
    called: str
    value: str
    alone: bool = False
    """Whether the value is known by its looks, so that nothing need name it."""
    party: bool = True


class NameFile(PatternModel):
    """`names.yaml` as it is written."""

    parties: dict[Literal["own", "other", "party_a", "party_b"], str]
    being: str
    organisation: str
    person: str
    not_names: str
    party_called: str
    details: tuple[NameRule, ...]
    party_named: str
    called: dict[str, str]
    platforms: dict[str, tuple[str, ...]]
    adding: str
    court_named: str
    shop: tuple[str, ...]
    not_shops: str


def compiled(patterns: tuple[str, ...] | str) -> re.Pattern[str]:
    """One pattern that finds any of them."""
    if isinstance(patterns, str):
        return re.compile(patterns)
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
