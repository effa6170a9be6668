"""Fitting the weights of `knowledge/ranking.yaml`: which passage comes first, and whether to answer at all.

Reader questions are asked as if each were not in the index, outside questions likewise, and the `tune` lines
of the question files as they are. Nothing else is looked at, so that the other lines can be measured on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml

from bot.evaluation.datasets import GoldQuestion
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.question import QuestionReader
from bot.retrieval.ranking import FEATURES, Judge, Linear, Ranking, Thresholds
from bot.retrieval.retriever import Retriever

Array = npt.NDArray[np.float64]
Features = npt.NDArray[np.float32]

STEPS, CONFIDENCE_STEPS = 250, 1500
RANK_DECAY = 0.02
CONFIDENCE_DECAY = 0.002
REAL_WEIGHT = 3.0
"""What a question typed as a user would counts against a reader question left out of the index."""

REFUSED_SHARE, UNSURE_SHARE = 0.05, 0.055
"""Shares of the fitted inside questions below which one is refused, and asked back. Most of them are reader
questions left out of their own index, which is harder than what users meet: these shares of them cost one
`tune` line in a hundred and refuse nineteen in twenty outside questions."""

_HEADER = """# How the scores of a passage are weighed, and from which confidence on a question is answered.
# Written by `python -m bot evaluate --fit`; fitted, never set by hand.
"""


@dataclass(frozen=True)
class Sample:
    """One question with its signals and the features of all passages, shape (passages, len(FEATURES)).

    `gold` marks the rows that answer it, none for an outside question.
    """

    signals: Mapping[str, float]
    features: Features
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

    def sample(text: str, gold: Callable[[Passage], bool], weight: float, ignored: str = "") -> Sample:
        result = retriever.search(reader.read(text), count, ignored)
        features = np.array([[hit.features[name] for name in FEATURES] for hit in result.hits], np.float32)
        return Sample(result.signals, features, tuple(gold(hit.passage) for hit in result.hits), weight)

    made = []
    for identity, asks in contents.questions.items():
        answered = partial(_is, identity)
        made += [sample(ask, answered, 1.0, ask) for ask in asks]
    made += [sample(ask, _never, 1.0, ask) for ask in contents.outside]
    for question in questions:
        if question.split == "tune":
            reading = readings([turn.text for turn in question.turns])[-1]
            one = sample(reading, question.is_gold if question.answerable else _never, REAL_WEIGHT)
            made += [one] if one.inside == question.answerable and len(one.gold) else []
    return made


def _is(identity: str, passage: Passage) -> bool:
    return passage.id == identity


def _never(_passage: Passage) -> bool:
    return False


def fit(made: Sequence[Sample]) -> Judge:
    """Rank weights by the likelihood of the gold passage, confidence by logistic regression."""
    rank = _fit_rank([sample for sample in made if sample.inside])
    weights = np.array([rank[name] for name in FEATURES], np.float32)
    names = [name for name in made[0].signals if name not in ("score", "margin")]
    matrix = np.array([[*(s.signals[n] for n in names), _margin(s, weights)] for s in made])
    truth = np.array([sample.inside for sample in made], dtype=float)
    confidence, values = _fit_confidence(
        (*names, "margin"), matrix, truth, np.array([sample.weight for sample in made])
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


def _margin(sample: Sample, weights: Features) -> float:
    """The signal of that name with the fitted weights."""
    scores = -np.sort(-(sample.features @ weights))
    return float(scores[0] - scores[min(3, len(scores) - 1)])


def _fit_rank(inside: Sequence[Sample]) -> dict[str, float]:
    """Softmax over passages, by gradient steps of Adam with a decay scaled to each feature's spread."""
    tables = np.stack([sample.features for sample in inside])
    golds = np.array([sample.gold for sample in inside])
    share = np.array([sample.weight for sample in inside], np.float32)
    share /= share.sum()
    spread = tables.reshape(-1, len(FEATURES)).std(axis=0) + 1e-3
    tables /= spread
    weights, first, second = (np.zeros(len(FEATURES)) for _ in range(3))
    for step in range(1, STEPS + 1):
        raised = tables @ weights.astype(np.float32)
        chance = np.exp(raised - raised.max(axis=1, keepdims=True))
        chance /= chance.sum(axis=1, keepdims=True)
        right = chance * golds
        right /= np.maximum(right.sum(axis=1, keepdims=True), 1e-9)
        pull = (share[:, None] * (right - chance)).ravel()
        slope = 2 * RANK_DECAY * weights - pull @ tables.reshape(-1, len(FEATURES))
        weights, first, second = _adam(weights, slope, first, second, step)
    return dict(zip(FEATURES, (weights / spread).tolist(), strict=True))


def _fit_confidence(names: Sequence[str], matrix: Array, truth: Array, weight: Array) -> tuple[Linear, Array]:
    """Logistic regression; the classes count alike however many questions each has."""
    mean, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-6
    table = np.hstack([(matrix - mean) / spread, np.ones((len(matrix), 1))])
    share = np.where(truth > 0.5, 0.5 / (weight * truth).sum(), 0.5 / (weight * (1 - truth)).sum()) * weight
    weights, first, second = (np.zeros(table.shape[1]) for _ in range(3))
    for step in range(1, CONFIDENCE_STEPS + 1):
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


def _adam(weights: Array, slope: Array, first: Array, second: Array, step: int) -> tuple[Array, Array, Array]:
    first = 0.9 * first + 0.1 * slope
    second = 0.99 * second + 0.01 * slope * slope
    move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights - 0.05 * move, first, second
