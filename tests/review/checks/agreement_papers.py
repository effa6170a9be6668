"""Small contracts of many hands (`tests/data/review/agreement_papers.yaml`) and what the checks find in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.documents.readers.plain import read_plain
from bot.documents.text import normalise
from bot.review.categories import Category
from bot.review.checks import CHECKS
from bot.review.consistency import Consistency
from bot.review.found import Case
from bot.review.paper import paper_of
from bot.review.parties import PartyWords, parties_of
from bot.review.rules import Risks
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
OURS = ("inconsistent/", "format/")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AgreementFault(_Model):
    """A fault that was planted; a finding of its category that touches any of the words `at` is right."""

    category: Category
    at: tuple[str, ...] = Field(min_length=1)


class AgreementPaper(_Model):
    """One small contract: its head by name, its clauses, and its end where that is not the usual one.

    `batch` is the round it was written in, before the checks had seen any paper of it.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    batch: int = Field(ge=1)
    head: str
    text: str = Field(min_length=20)
    tail: str = ""
    faults: tuple[AgreementFault, ...] = ()


class AgreementPapers(_Model):
    """The whole file."""

    heads: dict[str, str]
    tail: str
    papers: tuple[AgreementPaper, ...]

    @classmethod
    @cache
    def load(cls) -> AgreementPapers:
        """The file; ConfigurationError names file, line and field."""
        return load_yaml(PROJECT / "tests" / "data" / "review" / "agreement_papers.yaml", cls)

    def whole(self, paper: AgreementPaper) -> str:
        """A contract with its head and its end."""
        head = self.heads[paper.head] if paper.head else ""
        return head + paper.text + (paper.tail or self.tail)


def outcome(paper: AgreementPaper, written: str) -> tuple[list[str], list[str]]:
    """The faults that no finding touches, and the findings that touch no fault."""
    read = paper_of(read_plain(written.encode(), Path("合同.txt"))[0])
    words, consistency, categories = _knowledge()
    case = Case(read, parties_of(read, words), words=consistency)
    found = [
        (category, one.quoted.start, one.quoted.end)
        for check in CHECKS
        for one in check(case)
        if one.quoted and (category := categories[one.rule]).startswith(OURS)
    ]
    planted = [
        (
            fault,
            [
                (at, at + len(words))
                for words in map(normalise, fault.at)
                if (at := read.text.find(words)) >= 0
            ],
        )
        for fault in paper.faults
    ]
    missed = [
        f"{fault.category}: {fault.at[0]}"
        for fault, places in planted
        if not any(_touches(fault.category, places, one) for one in found)
    ]
    wrong = [
        f"{one[0]}: {read.text[one[1] : one[2]]}"
        for one in found
        if not any(_touches(fault.category, places, one) for fault, places in planted)
    ]
    return missed, wrong


def _touches(category: str, places: list[tuple[int, int]], one: tuple[str, int, int]) -> bool:
    return one[0] == category and any(one[1] < end and start < one[2] for start, end in places)


@cache
def _knowledge() -> tuple[PartyWords, Consistency, dict[str, str]]:
    risks = Risks.load(KNOWLEDGE)
    categories: dict[str, str] = {rule: risk.category for rule, risk in risks.by_id.items()}
    return PartyWords.load(KNOWLEDGE), Consistency.load(KNOWLEDGE), categories
