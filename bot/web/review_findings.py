"""The findings beside the paper: one card each, with its suggestion and what was decided on it."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from bot.conversation import Finding
from bot.review.phrases import ReviewPhrases
from bot.review.state import Decision, KeptReview

KINDS = {
    "missing": "没有写",
    "unfair": "不公平",
    "unlawful": "违法",
    "inconsistent": "前后不一致",
    "format": "格式",
}
"""What stands before the stroke of a category, for a reader."""


def kind_of(finding: Finding) -> str:
    """The group of a finding's category."""
    return finding.category.partition("/")[0]


def cards(review: KeptReview, phrases: ReviewPhrases, guidance: Mapping[str, str]) -> str:
    """Every finding: those of the paper in its order, then what is to be added. `guidance` are titles by document."""
    quoted = [finding for finding in review.findings if finding.quote is not None]
    missing = [finding for finding in review.findings if finding.quote is None]
    parts = []
    for name, title, findings in (
        ("quoted", "合同里的", quoted),
        ("missing", "合同里没有写的，要补上", missing),
    ):
        if findings:
            items = "".join(_card(review, finding, phrases, guidance) for finding in findings)
            parts.append(
                f'<section class="group" aria-labelledby="group-{name}"><h3 id="group-{name}">{title}</h3>'
                f'<ol class="findings">{items}</ol></section>'
            )
    return "".join(parts) or '<p class="none">没有找到问题。清单里写到了哪些内容，看“清单”。</p>'


def _card(review: KeptReview, finding: Finding, phrases: ReviewPhrases, guidance: Mapping[str, str]) -> str:
    name, grade = escape(finding.id), phrases.report.grades[finding.severity]
    state = state_of(review.decisions.get(finding.id))
    proposed = '<span class="proposed">模型提出，请核对</span>' if finding.proposed else ""
    where = escape(finding.clause) if finding.quote is not None else KINDS["missing"]
    return (
        f'<li class="finding {finding.severity} {state}" id="finding-{name}" data-finding="{name}"'
        f' data-severity="{finding.severity}" data-kind="{escape(kind_of(finding))}" data-start="{finding.start}">'
        f'<h4><button type="button" class="head" id="head-{name}" aria-expanded="false" aria-controls="body-{name}">'
        f'<span class="grade {finding.severity}">{grade}</span><span class="title">{escape(finding.title)}</span>'
        f'<span class="where">{where}{proposed}</span><span class="made">{_said(review.decisions.get(finding.id), finding)}</span></button></h4>'
        f'<div class="body" id="body-{name}" hidden>{_body(finding, phrases, guidance)}'
        f'<div class="deciding">{deciding(review, finding)}</div></div></li>'
    )


def _body(finding: Finding, phrases: ReviewPhrases, guidance: Mapping[str, str]) -> str:
    labels = phrases.report.labels
    quote = ""
    if finding.quote is not None:
        quote = (
            f"<blockquote>{escape(' '.join(finding.quote.split()))}</blockquote>"
            f'<button type="button" class="see" data-at="{finding.start}">在合同里看</button>'
        )
    laws = "".join(
        f'<button type="button" class="law" id="review-law-{escape(finding.id)}-{at}" data-law="{escape(law)}">{escape(law)}</button>'
        for at, law in enumerate(finding.statutes)
    )
    document, _, at = finding.guidance.partition("#")
    follows = f"《{guidance[document]}》{f'“{at}”' if at else ''}" if document in guidance else ""
    rows = [
        (labels["consequence"], escape(finding.consequence)),
        (labels["statute"], laws),
        ("参考", escape(follows)),
    ]
    shown = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f'<p class="message">{escape(finding.message)}</p>{quote}{f"<dl>{shown}</dl>" if shown else ""}'


def deciding(review: KeptReview, finding: Finding) -> str:
    """The suggestion as it stands, and what can be done with it."""
    decision = review.decisions.get(finding.id)
    name, wording = escape(finding.id), review.wording(finding)
    own = bool(decision and decision.text)
    suggestion = ""
    if wording:
        suggestion = (
            f'<p class="label">{_label(finding, own)}<button type="button" class="copy-it" data-copy="wording-{name}">复制</button></p>'
            f'<div class="wording" id="wording-{name}">{_broken(wording)}</div>'
        )
    return f"{suggestion}{_undo(finding, decision) if decision else _choices(finding)}{_editor(finding, wording)}"


def state_of(decision: Decision | None) -> str:
    """The class of a finding by what was decided on it."""
    return decision.choice if decision else "open"


def decided_words(decision: Decision | None, finding: Finding) -> str:
    """What was decided, for the head of a card; empty while it is open."""
    return _said(decision, finding)


def _label(finding: Finding, own: bool) -> str:
    if own:
        return "你的写法"
    if finding.quote is None:
        return "补上这一条"
    return "改成" if finding.edits else "可以这样要求"


def _choices(finding: Finding) -> str:
    yes, no, edit = _words(finding)
    editing = (
        f'<button type="button" class="own" aria-keyshortcuts="e">{edit}</button>'
        if finding.suggestion
        else ""
    )
    return (
        f'<div class="choose" role="group" aria-label="怎么处理：{escape(finding.title)}">'
        f'<button type="button" class="accept" data-choice="accepted" aria-keyshortcuts="a">{yes}</button>'
        f'<button type="button" class="ignore" data-choice="ignored" aria-keyshortcuts="i">{no}</button>{editing}</div>'
    )


def _undo(finding: Finding, decision: Decision) -> str:
    edit = (
        '<button type="button" class="own" aria-keyshortcuts="e">再改改</button>'
        if decision.choice == "accepted" and finding.suggestion
        else ""
    )
    return (
        f'<div class="choose" role="group" aria-label="怎么处理：{escape(finding.title)}"><span class="is">{_said(decision, finding)}</span>'
        f'<button type="button" class="undo" data-choice="" aria-keyshortcuts="u">撤销</button>{edit}</div>'
    )


def _editor(finding: Finding, wording: str) -> str:
    if not finding.suggestion:
        return ""
    name = escape(finding.id)
    rows = min(10, max(3, len(wording) // 22 + wording.count("\n") + 1))
    return (
        f'<form class="own-words" id="own-{name}" hidden><label for="words-{name}">用自己的话写</label>'
        f'<textarea id="words-{name}" rows="{rows}" maxlength="20000">{escape(wording)}</textarea>'
        '<div class="choose"><button type="submit" class="accept">就用这一版</button>'
        '<button type="button" class="leave">不改了</button></div></form>'
    )


def _words(finding: Finding) -> tuple[str, str, str]:
    if finding.quote is None:
        return "加上", "不加", "改几个字再加"
    if finding.edits:
        return "采纳", "不改", "自己写"
    return "记下要谈", "不用谈", "自己写"


def _said(decision: Decision | None, finding: Finding) -> str:
    if decision is None:
        return ""
    yes, no, _ = _words(finding)
    if decision.choice == "ignored":
        return no
    return "用自己的写法" if decision.text else f"已{yes}"


def _broken(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
