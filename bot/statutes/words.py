"""`abbreviations.yaml`: short names of laws, and the words that tell a law's name from its surroundings."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

Word = Annotated[str, Field(min_length=1)]


class Part(BaseModel):
    """A part (编) of a code and its articles, both ends included."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: Word
    name: Word
    first: int
    last: int


class Words(BaseModel):
    """`abbreviations.yaml`: short names, and the words that tell a law's name from its surroundings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    abbreviations: dict[str, tuple[Word, ...]]
    replaced: dict[str, tuple[Word, ...]]
    parts: tuple[Part, ...]
    before: tuple[Word, ...]
    not_before: tuple[Word, ...]
    leading: tuple[Word, ...]
    joined: tuple[Word, ...]
    law_endings: tuple[Word, ...]
    rule_endings: tuple[Word, ...]
    no_law: tuple[Word, ...]
    law_after_all: tuple[Word, ...]
    no_law_alone: tuple[Word, ...]
    contract_words: tuple[Word, ...]
    drafts: tuple[Word, ...]
    traditional: dict[str, Word]
    checked: date


def load_words(folder: Path) -> Words:
    """The words of `folder`. Raises ConfigurationError naming file, line and field."""
    return load_yaml(folder / "abbreviations.yaml", Words)
