"""Facts that shall stay blank: those that a message names as unknown or takes back, and those that were asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.drafting.reading.gathering import Gathered
from bot.drafting.reading.names import Names
from bot.drafting.reading.parts import Part, Speech
from bot.drafting.reading.said import Table

_ORDINAL = {"一": 0, "1": 0, "二": 1, "2": 1}
_PRICE = "seat_price"


class Blanks:
    """Which facts are withheld. `called` are parameter ids and the pattern of what each is called."""

    def __init__(self, speech: Speech, names: Names, called: Iterable[tuple[str, str]]) -> None:
        self._speech = speech
        self._names = names
        self._called = [(name, re.compile(pattern)) for name, pattern in called]

    def withhold_named(self, gathered: Gathered, text: str, told: tuple[Part, ...], table: Table) -> None:
        """Facts named where the words say that they are not known, or in the part just before."""
        for at, part in enumerate(told):
            if not self._speech.withholding.search(part.text):
                continue
            part = self._nearest(part)
            named = list(self._named(text, part))
            if not named and at and not self._figure_in(told[at - 1]):
                named = list(self._named(text, told[at - 1]))
            for parameter, start, end in named:
                gathered.withhold(parameter, start, end)
            if not named and not table.asked and len(table.latest) == 1:
                gathered.withhold(table.latest[0], part.start, part.end)

    def withhold_asked(self, gathered: Gathered, told: tuple[Part, ...], asked: tuple[str, ...]) -> None:
        """Facts that were asked for and are answered with 不知道; the first of them, or the one that is counted."""
        for part in told:
            words = part.text.strip()
            counted = self._speech.ordinal_asked.match(words)
            rest = words[counted.end() :] if counted else words
            if not self._speech.withheld_if_asked.match(rest):
                continue
            named = bool(gathered.withheld)  # 他们公司叫啥我忘了, 先空着 is of that fact alone
            if gathered.claimed(part.start, part.end) or named:
                continue
            open_ones = [name for name in asked if not gathered.has(name)]
            if counted:
                at = _ORDINAL[counted[1]]
                open_ones = [name for name in asked[at : at + 1] if not gathered.has(name)]
            elif not self._speech.everything.search(words):
                open_ones = open_ones[:1]
            for name in open_ones:
                gathered.withhold(name, part.start, part.end)

    def _named(self, text: str, part: Part) -> Iterable[tuple[str, int, int]]:
        found = list(self._names.blanks(text, (part.start, part.end)))
        for name, pattern in self._called:
            found += [
                (name, m.start(), m.end()) for m in pattern.finditer(text, part.start, part.end) if m[0]
            ]
        found.sort(key=lambda one: one[1] - one[2])
        kept: list[tuple[str, int, int]] = []
        for one in found:
            if not any(
                one[1] < other[2] and other[1] < one[2] and (one[1], one[2]) != (other[1], other[2])
                for other in kept
            ):
                kept.append(one)
        return kept

    def _nearest(self, part: Part) -> Part:
        """Of a part with spaces, the words that say it is not known, with the word before where they name nothing."""
        match = self._speech.withholding.search(part.text)
        if match is None or " " not in part.text:
            return part
        start = part.text.rfind(" ", 0, match.start()) + 1
        if start == match.start() and start:
            start = part.text.rfind(" ", 0, start - 1) + 1
        end = part.text.find(" ", match.end())
        end = len(part.text) if end < 0 else end
        return Part(part.text[start:end], part.start + start, part.start + end)

    def _figure_in(self, part: Part) -> bool:
        return bool(re.search(r"\d", part.text))
