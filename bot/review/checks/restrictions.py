"""A restriction that binds our side alone: whom it may hire, with whom it may work."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.found import Case, Found, Span

_HIRE = re.compile(
    "(?:雇佣|雇用|聘用|录用|招用|招揽|招聘|挖|引诱|游说|聘请|聘任|招募|接收|吸纳|建立劳动关系|接触)[^。；]{0,24}(?:员工|人员|客服|职工|雇员|团队|离职)"
    "|(?:员工|人员|客服|职工|雇员|团队)[^。；]{0,24}(?:雇佣|雇用|聘用|录用|招用|招揽|招聘|挖|入职|任职|就职)"
)
_EXCLUSIVE = re.compile(
    "(?:与|同|跟|向|委托|聘请|选择|寻求|使用|接受|引入|交由|交给|和)(?:任何)?[^。；，]{0,16}(?:其他|其它|第三方|以外|之外|同类|别的|另外的?)[^。；，]{0,16}"
    "(?:合作|服务|公司|客服|外包|机构|供应商|服务商|接触|签约|签订)|独家(?:合作|委托|服务|代理)|唯一(?:的)?(?:客服)?(?:服务商|合作|供应商|外包)|自(?:行组建|建)[^。；]{0,6}(?:客服|团队)|把[^。；]{0,10}交给其他"
)
_MUST_NOT = (
    "(?:不得|不能|不可以?|禁止|严禁|不应|不许|不准|均不|须以|仅能|只能|应以|(?:承诺|保证|同意|确认)[^。；]{0,30}不"
    "|不(?:自行|与|同|跟|向|再|另|将|把|直接|以任何))"
)
_BOTH = re.compile("任何一方|任一方|双方|各方|一方不得|互不|相互不|彼此")
_OTHER_THINGS = re.compile("歧视|性别|个人信息|商业秘密|保密|披露|透露|泄露|资料|转让|转委托|分包|权利义务")


def one_sided_restriction(case: Case) -> Iterator[Found]:
    """Sentences that forbid our side to hire the other's people or to work with others, where nothing like it binds
    the other side."""
    for pattern, rule in ((_HIRE, "restriction-hiring"), (_EXCLUSIVE, "restriction-exclusive")):
        if _binds(case, pattern):
            continue
        for sentence in case.paper.sentences:
            said = _forbids(sentence.text, case.ours.pattern, case.theirs.pattern, pattern)
            if said and not _BOTH.search(sentence.text[: said.end()]):
                yield Found(rule, Span(sentence.start, sentence.end))


def _forbids(text: str, party: str, others: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """The words that forbid a party what the pattern says: the party named last before them is the one bound."""
    for match in re.finditer(_MUST_NOT, text):
        named = list(
            re.finditer(f"(?<![经与同跟向对和给由])(?P<own>{party})|{others}", text[: match.start()])
        )
        if not named or not named[-1]["own"]:
            continue
        said = text[named[-1].start() : match.end() + 60].split("。")[0]
        restricted = pattern.search(said)
        if restricted and not _OTHER_THINGS.search(said[: restricted.start()]):
            return match
    return None


def _binds(case: Case, pattern: re.Pattern[str]) -> bool:
    """Whether the paper forbids the like to the other side or to both."""
    ours, theirs = case.ours.pattern, case.theirs.pattern
    return any(
        bool(_forbids(one.text, theirs, ours, pattern))
        or bool(
            _BOTH.search(one.text)
            and re.search(_MUST_NOT, one.text)
            and pattern.search(one.text)
            and not _OTHER_THINGS.search(one.text)
        )
        for one in case.paper.sentences
    )
