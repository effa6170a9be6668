"""Amounts in capital numerals against a library that was written by somebody else."""

from __future__ import annotations

import random
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
    """What cn2an writes, in the words of 中国人民银行: 零 between 元 and 分, 整 behind 角."""
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
