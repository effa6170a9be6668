"""The facts of a message: names, dates, times, figures, choices, answers to what was asked, blanks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from bot.drafting.parameters import Parameter
from bot.drafting.reading.answering import Answers
from bot.drafting.reading.attributing import Attribution
from bot.drafting.reading.blanks import Blanks
from bot.drafting.reading.choosing import Choices
from bot.drafting.reading.days import days
from bot.drafting.reading.figures import Figure, figures
from bot.drafting.reading.gathering import Gathered, same_value
from bot.drafting.reading.hours import all_week, hours, places
from bot.drafting.reading.implying import imply
from bot.drafting.reading.names import Names
from bot.drafting.reading.parts import Part, Speech, without
from bot.drafting.reading.said import Table

_RANGE = re.compile(r"\s?(?:到|至|-|~|—|–)\s?")
_HERE = re.compile("当地|直接|哪|这")


class Stating:
    """Reads the facts of plain messages for one side of the table."""

    def __init__(
        self,
        speech: Speech,
        attribution: Attribution,
        choices: Choices,
        names: Names,
        parameters: Mapping[str, Parameter],
    ) -> None:
        self._speech = speech
        self._attribution = attribution
        self._choices = choices
        self._names = names
        self._parameters = parameters
        self._answers = Answers(speech, attribution, choices, names, parameters)
        called = (*attribution.called(), *choices.called.items())
        self._blanks = Blanks(speech, names, called)

    def gather(self, message: str, text: str, parts: tuple[Part, ...], table: Table, today: date) -> Gathered:
        """Everything that the parts told say; `text` is plain, with what is not to be read blanked."""
        gathered = Gathered(self._parameters, message)
        told = tuple(part for part in parts if part.role == "told")
        self._blanks.withhold_named(gathered, text, told, table)
        masked = self._named(gathered, message, text, table.facts.get("platforms", ""))
        rest = without(text, masked)
        masked += self._dated(gathered, rest, table, today)
        rest = without(rest, masked)
        self._timed(gathered, rest, table)
        masked += list(places(rest)) + list(self._speech.no_figures(rest))
        found, old = self._standing(figures(rest, tuple(masked)), rest)
        self._figured(gathered, rest, found, old, table)
        for name, start, end in self._attribution.nones(rest):
            gathered.claim(name, "0", start, end)
        for chosen in self._choices.find(without(text, self._name_places(gathered)), told):
            gathered.claim(chosen.parameter, chosen.value, chosen.start, chosen.end)
        named_court = self._names.court_named.search(rest)
        placed = named_court and not _HERE.search(named_court[0]) and not gathered.has("court_place")
        if named_court and placed and "dispute_way" in gathered.sayings:
            gathered.doubt(("court_place",), named_court.start(), named_court.end())
        loose = [figure for figure in found if not gathered.claimed(figure.start, figure.end)]
        self._blanks.withhold_asked(gathered, told, table.asked)
        loose = self._answers.corrections(gathered, text, told, loose, table)
        loose = self._answers.answers(gathered, message, text, told, loose, table)
        loose = self._answers.follow_ups(gathered, told, loose, table)
        self._doubted(gathered, told, loose)
        for at, part in enumerate(told):
            if self._speech.correcting.search(part.text):
                alone = not gathered.claimed(part.start, part.end)  # 不对, 是天猫
                gathered.correct(part.start, told[at + 1].end if alone and at + 1 < len(told) else part.end)
        imply(gathered, table.facts)
        return gathered

    def spoken_of(self, text: str) -> tuple[str, ...]:
        """Facts that plain words speak of by name or with a figure, whatever they say of them."""
        attributed, _ = self._attribution.attribute(text, figures(text, ()))
        called = [name for name, pattern in self._attribution.called() if re.search(pattern, text)]
        return tuple(dict.fromkeys((*(one.parameter for one in attributed), *called)))

    def _named(self, gathered: Gathered, message: str, text: str, platforms: str) -> list[tuple[int, int]]:
        places = []
        for one in self._names.find(text, platforms):
            raw = one.value or message[one.start : one.end]
            gathered.claim(one.parameter, raw, one.start, one.end)
            if one.parameter != "platforms":
                places.append((one.start, one.end))
        return places

    def _name_places(self, gathered: Gathered) -> list[tuple[int, int]]:
        kinds = ("party", "place", "text")
        return [
            (one.start, one.end)
            for name, one in gathered.sayings.items()
            if self._parameters[name].type in kinds and name not in ("platforms", "arbitration_body")
        ]

    def _dated(self, gathered: Gathered, text: str, table: Table, today: date) -> list[tuple[int, int]]:
        found = days(text, today, table.asked)
        for day in found:
            if day.parameter:
                gathered.claim(day.parameter, day.raw, day.start, day.end)
            elif re.search(r"\d|元旦|年底", day.raw) and not re.match("今|明|后", text[day.start : day.end]):
                gathered.doubt(("start_date", "end_date"), day.start, day.end)
        return [(day.start, day.end) for day in found]

    def _timed(self, gathered: Gathered, text: str, table: Table) -> None:
        for hour in hours(text, table.asked):
            gathered.claim(hour.parameter, hour.raw, hour.start, hour.end)
        if all_week(text) and "service_start" in gathered.sayings:
            source = gathered.sayings["service_start"]
            gathered.claim("working_days", "every_day", source.start, source.end)

    def _standing(
        self, found: tuple[Figure, ...], text: str
    ) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """The figures that stand, and those that the next one takes the place of."""
        kept = []
        for at, figure in enumerate(found):
            following = next((f.start for f in found[at + 1 :] if f.kind == figure.kind or f.bare), None)
            if not self._speech.taken_back(text, figure.start, figure.end, following):
                kept.append(figure)
        return tuple(kept), tuple(figure for figure in found if figure not in kept)

    def _figured(
        self,
        gathered: Gathered,
        text: str,
        found: tuple[Figure, ...],
        old: tuple[Figure, ...],
        table: Table,
    ) -> None:
        replaced = self._replaced(text, old, table)
        ranges = _ranges(text, found)
        rest = []
        for figure in found:
            if (
                replaced
                and not gathered.has(replaced)
                and figure.start > old[0].end
                and self._attribution.can_hold(replaced, figure)
            ):
                raw = self._attribution.raw(replaced, figure)
                gathered.claim(replaced, raw, figure.start, figure.end)
            elif figure not in ranges.values():
                rest.append(figure)
        attributed, tied = self._attribution.attribute(text, tuple(rest), table.asked)
        for one in sorted(attributed, key=lambda one: one.figure.start):
            figure = one.figure
            if upper := ranges.get(figure):  # 6500到7000 is no price yet
                gathered.doubt((one.parameter,), figure.start, upper.end)
                continue
            raw = self._attribution.raw(one.parameter, figure)
            gathered.claim(one.parameter, raw, figure.start, figure.end)
        for figure, names in tied:
            gathered.doubt(names, figure.start, figure.end)

    def _replaced(self, text: str, old: tuple[Figure, ...], table: Table) -> str:
        """The one fact whose value was taken back: that which stands with it, or that the words say it is."""
        held = [
            name
            for figure in old
            for name, value in table.facts.items()
            if self._attribution.can_hold(name, figure)
            and same_value(value, self._attribution.raw(name, figure))
        ]
        if not held and old:
            attributed, _ = self._attribution.attribute(text, old, table.asked)
            held = [one.parameter for one in attributed]
        return held[0] if len(set(held)) == 1 else ""

    def _doubted(self, gathered: Gathered, told: tuple[Part, ...], loose: list[Figure]) -> None:
        for figure in loose:
            part = next((part for part in told if part.start <= figure.start < part.end), None)
            if part is None:
                continue
            around = part.text[: figure.start - part.start] + part.text[figure.end - part.start :]
            kind = figure.unit if figure.kind == "duration" else figure.kind
            kind = "amount" if figure.bare and figure.value >= 300 else kind
            names = self._attribution.doubts.get(kind, ())
            if names and self._speech.is_filler(around) and not gathered.claimed(figure.start, figure.end):
                gathered.doubt(names, figure.start, figure.end)


def _ranges(text: str, found: tuple[Figure, ...]) -> dict[Figure, Figure]:
    """Figures that open a range, each with the one that closes it."""
    return {
        one: other
        for one, other in pairwise(found)
        if _RANGE.fullmatch(text[one.end : other.start]) and (one.kind == other.kind or one.bare)
    }
