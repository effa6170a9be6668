"""Liquidated damages far beyond any loss, and damages that only one side pays (民法典第五百八十五条)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bot.arithmetic.worked import divide, plain, yuan
from bot.conversation import Severity
from bot.quantities import Quantity, number, parse
from bot.review.checks.paying import Fees, Payer, fees, payer
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence

MONTHS = Decimal(3)
"""Months of the service fee beyond which damages are far beyond what an agent's absence usually costs."""

SHARE = Decimal(30)
"""Percent of the whole price from which damages are far beyond the usual."""

LARGE = Decimal(100_000)
"""Yuan that count as far beyond the usual where the paper does not tell what the service costs."""

PER_HEAD = Decimal(50_000)
"""Yuan for each person hired away that count as far beyond the cost of training another."""

_DAMAGES = re.compile("违约金|赔|罚款|罚金|补偿金?")
_DAILY = re.compile(r"每(?:逾期|迟延|延迟|拖欠|晚|超)[^，。；]{0,4}[日天]|按日|每[日天]")
_LIMIT = re.compile("累计不超过|不超过|最高不|上限|为限|以内")
_WHOLE = re.compile(
    "合同(?:总额|总价|总金额|金额|价款|标的)|(?:服务费|费用|佣金)总额|总服务费|年(?:度)?服务费|全年(?:服务)?费|总(?:价款|费用|金额)|全部(?:服务费|合同款|费用)|合同期内"
)
_MONTH_FEE = re.compile(
    r"(?:个月|月)[^，。；]{0,6}(?:服务费|费用|外包费|月费)|月服务费|月度服务费|当月服务费"
)
_TIMES = re.compile(r"(?P<n>[一二两三四五六七八九十\d.]+)倍")
_HEAD = re.compile(r"每(?:一)?人|/人|每名|每雇(?:佣|用)一|人次")


@dataclass(frozen=True)
class Sum:
    """One figure of damages as it is written, how its size is told, and whether it is far beyond any loss."""

    figure: str
    words: str
    grave: bool


def excessive_damages(case: Case) -> Iterator[Found]:
    """Damages that our side pays, by themselves or as either side, and that are far beyond any loss."""
    paid = fees(case)
    mine: Payer = "provider" if case.stance == "provider" else "merchant"
    for sentence in case.paper.sentences:
        if not _DAMAGES.search(sentence.text):
            continue
        who = payer(case, sentence)
        sized = next((one for one in _sums(sentence.text, paid) if one.grave), None)
        if sized and who in (mine, "both"):
            severity: Severity = "medium" if who == "both" else "high"
            fields = {"figure": sized.figure, "size": sized.words}
            yield Found("damages-too-high", Span(sentence.start, sentence.end), fields, severity)


def _sums(text: str, paid: Fees) -> Iterator[Sum]:
    """The figures of damages in a sentence."""
    for figure in parse(text):
        sized = _size(text, figure, paid)
        if sized:
            yield sized
    for match in _TIMES.finditer(text):
        times = number(match["n"])
        base = text[max(0, match.start() - 14) : match.end() + 10]
        if re.search("日均|每日", base):
            continue
        if re.search("服务费|费用|总额|总价|价款|金额|单价|月费|报酬", base) and not _LIMIT.search(
            text[: match.start()][-8:]
        ):
            yield Sum(match[0], f"（{match[0]}）", times >= 2)


def _size(text: str, figure: Quantity, paid: Fees) -> Sum | None:
    """How large a figure of damages is; None for one that is no damages."""
    before, after = text[: figure.start], text[figure.end :]
    if (
        _LIMIT.search(before[-8:])
        or _LIMIT.search(after[:16])
        or re.search("日均|累计", before[-30:])
        or _DAILY.search(before[-30:])
        or not _DAMAGES.search(text)
    ):
        return None
    if figure.kind == "rate" and not figure.per:
        whole = _WHOLE.search(before[-16:]) or _WHOLE.search(after[:10])
        if whole and figure.value >= SHARE:
            return Sum(figure.text, f"是合同总价的{plain(figure.value)}%，", True)
        return None
    if figure.kind == "duration" and figure.unit == "月" and _MONTH_FEE.search(figure.text + after[:8]):
        return Sum(figure.text, f"是{plain(figure.value)}个月的服务费，", figure.value > MONTHS)
    if figure.kind == "amount" and figure.unit == "元":
        return _amount(text, figure, paid)
    return None


