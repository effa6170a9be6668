"""Which fact a figure is: by the words near it, its unit, what was asked for and what was just changed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bot.data_files import fault
from bot.drafting.parameters import Parameter
from bot.drafting.reading.figures import Figure, fits, raw_value
from bot.drafting.reading.rules import FigureFile, FigureRule

_REACH = 26
_PER_CHAR = 0.15
_PER_STOP = 0.9
_PER_FIGURE = 0.8
_BEHIND = 0.5
_ASKED = 1.2
_ENOUGH = 1.0
_NAMED = 3.6
_PRICED = 2.6
_STOPS = re.compile(r"[,，。;；!！、\n]")
_PROVIDER = re.compile("乙方|他们|对方|外包公司|人家")
_SENTENCE = re.compile(r"[。;；!！?？\n]")


@dataclass(frozen=True)
class _Words:
    pattern: re.Pattern[str]
    also: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    weight: float


@dataclass(frozen=True)
class _Rule:
    parameter: Parameter
    written: FigureRule
    words: tuple[_Words, ...]


@dataclass(frozen=True)
class _Spot:
    """A figure, the sentence and the part it stands in, and the figures near it."""

    figure: Figure
    sentence: tuple[int, int]
    part: tuple[int, int]
    near: tuple[Figure, ...]


@dataclass(frozen=True)
class Attributed:
    """A figure and the fact it is, with how strongly the words say so."""

    figure: Figure
    parameter: str
    score: float


class Attribution:
    """The rules of `figures.yaml`, compiled for the parameters of a library."""

    def __init__(self, file: FigureFile, parameters: Mapping[str, Parameter]) -> None:
        self.doubts = file.doubts
        self._rules = {
            rule.parameter: _Rule(parameters[rule.parameter], rule, tuple(_words(rule)))
            for rule in file.figures
        }
        self.parameters = parameters

    @staticmethod
    def check(path: Path, file: FigureFile, parameters: Mapping[str, Parameter]) -> None:
        """Raise ConfigurationError where a rule or a doubt names no numeric parameter."""
        for at, rule in enumerate(file.figures):
            if rule.parameter not in parameters or not parameters[rule.parameter].numeric:
                raise fault(path, ("figures", at, "parameter"), f"没有数字参数 {rule.parameter}")
        for kind, names in file.doubts.items():
            for index, name in enumerate(names):
                if name not in parameters:
                    raise fault(path, ("doubts", kind, index), f"没有参数 {name}")

    def called(self) -> Iterable[tuple[str, str]]:
        """Parameter ids and the pattern of what they are called, where they have one."""
        return ((name, rule.written.called) for name, rule in self._rules.items() if rule.written.called)

    def nones(self, text: str) -> Iterable[tuple[str, int, int]]:
        """Facts of which the text says that there is none: parameter and place."""
        for name, rule in self._rules.items():
            if rule.written.none and (match := re.search(rule.written.none, text)):
                yield name, match.start(), match.end()

    def raw(self, name: str, figure: Figure) -> str:
        """The figure as text that `read_value` reads for that parameter."""
        return raw_value(figure, self.parameters[name], self._rules[name].written.day_hours)

    def can_hold(self, name: str, figure: Figure) -> bool:
        """Whether the figure is of that parameter's kind."""
        rule = self._rules.get(name)
        return rule is not None and self._possible(rule, figure)

    def attribute(
        self, text: str, found: tuple[Figure, ...], asked: tuple[str, ...] = ()
    ) -> tuple[tuple[Attributed, ...], tuple[tuple[Figure, tuple[str, ...]], ...]]:
        """Figures with their fact, each fact once; and figures that could as well be one fact as another."""
        scored = [
            Attributed(spot.figure, name, score)
            for spot in _spots(text, found)
            for name, rule in self._rules.items()
            if self._possible(rule, spot.figure)
            if (score := self._score(text, spot, rule, asked)) >= _ENOUGH
        ]
        scored.sort(key=lambda one: -one.score)
        given: dict[str, Attributed] = {}
        done: set[Figure] = set()
        tied: list[tuple[Figure, tuple[str, ...]]] = []
        of_figure: dict[Figure, list[Attributed]] = {}
        for one in scored:
            of_figure.setdefault(one.figure, []).append(one)
        for one in scored:
            if one.figure in done or one.parameter in given:
                continue
            equals = [
                other.parameter
                for other in of_figure[one.figure]
                if other.score == one.score and other.parameter not in given
            ]
            done.add(one.figure)
            if set(self._rules[one.parameter].written.not_per) & set(one.figure.per.split()):
                equals = [one.parameter, one.parameter]
            if len(equals) > 1:
                tied.append((one.figure, tuple(dict.fromkeys(equals))))
                continue
            given[one.parameter] = one
        return tuple(given.values()), tuple(tied)

    def _possible(self, rule: _Rule, figure: Figure) -> bool:
        if not fits(figure, rule.parameter, rule.written.units):
            return False
        least = rule.written.least
        if figure.per and figure.bare and rule.parameter.type == "count":
            return False
        if not figure.bare:
            far_too_little = least is not None and 0 < figure.value < Decimal(str(least)) / 10
            return not (rule.parameter.type == "money" and far_too_little)
        most_possible = rule.parameter.max
        if rule.parameter.type != "money" and most_possible is not None and figure.value > most_possible * 10:
            return False
        value, most = abs(figure.value), rule.written.most
        return (least is None or value >= Decimal(str(least)) or figure.value <= 0) and (
            most is None or value <= Decimal(str(most))
        )

    def _score(self, text: str, spot: _Spot, rule: _Rule, asked: tuple[str, ...]) -> float:
        figure, sentence = spot.figure, spot.sentence
        best = 0.0
        for words in rule.words:
            if words.also and not words.also.search(text, *sentence):
                continue
            if words.unless and words.unless.search(text, *spot.part):
                continue
            low, high = max(sentence[0], figure.start - _REACH), min(sentence[1], figure.end + _REACH)
            for match in words.pattern.finditer(text, low, high):
                best = max(best, words.weight - _distance(text, spot, match.start(), match.end()))
        if rule.written.per and any(base in rule.written.per for base in figure.per.split()):
            best = max(best, _PRICED) + 0.6
        if rule.written.party == "provider" and not _PROVIDER.search(text, *sentence):
            return 0.0
        if best and rule.parameter.id in asked:
            best += _ASKED
        return round(best, 3)


