"""What a service costs: seats by price by months, parts of months, what is left of a fee paid ahead."""

from __future__ import annotations

from decimal import Decimal

from bot.answering.sums import samples
from bot.answering.sums.capitals import in_capitals
from bot.answering.sums.job import AskError, Job, supposed
from bot.answering.sums.reading import Figure
from bot.arithmetic.dates import days_of_month
from bot.arithmetic.fees import Factor, average, part_of, product, total
from bot.arithmetic.worked import Worked, divide, multiply, percent, plain, yuan

MONTH = 30
"""Days of a month where nobody says which one."""

LONG_MONTH = 31
WHOLE = Decimal(100)
YEAR_DAYS = 365


def reckon_seats(job: Job) -> None:
    """Seats × price × time, or a monthly fee × time, with a discount; several groups are added up."""
    groups = _groups(job)
    term, said = _term(job, groups[0][0])
    discount = job.get("discount")
    worked = [_priced(price, seats, term, discount) for price, seats in groups]
    for one in worked:
        job.add(one)
    result = worked[0]
    if len(worked) > 1:
        result = job.add(total([one.value for one in worked]))
    addon = job.value("addon")
    if addon is not None:
        result = job.add(total([result.value, addon]))
    job.lead = job.say("seats", time=said, result=result.result)
    job.result = result
    if discount is not None and discount.value < WHOLE:
        whole = total([_priced(price, seats, term, None).value for price, seats in groups])
        saved = job.add(Worked(whole.value - total([w.value for w in worked]).value, _saving(whole, worked)))
        job.lead = job.say("seats_saved", time=said, result=result.result, saved=saved.result)
    in_capitals(job, result)


def _saving(whole: Worked, worked: list[Worked]) -> str:
    paid = " − ".join(f"{plain(one.amount)} 元" for one in worked)
    return f"{plain(whole.amount)} 元 − {paid}"


def _priced(price: Figure, seats: Decimal | None, term: Factor | None, discount: Figure | None) -> Worked:
    factors = [Factor(price.value, "元")]
    if seats is not None:
        factors.append(Factor(seats, "人"))
    if term is not None:
        factors.append(term)
    if discount is not None:
        factors.append(Factor(discount.value, "%"))
    return product(*factors)


def _groups(job: Job) -> list[tuple[Figure, Decimal | None]]:
    """Prices with the seats they are for."""
    figures = job.frame.figures
    prices = [figure for figure in figures if figure.role == "price"]
    groups = [figure for figure in figures if figure.role == "seats"]
    if len(prices) > 1 and len(prices) == len(groups):
        for name in ("price", "seats"):
            job.get(name)
        job.take("price", *prices)
        job.take("seats", *groups)
        return [(price, count.value) for price, count in zip(prices, groups, strict=True)]
    price = job.get("price")
    fee = job.get("fee")
    people = ("seats", "extra", "fewer", "seats_to")
    if price is None and fee is not None:
        seats = job.value("seats")
        if seats is None or job.said("whole_fee"):
            return [(fee, None)]
        if job.cue("fee_supposed"):
            job.once(job.say("fee_a_head", fee=yuan(fee.value)))
        elif not job.said("per_seat"):
            raise AskError(job.words.slots["fee_mode"].ask, "fee_mode")
        return [(fee, seats)]
    if price is not None and "人" not in price.bases and not any(name in job.frame.slots for name in people):
        return [(price, None)]
    if price is None:
        raise AskError(job.words.slots["price"].ask, "price")
    seats = job.value("seats")
    if len(groups) > 1 and len(prices) == 1 and "seats_to" not in job.frame.slots:
        job.take("seats", *groups)
        seats = sum((group.value for group in groups), Decimal(0))
    if (changed := job.value("seats_to")) is not None:
        return [(price, abs(changed - seats) if seats is not None and job.cue("more_cost") else changed)]
    for name, sign in (("extra", 1), ("fewer", -1)):
        if (change := job.value(name)) is not None:
            seats = change if seats is None else seats + sign * change
    if seats is None:
        raise AskError(job.words.slots["seats"].ask, "seats")
    if seats <= 0:
        raise AskError(job.words.slots["seats"].absurd.format(text=plain(seats)), "seats")
    return [(price, seats)]


