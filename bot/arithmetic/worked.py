"""A sum that has been worked out, and how its figures are written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from bot.conversation import Calculation, SumInput

CENT = Decimal("0.01")
_EXACT = Context(prec=60)
"""Digits that products and quotients keep before the one rounding at the end."""


@dataclass(frozen=True)
class Worked:
    """A sum in 元: the exact `value`, its `formula` with the figures filled in, and what it comes to.

    `amount` is `value` rounded to 分, half up; `rounded` says whether that changed it.
    """

    value: Decimal
    formula: str

    @property
    def amount(self) -> Decimal:
        return cents(self.value)

    @property
    def rounded(self) -> bool:
        return self.amount != self.value

    @property
    def result(self) -> str:
        return yuan(self.value)

    @property
    def line(self) -> str:
        """The formula with its result: `30,000 × 0.5% × 8 天 = 1,200 元`; ≈ where 分 had to be rounded."""
        return f"{self.formula} {'≈' if self.rounded else '='} {self.result}"

    def calculation(self, title: str, inputs: tuple[SumInput, ...]) -> Calculation:
        """The sum as a reply keeps it."""
        return Calculation(title, self.formula, inputs, self.result)


@dataclass(frozen=True)
class Dated:
    """A day that has been worked out, and how."""

    value: date
    formula: str

    @property
    def result(self) -> str:
        return day(self.value)

    @property
    def line(self) -> str:
        return f"{self.formula} = {self.result}"

    def calculation(self, title: str, inputs: tuple[SumInput, ...]) -> Calculation:
        """The sum as a reply keeps it."""
        return Calculation(title, self.formula, inputs, self.result)


def multiply(*factors: Decimal | int) -> Decimal:
    """The product, exact up to 60 digits."""
    with localcontext(_EXACT):
        product = Decimal(1)
        for factor in factors:
            product *= factor
        return product


def divide(above: Decimal | int, below: Decimal | int) -> Decimal:
    """The quotient to 60 digits. Raises ZeroDivisionError."""
    if not below:
        raise ZeroDivisionError("nothing to divide by")
    with localcontext(_EXACT):
        return Decimal(above) / Decimal(below)


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """`percent` of `amount`."""
    return multiply(amount, percent, Decimal("0.01"))


def cents(value: Decimal) -> Decimal:
    """`value` rounded to 分, half up: 0.005 is 0.01."""
    with localcontext(_EXACT):
        return value.quantize(CENT, rounding=ROUND_HALF_UP)


def plain(value: Decimal | int) -> str:
    """A number as one reads it: thousands parted, no idle zeros (`1,200`, `0.5`)."""
    with localcontext(_EXACT):
        text = f"{Decimal(value):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def yuan(value: Decimal) -> str:
    """An amount to 分: `1,200 元`, `3,483.87 元`, `1,234.50 元`."""
    rounded = cents(value)
    whole = rounded == rounded.to_integral_value()
    return f"{plain(rounded) if whole else f'{rounded:,.2f}'} 元"


def percent(value: Decimal) -> str:
    """A rate to four places: `0.5%`, `1,825%`."""
    with localcontext(_EXACT):
        return f"{plain(value.quantize(Decimal('0.0001'), rounding=ROUND_HALF_UP))}%"


def day(value: date) -> str:
    """`2026年3月1日`."""
    return f"{value.year}年{value.month}月{value.day}日"