def _words(rule: FigureRule) -> Iterable[_Words]:
    if rule.called:
        yield _Words(re.compile(rule.called), None, None, _NAMED)
    for cue in rule.cues:
        yield _Words(
            re.compile(cue.words),
            re.compile(cue.also) if cue.also else None,
            re.compile(cue.unless) if cue.unless else None,
            cue.weight,
        )


def _distance(text: str, spot: _Spot, start: int, end: int) -> float:
    figure = spot.figure
    if end <= figure.start:
        low, high, cost = end, figure.start, 0.0
    elif start >= figure.end:
        low, high, cost = figure.end, start, _BEHIND if start > figure.end + 1 else 0.1
    else:
        return 0.0
    between = text[low:high]
    cost += _PER_CHAR * len(between) + _PER_STOP * len(_STOPS.findall(between)) + 0.5 * between.count(" ")
    return cost + _PER_FIGURE * sum(low <= other.start and other.end <= high for other in spot.near)


def _spots(text: str, found: tuple[Figure, ...]) -> Iterable[_Spot]:
    sentences = [match.start() for match in _SENTENCE.finditer(text)]
    stops = [match.start() for match in _STOPS.finditer(text)]
    starts = [figure.start for figure in found]
    for figure in found:
        low = bisect_left(starts, figure.start - 2 * _REACH)
        high = bisect_right(starts, figure.end + _REACH)
        yield _Spot(figure, _around(sentences, figure, text), _around(stops, figure, text), found[low:high])


def _around(stops: list[int], figure: Figure, text: str) -> tuple[int, int]:
    """What lies between the stops on both sides of a figure."""
    before = bisect_left(stops, figure.start)
    after = bisect_left(stops, figure.end)
    start = stops[before - 1] + 1 if before else 0
    return start, stops[after] if after < len(stops) else len(text)
