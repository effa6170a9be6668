"""Earnest money beyond a fifth of the price: what is above is no earnest money (民法典第五百八十六条第二款)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic.penalties import LARGEST_DEPOSIT
from bot.arithmetic.worked import divide, share
from bot.quantities import Quantity
from bot.review.checks.paying import TOTAL, fees
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence


def earnest_money(case: Case) -> Iterator[Found]:
    """Sentences that set earnest money (定金, never 订金) at more than the law lets count."""
    for sentence in case.paper.sentences:
        if "定金" not in sentence.text:
            continue
        rates = (_rate(case, sentence, one) for one in case.paper.figures(sentence))
        if rate := next(filter(None, rates), ""):
            fields = {"rate": rate, "most": f"{LARGEST_DEPOSIT}%"}
            yield Found("other-earnest-rate", Span(sentence.start, sentence.end), fields)


def _rate(case: Case, sentence: Sentence, figure: Quantity) -> str:
    """The part of the price that a figure of earnest money is, where that is too much; else nothing."""
    before, behind = sentence.text[: figure.start], sentence.text[figure.end :]
    if figure.kind == "rate" and not figure.per and "定金" in before[-30:] + figure.text + behind[:12]:
        return figure.text if figure.value > LARGEST_DEPOSIT else ""
    total = _total(case, sentence) if _is_money(figure) and "定金" in before[-12:] else None
    if not total or figure.value <= share(total, LARGEST_DEPOSIT):
        return ""
    return f"{divide(figure.value * 100, total).quantize(Decimal('0.1')).normalize():f}%"


def _total(case: Case, sentence: Sentence) -> Decimal | None:
    """The whole price: told in the sentence itself, or anywhere in the paper."""
    for figure in case.paper.figures(sentence):
        if _is_money(figure) and TOTAL.search(sentence.text[max(0, figure.start - 16) : figure.start]):
            return figure.value
    return fees(case).total


def _is_money(figure: Quantity) -> bool:
    return figure.kind == "amount" and figure.unit == "元"
