"""Late fees: by the day, in lump sums, with a cap, days of grace, and the damages that come on top."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.answering.sums.job import AskError, Job
from bot.answering.sums.reading import Figure
from bot.arithmetic.dates import days_late
from bot.arithmetic.penalties import (
    DAYS_OF_YEAR,
    annual,
    daily,
    flat_late_fee,
    late_fee,
    stepped_late_fee,
    whole_days,
)
from bot.arithmetic.worked import Worked, day, multiply, percent, plain, share, yuan

STEEP = Decimal(36)
"""Percent a year from which a late fee deserves a word of caution."""

TO_THE_DAY = 30
"""Days of a month where a delay is given in months."""


def reckon_late_fee(job: Job) -> None:
    """What a late payment costs."""
    flat = job.value("flat")
    rate = None if flat is not None else _rate(job)
    principal = None if flat is not None else _principal(job, rate)
    days = _days(job)
    if rate is None and flat is None:
        raise AskError(job.words.slots["rate"].ask, "rate")
    grace = int(job.value("grace") or _free_days(job))
    cap = _cap(job, principal)
    if flat is not None:
        fee = flat_late_fee(flat, days, grace, cap)
    else:
        assert principal is not None and rate is not None
        steps = _steps(job, days - grace)
        if steps:
            fee = job.add(stepped_late_fee(principal, steps))
            fee = Worked(cap, yuan(cap)) if cap is not None and fee.value > cap else fee
        else:
            fee = late_fee(principal, rate, days, grace, cap)
    job.add(fee)
    job.lead = job.say("late_fee", result=fee.result, days=plain(days))
    if cap is not None and fee.value == cap:
        job.once(job.say("capped", cap=yuan(cap)))
    if grace:
        job.once(job.say("grace", grace=grace, counted=plain(max(Decimal(0), days - grace))))
    if job.cue("from_next_day"):
        job.once(job.say("from_next_day"))
    _on_top(job, fee, days)
    if rate is not None:
        _caution(job, rate)
    if principal is not None and fee.value > principal:
        job.note("over_principal", principal=yuan(principal))


def _rate(job: Job) -> Decimal | None:
    """Percent a day: the user's, else that of the contract at hand."""
    figure = job.get("rate")
    if figure is None:
        if job.cue("unagreed") and not job.cue("sample"):
            raise AskError(job.say("rate_unagreed"), "rate")
        # Nobody's private loan costs what the sample of a service contract says.
        named = job.cue("ours") or job.cue("sample")
        figure = job.from_source("rate", "late_rate") if named else None
        if figure is None:
            return None
        source = job.source_of("rate")
        if not job.cue("sample") and source[0].origin != "own":
            job.once(job.say("rate_of_sample", rate=percent(figure.value)), source)
        return figure.value
    if figure.value > 100:
        raise AskError(job.say("rate_too_high", text=figure.text), "rate")
    per = figure.per or "日"
    if not figure.per:
        job.once(job.say("rate_by_day", text=figure.text))
    elif per != "日":
        job.once(job.say("rate_converted", per=per, days=DAYS_OF_YEAR))
    return daily(figure.value, per)


def _principal(job: Job, rate: Decimal | None) -> Decimal:
    figure = job.get("principal")
    if figure is not None:
        return figure.value
    known = ""
    length = job.get("days")
    if rate is not None and length is not None and length.of == "days":
        days = length.value
        known = job.say(
            "share_known", rate=percent(rate), days=plain(days), share=percent(multiply(rate, days))
        )
    sources = job.source_of("rate") if known else ()
    raise AskError(job.words.slots["principal"].ask + known, "principal", sources)


def _days(job: Job) -> Decimal:
    """Days late: as given, or from the day it was due to the day it was paid."""
    if "paid_on" in job.frame.slots and "due" in job.frame.slots:
        due = job.day("due")
        paid = job.day("paid_on", near=due)
        if paid < due:
            raise AskError(job.say("paid_before", due=day(due), paid=day(paid)), "paid_on")
        days = Decimal(days_late(due, paid))
        job.once(job.say("days_between", due=day(due), paid=day(paid), days=days))
        return days
    figure = job.need("days")
    if figure.of == "months":
        years, months = divmod(figure.value, 12)
        days = years * DAYS_OF_YEAR + months * TO_THE_DAY
        job.once(job.say("month_of_days", text=figure.text, days=plain(days), month=TO_THE_DAY))
        return days
    return figure.value


def _cap(job: Job, principal: Decimal | None) -> Decimal | None:
    figure = job.get("cap")
    if figure is None:
        return None
    if figure.of != "rate":
        return figure.value
    if principal is None:
        raise AskError(job.words.slots["principal"].ask, "principal")
    base = job.value("total") or principal
    return share(base, figure.value)


