"""The gate's words (`knowledge/grounding.yaml`), and the lexicon they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

GROUNDING_FILE = "grounding.yaml"

Sort: TypeAlias = Literal["verb", "head", "exact", "light", "word"]
Modality: TypeAlias = Literal["must", "need", "advice", "may", "must_not", "need_not", "not"]

_Words: TypeAlias = tuple[str, ...]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Groups(_Model):
    """Words that may stand for each other, by what they are to the gate."""

    verb: tuple[_Words, ...]
    head: tuple[_Words, ...]
    exact: tuple[_Words, ...]
    light: tuple[_Words, ...]
    word: tuple[_Words, ...]


class Modalities(_Model):
    """应/可以/不得 and their like; `none` are words that only contain one."""

    must: _Words
    need: _Words
    advice: _Words
    may: _Words
    must_not: _Words
    need_not: _Words
    not_: _Words = Field(alias="not")
    none: _Words

    def by_class(self) -> Iterator[tuple[Modality | None, _Words]]:
        """Each class with its words; None for words that are no modality."""
        yield "must", self.must
        yield "need", self.need
        yield "advice", self.advice
        yield "may", self.may
        yield "must_not", self.must_not
        yield "need_not", self.need_not
        yield "not", self.not_
        yield None, self.none


class Conditions(_Model):
    """How a condition is set in words."""

    opens: _Words
    closes: _Words
    excepts: _Words
    only: _Words
    never: _Words


class Bounds(_Model):
    """Whether a figure is a floor or a ceiling."""

    least: _Words
    most: _Words


class Parties(_Model):
    """Names of the two sides, and the words that say what a side does in a sentence."""

    a: _Words
    b: _Words
    both: _Words
    any: _Words
    customer: _Words
    staff: _Words
    shop: _Words
    you: _Words
    other: _Words
    to: _Words
    by: _Words
    owns: _Words


class Verdicts(_Model):
    """Short answers that open a sentence."""

    agrees: _Words
    refuses: _Words
    corrects: _Words


class GroundingFile(_Model):
    """`knowledge/grounding.yaml` as it is written."""

    groups: Groups
    opposites: tuple[tuple[str, str], ...]
    modality: Modalities
    conditions: Conditions
    bounds: Bounds
    parties: Parties
    frames: _Words
    verdicts: Verdicts
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Entry:
    """A word of the lexicon: the group it belongs to and what that group is to the gate."""

    name: str
    sort: Sort


class Lexicon:
    """Longest-match lookup of the gate's words; made once a file."""

    def __init__(self, file: GroundingFile) -> None:
        self.file = file
        self.entries: dict[str, Entry] = {}
        for sort in ("light", "word", "verb", "head", "exact"):
            for group in getattr(file.groups, sort):
                for word in group:
                    self.entries[word] = Entry(group[0], sort)
        self.modal: dict[str, Modality | None] = {
            word: kind for kind, words in file.modality.by_class() for word in words
        }
        parties = file.parties
        self.parties: dict[str, str] = {
            word: side
            for side in ("a", "b", "both", "any", "customer", "staff", "shop", "you", "other")
            for word in getattr(parties, side)
        }
        self.opposites: dict[str, set[str]] = defaultdict(set)
        for one, other in file.opposites:
            self.opposites[one].add(other)
            self.opposites[other].add(one)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """The lexicon in a file, kept for the next caller; ConfigurationError names file, line and field."""
        return _loaded(path)

    @cached_property
    def every(self) -> Finder:
        """Finds all of them at once, the longest first."""
        return Finder({*self.entries, *self.modal, *self.parties})

    def says(self, reason: str) -> str:
        """A reason in the reader's words."""
        return self.file.reasons.get(reason, reason)


class Finder:
    """Longest match, left to right, of a fixed set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        by_first: dict[str, list[str]] = defaultdict(list)
        for word in words:
            by_first[word[0]].append(word)
        self._by_first = {first: sorted(found, key=len, reverse=True) for first, found in by_first.items()}

    def begins(self, text: str, at: int) -> bool:
        """Whether a word of two characters or more begins here."""
        there = self._by_first.get(text[at], ()) if at < len(text) else ()
        return any(len(word) > 1 and text.startswith(word, at) for word in there)

    def find(self, text: str, stands: Callable[[str, int, int], bool]) -> Iterator[tuple[str, int, int]]:
        """Every word that `stands` lets stand there, with its offsets; matches do not overlap."""
        at = 0
        while at < len(text):
            for word in self._by_first.get(text[at], ()):
                if text.startswith(word, at) and stands(word, at, at + len(word)):
                    yield word, at, at + len(word)
                    at += len(word)
                    break
            else:
                at += 1


@lru_cache(maxsize=4)
def _loaded(path: Path) -> Lexicon:
    return Lexicon(load_yaml(path, GroundingFile))
