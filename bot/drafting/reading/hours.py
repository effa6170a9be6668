"""Times of day as people say them: 早八到晚十二点, 9点-23点, 9am-11pm, 24小时, 半夜12点."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.quantities import number

START, END = "service_start", "service_end"
_CN = "[零〇一二三四五六七八九十两]{1,4}"
_HALF_DAY = "凌晨|清晨|清早|早上|早晨|上午|早|中午|下午|傍晚|晚上|晚间|晚|夜里|夜间|半夜|深夜|午夜"
_TIME = re.compile(
    rf"(?P<half>{_HALF_DAY})?\s?(?P<dot>的)?(?:(?P<clock>(?<![\d.])\d{{1,2}}):(?P<minute>\d{{2}})(?![\d:])"
    rf"|(?P<hour>(?<![\d.])\d{{1,2}}(?![\d.])|{_CN})\s?(?:(?P<o>点钟?|时(?!间|候|效|长|段)|am\b|pm\b)"
    rf"(?P<past>半|一刻|三刻|{_CN}分?(?![个十百千])|\d{{1,2}}分?(?![\d个%.]))?)?)\s?(?P<english>am\b|pm\b)?"
)
_RANGE = re.compile(
    r"^\s?(?:到|至|-|~|—|–|－|to|开始|开门|起|上班|上线|[,，])?\s?(?:一?直到|干到|做到|到|至|忙到)?\s?(?:第二天|次日|当天|当晚)?\s?$"
)
_ALL_DAY = re.compile(
    r"(?:7\s?[x*×乘]\s?|全天|每天)?(?<!\d)(?:24|二十四)(?:个)?小时(?=都|在线|有人|不间断|值班|客服|服务|全天|轮班|$|[,，。;])|全天候|昼夜不停"
)
_WEEK = re.compile(r"[7七]\s?[x*×乘]\s?(?:24|二十四)")
_BEFORE_START = re.compile(r"(?:从|上班(?:时间)?|开始(?:时间)?|开工|上线)[是为:]?\s?$")
_AFTER_START = re.compile(r"^\s?(?:就|要)?(?:开始|上班|上线|开工|开门|接待|起)")
_BEFORE_END = re.compile(r"(?:到|至|下班(?:时间)?|结束(?:时间)?|截止|改到|改成|直到)[是为:]?\s?$")
_AFTER_END = re.compile(r"^\s?(?:就)?(?:下班|结束|收工|关门|为止|下线)")
_NO_TIME_BEHIND = re.compile(r"^(?:的?(?:提成|佣金|税|专票|普票|抽成|返点|左右的提成)|%|个点)")
_LATE_NEAR = re.compile(r"(?:晚上?|夜里|下午)[^,，。;]{0,6}$")
_SMALL_HOURS = 5
_LATE = frozenset(("下午", "傍晚", "晚上", "晚间", "晚", "夜里", "夜间"))
_MIDNIGHT = frozenset(("晚上", "晚间", "晚", "夜里", "夜间", "半夜", "深夜", "午夜"))


@dataclass(frozen=True)
class Hour:
    """A time of day for one of the two parameters, as `read_value` takes it; 25:00 is left to be refused there."""

    parameter: str
    raw: str
    start: int
    end: int


@dataclass(frozen=True)
class _Time:
    minutes: int
    start: int
    end: int
    half: str
    sure: bool
    """Whether it is a time by its own looks, not only beside another."""


def hours(text: str, asked: tuple[str, ...] = ()) -> tuple[Hour, ...]:
    """When the service begins and ends each day, as far as the plain text says so."""
    if match := _ALL_DAY.search(text):
        place = (match.start(), match.end())
        return (Hour(START, "00:00", *place), Hour(END, "24:00", *place))
    times = list(_times(text))
    for at, (one, other) in enumerate(pairwise(times)):
        halves = bool(one.half) and bool(other.half)
        joined = _RANGE.match(text[one.end : other.start])
        if joined and (one.sure or other.sure or halves) and (text[one.end : other.start].strip() or halves):
            last = _last_shift(times[at:])
            return (_hour(START, one, True), _hour(END, last, False, one.minutes))
    found: dict[str, Hour] = {}
    for time in times:
        if not time.sure:
            continue
        parameter = _which(text, time, asked, found)
        if parameter and parameter not in found:
            late = parameter == END and bool(_LATE_NEAR.search(text[: time.start]))
            found[parameter] = _hour(parameter, time, parameter == START, late=late)
    return tuple(found.values())


def _last_shift(times: list[_Time]) -> _Time:
    """The end of the last of the shifts that follow one another: 早班8点到16点,晚班16点到24点."""
    last = times[1]
    for at in range(2, len(times) - 1, 2):
        if times[at].minutes != last.minutes:
            break
        last = times[at + 1]
    return last


def _which(text: str, time: _Time, asked: tuple[str, ...], found: dict[str, Hour]) -> str:
    before, after = text[: time.start], text[time.end :]
    if _AFTER_START.match(after) or _BEFORE_START.search(before):
        return START
    if _AFTER_END.match(after) or _BEFORE_END.search(before):
        return END
    open_questions = [name for name in (START, END) if name in asked and name not in found]
    if open_questions:
        return open_questions[0]
    if time.half in ("早上", "早", "上午", "清早", "早晨"):
        return START
    return END if time.half in _MIDNIGHT else ""


def _times(text: str) -> list[_Time]:
    found = []
    for match in _TIME.finditer(text):
        if (
            match["half"] is None
            and match["clock"] is None
            and match["o"] is None
            and not _neighbour(text, match)
        ):
            continue
        if _NO_TIME_BEHIND.match(text[match.end() :]) or (match["dot"] and not match["half"]):
            continue
        hour = int(match["clock"]) if match["clock"] else int(number(match["hour"]))
        sure = bool(match["clock"] or match["o"] or match["english"])
        if hour > 36 or (match["o"] in ("am", "pm") and hour > 12):
            continue
        start = match.start()
        found.append(_Time(_minutes(match, hour), start, match.end(), match["half"] or "", sure))
    return found


def _neighbour(text: str, match: re.Match[str]) -> bool:
    """Whether a bare number stands at one end of a range whose other end is a time: 9-23点, 早9到22."""
    return bool(
        re.match(r"\s?(?:-|~|到|至|—)\s?(?:晚上|晚)?\d{1,2}(?:点|时|:)", text[match.end() :])
        or re.search(r"(?:点|早上?\s?\d{1,2}|:\d{2}|am)\s?(?:-|~|到|至|—)\s?$", text[: match.start()])
    )


def _minutes(match: re.Match[str], hour: int) -> int:
    half = match["half"] or ""
    english = match["english"] or (match["o"] if match["o"] in ("am", "pm") else "")
    if half in _LATE and 1 <= hour < 12 and not (half in _MIDNIGHT and hour < _SMALL_HOURS):
        hour += 12
    elif half in _MIDNIGHT and hour in (0, 12):
        hour = 24
    elif english == "pm" and hour < 12:
        hour += 12
    elif english == "am" and hour == 12:
        hour = 0
    past = match["past"] or match["minute"] or ""
    if past in ("半", "一刻", "三刻"):
        return hour * 60 + {"半": 30, "一刻": 15, "三刻": 45}[past]
    return hour * 60 + (int(number(past.removesuffix("分"))) if past else 0)


def _hour(parameter: str, time: _Time, opening: bool, opened: int = 0, late: bool = False) -> Hour:
    minutes = time.minutes
    if late and minutes <= 12 * 60:
        minutes += 12 * 60
    if not opening and minutes <= opened and minutes <= 12 * 60 and not time.half:
        minutes += 12 * 60 if minutes else 24 * 60
    if not opening and minutes == 0:
        minutes = 24 * 60
    return Hour(parameter, f"{minutes // 60:02d}:{minutes % 60:02d}", time.start, time.end)


def all_week(text: str) -> bool:
    """Whether the hours are said for every day of the week (7x24)."""
    return bool(_WEEK.search(text))


def places(text: str) -> tuple[tuple[int, int], ...]:
    """Where times stand, so that they are taken for nothing else."""
    found = [(time.start, time.end) for time in _times(text) if time.sure or time.half]
    return tuple(found + [match.span() for match in _ALL_DAY.finditer(text)])