def _term(job: Job, price: Figure) -> tuple[Factor | None, str]:
    """The length of time in the unit of the price, and how the answer names it."""
    term = job.get("term")
    free = job.value("free")
    per = price.per
    if term is None and job.cue("yearly") and per != "日":
        term = job.suppose("term", supposed(12, "months", job.say("term_of_price")))
    if term is None:
        if not per and "单" not in price.bases:
            per = "月"
            job.once(job.say("price_by_month"))
        return None, job.say(f"one_{ {'日': 'day', '年': 'year'}.get(per, 'month') }")
    length = term.value
    said = job.say("for_time", text=term.text)
    if term.of == "months":
        if free is not None:
            length -= free
            job.once(job.say("free_months", free=plain(free), left=plain(length)))
        if per == "年":
            whole_years = length % 12 == 0
            return (Factor(length / 12, "年") if whole_years else Factor(length, "个月", Decimal(12))), said
        if per == "日":
            job.once(job.say("month_is", days=MONTH))
            return Factor(multiply(length, MONTH), "天"), said
        if not per:
            job.once(job.say("price_by_month"))
        return Factor(length, "个月"), said
    if per == "日":
        return Factor(length, "天"), said
    if per == "年":
        return Factor(length, "天", job.value("year_days") or Decimal(YEAR_DAYS)), said
    job.suppose("divisor", supposed(MONTH, "days", job.say("days_text", days=MONTH)))
    return Factor(length, "天", Decimal(MONTH)), said


def reckon_part_month(job: Job) -> None:
    """A part of a monthly fee, by days."""
    fee = _monthly(job)
    days, assumed = _days_of_month(job)
    done = _worked_days(job, days)
    absent = job.value("absent")
    if absent is not None:
        done = Decimal(days) - absent
    if done > days or done < 0:
        raise AskError(job.say("more_than_month", done=plain(done), days=days), "worked")
    if absent is not None:
        off = job.add(part_of(fee, absent, Decimal(days)))
        rest = job.add(Worked(fee - off.value, f"{plain(fee)} 元 − {plain(off.amount)} 元"))
        job.lead = job.say("absent", result=off.result, rest=rest.result)
    else:
        part = job.add(part_of(fee, done, Decimal(days)))
        job.lead = job.say("part_month", result=part.result, done=plain(done))
        in_capitals(job, part)
    if assumed:
        other = part_of(fee, absent if absent is not None else done, Decimal(LONG_MONTH))
        job.once(job.say("part_month_other", days=LONG_MONTH, result=other.result))
    job.note("part_month")


def _monthly(job: Job) -> Decimal:
    fee = job.get("fee")
    if fee is not None:
        return fee.value
    price = job.get("price")
    if price is None:
        raise AskError(job.words.slots["fee"].ask, "fee")
    seats = job.need("seats").value
    return job.add(product(Factor(price.value, "元"), Factor(seats, "人"))).value


_WITH_MONTH = ("月份", "年月", "月日", "日期")


def _days_of_month(job: Job) -> tuple[Decimal, bool]:
    """The days a fee is divided by, and whether that is our assumption."""
    divisor = job.value("divisor")
    if divisor is not None:
        return divisor, False
    dated = next(
        (f for name in ("month", "start", "end") if (f := job.get(name)) and f.unit in _WITH_MONTH), None
    )
    if dated is not None:
        month, year = _month_of(dated, job.today.year)
        if month == 2 and dated.unit not in ("日期", "年月"):
            job.once(job.say("february", year=year))
        return Decimal(days_of_month(year, month)), False
    job.suppose("divisor", supposed(MONTH, "days", job.say("days_text", days=MONTH)))
    return Decimal(MONTH), True


def _month_of(figure: Figure, year: int) -> tuple[int, int]:
    value = int(figure.value)
    match figure.unit:
        case "日期":
            return value // 100 % 100, value // 10_000
        case "年月":
            return value % 100, value // 100
        case "月日":
            return value // 100, year
        case _:
            return value, year


def _worked_days(job: Job, days: Decimal) -> Decimal:
    """The days that were worked: as given, or from a first day to the end of the month, or up to a last day."""
    figure = job.get("worked")
    if figure is not None:
        if figure.of == "months":
            job.once(job.say("half_month"))
            return multiply(figure.value, MONTH)
        return figure.value
    if "absent" in job.frame.slots:
        return Decimal(0)
    first = job.day("start").day if "start" in job.frame.slots else 1
    last = job.day("end").day if "end" in job.frame.slots else int(days)
    if last < first:
        raise AskError(job.say("end_before_start"), "end")
    job.lines.clear()
    job.once(job.say("from_day_to_day", first=first, last=last, days=last - first + 1))
    return Decimal(last - first + 1)


