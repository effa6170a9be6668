"""The checklist against a paper: what is covered, what is weak, what is missing."""

from __future__ import annotations

from bot.review.checklist import Checklist
from bot.review.found import Case
from bot.review.review import Covered


def coverage(case: Case, checklist: Checklist) -> tuple[Covered, ...]:
    """One line for each topic of the checklist, in its order."""
    return ()
