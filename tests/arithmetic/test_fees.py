"""Fees: parts add up to the whole, steps rise, tax goes on and off."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arithmetic.fees import (
    Factor,
    Step,
    average,
    by_steps,
    by_whole,
    part_of,
    product,
    total,
    with_tax,
    without_tax,
)
from bot.arithmetic.worked import CENT, cents

amounts = st.decimals("0.01", "99999999.99", places=2)
rates = st.decimals("0.01", "60", places=2)


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    tops = sorted(draw(st.sets(st.integers(1, 1_000_000), min_size=1, max_size=5)))
    percents = draw(st.lists(rates, min_size=len(tops) + 1, max_size=len(tops) + 1))
    bounds: list[Decimal | None] = [*(Decimal(top) for top in tops), None]
    return [Step(rate, top) for rate, top in zip(percents, bounds, strict=True)]


@given(amounts, st.integers(1, 31), st.data())
def test_parts_of_a_month_add_up_to_it(fee: Decimal, days: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(0, days))
    both = (
        part_of(fee, Decimal(done), Decimal(days)).value
        + part_of(fee, Decimal(days - done), Decimal(days)).value
    )
    assert abs(both - fee) < Decimal("1e-40")
    assert cents(both) == fee


@given(steps(), amounts, amounts)
def test_commission_by_steps_rises_with_the_revenue(ladder: list[Step], one: Decimal, more: Decimal) -> None:
    low, high = by_steps(one, ladder).value, by_steps(one + more, ladder).value
    cheapest, dearest = (pick(step.rate for step in ladder) for pick in (min, max))
    assert low <= high
    assert more * cheapest / 100 <= high - low <= more * dearest / 100


@given(rates, amounts, st.sets(st.integers(1, 1_000_000), min_size=1, max_size=4))
def test_steps_of_one_rate_are_that_rate(rate: Decimal, revenue: Decimal, tops: set[int]) -> None:
    ladder = [*(Step(rate, Decimal(top)) for top in sorted(tops)), Step(rate, None)]
    assert by_steps(revenue, ladder).value == by_whole(revenue, ladder).value == revenue * rate / 100


@given(amounts, rates)
def test_tax_goes_on_and_off(net: Decimal, rate: Decimal) -> None:
    gross = with_tax(net, rate).value
    assert gross > net
    assert abs(without_tax(gross, rate).value - net) < CENT / 1000


@given(st.lists(amounts, min_size=1, max_size=12))
def test_the_mean_lies_within(several: list[Decimal]) -> None:
    mean = average(several).value
    assert min(several) <= cents(mean) <= max(several)
    assert abs(mean * len(several) - total(several).value) < Decimal("1e-40")


def test_how_sums_are_written() -> None:
    seats = product(Factor(Decimal(4500), "元"), Factor(Decimal(5), "人"), Factor(Decimal(6), "个月"))
    assert seats.line == "4,500 元 × 5 人 × 6 个月 = 135,000 元"
    cheap = product(Factor(Decimal(9000), "元"), Factor(Decimal(85), "%"))
    assert cheap.line == "9,000 元 × 85% = 7,650 元"
    assert part_of(Decimal(9000), Decimal(12), Decimal(31)).line == "9,000 元 ÷ 31 天 × 12 天 ≈ 3,483.87 元"
    ladder = [Step(Decimal(5), Decimal(100_000)), Step(Decimal(3), None)]
    assert by_steps(Decimal(500_000), ladder).line == "100,000 元 × 5% + 400,000 元 × 3% = 17,000 元"
    assert by_whole(Decimal(500_000), ladder).line == "500,000 元 × 3% = 15,000 元"


@pytest.mark.parametrize(
    "ladder",
    [
        [],
        [Step(Decimal(5), None), Step(Decimal(3), None)],
        [Step(Decimal(5), Decimal(9)), Step(Decimal(3), Decimal(9)), Step(Decimal(1), None)],
        [Step(Decimal(-5), Decimal(9)), Step(Decimal(3), None)],
    ],
)
def test_steps_that_do_not_rise_are_refused(ladder: list[Step]) -> None:
    with pytest.raises(ValueError, match="step"):
        by_steps(Decimal(1), ladder)
    with pytest.raises(ValueError, match="step"):
        by_whole(Decimal(1), ladder)


def test_no_more_than_the_whole_can_be_done() -> None:
    with pytest.raises(ValueError, match="part"):
        part_of(Decimal(1), Decimal(32), Decimal(31))
    with pytest.raises(ValueError, match="negative"):
        product(Factor(Decimal(-1), "元"))
    with pytest.raises(ValueError, match="negative"):
        without_tax(Decimal(1), Decimal(-6))
    with pytest.raises(ZeroDivisionError):
        average([])
