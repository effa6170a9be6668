"""Days of the calendar: when a term ends, by when to give notice, on which day something is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.answering.sums.job import AskError, Job
from bot.arithmetic.dates import Span, add_months, after, before, term_end
from bot.arithmetic.workdays import SATURDAY
from bot.arithmetic.worked import Dated, day

LONGEST = 36_500
"""Days; a longer term is a slip."""

WEEKDAYS = "一二三四五六日"


def reckon_term_end(job: Job) -> None:
    """The last day of a term, with its first day counted and not counted."""
    start = job.day("start")
    span = job.span("term")
    _sane(job, span)
    if span.workdays:
        _due(job, start, span)
        return
    last = job.add(term_end(start, span))
    other = after(start, span, job.calendar.is_workday)
    job.lead = job.say("term_end", result=last.result)
    if other.value != last.value:
        job.note("term_other", other=other.result)
    else:
        job.note("term_month_end", other=other.result)
    _leap(job, span, start, lambda then: term_end(then, span).value, last.value)


def reckon_notice_by(job: Job) -> None:
    """The latest day for a notice that must come so long before the end."""
    span = job.span("notice")
    _sane(job, span)
    end = job.day("end")
    latest = job.add(before(end, span, job.calendar.is_workday))
    job.lead = job.say("notice_by", result=latest.result, end=day(end))
    job.once(job.say("day_not_counted"))
    _workday_limits(job, span)
    _leap(job, span, end, lambda then: before(then, span, job.calendar.is_workday).value, latest.value)
    if latest.value < job.today:
        job.once(job.say("notice_past", today=day(job.today)))
    job.note("notice")


def reckon_notice_end(job: Job) -> None:
    """The first day on which a notice takes effect."""
    span = job.span("notice")
    _sane(job, span)
    given = job.day("notice_on") if "notice_on" in job.frame.slots else job.today
    end = job.add(after(given, span, job.calendar.is_workday))
    job.lead = job.say("notice_end", result=end.result)
    job.once(job.say("day_not_counted"))
    _workday_limits(job, span)
    _leap(job, span, given, lambda then: after(then, span, job.calendar.is_workday).value, end.value)
    job.note("notice")


def reckon_due(job: Job) -> None:
    """The last day on which something that must be done within a time can be done; from today where none is given."""
    start = job.day("start") if "start" in job.frame.slots else job.today
    if "start" not in job.frame.slots:
        job.once(job.say("from_today", today=day(job.today)))
    span = job.span("within")
    _sane(job, span)
    _due(job, start, span)
    if job.cue("from_now"):
        due = job.sums[-1]
        job.lead = job.say("day_is", result=due.result)


def reckon_monthly_due(job: Job) -> None:
    """The day of the following month on which the fee of a month is due."""
    figure = job.need("month")
    value = int(figure.value)
    year, month = (value // 100, value % 100) if figure.unit == "年月" else (job.today.year, value)
    if figure.unit != "年月":
        job.once(job.say("year_supposed"))
    wanted = job.need("day_of_month")
    following = add_months(date(year, month, 1), 1)
    number = int(wanted.value)
    last = (add_months(following, 1) - timedelta(days=1)).day
    if number > last:
        job.once(job.say("short_month", day=number, last=last))
    due = Dated(following.replace(day=min(number, last)), f"{year}年{month}月的次月{number}日")
    job.add(due)
    job.lead = job.say("due", result=due.result)
    _weekend(job, due.value)


def reckon_days_between(job: Job) -> None:
    """How many days lie between two days, with and without the first; from today where only the end is given."""
    if "start" not in job.frame.slots:
        end = job.day("end")
        if end < job.today:
            raise AskError(job.say("end_before_start"), "end")
        job.lead = job.say("days_left", end=day(end), days=(end - job.today).days, today=day(job.today))
        return
    start = job.day("start")
    end = job.day("end", near=start)
    if end < start:
        raise AskError(job.say("end_before_start"), "end")
    days = (end - start).days
    job.lead = job.say("between", days=days, both=days + 1)
    job.once(job.say("between_how", start=day(start), end=day(end)))
    months = (end.year - start.year) * 12 + end.month - start.month
    for whole in (months, months + 1):
        if whole and end in (add_months(start, whole), add_months(start, whole) - timedelta(days=1)):
            job.lead += job.say("months_between", months=whole)


def _due(job: Job, start: date, span: Span) -> None:
    due = job.add(after(start, span, job.calendar.is_workday))
    job.lead = job.say("due", result=due.result)
    job.once(job.say("first_not_counted"))
    _workday_limits(job, span)
    if not span.workdays:
        _weekend(job, due.value)
    _leap(job, span, start, lambda then: after(then, span, job.calendar.is_workday).value, due.value)


def _weekend(job: Job, due: date) -> None:
    if not job.calendar.is_workday(due):
        following = after(due, Span(workdays=1), job.calendar.is_workday)
        weekday = WEEKDAYS[due.weekday()]
        key = "weekend" if due.weekday() >= SATURDAY else "holiday"
        job.note(key, weekday=weekday, following=following.result)
        _limits(job)


def _workday_limits(job: Job, span: Span) -> None:
    if span.workdays:
        job.once(job.say("workdays"))
        _limits(job)


def _limits(job: Job) -> None:
    """Say for which years the public holidays are not known."""
    if job.calendar.guessed:
        years = "、".join(map(str, sorted(job.calendar.guessed)))
        job.once(job.say("holidays_unknown", years=years))


def _sane(job: Job, span: Span) -> None:
    if span.months * 30 + span.days + span.workdays > LONGEST:
        raise AskError(job.say("too_long", text=str(span)), job.frame.asked)


def _leap(job: Job, span: Span, start: date, reckon: Callable[[date], date], result: date) -> None:
    """Where the year was not given and a leap year would come out differently, say so."""
    no_year = any(slot.figure.unit == "月日" for slot in job.used.values())
    if not no_year or span.workdays or (start.month, start.day) == (2, 29):
        return
    for year in range(start.year + 1, start.year + 5):
        other = reckon(start.replace(year=year))
        if (other.month, other.day) != (result.month, result.day):
            job.once(job.say("other_year", year=year, result=day(other)))
            return
