"""Whether two figures can be compared, and whether they say the same as people speak."""

from __future__ import annotations

from decimal import Decimal

from bot.answering.premises.readings import Figure
from bot.quantities import Quantity, supports

_DAYS = {
    "日": Decimal(1),
    "工作日": Decimal(1),
    "周": Decimal(7),
    "月": Decimal(30),
    "季度": Decimal(90),
    "年": Decimal(365),
    "小时": Decimal(1) / 24,
    "分钟": Decimal(1) / 1440,
    "秒": Decimal(1) / 86400,
}
_LEEWAY = Decimal("0.25")
"""How far 左右 and 大概 reach."""

_SAME_LENGTH = Decimal("0.04")
"""A year is 365 days and twelve months, a month 30 or 31 days: people mean the same."""


def comparable(ours: Figure, theirs: Figure) -> bool:
    """Whether two figures are of a kind, so that one can contradict the other."""
    if ours.family != theirs.family or (ours.family == "date" and ours.quantity.unit != theirs.quantity.unit):
        return False
    if ours.family == "money" and (ours.quantity.kind == "rate") != (theirs.quantity.kind == "rate"):
        # A rate against an amount: only where both are plainly of the same money.
        return bool(ours.head) and bool(theirs.head)
    if ours.family == "count":
        unit = _counted(ours.quantity)
        return unit == _counted(theirs.quantity) and (bool(unit) or ours.follows == theirs.follows)
    if ours.family == "duration":
        return (ours.quantity.unit in ("小时", "分钟", "秒")) == (
            theirs.quantity.unit in ("小时", "分钟", "秒")
        )
    return True


def _counted(quantity: Quantity) -> str:
    """What is counted; 个, 方面, 项, 点 and 部分 of a list are alike."""
    unit = quantity.unit or quantity.text[-1]
    return "" if unit in ("个", "方面", "项", "点", "条", "种", "类") else unit


def agree(ours: Figure, theirs: Figure) -> bool:
    """Whether two figures say the same, as people speak: 30天 and 一个月 do, 左右 gives leeway."""
    if supports(theirs.quantity, ours.quantity):
        return True
    a, b = ours.quantity, theirs.quantity
    if (a.per and b.per and a.per != b.per) or ours.family != theirs.family:
        return False
    leeway = _LEEWAY if ours.loose else _SAME_LENGTH if ours.family == "duration" else Decimal(0)
    mine, other = _measure(a), _measure(b)
    return mine[0] == other[0] and abs(mine[1] - other[1]) <= leeway * other[1]


def beyond(ours: Figure, theirs: Figure) -> bool:
    """Whether a case lies beyond a limit, so that both may be so: twelve days of delay, and 「超过十日」."""
    return theirs.above and not ours.only and greater(ours, theirs)


def greater(ours: Figure, theirs: Figure) -> bool:
    """Whether the first figure is the greater, where they can be compared."""
    mine, other = _measure(ours.quantity), _measure(theirs.quantity)
    return mine[0] == other[0] and mine[1] > other[1]


def _measure(quantity: Quantity) -> tuple[str, Decimal]:
    """A figure as a value of one unit of its kind: days, percent, times, 元, or its own."""
    if quantity.unit in _DAYS:
        return "日", quantity.value * _DAYS[quantity.unit]
    if quantity.kind == "rate":
        return quantity.unit, quantity.value
    return quantity.kind.replace("count", "amount"), quantity.value
