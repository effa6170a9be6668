"""Earnest money beyond a fifth of the price: what is above is no earnest money (民法典第五百八十六条第二款)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.arithmetic.penalties import LARGEST_DEPOSIT
from bot.quantities import parse
from bot.review.found import Case, Found, Span


def earnest_money(case: Case) -> Iterator[Found]:
    """Sentences that set earnest money (定金, never 订金) at more than the law lets count."""
    for sentence in case.paper.sentences:
        if "定金" not in sentence.text:
            continue
        for figure in parse(sentence.text):
            near = sentence.text[max(0, figure.start - 30) : figure.end + 12]
            if figure.kind == "rate" and not figure.per and figure.value > LARGEST_DEPOSIT and "定金" in near:
                fields = {"rate": figure.text, "most": f"{LARGEST_DEPOSIT}%"}
                yield Found("other-earnest-rate", Span(sentence.start, sentence.end), fields)
                break
