"""The words around the clauses (`knowledge/drafting.yaml`): title, opening, signatures, and what may not be written."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.drafting.contract import Side


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PartyWords(_Data):
    """One side: what it is in this business, and the parameters of its name and details in their order."""

    side: Side
    role: str = Field(min_length=1)
    name: str
    details: tuple[str, ...] = ()


class Forbidden(_Data):
    """A pattern that may not stand in a contract, and why."""

    pattern: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Words(_Data):
    """The whole file.

    `signature` are the lines under each side, 〔方〕 standing for it. `required` are sections that no contract may
    lack, each with the reason. `court` finds a phrase that settles where disputes go.
    """

    title: str = Field(min_length=1)
    opening: tuple[str, ...]
    closing: str = Field(min_length=1)
    signature: tuple[str, ...]
    parties: tuple[PartyWords, PartyWords]
    required: dict[str, str]
    forbidden: tuple[Forbidden, ...]
    court: str


def load_drafting_words(knowledge_dir: Path) -> Words:
    """The file in `knowledge_dir`; ConfigurationError names file, line and field."""
    return load_yaml(knowledge_dir / "drafting.yaml", Words)
