"""Disputes that are to go to two places: two courts, a court and arbitration, or one or the other as one pleases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.parties import Parties
from bot.review.quoting import whole

_COURT = re.compile(
    r"(?P<place>[^，,。；;：:、\s向由到至交给在归以]{0,30}?)(?:有管辖权的?)?(?:基层|中级)?(?:的)?(?:人民)?法院"
)
_DISPUTE = re.compile("争议|纠纷|争端|协商不成|商量不成|协商未|诉讼|起诉|管辖|打官司|裁判|审理|诉至|仲裁")
_ARBITRATION = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,16}?)?(?:仲裁委员会?|仲裁院|仲裁中心|仲裁机构|(?:申请|提交|进行|提请|采用|通过|选择)[^，。；]{0,6}仲裁)"
)
_NOT_ABOUT = re.compile(
    "劳动(?:争议|仲裁|关系)|用工争议|诉讼时效|消费者|买家|强制执行|(?:财产|行为|申请|采取)保全|保密措施|撤销裁决|申请执行|有权机关|配合|出庭|第三[方人](?!平台)[^，。；]{0,12}(?:起诉|索赔|诉讼|主张|提起)|司法机关|通知书|传票|文书|送达"
)
_REFUSED = re.compile(
    "不(?:得|可|能)?(?:提交|申请|采用|选择|进行|接受|适用)?[^，。；]{0,6}仲裁|排除[^，。；]{0,6}仲裁|裁决(?:是|为)终局|仲裁(?:条款|协议)"
)
_EITHER = re.compile(
    r"法院[^。；]{0,24}(?:或者?|也可以?|亦可|又可以?|抑或|还可以?)[^。；]{0,24}仲裁|仲裁[^。；]{0,30}(?:或者?|也可以?|亦可|又可以?|抑或|还可以?)[^。；]{0,24}(?:法院|诉讼|起诉)|(?:诉讼|起诉)或者?(?:申请)?仲裁"
)
_AFTER = re.compile("不服|裁决后|执行|保全|撤销|终局")
_ROLES = (
    ("defendant", re.compile("被告|对方|被诉")),
    ("plaintiff", re.compile("原告|起诉方|守约方|各自|任[何意]?一方所在")),
    ("signed", re.compile("签[订署约][地所]|合同签")),
    ("performed", re.compile("履行地|服务地")),
    ("property", re.compile("标的物|店铺所在")),
)
_NAME = re.compile(r"([\u4e00-\u9fff]{2,4}?)(?:省|市|区|县|自治州|自治区)")

_SPECIAL = re.compile("([\u4e00-\u9fff]{2})(?:互联网|金融|知识产权)法院")
_TRIED = re.compile("法院[^。；，]{0,6}(?:提起)?(?:诉讼|起诉|管辖|审理|裁判|解决|打官司)")
_AT = re.compile(
    "(?:向|去|到|由|在|归|交|至)([\u4e00-\u9fff]{2,4}?)(?:的|当地的?|本地的?)?(?:人民|中级|基层)?(?:人民)?法院"
)
"""A town by its name alone: 去义乌的法院打官司."""

_NO_TOWN = re.compile(
    "方|所在|管辖|住所|被告|原告|签|约|地$|有权|任何|上述|当地|相关|基层|中级|人民|[省市区县]"
)


@dataclass(frozen=True)
class _Forum:
    """Where a sentence sends disputes: kind, by whom or where (role) if told, the names of places, the sentence."""

    kind: str
    roles: frozenset[str]
    names: frozenset[str]
    sentence: Sentence


def courts(case: Case) -> Iterator[Found]:
    """A sentence that offers both ways, and every sentence that sends disputes elsewhere than the first did."""
    paper = case.paper
    forums: list[_Forum] = []
    for sentence in paper.sentences:
        text = sentence.text
        if paper.clauses[sentence.clause].kind == "heading" or not _DISPUTE.search(text):
            continue
        if not re.search("法院|仲裁|诉讼|起诉|打官司", text) or _NOT_ABOUT.search(text):
            continue
        if _EITHER.search(text) and not _AFTER.search(text) and not _REFUSED.search(text):
            yield Found("court-or-arbitration", whole(paper, sentence))
            continue
        forum = _forum(case.parties, sentence)
        if forum:
            forums.append(forum)
    yield from _differing(paper, case, forums)


def _differing(paper: Paper, case: Case, forums: list[_Forum]) -> Iterator[Found]:
    for first, forum in ((first, forum) for at, forum in enumerate(forums) for first in forums[:at]):
        if forum.kind != first.kind:
            yield from _told(paper, "court-and-arbitration", first.sentence, forum.sentence)
            return
        if _differ(paper, case, first, forum):
            yield from _told(paper, "two-courts", first.sentence, forum.sentence)
            return


def _told(paper: Paper, rule: str, first: Sentence, other: Sentence) -> Iterator[Found]:
    """One finding on both sentences where they stand in one clause; else one on each, since either may be the slip."""
    one, another = whole(paper, first), whole(paper, other)
    if first.clause == other.clause:
        yield Found(rule, Span(one.start, another.end), {"first": _quoted(first)})
        return
    yield Found(rule, another, {"first": _quoted(first)})
    yield Found(rule, one, {"first": _quoted(other)})


def _quoted(sentence: Sentence) -> str:
    return sentence.text.rstrip("。；")


def _forum(parties: Parties, sentence: Sentence) -> _Forum | None:
    text = sentence.text
    arbitration = (
        _ARBITRATION.search(text)
        if not _REFUSED.search(text.replace("裁决是终局", "").replace("裁决为终局", ""))
        else None
    )
    court = _COURT.search(text)
    if arbitration and not court:
        names = frozenset(_NAME.findall(arbitration["place"] or "")) | _institution(text)
        return _Forum("arbitration", frozenset(), names, sentence)
    if court is None:
        return None
    place = text[: court.end()]
    place = place[max((place.rfind(stop) for stop in "，,。；;：:"), default=-1) + 1 :]
    roles = {name for name, pattern in _ROLES if pattern.search(place)}
    for name, party in (("merchant", parties.merchant), ("provider", parties.provider)):
        if re.search(party.pattern, place):
            roles.add(name)
    names = frozenset(
        name
        for name in (*_NAME.findall(_bare(place)), *_SPECIAL.findall(place), *_towns(text))
        if len(name) > 1
    )
    if not roles and not names and not _TRIED.search(text):
        return None
    return _Forum("court", frozenset(roles), names, sentence)


def _towns(text: str) -> Iterator[str]:
    for match in _AT.finditer(text):
        if not _NO_TOWN.search(match[1]):
            yield match[1]


def _institution(text: str) -> frozenset[str]:
    match = re.search(r"([\u4e00-\u9fff]{2,4})(?:国际)?(?:市)?仲裁(?:委员会|院|中心)", text)
    return frozenset({match[1].removesuffix("市")[-2:]}) if match else frozenset()


def _bare(place: str) -> str:
    return re.sub("^.*?(?:向|由|到|至|提交|交由|诉至|在)", "", place)


def _differ(paper: Paper, case: Case, one: _Forum, other: _Forum) -> bool:
    """Whether two places cannot be the same: other roles, other names, or a name that is not in the role's address."""
    if one.roles and other.roles:
        return not one.roles & other.roles
    if one.names and other.names:
        return not one.names & other.names and not any(
            a in b or b in a for a in one.names for b in other.names
        )
    named, by_role = (one, other) if one.names else (other, one)
    for role, party in (("merchant", case.parties.merchant), ("provider", case.parties.provider)):
        if by_role.roles == {role} and named.names:
            address = _address(paper, party.label)
            return bool(address) and not any(name in address for name in named.names)
    return False


def _address(paper: Paper, label: str) -> str:
    """The lines of the head that tell of a party: from its label on to the next label."""
    lines: list[str] = []
    inside = False
    for clause in paper.clauses[:30]:
        if clause.number:
            break
        words = paper.plain[clause.start : clause.end]
        if re.match(r"\s*\S{0,12}[甲乙丙]方|\s*\S{0,6}[（(][甲乙]方", words):
            inside = label in words[:20]
        if inside:
            lines.append(words)
    return "\n".join(lines) if re.search("地址|住所|住址|[省市区县]", "".join(lines)) else ""
