"""How large an uploaded file may be, and the sentence for one that cannot be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.documents.text import one_line
from bot.errors import InputError

MEGABYTE = 1024 * 1024
_LONGEST_NAME = 60


@dataclass(frozen=True)
class Limits:
    """Upper bounds for one file. Sizes in bytes, the rest are counts.

    `zip_ratio` is uncompressed to compressed size of a whole archive; `characters` is the text of all
    documents of the file together. `seconds` and `memory_bytes` bound the process that reads a file apart
    (`bot.documents.isolated`).
    """

    file_bytes: int = 20 * MEGABYTE
    pages: int = 500
    zip_ratio: float = 100.0
    zip_bytes: int = 200 * MEGABYTE
    zip_entries: int = 5000
    characters: int = 2_000_000
    seconds: float = 60.0
    memory_bytes: int = 600 * MEGABYTE


def unusable(path: Path, sentence: str) -> InputError:
    """The error for a file that cannot be used: its name as the user knows it, then `sentence`."""
    name = one_line(path.name) or "这个文件"
    if len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 12]}…{name[-11:]}"
    return InputError(f"「{name}」{sentence}")
