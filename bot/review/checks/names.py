"""Parties that are called by another name than that of the head: a slip of the pen, or left over from another paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from bot.review.checks.company_names import SUFFIX, Name, names_in
from bot.review.found import Case, Found
from bot.review.paper import Paper
from bot.review.parties import any_of
from bot.review.quoting import part_of

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
_ROLE = re.compile(
    r"(?:^|[|，。；\s])(?:(?P<merchant>委托(?:单位|方|人)|发包(?:单位|方|人)|品牌方|商家|付款(?:单位|方|人)|客户(?:名称|单位)|[需采]方|采购方|定作人)"
    r"|(?P<provider>受托(?:单位|方|人)|承包(?:单位|方|人)|承揽(?:方|人)|承接(?:单位|方)|服务(?:商|方|单位|提供方)|收款(?:单位|方|人)|[供]方|代运营方))"
    r"(?:名称|全称)?\s*[:：|]?\s*$"
)
"""What stands right before a name and says in which role: 委托单位：…"""
_TOWN = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,6}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,4}?市)?(?:[\u4e00-\u9fff]{1,3}?[区县镇](?=[\u4e00-\u9fff]{2}))?"
)
_OWNS = re.compile(
    "(?:的|所?派驻?的?)(?:(?P<staff>客服(?!系统|软件|工具|平台|热线)|坐席|接待人员)|(?:店铺|网店|旗舰店|商品))"
)
"""What stands behind the name of a party: its agents, or its shop and goods."""
_ABOUT_OTHERS = re.compile("不得|同时为|其[他它]|代理|录用|来自|使用|曾|原")
"""Words of a sentence that may well speak of somebody who is no party."""
_KIND = re.compile("客服|服务|外包|运营|[本贵我]公司|物流|快递|软件|科技|商务|信息")
"""What a company is, and no name of one."""
_LIKE = 0.6
_LIKE_FROM_START = 0.45
"""For a name that begins with the same character."""
_TOWN_AND_NAME = 6
"""Characters in which a trade name stands, with a town before it (合肥应答…)."""
_NEAR = 10
"""Characters before a name that say whose it is."""


def party_names(case: Case) -> Iterator[Found]:
    """Names that are meant for a party and are not the one that the paper gives it first."""
    paper = case.paper
    own = {label: name for label, name in _own(case) if name}
    if not own:
        return
    called = _called(case, own)
    seen: set[str] = set()
    for name in names_in(paper, own, called):
        if name.text in seen or any(_same(name.text, other) for other in own.values()):
            continue
        label = _in_role(case, name, own) or _signing(name, called) or _meant(name, own, called)
        label = label or _doing(case, name, own) or _like_short(name, own)
        if label:
            seen.add(name.text)
            fields = {"written": name.text, "right": own[label], "label": label}
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


def _in_role(case: Case, name: Name, own: dict[str, str]) -> str:
    """The label of the party in whose role a name is written, or an empty string."""
    role = _ROLE.search(name.sentence.text[: name.span.start - name.sentence.start])
    if role is None or _OTHERS.search(name.text):
        return ""
    label = case.parties.side("merchant" if role["merchant"] else "provider").label
    return label if label in own else ""


def _signing(name: Name, called: Mapping[str, str]) -> str:
    """The label of the party in whose place a name signs, or an empty string."""
    before = name.sentence.text[: name.span.start - name.sentence.start]
    match = re.search(
        rf"(?P<label>{any_of(called)})\s*[（(【][^）)】]*[章签][^）)】]*[）)】]\s*[:：]\s*$", before
    )
    return called[match["label"]] if match else ""


def _doing(case: Case, name: Name, own: Mapping[str, str]) -> str:
    """The label of the party whose staff or shop is called that of the name, or an empty string."""
    text, at = name.sentence.text, name.span.start - name.sentence.start
    if _OTHERS.search(name.text) or _NOT_PARTY.search(text[max(0, at - _NEAR) : at] + name.text):
        return ""
    if _ABOUT_OTHERS.search(text):
        return ""
    match = _OWNS.match(text, name.span.end - name.sentence.start)
    label = case.parties.side("provider" if match and match["staff"] else "merchant").label
    return label if match and label in own else ""


def _like_short(name: Name, own: Mapping[str, str]) -> str:
    """The label of the party whose trade name a short name is a slip of: as long, and half of it the same."""
    if not name.short or _NOT_PARTY.search(name.sentence.text) or _KIND.search(name.text):
        return ""
    short = name.text[: -len("公司")]
    for label, other in own.items():
        trade = _trade_name(other)[:_TOWN_AND_NAME]
        for at in range(len(trade) - len(short) + 1):
            same = sum(one == another for one, another in zip(short, trade[at:], strict=False))
            if trade[at] == short[0] and 2 * same >= len(short):
                return label
    return ""


def _meant(name: Name, own: Mapping[str, str], called: Mapping[str, str]) -> str:
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
    return SequenceMatcher(None, _trade_name(one), _trade_name(other), autojunk=False).ratio()


def _trade_name(name: str) -> str:
    """A name without what every company is called and the town that it is in."""
    return _TOWN.sub("", re.sub(f"(?:{SUFFIX})$", "", name))


def _same(one: str, other: str) -> bool:
    """Whether a name is the other, or the other without its town, or followed by its branch."""
    bare = [re.sub(r"[\s（）()·]", "", name) for name in (one, other)]
    return bare[0] in bare[1] or bare[1] in bare[0]
