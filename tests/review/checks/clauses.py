"""One clause in the least paper, and the rules that find something in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bot.documents.readers.plain import read_plain
from bot.evaluation.clause_sayings import PAPER
from bot.review.by_pattern import pattern_findings
from bot.review.checks.damages import excessive_damages
from bot.review.checks.earnest_money import earnest_money
from bot.review.checks.late_fees import late_fees
from bot.review.checks.leaving import unequal_termination
from bot.review.checks.places import other_sides_court
from bot.review.checks.renewal import auto_renewal
from bot.review.checks.restrictions import one_sided_restriction
from bot.review.checks.unequal import unequal_damages
from bot.review.found import Case, Found, Stance
from bot.review.paper import paper_of
from bot.review.parties import PartyWords, parties_of
from bot.review.rules import Risks
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
RISKS = Risks.load(KNOWLEDGE)
CHECKS = (
    late_fees, earnest_money, excessive_damages, unequal_damages,
    auto_renewal, unequal_termination, other_sides_court, one_sided_restriction,
)  # fmt: skip

_SWAP = str.maketrans("甲乙", "乙甲")


@cache
def _words() -> PartyWords:
    return PartyWords.load(KNOWLEDGE)


@cache
def case_of(clause: str, stance: Stance = "merchant") -> Case:
    """The clause in the least paper."""
    document = read_plain(PAPER.format(clause=clause).encode(), Path("合同.txt"))[0]
    paper = paper_of(document)
    return Case(paper, parties_of(paper, _words()), stance)


def found_in(clause: str, stance: Stance = "merchant") -> list[Found]:
    """What is found in the paper of a clause."""
    case = case_of(clause, stance)
    return [one for check in CHECKS for one in check(case)] + list(pattern_findings(case, RISKS.risks))


def rules_of(clause: str, stance: Stance = "merchant") -> set[str]:
    """The rules that find something."""
    return {one.rule for one in found_in(clause, stance)}


def categories_of(clause: str, stance: Stance = "merchant") -> set[str]:
    """Their categories."""
    return {RISKS.by_id[rule].category for rule in rules_of(clause, stance)}


def mirrored(clause: str) -> str:
    """The clause with the parties exchanged."""
    return clause.translate(_SWAP)
