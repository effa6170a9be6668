"""Parties that are called by another name than that of the head: a slip of the pen, or left over from another paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.parties import any_of
from bot.review.quoting import part_of

_SUFFIX = (
    "股份有限公司|有限责任公司|有限公司|专业合作社|合作社|工作室|经营部|商行|事务所|服务部(?!分)|贸易行|旗舰店|公司"
    "|[\u4e00-\u9fff](?:加工|制造|服装|食品|灯饰|家具|电器|五金|玩具|工艺品|印刷)厂"
)
_COMPANY = re.compile(
    rf"[\u4e00-\u9fff（）()·A-Za-z0-9]{{2,30}}?(?:{_SUFFIX})(?:[\u4e00-\u9fff]{{2,8}}分公司)?"
)
_FORMAL = re.compile("有限公司|有限责任公司|股份有限公司|合作社|商行|经营部|工作室|服务部")
_LEAD = re.compile(
    r"^.*(?:户名|账户名称?|开户名|单位名称|公司名称|名称|全称|抬头|账户|由|与|和|及|向|即|是|系|给|为|经|将|把|以|对|在|致|按|用|同|方)(?=[\u4e00-\u9fff（]{4,})"
)
_OTHERS = re.compile(
    "银行|支行|分行|信用社|支付宝|天猫|淘宝|京东|拼多多|抖音|字节|阿里|腾讯|微信|快手|法院|仲裁|顺丰|物流|快递|保险|会计|律师|公证|平台"
)
_NOT_PARTY = re.compile(
    "关联|母公司|子公司|分公司|集团|担保|保证人|第三[方人]|供应商|品牌方|授权|案外|原合作|前任|委托第三|软件|系统"
    "|控股|股东|曾用名|原名|更名|前身|变更[为前]|改名|分店|仓|[丙丁戊]方|介绍|推荐|母体|总部|全资|投资"
)
_ACTS = re.compile(
    "各执|各持|各拿|各一份|本(?:合同|协议|合约)项下|盖章|签[章字]|与[甲乙]方|[甲乙]方[（(：:与和]|双方|违约|户名|账户|收款|财产|所有(?![制权])"
)
_SIGNED = r"(?P<label><labels>)\s*[（(【](?:盖?公?章|签[字章]|盖章[或及/、]?签[字章]|签名|公章)[^）)】]{0,6}[）)】]\s*[:：]\s*(?P<name>[\u4e00-\u9fff（）()·]{6,40})(?=\s|$)"
_DESCRIBED = re.compile(
    "^[（(]?(?:以?下)?[均统]?简?称|一[家间]|依照?|根据|设立|存续|成立|注册|法律|法规|的[\u4e00-\u9fff]*公司$|[甲乙]方(?:工作室|经营部|商行|服务部|公司)$"
)
"""What is said of a company and is no name of one: 一家依照中国法律设立的有限责任公司."""
_NO_NAME = re.compile("[甲乙]方|签[字章名]|盖章|代表|日期|地址|^[（(]|经营者|身份")
_ROLE = re.compile(
    r"(?:^|[|，。；\s])(?:(?P<merchant>委托(?:单位|方|人)|发包(?:单位|方|人)|品牌方|商家|付款(?:单位|方|人)|客户(?:名称|单位)|[需采]方|采购方|定作人)"
    r"|(?P<provider>受托(?:单位|方|人)|承包(?:单位|方|人)|承揽(?:方|人)|承接(?:单位|方)|服务(?:商|方|单位|提供方)|收款(?:单位|方|人)|[供]方|代运营方))"
    r"(?:名称|全称)?\s*[:：|]?\s*$"
)
"""What stands right before a name and says in which role: 委托单位：…"""
_TOWN = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}?市)?(?:[\u4e00-\u9fff]{1,3}?[区县镇](?=[\u4e00-\u9fff]{2}))?"
)
_OWNS = re.compile("(?:的|所?派驻?的?)(?:(?P<staff>客服|坐席|接待人员)|(?:店铺|网店|旗舰店|商品))")
"""What stands behind the name of a party: its agents, or its shop and goods."""
_BUSINESS = "客服部|服务部|客服中心|服务中心|经营部"
_NO_BUSINESS = re.compile(
    "[将把拟得给其由为向与和及的在设建]|^(?:所|自有|内部|指定|下属|运营|售后|客服|服务)"
)
_SHORT_NAME = re.compile(
    "(?:^|[，。；：、由]|[日天月后内前]，?)(?P<whole>(?P<name>[\u4e00-\u9fff]{2,4})公司)(?=应|须|不得|负责|承担|承诺|保证)"
)
_ANY_COMPANY = re.compile(
    "物流|快递|保险|外包|客服|服务|运营|支付|平台|关联|集团|电商|软件|技术|租赁|派遣|人力|双方|各|两家|其[他它]|第三|外部|合作|供应|承运|担保|母|子|分|总|该|本|贵|我|对方|一方|接手|新|原|同行|其"
)
_LIKE = 0.6
_LIKE_FROM_START = 0.45
"""For a name that begins with the same character."""
_SHORTEST = 6
_NEAR = 10
"""Characters before a name that say whose it is."""


@dataclass(frozen=True)
class _Name:
    """A company's name where it stands."""

    text: str
    span: Span
    sentence: Sentence
    short: bool = False


