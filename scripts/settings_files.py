"""Writes `docs/settings.md` and `.env.example` from the fields of Settings: `python scripts/settings_files.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bot.settings import PROJECT, Settings

TABLE = PROJECT / "docs" / "settings.md"
EXAMPLE = PROJECT / ".env.example"

_ABOVE_TABLE = """\
# 设置 · Settings

都可以不设。写进环境变量，或把 `.env.example` 复制成 `.env` 再改；环境变量优先。
默认的文件夹在项目里；自己写的相对路径从启动时所在的文件夹算起，`.env` 也在那里找。

All optional: environment variables, or a `.env` file copied from `.env.example`; the environment wins.
Default folders lie in the project; a relative path of your own starts where the program is started, as does `.env`.

这个文件由 `python scripts/settings_files.py` 生成，说明文字写在 `bot/settings.py` 里。

| 变量 | 默认 | 说明 |
|---|---|---|
"""
_ABOVE_EXAMPLE = """\
# 复制成 .env，去掉要改的那一行前面的 #。全部可以不设；说明见 docs/settings.md。
"""


def table() -> str:
    """The settings as a Markdown page."""
    rows = (f"| `{name}` | {_code(default)} | {meaning} |\n" for name, default, meaning in _settings())
    return _ABOVE_TABLE + "".join(rows)


def example() -> str:
    """The settings as a `.env` file in which every line is commented out."""
    return _ABOVE_EXAMPLE + "".join(
        f"\n# {meaning}\n# {name}={default}\n" for name, default, meaning in _settings()
    )


def write() -> None:
    """Bring both files up to date."""
    TABLE.write_text(table(), encoding="utf-8")
    EXAMPLE.write_text(example(), encoding="utf-8")


def _settings() -> Iterator[tuple[str, str, str]]:
    """Name in the environment, default, and meaning of each setting."""
    for name, field in Settings.model_fields.items():
        yield name.upper(), _default(field), f"{field.description}{_choices(field)}"


def _default(field: FieldInfo) -> str:
    value = field.default
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return value.relative_to(PROJECT).as_posix()
    return f"{value:g}" if isinstance(value, float) else str(value)


def _choices(field: FieldInfo) -> str:
    if get_origin(field.annotation) is not Literal:
        return ""
    return f"（可填 {'、'.join(get_args(field.annotation))}）"


def _code(text: str) -> str:
    return f"`{text}`" if text else "空"


if __name__ == "__main__":
    write()
