"""The rule that judges citations must find what is wrong, and know nothing of the gate."""

from __future__ import annotations

import pytest

from bot.conversation import Citation, Reply
from bot.evaluation.citations import judged

QUOTE = "甲方延期支付的，应向乙方支付滞纳金，滞纳金按应付款额每日5%计算。"


@pytest.mark.parametrize(
    ("text", "borne", "bears"),
    [
        ("你（甲方）延期支付的，应向乙方支付滞纳金，按应付款额每日5%计算。[1]", True, [True]),
        ("你（甲方）延期支付的，应向乙方支付滞纳金，按应付款额每日5%计算。", False, []),
        ("延期支付的，应支付滞纳金，按应付款额每日6%计算。[1]", False, [True]),
        ("客服夜班要配备三名员工并且提供住宿。[1]", False, [False]),
    ],
)
def test_each_sentence_is_held_against_its_citations(text: str, borne: bool, bears: list[bool]) -> None:
    reply = Reply("answer", text, (Citation("1", "范本", "第2条", QUOTE, "2024-09-06"),))
    ((_, ok, each),) = judged(reply, "")
    assert (ok, each) == (borne, bears)


def test_what_claims_nothing_needs_no_citation() -> None:
    assert list(judged(Reply("answer", "资料里没有写要赔多少。"), "")) == []
