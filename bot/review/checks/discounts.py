"""A price after a discount that is not the price before it less the discount, told beside it or by the table above."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.quantities import Quantity
from bot.review.checks.table_totals import sentence_below, total_of
from bot.review.checks.wrong_sum import multiples, slack, times_over, wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, amounts, of_unlike_periods, times
from bot.review.paper import Paper, Sentence
from bot.review.tables import tables_of

_OFF_BEFORE = re.compile(r"(?:优惠|下浮|下调|让利|降价|减免|折让)(?:为|了|幅度为?|比例为?|[:：])?\s*$")
_OFF_BEHIND = re.compile(r"\s*的?\s*(?:优惠|折让|减免)")
_AFTER = re.compile(
    r"(?:(?:优惠|折扣?|打折|下浮|下调|让利|减免|降价|折让)(?:之)?后|实[付收际]|执行价|成交价|[=＝]|[，,（(]\s*(?:即|折合))[^，,。；;\d]{0,16}$"
)
_BEFORE_ALL = re.compile("优惠|折|下浮|下调|让利|减免|降价")
_VAGUE = re.compile(
    r"其中|部分|超[出过]|以上的?(?!表|费用|价格|报价|各|合计|单价)|以外|除外|另|再|叠加|不超过|最高|封顶|上限|约(?!定)|左右|取整|抹零|首[个笔]?[月年季期]|前[^，。；]{1,3}个?月|第[一二三四五六七八九十\d]|如|若|的，|满|违约|考核|得分|(?<!折)扣|罚|赔|税额|不含税|押金|保证金|[+＋]|加[收上]"
)
_ROUND = 10
"""What a quotation is rounded to, in 元."""
_OF_THE_TABLE = re.compile("上表|以上|上述|上列|前表|前述|表中|上面")


def discounts(case: Case) -> Iterator[Found]:
    """Every discounted price that the price and the discount beside it do not make."""
    paper = case.paper
    for sentence in paper.sentences:
        rate = _rate(paper, sentence)
        if rate is None:
            continue
        money = amounts(paper, sentence)
        if len(money) == 2:
            yield from _of_two(paper, sentence, money, rate)
    for table in tables_of(paper):
        below = sentence_below(paper, table)
        rate = _rate(paper, below) if below else None
        words = paper.plain[table.rows[0].start : table.rows[-1].end]
        if below is None or rate is None or _BEFORE_ALL.search(words) or not _OF_THE_TABLE.search(below.text):
            continue
        money, total = amounts(paper, below), total_of(table)
        if total is not None and len(money) == 1 and _AFTER.search(money[0].before):
            yield from _wrong(paper, below, money[0], total.value, rate)


def _rate(paper: Paper, sentence: Sentence) -> Quantity | None:
    """The discount of a sentence that tells one and no other rate, and nothing of conditions or parts."""
    if not _BEFORE_ALL.search(sentence.text) or _VAGUE.search(sentence.text):
        return None
    rates = [figure for figure in paper.figures(sentence) if figure.kind == "rate"]
    return rates[0] if len(rates) == 1 and _share(sentence, rates[0]) else None


def _share(sentence: Sentence, rate: Quantity) -> Decimal | None:
    """What is left after the discount, as a fraction; None where the rate is no discount."""
    if rate.text.endswith("折"):
        return rate.value / 100
    before, behind = sentence.text[: rate.start], sentence.text[rate.end :]
    if rate.unit == "%" and (_OFF_BEFORE.search(before) or _OFF_BEHIND.match(behind)):
        return 1 - rate.value / 100
    return None


def _of_two(paper: Paper, sentence: Sentence, money: Sequence[Money], rate: Quantity) -> Iterator[Found]:
    """月费30,000元，按九折优惠，优惠后27,000元: one amount before the discount, one behind it."""
    full, less = money
    at = sentence.start + rate.start
    told = _AFTER.search(less.before) is not None
    if not told or not full.span.end <= at < less.span.start or full.is_unit_price != less.is_unit_price:
        return
    if not of_unlike_periods(money):
        yield from _wrong(paper, sentence, less, full.value, rate)


def _wrong(paper: Paper, sentence: Sentence, less: Money, full: Decimal, rate: Quantity) -> Iterator[Found]:
    share = _share(sentence, rate) or Decimal(1)
    expected = full * share
    counts = [one.value for one in times(paper, sentence)]
    off = slack(less)
    if any(abs(less.value - value) <= off for value in multiples(expected, counts)):
        return
    if less.value % _ROUND == 0 and abs(less.value - expected) < _ROUND:
        return
    if times_over(less.value, expected) or not full / 3 < less.value < full * 3:
        return
    yield wrong_sum(paper, sentence, less, expected, f"{full:,f} × {(share * 100).normalize():f}%")
