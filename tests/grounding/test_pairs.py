"""The pairs that the gate is measured with. What it reaches on them is held against the record by `evaluate --check`."""

from __future__ import annotations

import pytest
from grounding.sources import own_passages

from bot.data_files import load_yaml
from bot.evaluation import changing, pairs
from bot.evaluation.bench import DATA


def test_no_document_is_in_both_halves() -> None:
    halves: dict[str, set[str]] = {}
    for passage in own_passages():
        if passage.document_id != "taobao-sample-contract":
            halves.setdefault(passage.document_id, set()).add(pairs.split_of((passage,)))
    assert all(len(found) == 1 for found in halves.values())


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
