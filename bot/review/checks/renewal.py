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

_GOES_ON = "(?:续(?:签|约|订|期|展|费|用|行|做|上|保|聘|租)|延(?:长|续|展|期)|顺延|展期|接续|滚动)"
_RENEWS = re.compile(
    f"(?:自动|当然|即行|直接|自行|照旧|顺势)[^，。；]{{0,4}}{_GOES_ON}|自动(?:转入|转为|转成|进入|再续|续|升级|扣款|扣[^，。；]{0, 4}(?:下|次)[^，。；]{0, 2}(?:年|期|月|周期))|(?:再|继续)(?:延续|续展|延长|顺延|续\\d?[一二三两]?年)"
    f"|(?:视为|视同|视作|默认|推定|即为|即表示|即表明|即代表|等于|当作|就当|就算)[^。；]{{0,24}}(?:{_GOES_ON}|续了|接着(?:用|做)|继续(?:合作|履行|有效|使用))"
    "|照原(?:条件|合同|约定|样)再(?:行|续|做|走)[^。；，]{0,4}[年月]|(?:接着|继续)往下(?:走|做)|周而复始|按续(?:签|约|期)处理|(?:视为|视同|视作)[^。；]{0,24}新(?:的)?(?:合)?约"
    "|顺延(?:一|1)年|再(?:延|续)[^，。；]{0,3}[年月]|(?:自动|直接)(?:转|升级)[^。；，]{0,8}(?:套餐|包月|包年|年付|正式|付费)|(?:合同|协议|期限|服务期)[^。；，]{0,6}(?:续展|接续|延展|延续|续期)[^。；，]{0,6}[年月]"
    "|(?:期满|届满|到期)[^。；]{0,30}(?:继续(?:有效|履行|执行)|按原(?:条件|合同|约定))[^。；，]{0,12}[年月]"
)
_NOT = re.compile(
    "不(?:再)?自动|不会自动|不视为|并不|(?:不得|不能|不应|不可)(?:自动|视为|视作|当作|推定|理解为)|(?:不得|不能|不应)以[^。；]{0,24}(?:为由|推定|主张)[^。；]{0,10}续|无(?:需|须)自动|不(?:设|存在|适用|采用)[^。；，]{0,4}自动|默认关闭|(?:金|款|费|余额)[^。；，]{0,8}自动(?:转为|转作|抵)|默示的延长均|应答|回复|服务期?相应顺延|工期|节假日|顺延至"
    "|(?:义务|责任|保密|条款)[^。；]{0,16}(?:延续|延长|顺延|有效)|(?:延长|延续|展期)至[^。；，]{0,16}(?:之日|日止|为止|结束|完成|完毕)|不构成续|仅有一种|盖章|用印"
)
_SHUT = re.compile(
    "不得[^。；，]{0,14}(?:拒绝|异议|反对|退订|取消|终止|解除)|未另(?:行)?签(?:订|署)?[^。；]{0,6}(?:终止|解除)|(?:一致|共同)(?:书面)?同意不再?"
)
_OPT_OUT = re.compile(
    "未[^，。；]{0,16}(?:提出|表示|通知|声明|申请|收到|取消|告知|发出|送达|交付|拒绝|回复|答复|书面)|没有?(?:书面)?(?:提出|通知|表示|说|反对)|不吭声|(?:通知|表示|声明|告知|提出)[^，。；]{0,6}(?:不续|不再续|终止)|(?:不|未)(?:再)?(?:续约|续签|同意|续期)|异议|除非|如不|若不|无(?:书面)?异议|均未|(?:可|有权)[^。；，]{0,16}(?:取消|通知|终止|解除|不续|退出)"
)
_EITHER = "<ours>|双方|任何一方|任一方|一方|各方"


def auto_renewal(case: Case) -> Iterator[Found]:
    """A contract that renews by itself without a way out, with one that comes too early or only for the other side."""
    for sentence in case.paper.sentences:
        if not _RENEWS.search(sentence.text) or _NOT.search(sentence.text):
            continue
        clause = case.clause_said(sentence.clause)
        if _AT_START.search(clause):
            yield _found("renewal-only-at-start", sentence, {})
            continue
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
        elif not days and _AT_ONCE.search(clause):
            yield _found("renewal-short-notice", sentence, {"days": "当天"})
        elif not days and case.search(_SILENT, clause) and not case.search(_REMINDED, clause):
            yield _found("renewal-silence", sentence, {})
        elif days and min(days) < SHORT_NOTICE and not _FREE_AFTER.search(clause):
            yield _found("renewal-short-notice", sentence, {"days": f"{min(days)}天"})


_FREE_AFTER = re.compile(
    "(?:顺延|续期|续约)(?:期间|期内|后)[^。；]{0,16}(?:随时|提前)[^。；]{0,20}(?:终止|解除|通知)"
)


_AT_START = re.compile(
    "(?:签订|签署|签约|生效|起算|开始)(?:之日|之)?(?:后|起)[^。；，]{0,8}(?:月|日|天|周)(?:之)?内[^。；]{0,20}(?:作出|送达|提出|通知|发出|书面|不续)"
)
_AT_ONCE = re.compile(
    "(?:当[日天]|次日|即日|(?:24|二十四)个?小时内?)[^。；，]{0,8}(?:书面)?(?:拒绝|提出|回复|答复|反对|表示|通知|告知)"
)
_SILENT = "<ours>(?:没有?|未|不)(?:再|有)?(?:说|吭声|出声|表态|叫)[^。；，]{0,6}"
_REMINDED = "<theirs>[^。；]{0,12}(?:提醒|通知|告知)|提醒"


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
    before, after = text[max(0, figure.start - 8) : figure.start], text[figure.end : figure.end + 3]
    return bool(re.search("(?:前|届满|期满|到期)[^，。；续延展]{0,4}$", before) or "前" in after)
