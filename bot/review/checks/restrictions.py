"""A restriction that binds our side alone: whom it may hire, with whom it may work, what it may say, see or use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.found import Case, Found, Span
from bot.review.roles import MERCHANT, PROVIDER

_HIRE = re.compile(
    "(?:雇佣|雇用|聘用|录用|招用|招揽|招聘|挖|引诱|游说|聘请|聘任|招募|接收|吸纳|建立劳动关系|(?:私下|私自|擅自|直接)接触)[^。；]{0,24}(?:员工|人员|客服|职工|雇员|团队|离职)"
    "|(?:员工|人员|客服|职工|雇员|团队)[^。；]{0,24}(?:雇佣|雇用|聘用|录用|招用|招揽|招聘|挖|入职|任职|就职)"
)
_EXCLUSIVE = re.compile(
    "(?:与|同|跟|向|委托|聘请|选择|寻求|使用|接受|引入|交由|交给|和|找|用|换)(?:任何)?[^。；，]{0,16}(?:其他|其它|第三方|以外|之外|同类|相近|类似|别的?|另外的?|竞争)[^。；，]{0,16}"
    "(?:合作|服务|公司|客服|外包|机构|供应商|服务商|接触|签约|签订|家|软件|产品|系统)"
    "|独家(?:合作|委托|服务|代理|由|交)|唯一(?:的)?(?:客服)?(?:服务商|合作|供应商|外包)|从事[^。；，]{0,8}(?:客服|同类|外包|竞争)|自家(?:员工|人员)|自(?:行组建|建)[^。；]{0,6}(?:客服|团队)|把[^。；]{0,10}交给其他"
    "|(?:自己|自行)(?:招|组|聘|接待)|找别家|另找|(?:把|将)[^。；，]{0,10}(?:分|交|派|让|给)(?:给|由|到)?[^。；，]{0,4}(?:别家|他家|别人|他人|其他)"
)
_MUST_NOT = (
    "(?:不得|不能|不可以?|禁止|严禁|不应|不许|不准|均不|须以|仅能|只能|应以|(?:承诺|保证|同意|确认)[^。；"
    + MERCHANT
    + PROVIDER
    + "]{0,30}不"
    "|不(?:自行|与|同|跟|向|再|另|将|把|直接|以任何))"
)
_BOTH = re.compile("任何一方|任一方|双方|各方|一方|互不|相互不|彼此|同样")
_OTHER_THINGS = re.compile("歧视|性别|个人信息|商业秘密|保密|披露|透露|泄露|资料|转让|转委托|分包|权利义务")
_PASSED_ON = re.compile(
    "(?:工作|服务|业务|接待|客服|事务)[^。；，]{0,10}(?:交给|交由|转给|转交|包给|外包|委托)[^。；，]{0,8}(?:其他|其它|第三|他人|别人|别家)"
)
"""Work that is passed on, which is subcontracting and no serving of others."""
_BOUND = (
    "(?<![经得在由向给对为与用])<ours>(?!的?(?:数据|资料|店铺|信息))(?:[^。；<theirs>]|<theirs>(?!不|也|亦|均|可|有权)){0,40}(?:不得|不可|不能|不许|不准|禁止|严禁|无权|不应|独家|(?:事先|先|须|应|经)[^。；，]{0,8}(?:<theirs>)?[^。；，]{0,4}(?:许可|同意|批准|报批|允许|认可)|(?:永久|终身|无限期|长期|严格)(?:地)?保密|负有?[^。；，]{0,10}(?:保密|排他|采购)[^。；，]{0,4}义务)"
    "|(?:禁止|严禁|不得|不许)[^。；]{0,10}<ours>|(?:禁止|严禁)[^。；：]{0,8}：<ours>|(?:仅|只|单独)(?:约束|限制|适用于|对)<ours>"
)
_UNBOUND = (
    "<theirs>[^。；]{0,50}(?:均?可以?|有权)(?:自由|随意|任意|不受限制地?)(?:使用|披露|对外|处置)"
    "|<theirs>[^。；]{0,30}(?:无须|无需|不必|不用)[^。；，]{0,8}(?:同意|告知|通知|许可|批准|报备)"
    "|<theirs>[^。；，]{0,12}的?，?(?:只须|仅须|只需)?(?:通知|告知)<ours>即可"
    "|<theirs>(?:可以?|有权|得)(?:将|把|对|就|使用|引用)<ours>[^。；]{0,40}(?:宣传|案例|展示|对外|公开|披露)|<theirs>(?:(?:对|与|将|把|就|向|使用|利用|引用|查阅|披露)?<ours>(?:的)?)?[^。；<ours>]{0,30}(?:不(?:受|在)[^。；，]{0,16}(?:限制|约束|限|此限)|(?:可|可以|有权|得)(?:以)?(?:随时|自由|自行|无限期|无偿|任意|随意|不经|继续|同时|为|代理|服务|接受|承接|使用|招|聘|查阅|发布|公开|对外|与)"
    "|(?:可|可以|有权|得)(?![^。；]{0,24}(?:解除|终止|暂停|停止|要求|追究|拒绝|扣减|扣除|收取|主张|索赔|提出|顺延|催))[^。；]{3,}"
    "|自主|自便|自由|则?(?:只|仅)须?[^。；，]{0,4}(?:告知|通知)|无(?:需|须)[^。；，]{0,14}|不(?:必|用)[^。；，]{0,14}(?:同意|告知|通知)|由<theirs>自(?:己|行)(?:安排|决定)|自己安排|没有[^。；，]{0,6}限制)"
)
_TOPIC = re.compile(
    "透露|泄露|报价|告知|竞争|独家|同类|挖|聘|录用|招|评价|评论|言论|宣传|使用|查阅|检查|审计|查看|披露|转让|转委托|分包|开店|新店|平台|更换|名称|商标|案例|合作|委托|另行|类目|推广|外包|保密|来往|联络|联系|抵销|抵消|抵扣|对外|提及|展示|采购|商家|软件"
)
_LIKEWISE = "(?<![经得])<theirs>(?:[^。；，<ours>]{0,20}不得|[^。；<ours>]{0,20}(?:亦|也不|同样))"
_NO_DUTY_OF_FEES = re.compile("不得[^。；，]{0,12}(?:拖欠|逾期|拒付|拒绝付款|解除|终止|退)")


def one_sided_restriction(case: Case) -> Iterator[Found]:
    """Sentences that forbid our side to hire the other's people or to work with others, where nothing like it binds
    the other side; and clauses that bind us and say in the same breath that the other side is free."""
    found: list[Found] = []
    for restricted, rule in ((_HIRE, "restriction-hiring"), (_EXCLUSIVE, "restriction-exclusive")):
        if _binds(case, restricted):
            continue
        for sentence in case.paper.sentences:
            words = case.said(sentence)
            said = _forbids(case, words, "<ours>", "<theirs>", restricted)
            if said and not _BOTH.search(words[: said.end()]):
                found.append(Found(rule, Span(sentence.start, sentence.end)))
    yield from found
    yield from _one_way(case)


def _one_way(case: Case) -> Iterator[Found]:
    """Clauses that bind our side and set the other free."""
    for clause in case.paper.clauses:
        words = case.clause_said(clause.index)
        bound = case.search(_BOUND, words)
        if bound is None or re.search("任何一方|任一方|双方[^。；，]{0,6}不得", words[: bound.end()]):
            continue
        named = case.search("^<ours>", bound[0])
        free = case.search(_UNBOUND, words[bound.end() :]) or (
            named and case.search(_UNBOUND, words[: bound.start()])
        )
        if free is None or case.search(_LIKEWISE, words):
            continue
        for sentence in case.paper.sentences_of(clause.index):
            said = case.said(sentence)
            if case.search(_BOUND, said) and _TOPIC.search(said) and not _NO_DUTY_OF_FEES.search(said):
                yield Found("restriction-one-way", Span(sentence.start, sentence.end))
                break


def _forbids(
    case: Case, text: str, bound: str, others: str, restricted: re.Pattern[str]
) -> re.Match[str] | None:
    """The words that forbid a side what the pattern says: the side named last before them is the one bound."""
    subject = case.pattern(
        f"(?:(?<![经与同跟向对和给由用诱聘招托揽挖])(?P<own>{bound})|{others})(?![^。；，]{{0,4}}(?:同意|答应|许可|批准|点头))"
    )
    for match in re.finditer(_MUST_NOT, text):
        named = list(subject.finditer(text, 0, match.start()))
        if not named or not named[-1]["own"]:
            continue
        said = text[named[-1].start() : match.end() + 60].split("。")[0]
        hit = restricted.search(said)
        if hit and not _OTHER_THINGS.search(said[: hit.end()]):
            return match
    return None


def _binds(case: Case, restricted: re.Pattern[str]) -> bool:
    """Whether the paper forbids the like to the other side or to both."""
    for sentence in case.paper.sentences:
        words = case.said(sentence)
        if not _PASSED_ON.search(words) and _forbids(case, words, "<theirs>", "<ours>", restricted):
            return True
        if (
            _BOTH.search(words)
            and re.search(_MUST_NOT, words)
            and restricted.search(words)
            and not _OTHER_THINGS.search(words)
        ):
            return True
    return False
