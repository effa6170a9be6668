"""Annexes that the paper names and that do not come with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.review.found import Case, Found, Span
from bot.review.paper import Paper, Sentence
from bot.review.quoting import part_of
from bot.review.regions import ANNEX_NUMBER, Regions, annex_heading, annex_number, regions_of

_KIND = "附[件表录]"
_TITLE = r"\s*[:：]?\s*(?:《(?P<title>[^》]{2,40})》)?"
_NAMED = re.compile(
    rf"(?P<other>(?:主合同|框架合同|框架协议|原合同|订单)的?)?{_KIND}\s*(?P<number>{ANNEX_NUMBER})"
    rf"(?:\s*(?P<join>[至到、和与及-])\s*(?:{_KIND})?\s*(?P<more>{ANNEX_NUMBER})(?![款项条天日个月年]))*{_TITLE}"
)
_TITLED = re.compile(rf"{_KIND}\s*[:：]?\s*《(?P<title>[^》]{{2,40}})》")
_PLAIN = re.compile(
    rf"(?:详?见|参见|列于|载于|列入|按照?|依照?|依据|根据|以|如)\s*(?:本?(?:合同|协议|合约))?(?:所附)?的?(?:后附的?)?{_KIND}"
    rf"(?!\s*(?:[:：]?《|{ANNEX_NUMBER}))|(?:详?见|按照?)(?:本?(?:合同|协议))?(?:后附|附后|所附)(?:的|之)?\S{{0,12}}"
)
_OF_ANOTHER = re.compile(
    r"(?:《(?P<title>[^《》]{2,40})》|主合同|框架(?:合同|协议)|原(?:合同|协议)|规[则范定]|[平官][台方]的?标准)(?:(?:[及和与、]|以及)?\s*其(?:全部|所有|各)?的?|[的之中])?\s*$"
)
_OPENING = 80
"""Characters at the start of a paper in which its own title stands."""
_CHAINED = re.compile(r"\s*(?:[、，和与及至到-]|以及)\s*")
_UNIT = re.compile(r"\s*(?:[份页张]|个附件)")


@dataclass(frozen=True)
class _Mention:
    """An annex that a sentence names: by number, by title, or neither."""

    number: int | None
    title: str
    span: Span
    sentence: Sentence


def missing_annexes(case: Case) -> Iterator[Found]:
    """Every annex that is named and has no text of its own in the paper, where it is named first."""
    regions = regions_of(case.paper)
    told: list[_Mention] = []
    for mention in sorted(_mentions(case.paper, regions), key=lambda one: not one.title):
        if _attached(case.paper, regions, mention) or any(_same(mention, other) for other in told):
            continue
        told.append(mention)
        name = case.paper.text[mention.span.start : mention.span.end]
        yield Found(
            "missing-annex",
            part_of(case.paper, mention.span, mention.sentence),
            {"annex": "".join(name.split())},
        )


def _mentions(paper: Paper, regions: Regions) -> Iterator[_Mention]:
    """What the sentences name, without the annexes' own headings."""
    headings = {annex.first for annex in regions.annexes if annex.filled}
    for sentence in paper.sentences:
        if sentence.clause in headings or "附" not in sentence.text:
            continue
        yield from _in(paper, sentence)


def _in(paper: Paper, sentence: Sentence) -> Iterator[_Mention]:
    text, at = sentence.text, sentence.start
    another = 0
    for match in _NAMED.finditer(text):
        span = Span(at + match.start(), at + match.end())
        chained = another and _CHAINED.fullmatch(text[another : match.start()])
        if match["other"] or chained or _is_of_another(paper, text[: match.start()]):
            another = match.end()
            continue
        if _UNIT.match(text, match.end("number")):
            continue
        first = annex_number(match["number"])
        numbers = [first]
        if match["more"]:
            last = annex_number(match["more"])
            numbers = (
                list(range(first, last + 1)) if last > first and match["join"] in "至到-" else [first, last]
            )
        for number in numbers:
            yield _Mention(number, match["title"] or "", span, sentence)
    for match in _TITLED.finditer(text):
        if _is_of_another(paper, text[: match.start()]):
            continue
        yield _Mention(None, match["title"], Span(at + match.start(), at + match.end()), sentence)
    for match in _PLAIN.finditer(text):
        yield _Mention(None, "", Span(at + match.start(), at + match.end()), sentence)


def _is_of_another(paper: Paper, before: str) -> bool:
    """Whether the words before an annex say that it is another paper's (《框架协议》及其附件一)."""
    match = _OF_ANOTHER.search(before)
    if match is None:
        return False
    title = match["title"]
    own = title and (
        title in paper.text[:_OPENING] or re.search(rf"{_KIND}\s*\S{{0,3}}\s*$", before[: match.start()])
    )
    return not own


def _attached(paper: Paper, regions: Regions, mention: _Mention) -> bool:
    filled = [annex for annex in regions.annexes if annex.filled]
    if mention.number is not None and any(annex.number == mention.number for annex in filled):
        return True
    if mention.title:
        if any(_alike(mention.title, annex.title) for annex in filled):
            return True
        return _heading_of(paper, regions, mention.title)
    if mention.number is None:
        return bool(filled) or ("附后" not in mention.sentence.text and _heading_of(paper, regions, ""))
    return mention.number == 1 and len(filled) == 1 and filled[0].number is None


def _heading_of(paper: Paper, regions: Regions, title: str) -> bool:
    """Whether an unnumbered annex stands after the body under its title alone."""
    for clause in paper.clauses[regions.body :]:
        words = paper.words(clause).strip(" 《》：:")
        if title and _alike(title, words) and clause.index + 1 < len(paper.clauses):
            return annex_heading(paper.words(clause)) is None
    return False


def _alike(one: str, other: str) -> bool:
    """Whether two titles are of the same annex: equal, or the one with words in front of the other."""
    bare_one, bare_other = (re.sub(r"[\s《》（）()]|本?合同附件", "", title) for title in (one, other))
    shorter, longer = sorted((bare_one, bare_other), key=len)
    return len(shorter) >= 2 and (shorter == longer or (len(shorter) >= 3 and longer.endswith(shorter)))


def _same(one: _Mention, other: _Mention) -> bool:
    if one.number is not None and other.number is not None:
        return one.number == other.number
    if one.title and other.title:
        return _alike(one.title, other.title)
    return one.span == other.span or not (one.title or one.number or other.title or other.number)
