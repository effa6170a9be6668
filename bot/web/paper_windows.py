"""The windows that the server fills when they are opened: one fact, one clause, clauses to add."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from bot.drafting.clauses import Clause
from bot.drafting.contract import Fact
from bot.drafting.differing import clause_words, pieces
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS, Parameter, Position
from bot.errors import InputError
from bot.web.drafting import Drafting, Paper
from bot.web.fact_words import hint
from bot.web.paper import SHORT_NAMES
from bot.web.paper_frame import window


def fact_window(shown: Paper, library: ClauseLibrary, name: str) -> str:
    """The editor of one fact. Raises InputError where there is no such fact."""
    parameter = library.parameters.get(name)
    if parameter is None:
        raise InputError("合同里没有这一项，刷新一下再试。")
    fact = shown.contract.facts.get(name)
    return window(
        parameter.label,
        f'<form class="fact-form" data-fact="{escape(name)}" novalidate>{_field(parameter, fact)}'
        f'<p class="hint" id="fact-hint">{escape(_hint(parameter, fact))}</p>'
        '<p class="error" id="fact-error" role="alert" hidden></p>'
        '<div class="choice"><button type="button" class="blank-it">先空着</button>'
        '<button type="submit" class="main">写进合同</button></div></form>',
    )


def _field(parameter: Parameter, fact: Fact | None) -> str:
    same = f'id="fact-value" name="value" aria-label="{escape(parameter.label)}" aria-describedby="fact-hint fact-error"'
    value = fact.value if fact else ""
    if parameter.type == "choice":
        options = "".join(
            f'<option value="{escape(one.id)}"{" selected" if one.id == value else ""}>{escape(one.label)}</option>'
            for one in parameter.choices
        )
        return f'<select {same}><option value="">（请选择）</option>{options}</select>'
    unit = f'<span class="unit">{escape(parameter.unit)}</span>' if parameter.unit else ""
    mode = ' inputmode="decimal"' if parameter.numeric else ""
    return f'<span class="entry-line"><input {same}{mode} autocomplete="off" value="{escape(value)}">{unit}</span>'


def _hint(parameter: Parameter, fact: Fact | None) -> str:
    says = [hint(parameter)]
    if fact and (caution := parameter.caution_for(fact.value)):
        says.append(caution.rstrip("。"))
    if fact and fact.origin == "default":
        says.append("现在写的是常用值，还没有人确认")
    if fact and fact.origin == "computed":
        says.append("现在的值是从别的事实算出来的")
    return "；".join(filter(None, says)) + "。" if any(says) else ""


def clause_window(drafting: Drafting, shown: Paper, name: str) -> str:
    """What unfolds under a clause: the three positions with their differences, when, why, basis, ways to move and to take it out."""
    standing = next((one for one in shown.contract.clauses() if one.id == name), None)
    if standing is None:
        raise InputError("合同里没有这一条，刷新一下再试。")
    remove = (
        f'<button type="button" class="drop" data-do="drop" data-subject="{escape(name)}">去掉这一条</button>'
    )
    moves = '<button type="button" class="clause-up">上移</button><button type="button" class="clause-down">下移</button>'
    source = next((one for one in drafting.library.clauses if one.id == name), None)
    if source is None:
        return f'<p class="why">这是你自己写的条款，不在条款库里。</p><div class="clause-end">{moves}{remove}</div>'
    rows = "".join(_position(drafting, shown, source, position, standing.position) for position in POSITIONS)
    along = "、".join(f"“{title}”" for title in _falls_along(drafting, shown, name))
    warning = f"<small>{escape(f'会一并去掉 {along}')}</small>" if along else ""
    return (
        f'<div class="positions" role="group" aria-label="{escape(source.title)}的三种写法">{rows}</div>'
        f'{_grounds(drafting, source)}<div class="clause-end">{moves}{remove}{warning}</div>'
    )


def _position(
    drafting: Drafting, shown: Paper, clause: Clause, position: Position, standing: Position
) -> str:
    wording = clause.wording(position)
    here = position == standing
    label = SHORT_NAMES[position]
    other = ""
    if not here:
        positions = {**shown.draft.positions, clause.id: position}
        _, blocks = drafting.laid_out(shown.draft.model_copy(update={"positions": positions}))
        other = difference(clause_words(shown.blocks, clause.id), clause_words(blocks, clause.id))
    return (
        f'<div class="position{" here" if here else ""}"><button type="button" data-do="position"'
        f' data-subject="{escape(clause.id)}" data-position="{position}" aria-pressed="{str(here).lower()}">{label}</button>'
        f"<p><b>{escape(wording.what)}</b>{escape(wording.why)}</p>{other}</div>"
    )


def difference(before: str, after: str) -> str:
    """Two wordings as one text, with what would go and what would come marked, not by colour alone."""
    tags = {"same": "{}", "gone": "<del>{}</del>", "new": "<ins>{}</ins>"}
    marked = "".join(tags[piece.kind].format(_broken(piece.text)) for piece in pieces(before, after))
    return f'<details class="difference"><summary>文字差别</summary><div class="wording">{marked}</div></details>'


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _grounds(drafting: Drafting, clause: Clause) -> str:
    laws = "".join(
        f'<button type="button" class="law" id="law-{escape(clause.id)}-{at}" data-law="{escape(name)}">{escape(name)}</button>'
        for at, name in enumerate(clause.basis)
    )
    titles = drafting.guidance.titles
    follows = "、".join(
        f"《{titles[one.document]}》“{one.at}”" for one in clause.follows if one.document in titles
    )
    rows = [("什么时候用", escape(clause.when)), ("依据", laws), ("参考", escape(follows))]
    shown = "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in rows if value)
    return f'<dl class="grounds">{shown}</dl>'


def _falls_along(drafting: Drafting, shown: Paper, name: str) -> Iterator[str]:
    """Titles of the other clauses that go with one that is taken out, because they need it."""
    draft = shown.draft
    try:
        left, _ = drafting.laid_out(draft.model_copy(update={"drop": (*draft.drop, name)}))
    except InputError:
        return
    there = {clause.id for clause in left.clauses()}
    yield from (
        clause.title for clause in shown.contract.clauses() if clause.id != name and clause.id not in there
    )


def insert_window(shown: Paper, library: ClauseLibrary, words: str) -> str:
    """Clauses of the library that are not in the contract and fit its facts, by section or by search."""
    return window(
        "加条款",
        '<form class="find" role="search"><input type="search" id="insert-words" aria-label="找条款"'
        f' placeholder="找条款，比如：大促、保证金" value="{escape(words)}" autocomplete="off"></form>'
        f'<div id="insert-found" aria-live="polite">{insert_list(shown, library, words)}</div>',
    )


def insert_list(shown: Paper, library: ClauseLibrary, words: str) -> str:
    """The list inside the window."""
    there = {clause.id for clause in shown.contract.clauses()}
    values = {name: fact.value for name, fact in shown.contract.facts.items()}
    found = library.search(words) if words.strip() else library.clauses
    fitting = [clause for clause in found if clause.id not in there and clause.applies(values)]
    titles = {section.id: section.title for section in library.sections}
    if not fitting:
        return "<p>没有找到能加的条款：可能已经在合同里，或者不适合现在的事实。</p>"
    return f'<ul class="picks">{"".join(_pick(clause, titles, _replaced(clause, shown)) for clause in fitting)}</ul>'


def _replaced(clause: Clause, shown: Paper) -> str:
    """Which clauses of the contract would give way, or nothing."""
    gone = [one.title for one in shown.contract.clauses() if one.id in clause.excludes]
    return f" · 会换掉“{'”、“'.join(gone)}”" if gone else ""


def _pick(clause: Clause, titles: dict[str, str], replaced: str) -> str:
    return (
        f'<li><button type="button" data-do="add" data-subject="{escape(clause.id)}">{escape(clause.title)}'
        f"<small>{escape(titles[clause.section])} · {escape(clause.when)}{escape(replaced)}</small></button></li>"
    )
