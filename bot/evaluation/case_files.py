"""Files of cases, a line each: one way to read them, one sentence for a line that is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from bot.errors import InputError

Case = TypeVar("Case", bound=BaseModel)


def load_lines(path: Path, kind: type[Case], *, blank: bool = False, called: str = "题目") -> list[Case]:
    """The cases of a file, as a user would call them; InputError names file and line. `blank` lines are passed over or
    are no cases either."""
    cases = []
    for number, line in enumerate(_lines(path, called), 1):
        if blank and not line.strip():
            continue
        try:
            cases.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise InputError(f"{path.name} 第{number}行不是有效的{called}，请改正。") from error
    return cases


def turns_of_others(
    folder: Path, names: Iterable[str], *, but: Iterable[str] = ()
) -> Iterator[tuple[str, list[str]]]:
    """Id and the user's turns of every case in the files that match `names`, of whatever kind; `but` are left out."""
    left_out = frozenset(but)
    for path in sorted(path for name in names for path in folder.glob(name)):
        for line in filter(str.strip, _lines(path, "题目")):
            case = json.loads(line)
            if case["id"] not in left_out:
                turns = case.get("turns") or [case.get("question", "")]
                yield case["id"], [turn["text"] if isinstance(turn, dict) else turn for turn in turns]


def _lines(path: Path, called: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(f"读不到{called}文件 {path.name}，请检查路径。") from error
