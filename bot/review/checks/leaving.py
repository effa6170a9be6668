"""How one gets out: rights to end the contract that are not the same on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.quantities import parse
from bot.review.checks.leaving_unevenly import CAUSE, DAYS, uneven
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence

_END = "(?:解除|终止|解约|退出(?![^，。；]{0,4}(?:登录|账号|群))|停止合作|停止服务|结束|中止|撤场|撤出|撤离|撤回人员|不做了?|不干|想停|叫停|退租|(?<!暂)停服|走人|散伙|收回服务|下线)"
_NO = "(?:不得|不可以?|不能|无权|不享有|放弃|不具有|没有|不予|丧失)"
_FREE = "(?:随时|无条件|任意|单方|自行|立即|即刻|直接|当[日天]|无(?:需|须)(?:理由|说明)|有权|(?<![许认])可以?|(?<![不取获])得|仍可|自由|说停就停|不在此限|不受此限)"
_EITHER = re.compile("任何一方|任一方|双方|各方|一方|守约方|对方|谁|都得|彼此|另一方")
_NOTICE = re.compile("提前|通知|书面|打招呼|说|申请|生效|告知")
_TIMES = re.compile(
    "(?:合同|协议|合作|服务)(?:期满|到期|届满)?(?:或者?|、)?(?:提前)?(?:结束|终止|解除)(?:之?[时后前]|以后|之日|当[日天])"
)
"""An end that only tells when something else is due, and gives nobody a right to it."""

_OWN_BREACH = "^[^。；，<ours>]{0,20}(?:，?且?未[^。；，<ours>]{0,16})?的，[^。；<ours>]{0,30}(?:支付|赔偿|承担|违约金|扣|减收)"
_SEATS = re.compile(
    "^(?![^。]*(?:解除|终止|解约|停止合作|结束合作))[^。]*(?:增加|减少|增减|增派|调减|减员)[^。]*撤"
)
"""People who come and go while the contract goes on."""

_AT_ONCE = re.compile("当[日天]|即时|即刻|立即|随时|马上")

_ONE_WAY = (
    "(?:解除权|解约权|终止权|退出权)[^。；]{0,12}(?:仅|只|专|均|单独)?(?:由|属于|归|为)?<theirs>(?:享有|所有|行使)?|<ours>[^。；，]{0,20}放弃[^。；]{0,16}(?:解除权|解约权|终止权|任意解除)"
    "|(?:锁定期|封闭期|绑定期|最低合作期|服务期)[^。；]{0,10}(?:只|仅|单独)(?:约束|适用|对|限制)[^。；，]{0,4}<ours>"
    "|除<theirs>[^。；，]{0,14}(?:外|以外)，[^。；]{0,30}(?:不得|不可|不能)[^。；，]{0,10}"
    + _END
    + "|(?:不可撤销|不可解除|不可终止|不得解除|不得终止|不可中止)[^。]{0,24}<theirs>[^。]{0,24}(?:不在此限|不受此限|除外|可以?|有权)"
    "|<theirs>[^。；<ours>]{0,24}(?:不受|不在)[^。；，]{0,8}限"
    "|(?:只有|仅有?|唯有?)<theirs>[^。；]{0,16}"
    + _END
    + "|<theirs>(?:认为|觉得|判断|自行判断)[^。；]{0,30}(?:可以?|有权|得|即可)[^。；]{0,14}"
    + _END
)
_ON_TERMS = (
    _END
    + "(?:与否|时间|时点|的决定)?[^。；，]{0,10}(?:由|取决于|听凭|以)<theirs>[^。；，]{0,10}(?:决定|确认|为准|安排|认定)"
    "|<ours>[^。；]{0,40}(?:须|应|需|必须|方可|才(?:能|可))[^。；]{0,20}(?:支付|付清|结清|补足|赔偿|缴纳)[^。；]{0,24}(?:方可|才(?:能|可))[^。；，]{0,8}"
    + _END
    + "|"
    + _END
    + "[^。；]{0,20}(?:须|应|需|必须)?(?:经|征得|取得|获得)<theirs>[^。；，]{0,8}(?:批准|同意|许可|审批|认可)"
)
_EASY = f"<theirs>[^。；<ours>]{{0,34}}(?:即可|均可|可以?|有权|得)[^。；<ours>]{{0,18}}{_END}"
_BARRED = f"<ours>[^。；<theirs>]{{0,60}}(?:方可|才(?:能|可))[^。；<theirs>]{{0,12}}{_END}|<ours>[^。；]{{0,30}}{_END}[^。；]{{0,40}}(?:公证|盖章确认|方(?:可|能|才)?生效)|<ours>[^。；<theirs>]{{0,40}}{_NO}[^。；，]{{0,20}}{_END}|{_END}[^。；，]{{0,10}}(?:须|应|需|必须)[^。；]{{0,30}}(?:经|征得|取得)?<theirs>[^。；，]{{0,6}}(?:批准|同意|许可|审批)|<ours>(?:仅|只)(?:能|可|有权|得)?在?[^。；]{{0,30}}{_END}"


def unequal_termination(case: Case) -> Iterator[Found]:
    """Our side may not end the contract, or must give much longer notice, where the other side may."""
    free: list[Sentence] = []
    bound: list[Sentence] = []
    notice: dict[str, tuple[Sentence, Decimal]] = {}
    one_way: list[Sentence] = []
    terms: list[Sentence] = []
    uneven_ones: list[tuple[str, Sentence]] = []
    for sentence in case.paper.sentences:
        said = _TIMES.sub("", case.said(sentence))
        if not re.search(f"{_END}|解除权|锁定期", said) or _SEATS.search(said):
            continue
        rule = uneven(case, said) or uneven(case, said + _next_said(case, sentence))
        if rule:
            uneven_ones.append((rule, sentence))
            continue
        if _EITHER.search(said.split("，")[0]) and not case.search(_ONE_WAY, said):
            continue
        if _both_bound(case, said):
            continue
        if case.search(_ONE_WAY, said):
            one_way.append(sentence)
        if _may(case, said):
            free.append(sentence)
        if case.search(_BARRED, said):
            bound.append(sentence)
        on_terms = case.search(_ON_TERMS, said) or (
            case.search(_BARRED, said) and case.search(_EASY, case.clause_said(sentence.clause))
        )
        if on_terms and sentence not in one_way:
            terms.append(sentence)
        for side in ("<ours>", "<theirs>"):
            days = _notice_of(case, said, side)
            if days is not None and side not in notice:
                notice[side] = sentence, days
    if uneven_ones:
        rule, sentence = uneven_ones[0]
        yield _found(rule, sentence, {})
        return
    yield from _told(case, free, bound, notice, one_way, terms)


def _next_said(case: Case, sentence: Sentence) -> str:
    """The sentence behind it in the same clause, where it goes on with a semicolon."""
    after = case.paper.sentences_of(sentence.clause)
    following = next((one for one in after if one.start >= sentence.end), None)
    return case.said(following) if following and sentence.text.rstrip().endswith(("；", ";")) else ""


def _told(
    case: Case,
    free: list[Sentence],
    bound: list[Sentence],
    notice: dict[str, tuple[Sentence, Decimal]],
    one_way: list[Sentence],
    terms: list[Sentence],
) -> Iterator[Found]:
    if one_way:
        yield _found("termination-at-will", one_way[0], {})
        return
    if terms and len(notice) < len(("ours", "theirs")):
        yield _found("termination-on-terms", terms[0], {})
        return
    if len(notice) == len(("ours", "theirs")):
        (sentence, mine), (other, yours) = notice["<ours>"], notice["<theirs>"]
        if mine > yours:
            days = f"提前{yours}天" if yours else "当天通知"
            yield _found("termination-notice", sentence, {"mine": f"{mine}天", "yours": days})
        free = [one for one in free if one not in (sentence, other)]
    if free:
        yield _found("termination-at-will", free[0], {})
    elif bound and not _may_end(case):
        yield _found("termination-barred", bound[0], {})


def _found(rule: str, sentence: Sentence, fields: dict[str, str]) -> Found:
    return Found(rule, Span(sentence.start, sentence.end), fields)


def _both_bound(case: Case, said: str) -> bool:
    """Whether the sentence binds the other side as it does ours."""
    return bool(case.search("<theirs>[^。；<ours>]{0,24}不得", said)) and bool(
        case.search("<ours>[^。；<theirs>]{0,24}(?:亦|也|同样)?不得", said)
    )


def _may(case: Case, said: str) -> bool:
    """Whether the other side may end the contract without a cause that lies with us."""
    match = case.search(
        f"(?<![知向给对经])<theirs>(?:[^。；<ours>]|<ours>的){{0,34}}?{_FREE}[^。；<ours>]{{0,24}}?{_END}|<theirs>[^。；<ours>]{{0,14}}{_FREE}{_END}",
        said,
    )
    if match is None:
        return False
    if case.search(
        "[与和同跟及、]<theirs>[^。；，]{0,6}(?:协商|达成|一致|共同)|协商一致",
        match[0] + said[: match.end()],
    ):
        return False
    if re.search("[亦也]可|同样|(?:仅|只)限于?", said[: match.end() + 12]):
        return False
    if case.search(_OWN_BREACH, said[match.end() :]):
        return False
    return not CAUSE.search(said[: match.end()]) and not re.search(f"{_NO}[^。；，]{{0,16}}{_END}", match[0])


def _may_end(case: Case) -> bool:
    """Whether any clause lets our side out by notice."""
    out = case.pattern(
        rf"(?:任何一方|任一方|双方均|各方|一方|<ours>)[^。；<theirs>]{{0,20}}(?:提前|有权|可以?)[^。；]{{0,30}}{_END}"
    )
    return any(
        out.search(said)
        and not re.search(f"{_NO}[^。；，]{{0,16}}{_END}", said)
        and not case.search("<ours>(?:仅|只)", said)
        for said in map(case.said, case.paper.sentences)
    )


def _notice_of(case: Case, said: str, side: str) -> Decimal | None:
    """Days of notice that the side must give to end the contract."""
    for piece in re.split(case.pattern("[；;。]|，(?=<either>)"), said):
        subject = case.search(side, piece)
        if not subject or not re.search(_END, piece) or not _NOTICE.search(piece):
            continue
        if re.search("逾期|违约|未按|拖欠", piece):
            continue
        for figure in parse(piece):
            if figure.kind != "duration" or figure.unit not in DAYS or figure.start < subject.end():
                continue
            if re.search("提前|至少|不少于|满", piece[: figure.start][-8:]):
                return figure.value * DAYS[figure.unit]
        if side == "<theirs>" and _AT_ONCE.search(piece[subject.end() :]) and not CAUSE.search(piece):
            return Decimal(0)
    return None
