"""Questions with gold: conversations, what the right passage holds, and what a right answer must say."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.evaluation.case_files import load_lines
from bot.retrieval.passages import Passage


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str


class GoldQuestion(BaseModel):
    """One line of a question file; the last turn is the one that is judged.

    `split` is `tune` for questions that weights may be fitted on, anything else is for measuring only.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    style: str
    turns: tuple[_Turn, ...]
    answerable: bool
    source: str = ""
    passage_has: tuple[str, ...] = ()
    must_include: tuple[tuple[str, ...], ...] = ()
    variant_of: str = ""
    split: str = ""

    def is_gold(self, passage: Passage) -> bool:
        """Whether a passage is the right one: of the right source, and it holds the fact."""
        return passage.source == self.source and all(words in passage.text for words in self.passage_has)

    def is_answered_by(self, text: str) -> bool:
        """Whether an answer holds one of the alternatives of every group."""
        return all(any(words in text for words in group) for group in self.must_include)


def load_gold(paths: Iterable[Path]) -> list[GoldQuestion]:
    """The questions of all files; InputError names file and line."""
    return [question for path in paths for question in load_lines(path, GoldQuestion, blank=True)]
