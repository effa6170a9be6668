"""What every part of the evaluation works on: the assistant as it is built for users, and how much to ask."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from bot.assistant import Assistant
from bot.evaluation.measuring import Asked
from bot.settings import PROJECT, Settings

DATA = PROJECT / "tests" / "data"
RECORD = DATA / "recorded_figures.json"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Bench:
    """The assistant under test. `limit` is the most cases of each kind that are asked, 0 for all.

    `compare` says whether what is only told and never held (LangChain's stock recipe) is measured as well. `known` are
    the replies so far by question id: two parts of the evaluation that look at the same questions ask them once.
    """

    assistant: Assistant
    settings: Settings
    limit: int = 0
    compare: bool = True
    known: dict[str, Asked] = field(default_factory=dict)

    @property
    def modelled(self) -> bool:
        """Whether a language model answers."""
        return self.settings.has_model

    def some(self, items: Sequence[Item]) -> list[Item]:
        """As many of `items` as are to be asked."""
        return list(items[: self.limit or None])


def progress(done: int, total: int) -> None:
    """How far it is, on a terminal."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}")
        sys.stderr.write("\n" if done == total else "")


def say(text: str) -> None:
    """A line on standard output."""
    sys.stdout.write(f"{text}\n")


def project_file(name: str) -> Path:
    """A file of the cases that come with the project."""
    return DATA / name
