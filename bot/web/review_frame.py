"""What stands around a review: its head, its tabs, its filters, and the ways to take it along."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from bot.review.found import Stance
from bot.review.phrases import ReviewPhrases
from bot.review.saying import GRADES
from bot.web.review_findings import KINDS, cards, kind_of
from bot.web.review_paper import paper
from bot.web.review_summary import checklist, overview
from bot.web.reviews import FileKind, Shown

_STANCES: dict[Stance, tuple[str, str]] = {
    "merchant": ("商家", "请站在商家的立场再看一遍"),
    "provider": ("服务商", "请站在服务商的立场再看一遍"),
    "neutral": ("中立", "请从中立的角度再看一遍"),
}
"""What a stance is called, and what is said in the chat to take it."""
FILES: dict[FileKind, tuple[str, str]] = {
    "redline": ("带修订的 Word", "发给对方改"),
    "docx": ("审阅报告 Word", "给同事看"),
    "md": ("审阅报告 Markdown", "纯文字"),
}
_TABS = {"paper": "合同", "findings": "问题", "checklist": "清单"}
_CLOSE = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15"/></svg>'


def review_zone() -> str:
    """Where a review will stand once there is one."""
    return '<aside class="review-panel" id="review" aria-label="合同审阅"></aside>'


def panel(shown: Shown, phrases: ReviewPhrases, guidance: Mapping[str, str]) -> str:
    """The whole panel."""
    review = shown.review
    return (
        f'<div class="review-head"><button type="button" class="back" id="review-close"><span>返回</span>{_CLOSE}</button>'
        f'<h2 id="review-title" tabindex="-1" title="{escape(review.name)}">{escape(review.name)}</h2>{_files()}</div>'
        f'<div class="review-bar">{_tabs(len(review.findings))}{_stances(review.stance, review.merchant, review.provider)}</div>'
        f'<div class="review-body" data-paper="paper-{escape(review.sha256[:12])}">'
        '<div class="pane" id="pane-paper" role="tabpanel" aria-labelledby="tab-paper" tabindex="0">'
        f"{paper(review, phrases.report.grades)}</div>"
        '<div class="pane" id="pane-findings" role="tabpanel" aria-labelledby="tab-findings" tabindex="0">'
        f"{overview(review, phrases)}{_filters(shown, phrases)}{cards(review, phrases, guidance)}"
        '<p class="no-match" id="review-none" hidden>没有符合条件的。<button type="button" id="review-all">看全部</button></p>'
        f"{_keys()}</div>"
        '<div class="pane" id="pane-checklist" role="tabpanel" aria-labelledby="tab-checklist" tabindex="0">'
        f"{checklist(review, phrases)}</div></div>"
    )


def _tabs(findings: int) -> str:
    tabs = "".join(
        f'<button type="button" role="tab" id="tab-{name}" data-pane="{name}" aria-controls="pane-{name}"'
        f' aria-selected="{str(name == "findings").lower()}" tabindex="{0 if name == "findings" else -1}">{words}'
        f"{f'<small>{findings}</small>' if name == 'findings' else ''}</button>"
        for name, words in _TABS.items()
    )
    return f'<div class="review-tabs" role="tablist" aria-label="审阅">{tabs}</div>'


def _stances(stance: Stance, merchant: str, provider: str) -> str:
    labels = {"merchant": merchant, "provider": provider, "neutral": ""}
    buttons = "".join(
        f'<button type="button" data-say="{said}" aria-pressed="{str(name == stance).lower()}"'
        f' title="{escape(f"合同里的{labels[name]}" if labels[name] else "不站在哪一方")}">{words}</button>'
        for name, (words, said) in _STANCES.items()
    )
    return f'<div class="stances" role="group" aria-label="站在谁的立场看"><span aria-hidden="true">立场</span>{buttons}</div>'


def _files() -> str:
    items = "".join(
        f'<li><button type="button" data-file="{kind}">{words}<small>{why}</small></button></li>'
        for kind, (words, why) in FILES.items()
    )
    return (
        '<div class="take-along"><button type="button" class="main" id="review-files" aria-expanded="false"'
        f' aria-controls="review-files-list">下载</button><div id="review-files-list" hidden><ul>{items}</ul>'
        "<p>还没决定过的合同，修订里写进全部建议；决定过以后，只写进采纳的。</p></div></div>"
    )


def _filters(shown: Shown, phrases: ReviewPhrases) -> str:
    findings = shown.review.findings
    if len(findings) < 2:
        return ""
    kinds = {kind_of(finding) for finding in findings}
    severities = {finding.severity for finding in findings}
    grades = {str(grade): phrases.report.grades[grade] for grade in GRADES if grade in severities}
    return (
        '<div class="filters" role="group" aria-label="只看一部分">'
        f"{_select('severity', '轻重', grades)}"
        f"{_select('kind', '种类', {kind: name for kind, name in KINDS.items() if kind in kinds})}"
        f"{_select('state', '处理', {'open': '没决定', 'decided': '已决定'})}"
        '<span id="review-shown" role="status"></span></div>'
    )


def _select(name: str, label: str, choices: Mapping[str, str]) -> str:
    options = "".join(f'<option value="{value}">{words}</option>' for value, words in choices.items())
    return f'<select data-filter="{name}" aria-label="{label}"><option value="">{label}：全部</option>{options}</select>'


def _keys() -> str:
    keys = (
        ("J K", "下一处、上一处"),
        ("Enter", "展开"),
        ("A", "采纳"),
        ("I", "不改"),
        ("E", "自己写"),
        ("U", "撤销"),
    )
    return f'<p class="keys">{"".join(f"<span><kbd>{key}</kbd>{what}</span>" for key, what in keys)}</p>'
