"""The fit: it must learn from a clear case, and what it writes must load."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.assistant import Assistant
from bot.evaluation import fitting
from bot.retrieval.ranking import FEATURES, Ranking


def sample(right: float, wrong: float, inside: bool) -> fitting.Sample:
    features = np.zeros((2, len(FEATURES)))
    features[:, FEATURES.index("ask")] = (right, wrong)
    signals = {"score": 0.0, "margin": 0.0, "ask": right, "outside": 0.0 if inside else 1.0}
    return fitting.Sample(signals, features, (inside, False), 1.0)


def test_it_learns_which_passage_is_right_and_what_is_outside(tmp_path: Path) -> None:
    made = [sample(0.9, 0.3, True)] * 30 + [sample(0.3, 0.3, False)] * 30
    judge = fitting.fit(made)
    assert judge.rank.weights["ask"] > 0
    assert judge.confidence.of(made[0].signals) > judge.confidence.of(made[-1].signals) + 1
    path = tmp_path / "ranking.yaml"
    fitting.write(path, judge, judge)
    assert Ranking.load(path).with_vectors == judge


def test_reader_questions_are_asked_as_if_they_were_not_there(assistant: Assistant) -> None:
    shelf = assistant.library.shelf()
    ask = next(iter(shelf.contents.questions.values()))[0]
    there = shelf.retriever.search(shelf.reader.read(ask))
    left_out = shelf.retriever.search(shelf.reader.read(ask), ignored=ask)
    assert there.signals["ask"] == pytest.approx(1.0, abs=0.01)
    assert left_out.signals["ask"] < 0.99
