"""One thing that two clauses settle differently: days, hours, rates, times of service."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.quantities import number
from bot.review.checks.table_sums import WEIGHT
from bot.review.consistency import Topic
from bot.review.found import Case, Found, Span
from bot.review.lasting import LASTING, length_of
from bot.review.paper import Paper, Sentence
from bot.review.quoting import part_of
from bot.review.regions import regions_of
from bot.review.tables import tables_of

_UNITS = re.compile(
    r"[ \d〇零一二两三四五六七八九十.]*个?(?P<unit>有效工作日|工作日|自然日|小时|分钟|秒|周|年|月|日|天|号|%|‰)?"
)
_PLAIN = str.maketrans("一二三四五六七八九", "123456789")
_LASTING = re.compile(LASTING)
_MOST = 50
"""Sentences about one thing that a later one is held against."""

_CLOCK = re.compile(
    r"(?P<half>下午|当晚|晚上?|夜间)?\s*(?P<hour>\d{1,2}|[一二三四五六七八九十]{1,3})[:：点时](?P<minute>\d\d|半)?"
)


@dataclass(frozen=True)
class _Said:
    """What a sentence settles: the value and its unit, for whom or what (`name`, empty for everybody), which of the
    topic's words it tells, and under which conditions."""

    value: str
    unit: str
    written: str
    name: str
    told: frozenset[str]
    strict: bool
    conditions: frozenset[str]
    span: Span
    sentence: Sentence

    def settles_otherwise(self, other: _Said) -> bool:
        """Whether the other sentence is about the same thing and gives it another figure."""
        return (
            self._differs(other)
            and (self.name == other.name or not self.name or not other.name)
            and (self.told == other.told or (not self.strict and self._tells_as_much(other)))
            and self.conditions == other.conditions
        )

    def settles_in_another_way(self, other: _Said) -> bool:
        """Whether the other sentence, of a topic that this one's stands against, is about the same and has its
        own clause: a day of the month here, days after an invoice there."""
        return (
            bool(self.told & other.told)
            and self.conditions == other.conditions
            and self.sentence.clause != other.sentence.clause
        )

    def _differs(self, other: _Said) -> bool:
        """Whether the figures are two: of one unit, or of two that cannot be the same length of time."""
        if self.unit == other.unit:
            return self.value != other.value
        one, another = (_LASTING.fullmatch(f"{said.value}{said.unit}") for said in (self, other))
        return one is not None and another is not None and length_of(one).differs(length_of(another))

    def _tells_as_much(self, other: _Said) -> bool:
        return bool(self.told and other.told) and (self.told <= other.told or other.told <= self.told)


