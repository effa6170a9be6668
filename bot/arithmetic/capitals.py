"""Amounts in capital numerals (大写), as cheques and contracts write them."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.arithmetic.worked import cents

LARGEST = Decimal(10) ** 12
"""Amounts below this can be written."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
_READ = str.maketrans(
    "〇○一二两三四五六七八九十百千貳参參陸萬億圓圆", "零零壹贰贰叁肆伍陆柒捌玖拾佰仟贰叁叁陆万亿元元"
)
_AMOUNT = re.compile(
    r"(?:(?P<whole>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?(?:零?(?P<jiao>[零壹贰叁肆伍陆柒捌玖])角)?"
    r"(?:零?(?P<fen>[零壹贰叁肆伍陆柒捌玖])分)?[整正]?"
)


def capitals(amount: Decimal) -> str:
    """`amount` of 元 in capital numerals, rounded to 分: 1234.5 is 壹仟贰佰叁拾肆元伍角整.

    整 stands behind 元 and 角, not behind 分; a gap in the places is one 零. Raises ValueError below zero and
    from 10^12 on.
    """
    amount = cents(amount)
    if not 0 <= amount < LARGEST:
        raise ValueError(f"no capital numerals for {amount}")
    whole, fen = divmod(int(amount * 100), 100)
    text = f"{_whole(whole)}元" if whole else ""
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return f"{text or '零元'}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif text:
        text += "零"
    return f"{text}{_DIGITS[fen]}分" if fen else f"{text}整"


def read(text: str) -> Decimal | None:
    """The amount of 元 that capital numerals say, in any accepted writing, or None when they say none.

    Accepted are 圆 for 元, 正 for 整 or neither, 零 left out or put in, 伍零零零 digit by digit, and ordinary numerals.
    """
    plain = re.sub(r"\s", "", text).translate(_READ)
    match = _AMOUNT.fullmatch(
        plain if "元" in plain or re.search("[角分]", plain) else f"{plain.rstrip('整正')}元"
    )
    if not plain or match is None or not any(match.groups()):
        return None
    whole = _value(match["whole"]) if match["whole"] else 0
    if whole is None:
        return None
    parts = (_DIGITS.index(match[name]) if match[name] else 0 for name in ("jiao", "fen"))
    jiao, fen = parts
    return Decimal(whole) + Decimal(jiao) / 10 + Decimal(fen) / 100


def _value(text: str) -> int | None:
    """The value of a whole number in capitals; None where its places do not fall."""
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS.index(char)) for char in text))
    total = 0
    for group, unit in (("亿", 100_000_000), ("万", 10_000)):
        head, found, rest = text.partition(group)
        if not found:
            continue
        value = _places(head)
        if value is None or not value or group in rest:
            return None
        total += value * unit
        text = rest
    value = _places(text) if text else 0
    return None if value is None else total + value


def _places(text: str) -> int | None:
    """The value of one group of four places, the places falling; 零 may stand in any gap."""
    total, digit, last = 0, None, 4
    for char in text:
        if char in _DIGITS:
            value = _DIGITS.index(char)
            if digit:
                return None
            digit = value
            continue
        power = _PLACES.index(char) if char in _PLACES else 0
        if not power or power >= last or (digit == 0 and total == 0 and power != 1):
            return None
        total += (digit if digit else 1) * 10**power
        last, digit = power, None
    return total + (digit or 0)


def _whole(value: int) -> str:
    """A whole number in groups of four places; a group with an empty leading place is joined by 零."""
    text = ""
    for power in (2, 1, 0):
        group = value // 10_000**power % 10_000
        if not group:
            continue
        skipped = value // 10_000 ** (power + 1) % 10_000 == 0
        if text and (group < 1000 or skipped):
            text += "零"
        text += _group(group) + _GROUPS[power]
    return text


def _group(value: int) -> str:
    text, gap = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[power]
        gap = digit == 0
    return text
