"""Reader questions: what people ask that a passage answers, and what they ask that nothing here does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.errors import ConfigurationError
from bot.retrieval.passages import Passage, place_of


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Place(_Model):
    """A passage of any document: `at` is its locator, `holds` tells passages of one place apart."""

    document: str
    at: str
    holds: str = ""


class PassageQuestions(_Model):
    """The questions of one passage: `at` is its locator, `holds` tells passages of one place apart.

    `also` are passages that it would cost a reader money not to hear of as well. `gap` is what an answer to
    these questions must admit first, because the passage answers only half of them.
    """

    at: str
    holds: str = ""
    asks: tuple[str, ...] = Field(min_length=1)
    also: tuple[Place, ...] = ()
    gap: str = ""


class QuestionFile(_Model):
    """`knowledge/questions/<document id>.yaml` as it is written."""

    document: str = Field(min_length=1)
    questions: tuple[PassageQuestions, ...]


class Topic(_Model):
    """A topic we know nothing of, with examples of what is asked about it."""

    name: str
    asks: tuple[str, ...] = Field(min_length=1)


class OutsideFile(_Model):
    """`knowledge/outside.yaml` as it is written."""

    words: tuple[str, ...] = ()
    topics: tuple[Topic, ...]

    @property
    def asks(self) -> tuple[str, ...]:
        """All questions, each once; the confidence model measures nearness to them."""
        return tuple(dict.fromkeys(ask for topic in self.topics for ask in topic.asks))


def load_outside(path: Path) -> OutsideFile:
    """What nothing here answers; ConfigurationError names file, line and field."""
    return load_yaml(path, OutsideFile) if path.exists() else OutsideFile(topics=())


def load_questions(path: Path) -> QuestionFile:
    """The questions of one document; ConfigurationError names file, line and field."""
    return load_yaml(path, QuestionFile)


@dataclass
class Attached:
    """What question files say of passages: questions and related passages by passage id, gaps by question."""

    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)

    def update(self, other: Attached) -> None:
        """Take in what another file says."""
        self.asks.update(other.asks)
        self.also.update(other.also)
        self.gaps.update(other.gaps)


def attach(passages: Sequence[Passage], file: QuestionFile, name: str) -> Attached:
    """What a file says; nothing when its document is not among the passages.

    Raises ConfigurationError, naming the file `name`, when an entry names no passage or several.
    """
    own = [passage for passage in passages if passage.document_id == file.document]
    attached = Attached()
    for entry in file.questions if own else ():
        identity = _only(own, entry, name).id
        attached.asks[identity] = (*attached.asks.get(identity, ()), *entry.asks)
        if entry.gap:
            attached.gaps.update(dict.fromkeys(entry.asks, entry.gap))
        for place in entry.also:
            there = [passage for passage in passages if passage.document_id == place.document]
            if there:
                linked = _only(there, place, name).id
                attached.also[identity] = (*attached.also.get(identity, ()), linked)
    return attached


def _only(passages: Iterable[Passage], entry: PassageQuestions | Place, name: str) -> Passage:
    found = [p for p in passages if place_of(p) == entry.at and entry.holds in p.text]
    if len(found) == 1:
        return found[0]
    problem = "没有这样的段落" if not found else f"对应了{len(found)}个段落，请用 holds 区分"
    raise ConfigurationError(
        f"{name} 字段 at:「{entry.at}」(holds:「{entry.holds}」){problem}。请对照文章改正。"
    )
