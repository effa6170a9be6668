"""One thing that two clauses settle differently: days, hours, rates, times of service."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
_CLOCK = re.compile(r"(\d{1,2})[:：点时](\d\d)?")


@dataclass(frozen=True)
class _Said:
    """What a sentence settles: the value and unit, and under which circumstances (what must be equal to compare)."""

    value: str
    written: str
    key: frozenset[int | str]
    span: Span
    sentence: Sentence


def periods(case: Case) -> Iterator[Found]:
    """The later of two sentences that settle one thing differently, under the same circumstances."""
    reader = _Reader(case)
    for topic in case.words.topics:
        firsts: dict[frozenset[int | str], _Said] = {}
        for said in reader.of(topic):
            first = firsts.setdefault(said.key, said)
            if first.value != said.value:
                fields = {
                    "thing": topic.title,
                    "first": first.written,
                    "second": said.written,
                    "where": case.paper.name(case.paper.clauses[first.sentence.clause]) or "开头部分",
                }
                yield Found("two-periods", part_of(case.paper, said.span, said.sentence), fields)
                break


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
            and re.search(r"[\d一二三四五六七八九十]", sentence.text)
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
            key = {at for at, pattern in enumerate(told) if pattern.search(sentence.text)}
            names = match.groupdict().get("name")
            key_words = {f"c{at}" for at, pattern in enumerate(self._conditions) if pattern.search(context)}
            value, unit = _canonical(match)
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            written = f"{match['figure']}{unit}"
            all_keys: set[int | str] = {*key, *key_words, f"u{unit}"}
            yield _Said(value, written, frozenset(all_keys | ({names} if names else set())), span, sentence)


def _heading(paper: Paper, sentence: Sentence) -> str:
    """The label in front of a list or the title right above: a table row or item is under its conditions too."""
    clause = paper.clauses[sentence.clause]
    above = paper.clauses[clause.parent] if clause.parent is not None else None
    return above.title if above else ""


def _canonical(match: re.Match[str]) -> tuple[str, str]:
    """The value and the unit of a figure, both comparable."""
    figure = match["figure"]
    if _CLOCK.search(figure):
        hours = [f"{int(hour)}:{minute or '00'}" for hour, minute in _CLOCK.findall(figure)]
        return "-".join(hours), ""
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
