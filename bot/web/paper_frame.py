"""What stands around the paper: its tools, and the small windows that need nothing from the server."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.drafting.numbering import STYLES
from bot.drafting.parameters import POSITIONS
from bot.drafting.session.draft import Change, Version
from bot.drafting.session.editing import BY_HAND
from bot.web.drafting import Paper
from bot.web.paper import SHORT_NAMES, paper

FILES = {
    "docx": "Word 文件",
    "comments": "Word 文件，带逐条批注",
    "markdown": "Markdown 文本",
    "json": "草稿文件，可以再导入",
}
_ICONS = {
    "undo": "M8 5L4 9l4 4M4 9h8a4 4 0 010 8h-2",
    "redo": "M12 5l4 4-4 4M16 9H8a4 4 0 000 8h2",
    "close": "M5 5l10 10M15 5L5 15",
}
_SAMPLES = {"第一条": "第一条 · 1.1 ·（1）", "一、": "一、·（一）· 1."}


def panel(shown: Paper, conversation: str) -> str:
    """The whole panel: toolbar, paper, and the windows of the toolbar as templates."""
    blanks = len(shown.contract.blanks())
    return (
        f'<div class="paper-bar" role="toolbar" aria-label="合同工具">'
        f'<button type="button" class="count{"" if blanks else " none"}" data-window="blanks">{_left(blanks)}</button>'
        f"{_history(shown)}"
        '<button type="button" data-window="versions">版本</button>'
        '<button type="button" data-window="form">样式</button>'
        '<button type="button" id="paper-insert">加条款</button>'
        '<button type="button" class="main" data-window="files">下载</button>'
        f'<button type="button" class="icon" id="paper-close" aria-label="收起合同">{_icon("close")}</button></div>'
        f'<div class="paper-scroll" id="paper-scroll" tabindex="0" role="region" aria-label="合同正文">'
        f"{paper(shown.blocks, shown.changed)}</div>"
        f'<template data-window="blanks">{_blanks(shown)}</template>'
        f'<template data-window="versions">{_versions(shown)}</template>'
        f'<template data-window="form">{_form(shown)}</template>'
        f'<template data-window="files">{_files(conversation)}</template>'
    )


def window(title: str, body: str) -> str:
    """A small window: its title, a way out, what is in it."""
    return (
        f'<div class="window-head"><h2 id="paper-window-title" tabindex="-1">{escape(title)}</h2>'
        f'<button type="button" class="icon shut" aria-label="关闭">{_icon("close")}</button></div>{body}'
    )


def told(change: Change) -> str:
    """One difference between two versions, in words."""
    label, before, after = change.label, change.before, change.after
    match change.kind:
        case "set":
            return f"{label}：{after}"
        case "changed" | "position":
            return f"{label}：{before} → {after}"
        case "blank":
            return f"{label}：空着" + (f"（原来是 {before}）" if before else "")
        case "dropped":
            return f"去掉“{label}”"
        case "added":
            return f"加上“{label}”"
        case "moved":
            return f"“{label}”{after}"
        case "special":
            return f"自拟条款“{label}”"
        case "style":
            return f"编号样式：{after}"
        case "begun":
            return "开始起草"
        case "undone":
            return "撤销"
        case "redone":
            return "重做"


def _icon(name: str) -> str:
    return f'<svg viewBox="0 0 20 20" aria-hidden="true"><path d="{_ICONS[name]}"/></svg>'


def _left(blanks: int) -> str:
    return f"待填 {blanks} 处" if blanks else "都填好了"


def _history(shown: Paper) -> str:
    history = shown.history
    able = {"undo": history.at > 0, "redo": history.at + 1 < len(history.versions)}
    return "".join(
        f'<button type="button" class="icon" id="paper-{name}" data-do="{name}" aria-label="{label}" title="{label}"'
        f"{'' if able[name] else ' disabled'}>{_icon(name)}</button>"
        for name, label in (("undo", "撤销"), ("redo", "重做"))
    )


def _blanks(shown: Paper) -> str:
    rows = [
        f'<li><button type="button" data-fact="{escape(one.fact)}">{escape(one.label)}</button></li>'
        for one in shown.contract.blanks()
    ]
    facts = [
        f'<li><button type="button" data-fact="{escape(one.id)}">{escape(one.label)}'
        f"<small>{escape(one.text)}</small></button></li>"
        for one in shown.contract.defaults()
    ]
    body = f'<ul class="picks">{"".join(rows)}</ul>' if rows else "<p>合同里没有空着的地方了。</p>"
    if facts:
        body += f'<h3>没有给、暂按常用值写的 {len(facts)} 项</h3><ul class="picks">{"".join(facts)}</ul>'
    return window(f"待填 {len(rows)} 处", body)


def _versions(shown: Paper) -> str:
    rows = "".join(_version(version, at == shown.history.at) for at, version in _newest(shown))
    return window("版本", f'<ol class="versions">{rows}</ol>')


def _newest(shown: Paper) -> Iterable[tuple[int, Version]]:
    return reversed(list(enumerate(shown.history.versions)))


def _version(version: Version, here: bool) -> str:
    changes = "".join(f"<li>{escape(told(change))}</li>" for change in version.changes)
    what = f"<ul>{changes}</ul>" if changes else ""
    said = f"<q>{escape(version.said)}</q>"
    if version.said in ("", BY_HAND):
        said = f"<span>{version.said or '开始时'}</span>"
    go = (
        '<span class="here">现在</span>'
        if here
        else f'<button type="button" data-do="go" data-number="{version.number}" aria-label="回到版本 {version.number}">回到这里</button>'
    )
    mark = ' aria-current="true"' if here else ""
    return f"<li{mark}><div><b>版本 {version.number}</b>{said}{what}</div>{go}</li>"


def _form(shown: Paper) -> str:
    draft = shown.draft
    positions = "".join(
        f'<button type="button" data-do="position" data-position="{one}"'
        f' aria-pressed="{str(one == draft.position).lower()}">{SHORT_NAMES[one]}</button>'
        for one in POSITIONS
    )
    styles = "".join(
        f'<button type="button" data-do="style" data-style="{one}"'
        f' aria-pressed="{str(one == draft.style).lower()}">{_SAMPLES[one]}</button>'
        for one in STYLES
    )
    return window(
        "样式",
        "<h3>整份合同的立场</h3><p>单独换过写法的条款不受影响。</p>"
        f'<div class="choices" role="group" aria-label="整份合同的立场">{positions}</div>'
        f'<h3>编号</h3><div class="choices" role="group" aria-label="编号样式">{styles}</div>',
    )


def _files(conversation: str) -> str:
    links = "".join(
        f'<li><a href="paper/{escape(conversation)}/file/{kind}" download>{label}</a></li>'
        for kind, label in FILES.items()
    )
    return window(
        "下载",
        f'<ul class="picks">{links}</ul><h3>导入</h3><p>会换掉现在这一份，换了不能撤销：要留底，请先下载草稿文件。</p>'
        '<label class="file"><input type="file" id="paper-import" accept="application/json,.json"><span>选草稿文件</span></label>',
    )
