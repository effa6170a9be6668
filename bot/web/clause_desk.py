"""The clause desk as HTML: a page of its own for service staff, with the library on the left and one clause beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from bot.conversation import SourceView
from bot.drafting.clauses import Clause
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS, Parameter, Position
from bot.web.clause_text import ClauseText
from bot.web.fact_words import hint
from bot.web.paper import SHORT_NAMES

_STATIC = Path(__file__).parent / "static"
_BACK = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M12 5l-5 5 5 5"/></svg>'


def page(listed: str, detail: str, words: str, count: int) -> str:
    """The whole page. `listed` and `detail` are its two halves, `words` what is being looked for."""
    styles = "\n".join((_STATIC / "css" / f"{name}.css").read_text("utf-8") for name in ("tokens", "clauses"))
    script = "\n".join((_STATIC / "js" / f"{name}.js").read_text("utf-8") for name in ("copying", "clauses"))
    state = ' class="at-clause"' if detail else ""
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>条款库 · 客服合同助手</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">'
        f'<meta name="color-scheme" content="light dark"><style>{styles}</style></head><body{state}>'
        '<div class="library"><header><a class="home" href="./">回到对话</a><h1>条款库</h1></header>'
        '<form class="find" role="search" action="clauses"><input type="search" name="words" id="words" aria-label="找条款"'
        f' placeholder="找条款，比如：响应时效、退款审批" autocomplete="off" value="{escape(words)}"></form>'
        f'<p class="count">共 {count} 条，每条三种写法</p>'
        f'<nav id="list" aria-label="条款" aria-live="polite">{listed}</nav></div>'
        f'<main id="detail" tabindex="-1">{detail or _empty()}</main>'
        f'<p id="spoken" role="status"></p><script>{script}</script></body></html>'
    )


def _empty() -> str:
    return '<p class="empty">从左边挑一条，选立场，填上数字，复制给商家。</p>'


def clause_list(library: ClauseLibrary, words: str, current: str) -> str:
    """The clauses by section, or those that `words` find, best first."""
    if words.strip():
        found = library.search(words)
        if not found:
            return '<p class="empty">没有找到。换个说法试试，比如“违约金”“离职”“大促”。</p>'
        return _entries(found, current)
    return "".join(
        f"<section><h2>{escape(section.title)}</h2>{_entries(clauses, current)}</section>"
        for section in library.sections
        if (clauses := library.of_section(section.id))
    )


def _entries(clauses: tuple[Clause, ...], current: str) -> str:
    rows = "".join(
        f'<li><a href="{_address(clause.id)}" data-clause="{escape(clause.id)}"'
        f"{' aria-current=true' if clause.id == current else ''}>{escape(clause.title)}"
        f"<small>{escape(clause.when)}</small></a></li>"
        for clause in clauses
    )
    return f"<ul>{rows}</ul>"


def _address(clause: str) -> str:
    return escape(f"clauses?{urlencode({'id': clause})}")


def clause_detail(
    library: ClauseLibrary, titles: dict[str, str], clause: Clause, position: Position, text: ClauseText
) -> str:
    """One clause: positions, text, facts to fill in, the reply, and what it rests on."""
    section = next(one.title for one in library.sections if one.id == clause.section)
    wording = clause.wording(position)
    fields = "".join(_field(library, name, position) for name in clause.parameters(position))
    form = (
        f'<form id="facts" autocomplete="off"><h3>填上数字和名称</h3><p class="note">不填的，有常用值的按常用值写，没有的留出待填。</p>'
        f"{fields}</form>"
        if fields
        else ""
    )
    return (
        f'<article data-clause="{escape(clause.id)}" data-position="{position}">'
        f'<a class="back" href="clauses">{_BACK}全部条款</a>'
        f'<p class="section">{escape(section)}{"" if clause.standard else " · 可选条款"}</p>'
        f'<h2 id="title" tabindex="-1">{escape(clause.title)}</h2><p class="when">{escape(clause.when)}</p>'
        f'<div class="positions" role="group" aria-label="立场">{"".join(_positions(clause, position))}</div>'
        f'<p class="why"><b>{escape(wording.what)}</b>{escape(wording.why)}</p>'
        f'<div class="work"><div class="side">'
        f'<section class="sheet" aria-label="条款文字"><div id="text">{text.html()}</div>'
        '<button type="button" class="copy main" data-copy="plain">复制条款</button></section>'
        f"{_reply(text)}{_grounds(library, titles, clause)}</div>{form}</div>"
        f'<textarea id="plain" hidden aria-hidden="true">{escape(text.text)}</textarea></article>'
    )


def _positions(clause: Clause, position: Position) -> Iterator[str]:
    for one in POSITIONS:
        yield (
            f'<button type="button" data-position="{one}" aria-pressed="{str(one == position).lower()}">'
            f"<span>{SHORT_NAMES[one]}</span><small>{escape(clause.wording(one).what)}</small></button>"
        )


def _field(library: ClauseLibrary, name: str, position: Position) -> str:
    parameter = library.parameters[name]
    default = parameter.default_for(position)
    key, label = escape(name), escape(parameter.label)
    says = escape(hint(parameter))
    if parameter.type == "choice":
        control = _select(parameter, key, default)
    else:
        unit = f"<span>{escape(parameter.unit)}</span>" if parameter.unit else ""
        placeholder = f"常用 {parameter.shown(default)}" if default else "待填"
        mode = ' inputmode="decimal"' if parameter.numeric else ""
        control = (
            f'<span class="line"><input id="fact-{key}" name="{key}" placeholder="{escape(placeholder)}"{mode}'
            f' aria-describedby="says-{key}">{unit}</span>'
        )
    return (
        f'<div class="field"><label for="fact-{key}">{label}</label>{control}'
        f'<p class="says" id="says-{key}" data-hint="{says}" aria-live="polite">{says}</p></div>'
    )


def _select(parameter: Parameter, key: str, default: str) -> str:
    first = f"常用：{parameter.shown(default)}" if default else "待填"
    options = "".join(
        f'<option value="{escape(one.id)}">{escape(one.label)}</option>' for one in parameter.choices
    )
    return (
        f'<select id="fact-{key}" name="{key}" aria-describedby="says-{key}">'
        f'<option value="">{escape(first)}</option>{options}</select>'
    )


def _reply(text: ClauseText) -> str:
    return (
        f'<section class="reply"><h3>给商家的回复</h3><div id="reply" class="pre">{escape(text.reply)}</div>'
        '<button type="button" class="copy" data-copy="reply">复制回复</button></section>'
    )


def _grounds(library: ClauseLibrary, titles: dict[str, str], clause: Clause) -> str:
    laws = "".join(
        f'<details class="law" data-law="{escape(name)}"><summary>{escape(name)}</summary><div></div></details>'
        for name in clause.basis
    )
    follows = "、".join(
        escape(f"《{titles[one.document]}》“{one.at}”") for one in clause.follows if one.document in titles
    )
    rows = [
        ("依据", laws),
        ("参考", follows),
        ("要一起用", _links(library, clause.needs)),
        ("不能一起用", _links(library, clause.excludes)),
    ]
    shown = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f'<dl class="grounds">{shown}</dl>'


def _links(library: ClauseLibrary, clauses: tuple[str, ...]) -> str:
    return "".join(
        f'<a href="{_address(one)}" data-clause="{escape(one)}">{escape(library.clause(one).title)}</a>'
        for one in clauses
    )


def law_article(view: SourceView) -> str:
    """An article as it unfolds under its name."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in view.quote.splitlines() if line.strip())
    facts = " · ".join(filter(None, (view.title, view.locator, view.status, f"{view.date} 的文本")))
    return f'<p class="facts">{escape(facts)}</p>{lines}'
