"""Liquidated damages far beyond any loss (民法典第五百八十五条第二款)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.arithmetic.worked import divide, plain
from bot.conversation import Severity
from bot.quantities import Quantity, parse
from bot.review.checks.paying import Fees, Payer, fees, payer, payer_in
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence

MONTHS = Decimal(3)
"""Months of the service fee beyond which damages are far beyond what an agent's absence usually costs."""

EACH_TIME = Decimal(1)
"""Months of the service fee beyond which damages for every single occasion are."""

SHARE = Decimal(30)
"""Percent of the whole price from which damages are far beyond the usual."""

LARGE = Decimal(100_000)
"""Yuan that count as far beyond the usual where the paper does not tell what the service costs."""

LARGE_EACH_TIME = Decimal(20_000)
"""The same for every single occasion."""

PER_HEAD = Decimal(50_000)
"""Yuan for each person hired away that count as far beyond the cost of training another."""

_DAMAGES = re.compile(
    "违约金|赔|罚|补偿金?|惩|精神损失|损失费|买断费|转会费|认缴|违约责任|解约金|赎|了结|起步金额|起点|可得利益|预期(?:利益|收益)"
)
_DAILY = re.compile(r"每(?:逾期|迟延|延迟|拖欠|晚|超)?[^，。；]{0,4}[日天]|按日|日均|累计")
_LIMIT = re.compile("不超过|最高不|最多|上限|不高于|不得超过|为限|以内|封顶")
_WHOLE = re.compile(
    "(?:合同|协议|订单|项目|交易)(?:总额|总价|总金额|金额|价款|标的|款|费用)|(?:服务费|费用|佣金)总额|总服务费|年(?:度)?(?:服务费|费用|外包费)"
    "|全年(?:服务)?费|总(?:价款?|费用|金额|额)|全部(?:的)?(?:服务费|合同款|费用|款项|价款)|合同期内|已付(?:的)?(?:全部|所有)?(?:费用|款)"
)
_FEE = "(?:平均)?(?:的)?(?:全部|全额|基础|月度|标准)?(?:外包|客服|托管|基础)?(?:服务费|费用|外包费|托管费|月费|基础费|佣金|服务报酬|合同款)"
_MONTHS_FEE = re.compile(rf"(?:内|合计|共计)?{_FEE}")
_OF_THEM = re.compile(rf"{_FEE}(?:总额)?的$")
_FEES = re.compile("服务费|费用|总额|总价|价款|金额|单价|月费|报酬|款项|费的")
_LOSSES = re.compile("损失|工资|薪|收益|所得|获利|利润")
_REMAINING = re.compile(
    "(?:剩余|余下|余留|未履行|未到期|剩下|未使用|未执行)[^，。；退]{0,16}(?:服务费|费用|款)(?![^。；]{0,20}(?:退|返还))"
)
_ENTIRE = re.compile(
    rf"(?:相当于|等同于|等于|按照?|以|支付|赔偿)[^，。；\d]{{0,8}}(?:{_WHOLE.pattern})(?:全额|等额|的?全部|的?(?:双倍|一倍)|作为|的?(?:等额|同等金额)?(?:违约金|赔偿)|赔偿|支付违约金)"
)
_TURNOVER = re.compile("(?:销售|营业|成交|交易)(?:总)?额|流水|GMV|注册资本|营收|营业收入|销售收入|货值")
_AT_MOST = re.compile("不(?:得)?超过[^，。；]{0,16}$")
"""A limit told by words of some length: 不超过该年度服务费总额的 50%."""
_HEAD = re.compile(r"每(?:一)?人|/人|每名|每一?位|每雇(?:佣|用)一|人次|每(?:挖|录用|聘用|招用)")
_EACH_TIME = re.compile("每(?:一)?(?:次|发生|违反|出现|泄露|单|条|例|处|项|起|回|有)|一次(?!性)|次/|/次|逐次")


_REASONS = re.compile("^(?:鉴于|考虑到|由于|为了?|基于)[^。；]{4,200}?，(?:故|因此|为此|据此|所以)")
"""Why it is agreed: words that name either side and say nothing of who pays."""

_NO_DAMAGES = re.compile(
    "不(?:构成|作为|属于|视为)[^。；]{0,14}(?:违约金|赔偿)|与(?:违约金|赔偿)[^。；，]{0,4}无关|不(?:适用|设|约定)[^。；，]{0,6}违约金"
)


@dataclass(frozen=True)
class Sum:
    """One figure of damages as it is written, how its size is told, and whether it is far beyond any loss."""

    figure: str
    words: str
    grave: bool


