"""How scores become a rank and a confidence: two linear models whose weights are data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from bot.data_files import load_yaml
from bot.retrieval.lexical import Scores

FEATURES = ("ask", "asks", "meaning", "sentence", "words", "told", "sounds", "terms", "platform", "note")
"""The columns of a passage's features: cosines with its nearest reader question, on average with its nearest
three, with itself and with its nearest sentence; shares of the question's words in it, in it and all its
reader questions together, and of the question's sounds in these; of the question's terms in it; whether its
platform fits; whether it is a note."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Linear(_Model):
    """A weighted sum."""

    intercept: float = 0.0
    weights: dict[str, float]

    def of(self, values: Mapping[str, float]) -> float:
        """The sum for named values; names without a weight do not count."""
        return self.intercept + sum(weight * values.get(name, 0.0) for name, weight in self.weights.items())


class Thresholds(_Model):
    """Confidence below `refuse` is refused; from there up to `answer` the question is asked back."""

    refuse: float
    answer: float


class Judge(_Model):
    """The weights with vectors, or without them."""

    rank: Linear
    confidence: Linear
    thresholds: Thresholds


class Ranking(_Model):
    """`knowledge/ranking.yaml`: fitted by `python -m bot evaluate --fit`, never by hand."""

    with_vectors: Judge
    words_only: Judge

    @classmethod
    def load(cls, path: Path) -> Ranking:
        """The weights in a file; ConfigurationError names file, line and field."""
        return load_yaml(path, cls)

    def judge(self, dense: bool) -> Judge:
        """The weights for an index with vectors or without."""
        return self.with_vectors if dense else self.words_only

    def scores(self, matrix: Scores, dense: bool) -> Scores:
        """Rank scores of passages, shape (passages,), from features of shape (passages, len(FEATURES))."""
        weights = self.judge(dense).rank.weights
        return np.asarray(matrix @ np.array([weights.get(name, 0.0) for name in FEATURES], np.float32))

    def confidence(self, signals: Mapping[str, float], dense: bool) -> float:
        """The probability that the knowledge answers the question, 0 to 1."""
        value = self.judge(dense).confidence.of(signals)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, value))))
