"""The amounts of a sentence with what they are reckoned on, and the counts that they are multiplied by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.arithmetic.capitals import LARGEST, capitals
from bot.review.found import Span
from bot.review.paper import Paper, Sentence

_HEADS = "客服岗|客服人员|客服席位|客服坐席|客服|坐席|座席|席位|工位|岗位|岗|席|人员|人|名|位|店铺|店"
_PER = re.compile(
    rf"(?:每|按)\s*一?\s*(?:个|名|位)?\s*(?:标准)?(?P<base>{_HEADS}|季度?|个?月|年度?|日|天|小时|次|单|场|件)|每\s*[个名位](?=\s*(?:每个?月|为|按)*\s*(?:人民币)?\s*[¥￥]?\s*$)|(?P<month>(?<![\d二两三四五六七八九十]个)月(?:服务)?费|月单价|月薪)|单价"
)
_BEHIND = re.compile(
    rf"\s*(?:/|每)\s*(?P<base>{_HEADS}|季度?|月|年|日|天|小时|次|单|场|件)(?:\s*(?:/|每|·)\s*(?P<more>{_HEADS}|月|年))?"
)
_TOTAL = re.compile(
    r"(?:合计|共计|总计|总共|一共|加起来|小计|总[价额费]|总金额|总费用|总服务费|合同价款?|[，,；：]\s*计|[，,（(]\s*共|共\s*(?:人民币)?\s*[¥￥]?\s*$|[，,（(]\s*即|折合|等于|[=＝])[^，,。；;]{0,14}$"
)
_CAPITAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟]")
_STOP = re.compile("[，,；;。：:|（(]")
_IN_WORDS = re.compile(
    r"(?P<lead>\s*[（(]\s*大[写寫]\s*[:：]?\s*(?:人民[币幣])?\s*)(?P<words>[^）)]{2,30})(?=[)）])"
)
_MONTHS = frozenset({"月", "年"})
_PERIODS = frozenset({"month", "quarter", "year"})


@dataclass(frozen=True)
class Money:
    """An amount in figures: its value in 元, its place in the paper, what it is reckoned on (head, month, year or other
    units), and whether the words before it call it a sum."""

    value: Decimal
    span: Span
    text: str
    bases: frozenset[str]
    total: bool
    before: str

    @property
    def is_unit_price(self) -> bool:
        """Whether it is the price of one seat, order or hour, and not of a month or year of everything."""
        return "head" in self.bases or "other" in self.bases

    def like(self, value: Decimal) -> str:
        """Another value in the writing of this one."""
        number = re.search(r"[\d,]+(?:\.\d+)?", self.text)
        if number is None or re.search("[万亿]", self.text):
            return f"{value:,f} 元"
        figure = f"{value:,f}" if "," in number[0] else f"{value:f}"
        return self.text[: number.start()] + figure + self.text[number.end() :]


@dataclass(frozen=True)
class Times:
    """A count or a number of months by which a price may be multiplied."""

    value: Decimal
    span: Span
    unit: str


def of_unlike_periods(money: Sequence[Money]) -> bool:
    """Whether one amount is of a month and another of a year."""
    return len({periods for one in money if (periods := one.bases & _PERIODS)}) > 1


def amounts(paper: Paper, sentence: Sentence) -> list[Money]:
    """The amounts in 元 of a sentence, without those in capital numerals."""
    if not re.search("[元块¥￥]", sentence.text):
        return []
    found: list[Money] = []
    stop = 0
    for quantity in paper.figures(sentence):
        if quantity.kind != "amount" or quantity.unit != "元":
            continue
        before = sentence.text[stop : quantity.start]
        stop = quantity.end
        if _CAPITAL.search(quantity.text):
            continue
        span = Span(sentence.start + quantity.start, sentence.start + quantity.end)
        total = bool(_TOTAL.search(before))
        # 每人每月2600元，一个月合计8700元: a sum is not reckoned on what the price before it is.
        bases = frozenset(_bases(before, sentence.text, quantity.end, "" if total else quantity.per))
        found.append(Money(quantity.value, span, quantity.text, bases, total, before))
    return found


def _bases(before: str, text: str, end: int, per: str) -> Iterator[str]:
    parts = [match.end() for match in _STOP.finditer(before)]
    reach = before[parts[-1] if parts else 0 :]
    if len(reach) < 3 and len(parts) > 1:
        reach = before[parts[-2] :]
    for match in _PER.finditer(reach):
        yield _base(
            "月" if match["month"] else match["base"] or ("人" if match[0].startswith("每") else "单价")
        )
    behind = _BEHIND.match(text, end)
    if behind:
        yield _base(behind["base"])
        if behind["more"]:
            yield _base(behind["more"])
    if per:
        yield _base(per)


def _base(word: str) -> str:
    if "月" in word:
        return "month"
    if "年" in word:
        return "year"
    if "季" in word:
        return "quarter"
    return "head" if re.fullmatch(_HEADS, word) else "other"


def times(paper: Paper, sentence: Sentence) -> Iterator[Times]:
    """The counts of seats and persons and the numbers of months of a sentence."""
    for quantity in paper.figures(sentence):
        behind = sentence.text[quantity.end : quantity.end + 2]
        span = Span(sentence.start + quantity.start, sentence.start + quantity.end)
        if quantity.kind == "count" and re.match(r"(?:个|人|名|位|席|岗|家|)$", quantity.unit):
            near = sentence.text[max(0, quantity.start - 8) : quantity.end + 6]
            if quantity.unit == "人" or re.search(_HEADS, near):
                yield Times(quantity.value, span, "head")
        elif (
            quantity.kind == "duration"
            and quantity.unit in _MONTHS
            and not re.match("[内前后]|以[内前后]", behind)
        ):
            months = quantity.value * (12 if quantity.unit == "年" else 1)
            yield Times(months, span, "month")


def with_values(paper: Paper, quoted: Span, values: Mapping[Money, Decimal]) -> str:
    """The quoted words with other values for some amounts, in figures and in the capitals right behind each."""
    text, at = "", quoted.start
    for money, value in sorted(values.items(), key=lambda pair: pair[0].span.start):
        text += paper.text[at : money.span.start] + money.like(value)
        at = money.span.end
        match = _IN_WORDS.match(paper.text[at : quoted.end])
        if match and value < LARGEST:
            text += match["lead"] + capitals(value)
            at += match.end()
    return text + paper.text[at : quoted.end]
