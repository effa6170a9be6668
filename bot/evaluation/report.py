"""What was measured as a table, as a page that needs no network, and in the README between its markers."""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from string import Template

from bot.errors import ConfigurationError
from bot.evaluation.outcome import Failure, Outcome
from bot.evaluation.record import Figures, falls, is_checked

_OPEN, _CLOSE = "<!-- figures -->", "<!-- /figures -->"
_PAGE = Path(__file__).with_name("report.html")


def table(figures: Figures, recorded: Figures, last: Figures) -> str:
    """A line a figure, with its record and the last run beside it."""
    lines = []
    for group, values in figures.items():
        lines.append(f"\n{group}")
        for name, value in values.items():
            beside = [
                f"{label} {before[group][name]:.3f}"
                for label, before in (("记录", recorded), ("上次", last))
                if name in before.get(group, {})
            ]
            lines.append(f"  {name:<28}{value:>9.3f}" + (f"   ({'，'.join(beside)})" if beside else ""))
    return "\n".join(lines)


def page(outcomes: Mapping[str, Outcome], recorded: Figures, last: Figures, engine: str) -> str:
    """The whole report as one HTML file: a bar for every share, and every failure with its evidence."""
    groups = "".join(
        _group(name, outcome, recorded.get(name, {}), last.get(name, {}))
        for name, outcome in outcomes.items()
    )
    failures = sum(len(outcome.failures) for outcome in outcomes.values())
    template = Template(_PAGE.read_text(encoding="utf-8"))
    return template.substitute(
        day=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        engine={"builtin": "内置引擎", "model": "模型"}.get(engine, engine),
        failures=str(failures),
        groups=groups,
    )


def _group(name: str, outcome: Outcome, recorded: Mapping[str, float], last: Mapping[str, float]) -> str:
    rows = "".join(
        _row(name, key, value, recorded.get(key), last.get(key)) for key, value in outcome.figures.items()
    )
    listed = "".join(_failure(failure) for failure in outcome.failures)
    details = (
        f"<details><summary>没通过 {len(outcome.failures)} 条</summary><table class=failures>"
        f"<tr><th>编号<th>问的<th>应当<th>结果</tr>{listed}</table></details>"
        if listed
        else ""
    )
    return f"<section><h2>{html.escape(name)}</h2><table>{rows}</table>{details}</section>"


def _row(group: str, name: str, value: float, recorded: float | None, last: float | None) -> str:
    share = is_checked(group, name) and 0 <= value <= 1 and not falls(name)
    bar = ""
    if share:
        mark = f'<i style="left:{100 * recorded:.1f}%"></i>' if recorded is not None and recorded <= 1 else ""
        bar = f'<div class=bar><b style="width:{100 * value:.1f}%"></b>{mark}</div>'
    before = "".join(f"<td>{'' if old is None else f'{old:.3f}'}</td>" for old in (recorded, last))
    return f"<tr><th>{html.escape(name)}</th><td>{value:.3f}</td>{before}<td class=wide>{bar}</td></tr>"


def _failure(failure: Failure) -> str:
    cells = (failure.id, failure.asked, failure.expected, failure.got)
    return f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in cells)}</tr>"


def readme_table(path: Path, figures: Figures) -> None:
    """Rewrite the figures of the README; ConfigurationError when their markers are not there."""
    text = path.read_text(encoding="utf-8")
    if _OPEN not in text or _CLOSE not in text:
        raise ConfigurationError(f"{path.name} 里没有 {_OPEN} 和 {_CLOSE}，不知道写到哪里。")
    rows = ["| 组 | 项目 | 数值 |", "|---|---|---|"]
    rows += [
        f"| {group} | {name} | {value:.3f} |"
        for group, values in figures.items()
        for name, value in values.items()
    ]
    day = datetime.now(UTC).date().isoformat()
    body = (
        f"{_OPEN}\n`python -m bot evaluate --readme`，{day}，2 核 CPU：\n\n" + "\n".join(rows) + f"\n{_CLOSE}"
    )
    before, rest = text.split(_OPEN, 1)
    path.write_text(before + body + rest.split(_CLOSE, 1)[1], encoding="utf-8")
