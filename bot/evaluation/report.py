"""Figures as a table, and in the README between their markers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias

from bot.errors import ConfigurationError

Figures: TypeAlias = dict[str, dict[str, float]]

_OPEN, _CLOSE = "<!-- figures -->", "<!-- /figures -->"


def table(figures: Figures, recorded: Mapping[str, Mapping[str, float]]) -> str:
    """A line a figure, with the recorded value beside it."""
    lines = []
    for group, values in figures.items():
        lines.append(f"\n{group}")
        for name, value in values.items():
            before = recorded.get(group, {}).get(name)
            lines.append(
                f"  {name:<24}{value:>9.3f}" + (f"   (记录 {before:.3f})" if before is not None else "")
            )
    return "\n".join(lines)


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
        f"{_OPEN}\n`python -m bot evaluate --start`，{day}，2 核 CPU：\n\n" + "\n".join(rows) + f"\n{_CLOSE}"
    )
    before, rest = text.split(_OPEN, 1)
    path.write_text(before + body + rest.split(_CLOSE, 1)[1], encoding="utf-8")
