"""`knowledge/review/replies.yaml`: the sentences around findings."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.data_files import load_yaml
from bot.review.found import Stance


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Grades(_Model):
    """How many findings of each severity, `{count}` filled."""

    high: str
    medium: str
    low: str


class Stances(_Model):
    """Whose side the review takes; `{merchant}`, `{provider}` are the labels of the paper."""

    merchant: str
    provider: str
    neutral: str

    def of(self, stance: Stance) -> str:
        """The sentence for one stance."""
        sentence: str = getattr(self, stance)
        return sentence


class AnswerPhrases(_Model):
    """Sentences of an answer from the paper."""

    clause: str
    means: str
    finding: str
    suggestion: str
    fine: str
    not_there: str
    found: str
    silent: str
    more: str


class ComparePhrases(_Model):
    """Sentences about two versions of a paper."""

    summary: str
    counts: dict[str, str]
    none: str
    added: str
    removed: str
    moved: str
    changed: str
    means: str
    better: str
    no_effect: str


class ReportPhrases(_Model):
    """Headings and labels of a report."""

    title: str
    paper: str
    summary: str
    first: str
    none_first: str
    findings: str
    coverage: str
    columns: tuple[str, str, str]
    cover: dict[str, str]
    grades: dict[str, str]
    decisions: dict[str, str]
    labels: dict[str, str]
    proposed: str


class ReviewPhrases(_Model):
    """The whole file; `{…}` are filled by whoever says the sentence."""

    summary: str
    grades: Grades
    nothing: str
    first: str
    rest: str
    missing: str
    coverage: str
    weak: str
    stance: Stances
    not_told: str
    advice: str
    redline: str
    hidden: str
    injected: str
    not_contract: str
    unknown: str
    other_contract: str
    foreign: str
    too_short: str
    same: str
    joined: str
    left: str
    gone: str
    changed: str
    nothing_open: str
    answer: AnswerPhrases
    report: ReportPhrases
    compare: ComparePhrases

    @classmethod
    def load(cls, knowledge: Path) -> ReviewPhrases:
        """The sentences of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / "review" / "replies.yaml", cls)
