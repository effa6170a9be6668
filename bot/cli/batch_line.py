"""One line of a batch: what it must hold, and the sentence for one that does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.conversation import Attachment
from bot.errors import InputError


@dataclass(frozen=True)
class UserTurn:
    """What the user says and hands over in one turn."""

    text: str
    files: tuple[Attachment, ...] = ()


def parsed(line: bytes) -> dict[str, Any]:
    """A line as a JSON object; raises InputError when it is none."""
    try:
        item = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("这一行不是 UTF-8 文字。请把输入文件另存为 UTF-8。") from error
    except (ValueError, RecursionError) as error:
        raise InputError("这一行不是有效的 JSON。每行应当是一个完整的 JSON 对象。") from error
    if not isinstance(item, dict):
        raise InputError('这一行应当是一个 JSON 对象，例如 {"id": "1", "turns": [{"text": "…"}]}。')
    return item


def user_turns(item: dict[str, Any], folder: Path) -> list[UserTurn]:
    """The turns of a line, its files looked up in `folder`; raises InputError naming what is wrong."""
    if not isinstance(item.get("id"), str | int):
        raise InputError("缺少 id：每一行都要有一个文字或整数的 id。")
    turns = item.get("turns")
    if not isinstance(turns, list) or not turns:
        raise InputError("缺少 turns：应当是一个列表，至少有一轮。")
    return [_turn(turn, number, folder) for number, turn in enumerate(turns, start=1)]


def _turn(turn: object, number: int, folder: Path) -> UserTurn:
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise InputError(f"第{number}轮缺少 text：应当是一段文字。")
    names = turn.get("files") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise InputError(f"第{number}轮的 files 应当是文件名的列表。")
    return UserTurn(turn["text"], tuple(_attachments(names, folder)))


def _attachments(names: list[str], folder: Path) -> Iterator[Attachment]:
    for name in names:
        path = folder / name
        try:
            there = path.is_file()
        except ValueError:  # a NUL in the name
            there = False
        if not there:
            raise InputError(f"找不到文件 {name}：路径从输入文件所在的文件夹算起。")
        yield Attachment(str(path), path.name)
