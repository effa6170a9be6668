"""Papers for tests of the checklist: contracts that are taken apart by topic, and what is made of a text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.documents.readers.plain import read_plain
from bot.review.checklist import Checklist
from bot.review.covering import coverage
from bot.review.found import Case
from bot.review.paper import Paper, paper_of
from bot.review.parties import PartyWords, parties_of
from bot.review.review import Covered
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
FOLDER = PROJECT / "tests" / "data" / "review"


@cache
def checklist() -> Checklist:
    return Checklist.load(KNOWLEDGE)


@cache
def party_words() -> PartyWords:
    return PartyWords.load(KNOWLEDGE)


def paper(text: str) -> Paper:
    """The paper that a text file of these words is."""
    return paper_of(read_plain(text.encode(), Path("合同.txt"))[0])


def case(read: Paper) -> Case:
    return Case(read, parties_of(read, party_words()))


def table(read: Paper) -> dict[str, Covered]:
    """The coverage by topic, without what stands before the stroke of its category."""
    return {line.category.removeprefix("missing/"): line for line in coverage(case(read), checklist())}


def lacking(text: str) -> list[str]:
    """The topics that a text lacks."""
    return [topic for topic, line in table(paper(text)).items() if line.cover == "missing"]


@dataclass(frozen=True)
class Apart:
    """A contract in parts, each of one topic, or of none: a line `@topic` or `@` stands before each in the file."""

    parts: tuple[tuple[str, str], ...]

    @classmethod
    def load(cls, name: str) -> Apart:
        _, *parts = (FOLDER / "topics" / f"{name}.txt").read_text(encoding="utf-8").split("\n@")
        return cls(tuple((topic, words.strip()) for topic, words in (part.split("\n", 1) for part in parts)))

    def without(self, topic: str) -> str:
        """The contract without the words of one topic."""
        return "\n".join(words for other, words in self.parts if other != topic)

    def whole(self) -> str:
        return "\n".join(words for _, words in self.parts)


APART = sorted(path.stem for path in (FOLDER / "topics").glob("*.txt"))
TOPICS = [topic.category.removeprefix("missing/") for topic in checklist().topics]
