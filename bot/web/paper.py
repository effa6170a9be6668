"""A contract as HTML paper, from the same blocks as Word and Markdown, with handles for those who edit it.

Every word from outside is escaped. What can be acted on carries `data-fact`, `data-clause`, `data-section`,
`data-law`; nothing here knows who acts or how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from html import escape

from bot.drafting.contract import Clause
from bot.drafting.layout import (
    Block,
    Grid,
    Heading,
    Line,
    Parties,
    Plain,
    Reminder,
    Signatures,
    Span,
    Spans,
    Title,
)
from bot.drafting.parameters import POSITION_NAMES, Position

SHORT_NAMES: dict[Position, str] = {"merchant": "偏甲方", "balanced": "平衡", "provider": "偏乙方"}
_GRIP = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M7 5h.01M13 5h.01M7 10h.01M13 10h.01M7 15h.01M13 15h.01"/></svg>'
_SAYS = {"blank": "待填", "default": "常用值，请确认", "fact": "已填"}


def paper(blocks: Iterable[Block], changed: Collection[str] = ()) -> str:
    """The whole contract. `changed` are clauses and parameters that the last step touched: they are marked."""
    return (
        f'<article class="contract" aria-label="合同草稿">{"".join(_Paper(changed).write(blocks))}</article>'
    )


def spans_html(spans: Spans, changed: Collection[str] = ()) -> str:
    """Words of the paper with their handles."""
    return "".join(_span(span, changed) for span in spans)


class _Paper:
    """Writes block after block, and closes a clause and a section when the next one opens."""

    def __init__(self, changed: Collection[str]) -> None:
        self._changed = changed
        self._clause: Clause | None = None
        self._section = ""

    def write(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if not isinstance(block, Line | Grid) or block.clause is not self._clause:
                yield self._end_clause()
            if not isinstance(block, Line | Grid):
                yield self._end_section()
            yield self._block(block)
        yield self._end_clause() + self._end_section()

    def _block(self, block: Block) -> str:
        match block:
            case Title(text):
                return f'<h2 class="name">{escape(text)}</h2>'
            case Parties(rows):
                return self._parties(rows)
            case Plain(spans):
                return f'<p class="plain">{spans_html(spans, self._changed)}</p>'
            case Heading():
                return self._heading(block)
            case Line():
                return self._begin_clause(block.clause) + self._line(block)
            case Grid():
                return (self._begin_clause(block.clause) if block.clause else "") + self._grid(block)
            case Signatures(sides):
                return _signatures(sides)
            case Reminder():
                return ""

    def _parties(self, rows: tuple[tuple[str, Spans], ...]) -> str:
        cells = "".join(
            f'<tr><th scope="row">{escape(label)}</th><td>{spans_html(spans, self._changed)}</td></tr>'
            for label, spans in rows
        )
        return (
            f'<table class="parties"><caption class="unseen">合同双方</caption><tbody>{cells}</tbody></table>'
        )

    def _heading(self, block: Heading) -> str:
        self._section = block.section
        name, kind = escape(block.section), "annex" if block.annex else "main"
        title = f"{escape(block.number)} {escape(block.text)}"
        return (
            f'<section class="part" data-section="{name}" data-kind="{kind}" aria-labelledby="part-{name}">'
            f'<div class="part-head"><h3 id="part-{name}"><span class="number">{escape(block.number)}</span>'
            f"{escape(block.text)}</h3>"
            f'<span class="moves" role="group" aria-label="移动 {title}">'
            f'<button type="button" class="grip" draggable="true" aria-label="拖动 {title}，或按 Alt 加上下键">'
            f"{_GRIP}</button>"
            f'<button type="button" class="up" aria-label="上移 {title}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 12l5-5 5 5"/></svg></button>'
            f'<button type="button" class="down" aria-label="下移 {title}"><svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 8l5 5 5-5"/></svg></button>'
            "</span></div>"
        )

    def _end_section(self) -> str:
        ended, self._section = self._section, ""
        return "</section>" if ended else ""

    def _begin_clause(self, clause: Clause) -> str:
        if clause is self._clause:
            return ""
        self._clause = clause
        touched = clause.id in self._changed
        mark = '<span class="touched">改过</span>' if touched else ""
        state = " changed" if touched else ""
        name = escape(clause.id)
        return (
            f'<div class="clause{state}" id="clause-{name}" data-clause="{name}"'
            f' data-title="{escape(clause.title)}">{mark}'
        )

    def _end_clause(self) -> str:
        clause, self._clause = self._clause, None
        if clause is None:
            return ""
        name, title = escape(clause.id), escape(clause.title)
        return (
            '<div class="clause-foot"><button type="button" class="hold" draggable="true"'
            f' aria-label="拖动这一条：{title}，或按 Alt 加上下键">{_GRIP}</button>'
            '<button type="button" class="more" aria-expanded="false"'
            f' aria-controls="more-{name}" aria-label="{title}：{POSITION_NAMES[clause.position]}，看别的写法和依据">'
            f'<span aria-hidden="true">{SHORT_NAMES[clause.position]}</span></button></div>'
            f'<div class="clause-more" id="more-{name}" hidden></div></div>'
        )

    def _line(self, line: Line) -> str:
        body = spans_html(line.spans, self._changed)
        return (
            f'<p class="line level{line.level}"><span class="number">{escape(line.number)}</span>'
            f'<span class="words">{body}</span></p>'
        )

    def _grid(self, grid: Grid) -> str:
        head, *rows = grid.rows
        top = "".join(f'<th scope="col">{spans_html(cell, self._changed)}</th>' for cell in head)
        body = "".join(
            f"<tr>{''.join(f'<td>{spans_html(cell, self._changed)}</td>' for cell in row)}</tr>"
            for row in rows
        )
        return (
            '<div class="grid" role="region" aria-label="表格" tabindex="0">'
            f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
        )


def _span(span: Span, changed: Collection[str]) -> str:
    words = escape(span.text)
    if span.mark == "title":
        return f'<b class="title">{words}</b>'
    if span.mark == "reference":
        return f'<a class="reference" href="#clause-{escape(span.of)}">{words}</a>'
    if span.mark in _SAYS and span.of:
        touched = " touched-fact" if span.of in changed else ""
        # A span and not a button: a button is a box, which a line of a contract cannot break inside of.
        return (
            f'<span role="button" tabindex="0" class="fact {span.mark}{touched}" data-fact="{escape(span.of)}"'
            f' title="{_SAYS[span.mark]}">{words}</span>'
        )
    return words


def _signatures(sides: tuple[tuple[str, ...], ...]) -> str:
    columns = "".join(f"<div>{''.join(f'<p>{escape(line)}</p>' for line in side)}</div>" for side in sides)
    return f'<div class="signatures">{columns}</div>'
