"""Which way words lean a clause or the draft: to one side, to the other, or to the middle."""

from __future__ import annotations

import re

from bot.drafting.parameters import Position
from bot.drafting.reading.names import Side
from bot.drafting.reading.order_rules import PositionRules

_OTHER: dict[Position, Position] = {"merchant": "provider", "provider": "merchant", "balanced": "balanced"}
_SHORT = 9
"""Words of one part that speak of nothing in particular mean the whole draft."""


class Leaning:
    """The rules of `positions` in `orders.yaml`, compiled."""

    def __init__(self, rules: PositionRules) -> None:
        parties = "|".join(f"(?P<{name}>{words})" for name, words in rules.parties.items())
        self._leaning = re.compile(rules.leaning.replace("〔party〕", f"(?:{parties})"))
        self._parties = tuple(rules.parties)
        self._tougher, self._softer = re.compile(rules.tougher), re.compile(rules.softer)
        self._middle, self._hard = re.compile(rules.middle), re.compile(rules.hard)
        self._whole = re.compile(rules.whole)

    def position(self, words: str, side: Side) -> Position | None:
        """The position that the words ask for; `side` is whose side the speaker is on."""
        if self._middle.search(words):
            return "balanced"
        own: Position = side
        for match in self._leaning.finditer(words):
            party = next(name for name in self._parties if match[name])
            named = {"own": own, "other": _OTHER[own], "party_a": "merchant", "party_b": "provider"}
            wanted: Position = "provider" if named[party] == "provider" else "merchant"
            if (
                match[0][0] in "对给"
            ):  # 对他们好一点 leans to them, 对他们狠一点 away, 对他们 alone says nothing
                if self._hard.search(match["how"]):
                    return _OTHER[wanted]
                if self._softer.search(match["how"]) or re.search("好|有利", match["how"]):
                    return wanted
                continue
            return wanted
        if self._tougher.search(words):
            return own
        return _OTHER[own] if self._softer.search(words) else None

    def is_whole(self, words: str) -> bool:
        """Whether the words speak of the whole draft."""
        return self.says_whole(words) or len(words) <= _SHORT

    def says_whole(self, words: str) -> bool:
        """Whether the words say that they speak of all of it."""
        return bool(self._whole.search(words))
