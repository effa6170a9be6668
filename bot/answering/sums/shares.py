"""Shares of amounts: commission, commission by steps, tax, deductions, percentages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from bot.answering.sums.capitals import in_capitals
from bot.answering.sums.frames import RESULT
from bot.answering.sums.job import AskError, Job
from bot.answering.sums.reading import Figure
from bot.arithmetic.fees import (
    Step,
    by_steps,
    by_whole,
    priced_by_steps,
    priced_by_whole,
    with_tax,
    without_tax,
)
from bot.arithmetic.worked import Worked, multiply, percent, plain, share, yuan


def reckon_commission(job: Job) -> None:
    """Revenue × rate, less refunds, with a base fee on top, a floor or a cap."""
    revenue = job.need("revenue").value
    rate = job.get("commission_rate")
    if rate is None:
        raise AskError(job.words.slots["commission_rate"].ask, "commission_rate")
    refund = job.value("refund")
    if refund is not None and refund > revenue:
        raise AskError(job.say("refund_over_revenue"), "refund")
    base = revenue - (refund or 0)
    written = f"({plain(revenue)} 元 − {plain(refund)} 元)" if refund else f"{plain(revenue)} 元"
    part = job.add(Worked(share(base, rate.value), f"{written} × {percent(rate.value)}"))
    job.lead = job.say("commission", result=part.result)
    floor, cap, fixed = job.value("floor"), job.value("cap"), job.value("base")
    if floor is not None and floor > part.value:
        part = Worked(floor, yuan(floor))
        job.lead = job.say("commission_floor", result=part.result)
    if cap is not None and part.value > cap:
        part = Worked(cap, yuan(cap))
        job.lead = job.say("commission_cap", result=part.result)
    if fixed is not None:
        both = job.add(Worked(fixed + part.value, f"{plain(fixed)} 元 + {plain(part.amount)} 元"))
        job.lead = job.say("commission_and_base", result=both.result, part=part.result, base=yuan(fixed))
    if refund is None:
        job.note("commission")


def reckon_steps(job: Job) -> None:
    """Commission by steps; where it is not said whether a step holds for all or for its part, that is asked."""
    revenue = job.need("revenue")
    # 成交15万抽5%,一共成交28万: the larger one is what was sold; a later turn may have put another in its place.
    sold = [f for f in job.frame.figures if f.role == "revenue"]
    written = max(sold, key=lambda figure: figure.value, default=revenue)
    if revenue in job.frame.figures:
        revenue = written
    job.get("revenue")
    of_steps = [f for f in job.frame.figures if f not in (revenue, written)]
    steps = _steps(job, of_steps, lambda figure: figure.of == "rate")
    job.take("tier", *(f for f in of_steps if f.of in ("rate", "amount", "count")))
    parts, whole = by_steps(revenue.value, steps), by_whole(revenue.value, steps)
    for figure in job.frame.figures:
        if figure.of == "rate" and figure.value > 100:
            raise AskError(job.say("share_too_high", text=figure.text), "commission_rate")
    if job.said("whole_tier") or (job.cue("whole_tier") and not job.cue("marginal")):
        result, key = whole, "steps_whole"
    elif job.cue("marginal") or parts.value == whole.value:
        result, key = parts, "steps_parts"
    else:
        raise AskError(job.say("steps_unclear", parts=parts.result, whole=whole.result), "tier_mode")
    job.add(result)
    job.lead = job.say("commission", result=result.result)
    job.once(job.say(key))
    in_capitals(job, result)


def reckon_price_steps(job: Job) -> None:
    """So many seats or orders at a price that changes with their number."""
    figures = job.frame.figures
    counts = [f for f in figures if f.role in ("seats", "orders", "extra")]
    if not counts:
        raise AskError(job.words.slots["quantity"].ask, "quantity")
    job.take("quantity", counts[-1])
    of_steps = [f for f in figures if f is not counts[-1] and f.role in (*_PRICES, *_BOUNDS)]
    steps = _steps(job, of_steps, lambda figure: figure.role in _PRICES)
    job.take("tier", *of_steps)
    unit = job.say("unit_seat" if counts[-1].of == "people" else "unit_order")
    parts = priced_by_steps(counts[-1].value, steps, unit)
    whole = priced_by_whole(counts[-1].value, steps, unit)
    if job.said("whole_tier") or (job.cue("whole_tier") and not job.cue("marginal")):
        result, key = whole, "steps_whole"
    elif job.cue("marginal") or job.cue("first_ones") or parts.value == whole.value:
        result, key = parts, "steps_parts_price"
    else:
        raise AskError(job.say("steps_unclear_price", parts=parts.result, whole=whole.result), "tier_mode")
    job.add(result)
    term = job.get("term")
    time = ""
    if term is not None and term.of == "months" and counts[-1].of == "people":
        time = term.text
        if term.value != 1:
            months = Worked(
                result.value * term.value, f"{plain(result.amount)} 元 × {plain(term.value)} 个月"
            )
            result = job.add(months)
    job.lead = job.say("by_count", time=time, result=result.result)
    job.once(job.say(key))
    in_capitals(job, result)


_PRICES = ("price", "each", "monthly", "day_price", "fee")
_BOUNDS = ("below", "above", "from_on")


def _steps(job: Job, figures: Sequence[Figure], is_value: Callable[[Figure], bool]) -> list[Step]:
    """The steps in rising order: each rate with the bounds that stand before it (or, in pairs, behind it)."""
    found: list[tuple[Decimal | None, Decimal | None, Decimal]] = []
    behind = bool(figures) and is_value(figures[0]) and any(f.role == "below" for f in figures[1:2])
    tops_said = {figure.value for figure in figures if figure.role == "below"}
    for group, rate in _grouped(figures, behind, is_value):
        low = top = None
        for figure in group:
            bare = figure.role not in _BOUNDS and low is None
            if figure.role == "from_on":
                # 6个以上 begins with the sixth, unless 6个以内 has said that the sixth belongs below
                low = figure.value - (figure.value not in tops_said)
            elif figure.role == "above" or (bare and (found or len(group) > 1)):
                low = figure.value
            else:
                top = figure.value
        found.append((low, top, rate))
    endless = Decimal("Infinity")
    found.sort(key=lambda step: step[1] if step[1] is not None else (endless if step[0] is None else step[0]))
    steps = []
    for at, (_, upper, rate) in enumerate(found):
        following = found[at + 1][0] if at + 1 < len(found) else None
        steps.append(Step(rate, upper if upper is not None else following))
    tops = [step.top for step in steps[:-1]]
    rising = [t for t in (s.top for s in steps) if t is not None]
    if len(steps) < 2 or None in tops or rising != sorted(set(rising)):
        raise AskError(job.say("steps_unreadable"), "tier")
    return steps


def _grouped(
    figures: Sequence[Figure], behind: bool, is_value: Callable[[Figure], bool]
) -> Iterator[tuple[list[Figure], Decimal]]:
    """Each rate with the bounds before it, or those behind it (5% up to 100,000)."""
    group: list[Figure] = []
    rate: Decimal | None = None
    for figure in figures:
        if is_value(figure):
            if not behind:
                yield group, figure.value
                group = []
            elif rate is not None:
                yield group, rate
                group = []
            rate = figure.value
        elif figure.of in ("amount", "count", "people"):
            group.append(figure)
    if behind and rate is not None:
        yield group, rate


def reckon_tax(job: Job) -> None:
    """A price with tax on top, or the price and the tax that a price with tax holds."""
    rate = job.get("tax_rate")
    net, gross = job.get("net"), job.get("gross")
    other = job.get("amount") if net is None and gross is None else None
    if other is not None:
        asks_net = job.cue("asks_net") and not job.cue("asks_gross")
        if job.said("tax_in") or asks_net:
            gross = other
        elif other.start == RESULT or job.cue("asks_gross") or job.cue("tax_ex"):
            net = other
        elif job.cue("tax_in"):
            gross = other
        else:
            raise AskError(job.words.slots["tax_mode"].ask, "tax_mode")
    if rate is None:
        raise AskError(job.words.slots["tax_rate"].ask, "tax_rate")
    if net is not None:
        low = net.value
        worked = job.add(with_tax(low, rate.value))
        high, key = worked.amount, "tax_on"
    elif gross is not None:
        high = gross.value
        worked = job.add(without_tax(high, rate.value))
        low, key = worked.amount, "tax_in"
    else:
        raise AskError(job.words.slots["amount"].ask, "amount")
    tax = job.add(Worked(high - low, f"{plain(high)} 元 − {plain(low)} 元"))
    job.lead = job.say(key, result=worked.result, tax=tax.result)
    job.note("tax")


def reckon_deduction(job: Job) -> None:
    """What an assessment takes off: so much a time, or a share of the fee for each point that is missing."""
    fee = job.value("fee")
    fine, times = job.value("fine"), job.value("times")
    if several := _each_times(job, fee):
        off = several
    elif fine is not None and times is not None:
        off = Worked(multiply(fine, times), f"{plain(fine)} 元 × {plain(times)} 次")
    else:
        off = _by_points(job, fee, fine)
    job.add(off)
    off = _limited(job, off, fee)
    job.lead = job.say("deduction", result=off.result)
    if fee is not None:
        if off.value > fee:
            job.once(job.say("deduction_over", fee=yuan(fee)))
        else:
            rest = job.add(Worked(fee - off.value, f"{plain(fee)} 元 − {plain(off.amount)} 元"))
            job.lead = job.say("deduction_rest", result=off.result, rest=rest.result)
    job.note("deduction")


def _each_times(job: Job, fee: Decimal | None) -> Worked | None:
    """扣5%两次,再扣50三次: each deduction with the number of times behind it; None when there is only one."""
    pairs = [
        (each, times)
        for each, times in pairwise(job.frame.figures)
        if times.role == "times" and (each.of == "rate" or each.role == "fine")
    ]
    rates = [each for each, _ in pairs if each.of == "rate"]
    if not pairs or (len(pairs) == 1 and not rates):
        return None
    if rates and fee is None:
        raise AskError(job.words.slots["fee"].ask, "fee")
    job.take("fine", *(each for each, _ in pairs if each.of == "amount"))
    job.take("share_each", *rates)
    job.take("times", *(times for _, times in pairs))
    value, parts = Decimal(0), []
    for each, times in pairs:
        once = share(fee or Decimal(0), each.value) if each.of == "rate" else each.value
        value += multiply(once, times.value)
        of_fee = f"{plain(fee or 0)} 元 × {percent(each.value)}" if each.of == "rate" else f"{plain(once)} 元"
        parts.append(f"{of_fee} × {plain(times.value)} 次")
    return Worked(value, " + ".join(parts))


def _by_points(job: Job, fee: Decimal | None, fine: Decimal | None) -> Worked:
    points = job.value("points")
    if points is None and fine is None and not job.cue("points"):
        points = Decimal(1)
    if points is None:
        target, actual = job.value("target"), job.value("actual")
        if target is None or actual is None:
            name = "times" if fine is not None and not job.cue("points") else "points"
            raise AskError(job.words.slots[name].ask, name)
        if actual >= target:
            raise AskError(job.say("target_met", actual=percent(actual), target=percent(target)), "actual")
        points = target - actual
        job.once(
            job.say("points_missing", target=percent(target), actual=percent(actual), points=plain(points))
        )
    step = job.value("step") or Decimal(1)
    steps = points if step == 1 else points // step
    if step != 1 and steps * step != points:
        job.once(job.say("whole_steps", step=plain(step), steps=plain(steps)))
    if fine is not None:
        return Worked(multiply(fine, steps), f"{plain(fine)} 元 × {plain(steps)}")
    rate = job.need("deduct_rate").value
    if fee is None:
        raise AskError(job.words.slots["fee"].ask, "fee")
    value = multiply(share(fee, rate), steps)
    return Worked(value, f"{plain(fee)} 元 × {percent(rate)} × {plain(steps)}")


def _limited(job: Job, off: Worked, fee: Decimal | None) -> Worked:
    cap = job.get("cap")
    if cap is None:
        return off
    if cap.of == "rate" and fee is None:
        raise AskError(job.words.slots["fee"].ask, "fee")
    most = share(fee or Decimal(0), cap.value) if cap.of == "rate" else cap.value
    if off.value <= most:
        return off
    job.once(job.say("capped", cap=yuan(most)))
    return Worked(most, yuan(most))


def reckon_percent(job: Job) -> None:
    """A share of an amount, and the rest."""
    amount = job.need("amount").value
    rate = job.need("percent").value
    if rate > 100 and job.cue("rest"):
        raise AskError(job.say("share_too_high", text=percent(rate)), "percent")
    part = job.add(Worked(share(amount, rate), f"{plain(amount)} 元 × {percent(rate)}"))
    job.lead = job.say("percent", result=part.result, rate=percent(rate))
    if job.cue("rest"):
        rest = job.add(Worked(amount - part.value, f"{plain(amount)} 元 − {plain(part.amount)} 元"))
        job.lead = job.say("percent_rest", result=part.result, rest=rest.result)
    in_capitals(job, part)
