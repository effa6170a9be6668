"""A question as figures that each play a part, and the cues that say what is to be reckoned."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from bot.answering.sums.words import FigureClass, RoleRule, SumsFile
from bot.arithmetic.dates import days_of_month
from bot.quantities import Quantity, parse
from bot.retrieval.question import plain, simplified

_ASKS = ("much", "which_day", "opinion")

LEFT, RIGHT = 18, 14
"""Characters before and after a figure that say what it is."""

BAD_DATE = "坏日期"
"""The unit of what is written like a date and names no month or day that exists (13月, 3月40日)."""

_IN_DAYS = {"日": 1, "周": 7}
_IN_MONTHS = {"月": 1, "季度": 3, "年": 12}
_SENTENCE_END = re.compile(r"[。;?!\n]")
_GREAT = re.compile(r"[万亿千百kKwW]")
_RELATIVE_DAYS = {"前天": -2, "昨天": -1, "今天": 0, "明天": 1, "后天": 2}


@dataclass(frozen=True)
class Figure:
    """A figure of a question: `value` in the unit of its class, `role` the part it plays or empty.

    Classes: `amount` in 元, `rate` in percent, `times` as a multiple, `days`, `months`, `workdays`, `date` as
    quantities writes it with its `unit`, `people` and `count`. `bases` are what it is reckoned on.
    """

    value: Decimal
    of: FigureClass
    unit: str
    text: str
    start: int
    end: int
    role: str = ""
    bases: frozenset[str] = frozenset()
    called: str = ""
    """What the user calls it, where that is not the name of the input."""

    @property
    def per(self) -> str:
        """The length of time that it is reckoned on: 日, 周, 月, 年 or empty."""
        return next((basis for basis in ("日", "周", "月", "年") if basis in self.bases), "")


@dataclass(frozen=True)
class Reading:
    """A question in the words of the rules, its figures in order, and the names of the cues that it holds.

    `removed` are inputs that it takes back: 不要上限了.
    """

    text: str
    figures: tuple[Figure, ...]
    cues: frozenset[str]
    removed: frozenset[str] = frozenset()


class Reader:
    """Reads questions by the rules of the file."""

    def __init__(self, words: SumsFile, today: Callable[[], date]) -> None:
        self._words = words
        self._today = today
        self._cues = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.cues.items()}
        self._bad_dates = tuple(re.compile(pattern) for pattern in words.bad_dates)
        self._negative = re.compile(words.negative)
        self._denied = re.compile(words.denied)
        self._people = re.compile(words.people)
        self._month_ends = re.compile(words.month_ends)
        self._said_today = re.compile(words.today)
        self._removals = {name: re.compile(pattern) for name, pattern in words.removals.items()}
        self._bases = [(b.name, *_around(b.before, b.after)) for b in words.bases]
        self._roles = [(rule, *_around(rule.before, rule.after)) for rule in words.roles]
        self._split = re.compile(words.split)
        self._joints = re.compile(words.joints)

    def plain(self, typed: str) -> str:
        """One script, one width, and the words that the rules know."""
        text = simplified(plain(typed))
        for rewrite in self._words.rewrites:
            text = rewrite.pattern.sub(rewrite.put, text)
        today = self.stated_today(text) or self._today()
        return self._month_ends.sub(
            lambda match: _last_of_month(match, today), self._said_today.sub(self._words.known_today, text)
        )

    def stated_today(self, text: str) -> date | None:
        """The day that a turn says it is: 今天是2026年11月20日."""
        said = self._said_today.search(simplified(plain(text)))
        try:
            return date(*map(int, said.group(1, 2, 3))) if said else None
        except ValueError:
            return None

    def pieces(self, text: str) -> list[str]:
        """The questions of a plain turn; what is said before a question belongs to it, what is after, too."""
        pieces: list[str] = []
        held = ""
        for sentence in filter(str.strip, self._split.split(text)):
            held += sentence
            if self._asks(sentence):
                pieces.append(held)
                held = ""
        if held and pieces and not self._joints.match(held):
            pieces[-1] += held
        elif held:
            pieces.append(held)
        return pieces or [text]

    def read(self, text: str) -> Reading:
        """The reading of plain text."""
        quantities = _without_bases(list(self._quantities(text)), text)
        figures = []
        for at, quantity in enumerate(quantities):
            left = quantities[at - 1].end if at else 0
            right = quantities[at + 1].start if at + 1 < len(quantities) else len(text)
            before = _SENTENCE_END.split(text[max(left, quantity.start - LEFT) : quantity.start])[-1]
            after = _SENTENCE_END.split(text[quantity.end : min(right, quantity.end + RIGHT)])[0]
            figure = self._figure(
                quantity, before, after, hangs=right < len(text) and right - quantity.end <= RIGHT
            )
            if figure is not None and self._negative.search(text[: quantity.start]):
                figure = replace(figure, value=-figure.value)
            if figure is not None:
                figures.append(self._with_role(figure, before, after))
        figures = self._meant(_ranges(figures, text), text)
        cues = frozenset(name for name, pattern in self._cues.items() if pattern.search(text))
        removed = frozenset(name for name, pattern in self._removals.items() if pattern.search(text))
        return Reading(text, tuple(figures), cues, removed)

    def _meant(self, figures: list[Figure], text: str) -> list[Figure]:
        """Without the figure that is taken back: 不是3万,是5万."""
        return [
            figure
            for at, figure in enumerate(figures)
            if not (
                self._denied.search(text[: figure.start])
                and any(other.of == figure.of for other in figures[at + 1 :])
            )
        ]

    def _asks(self, sentence: str) -> bool:
        return any(self._cues[name].search(sentence) for name in _ASKS)

    def _quantities(self, text: str) -> Iterator[Quantity]:
        """What quantities finds, and what only looks like a date, in order."""
        bad = [m for pattern in self._bad_dates for m in pattern.finditer(text)]
        found = [Quantity(Decimal(0), BAD_DATE, "date", m.start(), m.end(), m[0]) for m in bad]
        covered = [(q.start, q.end) for q in found]
        for quantity in parse(text):
            if not any(start < quantity.end and quantity.start < end for start, end in covered):
                found.append(quantity)
        yield from sorted(found, key=lambda quantity: quantity.start)

    def _figure(self, quantity: Quantity, before: str, after: str, hangs: bool) -> Figure | None:
        """The quantity in the unit of its class; None for what no sum here reckons with.

        `hangs` says that another figure stands right behind `after`.
        """
        value, of = quantity.value, self._class_of(quantity, after)
        if of is None:
            return None
        if of == "days":
            value *= _IN_DAYS.get(quantity.unit, 1)
        elif of == "months":
            value *= _IN_MONTHS.get(quantity.unit, 1)
        role = ""
        if quantity.kind == "ordinal" and _OF_A_DAY.search(before):
            return None  # 从到期日第二天起 is the first day late, not a day of grace
        if quantity.kind == "ordinal":
            # 从第4天起 leaves three days free; 第5个月末 is five months on.
            value, role = (value - 1, "grace") if of == "days" else (value, "worked")
        bases = set()
        for name, left, right in self._bases:
            behind = right.match(after)
            # 3万每天千分之五: 每天 belongs to what follows it directly.
            if left.search(before) or (behind and not (hangs and behind.end() >= len(after.rstrip()))):
                bases.add(name)
        if quantity.per and ("每" in before or re.search("[/每]", quantity.text)):
            bases.add(quantity.per)
        month = _NAMED_MONTH.search(before) if quantity.unit == "号" else None
        text = f"{month[0]}{quantity.text}" if month else quantity.text
        return Figure(value, of, quantity.unit, text, quantity.start, quantity.end, role, frozenset(bases))

    def _class_of(self, quantity: Quantity, after: str) -> FigureClass | None:
        unit = quantity.unit
        match quantity.kind:
            case "amount":
                return "amount" if unit == "元" else None
            case "rate":
                return "rate" if unit == "%" else "times"
            case "date":
                return "date"
            case "duration":
                if unit in _IN_DAYS:
                    return "days"
                if unit in _IN_MONTHS:
                    return "months"
                return "workdays" if unit == "工作日" else None
            case "ordinal":
                if unit == "天" and re.match("[起开后]", after):
                    return "days"
                return "months" if unit in ("月", "个月") and re.match("[末底满]|结束", after) else None
            case "count":
                if unit == "人" or (unit == "个" and self._people.match(after)):
                    return "people"
                large = quantity.value >= 100 or bool(_GREAT.search(quantity.text))
                return "amount" if not unit and large else "count"
        return None

    def _with_role(self, figure: Figure, before: str, after: str) -> Figure:
        if figure.role:
            return figure
        for rule, left, right in self._roles:
            if _holds(rule, left, right, figure, before, after):
                return replace(
                    figure, role=rule.role, called=_called(left.search(before), right.match(after))
                )
            # 扣 50 is an amount, however small: the words around it say so.
            small = replace(figure, of="amount") if figure.of == "count" and not figure.unit else None
            if small and _holds(rule, left, right, small, before, after):
                return replace(small, role=rule.role)
        return figure


def _called(*matches: re.Match[str] | None) -> str:
    """What a rule's `called` group found on either side of a figure."""
    found = (match.groupdict().get("called") for match in matches if match)
    return next(filter(None, found), "")


