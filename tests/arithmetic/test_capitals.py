"""Capital numerals, read back by the parser of quantities."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arithmetic.capitals import LARGEST, capitals
from bot.arithmetic.worked import cents, percent, plain, yuan
from bot.quantities import number, parse


@given(st.integers(1, int(LARGEST) - 1))
def test_whole_amounts_come_back(value: int) -> None:
    text = capitals(Decimal(value))
    assert text.endswith("元整")
    assert number(text.removesuffix("元整")) == value
    assert [(q.value, q.unit) for q in parse(text)] == [(Decimal(value), "元")]


@given(st.decimals("0.01", "99999999999.99", places=2))
def test_every_amount_has_one_writing(value: Decimal) -> None:
    text = capitals(value)
    assert "零零" not in text
    assert text.endswith("整") == (value * 10 == (value * 10).to_integral_value())
    assert capitals(value + Decimal("0.01")) != text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.5", "伍角整"),
        ("10", "壹拾元整"),
        ("1234.5", "壹仟贰佰叁拾肆元伍角整"),
        ("1001.01", "壹仟零壹元零壹分"),
        ("50000", "伍万元整"),
        ("100001000", "壹亿零壹仟元整"),
        ("20304.50", "贰万零叁佰零肆元伍角整"),
        ("1.005", "壹元零壹分"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(amount: str, text: str) -> None:
    assert capitals(Decimal(amount)) == text


@pytest.mark.parametrize("amount", ["-1", "1000000000000", "1e20"])
def test_what_cannot_be_written(amount: str) -> None:
    with pytest.raises(ValueError, match="no capital numerals"):
        capitals(Decimal(amount))


@pytest.mark.parametrize(
    ("amount", "text"),
    [("1200", "1,200 元"), ("0.125", "0.13 元"), ("3483.870967", "3,483.87 元"), ("374.4", "374.40 元")],
)
def test_amounts_are_rounded_half_up(amount: str, text: str) -> None:
    assert yuan(Decimal(amount)) == text


def test_other_figures() -> None:
    assert plain(Decimal("1.2000E+4")) == "12,000"
    assert percent(Decimal("0.50000")) == "0.5%"
    assert cents(Decimal("0.005")) == Decimal("0.01")
