"""Net amount, tax and gross amount of one sentence that do not fit each other at the tax rate that it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.review.checks.wrong_sum import slack, times_over, wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, amounts, of_unlike_periods, times
from bot.review.paper import Paper, Sentence

_LEAD = r"(?:[（(][^（）()]{0,8}[）)]|共计?|合?计|[为是即]|每[月年]|[:：]|\s|人民币|[¥￥])*$"
_NET = re.compile(r"(?:不含(?:增值)?税|未税|除税)[^，,。；;及和与\d]{0,14}$")
_TAX = re.compile(
    rf"(?<!含)(?<![价额费款][及和与])(?:增值税(?:税额|税款|额|款)?|税额|税款|税金)(?:部分)?{_LEAD}"
)
_GROSS = re.compile(
    r"(?:价税合?[计总]|(?<!不)含(?:\d+(?:\.\d+)?\s*%的?)?(?:增值)?税(?:后?[总合金价单月]|[\u4e00-\u9fff]{1,6}费|合同|[）)]))[^，,。；;及和与\d]{0,12}$"
)
_NET_BEHIND = re.compile(r"\s*[（(]\s*不含(?:增值)?税")
_GROSS_BEHIND = re.compile(
    r"(?:\s*[（(][^（）()]{0,30}[）)])?\s*(?:中?[，,（(]\s*(?:该金额|已|均|价格)?含\s*(?:\d+(?:\.\d+)?\s*%\s*的?)?\s*(?:增值)?税(?![额款金])"
    r"|[，,（(]\s*其中[:：]?\s*(?:不含(?:增值)?税|未税|增?值?税额)|中[，,]\s*(?:不含(?:增值)?税|未税|增?值?税额))"
)
_RATE_BEFORE = re.compile(r"税(?:率|额)?[^，,。；;\d]{0,6}$")
_RATE_BEHIND = re.compile(r"\s*的?\s*(?:增值)?税")
_OTHERWISE = re.compile(
    "所得税|个税|附加|印花|扣|优惠|减免|折|违约|罚|赔|约(?!定)|预计|暂估|不超过|上限|调整|变[动更化]|差额|补"
)


@dataclass(frozen=True)
class _Taxed:
    """The tax rate of a sentence, as a fraction and in percent, and its amounts by what they are."""

    rate: Decimal
    written: str
    net: Money | None = None
    tax: Money | None = None
    gross: Money | None = None


def tax_sums(case: Case) -> Iterator[Found]:
    """Every net amount, tax or gross amount that the other two or the tax rate contradict, one to a sentence."""
    for sentence in case.paper.sentences:
        taxed = _taxed(case.paper, sentence) if "税" in sentence.text else None
        if taxed is not None:
            yield from _wrong(case.paper, sentence, taxed)


def _taxed(paper: Paper, sentence: Sentence) -> _Taxed | None:
    """What a sentence tells of net, tax and gross; None where it tells more than one rate, or two of a kind."""
    rates = [figure for figure in paper.figures(sentence) if figure.kind == "rate"]
    if not rates or len({rate.value for rate in rates}) > 1 or _OTHERWISE.search(sentence.text):
        return None
    if not any(
        _RATE_BEFORE.search(sentence.text[: rate.start]) or _RATE_BEHIND.match(sentence.text[rate.end :])
        for rate in rates
    ):
        return None
    kinds: dict[str, Money] = {}
    for money in amounts(paper, sentence):
        kind = _kind(money, sentence.text[money.span.end - sentence.start :])
        if kind and kinds.setdefault(kind, money).value != money.value:
            return None
    if len(kinds) < 2 or of_unlike_periods(list(kinds.values())):
        return None
    rate = rates[0].value
    return _Taxed(rate / 100, f"{rate.normalize():f}%", **kinds)


def _kind(money: Money, behind: str) -> str:
    if _NET.search(money.before) or _NET_BEHIND.match(behind):
        return "net"
    if _TAX.search(money.before):
        return "tax"
    return "gross" if _GROSS.search(money.before) or _GROSS_BEHIND.match(behind) else ""


def _wrong(paper: Paper, sentence: Sentence, taxed: _Taxed) -> Iterator[Found]:
    net, tax, gross, rate = taxed.net, taxed.tax, taxed.gross, taxed.rate
    sums: list[tuple[Money, Decimal, str, dict[Money, Decimal]]] = []
    if net and tax:
        with_it = {gross: net.value * (1 + rate)} if gross else {}
        sums.append((tax, net.value * rate, f"{net.value:,f} × {taxed.written}", with_it))
    if net and gross and not tax:
        sums.append((gross, net.value * (1 + rate), f"{net.value:,f} × (1 + {taxed.written})", {}))
    if net and tax and gross:
        sums.append((gross, net.value + tax.value, f"{net.value:,f} + {tax.value:,f}", {}))
    if tax and gross and not net:
        formula = f"{gross.value:,f} ÷ (1 + {taxed.written}) × {taxed.written}"
        sums.append((tax, gross.value * rate / (1 + rate), formula, {}))
    told = [money for money in (net, tax, gross) if money]
    wrong = [one for one in sums if abs(one[0].value - one[1]) > slack(*told)]
    if len(told) < 3 and any(not one[1] / 2 < one[0].value < one[1] * 2 for one in wrong):
        # 53,000元，其中不含税管理费5,000元: the one is not the net of the other.
        return
    several = len({money.bases for money in told}) > 1 or any(times(paper, sentence))
    if several and any(times_over(one[0].value, one[1]) for one in wrong):
        return
    if net and tax and gross and wrong and wrong[0][0] is tax and _fits(tax, gross, rate):
        # The tax is that of the gross amount: it is the net amount that is mistaken.
        expected = gross.value - tax.value
        yield wrong_sum(paper, sentence, net, expected, f"{gross.value:,f} - {tax.value:,f}")
    elif wrong:
        money, expected, formula, others = wrong[0]
        yield wrong_sum(paper, sentence, money, expected, formula, others)


def _fits(tax: Money, gross: Money, rate: Decimal) -> bool:
    return abs(gross.value * rate / (1 + rate) - tax.value) <= slack(tax, gross)
