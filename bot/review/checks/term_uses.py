"""Sentences that use a defined term against its definition: explained anew, on other days, with what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.quantities import number
from bot.review.found import Found
from bot.review.paper import Paper, Sentence
from bot.review.quoting import whole

_EXPLANATIONS = (
    (r"{term}[”」』\"]?(?:数|数量)?以(?P<again>[^。；，]{6,60})为准", 0),
    (r"{term}[”」』\"]?\s*[（(]\s*(?:即|亦即|也就是|指|是指)(?P<again>[^。；（）()]{6,60})[)）]", 0),
    (
        r"{term}[”」』\"]?(?:总?数|数量|总量)?[，,]?\s*(?:即|亦即|也就是|就是|是指|系指|意即|换言之|应?理解为)(?P<again>[^。；]{8,80})",
        2,
    ),
    (
        r"(?:本[\u4e00-\u9fff]{1,4}|此处|这里)所?[称说]的?[“「『\"]?{term}[”」』\"]?(?:是|为|按|以|包括)(?P<again>[^。；]{6,80})",
        None,
    ),
    (r"^{term}[”」』\"]?指(?!定|派|导|引|示|标|数|责)(?P<again>[^。；，]{6,60})", None),
    (
        r"(?:^|，)(?:说明[:：])?\s*(?:[（(]?[\d一二三四五六七八九十]{1,2}[)）.、])?\s*(?:[\u4e00-\u9fff]{1,6}时)?[“「『\"]?{term}[”」』\"]?(?:包括|包含|为|是)(?P<again>[^。；]{8,80})",
        1,
    ),
)
"""Ways to say again what a term is, with how many of the last characters must be those of the definition; with 0, the
last two must stand in it; with None, it is a definition whatever it ends with."""
_BRACKETS = r"{term}[”」』\"]?\s*[（(](?P<again>[^（）()]{3,60})[)）]"
_COUNTED = re.compile(
    "^(?:包括|包含|含|不含|不包括)|(?:都|均|也|亦)算|(?:以|按)[^，。；]{2,16}(?:计|为准|计算)|\\d+[日号月]\\s*[至到-]"
)
"""How brackets behind a term tell what counts as it."""
_CLARIFIES = re.compile("包括但不限于|等$|为准$|税|发票")
"""What brackets say that gives a term no other sense."""
_REFERS = re.compile("第[\\d.一二三四五六七八九十]+[条款项]|定义|约定|附件|所[称述列]|上[述文]|[元¥￥]|%")
_FIGURES = re.compile(r"\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3}(?=[个条句次秒分天日名人小以])|[不非未无]")
_ALIKE = 0.6
"""The share of the pairs of characters of an explanation above which it says the same in other words."""
_LEAVES = re.compile(
    r"(?:不(?:再)?(?:含|包括|包含|计入|算入)|未发生|扣除|剔除|除去|减去|排除|刨去)(?P<what>[\u4e00-\u9fff]{2,8})"
    r"|(?P<before>[\u4e00-\u9fff]{2,10}?)(?:的部分|部分|订单|金额)?(?:除外|不计在内|不算在内|不计入|不算|不在内)"
)
_TAKES = re.compile(
    r"(?<!不)(?:包括|包含|计入|算入|加上)(?!在内)(?P<what>[\u4e00-\u9fff]{2,8})"
    r"|(?P<before>[\u4e00-\u9fff]{2,12}?)(?:的部分|部分|订单|金额)?(?:亦|也|均|都|一并|仍|一样)*(?:包括|计算|包含|计|算|含)(?:在内|进去)"
    r"|(?P<kept>[\u4e00-\u9fff]{2,12}?)(?:的部分|部分|订单|金额)?(?:不予|不作|不再|不)(?:扣除|剔除|回冲|扣减)"
)
_DAY = r"(?:\d{{4}}年)?(?P<{0}m>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月(?P<{0}d>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})日?"
_RANGE = re.compile(
    _DAY.format("a") + r"(?:起算?|开始)?[，,]?\s*(?:直?至|到|—+|-+|~|～)\s*" + _DAY.format("b")
)
_ALL = re.compile(
    r"[”」』\"]?(?:数量?|总量)?[，,]?(?:则)?(?:按照?|以)[^。；，]{0,24}(?:(?:全部|所有|每一|任何|一切)[^。；]{2,40}?|[^，。；]{2,10}(?:次数|人次|总数|个数|账号数)[^，。；]{0,4})(?:统计|计算|计|为准|结算)"
)
_NARROWED = re.compile("且|至少|不少于|以上|仅|只有|才|不计|不含|不包括|除外|有效")
_COUNTS_TOO = r"(?P<what>[^。；，]{4,40})(?:也|亦|均|都|同样|一并|一律)(?:应)?(?:算作?|计入|计作|计为|视为|纳入|算入)[“「『\"]?{term}"
_WITHIN = re.compile(r"[”」』\"]?(?:期?间|内|里|中|前|后|当[天日]|开始前|结束)")


def used_otherwise(paper: Paper, term: str, meaning: str, defining: Sequence[Sentence]) -> Iterator[Found]:
    """The first sentence that gives a term another sense than the first of those that define it, and is none of
    them."""
    defined = defining[0]
    for sentence in paper.sentences:
        at = sentence.text.find(term)
        if at < 0 or sentence in defining:
            continue
        rest = sentence.text[at + len(term) :]
        used = (
            _explained(term, meaning, sentence)
            or _on_other_days(defined, rest)
            or _counting(defined, rest)
            or _taking_all(meaning, rest)
            or _widened(term, meaning, sentence)
            or _left_out(defined, term, sentence)
            or _bracketed(term, meaning, sentence)
        )
        if used:
            fields = {
                "term": term,
                "where": paper.place(defined.clause),
                "defined": defined.text.rstrip("。；;"),
                "used": used,
            }
            yield Found("term-in-two-senses", whole(paper, sentence), fields)
            return


def _explained(term: str, meaning: str, sentence: Sentence) -> str:
    """Another explanation of the term for the same kind of thing, with figures of its own."""
    written, again = _explanation(term, meaning, sentence.text)
    if not again or _REFERS.search(written) or _FIGURES.findall(again) == _FIGURES.findall(meaning):
        return ""
    return "" if in_the_words_of(again, meaning, _ALIKE) else written


def in_the_words_of(one: str, other: str, share: float) -> bool:
    """Whether at least that share of the pairs of characters of one text stands in the other."""
    pairs = [one[at : at + 2] for at in range(len(one) - 1)]
    return sum(pair in other for pair in pairs) >= share * len(pairs)


def _explanation(term: str, meaning: str, text: str) -> tuple[str, str]:
    """What a sentence says that the term is, as written and without stops, where it is the kind of thing that the
    definition tells of: it ends alike."""
    for pattern, last in _EXPLANATIONS:
        match = re.search(pattern.replace("{term}", re.escape(term)), text)
        if match is None:
            continue
        again = re.sub(r"[\s，,：:]", "", match["again"])
        if last is None or (again[-last:] == meaning[-last:] if last else again[-2:] in meaning):
            return match["again"], again
    return "", ""


def _on_other_days(defined: Sentence, rest: str) -> str:
    """Days of the year that are none of those in the definition."""
    own = {_days(match) for match in _RANGE.finditer(defined.text)}
    match = _RANGE.search(rest)
    if not own or match is None or match.start() > len("，按本附件的约定自每年") or _WITHIN.match(rest):
        return ""
    return match[0] if _days(match) not in own else ""


def _days(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(number(match[part])) for part in ("am", "ad", "bm", "bd"))


def _counting(defined: Sentence, rest: str) -> str:
    """What the definition leaves out is taken in, or the other way round."""
    for one, other in ((_LEAVES, _TAKES), (_TAKES, _LEAVES)):
        things = {part for match in one.finditer(defined.text) for part in _things(match)} - {""}
        for match in other.finditer(rest):
            if any(thing in _words(match) for thing in things):
                return match[0]
    return ""


_OUTSIDE = r"(?P<what>[\u4e00-\u9fff]{2,6}?)(?:不(?:再|另)?(?:计入|算入|包含在|包括在|含在|列入|属于?))[“「『\"]?(?={term})"


def _left_out(defined: Sentence, term: str, sentence: Sentence) -> str:
    """That something is no part of the term (提成不计入月服务费), which the definition counts among it."""
    match = re.search(_OUTSIDE.replace("{term}", re.escape(term)), sentence.text)
    taken = "".join(re.findall("(?<!不)(?:包括|包含|含有?)([^。；]{2,40})", defined.text))
    return match[0] if match and match["what"][-2:] in taken else ""


def _taking_all(meaning: str, rest: str) -> str:
    """That everything counts, where the definition is for some of it."""
    match = _ALL.match(rest)
    widens = match and _NARROWED.search(meaning) and not re.search("全部|所有|每一|任何", meaning)
    return match[0] if match and widens else ""


def _widened(term: str, meaning: str, sentence: Sentence) -> str:
    """What the sentence counts in, where the definition has a condition for what counts."""
    match = re.search(_COUNTS_TOO.replace("{term}", re.escape(term)), sentence.text)
    return match[0] if match and _NARROWED.search(meaning) and match["what"][-4:] not in meaning else ""


def _bracketed(term: str, meaning: str, sentence: Sentence) -> str:
    """What brackets right behind the term take in or count, of which the definition says nothing."""
    match = re.search(_BRACKETS.replace("{term}", re.escape(term)), sentence.text)
    if match is None or not _COUNTED.search(match["again"]) or _REFERS.search(match["again"]):
        return ""
    again = re.sub(r"[\s，,、：:]", "", match["again"])
    if in_the_words_of(again, meaning, _ALIKE) or _CLARIFIES.search(again):
        return ""
    # 含主管 only makes a definition clearer, unless that leaves something out.
    taken_in = re.match("包括|包含|含", again)
    return match["again"] if not taken_in or re.search("除外|不含|不包括|不计", meaning) else ""


def _words(match: re.Match[str]) -> str:
    return next(part for part in match.groups() if part)


def _things(match: re.Match[str]) -> tuple[str, ...]:
    """What a match is about, without what is said of it: 退款 of 退款的订单, 机器人 of 机器人自动应答的会话."""
    what = _words(match).split("的")[0]
    return (what[:4],) if match["what"] else (what[-4:], what[:3] if len(what) > 4 else "")
