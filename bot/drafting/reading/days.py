"""Dates as people say them (明年3月1号, 下个月1号, 到年底, 下周一), reckoned from the day on which they are said."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.quantities import number

START, END, SIGNING = "start_date", "end_date", "signing_date"
_CN = "[〇零一二三四五六七八九十]"
_PART = rf"(?:\d{{1,2}}|{_CN}{{1,3}})"
_YEAR = r"(?P<year>今年|明年|后年|(?:19|20)\d\d年?|[一二][〇零一二三四五六七八九]{3}年)"
_DATE = re.compile(
    rf"(?:{_YEAR}\s?的?)?(?P<month>{_PART})月份?\s?(?:(?P<day>{_PART})[日号]|(?P<edge>底|末|初))"
)
_NUMERIC = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?![\d.])"
)
_SHORT = re.compile(r"(?<![\d.])(?P<month>\d{1,2})[./](?P<day>\d{1,2})[日号]")
_MONTH = re.compile(
    rf"(?P<which>下个?月|这个月|本月|当月)\s?(?:(?P<day>{_PART})[日号]|(?P<edge>底|末|初))(?!.?出账|.?付|.?前付)"
)
_WEEKDAY = re.compile(r"(?P<which>下下?|这|本)个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])")
_NEAR = re.compile(r"今天|今日|明天|明日|后天|大后天")
_EDGE = re.compile(
    r"(?P<year>今年|明年|后年)?\s?(?P<what>年底|年末|元旦|年初)|(?P<only>月底)(?=开始|到期|结束|上岗|前开始)"
)
_BEFORE_END = re.compile(
    r"(?:到期日?|结束(?:日期|时间|日)?|截止(?:日期|到|至)?|终止日?|签到|做到|干到|合作到|(?<![得拿收])到|至|止|为止|—|–|~|(?<=[日号\d])-)[是为:]?\s?$"
)
_AFTER_END = re.compile(r"^\s?(?:就)?(?:结束|到期|截止|为止|止|终止)")
_BEFORE_START = re.compile(
    r"(?:从|自|开始(?:日期|时间|日)?|起始(?:日期|时间)?|生效(?:日期|时间)?|起止(?:时间|日期)?|start(?:ing)?(?: from| on)?|from)[是为:]?\s?$"
)
_AFTER_START = re.compile(
    r"^\s?(?:就|正式|再|才|算)?(?:开始|起|开工|上岗|到岗|进场|启动|上线|生效|开干|开做|接手|入驻|算起?|进店|正式)"
)
_SIGNING = re.compile(r"签(?:订|署|约|合同)?(?:的)?(?:日期|日|时间)?(?:就)?(?:是|为|:|在|定在|写|填)?\s?$")
_SIGNING_BEHIND = re.compile(r"^\s?(?:就|来|去)?签(?!到|[\d一二两三半])")
_LAST = re.compile(r"^\s?(?:到|至|-|~|—|–|起?[,，]?\s?到)\s?$")
_NOT_A_DATE = re.compile(r"(?:每|次|上)个?$")


@dataclass(frozen=True)
class Day:
    """A date for one parameter; `raw` is what `read_value` takes, a day that does not exist is left to it.

    An empty `parameter` says that nothing tells which date it is.
    """

    parameter: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True)
class _Said:
    raw: str
    start: int
    end: int


def days(text: str, today: date, asked: tuple[str, ...] = ()) -> tuple[Day, ...]:
    """Begin, end and signing of the contract, as far as the plain text gives dates."""
    said = sorted(_said(text, today), key=lambda one: one.start)
    found: list[Day] = []
    given: set[str] = set()
    for at, one in enumerate(said):
        after = said[at + 1] if at + 1 < len(said) else None
        opens = after is not None and bool(_LAST.match(text[one.end : after.start]))
        closes = at > 0 and bool(_LAST.match(text[said[at - 1].end : one.start]))
        parameter = _which(text, one, opens, closes, [name for name in asked if name not in given])
        given.add(parameter)
        found.append(Day(parameter, one.raw, one.start, one.end))
    return tuple(found)


def _which(text: str, one: _Said, opens: bool, closes: bool, asked: list[str]) -> str:
    before, after = text[: one.start], text[one.end :]
    if closes:
        return END
    if _SIGNING.search(before) or _SIGNING_BEHIND.match(after):
        return SIGNING
    if opens or _AFTER_START.match(after) or _BEFORE_START.search(before):
        return START
    if _AFTER_END.match(after) or _BEFORE_END.search(before):
        return END
    return next((name for name in asked if name in (START, END, SIGNING)), "")


def _said(text: str, today: date) -> list[_Said]:
    found: list[_Said] = []
    for pattern, build in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < one.end and one.start < match.end() for one in found):
                continue
            if _NOT_A_DATE.search(text[: match.start()]):
                continue
            if raw := build(match, today):
                found.append(_Said(raw, match.start(), match.end()))
    return found


def _full(match: re.Match[str], today: date) -> str:
    groups = match.groupdict()
    month = int(number(groups["month"]))
    year = _year(groups.get("year") or "", today)
    if groups.get("edge"):
        if not 1 <= month <= 12:
            return ""
        last = calendar.monthrange(year or today.year, month)[1]
        day = 1 if groups["edge"] == "初" else last
    else:
        day = int(number(groups["day"]))
    if not year:
        year = today.year + ((month, day) < (today.month, today.day))
    return f"{year}年{month}月{day}日"


def _year(written: str, today: date) -> int:
    if written in _YEARS:
        return today.year + _YEARS[written]
    return int(number(written.removesuffix("年"))) if written else 0


def _month_of(match: re.Match[str], today: date) -> str:
    ahead = 1 if match["which"].startswith("下") else 0
    year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
    last = calendar.monthrange(year, month + 1)[1]
    day = (1 if match["edge"] == "初" else last) if match["edge"] else int(number(match["day"]))
    return f"{year}年{month + 1}月{day}日"


def _weekday(match: re.Match[str], today: date) -> str:
    weeks = {"这": 0, "本": 0, "下": 1, "下下": 2}[match["which"]]
    day = "一二三四五六日".find(match["day"].replace("天", "日"))
    return (today - timedelta(days=today.weekday()) + timedelta(days=7 * weeks + day)).isoformat()


def _near(match: re.Match[str], today: date) -> str:
    return (today + timedelta(days=_AHEAD[match[0]])).isoformat()


def _edge(match: re.Match[str], today: date) -> str:
    if match["only"]:
        return today.replace(day=calendar.monthrange(today.year, today.month)[1]).isoformat()
    year = today.year + _YEARS.get(match["year"] or "今年", 0)
    if match["what"] in ("年底", "年末"):
        return f"{year}-12-31"
    if not match["year"] and date(year, 1, 1) < today:
        year += 1
    return f"{year}-01-01"


_YEARS = {"今年": 0, "明年": 1, "后年": 2}
_AHEAD = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}
_Build = Callable[[re.Match[str], date], str]
_FORMS: tuple[tuple[re.Pattern[str], _Build], ...] = (
    (_NUMERIC, _full),
    (_DATE, _full),
    (_SHORT, _full),
    (_MONTH, _month_of),
    (_WEEKDAY, _weekday),
    (_NEAR, _near),
    (_EDGE, _edge),
)


def spans(found: tuple[Day, ...]) -> Iterator[tuple[int, int]]:
    """Where the dates stand."""
    return ((day.start, day.end) for day in found)
