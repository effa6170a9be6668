"""A figure as people write it (三十秒, 5万元, 每日万分之五), as a number of the unit that a fact is kept in."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from bot.quantities import Quantity, parse

_BARE = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_PER = re.compile(r"^每[日天月年]")
_COUNTED = frozenset(("", "个", "人", "分", "份", "号", "日"))

_UNITS: dict[str, dict[str, Decimal]] = {
    "元": {"元": Decimal(1)},
    "%": {"%": Decimal(1)},
    "‰": {"%": Decimal(10)},
    "秒": {"秒": Decimal(1), "分钟": Decimal(60)},
    "小时": {"小时": Decimal(1)},
    "天": {"日": Decimal(1)},
    "个工作日": {"工作日": Decimal(1)},
    "个月": {"月": Decimal(1), "年": Decimal(12)},
    "年": {"年": Decimal(1)},
}
"""By the unit of a fact: the units of bot.quantities that say the same, and what one of them is worth."""


def figure(text: str, unit: str) -> Decimal | None:
    """The number of `unit` that `text` states; None when it states none, several, or one of another unit.

    A bare number is taken to be of that unit. Days are not made of months nor hours of days: a month has no fixed
    number of days, and a contract that says 24小时 means no calendar day.
    """
    bare = text.removesuffix(unit).strip().replace(",", "")
    if _BARE.fullmatch(bare):
        try:
            return Decimal(bare)
        except InvalidOperation:
            return None
    found = parse(text)
    if len(found) != 1 or _PER.sub("", text) != found[0].text:
        return None
    return _converted(found[0], unit)


def _converted(quantity: Quantity, unit: str) -> Decimal | None:
    if unit in _UNITS:
        worth = _UNITS[unit].get(quantity.unit)
        return quantity.value * worth if worth else None
    return quantity.value if quantity.unit in _COUNTED else None
