"""Every check of a paper, registered in one place: what it is called and what it looks through."""

from __future__ import annotations

from bot.review.checks.damages import excessive_damages, unequal_damages
from bot.review.checks.late_fees import late_fees
from bot.review.checks.leaving import auto_renewal, unequal_termination
from bot.review.checks.places import other_sides_court
from bot.review.checks.restrictions import one_sided_restriction
from bot.review.found import Check

CHECKS: tuple[Check, ...] = (
    late_fees,
    excessive_damages,
    unequal_damages,
    auto_renewal,
    unequal_termination,
    other_sides_court,
    one_sided_restriction,
)
"""In the order in which findings of the same place are told."""
