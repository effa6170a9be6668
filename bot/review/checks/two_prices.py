"""One breach at two prices: what each side pays for the like, brought to one measure (民法典第六条)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.arithmetic.worked import yuan
from bot.quantities import Quantity, parse
from bot.review.checks.breaches import PAYS, Piece
from bot.review.checks.paying import Payer, fees
from bot.review.found import Case, Found, Span

_KIND = {
    "解除": re.compile("解除|终止|解约|退出|撤场|毁约|退场|散伙"),
    "保密": re.compile("保密|泄露|泄密|商业秘密"),
    "付款": re.compile("(?:付款|支付|结算|结清|付|退款|退还)(?=[^，。；]{0,14}(?:的|，|每|自|超过|满|$))|欠"),
    "招用": re.compile("挖|招用|录用|聘用|雇佣|招揽"),
    "停工": re.compile("停工|停止|中断|缺岗|缺席|空岗|离岗|缺员|掉线|缺人"),
    "指标": re.compile("指标|达标|得分|考核|响应|满意|差错|超时|投诉"),
    "违约": re.compile("违约(?!金)|违反|不履行|未履行|未按(?:合约|合同|约定|协议|本)"),
}
"""Kinds of breach, by the words of the condition; the first that fits."""
_PRICE = re.compile("(?:启动|建档|开通|培训|搭建|进场|实施|接入)费")
"""What is paid for a service, whatever is said about it."""
_CONDITION = re.compile("^[^。；]*?(?:的|时|者)，")
_TIMES = 2
"""From how many times the other's damages on ours are much more."""


def compared(case: Case, pieces: Sequence[Piece], yours: Payer) -> Iterator[Found]:
    """The like breach at two prices: ours at twice theirs or more, in one clause or for one kind of breach."""
    monthly = fees(case).monthly
    mine = [(piece, worth) for piece in pieces if piece.who == case.mine and (worth := _worth(piece.said))]
    others = [(piece, worth) for piece in pieces if piece.who == yours and (worth := _worth(piece.said))]
    for piece, (text, unit, value) in mine:
        for other, (their_text, their_unit, their_value) in others:
            measure, due = unit, value
            if unit == "日" and their_unit == "元" and monthly:
                measure, due = "元", value * monthly / 30
            if measure != their_unit or due < _TIMES * their_value or not alike(piece, other):
                continue
            fields = {"ours_sum": text, "theirs_sum": their_text}
            yield Found("damages-unequal", Span(piece.sentence.start, piece.sentence.end), fields)
            return


def alike(piece: Piece, other: Piece) -> bool:
    """Whether two stretches are about the like breach: of one kind, or side by side and of no kind that we know."""
    kinds = [
        next((name for name, pattern in _KIND.items() if pattern.search(_breach_told(one.said))), "")
        for one in (piece, other)
    ]
    return kinds[0] == kinds[1] and (kinds[0] != "" or piece.beside(other))


def _breach_told(said: str) -> str:
    """The words that tell what the breach is: those before 的，, where they are set off."""
    condition = _CONDITION.match(said)
    return condition[0] if condition else said


def _worth(said: str) -> tuple[str, str, Decimal] | None:
    """The damages of a stretch: as told, what they are measured in, and how much."""
    if not PAYS.search(said) or _PRICE.search(said):
        return None
    for figure in parse(said):
        behind = said[figure.end : figure.end + 8]
        if figure.kind == "amount" and figure.unit == "元" and _due(said, figure):
            return yuan(figure.value), f"元{figure.per}", figure.value
        days = _days_of(said[: figure.start]) if figure.kind == "rate" and figure.unit == "%" else None
        if days and not figure.per and _due(said, figure):
            return f"{days[0]}{figure.text}", "日", days[1] * figure.value / 100
        if figure.kind == "rate" and figure.unit in ("%", "倍") and _due(said, figure):
            return figure.text, f"{figure.unit}{figure.per}", figure.value
        if (
            figure.kind == "duration"
            and figure.unit in _DAYS
            and re.match("[^，。；]{0,6}(?:费|工资)", behind)
        ):
            whole = figure.value * _DAYS[figure.unit]
            share = _share_behind(said[figure.end :])
            return f"{figure.text}的费用", "日", whole * share / 100
    return None


def _share_behind(after: str) -> Decimal:
    """The percent of a fee that is due, where a share of it is: 三个月服务费的 20%; else all of it."""
    rate = next((one for one in parse(after[:20]) if one.kind == "rate" and one.unit == "%"), None)
    return rate.value if rate and after[: rate.start].endswith("的") else Decimal(100)


def _days_of(before: str) -> tuple[str, Decimal] | None:
    """The days whose fee a share is of, by the words right before it, and those words."""
    match = _SHARE_OF.search(before)
    if match is None or not match.lastgroup:
        return None
    return match[0], Decimal(_SHARES[match.lastgroup])


_SHARE_OF = re.compile(
    "(?:(?P<day>当[日天])|(?P<month>当月|月度?|(?:最后|前)?(?:一|1)个月)|(?P<all>合同|全部|全年|年度|总))[^，。；\\d]{0,10}(?:费|款|总额|总价|金额|报酬)(?:总额|总价)?的?$"
)
_SHARES = {"day": 1, "month": 30, "all": 365}
_DAYS = {"日": 1, "周": 7, "月": 30, "季度": 90, "年": 365}


def _due(said: str, figure: Quantity) -> bool:
    """Whether the figure is what is due, and not a threshold or a count of something else."""
    return not re.search("达到|低于|超过|不足|满$", said[max(0, figure.start - 4) : figure.start]) or bool(
        re.search("不(?:低于|超过|高于)$", said[max(0, figure.start - 4) : figure.start])
    )
