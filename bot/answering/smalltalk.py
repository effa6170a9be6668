"""Turns that are no question about contracts, and the fixed sentences of the product."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.retrieval.question import plain, simplified

LONGEST_QUESTION = 2000
"""Characters; what is longer is a document, not a question."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SmallTurn(_Model):
    """One kind of small talk and what is said to it."""

    name: str
    patterns: tuple[str, ...] = Field(min_length=1)
    reply: str


class Phrases(_Model):
    """`knowledge/smalltalk.yaml`: questions to begin with, small talk, and the sentences around answers."""

    examples: dict[str, tuple[str, ...]]
    turns: tuple[SmallTurn, ...]
    empty: str
    symbols_only: str
    too_long: str
    refusal: str
    refusal_near: str
    clarify: str
    platform: str
    other_platform: str
    unanswered: str
    nothing_more: str
    refusal_begin: str
    fault: str
    replaced: str

    @classmethod
    def load(cls, path: Path) -> Phrases:
        """The phrases in a file; ConfigurationError names file, line and field."""
        return load_yaml(path, cls)

    def reply_to(self, typed: str) -> str:
        """The fixed reply to a turn that asks nothing of the knowledge, or empty."""
        text = plain(typed)
        if not text:
            return self.empty
        if len(text) > LONGEST_QUESTION:
            return self.too_long.format(limit=LONGEST_QUESTION)
        words = _letters(simplified(text).lower())
        if not words:
            return self.symbols_only
        for turn in self.turns:
            if any(re.fullmatch(pattern, words) for pattern in turn.patterns):
                return turn.reply
        return ""


def _letters(text: str) -> str:
    """Letters and digits only: no spaces, punctuation, emoji or marks."""
    return "".join(c for c in text if unicodedata.category(c)[0] in "LN")
