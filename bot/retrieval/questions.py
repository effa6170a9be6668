"""Reader questions: what people ask that a passage answers, and what they ask that nothing here does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.errors import ConfigurationError
from bot.retrieval.passages import Passage, place_of


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PassageQuestions(_Model):
    """The questions of one passage: `at` is its locator, `holds` tells passages of one place apart."""

    at: str
    holds: str = ""
    asks: tuple[str, ...] = Field(min_length=1)


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


def attach(passages: Sequence[Passage], file: QuestionFile, name: str) -> dict[str, tuple[str, ...]]:
    """Questions by passage id; none when the file's document is not among the passages.

    Raises ConfigurationError, naming the file `name`, when an entry names no passage or several.
    """
    own = [passage for passage in passages if passage.document_id == file.document]
    asks: dict[str, tuple[str, ...]] = {}
    for entry in file.questions if own else ():
        passage = _only(own, entry, name)
        asks[passage.id] = (*asks.get(passage.id, ()), *entry.asks)
    return asks


def _only(passages: Iterable[Passage], entry: PassageQuestions, name: str) -> Passage:
    found = [p for p in passages if place_of(p) == entry.at and entry.holds in p.text]
    if len(found) == 1:
        return found[0]
    problem = "没有这样的段落" if not found else f"对应了{len(found)}个段落，请用 holds 区分"
    raise ConfigurationError(
        f"{name} 字段 at:「{entry.at}」(holds:「{entry.holds}」){problem}。请对照文章改正。"
    )
