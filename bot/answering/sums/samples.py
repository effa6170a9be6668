"""Sums that hang on a figure of the contract at hand: services left out, staff hired away."""

from __future__ import annotations

from decimal import Decimal

from bot.answering.sums.capitals import in_capitals
from bot.answering.sums.job import AskError, Job
from bot.arithmetic.fees import Factor, product, total
from bot.arithmetic.worked import Worked, percent, plain, share, yuan


def reckon_termination(job: Job) -> None:
    """What one party loses that ends the contract on its own, by the clause of the contract at hand."""
    they = job.cue("they_leave") or job.said("only_they")
    we = job.cue("we_leave") or job.said("only_we")
    if they == we:
        raise AskError(job.words.slots["party"].ask, "party")
    paid = job.need("paid")
    penalty = job.get("penalty")
    clause = job.from_source("leaving", _key(we))
    if clause is None:
        raise AskError(job.words.slots["penalty"].ask, "penalty")
    source = job.source_of("leaving")
    if penalty is not None:
        job.used.pop("leaving")
    damages = penalty or clause
    whose = job.say("by_own" if source[0].origin == "own" else "by_sample")
    amounts = [paid.value]
    commission = job.get("commission_paid")
    if we and commission is not None:
        amounts.append(commission.value)
    job.get("used")
    both = job.add(total([*amounts, damages.value]))
    values = {"whose": whose, "result": both.result, "penalty": yuan(damages.value)}
    if we:
        job.lead = job.say("we_leave", paid=yuan(sum(amounts, Decimal(0))), **values)
        job.note("we_leave")
    else:
        job.lead = job.say("they_leave", paid=yuan(paid.value), **values)
        if commission is not None:
            job.once(job.say("commission_unsaid"), source)
        job.note("they_leave")
    if source[0].origin != "own" and not job.cue("sample"):
        job.once(job.say("by_sample_only"))
    in_capitals(job, both)


def told_on_leaving(job: Job, we: bool) -> None:
    """Beside a share by time: what the contract at hand says of a party that ends it on its own."""
    clause = job.from_source("leaving", _key(we))
    if clause is not None:
        source = job.source_of("leaving")
        job.used.pop("leaving")
        whose = job.say("by_own" if source[0].origin == "own" else "by_sample")
        key = "we_leave_else" if we else "they_leave_else"
        job.once(job.say(key, whose=whose, penalty=yuan(clause.value)), source)


def _key(we: bool) -> str:
    return "we_leave" if we else "they_leave"


def reckon_missing_service(job: Job) -> None:
    """The share of the whole fee that comes back when a listed service is not rendered."""
    total = job.need("total").value
    rate = job.from_source("percent", "missing_service")
    if rate is None:
        raise AskError(job.words.slots["percent"].ask, "percent")
    back = job.add(Worked(share(total, rate.value), f"{plain(total)} 元 × {percent(rate.value)}"))
    job.lead = job.say("missing_service", result=back.result)
    job.once(job.say("missing_service_from", rate=percent(rate.value)), job.source_of("percent"))
    in_capitals(job, back)


def reckon_poaching(job: Job) -> None:
    """Damages for staff hired away, so much a head."""
    seats = job.need("seats")
    each = job.get("price")
    if each is None:
        each = job.from_source("price", "poaching")
        if each is None:
            raise AskError(job.words.slots["price"].ask, "price")
        job.once(job.say("poaching_from", text=each.text, each=yuan(each.value)), job.source_of("price"))
    damages = job.add(product(Factor(each.value, "元/人"), Factor(seats.value, "人")))
    job.lead = job.say("poaching", result=damages.result, seats=plain(seats.value))
    in_capitals(job, damages)
    job.note("poaching")
