"""A review at a glance: what to settle first, how many of what, and what of the checklist is covered."""

from __future__ import annotations

from collections import Counter
from html import escape

from bot.review.phrases import ReviewPhrases
from bot.review.review import Cover, Covered
from bot.review.saying import GRADES
from bot.review.state import KeptReview
from bot.web.review_findings import KINDS, kind_of

PLACES = 2
"""Places of the paper that a line of the checklist names."""
_LACKING: tuple[Cover, ...] = ("missing", "weak", "covered")
BAR = 116
"""Units of width that the longest bar of the chart has."""


def overview(review: KeptReview, phrases: ReviewPhrases) -> str:
    """Counts, what to settle before signing, and the chart."""
    counts = Counter(finding.severity for finding in review.findings)
    figures = "".join(
        f'<li class="{grade}"><b>{counts[grade]}</b> {phrases.report.grades[grade]}</li>' for grade in GRADES
    )
    notices = "".join(f"<li>{escape(notice)}</li>" for notice in review.notices)
    return (
        f'<section class="overview" aria-label="一页看完"><ul class="figures">{figures}'
        f'<li class="left" id="review-left">{left(review)}</li></ul>{_first(review)}{_chart(review, phrases)}'
        f"{f'<ul class=noticed>{notices}</ul>' if notices else ''}</section>"
    )


def left(review: KeptReview) -> str:
    """How many are still to be decided."""
    number = sum(finding.id not in review.decisions for finding in review.findings)
    if not review.findings:
        return ""
    return f"还有 {number} 处没决定" if number else "每一处都决定了"


def _first(review: KeptReview) -> str:
    # In the order of the paper, as the chat and the report tell them.
    if not review.to_settle:
        return '<p class="calm">没有必须在签字前谈妥的问题。</p>' if review.findings else ""
    items = "".join(
        f'<li><button type="button" data-go="{escape(finding.id)}">{escape(finding.title)}'
        f"<small>{escape(finding.consequence or finding.clause)}</small></button></li>"
        for finding in review.to_settle
    )
    return f'<h3>签字前先谈妥</h3><ol class="first">{items}</ol>'


def _chart(review: KeptReview, phrases: ReviewPhrases) -> str:
    """A table whose rows begin with a bar: by kind and severity, readable with eyes and without."""
    counted: Counter[tuple[str, str]] = Counter(
        (kind_of(finding), finding.severity) for finding in review.findings
    )
    totals = {kind: sum(counted[kind, grade] for grade in GRADES) for kind in KINDS}
    most = max(totals.values(), default=0)
    if not most:
        return ""
    heads = "".join(f'<th scope="col">{phrases.report.grades[grade]}</th>' for grade in GRADES)
    rows = []
    for kind, name in KINDS.items():
        if totals[kind]:
            cells = "".join(f"<td>{counted[kind, grade] or '·'}</td>" for grade in GRADES)
            rows.append(
                f'<tr><th scope="row">{name}</th><td class="bar">{_bar(counted, kind, most)}</td>{cells}</tr>'
            )
    return (
        '<table class="chart"><caption class="unseen">问题按种类和轻重</caption>'
        f'<thead><tr><th scope="col">种类</th><td></td>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    )


def _bar(counted: Counter[tuple[str, str]], kind: str, most: int) -> str:
    at, bars = 0.0, []
    for grade in GRADES:
        width = counted[kind, grade] * BAR / most
        if width:
            bars.append(
                f'<rect class="{grade}" x="{at + 0.5:.1f}" y="1.5" width="{max(width - 1.5, 1):.1f}" height="9"/>'
            )
        at += width
    return f'<svg viewBox="0 0 {BAR} 12" aria-hidden="true">{"".join(bars)}</svg>'


def checklist(review: KeptReview, phrases: ReviewPhrases) -> str:
    """The coverage of the checklist, what is lacking first: each place a way into the paper."""
    if not review.coverage:
        return '<p class="none">这类合同没有清单可对。</p>'
    counts = Counter(line.cover for line in review.coverage)
    said = "，".join(f"{phrases.report.cover[cover]} {counts[cover]} 项" for cover in reversed(_LACKING))
    ordered = sorted(review.coverage, key=lambda line: _LACKING.index(line.cover))
    rows = "".join(_line(review, line, phrases) for line in ordered)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in phrases.report.columns)
    return f'<table class="checks"><caption>{said}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _line(review: KeptReview, line: Covered, phrases: ReviewPhrases) -> str:
    places = "".join(
        f'<li><button type="button" data-at="{start}">{escape(where)}</button></li>'
        for where, start in zip(line.where[:PLACES], line.starts, strict=False)
        if where
    )
    lacking = next((finding.id for finding in review.findings if finding.category == line.category), "")
    if line.cover == "missing" and lacking:
        places = f'<li><button type="button" data-go="{escape(lacking)}">看要补的条款</button></li>'
    note = f"<small>{escape(line.note)}</small>" if line.note else ""
    return (
        f'<tr class="{line.cover}"><th scope="row">{escape(line.title)}</th>'
        f'<td><span class="cover {line.cover}">{phrases.report.cover[line.cover]}</span>{note}</td>'
        f"<td>{f'<ul>{places}</ul>' if places else '—'}</td></tr>"
    )