def _last_of_month(match: re.Match[str], today: date) -> str:
    """月底 and 今天 as the day that they are."""
    if match[0] in _RELATIVE_DAYS:
        then = today + timedelta(days=_RELATIVE_DAYS[match[0]])
        return f"{then.year}年{then.month}月{then.day}日"
    month = int(match["month"] or 12)
    if not 1 <= month <= 12:
        return match[0]
    year = int(match["year"] or today.year)
    return f"{match['year'] + '年' if match['year'] else ''}{month}月{days_of_month(year, month)}日"


def _holds(
    rule: RoleRule,
    left: re.Pattern[str],
    right: re.Pattern[str],
    figure: Figure,
    before: str,
    after: str,
) -> bool:
    if figure.of not in rule.of or not set(rule.basis.split("+")) <= {*figure.bases, ""}:
        return False
    if rule.text and not re.search(rule.text, figure.text):
        return False
    if not rule.before and not rule.after:
        return True
    stands = (bool(left.search(before)), bool(right.match(after)))
    return all(stands) if rule.both else any(stands)


_ONE = re.compile(r"[一1]个?(?:天|日|月|年|周|星期|次|个|人|名|位|单|条|笔)$")
_ONE_TIME = re.compile(r"[一1]个?(?:天|日|月|年|周|星期)$")
_REACHES = re.compile(
    r"[^,。;\d打涨降]{0,3}|(?:客服|坐席|员工|席位|人)?(?:一个月|每个?月|一年|一天|每天)(?:要|是|收)?"
    r"|[^,。;\d]{0,5}[扣罚][^,。;\d]{0,2}"
)


