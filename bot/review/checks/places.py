"""The court of the other side (民事诉讼法第三十五条 lets the parties choose, and the provider chose for both)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.found import Case, Found, Span
from bot.review.parties import Party
from bot.review.roles import MERCHANT, PROVIDER

_COURT = re.compile("(?:争议|争执|纠纷)[^。；]{0,30}解决|法院|仲裁|应诉|起诉|打官司|诉讼|管辖")
_WHERE = (
    "(?:的)?(?:公司)?(?:主要)?(?:办公|经营|注册|营业|总部|客服中心|实际|工商|营业执照)?[^。；，<ours><theirs>]{0,6}"
    "(?:住所地?|所在地?|所在(?:的)?(?:省|市|区|城)|注册地|营业地|经营地|户籍地|登记地|属地|辖区|驻地|办事机构|经营场所|办公场所|职场|办公室|总部(?:所在)?(?:城市)?|工商注册|那边|那里|本地|当地|这边|一侧|方便的|地址)"
)
_THEIRS = (
    f"<theirs>{_WHERE}[^。；]{{0,40}}(?:法院|仲裁|应诉|起诉|诉讼|管辖)|(?:法院|仲裁|诉讼|起诉|管辖|应诉|审理|开庭|裁决)[^。；]{{0,20}}<theirs>{_WHERE}"
    f"|(?:签订地|签约地|履行地|签署地)[^。；，]{{0,12}}<theirs>|(?:争议|争执|纠纷)[^。；]{{0,20}}(?:在|到)<theirs>{_WHERE}[^。；，]{{0,4}}解决|<theirs>(?:指定|选定|认可|选择|方便)的?[^。；，]{{0,20}}(?:法院|仲裁)|对<theirs>方便的?[^。；，]{{0,6}}(?:法院|仲裁)"
)
_OURS = f"<ours>{_WHERE}"
_GIVEN_UP = "(?:放弃|不得|不向|排除|而非|不(?:由|在))[^。；，]{0,8}<ours>|<ours>[^。；，]{0,20}不在<theirs>"
_MUST_GO = f"(?:应|须|只能|必须|只可)(?:当|该)?(?:赴|到|在|去|由|向)?<theirs>{_WHERE}"
_NOT_SO = (
    f"(?:不得|不能|无(?:需|须)|不必|不因|不)[^。；，]{{0,12}}(?:要求|强迫)?[^。；，]{{0,6}}(?:到|去|在|由)?<theirs>{_WHERE}"
    f"|<theirs>{_WHERE}[^。；]{{0,8}}(?:不因|不具有|不享有|没有|无)[^。；]{{0,12}}(?:管辖|取得)"
    "|劳动(?:争议|人事|仲裁|关系)|<ours>起诉的?，[^。；]{0,10}<theirs>|被告|任何一方[^。；]{0,12}(?:各自|自己)|原告|各自所在地|买家|<ours>[^。；，]{0,6}(?:可以?|有权)选择"
)
_PLACED = re.compile(
    "(?:争议|争执|纠纷)[^。；]{0,30}解决|法院|仲裁|应诉|起诉|签订地|签约地|履行地|签署地|诉讼|管辖"
)
_SERVED = re.compile("传票|文书|送达|邮寄|函件")
_TRIED = re.compile("管辖|起诉|应诉|提起|审理|裁判|裁决|解决|诉至")
"""An address for papers of the court is no choice of the court."""

_BY_WORK = (
    re.compile(
        "(?:提供|承担|承接)(?:客服)?服务(?:的)?一方|服务提供(?:方|者)|承办[^。；，]{0,8}的(?=职场|一方|场所)"
    ),
    re.compile("(?:委托|接受服务|付款|付费)(?:的)?一方"),
)
"""A side that is named by what it does: 提供服务一方."""

_AS_THEY_LIKE = "<theirs>起诉的，[^。；]{0,10}(?:自行|任意|自由)?选择"

_TOWN = re.compile(r"(?<![^省市区县州盟：:，,\s（(])(?P<town>[^省市区县：:，,\s（(]{2,4})[市区县]")
_NAMED = re.compile(r"(?P<court>[\u4e00-\u9fff]{2,20}?(?:法院|仲裁委员会|仲裁院))")
_LABEL = re.compile("(?:住所|地址|住址|注册地|所在地|经营地)")


def other_sides_court(case: Case) -> Iterator[Found]:
    """A court or arbitration at the other side's place, by its label or by the town of its address."""
    towns = _towns(case, case.theirs) - _towns(case, case.ours)
    for sentence in case.paper.sentences:
        said = _BY_WORK[1].sub(MERCHANT, _BY_WORK[0].sub(PROVIDER, case.said(sentence)))
        if not _COURT.search(case.clause_said(sentence.clause)) or not _PLACED.search(said):
            continue
        if _SERVED.search(said) and not _TRIED.search(said):
            continue
        if case.search("<ours>(?:提起诉讼|提起|起诉)的", said) and not case.search(_AS_THEY_LIKE, said):
            continue
        by_label = case.search(_THEIRS, said)
        alone = not case.search(_OURS, said) or case.search(_GIVEN_UP, said)
        named = _NAMED.search(sentence.text)
        by_town = named and any(town in named["court"] for town in towns)
        if (
            (by_label or by_town)
            and alone
            and (case.search(_MUST_GO, said) or not case.search(_NOT_SO, said))
        ):
            yield Found("court-of-the-other-side", Span(sentence.start, sentence.end))


def _towns(case: Case, party: Party) -> frozenset[str]:
    """Towns and districts of the party's address and name, as far as the head and the notices tell them."""
    found: set[str] = set()
    current = ""
    for clause in case.paper.clauses:
        words = case.paper.words(clause)
        for line in words.split("\n"):
            label = re.match(rf"\s*(?:{party.pattern})[^，。；]{{0,40}}", line)
            other = case.parties.provider if party is case.parties.merchant else case.parties.merchant
            if re.match(rf"\s*{other.pattern}", line):
                current = other.label
            elif label:
                current = party.label
            if current == party.label and (_LABEL.search(line) or label) and len(line) < 160:
                part = re.split(other.pattern, line)[0]
                found.update(match["town"] for match in _TOWN.finditer(part))
        if clause.number:
            current = ""
    found.update(
        match["town"] for match in re.finditer(r"^(?P<town>[\u4e00-\u9fff]{2,3}?)市?", party.name[:3])
    )
    return frozenset(town for town in found if len(town) >= 2)
