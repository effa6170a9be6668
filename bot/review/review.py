"""The result of a review: findings, what is covered, and what to settle first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.conversation import Finding
from bot.review.found import Stance
from bot.review.paper import Paper
from bot.review.parties import Parties

Cover: TypeAlias = Literal["covered", "weak", "missing"]


@dataclass(frozen=True)
class Covered:
    """One line of the checklist: the category `missing/…`, its Chinese title, how far the paper covers it, and where.

    `where` are the names of the clauses that do, `starts` the offsets at which they begin; `note` says what is weak.
    """

    category: str
    title: str
    cover: Cover
    where: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Review:
    """A paper with everything that was found: findings in the order of the paper, missing things last.

    `first` are ids of what to settle before signing, at most five, the gravest first. `notices` are sentences about
    the reading (hidden text, tracked changes that were accepted, who was taken for the merchant).
    """

    paper: Paper
    parties: Parties
    stance: Stance
    findings: tuple[Finding, ...]
    coverage: tuple[Covered, ...]
    first: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
