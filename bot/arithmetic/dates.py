"""Terms and deadlines by the calendar.

A term in months ends on the day of the same number, or on the last of the month where there is none
(民法典 第二百零二条); the day on which something happens is not counted (第二百零一条) unless a function says so.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.arithmetic.worked import Dated, day


@dataclass(frozen=True)
class Span:
    """A length of time as it is agreed: months and days, or working days."""

    months: int = 0
    days: int = 0
    workdays: int = 0

    def __str__(self) -> str:
        if self.workdays:
            return f"{self.workdays} 个工作日"
        years, months = divmod(self.months, 12)
        parts = (
            f"{years} 年" * bool(years),
            f"{months} 个月" * bool(months),
            f"{self.days} 天" * bool(self.days),
        )
        return " ".join(filter(None, parts)) or "0 天"

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.workdays)


def add_months(start: date, months: int) -> date:
    """The day of the same number `months` later (earlier when negative), or the last of that month.

    Raises OverflowError outside the years 1 to 9999.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise OverflowError("beyond the calendar")
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def days_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    return calendar.monthrange(year, month)[1]


def after(start: date, span: Span, is_workday: Callable[[date], bool]) -> Dated:
    """The last day of `span` that begins on the day after `start`."""
    end = add_months(start, span.months) + timedelta(days=span.days)
    return Dated(_move(end, span.workdays, is_workday), f"{day(start)} + {span}")


def before(end: date, span: Span, is_workday: Callable[[date], bool]) -> Dated:
    """The latest day from which `span` is over by `end`.

    For the last day of a short month that is the day of the same number, which is on the safe side: by the
    rule for missing days a month from 31 January is over on 28 February, too.
    """
    start = add_months(end, -span.months) - timedelta(days=span.days)
    return Dated(_move(start, -span.workdays, is_workday), f"{day(end)} − {span}")


def term_end(start: date, span: Span) -> Dated:
    """The last day of a term whose first day is `start` itself: a year from 1 January ends on 31 December.

    Where the last month has no such day, the term ends with that month.
    """
    end = add_months(start, span.months)
    if span.days or end.day == start.day:
        end += timedelta(days=span.days - 1)
    return Dated(end, f"{day(start)} + {span}（起始当天算第一天）")


def days_late(due: date, paid: date) -> int:
    """Days between; the day on which payment was due is not late. Raises ValueError when paid before."""
    if paid < due:
        raise ValueError("paid before it was due")
    return (paid - due).days


def _move(start: date, workdays: int, is_workday: Callable[[date], bool]) -> date:
    step = timedelta(days=1 if workdays > 0 else -1)
    left = abs(workdays)
    while left:
        start += step
        left -= is_workday(start)
    return start
