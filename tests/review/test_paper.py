"""How a paper's clauses are named."""

from __future__ import annotations

import pytest
from topic_papers import paper


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("【十二】争议", "「【十二】争议」"),
        ("（一）争议", "「（一）争议」"),
        ("一、争议", "「一、争议」"),
        ("第三条 争议", "第三条"),
    ],
)
def test_a_number_in_brackets_takes_no_stroke(head: str, place: str) -> None:
    read = paper(f"客服外包合同\n{head}\n双方先协商。")
    assert read.short(read.at(read.text.index("争议"))) == place
