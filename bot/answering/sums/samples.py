"""Sums that hang on a figure of the contract at hand: services left out, staff hired away."""

from __future__ import annotations

from bot.answering.sums.job import AskError, Job
from bot.answering.sums.prices import in_capitals
from bot.arithmetic.fees import Factor, product
from bot.arithmetic.worked import Worked, percent, plain, share, yuan


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
