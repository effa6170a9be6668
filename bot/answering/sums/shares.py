"""Shares of amounts: commission, commission by steps, tax, deductions, percentages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.answering.sums.frames import RESULT
from bot.answering.sums.job import AskError, Job
from bot.answering.sums.prices import in_capitals
from bot.answering.sums.reading import Figure
from bot.arithmetic.fees import Step, by_steps, by_whole, with_tax, without_tax
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
    steps = _steps(job, [f for f in job.frame.figures if f not in (revenue, written)])
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


def _steps(job: Job, figures: Sequence[Figure]) -> list[Step]:
    """The steps in rising order: each rate with the bounds that stand before it (or, in pairs, behind it)."""
    found: list[tuple[Decimal | None, Decimal | None, Decimal]] = []
    behind = bool(figures) and figures[0].of == "rate" and any(f.role == "below" for f in figures[1:2])
    for group, rate in _grouped(figures, behind):
        low = top = None
        for figure in group:
            bare = figure.role not in ("above", "below") and low is None
            if figure.role == "above" or (bare and (found or len(group) > 1)):
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


def _grouped(figures: Sequence[Figure], behind: bool) -> Iterator[tuple[list[Figure], Decimal]]:
    """Each rate with the bounds before it, or those behind it (5% up to 100,000)."""
    group: list[Figure] = []
    rate: Decimal | None = None
    for figure in figures:
        if figure.of == "rate":
            if not behind:
                yield group, figure.value
                group = []
            elif rate is not None:
                yield group, rate
                group = []
            rate = figure.value
        elif figure.of in ("amount", "count"):
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
    if fine is not None and times is not None:
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
