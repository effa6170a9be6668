"""Clauses by what people call them: a visible number, a title, a name of `clause_names.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS
from bot.drafting.reading.order_rules import ClauseNamesFile
from bot.drafting.reading.rules import check_clauses
from bot.drafting.reading.said import Table
from bot.quantities import number

_NUMBER = re.compile(r"[一二三四五六七八九十百零〇]+")
_PARAGRAPH = re.compile(r"(\d+)\s?条\s?第\s?(\d+)\s?[款项]")
_KEY = re.compile(r"(?P<annex>附件)?\s?(?P<main>\d+)(?:\.(?P<sub>\d+))?")


@dataclass(frozen=True)
class Meant:
    """Clauses that words mean: ids in the order named, and where the words stand."""

    clauses: tuple[str, ...]
    start: int
    end: int
    annex: bool = False


class ClauseNames:
    """Finds clauses in plain text."""

    def __init__(self, file: ClauseNamesFile, library: ClauseLibrary, number_pattern: str) -> None:
        self._library = library
        self._by_id = {clause.id: clause for clause in library.clauses}
        self._number = re.compile(number_pattern)
        self._names = [(re.compile("|".join(entry.names)), entry.clauses) for entry in file.clauses]
        annexes = {section.id for section in library.sections if section.annex}
        self._annexed = {clause.id for clause in library.clauses if clause.section in annexes}
        for section in library.sections:
            ids = tuple(clause.id for clause in library.of_section(section.id))
            if ids:
                self._names.append((re.compile(re.escape(section.title)), ids))
        for clause in library.clauses:
            self._names.append((re.compile(re.escape(clause.title)), (clause.id,)))

    @staticmethod
    def check(path: Path, file: ClauseNamesFile, library: ClauseLibrary) -> None:
        """Raise ConfigurationError where a name points at a clause that the library does not have."""
        check_clauses(path, "clauses", [one.clauses for one in file.clauses], library)

    def named(self, text: str) -> tuple[Meant, ...]:
        """Every clause or section that the text names, the longest of overlapping names, in order."""
        found = [
            Meant(clauses, match.start(), match.end(), self._annexed.issuperset(clauses))
            for pattern, clauses in self._names
            for match in pattern.finditer(text)
        ]
        found.sort(key=lambda one: (one.start - one.end, one.start))
        kept: list[Meant] = []
        for one in found:
            if not any(one.start < other.end and other.start < one.end for other in kept):
                kept.append(one)
        return tuple(sorted(kept, key=lambda one: one.start))

    def numbered(self, text: str, numbers: Mapping[str, tuple[str, ...]]) -> tuple[Meant, ...]:
        """Every visible number that the text writes; one that the draft does not have means no clause."""
        known = {_key(written): ids for written, ids in numbers.items()}
        return tuple(
            Meant(known.get(_key(match[0]), ()), match.start(), match.end())
            for match in self._number.finditer(text)
        )

    def applying(self, ids: tuple[str, ...], table: Table) -> tuple[str, ...]:
        """Those that fit the facts; all of them where none does."""
        values = {**self._library.defaults("balanced"), **table.facts}
        fitting = tuple(one for one in ids if self._library.clause(one).applies(values))
        return fitting or ids

    def speaking_of(self, parameter: str, table: Table) -> str:
        """The first clause of the draft that speaks of a fact in any position; empty where there is none."""
        for clause in table.clauses:
            source = self._by_id.get(clause)
            if source and any(parameter in source.parameters(position) for position in POSITIONS):
                return clause
        return ""

    def search(self, words: str) -> tuple[str, ...]:
        """The clause that shares most words with these, where one does."""
        return tuple(clause.id for clause in self._library.search(words)[:1])


def _key(written: str) -> tuple[str, int, int] | None:
    """A visible number without its words: 第三条, 三、 and 3 are the same."""
    plain = _NUMBER.sub(lambda match: str(number(match[0])), written)
    plain = _PARAGRAPH.sub(r"\1.\2", plain)
    match = _KEY.search(plain)
    if match is None:
        return None
    return (match["annex"] or "", int(match["main"]), int(match["sub"] or 0))