def _free_days(job: Job) -> Decimal:
    """超过5天后每天1%: with one rate, the days before it are free."""
    rates = [figure for figure in job.frame.figures if figure.role == "rate"]
    bound = job.get("day_bound")
    return bound.value if bound and bound.role == "after_days" and len(rates) < 2 else Decimal(0)


def _steps(job: Job, days: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Two rates, the second from a day on: each with the days that it holds for."""
    rates = [figure for figure in job.frame.figures if figure.role == "rate"]
    bound = job.get("day_bound")
    if len(rates) < 2:
        return []
    if len(rates) > 2 or bound is None:
        raise AskError(job.say("two_rates", texts="、".join(rate.text for rate in rates)), "day_bound")
    job.take("rate", *rates)
    first = min(days, bound.value)
    job.once(job.say("steps_of_days", bound=plain(bound.value)))
    return [(rates[0].value, first), (rates[1].value, days - first)]


def _on_top(job: Job, fee: Worked, days: Decimal) -> None:
    """Damages beside the fee: the user's, or those of the clause that the rate was taken from."""
    penalty = job.get("penalty")
    source = job.source_of("rate")
    threshold: Figure | None = None
    if penalty is None and source:
        threshold = job.from_source("late_days", "late_penalty_days", source)
        if threshold is not None and days >= threshold.value:
            penalty = job.from_source("penalty", "late_penalty", source)
        elif threshold is not None:
            job.once(job.say("penalty_later", days=plain(threshold.value)), source)
    if penalty is None:
        return
    if threshold is not None:
        job.once(job.say("penalty_reached", days=plain(threshold.value), penalty=yuan(penalty.value)), source)
    both = Worked(fee.value + penalty.value, f"{plain(fee.amount)} 元 + {plain(penalty.value)} 元")
    job.add(both)
    job.lead = job.say(
        "late_fee_and_penalty", result=both.result, fee=fee.result, penalty=yuan(penalty.value)
    )
    job.note("fee_and_penalty")


def _caution(job: Job, rate: Decimal) -> None:
    a_year = annual(rate)
    if a_year >= STEEP:
        job.note("steep", rate=percent(rate), annual=percent(a_year))


def reckon_days_late(job: Job) -> None:
    """How many days late a payment was."""
    days = _days(replace(job))
    due = job.day("due")
    paid = job.day("paid_on", near=due)
    job.lead = job.say("days_late", days=days)
    job.lines.clear()
    job.once(job.say("days_between", due=day(due), paid=day(paid), days=days))


def reckon_crossing(job: Job) -> None:
    """On which day the late fees exceed what is due."""
    rate = _rate(job)
    if rate is None:
        raise AskError(job.words.slots["rate"].ask, "rate")
    if rate == 0:
        raise AskError(job.words.says["nothing"].format(name=job.words.slots["rate"].name, text="0"), "rate")
    first, equal = whole_days(rate)
    if equal:
        job.lead = job.say("crossing_equal", days=first - 1, first=first)
    else:
        job.lead = job.say("crossing", first=first)
    job.once(job.say("crossing_how", rate=percent(rate), days=plain(first - 1 if equal else first)))
    _caution(job, rate)


def reckon_annual(job: Job) -> None:
    """A daily rate as a yearly one, beside four times the LPR where that is given."""
    figure = job.get("rate")
    rate: Decimal
    if figure is None and (lpr := job.value("lpr")) is not None:
        times = job.need("lpr_times").value
        values = {"times": plain(times), "result": percent(lpr * times)}
        job.lead = job.say("lpr_only", **values)
        job.once(job.say("lpr_how", lpr=percent(lpr), **values))
        return
    if figure is not None and figure.per == "年" and job.cue("per_day"):
        result = percent(daily(figure.value, "年"))
        job.lead = job.say("to_daily", result=result)
        job.once(job.say("to_daily_how", rate=percent(figure.value), result=result))
        return
    if figure is not None and figure.per in ("月", "年"):
        rate = figure.value * (12 if figure.per == "月" else 1)
        how = f"{percent(figure.value)} × 12" if figure.per == "月" else percent(rate)
    else:
        a_day = _rate(job)
        if a_day is None:
            raise AskError(job.words.slots["rate"].ask, "rate")
        rate = annual(a_day)
        how = f"{percent(a_day)} × {DAYS_OF_YEAR}"
    job.lead = job.say("annual", result=percent(rate))
    job.once(job.say("annual_how", how=how, result=percent(rate)))
    lpr = job.value("lpr")
    if lpr:
        four = lpr * 4
        key = "over_lpr" if rate > four else "within_lpr"
        job.lead += job.say(key, four=percent(four))
        job.note("lpr", lpr=percent(lpr), four=percent(four))
    elif rate >= STEEP:
        job.note("steep_short")
