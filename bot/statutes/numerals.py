"""Numbers of articles, paragraphs and items: one reading or none. Nothing is guessed.

Stricter than `bot.quantities.number`, which understands what people say (两万五): 第五百五条 may be 505 or 550, so
it has no reading here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeAlias

Fault: TypeAlias = Literal["", "roman", "negative", "decimal", "ambiguous", "padded", "sub_item", "broken"]

_PLAIN = str.maketrans("〇○两壹贰叁肆伍陆柒捌玖拾佰仟", "零零二一二三四五六七八九十百千")
_DIGITS = "零一二三四五六七八九"
_PLACES = (("万", 10_000), ("千", 1000), ("百", 100), ("十", 10))
_ROMAN = re.compile(r"[IVXLCDMivxlcdm]+|[\u2160-\u2188]+")
_DROPPED_ZERO = re.compile("零(?=[一二三四五六七八九]?十)")
_LARGEST = 100_000
_LONGEST = 12
"""Digits that count; no law has so many articles, and an endless number must not cost time."""


@dataclass(frozen=True)
class Numeral:
    """What a written number means: `value`, or None with the `fault` and the `readings` it might have had."""

    value: int | None
    fault: Fault = ""
    readings: tuple[int, ...] = ()


def numeral(text: str) -> Numeral:
    """The one value of `text` (585, 五百八十五, 五八五, 伍佰捌拾伍), or why it has none."""
    if re.fullmatch(r"[0-9]+", text):
        return _arabic(text)
    if re.match(r"[-－−负]", text):
        return Numeral(None, "negative")
    if re.search(r"[.．点]", text):
        return Numeral(None, "decimal")
    if _ROMAN.fullmatch(text):
        return Numeral(None, "roman")
    plain = text.translate(_PLAIN)
    if plain and all(char in _DIGITS for char in plain):
        return _digit_by_digit(plain)
    value = _by_places(plain)
    if value is None:
        return Numeral(None, "broken")
    if plain in _writings(value):
        return Numeral(value)
    if plain[-1] in _DIGITS[1:] and plain[-2] in "百千万":
        place = dict(_PLACES)[plain[-2]]
        return Numeral(None, "ambiguous", (value, value + _DIGITS.index(plain[-1]) * (place // 10 - 1)))
    return Numeral(None, "broken", (value,))


def chinese(value: int) -> str:
    """`value` as laws write it: 1039 is 一千零三十九, 15 is 十五. From 1 to 99,999."""
    return _chinese(value).removeprefix("一") if 10 <= value < 20 else _chinese(value)


def _arabic(text: str) -> Numeral:
    if len(text) > 1 and text.startswith("0") and text.strip("0"):
        return Numeral(None, "padded", (int(text[-6:]),))
    return Numeral(int(text[:_LONGEST]))


def _digit_by_digit(plain: str) -> Numeral:
    """五八五 can only be 585; 一二 may be a list (第一、二条), and so may every run that counts up."""
    values = [_DIGITS.index(char) for char in plain]
    number = int("".join(map(str, values))[:_LONGEST])
    if len(values) == 1 or not number:
        return Numeral(number)
    if values[0] == 0:
        return Numeral(None, "padded", (number,))
    if all(after == before + 1 for before, after in pairwise(values)):
        return Numeral(None, "ambiguous", (number, *values))
    return Numeral(number)


def _by_places(plain: str) -> int | None:
    """The value of a numeral with place words in falling order, however it treats 零."""
    total, rest = 0, plain
    for place, worth in _PLACES:
        head, found, tail = rest.partition(place)
        if not found:
            continue
        digit = head.strip("零") or ("一" if place == "十" else "")
        if len(digit) != 1 or digit not in _DIGITS:
            return None
        total += _DIGITS.index(digit) * worth
        rest = tail
    last = rest.strip("零")
    if len(last) > 1 or any(char not in _DIGITS for char in last):
        return None
    return total + (_DIGITS.index(last) if last else 0)


def _writings(value: int) -> set[str]:
    """Every unambiguous way to write `value`: 一千零三十九 and 一千三十九, 一百一十五 and 一百十五."""
    if not 0 < value < _LARGEST:
        return set()
    full = _chinese(value)
    found = {full, _DROPPED_ZERO.sub("", full)}
    return found | {written.replace("一十", "十") for written in found}


def _chinese(value: int) -> str:
    written, pending = "", False
    for place, worth in (*_PLACES, ("", 1)):
        digit, value = divmod(value, worth)
        if digit:
            written += ("零" if pending and written else "") + _DIGITS[digit] + place
            pending = False
        else:
            pending = True
    return written
