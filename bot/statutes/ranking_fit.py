"""Fitting the search: which laws and chapters questions point to, and how the signals are weighed.

Each fitted question is weighed by signals learnt from the others (leave one out, in closed form), so that what
was learnt by heart earns no weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.statutes.lay_words import LayWords
from bot.statutes.ranking import (
    LEARNT,
    LEXICAL,
    Array,
    Counts,
    Learnt,
    Places,
    Weights,
    lexical_signals,
    question_tokens,
    token_rarity,
)
from bot.statutes.search_index import SearchIndex
from bot.statutes.search_tokens import Codes

CANDIDATES = 400
RIDGE = 0.3
LEAST_QUESTIONS = 2
"""A token that fewer questions hold is not learnt: it would only remember the one."""

_STEPS, _RATE, _DECAY = 400, 0.05, 1e-2
_FIRST_LOOK = {"text": 1.0, "asked": 0.6, "law_words": 0.2, "chapter": 0.4, "chapter_asked": 0.2}
"""Weights that choose the candidates which the fitted weights must put in order."""


@dataclass(frozen=True)
class Example:
    """A question in plain form, its candidates (articles of the index), their lexical signals, and its answers.

    `gold` are the articles that answer it, one version each; `right` marks the candidates that count as such.
    """

    question: str
    candidates: npt.NDArray[np.int64]
    signals: npt.NDArray[np.float32]
    gold: tuple[int, ...]
    right: npt.NDArray[np.bool_]


def example(index: SearchIndex, words: LayWords, question: str, keys: Sequence[int]) -> Example:
    """A question (plain) and the keys of the articles that answer it, ready to be fitted on.

    Of several versions of an article the one is meant that the question fits best.
    """
    signals = lexical_signals(index, words, question)
    first = sum(weight * signals[name] for name, weight in _FIRST_LOOK.items())
    look: npt.NDArray[np.float32] = np.asarray(first)
    chosen = np.argpartition(-look, CANDIDATES)[:CANDIDATES].astype(np.int64)
    gold = []
    for key in keys:
        versions = np.flatnonzero(index.key == key)
        gold.append(int(versions[np.argmax(look[versions])]))
    matrix = np.stack([signals[name][chosen] for name in LEXICAL], axis=1)
    return Example(question, chosen, matrix, tuple(gold), np.isin(index.key[chosen], keys))


class Fitter:
    """Fits on examples of one index."""

    def __init__(self, index: SearchIndex, places: Places) -> None:
        self._index, self._places, self._counts = index, places, Counts.of(places)

    def fit(self, examples: Sequence[Example]) -> tuple[Weights, Learnt]:
        """Everything that is shipped, from these examples alone."""
        tokens, rarity, vectors = self._vectors([one.question for one in examples])
        laws, chapters = self._targets(examples)
        inverse = np.linalg.inv(vectors @ vectors.T + RIDGE * np.eye(len(examples)))
        guesses, left_out = [], []
        for target in (laws, chapters):
            dual = inverse @ target
            guesses.append(vectors.T @ dual)
            left_out.append(target - dual / np.diag(inverse)[:, None])
        weights = self._weigh(examples, laws, chapters, left_out)
        seen = [np.flatnonzero(target.any(axis=0)) for target in (laws, chapters)]
        learnt = Learnt(
            tokens=tokens,
            rarity=rarity.astype(np.float32),
            laws=tuple(self._places.laws[at] for at in seen[0]),
            chapters=tuple(self._places.chapters[at] for at in seen[1]),
            law_counts=laws.sum(axis=0)[seen[0]].astype(np.float32),
            chapter_counts=chapters.sum(axis=0)[seen[1]].astype(np.float32),
            law_guess=guesses[0][:, seen[0]].astype(np.float32),
            chapter_guess=guesses[1][:, seen[1]].astype(np.float32),
        )
        return Weights(questions=len(examples), weights=weights), learnt

    def _vectors(self, questions: Sequence[str]) -> tuple[Codes, Array, Array]:
        """The tokens that are learnt, their rarity, and a row of unit length (over all tokens) a question."""
        counted = [np.unique(question_tokens(question), return_counts=True) for question in questions]
        every, asked = np.unique(np.concatenate([tokens for tokens, _ in counted]), return_counts=True)
        rarity = token_rarity(self._index, every, asked)
        matrix = np.zeros((len(questions), len(every)))
        for row, (tokens, times) in enumerate(counted):
            at = np.searchsorted(every, tokens)
            matrix[row, at] = np.minimum(times, 2) * rarity[at]
        matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
        kept = asked >= LEAST_QUESTIONS
        return every[kept], rarity[kept], matrix[:, kept]

    def _targets(self, examples: Sequence[Example]) -> tuple[Array, Array]:
        """Which law and chapter answers each question, by share of its answers."""
        laws = np.zeros((len(examples), len(self._places.laws)))
        chapters = np.zeros((len(examples), len(self._places.chapters)))
        for row, one in enumerate(examples):
            for article in one.gold:
                laws[row, self._places.law[article]] += 1 / len(one.gold)
                chapters[row, self._places.chapter[article]] += 1 / len(one.gold)
        return laws, chapters

    def _weigh(
        self, examples: Sequence[Example], laws: Array, chapters: Array, left_out: Sequence[Array]
    ) -> dict[str, float]:
        law_counts, chapter_counts = laws.sum(axis=0), chapters.sum(axis=0)
        rows, marks = [], []
        for row, one in enumerate(examples):
            if not one.right.any():
                continue
            by_law, by_chapter = self._counts.parts(law_counts - laws[row], chapter_counts - chapters[row])
            law, chapter = self._places.law[one.candidates], self._places.chapter[one.candidates]
            learnt = (by_law[law], by_chapter[chapter], left_out[0][row][law], left_out[1][row][chapter])
            rows.append(np.concatenate([one.signals, np.stack(learnt, axis=1)], axis=1))
            marks.append(one.right)
        fitted = _softmax_weights(np.stack(rows), np.stack(marks))
        return {name: round(float(w), 4) for name, w in zip((*LEXICAL, *LEARNT), fitted, strict=True)}


def _softmax_weights(signals: npt.NDArray[np.floating], right: npt.NDArray[np.bool_]) -> Array:
    """Weights that make the right candidates likely: full-batch Adam on the softmax over each question's own.

    `signals` has the shape (questions, candidates, signals), `right` (questions, candidates).
    """
    spread = signals.reshape(-1, signals.shape[2]).std(axis=0) + 1e-6
    scaled = (signals / spread).astype(np.float32)
    weights = np.zeros(signals.shape[2])
    slope, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        scores = scaled @ weights.astype(np.float32)
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        wanted = np.where(right, likely, 0.0)
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-12
        gradient = np.einsum("qc,qcs->s", likely - wanted, scaled) / len(scaled) + _DECAY * weights
        slope = 0.9 * slope + 0.1 * gradient
        square = 0.99 * square + 0.01 * gradient**2
        weights -= _RATE * (slope / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return np.asarray(weights / spread)
