"""Visible numbers of Chinese headings and clauses: `第三条`, `壹、`, `【一】`, `一、`, `(一)`, `1.1`, `①`, `甲、`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

_CN = "[〇零一二三四五六七八九十百]{1,6}"
_HAN = "\u4e00-\u9fff"
_OPEN = "(\uff08"
_CLOSE = ")\uff09"
_DOT = ".\uff0e"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0}
_CAPITALS = "壹贰貳叁參肆伍陆陸柒捌玖拾"
_AS_PLAIN = str.maketrans(_CAPITALS, "一二二三三四五六六七八九十")
STEMS = "甲乙丙丁戊己庚辛壬癸"
"""The ten heavenly stems, used as numbers in their order."""

_SIMPLE = {"編": "编", "節": "节", "條": "条"}
_RANKS = {"编": 10, "篇": 10, "部分": 10, "章": 11, "节": 12, "条": 13}
RANK_ARTICLE = 13
RANK_CAPITAL = 13.75
RANK_BRACKET = 13.85
RANK_CN = 14
RANK_SMALL = 22
"""From this rank on, numbers are of items inside a clause."""


@dataclass(frozen=True)
class Number:
    """A number at the start of some text.

    `style` is equal for numbers of one series, `value` its place in the series (1 = first), `rank` how deep
    such numbers usually stand (a smaller rank is further out), `visible` the number as written without
    punctuation, `end` the offset of the first word after it.
    """

    style: str
    value: int
    rank: float
    visible: str
    end: int


def cn_value(text: str) -> int:
    """The value of a Chinese number below one thousand (`二十三` is 23, `二三` is 23)."""
    if not re.search("[十百]", text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = 0
    digit = -1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total += (1 if digit < 0 else digit) * (100 if char == "百" else 10)
            digit = -1
    return total + max(digit, 0)


def _value(text: str) -> int:
    return int(text) if text.isdigit() and text.isascii() else cn_value(text)


def _article(match: re.Match[str]) -> tuple[str, int, float, str]:
    unit = _SIMPLE.get(match["unit"], match["unit"])
    return f"第{unit}", _value(match["n"]), _RANKS[unit], "".join(match["visible"].split())


def _dotted(match: re.Match[str]) -> tuple[str, int, float, str]:
    parts = re.split(f"[{_DOT}]", match["visible"])
    return f"dotted{len(parts)}", int(parts[-1]), 16 + len(parts), match["visible"]


def _plain(style: str, rank: float) -> Callable[[re.Match[str]], tuple[str, int, float, str]]:
    return lambda match: (style, _value(match["n"]), rank, match["visible"])


def _capital(match: re.Match[str]) -> tuple[str, int, float, str]:
    return "cn-capital", cn_value(match["visible"].translate(_AS_PLAIN)), RANK_CAPITAL, match["visible"]


def _enclosed(match: re.Match[str]) -> tuple[str, int, float, str]:
    char = match["visible"]
    name = unicodedata.name(char)
    style, rank = "circled", 24
    if "FULL STOP" in name:
        style, rank = "arabic", 17
    elif name.startswith("PARENTHESIZED"):
        style, rank = ("cn-paren", 16) if "IDEOGRAPH" in name else ("paren", RANK_SMALL)
    return style, int(unicodedata.numeric(char)), rank, char


def _stem(match: re.Match[str]) -> tuple[str, int, float, str]:
    return "stem", STEMS.index(match["visible"]) + 1, 15, match["visible"]


def _letter(match: re.Match[str]) -> tuple[str, int, float, str]:
    style = "upper" if match["n"].isupper() else "lower"
    return style, ord(match["n"].lower()) - ord("a") + 1, 25, match["visible"]


# What 7.1 is counted in (7.1月, 1.5个月), but not a word that only begins like it (7.1月度服务费, 6.2个人信息).
_COUNTED = (
    "万(?!一)|[亿倍米吨克]|元(?!旦)|折(?!扣|算)|公(?=[里斤分克])|小(?=时)|年(?![度终])|月(?![度末初报费均结有总接服满成])"
    "|天(?!猫)|日(?![常均报])|个(?!人[信资]|别|案)|点(?!击)"
)

_UNIT_WORDS = (
    "个(?!人)|名(?![词称册单])|席(?!位)|位(?!置)|份|次(?!数)|分(?![包成歧担配工类])|秒|周(?!期)|人(?![手员事力数身])"
    "|条(?![款件])|项(?!目)|号(?!码)"
)
"""What a bare number counts (3 名), but not a heading that only begins like it (3 名词)."""

# Figures are those of ASCII: in normalised text the full-width ones are, and those of other scripts number nothing.
# A reference (「第三条约定的…」) or an amount (「1.5万元」) at the start of a line is no number of it.
_PATTERNS = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (
            rf"(?P<visible>第 ?(?P<n>{_CN}|[0-9]{{1,3}}) ?(?P<unit>[编編]|篇|部分|章|[节節]|[条條]))"
            rf"(?:(?=[{_HAN}])(?![约规所第之和与及或的中项款至到以等内])|(?=[\s{_OPEN}【\[《]|$)|[、:：{_DOT}])",
            _article,
        ),
        (
            rf"(?P<visible>(?P<n>{_CN}))[、{_DOT}](?![一二三四五六七八九十][、线者审级期次])",
            _plain("cn", RANK_CN),
        ),
        (rf"(?P<visible>[{_CAPITALS}]{{1,3}})、", _capital),
        (rf"(?P<visible>[{_OPEN}] ?(?P<n>{_CN}) ?[{_CLOSE}])、?", _plain("cn-paren", 16)),
        (rf"(?P<visible>[【〔] ?(?P<n>{_CN}) ?[】〕])、?", _plain("cn-bracket", RANK_BRACKET)),
        (
            rf"(?P<visible>[0-9]{{1,2}}(?:[{_DOT}][0-9]{{1,2}}){{1,4}})"
            rf"(?:[、{_DOT}](?![0-9])|(?= (?![万亿元倍折%]))"
            rf"|(?=[{_HAN}{_OPEN}【《])(?!{_COUNTED}))",
            _dotted,
        ),
        (
            rf"(?P<visible>(?P<n>[0-9]{{1,3}}))(?:、(?![0-9](?![0-9])|[0-9]{{1,3}}[、和及与至到-])|[{_DOT}](?![0-9{_DOT}]))",
            _plain("arabic", 17),
        ),
        # 1 总则: a number and a few words that are all of the line.
        (
            rf"(?P<visible>(?P<n>[1-9][0-9]?)) +(?!{_COUNTED}|{_UNIT_WORDS})(?=[{_HAN}][{_HAN}、]{{1,15}} *(?:\n|$))",
            _plain("arabic", 17),
        ),
        (rf"(?P<visible>[{_OPEN}] ?(?P<n>[0-9]{{1,3}}) ?[{_CLOSE}])、?", _plain("paren", RANK_SMALL)),
        (rf"(?P<visible>(?P<n>[0-9]{{1,3}})[{_CLOSE}])", _plain("half-paren", 23)),
        (r"(?P<visible>[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩])[、.]?", _enclosed),
        (rf"(?P<visible>[{STEMS}])、(?![{STEMS}])", _stem),
        (rf"(?P<visible>[{_OPEN}]?(?P<n>[A-Za-z])[{_CLOSE}])", _letter),
        (rf"(?P<visible>(?P<n>[A-Z]))(?:、(?![A-Z])|[{_DOT}](?=[ {_HAN}]))", _letter),
    )
)
_SPACE = re.compile(r"\s*")


def parse(text: str, at: int = 0) -> Number | None:
    """The number that begins at offset `at` of `text`, or None when the words there begin without one."""
    for pattern, read in _PATTERNS:
        match = pattern.match(text, at)
        if match is None:
            continue
        style, value, rank, visible = read(match)
        space = _SPACE.match(text, match.end())
        return Number(style, value, rank, visible, space.end() if space else match.end())
    return None


STARTS_ITEM = re.compile(
    rf"第 ?(?:{_CN}|[0-9]{{1,3}}) ?(?:[编編]|篇|部分|章|[节節]|[条條])|{_CN}、|[{_OPEN}](?:{_CN}|[0-9]{{1,3}})[{_CLOSE}]"
    rf"|[0-9]{{1,3}}(?:[{_DOT}][0-9]{{1,2}})*[、{_DOT} ](?![0-9])|[①-⒛㈠-㈩]"
    r"|(?![^:：]*(?:下列|如下|以下|之一|情形))[\u4e00-\u9fff（）()/]{2,14} ?[:：] ?[^\s:：]"
)
"""A rough test whether a line begins with a number or with a label and its value (法定代表人：…), for joining lines
that were cut at a margin."""
