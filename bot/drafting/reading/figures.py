"""The figures of a plain message: those of `bot.quantities`, and those that only talk writes (俩, 八毛, 万五, -3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.drafting.parameters import Parameter
from bot.quantities import number, parse

_CN = "[一二三四五六七八九十两]"
_SIGN = re.compile(r"(?:(?<![\d一-龥a-z)])[-−]|负)\s?$")
_PER = re.compile(
    r"(?P<every>每一?个?|/|／|一个?|per )\s?(?P<base>坐席|席位?|人|客服|月|个|名|位|单|条|会话|咨询|接待|次|天|日|年|seat|month|head|conversation)"
)
_EACH = re.compile(r"\beach\b")
_PER_FOLLOWS = re.compile(r"^[\s,的是要才按/]{0,2}$")
_RATE_PER = frozenset("天日")
_INSTALMENTS = re.compile("[一两二三四五六几\\d][次期批笔]|次|期|批")
_HALF = re.compile(r"大?(?<![两\d一二三四五六七八九十个年])半个?(?P<unit>月|年|小时|天)")


@dataclass(frozen=True)
class Figure:
    """One figure: `kind` and `unit` as in `bot.quantities.Quantity`, `per` what it is reckoned on."""

    value: Decimal
    unit: str
    kind: str
    start: int
    end: int
    text: str
    per: str = ""

    @property
    def bare(self) -> bool:
        """Whether it is a number without a unit."""
        return self.kind == "count" and not self.unit


def figures(text: str, masked: tuple[tuple[int, int], ...] = ()) -> tuple[Figure, ...]:
    """Every figure in order but those in `masked` places; 「一个」「一个月」 of a price are its `per` and no figures."""
    found: list[Figure] = []
    taken = list(masked)
    for figure in _talk(text):
        if not _overlaps(figure.start, figure.end, taken):
            found.append(figure)
            taken.append((figure.start, figure.end))
    for q in parse(text):
        if q.kind not in ("time", "ordinal") and not _overlaps(q.start, q.end, taken):
            figure = Figure(q.value, q.unit, q.kind, q.start, q.end, q.text, q.per)
            found.append(_not_points(figure) if _INSTALMENTS.match(text, q.end) else figure)
    found = [_signed(figure, text) for figure in sorted(found, key=lambda one: one.start)]
    return tuple(_with_per(found, text))


def raw_value(figure: Figure, parameter: Parameter, day_hours: bool = True) -> str:
    """The figure as text that `read_value` reads for that parameter: units converted where talk converts them."""
    value, unit = figure.value, figure.unit
    if parameter.type == "rate" and figure.kind == "rate":
        value = value * 100 if unit == "倍" else value
        return _digits(value * 10 if parameter.unit == "‰" else value)
    if parameter.type == "duration":
        unit = "日" if unit == "号" else unit
        value, unit = _in_unit(value, unit, parameter.unit, day_hours)
        return f"{_digits(value)}{unit}"
    return _digits(value)


def fits(figure: Figure, parameter: Parameter, units: tuple[str, ...]) -> bool:
    """Whether the figure is of the parameter's kind; whether it is within bounds is another question."""
    if parameter.type == "money":
        return (figure.kind == "amount" and figure.unit == "元") or figure.bare
    if parameter.type == "rate":
        if figure.kind == "rate":
            return figure.unit != "倍" or (parameter.min or 0) >= 100
        return figure.bare
    if parameter.type == "duration":
        if figure.bare:
            return True
        kinds = _LENGTHS[parameter.unit]
        return (figure.kind == "duration" and figure.unit in kinds) or (figure.unit == "号" and "日" in kinds)
    if parameter.type == "count":
        if "号" in units:
            return figure.bare or figure.unit == "号" or (figure.unit == "日" and figure.text.endswith("日"))
        if figure.kind == "count":
            return figure.unit in ("", *units) or (figure.unit == "人" and "名" in units)
        return figure.kind == "duration" and figure.unit in units
    return False


_LENGTHS = {
    "天": ("日", "周", "月", "年", "工作日", "小时"),
    "个工作日": ("工作日", "日", "周", "月"),
    "秒": ("秒", "分钟"),
    "小时": ("小时", "分钟", "日", "工作日"),
    "个月": ("月", "年", "季度"),
    "年": ("年", "月"),
}
_IN_DAYS = {"周": 7, "月": 30, "年": 365}


def _in_unit(value: Decimal, unit: str, wanted: str, day_hours: bool) -> tuple[Decimal, str]:
    """A month of notice is thirty days, a day of an answer twenty-four hours: lengths that nobody counts otherwise."""
    if wanted in ("天", "个工作日") and unit in _IN_DAYS:
        if unit == "年" and value < 1:
            return value * 360, "天"
        return value * _IN_DAYS[unit], "天"
    if wanted == "天" and unit == "小时" and value % 24 == 0:
        return value / 24, "天"
    if wanted == "小时" and unit == "日" and day_hours:
        return value * 24, "小时"
    if unit == "月":
        return value, "个月"
    return value, {"日": "天", "工作日": "个工作日"}.get(unit, unit)


