"""What a model proposed, as findings of a review: behind those of the checks, and marked as proposed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.conversation import Finding, Severity
from bot.review.found import Span
from bot.review.proposed import Proposal
from bot.review.review import Review

SEVERITY: Severity = "medium"
"""Of what a model proposed: nobody but the reader has judged it."""


def clauses_to_ask(review: Review) -> tuple[Span, ...]:
    """The clauses in which no check found anything, longest first: there is something to add."""
    told = [(finding.start, finding.end) for finding in review.findings if finding.quote is not None]
    free = [
        Span(clause.start, clause.end)
        for clause in review.paper.clauses
        if clause.kind in ("clause", "paragraph")
        and not any(start < clause.end and clause.start < end for start, end in told)
    ]
    return tuple(sorted(free, key=lambda span: span.start - span.end))


def with_proposals(review: Review, proposals: Sequence[Proposal]) -> Review:
    """The review with what was proposed and no check had found."""
    added = list(_findings(review, proposals))
    return replace(review, findings=(*review.findings, *added))


def _findings(review: Review, proposals: Sequence[Proposal]) -> Iterator[Finding]:
    paper = review.paper
    known = [(finding.category, finding.start, finding.end) for finding in review.findings]
    for number, one in enumerate(proposals, 1):
        if any(
            one.category == category and one.start < end and start < one.end for category, start, end in known
        ):
            continue
        yield Finding(
            category=one.category,
            severity=SEVERITY,
            quote=paper.text[one.start : one.end],
            clause=paper.name(paper.at(one.start)),
            message=one.message,
            suggestion=one.suggestion,
            start=one.start,
            end=one.end,
            title="模型提出",
            edits=bool(one.suggestion),
            replaces_start=one.start,
            replaces_end=one.end,
            proposed=True,
            id=f"m{number}",
        )
