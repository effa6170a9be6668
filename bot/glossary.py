"""The glossary: who is who, what is what, and how people say it when they ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

TermKind: TypeAlias = Literal[
    "party", "platform", "money", "deed", "duty", "document", "time", "service", "quality"
]

_ASCII = re.compile(r"[A-Za-z0-9.]")


class Term(BaseModel):
    """One thing and its names; `same` may stand in documents, `lay` only in questions."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    kind: TermKind = "platform"
    same: tuple[str, ...] = ()
    lay: tuple[str, ...] = ()
    typos: tuple[str, ...] = ()
    english: tuple[str, ...] = ()


class GlossaryFile(BaseModel):
    """`knowledge/glossary.yaml` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    platforms: tuple[Term, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Mention:
    """A term found in a text, with the character offsets of the words that name it."""

    term: Term
    start: int
    end: int


class Glossary:
    """Finds terms in questions and documents by every name they go by."""

    def __init__(self, file: GlossaryFile) -> None:
        self.platforms = file.platforms
        self.terms = (*file.platforms, *file.terms)
        self._formal = _surfaces((term, (term.name, *term.same)) for term in self.terms)
        self._asked = _surfaces(
            (term, (term.name, *term.same, *term.lay, *term.english)) for term in self.terms
        )
        self.typos = {typo: _meant(term, typo) for term in self.terms for typo in term.typos}

    @classmethod
    def load(cls, path: Path) -> Glossary:
        """The glossary in a file; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, GlossaryFile))

    def in_document(self, text: str) -> list[Mention]:
        """Terms named in a document's words: formal names only."""
        return list(_find(text, self._formal))

    def in_question(self, text: str) -> list[Mention]:
        """Terms named in a question: formal names, lay words and English; offsets are of `text` as given."""
        return list(_find(_lowered(text), self._asked))

    def platforms_in(self, text: str) -> tuple[str, ...]:
        """Canonical names of the platforms a question names, in order of mention."""
        names = {p.name for p in self.platforms}
        return tuple(dict.fromkeys(m.term.name for m in self.in_question(text) if m.term.name in names))

    @cached_property
    def asked_words(self) -> frozenset[str]:
        """Every name of two characters or more that a question may hold."""
        return frozenset(word for word in self._asked if len(word) > 1)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every formal name of two characters or more."""
        return frozenset(word for term in self.terms for word in (term.name, *term.same) if len(word) > 1)


def _meant(term: Term, typo: str) -> str:
    """The name of a term that a typo is a slip of: the most alike of its length, else the term's own."""

    def alike(name: str) -> int:
        return sum(a == b for a, b in zip(name, typo, strict=True)) if len(name) == len(typo) else 0

    best = max((term.name, *term.same, *term.lay), key=alike)
    return best if alike(best) else term.name


def _lowered(text: str) -> str:
    """Lower case, character by character: a few characters become two, which would shift the offsets."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _surfaces(pairs: Iterator[tuple[Term, tuple[str, ...]]]) -> dict[str, list[Term]]:
    table: dict[str, list[Term]] = {}
    for term, words in pairs:
        for word in words:
            owners = table.setdefault(word.lower(), [])
            if term not in owners:
                owners.append(term)
    return table


def _find(text: str, surfaces: dict[str, list[Term]]) -> Iterator[Mention]:
    """All mentions, overlapping ones too; ASCII words only as whole words."""
    longest = max(map(len, surfaces), default=0)
    for start in range(len(text)):
        for end in range(min(len(text), start + longest), start, -1):
            word = text[start:end]
            if word not in surfaces:
                continue
            if _ASCII.match(word) and not _stands_alone(text, start, end):
                continue
            for term in surfaces[word]:
                yield Mention(term, start, end)
            break


def _stands_alone(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (_ASCII.match(before) or re.match(r"[A-Za-z0-9]", after))
