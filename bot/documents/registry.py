"""Which reader takes which file: a suffix, the reader, and what the file's content must look like."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.documents.limits import Limits
from bot.documents.model import Document

Reader: TypeAlias = Callable[[bytes, Path], list[Document]]
Guard: TypeAlias = Callable[[bytes, Path, Limits], None]


@dataclass(frozen=True)
class Format:
    """A way to read files of one suffix.

    `contents` are the kinds of content (as `bot.documents.sniff` names them) that the reader understands;
    anything else under this suffix is refused by name. `guard` runs before the reader and raises
    InputError for a file beyond the limits.
    """

    reader: Reader
    contents: frozenset[str]
    guard: Guard | None = None


_formats: dict[str, Format] = {}


def register(
    suffixes: Iterable[str],
    reader: Reader,
    *,
    contents: Iterable[str] = ("text",),
    guard: Guard | None = None,
) -> None:
    """Let `reader` take files with these suffixes (`.md`), in place of the reader they had."""
    for suffix in suffixes:
        _formats[suffix.lower()] = Format(reader, frozenset(contents), guard)


def format_for(suffix: str) -> Format | None:
    """The format of a suffix, in any case, or None."""
    return _formats.get(suffix.lower())


def suffixes() -> tuple[str, ...]:
    """Every suffix that can be read, in the order of registration."""
    return tuple(_formats)
