"""Fitting the weights of `knowledge/ranking.yaml`: which passage comes first, and whether to answer at all.

Reader questions are asked as if each were not in the index, outside questions likewise, and the `tune` lines
of the question files as they are. Nothing else is looked at, so that the other lines can be measured on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from bot.evaluation.datasets import GoldQuestion
from bot.retrieval.index import Contents
from bot.retrieval.question import QuestionReader
from bot.retrieval.ranking import FEATURES, Judge, Linear, Ranking, Thresholds
from bot.retrieval.retriever import Result, Retriever

Array = npt.NDArray[np.float64]

STEPS = 500
RANK_DECAY = 0.02
CONFIDENCE_DECAY = 0.002
REAL_WEIGHT = 2.0
"""What a question typed as a user would counts against a reader question left out of the index."""

REFUSED_SHARE, UNSURE_SHARE = 0.035, 0.04
"""Shares of the fitted inside questions below which one is refused, and asked back. Most of them are reader
questions left out of their own index, which is harder than what users meet: these shares of them cost the
`tune` lines nothing and refuse nineteen in twenty outside questions."""

_HEADER = """# How the scores of a passage are weighed, and from which confidence on a question is answered.
# Written by `python -m bot evaluate --fit`; fitted, never set by hand.
"""


@dataclass(frozen=True)
class Sample:
    """One question with its search result; `gold` marks the rows that answer it, none for an outside one."""

    result: Result
    gold: tuple[bool, ...]
    weight: float

    @property
    def inside(self) -> bool:
        """Whether the knowledge answers it."""
        return any(self.gold)


def samples(
    retriever: Retriever,
    reader: QuestionReader,
    readings: Callable[[Sequence[str]], tuple[str, ...]],
    questions: Iterable[GoldQuestion],
) -> list[Sample]:
    """Everything that may be fitted on, searched with `retriever`."""
    contents: Contents = retriever.contents
    count = len(contents.passages)
    made = []
    for passage_id, asks in contents.questions.items():
        for ask in asks:
            result = retriever.search(reader.read(ask), count, ignored=ask)
            made.append(Sample(result, tuple(h.passage.id == passage_id for h in result.hits), 1.0))
    for ask in contents.outside:
        result = retriever.search(reader.read(ask), count, ignored=ask)
        made.append(Sample(result, (False,) * count, 1.0))
    for question in questions:
        if question.split != "tune":
            continue
        reading = readings([turn.text for turn in question.turns])[-1]
        result = retriever.search(reader.read(reading), count)
        gold = tuple(question.answerable and question.is_gold(h.passage) for h in result.hits)
        if result.hits and (any(gold) or not question.answerable):
            made.append(Sample(result, gold, REAL_WEIGHT))
    return made


def fit(made: Sequence[Sample]) -> Judge:
    """Rank weights by the likelihood of the gold passage, confidence by logistic regression."""
    rank = _fit_rank([sample for sample in made if sample.inside])
    weights = np.array([rank[name] for name in FEATURES])
    names = [name for name in made[0].result.signals if name not in ("score", "margin")]
    matrix = np.array([[_resigned(s.result, weights)[n] for n in (*names, "margin")] for s in made])
    truth = np.array([sample.inside for sample in made], dtype=float)
    confidence, values = _fit_confidence(
        (*names, "margin"), matrix, truth, np.array([s.weight for s in made])
    )
    probabilities = 1 / (1 + np.exp(-values))
    plain = np.array([sample.weight < REAL_WEIGHT for sample in made])
    return Judge(
        rank=Linear(weights={name: round(value, 3) for name, value in rank.items()}),
        confidence=confidence,
        thresholds=_thresholds(probabilities[plain], (truth > 0.5)[plain]),
    )


def write(path: Path, with_vectors: Judge, words_only: Judge) -> None:
    """The weights as the data file that the retriever loads."""
    ranking = Ranking(with_vectors=with_vectors, words_only=words_only)
    body = yaml.safe_dump(ranking.model_dump(), allow_unicode=True, sort_keys=False)
    path.write_text(_HEADER + body, encoding="utf-8")


def _resigned(result: Result, weights: Array) -> dict[str, float]:
    """The signals with the margin that the fitted weights give."""
    scores = sorted(
        (sum(w * hit.features[n] for w, n in zip(weights, FEATURES, strict=True)) for hit in result.hits),
        reverse=True,
    )
    return {**result.signals, "margin": scores[0] - scores[min(3, len(scores) - 1)]}


def _fit_rank(inside: Sequence[Sample]) -> dict[str, float]:
    """Softmax over passages, by gradient steps of Adam with a decay scaled to each feature's spread."""
    tables = [np.array([[h.features[n] for n in FEATURES] for h in s.result.hits]) for s in inside]
    golds = [np.array(s.gold) for s in inside]
    spread = np.concatenate(tables).std(axis=0) + 1e-3
    tables = [table / spread for table in tables]
    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, STEPS + 1):
        slope = 2 * RANK_DECAY * weights
        for table, gold, sample in zip(tables, golds, inside, strict=True):
            chance = _softmax(table @ weights)
            right = chance * gold / max(chance[gold].sum(), 1e-9)
            slope -= sample.weight * (table.T @ (right - chance)) / len(inside)
        weights, first, second = _adam(weights, slope, first, second, step)
    return dict(zip(FEATURES, (weights / spread).tolist(), strict=True))


def _fit_confidence(names: Sequence[str], matrix: Array, truth: Array, weight: Array) -> tuple[Linear, Array]:
    """Logistic regression; the classes count alike however many questions each has."""
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    table = np.hstack([(matrix - mean) / spread, np.ones((len(matrix), 1))])
    share = np.where(truth > 0.5, 0.5 / (weight * truth).sum(), 0.5 / (weight * (1 - truth)).sum()) * weight
    weights, first, second = (np.zeros(table.shape[1]) for _ in range(3))
    for step in range(1, 3 * STEPS + 1):
        chance = 1 / (1 + np.exp(-(table @ weights)))
        slope = table.T @ (share * (chance - truth)) + 2 * CONFIDENCE_DECAY * np.r_[weights[:-1], 0.0]
        weights, first, second = _adam(weights, slope, first, second, step)
    plain = weights[:-1] / spread
    intercept = float(weights[-1] - (plain * mean).sum())
    linear = Linear(
        intercept=round(intercept, 3),
        weights={name: round(float(value), 3) for name, value in zip(names, plain, strict=True)},
    )
    return linear, np.asarray(table @ weights)


def _thresholds(probabilities: Array, inside: npt.NDArray[np.bool_]) -> Thresholds:
    """Confidences that all but a small share of the inside questions reach."""
    ours = np.sort(probabilities[inside])
    refuse, answer = (float(ours[int(share * len(ours))]) for share in (REFUSED_SHARE, UNSURE_SHARE))
    return Thresholds(refuse=round(refuse, 3), answer=round(answer, 3))


def _softmax(values: Array) -> Array:
    raised = np.exp(values - values.max())
    return np.asarray(raised / raised.sum())


def _adam(weights: Array, slope: Array, first: Array, second: Array, step: int) -> tuple[Array, Array, Array]:
    first = 0.9 * first + 0.1 * slope
    second = 0.99 * second + 0.01 * slope * slope
    move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights - 0.05 * move, first, second
