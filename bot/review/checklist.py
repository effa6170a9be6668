"""`knowledge/checklist.yaml`: what such a contract must contain, how to tell that it does, and what to write where not."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.review.categories import Category
from bot.review.rules import Passage, Severities

FILE = "checklist.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Topic(_Model):
    """One topic of the checklist.

    `titles` are patterns of headings under which it stands. `covers` are patterns of sentences that cover it by
    themselves, under whatever heading; `hints` are patterns of which `hints_needed` different ones must match under a
    fitting heading (or anywhere, where no heading fits). `wants` are named patterns of what a good clause says as
    well: a topic that is covered without them is weak, and `wants` names say what is missing. `message`,
    `consequence` and `clauses` (ids of the library, the text to paste) are for the finding that it is missing.
    """

    category: Category
    title: str = Field(min_length=1)
    severity: Severities
    titles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    hints_needed: int = 2
    wants: dict[str, str] = Field(default_factory=dict)
    message: str = Field(min_length=1)
    consequence: str = ""
    clauses: tuple[str, ...] = Field(min_length=1)
    statutes: tuple[str, ...] = ()
    guidance: Passage | None = None


class Checklist(_Model):
    """The whole file, in the order of a contract."""

    topics: tuple[Topic, ...] = Field(min_length=1)

    @classmethod
    def load(cls, knowledge: Path) -> Checklist:
        """The checklist of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / FILE, cls)
