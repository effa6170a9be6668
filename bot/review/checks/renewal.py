"""Renewal by itself: whether there is a way out, when one has to speak, and for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.quantities import Quantity, parse
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence

LONG_NOTICE = Decimal(60)
"""Days before the end from which one has to speak so early that it is forgotten."""

SHORT_NOTICE = Decimal(7)
"""Days within which one can hardly answer."""

_DAYS = {"日": 1, "工作日": 1, "周": 7, "月": 30, "年": 365}

_RENEWS = re.compile(
    "自动(?:续|顺延|延长|延展|延期|展期|延续|转入|再续|升级|转为|转成|进入|扣款)|当然(?:续|延)|即行(?:续|延)|(?:再|继续)(?:延续|续展|延长|顺延)"
    "|(?:视为|视同|默认|推定|即为|等于|当作)[^。；]{0,24}(?:续(?:签|约|订|期|展|费)|继续(?:合作|履行|有效|使用)|延长|顺延)|顺延(?:一|1)年"
)
_NOT = re.compile(
    "不(?:再)?自动|不会自动|不视为|并不|不得自动|无(?:需|须)自动|不(?:设|存在|适用|采用)[^。；，]{0,4}自动|默认关闭|默示的延长均|应答|回复|服务期?相应顺延|工期|节假日|顺延至"
)
_SHUT = re.compile(
    "不得[^。；，]{0,14}(?:拒绝|异议|反对|退订|取消|终止|解除)|未另(?:行)?签(?:订|署)?[^。；]{0,6}(?:终止|解除)|(?:一致|共同)(?:书面)?同意不再?"
)
_OPT_OUT = re.compile(
    "未[^，。；]{0,16}(?:提出|表示|通知|声明|申请|收到|取消|告知|发出|送达|交付)|没有?(?:书面)?(?:提出|通知|表示|说|反对)|(?:不|未)(?:再)?(?:续约|续签|同意|续期)|异议|除非|如不|若不|无(?:书面)?异议|均未|(?:可|有权)[^。；，]{0,16}(?:取消|通知|终止|解除|不续|退出)"
)
_EITHER = "<ours>|双方|任何一方|任一方|一方|各方"


def auto_renewal(case: Case) -> Iterator[Found]:
    """A contract that renews by itself without a way out, with one that comes too early or only for the other side."""
    for sentence in case.paper.sentences:
        if not _RENEWS.search(sentence.text) or _NOT.search(sentence.text):
            continue
        clause = case.clause_said(sentence.clause)
        if _SHUT.search(clause) or not _OPT_OUT.search(clause):
            yield _found("renewal-no-way-out", sentence, {})
            continue
        days = [
            _days(f) for f in parse(clause) if f.kind == "duration" and f.unit in _DAYS and _early(clause, f)
        ]
        if any(value > LONG_NOTICE for value in days):
            yield _found("renewal-early-notice", sentence, {"days": f"{max(days)}天"})
        elif re.search("次数不限|不限次|无次数限制", clause):
            yield _found("renewal-no-way-out", sentence, {})
        elif _only_theirs(case, clause):
            yield _found("renewal-only-theirs", sentence, {})
        elif days and min(days) < SHORT_NOTICE and not _FREE_AFTER.search(clause):
            yield _found("renewal-short-notice", sentence, {"days": f"{min(days)}天"})


_FREE_AFTER = re.compile(
    "(?:顺延|续期|续约)(?:期间|期内|后)[^。；]{0,16}(?:随时|提前)[^。；]{0,20}(?:终止|解除|通知)"
)


def _only_theirs(case: Case, clause: str) -> bool:
    """Whether nobody but the other side may keep the contract from renewing."""
    if case.search("(?:非经|除非|未经|须经|经)<theirs>[^。；，]{0,8}(?:同意|确认|批准|许可)", clause):
        return True
    says_no = "[^。；，]{0,10}(?:未|没有|不|可|有权|提出|书面)"
    return bool(case.search(f"<theirs>{says_no}", clause)) and not case.search(
        f"(?:{_EITHER}){says_no}", clause
    )


def _found(rule: str, sentence: Sentence, fields: dict[str, str]) -> Found:
    return Found(rule, Span(sentence.start, sentence.end), fields)


def _days(figure: Quantity) -> Decimal:
    return figure.value * _DAYS[figure.unit]


def _early(text: str, figure: Quantity) -> bool:
    """Whether a duration is how long before the end one must speak."""
    return bool(re.search("前|提前|届满|期满|到期", text[max(0, figure.start - 8) : figure.end + 3]))