def excessive_damages(case: Case) -> Iterator[Found]:
    """Damages that our side pays, by themselves or as either side, and that are far beyond any loss."""
    paid = fees(case)
    for sentence in case.paper.sentences:
        said = _REASONS.sub("", case.said(sentence))
        if not _DAMAGES.search(case.lead_in(sentence) + said) or _NO_DAMAGES.search(said):
            continue
        sized = next((one for one in _sums(said, paid) if one.grave), None)
        who = _payer(case, sentence, said) if sized else "unknown"
        if sized and who in (case.mine, "both"):
            severity: Severity = "high" if who == case.mine else "medium"
            fields = {"figure": sized.figure, "size": sized.words}
            yield Found("damages-too-high", Span(sentence.start, sentence.end), fields, severity)


def _payer(case: Case, sentence: Sentence, said: str) -> Payer:
    """Who pays: by the words of the duty where reasons stand before it, else by the sentence."""
    named = payer_in(said) if said != case.said(sentence) else "unknown"
    return named if named != "unknown" else payer(case, sentence)


def _sums(text: str, paid: Fees) -> Iterator[Sum]:
    """The figures of damages in a sentence."""
    for figure in parse(text):
        before = text[: figure.start]
        if (
            _LIMIT.search(before[-8:])
            or _AT_MOST.search(before)
            or _LIMIT.search(text[figure.end :][:12])
            or _DAILY.search(before[-30:])
        ):
            continue
        sized = _size(text, figure, paid)
        if sized:
            yield sized
    if remaining := _REMAINING.search(text):
        yield Sum(remaining[0], "按没有履行的时间算，", True)
    if entire := _ENTIRE.search(text):
        yield Sum(entire[0], "等于把合同价款再付一遍，", True)


def _size(text: str, figure: Quantity, paid: Fees) -> Sum | None:
    """How large a figure of damages is; None for one that is no damages."""
    before, after = text[: figure.start], text[figure.end :]
    match figure.kind:
        case "rate" if figure.unit == "倍":
            return _times(figure, before, after)
        case "rate" if not figure.per and _TURNOVER.search(before[-16:]):
            return Sum(figure.text, "按营业规模而不是损失算，", figure.value >= 1)
        case "rate" if not figure.per and (_WHOLE.search(before[-22:]) or _WHOLE.search(after[:14])):
            words = f"是合同总价的{plain(figure.value)}%，"
            return (
                Sum(figure.text, words, figure.value >= SHARE)
                if not _OF_THEM.search(before) or _WHOLE.search(before[-22:])
                else None
            )
        case "duration" if figure.unit in _IN_MONTHS and _MONTHS_FEE.match(after):
            months = figure.value * _IN_MONTHS[figure.unit] * _share(after)
            return Sum(figure.text, f"是{plain(months)}个月的服务费，", months > MONTHS)
        case "amount" if figure.unit == "元":
            return _amount(text, figure, paid)
        case "count" if figure.unit == "" and "万" in figure.text:
            return _amount(text, figure, paid)
        case _:
            return None


_IN_MONTHS = {"月": 1, "季度": 3, "年": 12}


def _share(after: str) -> Decimal:
    """What part of several months' fees is due: 三个月服务费的 20%."""
    behind = after[:20]
    rate = next((one for one in parse(behind) if one.kind == "rate" and one.unit == "%"), None)
    return divide(rate.value, 100) if rate and behind[: rate.start].endswith("的") else Decimal(1)


def _times(figure: Quantity, before: str, after: str) -> Sum | None:
    """A multiple: of the price, of a fee, or of what was lost."""
    near = before[-16:] + after[:10]
    if _REMAINING.search(before[-24:]):
        return Sum(figure.text, "按没有履行的时间算，", figure.value >= 1)
    if _WHOLE.search(before[-12:]):
        return Sum(figure.text, "按合同总价的倍数算，", figure.value * 100 >= SHARE)
    if re.search("工资|薪", near):
        return Sum(figure.text, "按倍数算，", figure.value >= (2 if "年" in near else 12))
    if re.search("双倍返还定金|定金", near):
        return None
    if _FEES.search(near) or _LOSSES.search(near) or re.search("赔|罚|违约金", near):
        return Sum(figure.text, "按倍数算，", figure.value >= 2)
    return None


def _amount(text: str, figure: Quantity, paid: Fees) -> Sum | None:
    near = text[max(0, figure.start - 24) : figure.end + 16]
    if not re.search("违约金|赔|补偿|罚|支付|扣|承担|惩|责任|不少于|不低于|损失|起步|起点", near):
        return None
    if re.match("(?:为|系|是)[^，。；]{0,6}(?:服务费|费用|价款)", text[figure.end :]):
        return None
    if _HEAD.search(text[max(0, figure.start - 26) : figure.end + 6]):
        return Sum(figure.text, "按人头算，", figure.value >= PER_HEAD)
    each = bool(_EACH_TIME.search(text)) or figure.per in ("次", "单", "条")
    if paid.monthly:
        months = divide(figure.value, paid.monthly)
        words = f"约为{plain(months.quantize(Decimal('0.1')))}个月的服务费，"
        return Sum(figure.text, words, months > (EACH_TIME if each else MONTHS))
    return Sum(figure.text, "数额很大，", figure.value >= (LARGE_EACH_TIME if each else LARGE))
