"""What a service costs: seats, part months, commission by steps, tax, deductions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from bot.arithmetic.worked import Worked, divide, multiply, percent, plain, share


@dataclass(frozen=True)
class Factor:
    """A number of a product with its unit: 5 人, 4,500 元; a part of a whole with `over`: 100 天 ÷ 365 天."""

    value: Decimal
    unit: str = ""
    over: Decimal = Decimal(1)

    def __str__(self) -> str:
        if self.unit == "%":
            return percent(self.value)
        if self.over != 1:
            return f"{plain(self.value)} {self.unit} ÷ {plain(self.over)} {self.unit}"
        return f"{plain(self.value)} {self.unit}".strip()


def product(*factors: Factor) -> Worked:
    """The product of factors; a factor in % counts as its hundredth. Raises ValueError for a negative one.

    What a factor is a part of is divided by once, at the end, so that whole results stay whole.
    """
    if any(factor.value < 0 for factor in factors):
        raise ValueError("a factor cannot be negative")
    values = (multiply(f.value, Decimal("0.01")) if f.unit == "%" else f.value for f in factors)
    whole = multiply(*(factor.over for factor in factors))
    return Worked(divide(multiply(*values), whole), " × ".join(map(str, factors)))


def total(amounts: Sequence[Decimal]) -> Worked:
    """The sum of amounts."""
    return Worked(sum(amounts, Decimal(0)), " + ".join(f"{plain(amount)} 元" for amount in amounts))


def average(amounts: Sequence[Decimal]) -> Worked:
    """The mean of amounts; ZeroDivisionError when there are none."""
    written = " + ".join(plain(amount) for amount in amounts)
    return Worked(divide(sum(amounts, Decimal(0)), len(amounts)), f"({written}) 元 ÷ {len(amounts)}")


def part_of(fee: Decimal, done: Decimal, whole: Decimal, unit: str = "天") -> Worked:
    """`done` of `whole` units of a fee. Raises ValueError unless 0 <= done <= whole and whole > 0."""
    if fee < 0 or whole <= 0 or not 0 <= done <= whole:
        raise ValueError("a part lies between nothing and the whole")
    value = divide(multiply(fee, done), whole)
    return Worked(value, f"{plain(fee)} 元 ÷ {plain(whole)} {unit} × {plain(done)} {unit}")


@dataclass(frozen=True)
class Step:
    """A step of a commission: `rate` percent up to and with `top` 元; no top for the last."""

    rate: Decimal
    top: Decimal | None


def by_steps(revenue: Decimal, steps: Sequence[Step]) -> Worked:
    """Commission where each step's rate holds for the part of the revenue that lies in it.

    Raises ValueError when the tops do not rise or a rate is negative.
    """
    _ordered(steps)
    value, below, parts = Decimal(0), Decimal(0), []
    for step in steps:
        inside = (revenue if step.top is None else min(revenue, step.top)) - below
        if inside <= 0:
            break
        value += share(inside, step.rate)
        parts.append(f"{plain(inside)} 元 × {percent(step.rate)}")
        below += inside
    return Worked(value, " + ".join(parts) or "0 元")


def by_whole(revenue: Decimal, steps: Sequence[Step]) -> Worked:
    """Commission where the step that is reached holds for the whole revenue."""
    _ordered(steps)
    step = next((step for step in steps if step.top is None or revenue <= step.top), steps[-1])
    return Worked(share(revenue, step.rate), f"{plain(revenue)} 元 × {percent(step.rate)}")


def priced_by_steps(count: Decimal, steps: Sequence[Step], unit: str) -> Worked:
    """So many pieces where each step's price (its `rate`, in 元) holds for the pieces that lie in it.

    Raises ValueError when the tops do not rise or a price is negative.
    """
    _ordered(steps)
    value, below, parts = Decimal(0), Decimal(0), []
    for step in steps:
        inside = (count if step.top is None else min(count, step.top)) - below
        if inside <= 0:
            break
        value += multiply(inside, step.rate)
        parts.append(f"{plain(step.rate)} 元 × {plain(inside)} {unit}")
        below += inside
    return Worked(value, " + ".join(parts) or "0 元")


def priced_by_whole(count: Decimal, steps: Sequence[Step], unit: str) -> Worked:
    """So many pieces, all at the price of the step that is reached."""
    _ordered(steps)
    step = next((step for step in steps if step.top is None or count <= step.top), steps[-1])
    return product(Factor(step.rate, "元"), Factor(count, unit))


def _ordered(steps: Sequence[Step]) -> None:
    tops = [step.top for step in steps[:-1]]
    if not steps or None in tops or any(step.rate < 0 for step in steps):
        raise ValueError("every step but the last needs a top, and no rate is negative")
    if any(one >= other for one, other in pairwise(top for top in (s.top for s in steps) if top is not None)):
        raise ValueError("the tops of the steps must rise")


def with_tax(net: Decimal, rate: Decimal) -> Worked:
    """The price with tax on top."""
    return Worked(net + share(net, rate), f"{plain(net)} 元 × (1 + {percent(rate)})")


def without_tax(gross: Decimal, rate: Decimal) -> Worked:
    """The price that a price with tax holds. Raises ValueError for a negative rate."""
    if rate < 0:
        raise ValueError("a rate cannot be negative")
    return Worked(divide(gross, 1 + rate / 100), f"{plain(gross)} 元 ÷ (1 + {percent(rate)})")
