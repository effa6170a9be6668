"""`knowledge/review/consistency.yaml`: what only one side does, words for one thing, and what a paper settles once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Act(_Model):
    """An act that only `by` can do. `patterns` find a sentence in which the other one does it."""

    does: str = Field(min_length=1)
    by: Literal["merchant", "provider"]
    patterns: tuple[str, ...] = Field(min_length=1)
    unless: str = ""


class Thing(_Model):
    """Words that are used for one thing."""

    name: str = Field(min_length=1)
    words: tuple[str, ...] = Field(min_length=2)


class Topic(_Model):
    """One thing that is settled once; the file says what the fields are."""

    id: str = Field(pattern=r"^[a-z-]+$")
    title: str = Field(min_length=1)
    about: str = Field(min_length=1)
    figure: str = Field(min_length=1)
    told: tuple[str, ...] = ()
    strict: bool = False
    against: str = ""
    unless: str = ""


class Deed(_Model):
    """Something that is done by a deadline."""

    id: str = Field(pattern=r"^[a-z-]+$")
    pattern: str = Field(min_length=1)


class Event(_Model):
    """What deadlines are counted from, or what is to be told ahead. `acts` are the deeds that are due after it, where
    not all; `unless` are words of figures that are about something else; with `one_side` only one side ever does it."""

    id: str = Field(pattern=r"^[a-z-]+$")
    title: str = Field(min_length=1)
    pattern: str = Field(min_length=1)
    acts: tuple[str, ...] = ()
    unless: str = ""
    one_side: bool = False


class Deadlines(_Model):
    """What is due after which events, and what is told how long ahead; `objects` tell deeds of one kind apart."""

    acts: tuple[Deed, ...] = ()
    events: tuple[Event, ...] = ()
    notices: tuple[Event, ...] = ()
    objects: tuple[str, ...] = ()


class Consistency(_Model):
    """The whole file; empty where a case was made without it."""

    acts: tuple[Act, ...] = ()
    things: tuple[Thing, ...] = ()
    conditions: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    deadlines: Deadlines = Field(default_factory=Deadlines)

    @classmethod
    def load(cls, knowledge: Path) -> Consistency:
        """The words of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / "review" / "consistency.yaml", cls)
