"""The reader against the written ways of saying things: figures as recorded, and the rules of the set itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.evaluation import drafting_reading
from bot.evaluation.outcome import Outcome


@pytest.fixture(scope="module")
def outcome(knowledge_dir: Path) -> Outcome:
    return drafting_reading.measure(knowledge_dir)


@pytest.mark.parametrize(
    ("figure", "least"),
    [
        ("facts_right_tune", 0.97),
        ("facts_right_held", 0.97),
        ("orders_right_tune", 0.97),
        ("orders_right_held", 0.93),
        ("wishes_right_tune", 0.97),
        ("wishes_right_held", 0.97),
    ],
)
def test_messages_are_read_exactly(outcome: Outcome, figure: str, least: float) -> None:
    split = figure.rpartition("_")[2]
    told = [f"{f.asked}: {f.expected} / {f.got}" for f in outcome.failures] if split == "tune" else []
    assert outcome.figures[figure] >= least, told


def test_no_question_of_the_other_sets_begins_a_draft(outcome: Outcome) -> None:
    assert outcome.figures["begins false_fires"] == 0


def test_a_message_is_read_in_time(outcome: Outcome) -> None:
    assert outcome.figures["message p95 s"] <= 0.02


def test_the_set_is_large_and_split_by_a_fixed_rule() -> None:
    facts, orders, wishes = (
        drafting_reading.facts_cases(),
        drafting_reading.order_cases(),
        drafting_reading.wish_cases(),
    )
    assert len(facts) >= 320
    assert len(orders) >= 60
    assert len(wishes) >= 40
    assert sum(not case.wishes for case in wishes) >= len(wishes) * 0.45
    for case in (*facts, *orders, *wishes):
        held = hashlib.sha256(case.message.encode()).digest()[0] % 2
        assert case.split == ("held" if held else "tune"), case.id
