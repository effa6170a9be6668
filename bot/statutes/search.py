"""Articles of law for a question in everyday words."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.errors import ConfigurationError
from bot.statutes.database import Statutes
from bot.statutes.lay_words import LayWords
from bot.statutes.model import Article, Law
from bot.statutes.ranking import (
    ARRAYS_FILE,
    YAML_FILE,
    Learnt,
    Places,
    Topics,
    Weights,
    lexical_signals,
    total,
)
from bot.statutes.search_index import IndexFile, SearchIndex
from bot.statutes.search_postings import Scores
from bot.statutes.search_tokens import bigrams, plain

RELEVANT_FILE, LAY_WORDS_FILE = "relevant.yaml", "lay_words.yaml"
INDEX_FOLDER = "statutes"


class RelevantLaw(BaseModel):
    """A law that matters to contracts on outsourced customer service, and why."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Relevant(BaseModel):
    """`knowledge/statutes/relevant.yaml` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    laws: tuple[RelevantLaw, ...]


@dataclass(frozen=True)
class Found:
    """An article and its score: higher is better, comparable only within one question."""

    article: Article
    score: float


class _Ready(NamedTuple):
    """What is opened at the first question."""

    articles: SearchIndex
    topics: Topics
    weights: dict[str, float]


class StatuteSearch:
    """Finds articles by question. Nothing is read before the first one; safe to share between threads."""

    def __init__(self, statutes: Statutes, folder: Path, knowledge_dir: Path) -> None:
        """`folder` is the data folder, where the index is kept; `knowledge_dir` holds `statutes/*.yaml`."""
        self._statutes = statutes
        self._folder = folder / INDEX_FOLDER
        self._knowledge = knowledge_dir / "statutes"
        self._lock = threading.Lock()

    def search(self, question: str, count: int = 10, every: bool = False) -> list[Found]:
        """The `count` articles that answer a question best, best first; none for a question without Chinese
        words or words of lay_words.yaml.

        Looked for in the laws of relevant.yaml that stand; with `every` in all texts of the database, repealed
        and older ones too (`article.law.status` says so), each law and label once.
        Raises ConfigurationError when a knowledge file is wrong, StatutesUnavailable when the database is.
        """
        asked = plain(question)
        if count <= 0 or not asked.strip():
            return []
        index, topics, weights = self._opened
        signals = lexical_signals(index, self.words, asked)
        if not any(signals[name].any() for name in ("text", "letters", "law_words")):
            return []
        if not len(bigrams(asked)):  # English, one character: what was learnt of laws says nothing of it
            scores = sum(signals.values(), start=np.zeros(index.size, dtype=np.float32))
        else:
            scores = total(weights, signals | topics.signals(asked), index.size)
        return [
            Found(self._article(index, at), round(float(scores[at]), 4))
            for at in self._best(index, scores, count, every)
        ]

    @cached_property
    def words(self) -> LayWords:
        """Lay words and law words."""
        return load_yaml(self._knowledge / LAY_WORDS_FILE, LayWords)

    @cached_property
    def relevant(self) -> tuple[RelevantLaw, ...]:
        """The laws looked in by default, each with its reason.

        Raises ConfigurationError when one is not in the database.
        """
        laws = load_yaml(self._knowledge / RELEVANT_FILE, Relevant).laws
        standing = {law.name for law in self._statutes.laws()}
        if unknown := [one.law for one in laws if one.law not in standing]:
            raise ConfigurationError(f"{RELEVANT_FILE} 里的《{unknown[0]}》不在法条库里：请写全称，或去掉。")
        return laws

    @cached_property
    def index(self) -> SearchIndex:
        """The index, built when it is not there."""
        return IndexFile(self._statutes, self._folder, self.words).open()

    @property
    def _opened(self) -> _Ready:
        with self._lock:
            return self._ready

    @cached_property
    def _ready(self) -> _Ready:
        weights = load_yaml(self._knowledge / YAML_FILE, Weights).weights
        learnt = Learnt.load(self._knowledge / ARRAYS_FILE)
        return _Ready(self.index, Topics(learnt, self.index, Places.of(self.index, self._statutes)), weights)

    @cached_property
    def _default(self) -> npt.NDArray[np.bool_]:
        """Which articles of the index are looked at by default."""
        names = {one.law for one in self.relevant}
        chosen = [law.current and law.name in names for law in self._statutes.every_law()]
        return np.array(chosen)[self.index.law]

    def _best(self, index: SearchIndex, scores: Scores, count: int, every: bool) -> list[int]:
        """The best articles, one of each law and label: of several versions the best."""
        looked_at = scores if every else np.where(self._default, scores, -np.inf)
        wanted = min(len(looked_at), 3 * count + 20)
        likely = np.argpartition(-looked_at, wanted - 1)[:wanted]
        likely = likely[np.lexsort((likely, -looked_at[likely]))]
        best: dict[int, int] = {}
        for at in likely:
            if np.isfinite(looked_at[at]):
                best.setdefault(int(index.key[at]), int(at))
        return list(best.values())[:count]

    def _article(self, index: SearchIndex, at: int) -> Article:
        law: Law = self._statutes.every_law()[int(index.law[at])]
        return self._statutes.articles(law)[int(index.position[at])]
