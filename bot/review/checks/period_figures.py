"""The figures of a sentence that set a deadline or a period of notice, with the words that belong to each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.review.lasting import LASTING, Length, length_of

_LASTING = re.compile(LASTING)
_DATE = re.compile(r"(?:[\d年月一二三四五六七八九十]|[月年]的|每[月季年]度?第?|月第)$")
_WITHIN = re.compile(r"\s*(?:之内|以内|内|(?:的?期限)?届?满?之?前|为限|的?期限内|(?:届|期)满)")
_LATEST = re.compile(
    r"(?:不(?:得)?(?:迟|晚)于|不(?:得)?超过|最(?:迟|晚|长|多)|至迟|之?后的?第|起的?第|满第?)[^，。；\d]{0,4}$"
)
_AFTER = re.compile(r"(?:之?[后起]|之?日|届?满|[时者])(?:的|，|计|算)?(?:第|满|过)?\s*$")
_LATER = re.compile(r"\s*(?:之|以)?后?(?:再行?|方[可才予始能]?|才|始)")
_ALLOWED = re.compile(r"(?:有|给予?|享有|留出?)\s*$")
_FOR_IT = re.compile(r"\s*(?:的?(?:时间|期限|账期|工夫|宽限)|用以|用来|来)")
_SINCE = re.compile(r"(?:之?[后起]|届?满)(?:的|，|计|算)?(?:第|满|过)?\s*$")
_MISSED = re.compile(r"\s*(?:后|时|以后)?[，,]?(?:[甲乙]方)?(?:仍|还|尚|依然|却)*(?:未|没)")
_PAST = re.compile(r"(?:超过|逾|超出|过了)(?:期|限)?\s*$")
_OVERDUE = re.compile("(?:逾期|拖欠|迟延|延迟|欠[款费付]?)[^，。；]{0,6}$")
_BLAMED = re.compile("迟延|逾期|违约|延误|滞纳|视为|视同|算(?:作)?(?:晚|拖)")
_NO_BLAME = re.compile("解除|终止|催告|暂停|中止|停止")
_BEFORE = re.compile(r"\s*(?:之|以)?前(?!期|款|述)")
_AHEAD = re.compile(
    r"(?:提前|提早|预先|早于[^，。；\d]{0,10}|先于[^，。；\d]{0,10})(?:至少|不少于|不得少于|不低于|最少)?\s*$"
)
_GIVEN = re.compile(r"\s*的?(?:书面)?(?:通知|预告|提前|预先通知|告知|准备)(?:期|时间|为)")
_PERIOD = re.compile(
    r"(?:通知|预告|提前|告知)(?:期|的?时间)(?:限|间)?(?:不少于|至少|为|是|：|不得少于|不低于)*\s*$"
)
_TOLD = re.compile(
    "通知|告知|知会|书面|发出|发函|提出|送达|送到|到达|交到|寄[出到达]|打招呼|表明|声明|[说讲]|申请|函|邮件"
)
_STOPS = "，,；、"


@dataclass(frozen=True)
class Figure:
    """A length of time: `lead` are the words before it, `near` those of them that follow the figure before it, `rest`
    those behind it up to the next one. `ahead` says whether it is counted back from what it is about."""

    start: int
    end: int
    written: str
    length: Length
    lead: str
    near: str
    rest: str
    ahead: bool

    @property
    def missed(self) -> bool:
        """Whether the words behind it tell of an act that was not done by then."""
        within = _WITHIN.match(self.rest)
        return bool(_MISSED.match(self.rest[within.end() :] if within else self.rest))


def figures(sentence: str) -> Iterator[Figure]:
    """The figures that set a time for something; those that only tell how long a thing lasts are none."""
    matches = [
        match
        for match in _LASTING.finditer(sentence)
        if not _DATE.search(sentence[max(0, match.start() - 6) : match.start()])
    ]
    before = 0
    for at, match in enumerate(matches):
        lead = sentence[: match.start()]
        near = _from_stop(lead[before:]) if before else lead
        until = (
            _last_stop(sentence, match.end(), matches[at + 1].start())
            if at + 1 < len(matches)
            else len(sentence)
        )
        rest = sentence[match.end() : until]
        ahead = _is_notice(near, rest)
        if ahead or _is_deadline(lead, rest):
            before = match.end()
            yield Figure(match.start(), match.end(), match[0], length_of(match), lead, near, rest, ahead)


def _is_notice(near: str, rest: str) -> bool:
    """Whether a length is counted back from something that is to be told before it."""
    if _AHEAD.search(near) or _PERIOD.search(near) or _GIVEN.match(rest):
        return True
    return bool(
        _BEFORE.match(rest)
        and not _SINCE.search(near)
        and _TOLD.search(re.split("[，,]", near)[-1] + "".join(re.split("[，,]", rest)[:2]))
    )


def _is_deadline(lead: str, rest: str) -> bool:
    """Whether something is due by the end of a length."""
    missed = _MISSED.match(rest)
    past = _PAST.search(lead)
    if past and (not missed or _OVERDUE.search(lead[: past.start()])):
        return False
    if missed:
        return bool(_BLAMED.search(rest)) and not _NO_BLAME.search(rest)
    within = _WITHIN.match(rest)
    if within and "前" in within[0]:
        return bool(_AFTER.search(lead))
    if _LATER.match(rest) or (_ALLOWED.search(lead) and _FOR_IT.match(rest)):
        return True
    if within and re.match(r"[^，。；]{0,3}[未没]", rest[within.end() :]):
        return bool(_BLAMED.search(rest)) and not _NO_BLAME.search(rest)
    return bool(within) or bool(_LATEST.search(lead))


def _from_stop(words: str) -> str:
    """What follows the first comma, or everything without one."""
    stop = re.search(f"[{_STOPS}]", words)
    return words[stop.end() :] if stop else words


def _last_stop(sentence: str, start: int, end: int) -> int:
    """Where the words that belong to a figure end: at the last comma before the next one."""
    return (
        max(start, *(sentence.rfind(mark, start, end) for mark in _STOPS), -1)
        if any(mark in sentence[start:end] for mark in _STOPS)
        else end
    )
