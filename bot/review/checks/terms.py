"""Terms that are defined twice, used against their definition, or beside another word for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.quantities import Quantity
from bot.review.checks.term_uses import in_the_words_of, used_otherwise
from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.quoting import part_of, whole
from bot.review.regions import regions_of

_QUOTED = r"[“「『\"【](?P<term>[^”」』\"】]{2,14})[”」』\"】]"
_DEFINES = re.compile(
    rf"{_QUOTED}\s*[，,]?\s*(?:一词)?\s*(?:（[^）]{{1,16}}）)?(?:是指|系指|指的是|即指|均指|特指|指(?!定|导|示|派|标|数|责)|系|是说|的意思是)"
    rf"|所称的?(?P<plain>[\u4e00-\u9fff]{{2,8}}?)\s*[，,]?\s*(?:是指|系指|指|包括)"
    rf"|(?:所称|所述|所说)的?[“「『\"](?P<called>[^”」』\"]{{2,14}})[”」』\"]"
    rf"|以下(?:均|统)?(?:简称|称)[为之]?\s*[:：]?\s*[“「『\"](?P<short>[^”」』\"]{{2,14}})[”」』\"]"
)
_BARE = re.compile(
    r"^(?:本(?:合同|协议)(?:中)?的)?(?P<term>[\u4e00-\u9fffA-Za-z0-9]{2,10})\s*(?:[:：]\s*(?:是指|系指|指)|[，,]?\s*(?:是指|系指)|[，,]\s*指(?!定|导|示|派|标|数|责))"
)
_HEADING = re.compile("定义|释义|名词|术语|用语|词语|词汇|几个词|界定|概念|口径|行话|叫法|说清楚|解释(?!权)")
_LISTED = re.compile(r"^[“「『\"]?(?P<term>[\u4e00-\u9fffA-Za-z0-9]{2,10})[”」』\"]?\s*[:：]\s*(?=[^\s:：])")
_FEW = 3
"""Characters of an explanation that are too few to tell whether another says the same."""
_ALIKE = 0.9
"""The share of the pairs of characters of a definition that stand in another of the same meaning."""
_REFERENCE = re.compile(
    r"[，,（(]?(?:详?见|按|依照?|适用)(?:本(?:合同|协议))?第[\d.一二三四五六七八九十]+[条款项][^，。；）)]{0,6}[）)]?"
)
_START = re.compile(r"[自从](?P<start>[^，。；]{4,40}?)(?:之时|时|之日)?(?:起|开始)")
_AGAIN = r"(?:由|是指|系指|指|即|是|为|包括|包含|含|按)"
_COUNTED = frozenset({"人", "名", "个", "位", "小时", "日", "天", "秒", "分钟", "月", "年", "%", "元"})


@dataclass(frozen=True)
class _Definition:
    """A term with the sentence that defines it; `meaning` is what stands behind it there."""

    term: str
    meaning: str
    span: Span
    sentence: Sentence


def terms(case: Case) -> Iterator[Found]:
    """What the definitions of a paper contradict."""
    paper = case.paper
    sides = {*case.parties.merchant.words, *case.parties.provider.words}
    defined = [one for one in _definitions(paper) if one.term not in sides]
    yield from _twice(paper, defined)
    for definition in {one.term: one for one in reversed(defined)}.values():
        against = list(_against(paper, definition))
        defining = [one.sentence for one in defined if one.term == definition.term]
        yield from against or used_otherwise(paper, definition.term, definition.meaning, defining)
    yield from _beside(case, {one.term for one in defined})


def _definitions(paper: Paper) -> Iterator[_Definition]:
    """What the paper says that its words mean; under a heading of definitions 词：意思 is one too."""
    for sentence in paper.sentences:
        for match in _DEFINES.finditer(sentence.text):
            if re.search(
                "(?:属于?|视为|纳入|构成|符合|不是)本?(?:合同|协议)?(?:第\\S{1,5}条)?$",
                sentence.text[: match.start()],
            ):
                continue
            term = match["term"] or match["plain"] or match["called"] or match["short"]
            if re.fullmatch(r"[甲乙丙丁]方|本?(?:合同|协议|合约)|双方|各方", term):
                continue
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            meaning = sentence.text[match.end() :] if not match["short"] else sentence.text[: match.start()]
            yield _Definition(term, _plain(meaning), span, sentence)
        bare = _BARE.match(sentence.text)
        if bare:
            span = Span(sentence.start, sentence.start + bare.end())
            yield _Definition(bare["term"], _plain(sentence.text[bare.end() :]), span, sentence)
        listed = _LISTED.match(sentence.text) if _under_definitions(paper, sentence) else None
        if listed and not bare and not _DEFINES.search(sentence.text):
            span = Span(sentence.start, sentence.start + listed.end())
            yield _Definition(listed["term"], _plain(sentence.text[listed.end() :]), span, sentence)


def _under_definitions(paper: Paper, sentence: Sentence) -> bool:
    above = paper.path(paper.clauses[sentence.clause])[:-1]
    return any(clause.title and _HEADING.search(clause.title) for clause in above)


def _plain(text: str) -> str:
    return re.sub(r"[\s“”「」，,。；;：:（）()]", "", text)


def _twice(paper: Paper, defined: list[_Definition]) -> Iterator[Found]:
    first: dict[str, _Definition] = {}
    for one in defined:
        before = first.setdefault(one.term, one)
        if before is one or _means_the_same(before.meaning, one.meaning):
            continue
        where = paper.place(before.sentence.clause)
        yield Found("term-defined-twice", whole(paper, one.sentence), {"term": one.term, "where": where})


def _means_the_same(one: str, other: str) -> bool:
    """Whether two explanations are the same but for their wording: no figure and no 不 sets them apart."""
    one, other = (_REFERENCE.sub("", text) for text in (one, other))
    if one == other:
        return True
    if re.findall(r"\d+(?:\.\d+)?|[不非未无]", one) != re.findall(r"\d+(?:\.\d+)?|[不非未无]", other):
        return False
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > _FEW and in_the_words_of(shorter, longer, _ALIKE)


def _against(paper: Paper, definition: _Definition) -> Iterator[Found]:
    """A sentence that says of the term what its definition says, with another figure."""
    own = {figure.unit: figure for figure in _figures(paper, definition.sentence)}
    starts = _START.search(definition.sentence.text)
    if not own and not starts:
        return
    used = re.compile(rf"{re.escape(definition.term)}[”」』\"]?\s*{_AGAIN}")
    for sentence in paper.sentences:
        if sentence == definition.sentence or definition.term not in sentence.text:
            continue
        other_start = _START.search(sentence.text, sentence.text.find(definition.term))
        if starts and other_start and _starts_elsewhere(definition, starts, sentence, other_start):
            where = paper.name(paper.clauses[definition.sentence.clause])
            fields = {"term": definition.term, "where": where, "defined": starts[0], "used": other_start[0]}
            yield Found("term-in-two-senses", whole(paper, sentence), fields)
            return
        match = used.search(sentence.text)
        if match is None or _DEFINES.search(sentence.text):
            continue
        for figure in _figures(paper, sentence):
            same = own.get(figure.unit)
            near = 0 <= figure.start - match.end() <= 4 or _led_alike(definition, same, sentence, figure)
            if same and near and same.value != figure.value and _alike(definition, same, sentence, figure):
                span = Span(sentence.start + match.start(), sentence.start + figure.end)
                where = paper.name(paper.clauses[definition.sentence.clause])
                fields = {"term": definition.term, "where": where, "defined": same.text, "used": figure.text}
                yield Found("term-in-two-senses", part_of(paper, span, sentence), fields)
                return


def _figures(paper: Paper, sentence: Sentence) -> Iterator[Quantity]:
    for figure in paper.figures(sentence):
        if figure.kind in ("count", "duration") and figure.unit in _COUNTED:
            yield figure


def _starts_elsewhere(
    definition: _Definition, own: re.Match[str], sentence: Sentence, other: re.Match[str]
) -> bool:
    """Whether a term whose definition says from when it counts is counted from something else."""
    between = sentence.text[sentence.text.find(definition.term) + len(definition.term) : other.start()]
    if not re.fullmatch(r"[”」』\"]?[\u4e00-\u9fff]{0,6}", between):
        return False
    pairs = [own["start"][at : at + 2] for at in range(len(own["start"]) - 1)]
    return sum(pair in other["start"] for pair in pairs) < len(pairs) / 3


def _led_alike(definition: _Definition, one: Quantity | None, sentence: Sentence, other: Quantity) -> bool:
    """Whether the words before two figures are the same and the later one still speaks of the term."""
    if one is None:
        return False
    lead = definition.sentence.text[max(0, one.start - 4) : one.start]
    at = sentence.text.rfind(definition.term, 0, other.start)
    between = sentence.text[at + len(definition.term) : other.start]
    return (
        at >= 0
        and len(lead) == 4
        and sentence.text[: other.start].endswith(lead)
        and not re.search("[。；;]", between)
    )


def _alike(definition: _Definition, one: Quantity, sentence: Sentence, other: Quantity) -> bool:
    """Whether two figures count the same: the two characters behind them are the same."""
    behind_one = definition.sentence.text[one.end : one.end + 8]
    behind_other = sentence.text[other.end : other.end + 8]
    return any(
        behind_one[at : at + 2] in behind_other for at in range(3) if len(behind_one[at : at + 2]) == 2
    )


def _beside(case: Case, defined: set[str]) -> Iterator[Found]:
    """The first use of another word for a thing that the paper has defined a word for."""
    paper = case.paper
    body = regions_of(paper)
    for thing in case.words.things:
        own = [word for word in thing.words if word in defined]
        others = [
            word for word in thing.words if word not in own and not any(word in term for term in defined)
        ]
        if len(own) != 1 or not others:
            continue
        pattern = re.compile(
            rf"(?<![\u4e00-\u9fff])(?:{'|'.join(others)})|(?<=[付缴扣退减费收的个名按增撤各每与和、加少设派])(?:{'|'.join(others)})(?!率|用途|标准表)"
        )
        for sentence in paper.sentences:
            match = pattern.search(sentence.text)
            if match is None or own[0] in sentence.text or sentence.clause in body.signature:
                continue
            if paper.clauses[sentence.clause].kind == "heading" or _DEFINES.search(sentence.text):
                continue
            span = Span(sentence.start + match.start(), sentence.start + match.end())
            yield Found("two-terms", part_of(paper, span, sentence), {"term": own[0], "other": match[0]})
            break
