"""A total of several groups at their own prices, whose sizes the paper tells elsewhere (早班3个、晚班2个)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.quantities import number
from bot.review.checks.wrong_sum import wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, amounts
from bot.review.paper import Paper, Sentence

_LABEL = re.compile(
    r"(?:^|[，,。；：:、（(]|其中)(?P<label>[\u4e00-\u9fff]{2,4}?)(?:的)?(?:坐席|座席|席位|客服|人员|岗位?)?(?:的)?(?:单价|价格)?(?:为|是|按)?"
    r"(?:每|一|1)\s*(?:个|名|位|人|席|岗|坐席|座席|席位)[^，。；]{0,8}$"
)
_COUNT = r"(?:坐席|座席|席位|客服|人员|岗位?)?(?:共|为|是|设|配|有|安排|：)*\s*(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3})\s*(?:个|名|位|人|席|岗)"
_FEWEST = 2
_MONTHS = (1, 12)


def group_totals(case: Case) -> Iterator[Found]:
    """Every sum of two or more groups that their prices and their sizes contradict."""
    paper = case.paper
    for sentence in paper.sentences:
        money = amounts(paper, sentence)
        prices = [(label, one) for one in money if (label := _label(one))]
        totals = [one for one in money if one.total and not _label(one)]
        if len(prices) < _FEWEST or len(totals) != 1 or len(money) != len(prices) + 1:
            continue
        sizes = [_size(paper, label) for label, _ in prices]
        expected = _sum(prices, sizes)
        if expected is None or any(totals[0].value == expected * months for months in _MONTHS):
            continue
        yield _found(paper, sentence, totals[0], expected, prices, sizes)


def _label(money: Money) -> str:
    """The group whose price an amount is; empty for any other amount."""
    match = _LABEL.search(money.before) if "head" in money.bases else None
    return match["label"] if match else ""


def _size(paper: Paper, label: str) -> int | None:
    """How many there are of a group, where the paper tells exactly one number of them."""
    found = {
        int(number(match["count"]))
        for sentence in paper.sentences
        for match in re.finditer(re.escape(label) + _COUNT, sentence.text)
    }
    return found.pop() if len(found) == 1 else None


def _sum(prices: Sequence[tuple[str, Money]], sizes: Sequence[int | None]) -> Decimal | None:
    known = [size for size in sizes if size is not None]
    if len(known) < len(prices) or len({label for label, _ in prices}) < len(prices):
        return None
    return sum((one.value * size for (_, one), size in zip(prices, known, strict=True)), Decimal(0))


def _found(
    paper: Paper,
    sentence: Sentence,
    total: Money,
    expected: Decimal,
    prices: Sequence[tuple[str, Money]],
    sizes: Sequence[int | None],
) -> Found:
    formula = " + ".join(f"{one.value:,f} × {size}" for (_, one), size in zip(prices, sizes, strict=True))
    return wrong_sum(paper, sentence, total, expected, formula)