def party_names(case: Case) -> Iterator[Found]:
    """Names that are meant for a party and are not the one that the paper gives it first."""
    paper = case.paper
    own = {label: name for label, name in _own(case) if name}
    if not own:
        return
    called = _called(case, own)
    seen: set[str] = set()
    names = tuple(own.values())
    for name in (
        *_names(paper, names),
        *_behind_labels(paper, called),
        *_signed(paper, called),
        *_short_names(paper, names),
    ):
        if name.text in seen or any(_same(name.text, other) for other in own.values()):
            continue
        label = _in_role(case, name, own) or _signing(name, called) or _meant(name, own, called)
        label = label or _doing(case, name, own) or _like_short(name, own)
        if label:
            seen.add(name.text)
            fields = {"written": name.text, "right": own[label], "label": label}
            suggestion = None
            span = part_of(paper, name.span, name.sentence)
            text = paper.text
            suggestion = text[span.start : name.span.start] + own[label] + text[name.span.end : span.end]
            yield Found("party-name", span, fields, suggestion=suggestion)


def _own(case: Case) -> Iterator[tuple[str, str]]:
    for party in (case.parties.merchant, case.parties.provider):
        yield party.label, party.name if len(party.name) >= 4 else _from_table(case.paper, party.label)


def _called(case: Case, own: Mapping[str, str]) -> dict[str, str]:
    """The label for every word that a party with a name is called by; 甲方 where the clauses say 品牌方."""
    parties = (case.parties.merchant, case.parties.provider)
    return {
        word: party.label
        for party in parties
        if party.label in own
        for word in party.words
        if word != party.name
    }


def _from_table(paper: Paper, label: str) -> str:
    """The name below a label at the head of a table's column: | 项目 | 甲方 | 乙方 | over | 名称 | … | … |."""
    column = -1
    for line in paper.text[:4000].split("\n"):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 2:
            continue
        if column < 0:
            column = next((at for at, cell in enumerate(cells) if cell.startswith(label)), -1)
        elif re.search("名称|全称|单位", cells[0]) and column < len(cells):
            return cells[column]
    return ""


def _names(paper: Paper, own: tuple[str, ...]) -> Iterator[_Name]:
    """Company names of the paper, cut where they begin."""
    for sentence in paper.sentences:
        if not _FORMAL.search(sentence.text):
            continue
        for match in _COMPANY.finditer(sentence.text):
            text = match[0]
            if not _FORMAL.search(text):
                continue
            start = match.start() + _begins(text, own)
            text = sentence.text[start : match.end()]
            if len(text) >= _SHORTEST and not _DESCRIBED.search(text):
                yield _Name(text, Span(sentence.start + start, sentence.start + match.end()), sentence)


def _behind_labels(paper: Paper, called: Mapping[str, str]) -> Iterator[_Name]:
    """What stands right behind a party's label and looks like the name of a business: 乙方某某客服部."""
    named = re.compile(
        rf"{any_of(called)}(?P<name>[\u4e00-\u9fff]{{2,10}}?(?:{_BUSINESS}))(?=[安负应须派提每不的，。])"
    )
    for sentence in paper.sentences:
        for match in named.finditer(sentence.text):
            if not _DESCRIBED.search(match["name"]) and not _NO_BUSINESS.search(match["name"]):
                span = Span(sentence.start + match.start("name"), sentence.start + match.end("name"))
                yield _Name(match["name"], span, sentence)


def _short_names(paper: Paper, own: Iterable[str]) -> Iterator[_Name]:
    """Companies called by a short name that is no part of a party's, where they have a duty: 某某公司应移交."""
    names = "".join(own)
    for sentence in paper.sentences:
        for match in _SHORT_NAME.finditer(sentence.text):
            if match["name"] not in names and not _ANY_COMPANY.search(match["name"]):
                span = Span(sentence.start + match.start(), sentence.start + match.end("whole"))
                yield _Name(match["whole"], span, sentence, short=True)


