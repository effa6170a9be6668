"""The pairs that the gate is measured with, and the shares that it must reach on the half held out."""

from __future__ import annotations

from collections import Counter

import pytest
from grounding.sources import gate, own_passages

from bot.data_files import load_yaml
from bot.evaluation import changing, pairs
from bot.evaluation.bench import DATA
from bot.evaluation.grounding import Judged, every_pair, shares
from bot.evaluation.pairs import Pair


@pytest.fixture(scope="module")
def found() -> list[Pair]:
    return every_pair(own_passages())


def judged(pair: Pair) -> Judged:
    marks = "".join(f"[{at}]" for at in range(1, len(pair.cited) + 1))
    return Judged(pair, gate(pair.cited).check(pair.claim + marks))


def test_there_are_enough_of_every_kind(found: list[Pair]) -> None:
    kinds = Counter((pair.true, pair.kind) for pair in found)
    assert len(found) >= 600
    assert sum(not pair.true for pair in found) * 2 >= len(found)
    assert min(sum(pair.split == half for pair in found) for half in ("tune", "held")) * 3 >= len(found)
    changed = (
        "figure",
        "unit",
        "party",
        "negation",
        "condition",
        "citation",
        "invented",
        "wrong law",
        "mixed",
    )
    assert all(kinds[False, kind] >= 10 for kind in changed), kinds
    assert all(
        kinds[True, kind] >= 20 for kind in ("paraphrase", "reordered", "shortened", "merged", "numerals")
    )
    assert sum(pair.by_hand and pair.true for pair in found) >= 150
    assert sum(pair.by_hand and not pair.true for pair in found) >= 100


def test_no_document_is_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for passage in own_passages():
        if passage.document_id != "taobao-sample-contract":
            halves.setdefault(passage.document_id, set()).add(pairs.split_of((passage,)))
    assert all(len(found) == 1 for found in halves.values())


def test_the_gate_reaches_its_shares_on_what_was_held_out(found: list[Pair]) -> None:
    figures = shares([judged(pair) for pair in found])
    assert figures["held caught"] >= 0.98, figures
    assert figures["held kept"] >= 0.95, figures
    assert figures["tune caught"] >= 0.98
    assert figures["tune kept"] >= 0.95


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("甲乙双方应协商解决。", ""),
        ("甲方和乙方都要确认。", ""),
        ("甲方有权进行监督。", "乙方有权进行监督。"),
    ],
)
def test_parties_are_only_swapped_where_that_changes_something(text: str, rest: str) -> None:
    words = load_yaml(DATA / pairs.REWORDINGS, changing.Rewordings)
    assert changing.party_swapped(text, text, words) == rest