def periods(case: Case) -> Iterator[Found]:
    """The later of two sentences that settle one thing differently, under the same circumstances."""
    reader = _Reader(case)
    settled: dict[str, list[_Said]] = {}
    for topic in case.words.topics:
        before = settled.setdefault(topic.id, [])
        for said in reader.of(topic):
            others = settled.get(topic.against, ())
            first = next((one for one in before if one.settles_otherwise(said)), None) or next(
                (one for one in others if one.settles_in_another_way(said)), None
            )
            if first:
                fields = {
                    "thing": topic.title,
                    "first": first.written,
                    "second": said.written,
                    "where": case.paper.place(first.sentence.clause),
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
        self._weights = [
            (row.cells[at].start, row.cells[at].end)
            for table in tables_of(case.paper)
            for at in table.columns(WEIGHT)
            for row in table.rows[1:]
            if at < len(row.cells)
        ]
        self._sentences = [
            _with_colons(sentence)
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
            if not about.search(sentence.text):
                continue
            matches = [
                match for match in figure.finditer(sentence.text) if not self._is_weight(sentence, match)
            ]
            if len({_canonical(match) for match in matches}) > 1:
                # 每月6日前交账单，每月15日前付款: the stretch that is about the topic settles it.
                matches = [match for match in matches if about.search(_stretch(match))]
            if len({_canonical(match) for match in matches}) != 1:
                continue
            match = matches[0]
            if unless and unless.search(_up_to(sentence.text, match.end())):
                continue
            context = _up_to(sentence.text, match.end()) + _heading(case.paper, sentence)
            value, unit = _canonical(match)
            yield _Said(
                value,
                unit,
                f"{match['figure']}{unit}",
                self._for_whom(topic, match, sentence),
                _matching(told, _condition(case.paper, sentence) + sentence.text)
                or _matching(told, self._headings(sentence)),
                topic.strict,
                _matching(self._conditions, context),
                Span(sentence.start + match.start(), sentence.start + match.end()),
                sentence,
            )

    def _headings(self, sentence: Sentence) -> str:
        paper = self._case.paper
        return "\n".join(clause.title for clause in paper.path(paper.clauses[sentence.clause])[:-1])

    def _is_weight(self, sentence: Sentence, match: re.Match[str]) -> bool:
        """Whether a figure stands in a column of weights: 20% of what is assessed is no satisfaction of 20%."""
        at = sentence.start + match.start("figure")
        return any(start <= at < end for start, end in self._weights)

    def _for_whom(self, topic: Topic, match: re.Match[str], sentence: Sentence) -> str:
        """The name that a figure tells; where it tells a side, the side that the sentence begins with."""
        name = (match.groupdict().get("name") or "").replace("人工", "").translate(_PLAIN)
        if "name" not in match.groupdict() or "<merchant>" not in topic.figure:
            return name
        for party in (self._case.parties.merchant, self._case.parties.provider):
            if re.match(party.pattern, name or sentence.text):
                return party.label
        return name


def _with_colons(sentence: Sentence) -> Sentence:
    """A row of a table reads 合作期限：24个月; every character stays in its place."""
    return replace(sentence, text=sentence.text.replace(" | ", "：  ")) if "|" in sentence.text else sentence


def _stretch(match: re.Match[str]) -> str:
    """The words between the commas around a figure."""
    text = match.string
    start = max(text.rfind(stop, 0, match.start()) for stop in "，,；：") + 1
    stop = re.compile("[，,；;。]").search(text, match.end())
    return text[start : stop.start() if stop else len(text)]


def _up_to(text: str, end: int) -> str:
    """The sentence as far as the stretch in which the figure ends, or all of it where what follows limits it."""
    stop = re.compile("[，,；;。]").search(text, end)
    if stop is None or re.search("(?<!信息)除外|例外|期间|另[行有]|但|标准|该项得", text[stop.start() :]):
        return text
    return text[: stop.start()]


def _matching(patterns: Sequence[re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(pattern.pattern for pattern in patterns if pattern.search(text))


_LIST = re.compile("[^。；]*(?:下列|以下|如下)[^。；：:]*[：:]")


def _condition(paper: Paper, sentence: Sentence) -> str:
    """What leads to a list that the sentence is an item of: before its clause, or in the clause itself."""
    listed = _LIST.search(paper.plain[paper.clauses[sentence.clause].start : sentence.start])
    return listed[0] if listed else paper.lead_in(sentence.clause)


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
    if unit == "年" and figure != "半":
        try:
            return f"{(number(figure) * 12).normalize():f}", "月"
        except ValueError:
            return figure, unit
    unit = {"天": "日", "自然日": "日", "号": "日", "有效工作日": "工作日"}.get(unit, unit)
    if "分之" in figure or "成" in figure or "%" in figure or "‰" in figure:
        return str(_rate(figure)), ""
    try:
        return f"{number(figure).normalize():f}", unit
    except ValueError:
        return figure, unit


def _hour(clock: re.Match[str]) -> str:
    """A time of day by the clock of 24 hours; midnight is 24:00 however it is called."""
    hour = int(number(clock["hour"]))
    if clock["half"] and 0 < hour <= 12:
        hour += 12
    return f"{hour or 24}:{(clock['minute'] or '00').replace('半', '30')}"


def _rate(figure: str) -> str:
    """A rate in parts of ten thousand."""
    match = re.fullmatch(r"([百千万])分之(.+)", figure.strip())
    if match:
        scale = {"百": 100, "千": 10, "万": 1}[match[1]]
        try:
            return f"{(number(match[2]) * scale).normalize():f}"
        except ValueError:
            return figure
    tenths = re.fullmatch(r"(.)成(.?)", figure.strip())
    if tenths:
        rest = number("五" if tenths[2] == "半" else tenths[2] or "零")
        return f"{(number(tenths[1]) * 1000 + rest * 100).normalize():f}"
    plain = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([%‰])", figure.strip())
    return f"{(number(plain[1]) * (100 if plain[2] == '%' else 10)).normalize():f}" if plain else figure