def _ranges(figures: list[Figure], text: str) -> list[Figure]:
    """With the 10 of 10-30万 as 100,000."""
    scaled = list(figures)
    for at, (low, high) in enumerate(pairwise(figures)):
        great = next((scale for mark, scale in (("万", 10_000), ("千", 1000)) if mark in high.text), 0)
        joined = _RANGE.fullmatch(text[low.end : high.start])
        if joined and great and low.of == "count" and not low.unit and low.value * great < high.value:
            scaled[at] = replace(low, value=low.value * great, of="amount")
    return scaled


_RANGE = re.compile(r" ?(?:-|~|～|–|—|到|至) ?")


def _without_bases(quantities: list[Quantity], text: str) -> list[Quantity]:
    """Without the 一天 of 一天千分之五 and the 一个 of 一个投诉扣 50: they say what the next figure hangs on."""
    kept: list[Quantity] = []
    for quantity in reversed(quantities):
        following = kept[-1] if kept else None
        hangs = (
            following is not None
            and (following.kind in ("amount", "rate") or not following.unit)
            and not following.text.endswith("折")
            and _ONE.match(quantity.text)
            and _REACHES.fullmatch(text[quantity.end : following.start])
        )
        if not hangs:
            kept.append(quantity)
    found = kept[::-1]
    return [q for at, q in enumerate(found) if not (at and _is_unit_of(found[at - 1], q, text))]


def _is_unit_of(before: Quantity, one: Quantity, text: str) -> bool:
    """Whether 一个 right behind an amount says what it is for: 4500一个."""
    return (
        before.end == one.start
        and (before.kind in ("amount", "rate") or (before.kind == "count" and before.value >= 100))
        and bool((_ONE_TIME if before.kind == "rate" else _ONE).match(one.text))
        and not _GOES_ON.match(text, one.end)
    )


_GOES_ON = re.compile(r"[没未还了才后多半零]|逾期|以上")


_NAMED_MONTH = re.compile(r"(?:次月|下个?月|上个?月|本月|这个?月|当月|每个?月)的?$")
_OF_A_DAY = re.compile(r"(?:[日期号]|当天|届满)的?$")
_NEVER = "(?!)"


def _around(before: str, after: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns that are sought at the end of what stands before, and at the start of what stands behind."""
    return (
        re.compile(rf"(?:{before})$" if before else _NEVER, re.IGNORECASE),
        re.compile(rf"(?:{after})" if after else _NEVER, re.IGNORECASE),
    )
