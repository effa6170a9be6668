"""`knowledge/risks.yaml`: what should worry a merchant in a paper, in what words it is told, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.conversation import Severity
from bot.data_files import load_yaml
from bot.review.categories import Category
from bot.review.found import Stance

FILE = "risks.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Passage(_Model):
    """A passage of our guidance: a document's id and the passage's locator."""

    document: str = Field(min_length=1)
    at: str = Field(min_length=1)

    def __str__(self) -> str:
        return f"{self.document}#{self.at}"


class Severities(_Model):
    """How grave a fault is to each stance; None: nothing that this side should worry about."""

    merchant: Severity | None
    provider: Severity | None
    neutral: Severity | None

    def of(self, stance: Stance) -> Severity | None:
        """The severity to one stance."""
        found: Severity | None = getattr(self, stance)
        return found


class Risk(_Model):
    """One rule.

    `looks_for` are patterns, any of which finds the fault in a sentence unless one of `unless` matches the same
    sentence, or the sentence with what leads to it where it is an item of a list; one of `despite` undoes that.
    `firmly` are patterns that no `unless` excuses. Where a rule `may_be_forbidden`, what stands under a prohibition
    (不得, 严禁) is no fault, up to the exception that lets it in again; where it `may_be_feared`, neither is what is
    suspected, what is asked for and refused, or what a loss is due to. A rule without patterns is found by a check of
    its own, which names it by `id`. In patterns `<ours>` and `<theirs>` stand for any word of the side we are on and
    of the other, `<merchant>`, `<provider>` and `<either>` for the parties whoever reads, and the names under `words`
    of the file for one of those words.

    A rule that is `learned` is told as well of sentences that read like its faults (`bot.review.by_likeness`): its
    sentences then stand without anything that a check computes.

    `advice` marks a suggestion that says what to do and is no text to put in the place of the quote.

    `message`, `consequence` and `suggestion` are sentences with `{…}`: `{clause}` (where it stands), `{quote}`,
    `{ours}`, `{theirs}`, `{merchant}`, `{provider}` (the labels of the paper), and what the check fills in; in a
    suggestion `{=parameter}` is the clause library's own figure for the side that is served. `clause` names the clause of the
    library that says it well: it is the suggestion where none is written here. `statutes` are references in full.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    category: Category
    title: str = Field(min_length=1)
    severity: Severities
    looks_for: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    firmly: tuple[str, ...] = ()
    may_be_forbidden: bool = False
    may_be_feared: bool = False
    learned: bool = False
    message: str = Field(min_length=1)
    consequence: str = ""
    suggestion: str = ""
    advice: bool = False
    clause: str = ""
    statutes: tuple[str, ...] = ()
    guidance: Passage | None = None

    def spelled_out(self, words: Mapping[str, str]) -> Risk:
        """The rule with the file's own words in its patterns."""

        def spelled(patterns: Sequence[str]) -> tuple[str, ...]:
            return tuple(
                _WORD.sub(lambda named: f"(?:{words[named[1]]})" if named[1] in words else named[0], one)
                for one in patterns
            )

        return self.model_copy(
            update={
                "looks_for": spelled(self.looks_for),
                "unless": spelled(self.unless),
                "despite": spelled(self.despite),
                "firmly": spelled(self.firmly),
            }
        )


class Risks(_Model):
    """The whole file. `words` are sets of words that say one thing; `<name>` in a pattern stands for one of the set."""

    words: Mapping[str, str] = Field(default_factory=dict)
    risks: tuple[Risk, ...] = Field(min_length=1)

    @classmethod
    def load(cls, knowledge: Path) -> Risks:
        """The rules of the knowledge folder; ConfigurationError names file, line and field."""
        read = load_yaml(knowledge / FILE, cls)
        return read.model_copy(update={"risks": tuple(risk.spelled_out(read.words) for risk in read.risks)})

    @cached_property
    def by_id(self) -> Mapping[str, Risk]:
        """Every rule by its id."""
        return {risk.id: risk for risk in self.risks}

    @cached_property
    def learned(self) -> Mapping[str, tuple[Risk, ...]]:
        """The rules that the classifier may speak for, by category."""
        found: dict[str, tuple[Risk, ...]] = {}
        for risk in self.risks:
            if risk.learned:
                found[risk.category] = (*found.get(risk.category, ()), risk)
        return found


_WORD = re.compile(r"(?<!\?P)<(\w+)>")
_FIELD = re.compile(r"\{(\w+)\}")


def fields_of(risk: Risk) -> frozenset[str]:
    """The names in braces that the rule's sentences want filled, without those of the clause library."""
    return frozenset(_FIELD.findall(risk.message + risk.consequence + risk.suggestion))