def _talk(text: str) -> Iterator[Figure]:
    for pattern, kind, unit, group in _TALK:
        for match in pattern.finditer(text):
            written = match[group] if group else ""
            if kind == "amount":
                value = _number(written) / 10
            elif unit == "倍":
                value = Decimal(2)
            elif kind == "rate":
                value = _number(written) * (Decimal("0.01") if match[0].startswith("万") else Decimal("0.1"))
            elif match[0].startswith("仨"):
                value = Decimal(3)
            elif match[0].startswith("俩"):
                value = Decimal(2)
            else:
                value = _number(written)
            yield Figure(value, unit, kind, match.start(), match.end(), match[0])
    for match in _HALF.finditer(text):
        unit = {"月": "月", "年": "年", "小时": "小时", "天": "日"}[match["unit"]]
        yield Figure(Decimal("0.5"), unit, "duration", match.start(), match.end(), match[0])


_TALK: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (re.compile(rf"(?P<n>\d+(?:\.\d+)?|{_CN})\s?[毛角]钱?"), "amount", "元", "n"),
    (
        re.compile(
            rf"(?<![\d{_CN[1:-1]}百])[万千](?:分之)?(?P<n>{_CN}|\d(?:\.\d+)?)(?![\d万千百元块个人k.])"
        ),
        "rate",
        "%",
        "n",
    ),
    (re.compile(r"(?m)^\s?(?P<n>\d{1,2})\s?$"), "count", "", "n"),
    (re.compile(r"(?P<n>[双两])倍"), "rate", "倍", ""),
    (re.compile(r"[俩仨]个?月"), "duration", "月", ""),
    (re.compile(r"[俩仨]个?(?:礼拜|星期|周)"), "duration", "周", ""),
    (re.compile(rf"(?<=[先再]上)(?P<n>{_CN})[个人]"), "count", "个", "n"),
    (re.compile(r"[俩仨](?:人|个)?"), "count", "个", ""),
    (re.compile(r"(?<![\d.:])(?P<n>\d{1,2})[号日](?![线楼店码])"), "date", "号", "n"),
    (
        re.compile(rf"(?<![\d.a-z])(?P<n>\d+|{_CN})\s?(?:位|席|名)(?=客服|坐席|$|[,，。\s])"),
        "count",
        "席",
        "n",
    ),
    (re.compile(r"(?<![\d.a-z])(?P<n>\d+|one|two|three) ?months?\b"), "duration", "月", "n"),
    (re.compile(r"(?<![\d.a-z])(?P<n>\d+|one|two|three) ?years?\b"), "duration", "年", "n"),
    (re.compile(r"(?<![\d.a-z])(?P<n>\d+|one|two|three) ?days?\b"), "duration", "日", "n"),
    (re.compile(r"(?<![\d.a-z])(?P<n>\d+) ?(?:seconds?|secs?)\b"), "duration", "秒", "n"),
    (re.compile(r"(?<![\d.a-z])(?P<n>\d+|one|two|three) ?(?:seats?|agents?|people)\b"), "count", "个", "n"),
)
_ENGLISH = {"one": 1, "two": 2, "three": 3}


def _number(written: str) -> Decimal:
    return Decimal(_ENGLISH[written]) if written in _ENGLISH else number(written)


def _not_points(figure: Figure) -> Figure:
    """5万分两次 is paid in two instalments and counts no points."""
    if figure.unit != "分":
        return figure
    return replace(figure, unit="", end=figure.end - 1, text=figure.text[:-1])


def _signed(figure: Figure, text: str) -> Figure:
    sign = _SIGN.search(text, max(0, figure.start - 2), figure.start)
    if not sign or (sign[0][0] == "-" and figure.kind == "date"):
        return figure
    start = sign.start()
    return replace(figure, value=-figure.value, start=start, text=text[start : figure.end])


def _with_per(found: list[Figure], text: str) -> Iterator[Figure]:
    """Join 「一个坐席」「每人每月」「/席」 to the price beside them; a 一 of theirs counts nothing."""
    units = [(m.start(), m.end(), m["base"]) for m in _PER.finditer(text)]
    units += [(m.start(), m.end(), "each") for m in _EACH.finditer(text)]
    units.sort()
    priced: dict[int, list[str]] = {}
    spent: set[int] = set()
    prices = [(at, f) for at, f in enumerate(found) if _price_like(f)]
    for at, figure in prices:
        for order in (units[::-1], units):  # what stands before it, nearest first, then what follows
            left, right = figure.start, figure.end
            for index, (start, end, base) in enumerate(order):
                known = len(units) - 1 - index if order is not units else index
                before = end <= left and _PER_FOLLOWS.match(text[end:left])
                # 每个每月8000元，一年: a price that has told what it is for does not take the term as well.
                another = at in priced and "," in text[right:start]
                after = start >= right and _PER_FOLLOWS.match(text[right:start]) and not another
                if (order is not units and before) or (order is units and after):
                    priced.setdefault(at, []).append(base)
                    spent.add(known)
                    left, right = (start, right) if before else (left, end)
    spans = [units[index][:2] for index in spent]
    for at, figure in enumerate(found):
        if figure.value == 1 and figure.text[0] in "一1" and _overlaps(figure.start, figure.end, spans):
            continue
        joined = " ".join(dict.fromkeys((*priced.get(at, ()), *filter(None, [figure.per]))))
        yield replace(figure, per=joined)


def _price_like(figure: Figure) -> bool:
    return figure.kind in ("amount", "rate") or (figure.bare and abs(figure.value) >= 100)


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in taken)


def _digits(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
