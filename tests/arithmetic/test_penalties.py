"""Late fees, damages and deposits: what must hold for all amounts, rates and days."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arithmetic.penalties import (
    annual,
    daily,
    deposit_back,
    flat_late_fee,
    largest_deposit,
    late_fee,
    over_loss,
    stepped_late_fee,
    whole_days,
    yardstick,
)

amounts = st.decimals("0.01", "99999999.99", places=2)
rates = st.decimals("0.001", "10", places=3)
days = st.integers(0, 4000)


@given(amounts, rates, days, st.integers(1, 9))
def test_a_late_fee_grows_in_proportion(principal: Decimal, rate: Decimal, length: int, times: int) -> None:
    one = late_fee(principal, rate, length).value
    assert late_fee(principal * times, rate, length).value == one * times
    assert late_fee(principal, rate, length * times).value == one * times
    assert late_fee(principal, rate, length + 1).value - one == late_fee(principal, rate, 1).value


def test_a_part_of_a_day_counts() -> None:
    fee = late_fee(Decimal(30_000), Decimal(5), Decimal("8.5"))
    assert fee.line == "30,000 元 × 5%/天 × 8.5 天 = 12,750 元"
    assert flat_late_fee(Decimal(200), Decimal("2.5"), grace=3).value == 0


@given(amounts, rates, days, st.integers(0, 400), amounts)
def test_a_cap_is_never_exceeded_and_grace_never_costs(
    principal: Decimal, rate: Decimal, length: int, grace: int, cap: Decimal
) -> None:
    fee = late_fee(principal, rate, length, grace, cap)
    free = late_fee(principal, rate, max(0, length - grace))
    assert fee.value == min(cap, free.value)
    assert 0 <= fee.value <= late_fee(principal, rate, length).value


@given(amounts, rates, days, days)
def test_steps_of_one_rate_are_no_steps(principal: Decimal, rate: Decimal, first: int, then: int) -> None:
    both = stepped_late_fee(principal, [(rate, first), (rate, then)])
    assert both.value == late_fee(principal, rate, first + then).value


@given(rates)
def test_the_day_on_which_the_fee_exceeds_the_principal(rate: Decimal) -> None:
    first, equal = whole_days(rate)
    assert rate * first > 100 >= rate * (first - 1)
    assert equal == (rate * (first - 1) == 100)


@pytest.mark.parametrize(("rate", "first", "equal"), [("5", 21, True), ("0.3", 334, False), ("100", 2, True)])
def test_whole_days(rate: str, first: int, equal: bool) -> None:
    assert whole_days(Decimal(rate)) == (first, equal)


@given(rates)
def test_rates_of_other_lengths_come_back(rate: Decimal) -> None:
    assert daily(rate, "日") == rate
    assert abs(annual(daily(rate, "年")) - rate) < Decimal("1e-40")
    assert abs(daily(rate, "周") * 7 - rate) < Decimal("1e-40")
    assert abs(daily(rate, "月") * 365 - rate * 12) < Decimal("1e-40")


@given(amounts, amounts)
def test_thirty_percent_over_the_loss_is_the_yardstick(loss: Decimal, penalty: Decimal) -> None:
    assert (penalty > yardstick(loss).value) == (over_loss(penalty, loss) > 30)


@given(amounts, amounts)
def test_a_deposit_comes_back_double_up_to_a_fifth(deposit: Decimal, total: Decimal) -> None:
    top = largest_deposit(total).value
    back = deposit_back(deposit, total).value
    assert deposit <= back <= deposit * 2
    assert back == deposit + min(deposit, top)
    assert deposit_back(deposit).value == deposit * 2


def test_formulas_are_shown_with_their_figures() -> None:
    assert late_fee(Decimal(30000), Decimal("0.5"), 8).line == "30,000 元 × 0.5%/天 × 8 天 = 1,200 元"
    assert late_fee(Decimal(10), Decimal("0.05"), 1).line == "10 元 × 0.05%/天 × 1 天 ≈ 0.01 元"
    capped = late_fee(Decimal(30000), Decimal("0.5"), 100, 3, Decimal(6000))
    assert capped.line == "30,000 元 × 0.5%/天 × (100 天 − 3 天) = 14,550 元，上限 = 6,000 元"
    assert flat_late_fee(Decimal(200), 9).line == "200 元/天 × 9 天 = 1,800 元"
    assert deposit_back(Decimal(20000), Decimal(50000)).line == "10,000 元 × 2 + 10,000 元 = 30,000 元"


@pytest.mark.parametrize(
    "sum_",
    [
        lambda: late_fee(Decimal(-1), Decimal(1), 1),
        lambda: late_fee(Decimal(1), Decimal(-1), 1),
        lambda: late_fee(Decimal(1), Decimal(1), -1),
        lambda: flat_late_fee(Decimal(-1), 1),
        lambda: stepped_late_fee(Decimal(1), [(Decimal(1), -1)]),
        lambda: whole_days(Decimal(0)),
        lambda: yardstick(Decimal(-1)),
        lambda: largest_deposit(Decimal(-1)),
        lambda: deposit_back(Decimal(-1)),
    ],
)
def test_what_cannot_be_meant_is_refused(sum_: object) -> None:
    assert callable(sum_)
    with pytest.raises(ValueError, match=r"negative|positive"):
        sum_()
