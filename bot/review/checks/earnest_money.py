"""Earnest money beyond a fifth of the price: what is above is no earnest money (民法典第五百八十六条第二款)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic.penalties import LARGEST_DEPOSIT
from bot.arithmetic.worked import divide
from bot.quantities import Quantity, parse
from bot.review.checks.paying import TOTAL, fees
from bot.review.found import Case, Found, Span

_HUNDRED = Decimal(100)


def earnest_money(case: Case) -> Iterator[Found]:
    """Sentences that set earnest money (定金, never 订金) at more than the law lets count."""
    for sentence in case.paper.sentences:
        if "定金" not in sentence.text:
            continue
        rate = next((rate for one in parse(sentence.text) if (rate := _rate(case, sentence.text, one))), "")
        if rate:
            fields = {"rate": rate, "most": f"{LARGEST_DEPOSIT}%"}
            yield Found("other-earnest-rate", Span(sentence.start, sentence.end), fields)


def _rate(case: Case, text: str, figure: Quantity) -> str:
    """The part of the price that a figure of earnest money is, where that is too much; else nothing."""
    if "定金" not in text[max(0, figure.start - 30) : figure.end + 12]:
        return ""
    if figure.kind == "rate" and not figure.per:
        return figure.text if figure.value > LARGEST_DEPOSIT else ""
    if (
        figure.kind != "amount"
        or figure.unit != "元"
        or "定金" not in text[max(0, figure.start - 12) : figure.start]
    ):
        return ""
    total = _total(case, text)
    if not total or divide(figure.value * _HUNDRED, total) <= LARGEST_DEPOSIT:
        return ""
    return f"{divide(figure.value * _HUNDRED, total).quantize(Decimal('0.1')).normalize():f}%"


def _total(case: Case, text: str) -> Decimal | None:
    """The whole price: told in the sentence itself, or anywhere in the paper."""
    told = (
        one.value
        for one in parse(text)
        if one.kind == "amount"
        and one.unit == "元"
        and TOTAL.search(text[max(0, one.start - 16) : one.start])
    )
    return next(told, None) or fees(case).total
