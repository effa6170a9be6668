"""What the database does not hold: curated regulations and interpretations, and laws no longer in force.

Regulations are told in our own words and always shown as 未经法条库核对; nothing is said of an article that is not
in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

Word = Annotated[str, Field(min_length=1)]
UNCHECKED = "未经法条库核对"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Regulation:
    """One article of a regulation or interpretation, in our own words; `says` is empty where none is on file.

    `number` is the document's (法释〔2023〕13号), `article` the label (第六十五条), `date` the ISO day it took effect
    in this form, `body` who issued it, `topics` what it bears on.
    """

    name: str
    number: str
    article: str
    date: str
    says: str
    body: str = ""
    topics: tuple[str, ...] = ()
    mark: str = UNCHECKED


class RuleArticle(_Data):
    """What one article says, in our own words."""

    article: int
    says: Word
    topics: tuple[Word, ...] = ()


class Rule(_Data):
    """One regulation or interpretation. `aliases` are other exact names; `last` is its last article, if known."""

    name: Word
    aliases: tuple[Word, ...] = ()
    number: Word
    body: Word
    date: date
    last: int | None = None
    source: Word
    articles: tuple[RuleArticle, ...] = ()


class Regulations(_Data):
    """`regulations.yaml`."""

    regulations: tuple[Rule, ...]
    checked: date


class Successor(_Data):
    """Where the content of an old article stands now; `note` says what changed with it."""

    old: int
    new: tuple[int, ...]
    note: str = ""


class RepealedLaw(_Data):
    """A law or interpretation that is no longer in force.

    `until` is the first day without it, `by` the law that replaced it, `article` the article of `by` that says
    so (none where the database cannot show it), `last` the old law's last article.
    """

    name: Word
    aliases: tuple[Word, ...] = ()
    until: date
    by: Word
    article: int | None = None
    last: int | None = None
    source: Word
    now: tuple[Successor, ...] = ()

    def successor(self, number: int) -> Successor | None:
        """The entry for 第 `number` 条, if there is one."""
        return next((entry for entry in self.now if entry.old == number), None)


class FolkName(_Data):
    """An article people still call by its former number: `says` tells which article they usually mean."""

    law: Word
    number: int
    means: int
    says: Word


class RepealedLaws(_Data):
    """`repealed.yaml`."""

    repealed: tuple[RepealedLaw, ...]
    folk: tuple[FolkName, ...]
    checked: date


def load_regulations(folder: Path) -> Regulations:
    """The curated regulations of `folder`. Raises ConfigurationError naming file, line and field."""
    return load_yaml(folder / "regulations.yaml", Regulations)


def load_repealed(folder: Path) -> RepealedLaws:
    """The laws no longer in force. Raises ConfigurationError naming file, line and field."""
    return load_yaml(folder / "repealed.yaml", RepealedLaws)
