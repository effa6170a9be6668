"""Late fees, damages against the loss, and deposits.

Rates are in percent; amounts in 元; days may have a part. Nothing here judges what may be agreed: the yardsticks
(a third above the loss, a fifth of the price) are the law's and are named where they are used.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from bot.arithmetic.worked import Worked, divide, multiply, percent, plain, share, yuan

EXCESSIVE_OVER_LOSS = Decimal(30)
"""Percent above the loss from which damages generally count as excessive (法释〔2023〕13号 第六十五条)."""

LARGEST_DEPOSIT = Decimal(20)
"""Percent of the price that a deposit may reach (民法典 第五百八十六条)."""

DAYS_OF_YEAR = 365


def _counted(days: Decimal | int, grace: int) -> tuple[Decimal | int, str]:
    """The days that count, and how they are written; ValueError for negative ones."""
    if days < 0 or grace < 0:
        raise ValueError("days cannot be negative")
    counted = max(Decimal(0), days - Decimal(grace))
    return counted, f"({plain(days)} 天 − {grace} 天)" if grace else f"{plain(days)} 天"


def _capped(fee: Decimal, formula: str, cap: Decimal | None) -> Worked:
    if cap is not None and fee > cap:
        return Worked(cap, f"{formula} = {yuan(fee)}，上限")
    return Worked(fee, formula)


def late_fee(
    principal: Decimal, daily: Decimal, days: Decimal | int, grace: int = 0, cap: Decimal | None = None
) -> Worked:
    """Simple interest by the day on what is due, at most `cap` 元.

    `daily` is percent a day; `grace` days are free. Raises ValueError for a negative input.
    """
    if principal < 0 or daily < 0:
        raise ValueError("principal and rate cannot be negative")
    counted, written = _counted(days, grace)
    formula = f"{plain(principal)} 元 × {percent(daily)}/天 × {written}"
    return _capped(multiply(share(principal, daily), counted), formula, cap)


def flat_late_fee(a_day: Decimal, days: Decimal | int, grace: int = 0, cap: Decimal | None = None) -> Worked:
    """So much a day, whatever is due. Raises ValueError for a negative input."""
    if a_day < 0:
        raise ValueError("the fee cannot be negative")
    counted, written = _counted(days, grace)
    return _capped(multiply(a_day, counted), f"{plain(a_day)} 元/天 × {written}", cap)


def stepped_late_fee(principal: Decimal, steps: Sequence[tuple[Decimal, Decimal | int]]) -> Worked:
    """A late fee whose daily rate changes: percent a day, and the days that it holds for.

    Raises ValueError for a negative input.
    """
    if principal < 0 or any(rate < 0 or days < 0 for rate, days in steps):
        raise ValueError("principal, rates and days cannot be negative")
    whole = sum((multiply(rate, days) for rate, days in steps), Decimal(0))
    written = " + ".join(f"{percent(rate)} × {plain(days)} 天" for rate, days in steps)
    return Worked(share(principal, whole), f"{plain(principal)} 元 × ({written})")


def whole_days(daily: Decimal, reach: Decimal = Decimal(100)) -> tuple[int, bool]:
    """The first day on which fees of `daily` percent exceed `reach` percent, and whether they equal it before.

    5 % a day equals the principal on day 20 and exceeds it on day 21. Raises ValueError when `daily` is not
    positive.
    """
    if daily <= 0:
        raise ValueError("the rate must be positive")
    days = divide(reach, daily)
    whole = int(days.to_integral_value(rounding=ROUND_FLOOR))
    return whole + 1, multiply(daily, whole) == reach


def annual(daily: Decimal, days: int = DAYS_OF_YEAR) -> Decimal:
    """A daily rate as a yearly one, without compounding."""
    return multiply(daily, days)


def daily(rate: Decimal, per: str) -> Decimal:
    """A rate by 日, 周, 月 or 年 as one by the day: a month is a twelfth of 365 days.

    Raises KeyError for another basis.
    """
    return {
        "日": lambda: rate,
        "周": lambda: divide(rate, 7),
        "月": lambda: divide(multiply(rate, 12), DAYS_OF_YEAR),
        "年": lambda: divide(rate, DAYS_OF_YEAR),
    }[per]()


def yardstick(loss: Decimal) -> Worked:
    """The loss and thirty percent of it: above this, damages generally count as excessive."""
    if loss < 0:
        raise ValueError("the loss cannot be negative")
    factor = 1 + EXCESSIVE_OVER_LOSS / 100
    return Worked(multiply(loss, factor), f"{plain(loss)} 元 × {percent(factor * 100)}")


def over_loss(penalty: Decimal, loss: Decimal) -> Decimal:
    """By how many percent `penalty` is above `loss`, below it when negative. ZeroDivisionError for no loss."""
    return multiply(divide(penalty - loss, loss), 100)


def largest_deposit(total: Decimal) -> Worked:
    """The most that counts as a deposit of a contract worth `total`."""
    if total < 0:
        raise ValueError("the price cannot be negative")
    return Worked(share(total, LARGEST_DEPOSIT), f"{plain(total)} 元 × {percent(LARGEST_DEPOSIT)}")


def deposit_back(deposit: Decimal, total: Decimal | None = None) -> Worked:
    """What comes back when the taker of a deposit fails: double, and once what is over a fifth of the price."""
    if deposit < 0:
        raise ValueError("the deposit cannot be negative")
    counted = deposit if total is None else min(deposit, largest_deposit(total).value)
    if counted == deposit:
        return Worked(multiply(deposit, 2), f"{plain(deposit)} 元 × 2")
    rest = deposit - counted
    return Worked(multiply(counted, 2) + rest, f"{plain(counted)} 元 × 2 + {plain(rest)} 元")
