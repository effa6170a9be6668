"""Lengths of time in every form that contracts write them in (十五日, 15天, 半个月, 两周, 一个季度), comparable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.quantities import number

_NUMBER = r"(?:\d{1,4}(?:\.\d+)?|[〇零一二三四五六七八九十百两俩]{1,5}|半)"
_UNIT = (
    r"(?:(?:有效|法定|银行)?工作日|自然日|日历[日天]|钟头|小时|分钟|秒|个?(?:整)?(?:季度?|年度?|周年)|星期|礼拜|周(?![年一二三四五六日])|个?(?:自然|日历|整)?月(?!\d|[底初末])"
    r"|[日天夜](?!均|常|志|报|期))"
)
LASTING = rf"(?P<count>{_NUMBER})\s*(?P<some>个半|来|多)?\s*个?(?P<half>半)?\s*(?P<unit>{_UNIT})"
"""A pattern for a length of time, for `length_of` to read."""

_WEEKS = frozenset({"星期", "礼拜", "周"})
_DAY = Decimal(24)
_SLACK = Decimal(3)
"""Days of rest that may lie in a few working days, beside every weekend."""


@dataclass(frozen=True)
class Length:
    """The hours that a length of time may have: a month has 28 to 31 days, ten working days about two weeks.

    `unit` is how it is counted; two that are counted alike differ where their counts do.
    """

    least: Decimal
    most: Decimal
    unit: str

    def differs(self, other: Length) -> bool:
        """Whether the two cannot be meant for the same length."""
        if self.unit == other.unit:
            return self.least != other.least
        return self.most < other.least or other.most < self.least


def length_of(match: re.Match[str]) -> Length:
    """The length of a match of `LASTING`."""
    count = Decimal("0.5") if match["count"] == "半" else number(match["count"].replace("俩", "两"))
    if match["some"] == "个半" or match["half"]:
        count += Decimal("0.5")
    unit = match["unit"].lstrip("个").replace("整", "")
    if "工作日" in unit:
        return Length(count * _DAY, (count * Decimal("1.4") + _SLACK) * _DAY, "工作日")
    if unit in ("小时", "钟头"):
        return Length(count, count, "时")
    if unit == "分钟":
        return Length(count / 60, count / 60, "时")
    if unit == "秒":
        return Length(count / 3600, count / 3600, "时")
    if unit in _WEEKS:
        return Length(count * 7 * _DAY, count * 7 * _DAY, "时")
    months = {"季": 3, "年": 12}.get(unit[0], 12 if unit == "周年" else 1 if unit.endswith("月") else 0)
    if months:
        return Length(count * months * 28 * _DAY, count * months * 31 * _DAY, "月")
    return Length(count * _DAY, count * _DAY, "时")
