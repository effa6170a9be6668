"""A review in sentences: the summary, what to settle first, everything else, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation import Finding, Severity
from bot.review.phrases import ReviewPhrases
from bot.review.state import KeptReview

GRADES: tuple[Severity, ...] = ("high", "medium", "low")


@dataclass(frozen=True)
class Line:
    """One line of Markdown, and the finding that it tells, whose quote and statutes are its sources."""

    text: str
    finding: Finding | None = None


def summary(review: KeptReview, phrases: ReviewPhrases) -> str:
    """What was found, in one sentence."""
    topics = len(review.coverage)
    if not review.findings:
        return phrases.nothing.format(name=review.name, topics=topics)
    counts = {grade: sum(f.severity == grade for f in review.findings) for grade in GRADES}
    grades = "，".join(
        getattr(phrases.grades, grade).format(count=counts[grade]) for grade in GRADES if counts[grade]
    )
    outer = sum(1 for clause in review.clauses if clause.number and clause.depth == 0)
    return phrases.summary.format(name=review.name, clauses=outer, found=len(review.findings), grades=grades)


def lines(review: KeptReview, phrases: ReviewPhrases) -> Iterator[Line]:
    """The whole review, line by line; an empty line parts paragraphs."""
    yield Line(summary(review, phrases))
    yield Line("")
    yield Line(_stance(review, phrases))
    for notice in review.notices:
        yield Line(notice)
    others = [found for found in review.findings if found.id not in review.first]
    rest = [found for found in others if found.quote is not None]
    missing = [found for found in others if found.quote is None]
    for title, findings in (
        (phrases.first, review.to_settle),
        (phrases.rest, rest),
        (phrases.missing, missing),
    ):
        if findings:
            yield Line("")
            yield Line(f"**{title}**")
            yield Line("")
            yield from (_told(found, at) for at, found in enumerate(findings, 1))
    yield Line("")
    yield from _covered(review, phrases)
    yield Line("")
    yield Line(phrases.advice)


def _stance(review: KeptReview, phrases: ReviewPhrases) -> str:
    names = {"merchant": review.merchant, "provider": review.provider}
    if not review.told and review.stance == "merchant":
        return phrases.not_told.format(**names)
    return phrases.stance.of(review.stance).format(**names)


def _told(found: Finding, at: int) -> Line:
    """A finding in one item of a list: what, what it costs, what to write instead."""
    grade = {"high": "要紧", "medium": "应改", "low": "小毛病"}[found.severity]
    text = f"{at}. **{found.title}**（{grade}）：{found.message}{found.consequence}"
    if found.quote is not None and found.suggestion:
        text += f" 建议：{' '.join(found.suggestion.split())}"
    return Line(text, found)


def _covered(review: KeptReview, phrases: ReviewPhrases) -> Iterator[Line]:
    if not review.coverage:
        return
    counts = {
        cover: sum(line.cover == cover for line in review.coverage)
        for cover in ("covered", "weak", "missing")
    }
    yield Line(phrases.coverage.format(topics=len(review.coverage), **counts))
    weak = [
        f"{line.title}（{line.note}）" if line.note else line.title
        for line in review.coverage
        if line.cover == "weak"
    ]
    if weak:
        yield Line(phrases.weak + "、".join(weak) + "。")
