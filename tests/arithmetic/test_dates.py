"""Terms and deadlines against the calendar itself."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.arithmetic.dates import Span, add_months, after, before, days_late, days_of_month, term_end
from bot.arithmetic.workdays import WorkingCalendar

days = st.dates(date(2004, 1, 1), date(2150, 12, 31))


def monday_to_friday(day: date) -> bool:
    return day.weekday() < 5


@given(days, st.integers(-120, 120))
def test_months_land_on_the_same_number_or_the_last_of_the_month(start: date, months: int) -> None:
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == min(start.day, days_of_month(end.year, end.month))


@given(days, st.integers(0, 4000))
def test_days_are_counted_one_by_one(start: date, length: int) -> None:
    end = after(start, Span(days=length), monday_to_friday).value
    assert (end - start).days == length
    assert before(end, Span(days=length), monday_to_friday).value == start
    assert days_late(start, end) == length


@given(days, st.integers(1, 60))
def test_a_notice_in_time_is_the_latest_one(end: date, months: int) -> None:
    latest = before(end, Span(months=months), monday_to_friday).value
    assert after(latest, Span(months=months), monday_to_friday).value <= end
    following = after(latest + timedelta(days=1), Span(months=months), monday_to_friday).value
    assert following > end or end.day == days_of_month(end.year, end.month)


@given(days, st.integers(1, 30))
def test_working_days_are_counted_one_by_one(start: date, length: int) -> None:
    end = after(start, Span(workdays=length), monday_to_friday).value
    passed = [start + timedelta(days=step) for step in range(1, (end - start).days + 1)]
    assert sum(map(monday_to_friday, passed)) == length
    assert monday_to_friday(end)


@given(days, st.integers(1, 60))
def test_terms_follow_on_one_another(start: date, months: int) -> None:
    last = term_end(start, Span(months=months)).value
    corresponding = add_months(start, months)
    assert last in (corresponding, corresponding - timedelta(days=1))
    assert (last == corresponding) == (corresponding.day != start.day)


@pytest.mark.parametrize(
    ("start", "span", "last"),
    [
        (date(2026, 1, 1), Span(months=12), date(2026, 12, 31)),
        (date(2026, 1, 31), Span(months=12), date(2027, 1, 30)),
        (date(2026, 1, 31), Span(months=1), date(2026, 2, 28)),
        (date(2024, 2, 29), Span(months=12), date(2025, 2, 28)),
        (date(2023, 3, 1), Span(months=12), date(2024, 2, 29)),
        (date(2026, 4, 1), Span(days=90), date(2026, 6, 29)),
    ],
)
def test_term_ends(start: date, span: Span, last: date) -> None:
    assert term_end(start, span).value == last


@pytest.mark.parametrize(
    ("span", "written"),
    [
        (Span(months=18), "1 年 6 个月"),
        (Span(months=2, days=15), "2 个月 15 天"),
        (Span(workdays=5), "5 个工作日"),
        (Span(), "0 天"),
    ],
)
def test_lengths_are_written_out(span: Span, written: str) -> None:
    assert str(span) == written
    assert bool(span) == (written != "0 天")


def test_paid_before_it_was_due_is_not_late() -> None:
    with pytest.raises(ValueError, match="before"):
        days_late(date(2026, 3, 2), date(2026, 3, 1))


def test_beyond_the_calendar() -> None:
    with pytest.raises(OverflowError):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize("year", range(2004, 2150, 7))
def test_days_of_every_month(year: int) -> None:
    assert sum(days_of_month(year, month) for month in range(1, 13)) == 365 + calendar.isleap(year)


def test_holidays_that_are_not_published_are_admitted() -> None:
    office = WorkingCalendar()
    assert not office.is_workday(date(2090, 1, 1))  # a Sunday
    assert office.is_workday(date(2090, 1, 2))
    assert office.guessed == {2090}


def test_published_holidays_and_shifted_working_days_count() -> None:
    pytest.importorskip("chinese_calendar", reason="the package of the holidays is not installed")
    office = WorkingCalendar()
    assert not office.is_workday(date(2025, 10, 1))
    assert office.is_workday(date(2025, 9, 28))  # a Sunday that was worked on for the holidays
    assert not office.guessed
