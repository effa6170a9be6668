"""Every check of a paper, registered in one place: what it is called and what it looks through."""

from __future__ import annotations

from bot.review.checks.annexes import missing_annexes
from bot.review.checks.arithmetic import arithmetic
from bot.review.checks.blanks import blanks
from bot.review.checks.capitals import amounts_in_words
from bot.review.checks.courts import courts
from bot.review.checks.damages import excessive_damages
from bot.review.checks.dates import dates
from bot.review.checks.deadlines import deadlines
from bot.review.checks.discounts import discounts
from bot.review.checks.divisions import divisions
from bot.review.checks.earnest_money import earnest_money
from bot.review.checks.groups import group_totals
from bot.review.checks.late_fees import late_fees
from bot.review.checks.leaving import unequal_termination
from bot.review.checks.names import party_names
from bot.review.checks.numbers import numbering
from bot.review.checks.percentages import shares
from bot.review.checks.periods import periods
from bot.review.checks.places import other_sides_court
from bot.review.checks.references import dangling_references
from bot.review.checks.renewal import auto_renewal
from bot.review.checks.restrictions import one_sided_restriction
from bot.review.checks.sums_below import sums_below
from bot.review.checks.swapped import party_swapped
from bot.review.checks.table_sums import table_sums, weights
from bot.review.checks.tax_sums import tax_sums
from bot.review.checks.terms import terms
from bot.review.checks.unequal import unequal_damages
from bot.review.checks.year_totals import year_totals
from bot.review.found import Check

CHECKS: tuple[Check, ...] = (
    late_fees,
    earnest_money,
    excessive_damages,
    unequal_damages,
    auto_renewal,
    unequal_termination,
    other_sides_court,
    one_sided_restriction,
    amounts_in_words,
    table_sums,
    sums_below,
    arithmetic,
    group_totals,
    tax_sums,
    divisions,
    discounts,
    year_totals,
    weights,
    shares,
    dates,
    periods,
    deadlines,
    courts,
    party_names,
    party_swapped,
    terms,
    numbering,
    dangling_references,
    missing_annexes,
    blanks,
)
"""In the order in which findings of the same place are told."""
