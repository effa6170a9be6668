"""Two versions of a paper with their reviews: what changed, and which faults came with it or went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation import Finding
from bot.review.comparing import Difference, differences
from bot.review.paper import Clause, Paper
from bot.review.phrases import ReviewPhrases
from bot.review.quoting import cut_short
from bot.review.review import Review
from bot.review.saying import Line

LONGEST = 120
"""Characters of a clause that are repeated in a line about it."""


@dataclass(frozen=True)
class Comparison:
    """`came` are findings of the new paper that the old one did not have, `went` those that only the old one had."""

    old: Review
    new: Review
    differences: tuple[Difference, ...]
    came: tuple[Finding, ...]
    went: tuple[Finding, ...]


def compared(old: Review, new: Review) -> Comparison:
    """The comparison of two reviewed versions, both read from the same side."""
    before, after = {_key(f) for f in old.findings}, {_key(f) for f in new.findings}
    return Comparison(
        old,
        new,
        differences(old.paper, new.paper),
        tuple(finding for finding in new.findings if _key(finding) not in before),
        tuple(finding for finding in old.findings if _key(finding) not in after),
    )


def _key(finding: Finding) -> tuple[str, str]:
    return finding.category, "".join((finding.quote or "").split())


def told(comparison: Comparison, phrases: ReviewPhrases) -> Iterator[Line]:
    """The comparison line by line; an empty line parts paragraphs."""
    words = phrases.compare
    found = comparison.differences
    if not found:
        yield Line(words.none)
    else:
        counts = [(kind, sum(one.kind == kind for one in found)) for kind in words.counts]
        yield Line(
            words.summary.format(
                counts="，".join(words.counts[kind].format(count=count) for kind, count in counts if count)
            )
        )
        yield Line("")
        yield from (Line(f"{at}. {_difference(comparison, one, phrases)}") for at, one in enumerate(found, 1))
    yield Line("")
    yield Line(f"**{words.means.format(ours=comparison.new.parties.merchant.label)}**")
    yield Line("")
    for at, finding in enumerate(comparison.came, 1):
        yield Line(f"{at}. **{finding.title}**：{finding.message}{finding.consequence}", finding)
    if not comparison.came:
        yield Line(words.no_effect)
    if comparison.went:
        yield Line("")
        yield Line(
            words.better + "、".join(dict.fromkeys(finding.title for finding in comparison.went)) + "。"
        )


def _difference(comparison: Comparison, one: Difference, phrases: ReviewPhrases) -> str:
    sentence: str = getattr(phrases.compare, one.kind)
    old, new = comparison.old.paper, comparison.new.paper
    return sentence.format(
        old=_name(old, one.old),
        new=_name(new, one.new),
        old_text=_short(old, one.old),
        new_text=_short(new, one.new),
    )


def _name(paper: Paper, clause: Clause | None) -> str:
    return paper.place(clause.index) if clause else ""


def _short(paper: Paper, clause: Clause | None) -> str:
    return cut_short(paper.words(clause), LONGEST) if clause else ""
