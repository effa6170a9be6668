"""The words around the clauses: title, opening, signatures, and what may not be written (`knowledge/drafting.yaml`);
the papers beside the contract (`knowledge/drafting/documents.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.data_files import load_yaml
from bot.drafting.contract import SIDES, PaperKind, Side
from bot.drafting.wording import parse


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


class PaperClause(_Data):
    """One clause of such a paper: `text` in the lines of the clause library, `when` by fact (an empty value is for a
    fact that is not known), `slot` for what the draft itself puts in behind the text."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    text: str = Field(min_length=1)
    slot: Literal["", "changes", "added", "dropped"] = ""
    when: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    why: str = ""
    basis: tuple[str, ...] = ()

    @field_validator("text")
    @classmethod
    def _parses(cls, text: str) -> str:
        parse(text)
        return text

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Whether it stands in the paper under `facts` (plain values by parameter id)."""
        return all(facts.get(name, "") in values for name, values in self.when.items())


class PaperWords(_Data):
    """A paper beside the contract: the words around it, its clauses, and which facts are its own.

    `receipt` are the signature lines of the party that only gets it; none where both sign.
    """

    title: str = Field(min_length=1)
    opening: tuple[str, ...]
    closing: str = Field(min_length=1)
    signature: tuple[str, ...]
    receipt: tuple[str, ...] = ()
    means: dict[str, str] = Field(default_factory=dict)
    own: tuple[str, ...] = ()
    clauses: tuple[PaperClause, ...]


class Papers(_Data):
    """`drafting/documents.yaml` as it is written."""

    supplement: PaperWords
    termination: PaperWords


@dataclass(frozen=True)
class Around:
    """What stands around the clauses of one paper; `signature` are the lines under each side."""

    opening: tuple[str, ...]
    closing: str
    signature: Mapping[Side, tuple[str, ...]]


class WordsFile(_Data):
    """`drafting.yaml` as it is written.

    `signature` are the lines under each side, 〔方〕 standing for it. `required` are sections that no contract may
    lack, each with the reason. `court` finds a phrase that settles where disputes go. `with_one_choice` are facts that
    only make sense beside one value of a choice.
    """

    title: str = Field(min_length=1)
    opening: tuple[str, ...]
    closing: str = Field(min_length=1)
    signature: tuple[str, ...]
    parties: tuple[PartyWords, PartyWords]
    required: dict[str, str]
    forbidden: tuple[Forbidden, ...]
    court: str
    with_one_choice: tuple[str, ...] = ()


class Words(WordsFile):
    """The words around every paper there is."""

    papers: Papers

    def around(self, paper: PaperKind, sender: Side = "甲方") -> Around:
        """The words around a paper; those of a notice name who sends it to whom."""
        if paper == "contract":
            return Around(self.opening, self.closing, dict.fromkeys(SIDES, self.signature))
        own: PaperWords = getattr(self.papers, paper)
        signing = {side: own.receipt if own.receipt and side != sender else own.signature for side in SIDES}
        opening = tuple(addressed(line, sender) for line in own.opening)
        return Around(opening, addressed(own.closing, sender), signing)


def addressed(text: str, sender: Side) -> str:
    """`text` with 〔发〕 and 〔收〕 as the parties they are."""
    other = SIDES[1] if sender == SIDES[0] else SIDES[0]
    return text.replace("〔发〕", sender).replace("〔收〕", other)


def load_drafting_words(knowledge_dir: Path) -> Words:
    """`drafting.yaml` and `drafting/documents.yaml`; ConfigurationError names file, line and field."""
    around = load_yaml(knowledge_dir / "drafting.yaml", WordsFile)
    papers = load_yaml(knowledge_dir / "drafting" / "documents.yaml", Papers)
    return Words(**dict(around), papers=papers)
