"""What was measured before: the record that must not be undercut, and the run before this one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from bot.errors import StorageError

Figures: TypeAlias = dict[str, dict[str, float]]

TOLERANCE = 0.0105
"""How far below its record a share may fall before the check fails: one question of the hundred of a held-out
half. One flipped between two runs of the same retrieval code and data (0.840 and 0.830)."""

_TOLD_ONLY = (" s", " ms", " n", "ratio", "/ embedding", " %", "of an answer", "by its length")
"""Ends of names of figures that are told and not held against a record: times, counts, ratios of times."""

_FALLING = ("wrongly", "false_fires", "without source", "unsupported", "unmarked", "obeyed", "lost")
"""Words in names of figures that are better the lower they are."""

_ONLY_WITH_MODEL = ("gate-model",)
"""Groups that are not there without a model: that is no fault."""

_UNCHECKED_GROUPS = ("stock recipe", "points lost", "engines", "latency", "re-ingest", "start")


def is_checked(group: str, name: str) -> bool:
    """Whether a figure is held against its record."""
    return not name.endswith(_TOLD_ONLY) and not group.endswith(_UNCHECKED_GROUPS)


def falls(name: str) -> bool:
    """Whether a figure is better the lower it is."""
    return any(word in name for word in _FALLING)


def below(
    figures: Mapping[str, Mapping[str, float]], recorded: Mapping[str, Mapping[str, float]]
) -> Iterator[str]:
    """A sentence for every checked figure that is worse than its record, or gone."""
    for group, values in recorded.items():
        if group in _ONLY_WITH_MODEL and group not in figures:
            continue
        for name, value in values.items():
            if not is_checked(group, name):
                continue
            now = figures.get(group, {}).get(name)
            worse = now is None or (now > value + TOLERANCE if falls(name) else now < value - TOLERANCE)
            if worse:
                yield f"{group} / {name}：{'没有量' if now is None else f'{now:.3f}'}，记录是 {value:.3f}"


def read(path: Path) -> Figures:
    """The figures in a file; none when there is no file yet."""
    try:
        figures: Figures = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StorageError(f"{path.name} 读不出来：删掉它再评测一次就会重新写。") from error
    return figures


def write(path: Path, figures: Mapping[str, Mapping[str, float]]) -> None:
    """Write figures, the folder as well if it is not there; StorageError when that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{path.name} 写不进去：请检查文件夹的权限和剩余空间。") from error
