"""A file of facts as users write it: YAML, a fact a line, and what they want of the clauses."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

import yaml

from bot.drafting.parameters import Position
from bot.errors import InputError

LARGEST = 200_000
"""Bytes."""
_CLAUSES = ("positions", "add", "drop")


@dataclass(frozen=True)
class Wanted:
    """Facts as they are written, and clauses whose position differs, that come in, or that stay out."""

    facts: dict[str, object]
    positions: dict[str, Position] = field(default_factory=dict)
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def read_facts_file(path: Path) -> Wanted:
    """The file at `path`. Every value stays the text that stands there: 23:00 is no number, 2月30日 no date yet.

    Raises InputError that says what to mend.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path.name} 太大：事实文件最多 {LARGEST // 1000} KB。")
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path.name} 读不出来：请确认文件存在、编码是 UTF-8。") from error
    return parse_wanted(text, path.name)


def parse_wanted(text: str, name: str) -> Wanted:
    """`text` as facts; `name` is the file's, for messages."""
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"{name} 第{line}行：不是有效的 YAML，请检查缩进、冒号和引号（含有冒号、@ 或 {{ 的值要加引号）。"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{name} 里有不能用的字符，或者嵌套太深：请改正。") from error
    if data is None or data == "":
        return Wanted({})
    if not isinstance(data, dict):
        raise InputError(f"{name} 要写成一行一项，例如：甲方名称: 某公司。")
    asked = {key: data.pop(key, None) or None for key in _CLAUSES}
    return Wanted(
        {str(key): value for key, value in data.items()},
        _positions(asked["positions"], name),
        _ids(asked["add"], "add", name),
        _ids(asked["drop"], "drop", name),
    )


def _positions(given: object, name: str) -> dict[str, Position]:
    if given is None:
        return {}
    known: dict[object, Position] = {position: position for position in get_args(Position)}
    if not isinstance(given, dict) or any(value not in known for value in given.values()):
        raise InputError(f"{name} 的 positions 要写成 条款编号: merchant、balanced 或 provider。")
    return {str(clause): known[value] for clause, value in given.items()}


def _ids(given: object, field_name: str, name: str) -> tuple[str, ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(value, str) for value in given):
        raise InputError(f"{name} 的 {field_name} 要写成条款编号的列表。")
    return tuple(given)
