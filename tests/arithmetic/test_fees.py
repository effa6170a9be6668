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
    priced_by_steps,
    priced_by_whole,
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


def test_a_part_of_a_year_is_divided_once() -> None:
    part = product(Factor(Decimal(36_500), "元"), Factor(Decimal(100), "天", Decimal(365)))
    assert part.line == "36,500 元 × 100 天 ÷ 365 天 = 10,000 元"
    assert not part.rounded


@given(st.integers(1, 500), st.integers(1, 499), st.decimals("1", "9999", places=2))
def test_prices_by_steps_lie_between_the_cheapest_and_the_dearest(count: int, top: int, low: Decimal) -> None:
    ladder = [Step(low * 2, Decimal(top)), Step(low, None)]
    value = priced_by_steps(Decimal(count), ladder, "人").value
    assert low * count <= value <= low * 2 * count
    assert value == low * count + low * min(count, top)
    whole = priced_by_whole(Decimal(count), ladder, "人").value
    assert whole == (low * 2 if count <= top else low) * count


def test_how_prices_by_steps_are_written() -> None:
    ladder = [Step(Decimal(5000), Decimal(5)), Step(Decimal(4000), None)]
    assert priced_by_steps(Decimal(8), ladder, "人").line == "5,000 元 × 5 人 + 4,000 元 × 3 人 = 37,000 元"
    assert priced_by_whole(Decimal(8), ladder, "人").line == "4,000 元 × 8 人 = 32,000 元"


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
