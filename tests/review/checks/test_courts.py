"""Courts and arbitration: two ways for one dispute are found, one way said in several sentences is not."""

from __future__ import annotations

import pytest
from checking_lines import articles, found_in

from bot.review.checks.courts import courts

ARBITRATION = "有关本合同的一切争议，均提交广州仲裁委员会仲裁，裁决是终局的。"
OURS = "协商不成的，向甲方所在地人民法院提起诉讼。"
WRONG = [
    (ARBITRATION, "协商不成的，任一方可向甲方住所地人民法院提起诉讼。", "court-and-arbitration"),
    (OURS, "与付款有关的争议，提交金华市金东区人民法院审理。", "two-courts"),
    (OURS, "因本合同发生纠纷的，由乙方住所地法院管辖。", "two-courts"),
    ("争议由杭州市余杭区人民法院管辖。", "协商不成的，诉至合肥市蜀山区人民法院。", "two-courts"),
    ("争议由被告住所地人民法院管辖。", "发生争议的，向合同签订地人民法院起诉。", "two-courts"),
    (ARBITRATION, "双方争议提交杭州仲裁委员会仲裁。", "two-courts"),
    (
        "发生争议到杭州互联网法院诉讼。",
        "任何争议提交上海国际经济贸易仲裁委员会仲裁。",
        "court-and-arbitration",
    ),
    ("协商不成的，向有管辖权的人民法院提起诉讼。", ARBITRATION, "court-and-arbitration"),
    ("其他。", "争议既可申请仲裁，又可向法院起诉。", "court-or-arbitration"),
    ("其他。", "双方可以向甲方所在地人民法院起诉，或者向杭州仲裁委员会申请仲裁。", "court-or-arbitration"),
    ("其他。", "争议可提交仲裁委员会仲裁，也可以向人民法院起诉。", "court-or-arbitration"),
]
RIGHT = [
    (OURS, "争议解决期间，双方继续履行无争议的部分，诉讼费用由败诉方承担。"),
    (OURS, "本条约定的法院为甲方所在地有管辖权的人民法院。"),
    (OURS, "争议由甲方所在地杭州市余杭区人民法院管辖。"),
    (OURS, "因本合同发生的争议，由杭州市余杭区人民法院管辖。"),
    (ARBITRATION, "一方不履行裁决的，另一方可以向人民法院申请强制执行。"),
    (ARBITRATION, "仲裁期间，一方可以向有管辖权的人民法院申请财产保全。"),
    (OURS, "客服人员与乙方的劳动争议由乙方自行通过劳动仲裁解决。"),
    (OURS, "双方不得将争议提交仲裁。"),
    (OURS, "买家起诉甲方的，乙方应当配合甲方向法院提供材料。"),
    (OURS, "该地址同时适用于诉讼程序中法院文书的送达。"),
    (OURS, "法律要求或者法院要求披露的除外。"),
    ("争议先行协商。", "争议由被告住所地人民法院管辖。"),
]


@pytest.mark.parametrize(("first", "second", "rule"), WRONG)
def test_two_ways(first: str, second: str, rule: str) -> None:
    found = found_in(courts, articles("接待。", first, "付款。", second))
    # One way out of two is told where it is offered, two ways that differ at each of the two places.
    told = [second] if rule == "court-or-arbitration" else [second, first]
    assert [(one.rule, words) for one, words in found] == [(rule, line.rstrip("。")) for line in told]


def test_two_ways_in_one_clause_are_quoted_together() -> None:
    line = f"{ARBITRATION}协商期间继续履行。协商不成的争议，也可由乙方所在地人民法院管辖。"
    assert [words for _, words in found_in(courts, articles("接待。", line, "付款。"))] == [line.rstrip("。")]


@pytest.mark.parametrize(("first", "second"), RIGHT)
def test_one_way(first: str, second: str) -> None:
    assert found_in(courts, articles("接待。", first, "付款。", second)) == []
