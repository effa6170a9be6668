"""What was decided on a review -> the changes of its redline."""

from __future__ import annotations

from collections.abc import Iterator

from bot.conversation import Finding
from bot.documents.numbering import parse
from bot.review.placing import renumbered
from bot.review.redline import Change
from bot.review.state import KeptReview

_GRAVITY = {"high": 0, "medium": 1, "low": 2}


def changes(review: KeptReview) -> tuple[Change, ...]:
    """The changes for a review: accepted suggestions are written into the paper, open ones stand beside it as comments,
    ignored ones do not appear. Where nothing was decided yet, every suggestion is written in.

    Of two suggestions for the same words the graver is written, the other stands as a comment.
    """
    undecided = not review.decisions
    taken: list[tuple[int, int]] = []
    made: list[Change] = []
    for finding in sorted(review.findings, key=lambda one: _GRAVITY[one.severity]):
        decision = review.decisions.get(finding.id)
        if decision and decision.choice == "ignored":
            continue
        wanted = undecided or decision is not None
        if finding.quote is None:
            continue
        start, end = finding.replaces_start, finding.replaces_end
        writes = wanted and finding.edits and not any(start < b and a < end for a, b in taken)
        if writes:
            taken.append((start, end))
            made.append(Change(start, end, review.wording(finding), remark(finding)))
        else:
            made.append(Change(finding.start, finding.end, None, remark(finding, with_suggestion=True)))
    return (*made, *_added(review, undecided=undecided))


def _added(review: KeptReview, *, undecided: bool) -> Iterator[Change]:
    """The clauses that were missing, numbered on from the paper's last without a gap."""
    missing = [finding for finding in review.findings if finding.quote is None and finding.edits]
    first = parse(missing[0].suggestion) if missing else None
    count = 0
    for finding in missing:
        decision = review.decisions.get(finding.id)
        if not undecided and (decision is None or decision.choice == "ignored"):
            continue
        text = review.wording(finding)
        if first:
            text = renumbered(text, first.value + count)
        count += 1
        yield Change(finding.replaces_start, finding.replaces_end, f"\n{text}", remark(finding))


def remark(finding: Finding, *, with_suggestion: bool = False) -> str:
    """What the comment beside a change says."""
    parts = [f"{finding.title}：{finding.message}{finding.consequence}"]
    if with_suggestion and finding.suggestion:
        parts.append(f"建议：{finding.suggestion}")
    if finding.statutes:
        parts.append(f"依据：{'、'.join(finding.statutes)}")
    return "\n".join(parts)
