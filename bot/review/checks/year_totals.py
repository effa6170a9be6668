"""A fee of the year, or of so many months, that is not so many times the monthly fee that the paper tells elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.quantities import number
from bot.review.checks.monthly_fee import QUALIFIED, WHOLE, YEAR, fee_sentences, monthly_fee
from bot.review.checks.wrong_sum import slack, wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, amounts, times
from bot.review.paper import Paper, Sentence

_YEARLY = re.compile(
    rf"(?:(?P<year>全年|每年|(?<![\d第])一年|(?<![\d\s第])年度)|(?P<n>\d{{1,2}}|[一二两三四五六七八九十]{{1,3}})\s*个月"
    rf"|(?P<term>(?:合同|服务|合作|协议)期限?内))[^。；;\d]{{0,14}}?{WHOLE}[^，,。；;\d]{{0,10}}$"
)
_NOT_SURE = re.compile(
    r"[预估]计|测算|暂[定估计]|约(?!定)|左右|折|优惠|另|提成|不含税|税额|%|按实|据实|其中|上一?年|去年|往年|历史|套餐|年付|半年付|一次性?(?:付|支付)|选择|如续|免半"
)
_CHANGES = re.compile(
    r"旺季|淡季|递增|递减|阶梯|次年起|半价|免收|免服务费|[\d一二三四五六七八九]折(?![旧算])|优惠(?:后|价|期|\s*[\d一二三四五六七八九])|下浮|上浮"
    r"|(?:首[个]?[月年季]|前[一二两三四五六\d]+个?月|第[一二三四五六七八九十\d]+个?[月年季])[^。；]{0,24}(?:费|元|免|半)|(?:试运行|试用|磨合)[^。；]{0,30}(?:免费|不收|减半|元)"
    r"|[自从][^。；]{0,16}起[^。；]{0,24}(?:[增减降]加?[至到]|调整?[为至到]|改为)|加?(?:增|减)[至到为]\s*[\d一二三四五六七八九十]+\s*[个名席人]"
)
_TERM = re.compile("(?:合同|协议|服务|合作|合约)(?:有效)?期限?|有效期|为期")


def year_totals(case: Case) -> Iterator[Found]:
    """The first fee of a year or term that the one monthly fee of the paper does not make."""
    paper = case.paper
    if _CHANGES.search(paper.plain):
        return
    totals = [
        (sentence, money, match)
        for sentence in fee_sentences(paper)
        for money, match in _yearly(paper, sentence)
    ]
    month = monthly_fee(paper) if totals else None
    if month is None:
        return
    value, named = month
    lengths = _lengths(paper)
    for sentence, money, match in totals:
        months = _months(match, lengths)
        if months is None or named != set(QUALIFIED.findall(match[0])):
            continue
        if not _explained(paper, money, value, [months, *lengths]):
            formula = f"{value:,f} × {months.normalize():f}"
            yield wrong_sum(paper, sentence, money, value * months, formula)
            return


def _yearly(paper: Paper, sentence: Sentence) -> Iterator[tuple[Money, re.Match[str]]]:
    if _NOT_SURE.search(sentence.text):
        return
    for money in amounts(paper, sentence):
        match = _YEARLY.search(money.before)
        if match and not money.is_unit_price and "month" not in money.bases:
            yield money, match


def _lengths(paper: Paper) -> list[Decimal]:
    """The lengths of the contract in months that the paper tells, each once."""
    found = {
        one.value
        for sentence in paper.sentences
        if _TERM.search(sentence.text)
        for one in times(paper, sentence)
        if one.unit == "month"
    }
    return sorted(found)


def _months(match: re.Match[str], lengths: list[Decimal]) -> Decimal | None:
    """Of how many months a fee is; None where that is in doubt."""
    if match["n"]:
        return number(match["n"])
    if match["year"]:
        return None if lengths and lengths[-1] < YEAR else YEAR
    return lengths[0] if len(lengths) == 1 else None


def _explained(paper: Paper, money: Money, month: Decimal, months: list[Decimal]) -> bool:
    """Whether the fee comes out in another way: of other months, with a fee that is paid once, by the price of a seat;
    or is so far off that it must be of something else."""
    everything = [one for sentence in paper.sentences for one in amounts(paper, sentence) if one != money]
    off = slack(money)
    for count in {*months, YEAR}:
        rest = abs(money.value - month * count)
        others = {one.value * by for one in everything for by in (1, count)}
        if rest <= off or any(value > 0 and abs(rest - value) <= off for value in others):
            return True
    seats = [one.value * months[0] for one in everything if "head" in one.bases and one.value]
    right = month * months[0]
    return any(money.value % seat == 0 for seat in seats) or not right / 2 < money.value < right * 2
