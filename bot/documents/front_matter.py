"""Front matter of our knowledge files: what a Markdown file says about itself above its text."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.data_files import parse_yaml
from bot.documents.model import DocumentMeta
from bot.documents.text import normalise, one_line
from bot.documents.titles import name_title
from bot.errors import ConfigurationError

_FENCE = "---"
_FIRST_H1 = re.compile(r"^ {0,3}# +(.+?)(?: +#+)?$", re.MULTILINE)
_OURS = re.compile(r"^(id|title|kind|platforms|topics)\s*:", re.MULTILINE)
_DATE_LINE = re.compile(r"^date\s*:")


class _FrontMatter(BaseModel):
    """The fields of a knowledge file, and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    title: str = Field(min_length=1)
    kind: Literal["guidance", "contract"]
    source: str = ""
    site: str = ""
    author: str = ""
    date: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    platforms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @field_validator("date", mode="before")
    @classmethod
    def _written_out(cls, value: object) -> object:
        """YAML reads an unquoted date as a date; one that does not exist is refused like a bad format."""
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            try:
                date.fromisoformat(value)
            except ValueError:
                return "?"
        return value


def parse(text: str, path: Path) -> tuple[DocumentMeta, str, int]:
    """What the file says about itself, its body, and the line (from 1) where the body begins.

    A text without front matter of ours is an upload: its title is its first heading or its file's name.
    Raises ConfigurationError that names file, line and field when the front matter is not valid.
    """
    text = normalise(text)
    lines = text.split("\n")
    if lines[0] != _FENCE:
        return _upload(text, path), text, 1
    end = next((i for i, line in enumerate(lines[1:], 1) if line == _FENCE), None)
    fields = "\n".join(lines[1 : end or 12])
    ours = len(set(_OURS.findall(fields))) >= 2
    if end is None:
        if ours:
            raise ConfigurationError(
                f"{shown(path)} 第1行 字段 ---:开头的说明没有用另一行 --- 结束。请补上后重试。"
            )
        return _upload(text, path), text, 1
    body = "\n".join(lines[end + 1 :])
    if not ours:
        # Other programs put their own notes there; they are no part of the text.
        return _upload(body, path), body, end + 2
    return _meta(fields, path), body, end + 2


def shown(path: Path) -> str:
    """The path as an error shows it: from the working folder where it lies inside."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def _upload(body: str, path: Path) -> DocumentMeta:
    heading = _FIRST_H1.search(body)
    return DocumentMeta(title=one_line(heading[1]) if heading else name_title(path))


def _meta(fields: str, path: Path) -> DocumentMeta:
    try:
        front = parse_yaml(fields, _FrontMatter, shown(path), first_line=2)
    except ValueError as error:
        line = next((i for i, text in enumerate(fields.split("\n"), 2) if _DATE_LINE.match(text)), 2)
        raise ConfigurationError(
            f"{shown(path)} 第{line}行 字段 date:没有这一天，应当是日期，例如 2024-09-06。请改正后重试。"
        ) from error
    return DocumentMeta(**front.model_dump())
