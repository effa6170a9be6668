"""Wishes that no contract can grant: which one a message says, and never the lawful contrary (乙方不得刷单)."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import Field

from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import StrictModel
from bot.drafting.reading.parts import Part
from bot.drafting.reading.rules import Pattern, check_clauses, compiled
from bot.drafting.reading.said import Wish

_SENTENCE = re.compile(r"[^。;；!！?？\n]+")


class UnlawfulWish(StrictModel):
    """One wish: what it is, why it cannot be granted, by which articles, and what can be written instead."""

    id: str = Field(pattern=r"^[a-z][a-z-]*$")
    what: str = Field(min_length=1)
    patterns: tuple[Pattern, ...] = Field(min_length=1)
    unless: Pattern = ""
    reason: str = Field(min_length=1)
    law: tuple[str, ...] = Field(min_length=1)
    instead: str = ""
    clauses: tuple[str, ...] = ()


class WishFile(StrictModel):
    """`wishes.yaml` as it is written."""

    wishes: tuple[UnlawfulWish, ...]


class Wishes:
    """The entries of `wishes.yaml`, compiled; `entries` are for whoever writes the reply."""

    def __init__(self, file: WishFile) -> None:
        self.entries = {wish.id: wish for wish in file.wishes}
        self._patterns = [
            (wish.id, compiled(wish.patterns), re.compile(wish.unless) if wish.unless else None)
            for wish in file.wishes
        ]

    @staticmethod
    def check(path: Path, file: WishFile, library: ClauseLibrary) -> None:
        """Raise ConfigurationError where the lawful way names a clause that the library does not have."""
        check_clauses(path, "wishes", [one.clauses for one in file.wishes], library)

    def find(self, text: str, parts: tuple[Part, ...]) -> tuple[Wish, ...]:
        """The wishes of a plain message, each once; what is asked or told of others is none."""
        found: dict[str, Wish] = {}
        sentences = [match.span() for match in _SENTENCE.finditer(text)]
        told = [part for part in parts if part.role in ("told", "measure")]
        for identity, pattern, unless in self._patterns:
            for match in pattern.finditer(text):
                inside = any(part.start <= match.start() and match.start() < part.end for part in told)
                around = next((s for s in sentences if s[0] <= match.start() < s[1]), (0, len(text)))
                if inside and not (unless and unless.search(text, *around)):
                    found.setdefault(identity, Wish(identity, match.start(), match.end()))
        return tuple(found.values())
