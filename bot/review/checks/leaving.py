"""How one gets out: rights to end the contract that are not the same on both sides, and renewal by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.quantities import Quantity, parse
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.parties import Party

LONG_NOTICE = Decimal(60)
"""Days before the end from which one has to speak so early that it is forgotten."""

_END = "(?:解除|终止|解约|退出|停止合作|结束合作|中止合作)"
_NO_END = r"(?:不得|不可以?|不能|无权|不享有)[^。；，]{0,16}" + _END
_FREE_END = re.compile(
    rf"(?:随时|无条件|任意|单方|自行|立即|直接|无(?:需|须)(?:理由|说明)|有权)[^。；]{{0,14}}{_END}"
)
_CAUSE = re.compile(
    "违约|逾期|未按|违反|拖欠|不达标|连续|破产|泄露|严重|下列情形|以下情形|情形之一|不合格|催告|不可抗力"
)
_EITHER = re.compile("任何一方|任一方|双方|各方|一方|守约方|对方")
_NOTICE = re.compile("提前|通知|书面")
_DAYS = {"日": 1, "周": 7, "月": 30, "年": 365}


def unequal_termination(case: Case) -> Iterator[Found]:
    """Our side may not end the contract, or must give much longer notice, where the other side may."""
    ours, theirs = case.ours, case.theirs
    free: list[Sentence] = []
    bound: list[Sentence] = []
    notice: dict[str, tuple[Sentence, Decimal]] = {}
    for sentence in case.paper.sentences:
        if not re.search(_END, sentence.text) or _EITHER.search(sentence.text.split("，")[0]):
            continue
        if _may(sentence.text, theirs, ours):
            free.append(sentence)
        if _may_not(sentence.text, ours):
            bound.append(sentence)
        for party in (ours, theirs):
            days = _notice_of(sentence.text, party)
            if days is not None and party.label not in notice:
                notice[party.label] = sentence, days
    if ours.label in notice and theirs.label in notice:
        (sentence, mine), (other, yours) = notice[ours.label], notice[theirs.label]
        if mine > yours:
            yield _found("termination-notice", sentence, {"mine": f"{mine}天", "yours": f"{yours}天"})
            free = [one for one in free if one not in (sentence, other)]
    if free:
        yield _found("termination-at-will", free[0], {})
    elif bound and not _may_end(case, ours):
        yield _found("termination-barred", bound[0], {})


def _found(rule: str, sentence: Sentence, fields: dict[str, str]) -> Found:
    return Found(rule, Span(sentence.start, sentence.end), fields)


def _may(text: str, party: Party, other: Party) -> bool:
    """Whether the party may end the contract without a cause that lies with the other."""
    match = re.search(rf"{party.pattern}[^。；]{{0,30}}?{_END}", text)
    if match is None or not _FREE_END.search(text[match.start() :]):
        return False
    said = text[match.start() : match.end() + 10]
    return not _CAUSE.search(text[: match.end()]) and not re.search(_NO_END, said)


def _may_not(text: str, party: Party) -> bool:
    return bool(re.search(rf"{party.pattern}[^。；]{{0,24}}{_NO_END}", text))


def _may_end(case: Case, party: Party) -> bool:
    """Whether any clause lets the party out by notice."""
    pattern = re.compile(
        rf"(?:任何一方|任一方|双方均|各方|一方|{party.pattern})[^。；]{{0,20}}(?:提前|有权|可以?)[^。；]{{0,30}}{_END}"
    )
    return any(pattern.search(one.text) and not re.search(_NO_END, one.text) for one in case.paper.sentences)


def _notice_of(text: str, party: Party) -> Decimal | None:
    """Days of notice that the party must give to end the contract."""
    for piece in re.split("[；;。]|，(?=[甲乙])", text):
        if not re.search(party.pattern, piece) or not re.search(_END, piece) or not _NOTICE.search(piece):
            continue
        if re.search("逾期|违约|未按|拖欠", piece):
            continue
        subject = re.search(party.pattern, piece)
        for figure in parse(piece):
            after_subject = subject is not None and subject.end() <= figure.start
            if not (after_subject and figure.kind == "duration" and figure.unit in _DAYS):
                continue
            if re.search("提前|至少|不少于", piece[: figure.start][-8:]):
                return _days(figure)
    return None


def _days(figure: Quantity) -> Decimal:
    return figure.value * _DAYS[figure.unit]


_RENEWS = re.compile(
    "自动(?:续|顺延|延长|延展|延期|展期|延续|转入|再续)|(?:视为|视同|默认)[^。；]{0,8}(?:续(?:签|约|订|期|展)|同意续|延长|顺延)|当然(?:续|延)|即行(?:续|延)|顺延(?:一|1)年|(?:再|继续)(?:延续|续展|延长|顺延)"
)
_NOT = re.compile("不(?:再)?自动|不会自动|不视为|并不|不得自动|无(?:需|须)自动")
_SHUT = re.compile("不得[^。；]{0,10}(?:拒绝|异议|反对)|未另(?:行)?签(?:订|署)?[^。；]{0,6}(?:终止|解除)")
_OPT_OUT = re.compile(
    "未(?:书面)?(?:提出|表示|通知|声明|申请|收到)|没有?(?:书面)?(?:提出|通知|表示|说)|(?:不|未)(?:再)?(?:续约|续签|同意)|异议|除非|如不|若不|无(?:书面)?异议|均未"
)


def auto_renewal(case: Case) -> Iterator[Found]:
    """A contract that renews by itself without a way out, with one that comes too early or only for the other side."""
    ours, theirs = case.ours, case.theirs
    for sentence in case.paper.sentences:
        if not _RENEWS.search(sentence.text) or _NOT.search(sentence.text):
            continue
        clause = "".join(one.text for one in case.paper.sentences_of(sentence.clause))
        if not _OPT_OUT.search(clause) or _SHUT.search(clause):
            yield _found("renewal-no-way-out", sentence, {})
            continue
        days = [
            _days(f) for f in parse(clause) if f.kind == "duration" and f.unit in _DAYS and _early(clause, f)
        ]
        only_theirs = re.search(rf"{theirs.pattern}[^。；，]{{0,6}}(?:未|没有|不)", clause) and not re.search(
            f"{ours.pattern}|双方|任何一方|任一方|一方", clause
        )
        if any(value > LONG_NOTICE for value in days) or re.search("次数不限|不限次", clause):
            yield _found("renewal-early-notice", sentence, {"days": f"{max(days)}天" if days else "很早"})
        elif only_theirs:
            yield _found("renewal-only-theirs", sentence, {})
        elif any(value < 7 for value in days):
            yield _found("renewal-short-notice", sentence, {"days": f"{min(days)}天"})


def _early(text: str, figure: Quantity) -> bool:
    """Whether a duration is how long before the end one must speak."""
    return bool(re.search("前|提前|届满|期满|到期", text[max(0, figure.start - 8) : figure.end + 3]))
