"""How a sum of a sentence that does not come out is told, and when two sums are the same but for rounding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import combinations
from math import prod

from bot.review.found import Found
from bot.review.money import Money, with_values
from bot.review.paper import Paper, Sentence
from bot.review.quoting import whole

_FIGURE = re.compile(r"\d[\d,]*(?:\.(?P<places>\d+))?\s*(?P<great>万?)")
_MONTHS = (Decimal(3), Decimal(6), Decimal(12), Decimal(24), Decimal(36))


def wrong_sum(
    paper: Paper,
    sentence: Sentence,
    money: Money,
    expected: Decimal,
    formula: str,
    others: Mapping[Money, Decimal] | None = None,
) -> Found:
    """The finding for an amount that should be another; `others` change with it in the suggestion."""
    expected = _in_cents(expected)
    quoted = whole(paper, sentence)
    fields = {"written": f"{money.value:,f}", "right": f"{expected:,f}", "formula": formula}
    values = {money: expected} | {other: _in_cents(value) for other, value in (others or {}).items()}
    return Found("arithmetic", quoted, fields, suggestion=with_values(paper, quoted, values))


def _in_cents(value: Decimal) -> Decimal:
    """The value in 分, without them where there are none."""
    value = value.quantize(Decimal("0.01"))
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


def slack(*money: Money) -> Decimal:
    """By how much a sum of these amounts may be off: 1 元, or half of the last place of 万 with decimals."""
    places = [Decimal(1)]
    for one in money:
        match = _FIGURE.search(one.text)
        if match and match["great"] and match["places"]:
            places.append(Decimal(5_000) / 10 ** len(match["places"]))
    return max(places)


def times_over(written: Decimal, expected: Decimal) -> bool:
    """Whether one sum is a whole number of times the other: it is of all seats, or of several months."""
    small, large = sorted((written, expected))
    times = round(large / small) if small > 0 else 0
    return times > 1 and abs(large - small * times) <= max(Decimal(1), large / 10_000)


def multiples(value: Decimal, counts: list[Decimal]) -> set[Decimal]:
    """The value by every product of some counts, and all that for the months of a quarter, half a year or years."""
    factors = {prod(some, start=Decimal(1)) for size in range(3) for some in combinations(counts[:6], size)}
    return {value * factor * months for factor in factors for months in (Decimal(1), *_MONTHS)}
