"""`knowledge/checklist.yaml`: what such a contract must contain, how to tell that it does, and what to write where not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.data_files import load_yaml
from bot.review.categories import Category
from bot.review.rules import Passage, Severities

FILE = "checklist.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


Saying = Annotated[
    tuple[str, ...], Field(min_length=1), BeforeValidator(lambda one: (one,) if isinstance(one, str) else one)
]
"""Patterns that must all match one sentence, in any order; a single one may be written without brackets."""


class Topic(_Model):
    """One topic of the checklist.

    `about` are plain words: a sentence with none of them, under a heading that does not name the topic, is not looked
    at any further. `covers` are sayings that cover it in one sentence, wherever it stands. `titles` are patterns of headings under
    which it stands, and `under` are sayings that cover it there, though they would not elsewhere. `partly` are
    sayings that touch it only: with nothing better the topic is weak. A sentence that matches one of `passing` only
    mentions the topic and is no evidence; neither is one whose heading, or the sentence before it, matches one of
    `elsewhere`, unless a heading names the topic too; `anywhere` are sayings that cover the topic even there. `wants` are named patterns of what a good clause says as well: a topic that is covered without one of
    them is weak, and its name says what is missing.

    In patterns `<merchant>`, `<provider>`, `<either>` stand for any word of that party, `<word>` for an entry of
    `words`. They are held against sentences without white space, in simplified characters and with Chinese
    punctuation, and without commas in figures.

    `message`, `consequence` and `clauses` (ids of the library, the text to paste) are for the finding that it is
    missing; `wording` are paragraphs to paste in place of clauses that speak of annexes which a paper does not have.
    """

    category: Category
    title: str = Field(min_length=1)
    severity: Severities
    about: tuple[str, ...] = Field(min_length=1)
    titles: tuple[str, ...] = ()
    covers: tuple[Saying, ...] = Field(min_length=1)
    under: tuple[Saying, ...] = ()
    partly: tuple[Saying, ...] = ()
    passing: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    anywhere: tuple[Saying, ...] = ()
    wants: dict[str, str] = Field(default_factory=dict)
    message: str = Field(min_length=1)
    consequence: str = Field(min_length=1)
    clauses: tuple[str, ...] = Field(min_length=1)
    wording: tuple[str, ...] = ()
    statutes: tuple[str, ...] = ()
    guidance: Passage | None = None


class Checklist(_Model):
    """The whole file, its topics in the order of a contract.

    `words` are patterns that others use by name. `defers` are patterns of what leaves a thing to later (另行约定): a
    part of a sentence that matches says nothing. `decides` is a pattern of what must be left of such a sentence for
    the rest of it to say something.
    """

    words: dict[str, str] = Field(default_factory=dict)
    defers: tuple[str, ...] = Field(min_length=1)
    decides: str = Field(min_length=1)
    topics: tuple[Topic, ...] = Field(min_length=1)

    @classmethod
    def load(cls, knowledge: Path) -> Checklist:
        """The checklist of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / FILE, cls)

    def pattern(self, written: str) -> str:
        """A pattern with every `<word>` in it as the expression that it stands for."""
        return _NAME.sub(lambda match: self._spelled.get(match[1], match[0]), written)

    @cached_property
    def _spelled(self) -> Mapping[str, str]:
        """The words with those that stand before them filled in."""
        spelled: dict[str, str] = {}
        for name, written in self.words.items():
            whole = _NAME.sub(lambda match: spelled.get(match[1], match[0]), written)
            spelled[name] = f"(?:{whole})"
        return spelled


_NAME = re.compile(r"(?<![?(])<(\w+)>")
