"""Numbers that identify a person or an account: whether one can be what it looks like, by its own check digits."""

from __future__ import annotations

import re
from datetime import date

PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55),
                       *range(61, 66), 71, *range(81, 84)))  # fmt: skip
"""First two digits of an identity card: the province of its first registration."""

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NOT_PART = re.compile(r"[^0-9Xx]")
_OLDEST = 1900


def has_birthday(text: str) -> bool:
    """Whether 15 or 18 digits hold a province and a day of birth where an identity card has them."""
    code = _plain(text)
    if len(code) not in (15, 18) or int(code[:2]) not in PROVINCES:
        return False
    born = code[6:14] if len(code) == 18 else f"19{code[6:12]}"
    try:
        return date(int(born[:4]), int(born[4:6]), int(born[6:])) >= date(_OLDEST, 1, 1)
    except ValueError:
        return False


def is_id_number(text: str) -> bool:
    """Whether it is an identity card's number: place, day of birth and, of 18, the check digit."""
    code = _plain(text)
    return has_birthday(text) and (len(code) == 15 or id_check(code[:17]) == code[17])


def id_check(digits: str) -> str:
    """The check digit behind the first 17 (GB 11643)."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True)) % 11]


def is_luhn(text: str) -> bool:
    """Whether the digits of a card end in the check digit that the others call for."""
    total = 0
    for place, char in enumerate(reversed(_plain(text))):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _plain(text: str) -> str:
    return _NOT_PART.sub("", text).upper()
