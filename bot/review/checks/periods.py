"""One thing that two clauses settle differently: days, hours, rates, times of service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.quantities import number
from bot.review.consistency import Topic
from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.quoting import part_of
from bot.review.regions import regions_of

_UNITS = re.compile(
    r"[ \d〇零一二两三四五六七八九十.]*个?(?P<unit>有效工作日|工作日|自然日|小时|分钟|秒|周|年|月|日|天|号|%|‰)?"
)
_MOST = 50
"""Sentences about one thing that a later one is held against."""

_CLOCK = re.compile(r"(?P<half>下午|当晚|晚上?|夜间)?\s*(?P<hour>\d{1,2})[:：点时](?P<minute>\d\d)?")


@dataclass(frozen=True)
class _Said:
    """What a sentence settles: the value and its unit, for whom or what (`name`, empty for everybody), which of the
    topic's words it tells, and under which conditions."""

    value: str
    unit: str
    written: str
    name: str
    told: frozenset[int]
    strict: bool
    conditions: frozenset[int]
    span: Span
    sentence: Sentence

    def settles_otherwise(self, other: _Said) -> bool:
        """Whether the other sentence is about the same thing and gives it another figure."""
        return (
            self.value != other.value
            and self.unit == other.unit
            and (self.name == other.name or not self.name or not other.name)
            and (self.told == other.told or (not self.strict and self._tells_as_much(other)))
            and self.conditions == other.conditions
        )

    def _tells_as_much(self, other: _Said) -> bool:
        return bool(self.told and other.told) and (self.told <= other.told or other.told <= self.told)


def periods(case: Case) -> Iterator[Found]:
    """The later of two sentences that settle one thing differently, under the same circumstances."""
    reader = _Reader(case)
    for topic in case.words.topics:
        before: list[_Said] = []
        for said in reader.of(topic):
            first = next((one for one in before if one.settles_otherwise(said)), None)
            if first:
                fields = {
                    "thing": topic.title,
                    "first": first.written,
                    "second": said.written,
                    "where": case.paper.name(case.paper.clauses[first.sentence.clause]) or "开头部分",
                }
                yield Found("two-periods", part_of(case.paper, said.span, said.sentence), fields)
                break
            if len(before) < _MOST:
                before.append(said)


class _Reader:
    """Finds what a paper settles of a topic."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._conditions = [re.compile(pattern) for pattern in case.words.conditions]
        regions = regions_of(case.paper)
        self._sentences = [
            sentence
            for sentence in case.paper.sentences
            if sentence.clause not in regions.signature
            and re.search(r"[\d一二两三四五六七八九十]", sentence.text)
        ]

    def of(self, topic: Topic) -> Iterator[_Said]:
        """Everything that sentences settle of a topic. A sentence that settles it twice tells its own cases apart."""
        case = self._case
        about, figure = re.compile(case.fill(topic.about)), re.compile(case.fill(topic.figure))
        unless = re.compile(case.fill(topic.unless)) if topic.unless else None
        told = [re.compile(case.fill(pattern)) for pattern in topic.told]
        for sentence in self._sentences:
            if not about.search(sentence.text) or (unless and unless.search(sentence.text)):
                continue
            matches = list(figure.finditer(sentence.text))
            if len({_canonical(match) for match in matches}) != 1:
                continue
            match = matches[0]
            context = sentence.text + _heading(case.paper, sentence)
            value, unit = _canonical(match)
            yield _Said(
                value,
                unit,
                f"{match['figure']}{unit}",
                match.groupdict().get("name") or "",
                _matching(told, sentence.text),
                topic.strict,
                _matching(self._conditions, context),
                Span(sentence.start + match.start(), sentence.start + match.end()),
                sentence,
            )


def _matching(patterns: Sequence[re.Pattern[str]], text: str) -> frozenset[int]:
    return frozenset(at for at, pattern in enumerate(patterns) if pattern.search(text))


def _heading(paper: Paper, sentence: Sentence) -> str:
    """The label in front of a list or the title right above: a table row or item is under its conditions too."""
    clause = paper.clauses[sentence.clause]
    above = paper.clauses[clause.parent] if clause.parent is not None else None
    return above.title if above else ""


def _canonical(match: re.Match[str]) -> tuple[str, str]:
    """The value and the unit of a figure, both comparable."""
    figure = match["figure"]
    if _CLOCK.search(figure):
        return "-".join(_hour(clock) for clock in _CLOCK.finditer(figure)), ""
    rest = match.string[match.start("figure") : match.start("figure") + len(figure) + 6]
    found = _UNITS.match(rest)
    unit = (found["unit"] or "") if found else ""
    unit = {"天": "日", "自然日": "日", "号": "日", "有效工作日": "工作日"}.get(unit, unit)
    if "分之" in figure or "%" in figure or "‰" in figure:
        return str(_rate(figure)), ""
    try:
        return f"{number(figure).normalize():f}", unit
    except ValueError:
        return figure, unit


def _hour(clock: re.Match[str]) -> str:
    """A time of day by the clock of 24 hours; midnight is 24:00 however it is called."""
    hour = int(clock["hour"])
    if clock["half"] and 0 < hour <= 12:
        hour += 12
    return f"{hour or 24}:{clock['minute'] or '00'}"


def _rate(figure: str) -> str:
    """A rate in parts of ten thousand."""
    match = re.fullmatch(r"([百千万])分之(.+)", figure.strip())
    if match:
        scale = {"百": 100, "千": 10, "万": 1}[match[1]]
        try:
            return f"{(number(match[2]) * scale).normalize():f}"
        except ValueError:
            return figure
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([%‰])", figure.strip())
    return f"{(number(plain[1]) * (100 if plain[2] == '%' else 10)).normalize():f}" if plain else figure
