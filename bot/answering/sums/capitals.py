"""Amounts in capital numerals, beside a sum or asked for by themselves."""

from __future__ import annotations

from decimal import Decimal

from bot.answering.sums.job import Job
from bot.arithmetic.capitals import LARGEST, capitals
from bot.arithmetic.worked import Worked, plain, yuan

CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
IN_CAPITALS_FROM = Decimal(10_000)
"""Amounts in 元 from which the capital numerals are worth a line."""


def in_capitals(job: Job, worked: Worked) -> None:
    """The result in capital numerals, as a contract writes it, when it is large."""
    if IN_CAPITALS_FROM <= worked.amount < LARGEST:
        job.once(job.say("capitals", text=capitals(worked.amount)))


def reckon_capitals(job: Job) -> None:
    """An amount in capital numerals."""
    figure = job.need("amount")
    amount = figure.value
    job.add(Worked(amount, f"{plain(amount)} 元"))
    to_figures = CAPITALS & set(figure.text) and not job.cue("to_capitals")
    key = "in_figures" if to_figures else "in_capitals"
    job.lead = job.say(key, written=figure.text, amount=yuan(amount), text=capitals(amount))
