"""Figures beside capital numerals: what contradicts is found and corrected, every accepted writing is left alone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from checking_lines import articles, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.arithmetic.capitals import capitals, read
from bot.review.checks.capitals import amounts_in_words

WRONG = {
    "服务费每月16000元（大写：壹万陆佰元整）。": "16000元（大写：壹万陆仟元整）",
    "人民币50,000元(大写:伍仟元整)": "50,000元(大写:伍万元整)",
    "合同总价为人民币伍拾万元整（¥50,000.00元）。": "伍万元整（¥50,000.00元",
    "大写：人民币叁万元整（小写：￥35,000.00）": "叁万伍仟元整（小写：￥35,000.00）",
    "年费12万元（大写：人民币壹拾贰万伍仟元整）": "12万元（大写：人民币壹拾贰万元整）",
    "押金1,234.56元（大写：壹仟贰佰叁拾肆元伍角整）": "1,234.56元（大写：壹仟贰佰叁拾肆元伍角陆分）",
    "首付款20000元（贰仟元整），尾款30000元（叁万元整）。": "20000元（贰万元整）",
    "保证金5000元（大写：五万元整）": "5000元（大写：伍仟元整）",
    "| 合计 | 58,000 元 | 大写：伍万捌佰元整 |": "58,000 元 | 大写：伍万捌仟元整",
}
RIGHT = [
    "基础服务费每月32,900元（7名×4,700元），大写叁万贰仟玖佰元整。",
    "服务费 58,000 元（大写：伍万捌仟元整）。",
    "服务费 58,000.00 元（大写：人民币伍万捌仟圆正）。",
    "服务费 5.8 万元（大写：伍万捌仟元）。",
    "人民币壹拾万元整（¥100,000元）",
    "人民币拾万元整（￥100,000.00）",
    "总价105,000元（大写：拾万零伍仟元整），押金1,005元（大写：壹仟零伍元整）。",
    "总价 1,050 元（大写：壹仟零伍拾元整）",
    "金额 30500 元（大写：叁万零伍佰元整），即叁万伍佰元。",
    "违约金伍万元，另赔偿损失 3,000 元。",
    "违约金为贰拾万元/人，最多 3 人。",
    "本协议壹式贰份，各执壹份，每份 20 页。",
    "合计 4,620,000 元（大写：肆佰陆拾贰万元整）",
    "保证金 50,000 元（大写：五万元整）",
    "履约保证金人民币50,000元（大写：伍萬元整）",
    "服务费 8,000 元（大写：    ）",
]


@pytest.mark.parametrize(("line", "right"), WRONG.items())
def test_capitals_that_say_another_amount(line: str, right: str) -> None:
    found = found_in(amounts_in_words, articles("其他约定。", line, "其他。"))
    assert len(found) == 1
    assert found[0][0].rule == "amount-words"
    assert found[0][0].suggestion is not None
    assert right in found[0][0].suggestion


@pytest.mark.parametrize("line", RIGHT)
def test_accepted_writings_are_left_alone(line: str) -> None:
    assert found_in(amounts_in_words, articles("其他约定。", line, "其他。")) == []


@given(st.integers(1, 10**12 * 100 - 1))
def test_what_is_written_reads_back(amount: int) -> None:
    value = Decimal(amount) / 100
    words = capitals(value)
    assert read(words) == value
    assert read(words.replace("元", "圆").replace("整", "正")) == value
    assert read(words.removesuffix("整")) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("拾万元整", 100_000),
        ("伍万捌仟", 58_000),
        ("伍零零零元", 5_000),
        ("贰仟零伍拾圆", 2_050),
        ("壹亿元", 10**8),
        ("伍万零捌元", 50_008),
        ("参萬圓", 30_000),
    ],
)
def test_other_writings(words: str, value: int) -> None:
    assert read(words) == value


@pytest.mark.parametrize("words", ["", "元整", "伍万零仟元", "捌佰仟元", "伍陆仟元"])
def test_what_is_no_amount(words: str) -> None:
    assert read(words) is None


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 99_999_999), st.integers(1, 99_999_999), st.sampled_from(["", ".00"]), st.booleans())
def test_a_contradiction_is_found_and_agreement_is_not(
    one: int, other: int, cents: str, behind: bool
) -> None:
    words = capitals(Decimal(other))
    text = f"总价为{words}（￥{one:,}{cents}）。" if behind else f"总价为{one:,}{cents}元（大写：{words}）。"
    assert bool(found_in(amounts_in_words, articles("一。", text, "三。"))) == (one != other)