def reckon_refund(job: Job) -> None:
    """What is left of a fee paid ahead for the time that is not used."""
    paid = job.need("paid").value
    term = job.get("term")
    if term is None and "年" in job.need("paid").bases:
        term = job.suppose("term", supposed(12, "months", job.say("term_of_price")))
    term = term or job.need("term")
    used = job.need("used")
    unit = "个月" if term.of == used.of == "months" else "天"
    whole, done = (
        figure.value if figure.of == term.of == used.of else _as_days(figure) for figure in (term, used)
    )
    if unit == "天" and term.of != used.of:
        job.once(job.say("year_of_days", whole=plain(whole)))
    if done > whole:
        raise AskError(job.say("more_than_term", done=used.text, term=term.text), "used")
    left = job.add(part_of(paid, whole - done, whole, unit))
    job.lead = job.say("refund", result=left.result, left=plain(whole - done), unit=unit)
    if job.cue("leaving"):
        samples.told_on_leaving(job, we=not job.cue("they_leave") or job.cue("we_leave"))
    in_capitals(job, left)
    job.note("refund")


def _as_days(figure: Figure) -> Decimal:
    """Months in days: a year has 365, any other month 30."""
    if figure.of != "months":
        return figure.value
    years, months = divmod(figure.value, 12)
    return years * YEAR_DAYS + months * MONTH


def reckon_unit_price(job: Job) -> None:
    """What one seat, one month or one instalment comes to."""
    amount = job.need("total")
    seats, term, parts = job.value("seats"), job.value("term"), job.value("parts")
    a_year = amount.per == "年" and term in (None, 1)
    if a_year and job.cue("per_quarter"):
        parts, key = Decimal(4), "each_quarter"
    elif parts is not None:
        key = "each_part"
    else:
        if a_year and job.cue("per_month"):
            term = Decimal(12)
        key = "each_seat_month" if seats and term else "each_seat" if seats else "each_month"
    value, formula = amount.value, f"{plain(amount.value)} 元"
    for count, unit in ((seats, "人"), (term, "个月"), (parts, "期")):
        if count is not None:
            value = divide(value, count)
            formula += f" ÷ {plain(count)} {unit}"
    each = job.add(Worked(value, formula))
    job.lead = job.say("unit_price", result=each.result, each=job.say(key))


def reckon_by_count(job: Job) -> None:
    """So much an order or a conversation; a day's number times the days of a month."""
    each, orders = job.need("each"), job.need("orders")
    factors = [Factor(each.value, "元"), Factor(orders.value, "单")]
    said = job.say("one_total")
    if "日" in orders.bases:
        term = job.get("term")
        days = Decimal(MONTH) if term is None else _as_days(term)
        factors.append(Factor(days, "天"))
        job.once(job.say("by_count_day", days=plain(days)))
        said = job.say("one_time", text=term.text if term else job.say("days_text", days=MONTH))
    result = job.add(product(*factors))
    base = job.value("base")
    if base is not None:
        result = job.add(total([base, result.value]))
    job.lead = job.say("by_count", time=said, result=result.result)
    in_capitals(job, result)


def reckon_change(job: Job) -> None:
    """A price after it went up or down by a share."""
    amount, rate = job.need("amount").value, job.need("percent").value
    down = job.cue("down")
    part = multiply(amount, rate, Decimal("0.01"))
    sign = "−" if down else "+"
    after = job.add(
        Worked(amount - part if down else amount + part, f"{plain(amount)} 元 × (1 {sign} {percent(rate)})")
    )
    key = "change_down" if down else "change_up"
    job.lead = job.say(key, rate=percent(rate), result=after.result, part=yuan(part))


def reckon_total(job: Job) -> None:
    """Several amounts added up, or their mean."""
    figures = [figure for figure in job.frame.figures if figure.of == "amount"]
    amounts = [figure.value for figure in figures]
    job.get("amount")
    job.take("amount", *figures)
    whole = job.add(total(amounts))
    job.lead = job.say("total", result=whole.result)
    if job.cue("average"):
        mean = job.add(average(amounts))
        job.lead = job.say("average", result=mean.result, total=whole.result)
    in_capitals(job, whole)
