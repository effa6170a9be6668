"""Damages against the loss, and deposits: the sums behind two yardsticks of the law."""

from __future__ import annotations

from decimal import Decimal

from bot.answering.sums.job import AskError, Job
from bot.arithmetic.penalties import deposit_back, largest_deposit, over_loss, yardstick
from bot.arithmetic.worked import Worked, percent, plain, share, yuan


def reckon_damages(job: Job) -> None:
    """Whether agreed damages are far above the loss: more than thirty percent of it."""
    loss = job.value("loss")
    if loss is None:
        raise AskError(job.words.slots["loss"].ask, "loss")
    top = job.add(yardstick(loss))
    penalty = _penalty(job)
    if penalty is None:
        job.lead = job.say("yardstick", result=top.result)
    else:
        over = over_loss(penalty, loss)
        values = {"penalty": yuan(penalty), "loss": yuan(loss), "over": percent(abs(over)), "top": top.result}
        if penalty > top.value:
            excess = penalty - top.value
            job.add(Worked(excess, f"{plain(penalty)} 元 − {plain(top.amount)} 元"))
            job.lead = job.say("damages_high", **values, excess=yuan(excess))
        elif penalty >= loss:
            job.lead = job.say("damages_within", **values)
        else:
            job.lead = job.say("damages_below", **values)
    job.note("yardstick")
    if penalty is not None and penalty < loss:
        job.note("damages_raise")


def _penalty(job: Job) -> Decimal | None:
    figure = job.get("penalty")
    if figure is not None:
        return figure.value
    rate = job.value("penalty_rate")
    if rate is None:
        return None
    total = job.need("total").value
    worked = job.add(Worked(share(total, rate), f"{plain(total)} 元 × {percent(rate)}"))
    return worked.value


def reckon_deposit_cap(job: Job) -> None:
    """The most that counts as a deposit, and what lies above it."""
    total = job.need("total").value
    top = job.add(largest_deposit(total))
    deposit = job.value("deposit")
    rate = job.value("deposit_rate")
    if deposit is None and rate is not None:
        deposit = job.add(Worked(share(total, rate), f"{plain(total)} 元 × {percent(rate)}")).value
    if deposit is None:
        job.lead = job.say("deposit_cap", result=top.result)
    elif deposit > top.value:
        over = job.add(Worked(deposit - top.value, f"{plain(deposit)} 元 − {plain(top.amount)} 元"))
        job.lead = job.say("deposit_over", deposit=yuan(deposit), top=top.result, over=over.result)
    else:
        job.lead = job.say("deposit_within", deposit=yuan(deposit), top=top.result)
    job.note("deposit_cap")
    _not_a_deposit(job)


def reckon_deposit_back(job: Job) -> None:
    """What comes back when the taker of a deposit fails, and what is lost when the giver does."""
    figure = job.get("deposit")
    total = job.value("total")
    rate = job.value("deposit_rate")
    deposit = figure.value if figure else None
    if deposit is None and rate is not None and total is not None:
        deposit = share(total, rate)
    if deposit is None:
        raise AskError(job.words.slots["deposit"].ask, "deposit")
    if job.cue("not_deposit") and not job.cue("deposit"):
        job.add(Worked(deposit, f"{plain(deposit)} 元"))
        job.lead = job.say("not_a_deposit", result=yuan(deposit))
        job.take("amount", *(f for f in job.frame.new if f.value == 2 * deposit))
        job.note("not_a_deposit")
        return
    back = deposit_back(deposit, total)
    if job.cue("my_fault") and not job.cue("their_fault") and not job.cue("took"):
        lost = deposit if total is None else min(deposit, largest_deposit(total).value)
        job.lead = job.say("deposit_lost", result=yuan(lost))
        if total is not None and lost < deposit:
            job.add(largest_deposit(total))
            over = job.add(Worked(deposit - lost, f"{plain(deposit)} 元 − {plain(lost)} 元"))
            job.lead = job.say("deposit_lost_part", result=yuan(lost), rest=over.result)
        else:
            job.add(Worked(lost, yuan(lost)))
    elif job.cue("their_fault") or job.cue("took"):
        job.add(back)
        job.lead = job.say("deposit_back", result=back.result)
    else:
        job.add(back)
        lost = deposit if total is None else min(deposit, largest_deposit(total).value)
        job.lead = job.say("deposit_either", result=back.result, deposit=yuan(lost))
    if total is not None and deposit > largest_deposit(total).value:
        job.once(job.say("deposit_counted", top=largest_deposit(total).result))
        job.note("deposit_cap")
    elif total is None:
        job.once(job.say("deposit_supposed"))
    job.note("deposit_back")


def _not_a_deposit(job: Job) -> None:
    if job.cue("not_deposit") and not job.cue("deposit"):
        job.note("not_a_deposit")
