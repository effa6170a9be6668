"""Amounts in capital numerals (大写), as cheques and contracts write them."""

from __future__ import annotations

from decimal import Decimal

from bot.arithmetic.worked import cents

LARGEST = Decimal(10) ** 12
"""Amounts below this can be written."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")


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
