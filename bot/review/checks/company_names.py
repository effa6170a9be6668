"""Names of companies where they stand in a paper: whole ones, those behind the label of who signs, short ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.review.found import Span
from bot.review.paper import Paper, Sentence
from bot.review.parties import any_of

SUFFIX = (
    "股份有限公司|有限责任公司|有限公司|专业合作社|合作社|工作室|经营部|商行|事务所|服务部(?!分)|贸易行|旗舰店|公司"
    "|[\u4e00-\u9fff](?:加工|制造|服装|食品|灯饰|家具|电器|五金|玩具|工艺品|印刷)厂"
)
_COMPANY = re.compile(
    rf"[\u4e00-\u9fff（）()·A-Za-z0-9]{{2,30}}?(?:{SUFFIX})(?:[\u4e00-\u9fff]{{2,8}}分公司)?"
)
_FORMAL = re.compile("有限公司|有限责任公司|股份有限公司|合作社|商行|经营部|工作室|服务部")
_LEAD = re.compile(
    r"^.*(?:户名|账户名称?|开户名|单位名称|公司名称|名称|全称|抬头|账户|由|与|和|及|向|即|是|系|给|为|经|将|把|以|对|在|致|按|用|同|方)(?=[\u4e00-\u9fff（]{4,})"
)
_SIGNED = r"(?P<label><labels>)\s*[（(【](?:盖?公?章|签[字章]|盖章[或及/、]?签[字章]|签名|公章)[^）)】]{0,6}[）)】]\s*[:：]\s*(?P<name>[\u4e00-\u9fff（）()·]{6,40})(?=\s|$)"
_DESCRIBED = re.compile(
    "^[（(]?(?:以?下)?[均统]?简?称|一[家间]|依照?|根据|设立|存续|成立|注册|法律|法规|的[\u4e00-\u9fff]*公司$|[甲乙]方(?:工作室|经营部|商行|服务部|公司)$"
)
"""What is said of a company and is no name of one: 一家依照中国法律设立的有限责任公司."""
_NO_NAME = re.compile("[甲乙]方|签[字章名]|盖章|代表|日期|地址|^[（(]|经营者|身份")
_SHORT_NAME = re.compile(
    "(?:^|[，。；：、由]|[日天月后内前]，?)(?P<whole>(?P<name>(?!由)[\u4e00-\u9fff]{2,4})公司)(?=应|须|不得|负责|承担|承诺|保证)"
)
_SHORTEST = 6


@dataclass(frozen=True)
class Name:
    """A company's name where it stands; `short` where it is no whole name (某某公司)."""

    text: str
    span: Span
    sentence: Sentence
    short: bool = False


def names_in(paper: Paper, own: Mapping[str, str], called: Mapping[str, str]) -> Iterator[Name]:
    """Every name that may be a party's. `own` are the parties' names by label, `called` the labels by every word that
    a party is called by."""
    names = tuple(own.values())
    yield from _names(paper, names)
    yield from _signed(paper, called)
    yield from _short_names(paper, names)


def _names(paper: Paper, own: tuple[str, ...]) -> Iterator[Name]:
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
                yield Name(text, Span(sentence.start + start, sentence.start + match.end()), sentence)


def _short_names(paper: Paper, own: Iterable[str]) -> Iterator[Name]:
    """Companies called by a short name that is no part of a party's, where they have a duty: 某某公司应移交."""
    names = "".join(own)
    for sentence in paper.sentences:
        for match in _SHORT_NAME.finditer(sentence.text):
            if match["name"] not in names:
                span = Span(sentence.start + match.start("whole"), sentence.start + match.end("whole"))
                yield Name(match["whole"], span, sentence, short=True)


def _signed(paper: Paper, called: Mapping[str, str]) -> Iterator[Name]:
    """What stands behind a party's label where it signs, whatever kind of business it is."""
    signed = re.compile(_SIGNED.replace("<labels>", any_of(called)))
    for sentence in paper.sentences:
        for match in signed.finditer(sentence.text):
            if not _NO_NAME.search(match["name"]) and not _FORMAL.search(match["name"]):
                span = Span(sentence.start + match.start("name"), sentence.start + match.end("name"))
                yield Name(match["name"], span, sentence)


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
