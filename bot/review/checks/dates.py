"""Dates that cannot be, that end before they begin, or that do not fit the term beside them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from bot.arithmetic.dates import Span as Length
from bot.arithmetic.dates import add_months, term_end
from bot.quantities import number
from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.quoting import part_of, replaced, whole

_CN = "[〇零○一二三四五六七八九十]"
_DATE = re.compile(
    rf"(?:(?P<year>(?:19|20)\d\d|[一二]{_CN}{{3}})\s*(?P<mark>年|[-/.])\s*)?"
    rf"(?P<month>\d{{1,2}}|{_CN}{{1,3}})\s*(?:月|(?<=\d)[-/.])\s*(?P<day>\d{{1,2}}|{_CN}{{1,3}})(?:\s*[日号號])?(?![\d%])"
)
_FROM_TO = re.compile(
    r"\s*(?:[日号]?\s*(?:\d{1,2}[:：]\d\d|零时|00时|24时)?\s*(?:（[^）]{0,12}）|\([^)]{0,12}\))?\s*[起开開]?始?(?:生效|计算|计)?[，,]?\s*"
    r"(?:(?:合同|协议|服务)?(?:有效期|期限|为期|合作期)限?为?[^，,。；]{1,6}[，,]\s*)?(?:至|到|迄|—+|-+|–|~|～)|[起开]始?[，,]?\s*(?:于|在)?|开始[，,]?)\s*"
)
_TERM = re.compile(
    r"(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3}|[壹贰叁]|半)\s*(?P<unit>周?年|個月|个月|個年)(?:整|期)?"
)
_NO_TERM = re.compile(r"^\s*[以之]?[前内內后後度底初末级]|^\s*(?:试用|试运行|免费|质保)")
_NO_TERM_BEFORE = re.compile(
    r"(?:提前|期满前|届满前|每|满|后|後|过|其中|首|前|试用期?|试运行期?|续[展签约]{1,2})\s*$"
)
_TERM_REACH = 24
_DAYS = re.compile(
    r"(?:期(?:限)?(?:为|是|共|：)?\s*)?(?<!提前)(?<![第每满后過过逾\d〇零一二两三四五六七八九十百])"
    r"(?P<term>(?P<n>\d{1,3}|[一二两三四五六七八九十百]{1,5}) ?个?(?:(?:自然)?[日天]|(?P<weeks>星期|礼拜|周(?![年末一二三四五六日]))))"
    r"(?:(?:内|作?为|的)?[^，,。；\d]{0,8}期|(?:内|作?为|的)+(?:试运行|试用|试合作|磨合|培训))?[，,（(]?(?:即|自|从|为)*\s*$"
)
"""A period in days or weeks right before its dates: 前30日为磨合期，即…至…; 头两个星期（…至…）."""
_TRIAL = re.compile("试运行|试用|试合作|磨合|大促|春节|活动|延长|休假|装修")


@dataclass(frozen=True)
class _Range:
    """From one date to another: the dates and where each stands in the paper."""

    first: date
    last: date
    first_at: Span
    last_at: Span
    sentence: Sentence


def dates(case: Case) -> Iterator[Found]:
    """Dates that are wrong by the calendar or beside each other."""
    ranges: list[_Range] = []
    for sentence in case.paper.sentences:
        found = list(_DATE.finditer(sentence.text)) if re.search("[月/.-]", sentence.text) else []
        yield from _impossible(case.paper, sentence, found)
        for one in _ranges(sentence, found):
            ranges.append(one)
            yield from _range(case.paper, one)
    yield from _other_range(case.paper, ranges)


def _impossible(paper: Paper, sentence: Sentence, found: list[re.Match[str]]) -> Iterator[Found]:
    for match in found:
        if "月" not in match[0]:
            continue
        year, month, day = _parts(match)
        most = calendar.monthrange(year or 2024, month)[1] if 1 <= month <= 12 else 0
        if 1 <= day <= most:
            continue
        span = Span(sentence.start + match.start(), sentence.start + match.end())
        yield Found("date-impossible", part_of(paper, span, sentence), {"date": match[0].strip()})


def _parts(match: re.Match[str]) -> tuple[int, int, int]:
    year = int(number(match["year"].replace("○", "〇"))) if match["year"] else 0
    return year, _small(match["month"]), _small(match["day"])


def _small(text: str) -> int:
    try:
        return int(number(text.replace("○", "〇")))
    except ValueError:
        return 0


def _day(match: re.Match[str], year: int = 0) -> date | None:
    own, month, day = _parts(match)
    try:
        return date(own or year, month, day)
    except ValueError:
        return None


def _ranges(sentence: Sentence, found: list[re.Match[str]]) -> Iterator[_Range]:
    """Pairs of full dates with 至 between them, or that begin and end."""
    for one, other in pairwise(found):
        between = sentence.text[one.end() : other.start()]
        if not one["year"] or not _FROM_TO.fullmatch(between):
            continue
        first = _day(one)
        last = _day(other, first.year if first else 0)
        if first and last and (other["year"] or last > first):
            yield _Range(first, last, _at(sentence, one), _at(sentence, other), sentence)


def _at(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.start + match.start(), sentence.start + match.end())


def _range(paper: Paper, one: _Range) -> Iterator[Found]:
    fields = {"first": _written(one.first), "last": _written(one.last)}
    term = _term(paper, one)
    quoted = whole(paper, one.sentence)
    if term is None and one.last >= one.first:
        yield from _days(paper, one, fields)
        return
    if term is None:
        span = Span(one.first_at.start, one.last_at.end)
        yield Found("date-reversed", part_of(paper, span, one.sentence), fields)
        return
    written, months = term
    right = term_end(one.first, Length(months=months)).value
    if one.last in (right, right + timedelta(days=1), add_months(one.first, months)):
        return
    end = _like(paper.text[one.last_at.start : one.last_at.end], right)
    fields |= {"term": written, "right": _written(right)}
    yield Found("date-term", quoted, fields, suggestion=replaced(paper, quoted, one.last_at, end))


def _days(paper: Paper, one: _Range, fields: dict[str, str]) -> Iterator[Found]:
    """A period of so many days or weeks that its dates do not make, the last day counted or not."""
    told = _DAYS.search(paper.plain[max(0, one.first_at.start - _TERM_REACH) : one.first_at.start])
    days = _small(told["n"]) * (7 if told["weeks"] else 1) if told else 0
    if not told or not days or (one.last - one.first).days in (days - 1, days):
        return
    right = one.first + timedelta(days=days - 1)
    quoted = whole(paper, one.sentence)
    end = _like(paper.text[one.last_at.start : one.last_at.end], right)
    fields |= {"term": told["term"], "right": _written(right)}
    yield Found("date-term", quoted, fields, suggestion=replaced(paper, quoted, one.last_at, end))


def _term(paper: Paper, one: _Range) -> tuple[str, int] | None:
    """The term in years or months that stands close before or behind the dates: as written, and in months."""
    text, start = one.sentence.text, one.sentence.start
    before = text[max(0, one.first_at.start - start - _TERM_REACH) : one.first_at.start - start]
    behind = text[one.last_at.end - start : one.last_at.end - start + _TERM_REACH]
    between = text[one.first_at.end - start : one.last_at.start - start]
    for words in (before, between, behind):
        for match in _TERM.finditer(words):
            if _NO_TERM.match(words[match.end() :]) or _NO_TERM_BEFORE.search(words[: match.start()]):
                continue
            if re.search(r"\d\s*$|第\s*$", words[: match.start()]) or re.match(
                r"\s*\d{1,2}\s*月", words[match.end() :]
            ):
                continue
            if _TRIAL.search(words[: match.start()]) or (words is behind and "。" in words[: match.start()]):
                continue
            if words is before and "其中" in words[match.end() :]:
                continue  # 共12个月，其中…至…为试运行期: the term is that of the whole
            return match[0], _months(match)
    return None


def _months(match: re.Match[str]) -> int:
    years = "年" in match["unit"]
    if match["n"] == "半":
        return 6 if years else 1
    return int(number(match["n"])) * (12 if years else 1)


def _other_range(paper: Paper, ranges: list[_Range]) -> Iterator[Found]:
    """A second place that gives the contract another beginning or end."""
    # 期限自…至…，其中…至…为磨合期: what follows in the same sentence is a part of it.
    leading = {one.sentence.start: one for one in reversed(ranges)}
    terms = [
        one
        for one in ranges
        if re.search("(?:合同|协议|合约|服务|合作|委托)(?:的)?(?:有效)?期限?|有效期", one.sentence.text)
        and not _TRIAL.search(one.sentence.text)
        and one.last >= one.first
        and one is leading[one.sentence.start]
    ]
    for one in terms[1:]:
        first = terms[0]
        if (one.first, one.last) != (first.first, first.last):
            fields = {
                "first": f"{_written(first.first)}至{_written(first.last)}",
                "last": f"{_written(one.first)}至{_written(one.last)}",
            }
            span = Span(one.first_at.start, one.last_at.end)
            yield Found("date-two-terms", part_of(paper, span, one.sentence), fields)
            return


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _like(written: str, day: date) -> str:
    """The date in the writing of another: with strokes or dots, with spaces, or in characters."""
    strokes = re.fullmatch(r"(\d{4})([-/.])(\d{1,2})[-/.](\d{1,2})", written.strip())
    if strokes:
        wide = len(strokes[3]) == 2
        month, last = (f"{part:02d}" if wide else str(part) for part in (day.month, day.day))
        return strokes[2].join((str(day.year), month, last))
    gap = " " if " 年" in written else ""
    return f"{day.year}{gap}年{gap}{day.month}{gap}月{gap}{day.day}{gap}日"
