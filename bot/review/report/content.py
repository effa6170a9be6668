"""What a report says, block by block, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.conversation import Finding
from bot.review.phrases import ReportPhrases, ReviewPhrases
from bot.review.saying import summary
from bot.review.state import KeptReview

Kind: TypeAlias = Literal["title", "heading", "entry", "text", "field", "table"]


@dataclass(frozen=True)
class Part:
    """A block of a report. A `field` has a label and a text; a `table` has rows, of which the first is the head."""

    kind: Kind
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def report(review: KeptReview, phrases: ReviewPhrases) -> Iterator[Part]:
    """The whole report: conclusion, what to settle first, every finding, and the checklist."""
    words = phrases.report
    yield Part("title", words.title)
    yield Part("text", words.paper.format(name=review.name))
    yield Part("heading", words.summary)
    yield Part("text", summary(review, phrases))
    yield Part(
        "text", phrases.stance.of(review.stance).format(merchant=review.merchant, provider=review.provider)
    )
    yield from (Part("text", notice) for notice in review.notices)
    yield Part("heading", words.first)
    for at, finding in enumerate(review.to_settle, 1):
        yield Part("text", f"{at}. {finding.title}：{finding.message}{finding.consequence}")
    if not review.to_settle:
        yield Part("text", words.none_first)
    yield Part("heading", words.findings)
    for at, finding in enumerate(review.findings, 1):
        yield from _finding(review, finding, at, words)
    if review.coverage:
        yield Part("heading", words.coverage)
        rows = [
            (
                line.title,
                words.cover[line.cover] + (f"：{line.note}" if line.note else ""),
                "、".join(line.where[:3]),
            )
            for line in review.coverage
        ]
        yield Part("table", rows=(words.columns, *rows))
    yield Part("text", phrases.advice)


def _finding(review: KeptReview, finding: Finding, at: int, words: ReportPhrases) -> Iterator[Part]:
    where = f" · {finding.clause}" if finding.clause else ""
    proposed = words.proposed if finding.proposed else ""
    yield Part("entry", f"{at}. {finding.title}（{words.grades[finding.severity]}）{where}{proposed}")
    decision = review.decisions.get(finding.id)
    fields = {
        "quote": " ".join((finding.quote or "").split()),
        "message": finding.message,
        "consequence": finding.consequence,
        "suggestion": review.wording(finding),
        "statute": "、".join(finding.statutes),
        "decision": words.decisions[decision.choice if decision else "open"],
    }
    for name, text in fields.items():
        if text:
            yield Part("field", text, words.labels[name])
