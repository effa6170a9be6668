"""References to laws in a text, and the text without them: what they say is checked, not compared as words."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TypeAlias

from bot.grounding.markup import squeezed
from bot.quantities import parse

Article: TypeAlias = tuple[str, Decimal]
"""A law by its short name, and the number of one of its articles."""

LAW = (
    r"民法典|(?:劳动)?合同法|劳动法|电子商务法|消费者权益保护法|反不正当竞争法|反垄断法|个人信息保护法|数据安全法|网络安全法"
    r"|著作权法|商标法|专利法|广告法|民事诉讼法|仲裁法|公司法|刑法|社会保险法|税法|司法解释|民法|民诉法|消法|电商法|个保法"
)
NAMED_LAW = re.compile(LAW)
NUMBERS = r"第?\s*[\d零〇一二三四五六七八九十百千]+\s*条(?:之[一二三四五六七八九十])?(?:第[一二三四五六七八九十\d]+[款项])*"
REFERENCE = re.compile(
    rf"(?:按照?|根据|依照|依据|参照|参见|见|详见)?(?:这份|本|该)?(?:《[^《》]{{2,40}}》|{LAW}|法释〔\d+〕\d+号)"
    rf"(?:{NUMBERS})?(?:[、和及](?:第)?{NUMBERS})*(?:的?(?:相关)?(?:约定|规定|明确|写明))?"
)
_LAW_TITLE = re.compile(r"《[^《》]*(?:法|法典|条例|规定|解释|办法)》|法释")
_UNCHECKED = re.compile(r"[（(](?:未经法条库核对|[\s、，,;；]*)[)）]")


def is_law(reference: str) -> bool:
    """Whether a reference is to a law and not to a contract or an annex."""
    return bool(NAMED_LAW.search(reference) or _LAW_TITLE.search(reference))


def blanked(text: str) -> str:
    """A text with its references to laws as spaces, as long as it was."""

    def blank(match: re.Match[str]) -> str:
        return " " * len(match[0]) if is_law(match[0]) else match[0]

    return _UNCHECKED.sub(lambda match: " " * len(match[0]), REFERENCE.sub(blank, text))


_ARTICLE = re.compile(
    rf"(?:《([^《》]{{2,40}})》|({LAW}))\s*(第?\s*[\d零〇一二三四五六七八九十百千]+\s*条)(?:[、和及](第?[\d零〇一二三四五六七八九十百千]+条))?"
)
_STATE = "中华人民共和国"


def without_state(text: str) -> str:
    """A text without white space and without the long form of a law's name."""
    return squeezed(text).replace(_STATE, "")


def articles(text: str) -> set[Article]:
    """Law and article number of every 《…》第N条, also of the second of two (第N条、第M条)."""
    if "条" not in text:
        return set()
    found: set[Article] = set()
    for match in _ARTICLE.finditer(without_state(text)):
        for number in filter(None, (match[3], match[4])):
            figures = parse(number if number.startswith("第") else f"第{number}")
            if figures:
                found.add((match[1] or match[2], figures[0].value))
    return found
