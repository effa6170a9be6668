"""Amounts in capital numerals against a library that was written by somebody else."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import cn2an

from bot.arithmetic.capitals import capitals


def _amounts() -> list[Decimal]:
    """Ten thousand amounts of every length, most with gaps of zeros, which is where such code goes wrong."""
    chance = random.Random(20270301)
    found = []
    for _ in range(10_000):
        digits = "".join(chance.choice("0000123456789") for _ in range(chance.randint(1, 13)))
        found.append(Decimal(int(digits)) / 100 if int(digits) >= 100 else Decimal(chance.randint(1, 99_999)))
    return found


def _by_cn2an(amount: Decimal) -> str:
    """What cn2an makes of the figures before 元, with 角 and 分 and the 整 that the rules ask for."""
    whole, cents = divmod(int(amount * 100), 100)
    jiao, fen = divmod(cents, 10)
    digits = "零壹贰叁肆伍陆柒捌玖"
    text = f"{cn2an.an2cn(whole, 'up')}元"
    if not cents:
        return f"{text}整"
    tail = f"{digits[jiao]}角" if jiao else "零"
    return f"{text}{tail}{digits[fen]}分" if fen else f"{text}{tail}整"


def _bridges(amount: Decimal) -> bool:
    """Whether 亿 is followed by an empty 万 group and a full 千: one 零 belongs there, which cn2an leaves out."""
    whole = int(amount)
    return whole >= 10**8 and whole // 10**4 % 10**4 == 0 and whole % 10**4 >= 1000


def test_ten_thousand_amounts_are_written_alike() -> None:
    wrong = []
    for amount in _amounts():
        ours, theirs = capitals(amount), _by_cn2an(amount)
        if _bridges(amount):
            theirs = theirs.replace("亿", "亿零")
        if ours != theirs:
            wrong.append((amount, ours, theirs))
    assert wrong == []


def _place_by_place(whole: int) -> str:
    """A whole number written by the rule alone: every digit with its place, then gaps made one 零.

    《正确填写票据和结算凭证的基本规定》第二条: 零 stands once for a gap between digits, never at the end.
    """
    places = ["", "拾", "佰", "仟", "万", "拾", "佰", "仟", "亿", "拾", "佰", "仟"]
    digits = f"{whole}"[::-1]
    text = ""
    for at in reversed(range(len(digits))):
        digit = int(digits[at])
        group = digits[at - at % 4 : at - at % 4 + 4]
        text += "零" if not digit else "壹贰叁肆伍陆柒捌玖"[digit - 1] + (places[at] if at % 4 else "")
        if at and at % 4 == 0 and int(group):
            text = text.rstrip("零") + places[at]
    return re.sub("零+", "零", text).rstrip("零")


def test_ten_thousand_whole_amounts_are_written_by_the_rule() -> None:
    wrong = []
    for amount in _amounts():
        whole = int(amount)
        if whole and capitals(Decimal(whole)) != f"{_place_by_place(whole)}元整":
            wrong.append((whole, capitals(Decimal(whole)), _place_by_place(whole)))
    assert wrong == []