def _signed(paper: Paper, called: Mapping[str, str]) -> Iterator[_Name]:
    """What stands behind a party's label where it signs, whatever kind of business it is."""
    signed = re.compile(_SIGNED.replace("<labels>", any_of(called)))
    for sentence in paper.sentences:
        for match in signed.finditer(sentence.text):
            if not _NO_NAME.search(match["name"]) and not _FORMAL.search(match["name"]):
                span = Span(sentence.start + match.start("name"), sentence.start + match.end("name"))
                yield _Name(match["name"], span, sentence)


def _begins(text: str, own: tuple[str, ...]) -> int:
    """Where in a run of characters the name begins: with the first characters of a party's, or after a small word."""
    for name in own:
        at = text.find(name)
        if at < 0:
            at = text.find(name[:2])
        if at >= 0:
            return at
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _in_role(case: Case, name: _Name, own: dict[str, str]) -> str:
    """The label of the party in whose role a name is written, or an empty string."""
    role = _ROLE.search(name.sentence.text[: name.span.start - name.sentence.start])
    if role is None or _OTHERS.search(name.text):
        return ""
    label = case.parties.side("merchant" if role["merchant"] else "provider").label
    return label if label in own else ""


def _signing(name: _Name, called: Mapping[str, str]) -> str:
    """The label of the party in whose place a name signs, or an empty string."""
    before = name.sentence.text[: name.span.start - name.sentence.start]
    match = re.search(
        rf"(?P<label>{any_of(called)})\s*[（(【][^）)】]*[章签][^）)】]*[）)】]\s*[:：]\s*$", before
    )
    return called[match["label"]] if match else ""


def _doing(case: Case, name: _Name, own: Mapping[str, str]) -> str:
    """The label of the party whose staff or shop is called that of the name, or an empty string."""
    text, at = name.sentence.text, name.span.start - name.sentence.start
    if _OTHERS.search(name.text) or _NOT_PARTY.search(text[max(0, at - _NEAR) : at] + name.text):
        return ""
    match = _OWNS.match(text, name.span.end - name.sentence.start)
    label = case.parties.side("provider" if match and match["staff"] else "merchant").label
    return label if match and label in own else ""


def _like_short(name: _Name, own: Mapping[str, str]) -> str:
    """The label of the party that a short name is like, or else of the one that its sentence does not name."""
    if not name.short:
        return ""
    label, shared = max(
        ((label, len(set(name.text[: -len("公司")]) & set(other))) for label, other in own.items()),
        key=lambda pair: pair[1],
    )
    named = [party for party in own if party in name.sentence.text]
    if shared or len(named) != 1:
        return label if shared else ""
    return next((party for party in own if party != named[0]), "")


def _meant(name: _Name, own: Mapping[str, str], called: Mapping[str, str]) -> str:
    """The label of the party that a name must mean, or an empty string."""
    if _OTHERS.search(name.text):
        return ""
    label, likeness = max(
        ((label, _likeness(name.text, other)) for label, other in own.items()), key=lambda pair: pair[1]
    )
    text, at = name.sentence.text, name.span.start - name.sentence.start
    named_so = re.search(rf"({any_of(called)})\s*[（(]?$", name.sentence.text[:at])
    if named_so:
        return called[named_so[1]]
    around = text[max(0, at - _NEAR) : at] + name.text
    if any(word not in "".join((*own.values(), *called)) for word in _NOT_PARTY.findall(around)):
        return ""
    if likeness < _LIKE and _is_label(name.text, called):
        return ""
    if likeness >= (_LIKE_FROM_START if name.text[0] == own[label][0] else _LIKE):
        return label
    told = re.match(rf"\s*[|]?\s*(?P<label>{any_of(called)})[^：:|]{{0,14}}[：:|]", text)
    if told:
        return called[told["label"]]
    if not _ACTS.search(text):
        return ""
    named = [party for party in own if party in text]
    if len(named) == 1:
        # 与甲方各拿一份: the one who is named is not the other one's double.
        if re.search(r"(?:收款|户名|账户)[^，。]{0,30}", text) and named[0] in text[: text.find(name.text)]:
            return named[0]
        return next(party for party in own if party != named[0]) if len(own) > 1 else ""
    return label


def _is_label(name: str, called: Iterable[str]) -> bool:
    """Whether what looks like a name is a party's label behind other words: 税费由工作室, 转到我司工作室."""
    return bool(re.search(rf"{any_of(called)}(?:工作室|经营部|商行|服务部|公司)?$", name))


def _likeness(one: str, other: str) -> float:
    """How alike two names are, apart from what every company is called and the town that it is in."""
    first, second = (_TOWN.sub("", re.sub(f"(?:{_SUFFIX})$", "", name)) for name in (one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _same(one: str, other: str) -> bool:
    """Whether a name is the other, or the other without its town, or followed by its branch."""
    bare = [re.sub(r"[\s（）()·]", "", name) for name in (one, other)]
    return bare[0] in bare[1] or bare[1] in bare[0]
