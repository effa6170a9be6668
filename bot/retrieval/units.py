"""Units: what is embedded of each passage, so that a question finds it by several ways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences
from bot.retrieval.store import UnitKind

_SEPARATOR = "#"


@dataclass(frozen=True)
class Unit:
    """A text with a vector of its own. `asked`: it is a question, and is embedded as one."""

    id: str
    text: str
    asked: bool = False


@dataclass(frozen=True)
class UnitName:
    """A unit's id taken apart: the passage it belongs to (empty for an outside question), kind, number."""

    passage: str
    kind: UnitKind
    number: int

    @classmethod
    def parse(cls, identity: str) -> UnitName:
        """The inverse of `str`."""
        passage, kind, number = identity.rsplit(_SEPARATOR, 2)
        return cls(passage, kind, int(number))  # type: ignore[arg-type]

    def __str__(self) -> str:
        return _SEPARATOR.join((self.passage, self.kind, str(self.number)))


def units_of(contents: Contents) -> list[Unit]:
    """All units of a generation. Equal texts are kept once: equal vectors break the graph index."""
    seen: set[tuple[str, bool]] = set()
    units = []
    for unit in _all_units(contents):
        if (unit.text, unit.asked) not in seen:
            seen.add((unit.text, unit.asked))
            units.append(unit)
    return units


def _all_units(contents: Contents) -> Iterator[Unit]:
    for passage in contents.passages:
        yield Unit(str(UnitName(passage.id, "passage", 0)), passage_text(passage))
        for number, sentence in enumerate(sentences(passage.text)):
            text = sentence_text(passage, sentence.text)
            yield Unit(str(UnitName(passage.id, "sentence", number)), text)
        for number, ask in enumerate(contents.questions.get(passage.id, ())):
            yield Unit(str(UnitName(passage.id, "question", number)), ask, asked=True)
    for number, ask in enumerate(contents.outside):
        yield Unit(str(UnitName("", "outside", number)), ask, asked=True)


def passage_text(passage: Passage) -> str:
    """A passage with its title and heading path, without which a clause does not say what it is about."""
    return f"{passage.heading_path}：{passage.text}"


def sentence_text(passage: Passage, sentence: str) -> str:
    """A sentence with the nearest heading above it."""
    place = passage.headings[-1] if passage.headings else passage.title
    return f"{place}：{sentence}"
