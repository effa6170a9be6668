"""Amounts in figures whose capital numerals (大写) beside them say another amount."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.arithmetic.capitals import LARGEST, capitals, read
from bot.quantities import number
from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.quoting import replaced

_NUMERALS = "零〇壹贰貳叁参參肆伍陆陸柒捌玖拾佰仟万萬亿億"
_PLAIN = "一二两三四五六七八九十百千"
_CENTS = rf"(?:零?[{_NUMERALS}{_PLAIN}]角)?(?:零?[{_NUMERALS}{_PLAIN}]分)?[整正]?"
_WORDS = re.compile(
    rf"(?<=大[写寫])\s*[:：]?\s*(?:人民[币幣])?\s*[{_NUMERALS}{_PLAIN}]{{2,}}(?:[元圆圓]{_CENTS})?[整正]?"
    rf"|[{_NUMERALS}]*[壹贰貳叁参參肆伍陆陸柒捌玖拾佰仟][{_NUMERALS}\s]*[元圆圓]{_CENTS}"
)
_LEAD = re.compile(r"\s*[:：]?\s*(?:人民[币幣])?\s*")
_FIGURE = r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<great>[万萬亿億]?)\s*"
_MARKS = r"[\s(（\[【)）\]】:：,，|、]|人民[币幣]|RMB|CNY|[¥￥]|大[写寫]|小[写寫]|金[额額]|[即为為计計]|[元圆圓]整?"
_WORKED = r"(?:[(（][^()（）]{0,30}[×xX*＊][^()（）]{0,30}[)）])?"
"""How an amount comes about, in brackets behind it: 32,900元（7名×4,700元）."""

_BEFORE = re.compile(rf"{_FIGURE}[元圆圓]?{_WORKED}(?:{_MARKS}){{0,12}}$")
_AFTER = re.compile(rf"(?:{_MARKS}){{0,12}}?{_FIGURE}(?P<unit>[元圆圓]|$|[)）\s|。，；])")


def amounts_in_words(case: Case) -> Iterator[Found]:
    """Every amount in capitals that is not the one in figures beside it."""
    for sentence in case.paper.sentences:
        for match in _WORDS.finditer(sentence.text):
            lead = _LEAD.match(match[0])
            start = match.start() + (lead.end() if lead else 0)
            yield from _judged(case.paper, sentence, start, match.end())


def _judged(paper: Paper, sentence: Sentence, start: int, end: int) -> Iterator[Found]:
    written = sentence.text[start:end]
    beside = _beside(sentence.text, start, end)
    if beside is None:
        return
    figure, begins, ends = beside
    said = read(written)
    if said == figure or figure >= LARGEST or not figure:
        return
    quoted = Span(sentence.start + min(start, begins), sentence.start + max(end, ends))
    right = capitals(figure)
    fields = {
        "figure": f"{figure:,f}",
        "words": written.strip(),
        "right": right,
        "said": f"{said:,f} 元" if said is not None else "写法不规范，读不出确定的数额",
    }
    suggestion = replaced(paper, quoted, Span(sentence.start + start, sentence.start + end), right)
    yield Found("amount-words", quoted, fields, suggestion=suggestion)


def _beside(text: str, start: int, end: int) -> tuple[Decimal, int, int] | None:
    """The amount in figures that belongs to capitals: right before them, or else right behind them."""
    before = _BEFORE.search(text[max(0, start - 60) : start])
    if before:
        offset = max(0, start - 60)
        begins = offset + before.start()
        if begins == 0 or text[begins - 1] not in ".,0123456789":
            close = re.match(r"\s*[)）]", text[end:])
            return _value(before), begins, end + (close.end() if close else 0)
    after = _AFTER.match(text, end)
    if after and re.search(r"[(（¥￥|]|小[写寫]", text[end : after.start("figure")]):
        return _value(after), start, after.end("unit")
    return None


def _value(match: re.Match[str]) -> Decimal:
    return number(match["figure"] + match["great"].replace("億", "亿").replace("萬", "万"))