def _amount(text: str, figure: Quantity, paid: Fees) -> Sum | None:
    near = text[max(0, figure.start - 18) : figure.end + 14]
    if not re.search("违约金|赔偿|补偿|罚|支付|赔付", near):
        return None
    if _HEAD.search(text[max(0, figure.start - 20) : figure.end + 6]):
        return Sum(figure.text, "按人头算，", figure.value > PER_HEAD)
    if paid.monthly:
        months = divide(figure.value, paid.monthly)
        return Sum(
            figure.text, f"约为{plain(months.quantize(Decimal('0.1')))}个月的服务费，", months > MONTHS
        )
    return Sum(figure.text, "数额很大，", figure.value >= LARGE)


# One side pays, the other does not -----------------------------------------------------------------------------

_BREACH: dict[str, re.Pattern[str]] = {
    "解除": re.compile("解除|终止|解约|退出|撤场"),
    "保密": re.compile("保密|泄露|泄密|商业秘密"),
    "付款": re.compile("付款|支付|服务费|欠"),
    "违约": re.compile("违约|违反"),
}
_FREE = re.compile(
    "(?:只|仅)(?:需|须|应|负|承担|退|返|以)|以(?:退还|返还)?[^。；]{0,24}为限|最高不超过|无(?:需|须)(?:承担|支付|赔)|不(?:承担|支付|赔)|(?:予以|及时)?(?:改正|整改|纠正|补救)即可|免责|不负(?:违约)?责任|不(?:另行|再|予)?(?:索赔|追究|赔付)|(?:沟通|协商)(?:的)?(?:方式)?[^。；]{0,4}(?:解决|化解|处理)|谅解|互谅|致歉|道歉"
)


def unequal_damages(case: Case) -> Iterator[Found]:
    """A sentence in which our side pays for a breach, where the other pays much less or nothing for the like."""
    mine: Payer = "provider" if case.stance == "provider" else "merchant"
    theirs: Payer = "merchant" if mine == "provider" else "provider"
    paid = fees(case)
    sums: dict[tuple[Payer, str], list[tuple[Sentence, Decimal]]] = {}
    pays_at_all = False
    first: Sentence | None = None
    for sentence in case.paper.sentences:
        if not _DAMAGES.search(sentence.text) and not _FREE.search(sentence.text):
            continue
        who = payer(case, sentence)
        if (
            who == theirs
            and _FREE.search(sentence.text)
            and re.search("违约|违反|未(?:能|按)|不达标", sentence.text)
        ):
            yield Found("damages-none-for-them", Span(sentence.start, sentence.end))
            pays_at_all = True
            continue
        if not _DAMAGES.search(sentence.text):
            continue
        pays_at_all = pays_at_all or who in (theirs, "both")
        if who == mine and first is None and re.search("违约金|滞纳金|赔偿", sentence.text):
            first = sentence
        for worth in _worth(sentence, paid):
            for name, pattern in _BREACH.items():
                if pattern.search(sentence.text):
                    sums.setdefault((who, name), []).append((sentence, worth))
                    break
    yield from _compared(sums, mine, theirs)
    if first and not pays_at_all:
        yield Found("damages-one-side", Span(first.start, first.end))


def _worth(sentence: Sentence, paid: Fees) -> Iterator[Decimal]:
    """What the damages of a sentence come to in yuan, or in months of the fee where no fee is known."""
    for figure in parse(sentence.text):
        if figure.kind == "amount" and figure.unit == "元" and _amount(sentence.text, figure, paid):
            yield figure.value
            return


def _compared(
    sums: dict[tuple[Payer, str], list[tuple[Sentence, Decimal]]], mine: Payer, theirs: Payer
) -> Iterator[Found]:
    """The same breach at two prices: ours at twice theirs or more."""
    for (who, breach), entries in sums.items():
        others = sums.get((theirs, breach), [])
        if who != mine or not others:
            continue
        sentence, ours = max(entries, key=lambda entry: entry[1])
        other = max(worth for _, worth in others)
        if ours >= 2 * other:
            yield Found(
                "damages-unequal",
                Span(sentence.start, sentence.end),
                {"ours_sum": yuan(ours), "theirs_sum": yuan(other)},
            )
