"""A price that is divided by days, hours, months or heads, with a quotient that it does not make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.quantities import number
from bot.review.checks.wrong_sum import times_over, wrong_sum
from bot.review.found import Case, Found
from bot.review.money import Money, amounts
from bot.review.paper import Paper, Sentence

_FIGURE = r"(?:\d[\d,]*(?:\.\d+)?)"
_CN = "[一二两三四五六七八九十百]{1,5}"
_UNIT = r"(?:个?(?:自然|工作)?[日天月人席]|名|位|个|小时|年)?"
_EACH = (
    r"(?:为|是|按|约?合|计|扣|每(?:个?[日天月人席位名年]|小时|坐席)|[日天月]均|单日|一天|人民币|[¥￥]|\s)*"
)
_IS = rf"\s*[，,（(]?\s*(?:即|也就是|就是|等于|得出?|折合|[=＝]|为){_EACH}"
_DIVIDED = re.compile(
    rf"(?P<whole>{_FIGURE})\s*(?P<great>万)?\s*元?(?:/[月年人席])*\s*(?P<steps>(?:(?:除以|÷|/(?=\s*\d))\s*(?:{_FIGURE}|{_CN})\s*{_UNIT}\s*)+){_IS}"
)
_SPREAD = re.compile(
    rf"(?P<whole>{_FIGURE})\s*(?P<great>万)?\s*元(?:/月)?\s*[，,]?\s*(?P<steps>按(?:每月|一个月|当月)?\s*(?:{_FIGURE}|{_CN})\s*[日天](?:折算|计算|平均|均摊|分摊)){_EACH}[，,]?\s*(?:即|折合)?(?:每[日天]|日均|一天)(?:为|是|按|计|人民币|[¥￥]|\s)*"
)
_BY = re.compile(rf"{_FIGURE}|{_CN}")
_SHARE = re.compile(
    rf"(?P<what>月(?:服务|外包|托管)?(?:费用?|单价|价)|每月(?:服务)?费用?|月度服务费)的?(?P<n>[二三四五六七八九]?十[一二三四五六七八九]?|\d{{1,2}})分之一(?P<each>{_IS})$"
)
_VAGUE = re.compile("约(?!定)|左右|取整|四舍五入|抹零|进位|不超过|上限|最高|不低于|至少")


def divisions(case: Case) -> Iterator[Found]:
    """Every quotient that the dividend and the divisor beside it contradict."""
    for sentence in case.paper.sentences:
        if _VAGUE.search(sentence.text) or not re.search("除以|÷|/|分之一|按", sentence.text):
            continue
        money = amounts(case.paper, sentence)
        found = next(_divided(case.paper, sentence, money), None) or next(
            _share(case.paper, sentence, money), None
        )
        if found is not None:
            yield found


def _divided(paper: Paper, sentence: Sentence, money: Sequence[Money]) -> Iterator[Found]:
    """每月6,000元除以30天，即每天200元; 4,500÷30=150元; 每月6,000元，按30天折算每天200元."""
    starts = {one.span.start - sentence.start: one for one in money}
    for match in (*_DIVIDED.finditer(sentence.text), *_SPREAD.finditer(sentence.text)):
        quotient = starts.get(match.end()) or starts.get(_lead(sentence.text, match.end()))
        if quotient is None or (
            "/" in match["steps"] and "元" not in match[0][: match.end("steps") - match.start()]
        ):
            # 2025/3/1 is a date.
            continue
        whole = number(match["whole"]) * (10_000 if match["great"] else 1)
        by = [number(figure) for figure in _BY.findall(match["steps"])]
        yield from _wrong(paper, sentence, quotient, whole, by)


def _lead(text: str, at: int) -> int:
    """Where an amount begins whose 人民币 or ¥ the pattern has taken for words before it."""
    match = re.search(r"(?:人民币|[¥￥])\s*$", text[:at])
    return match.start() if match else at


def _share(paper: Paper, sentence: Sentence, money: Sequence[Money]) -> Iterator[Found]:
    """每月服务费6,000元，每缺一天扣月费的三十分之一，即200元: where the sentence tells just these two amounts."""
    if len(money) != 2 or "month" not in money[0].bases:
        return
    match = _SHARE.search(money[1].before)
    if match and not re.search("每个?[月年]", match["each"]):
        yield from _wrong(paper, sentence, money[1], money[0].value, [number(match["n"])])


def _wrong(
    paper: Paper, sentence: Sentence, quotient: Money, whole: Decimal, by: Sequence[Decimal]
) -> Iterator[Found]:
    expected = whole
    for divisor in by:
        if not divisor:
            return
        expected /= divisor
    # A quotient in whole 元 may be rounded up or down; of one in 角 or 分 the last place may be.
    places = re.search(r"\.(\d+)", quotient.text)
    last = Decimal(1) / 10 ** len(places[1]) if places else Decimal(1)
    if abs(quotient.value - expected) < last or times_over(quotient.value, expected):
        return
    formula = " ÷ ".join([f"{whole:,f}", *(f"{divisor.normalize():f}" for divisor in by)])
    yield wrong_sum(paper, sentence, quotient, expected, formula)
