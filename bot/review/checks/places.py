"""The court of the other side (民事诉讼法第三十五条 lets the parties choose, and the provider chose for both)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.found import Case, Found, Span
from bot.review.parties import Party

_COURT = re.compile("法院|仲裁")
_PLACE_OF = "(?:的)?(?:住所地?|所在地|注册地|公司所在|营业地|经营地|户籍地|登记地|总部|工商注册)"
_TOWN = re.compile(r"(?<![^省市区县州盟：:，,\s（(])(?P<town>[^省市区县：:，,\s（(]{2,4})[市区县]")
_NAMED = re.compile(r"(?P<court>[\u4e00-\u9fff]{2,20}?(?:人民法院|仲裁委员会|仲裁院))")
_LABEL = re.compile("(?:住所|地址|住址|注册地|所在地|经营地)")


def other_sides_court(case: Case) -> Iterator[Found]:
    """A court or arbitration at the other side's place, by its label or by the town of its address."""
    ours, theirs = case.ours, case.theirs
    towns_ours, towns_theirs = _towns(case, ours), _towns(case, theirs)
    for sentence in case.paper.sentences:
        if not _COURT.search(sentence.text) or re.search("不得|无权", sentence.text):
            continue
        by_label = re.search(rf"{theirs.pattern}{_PLACE_OF}[^。；]{{0,30}}(?:法院|仲裁)", sentence.text)
        alone = (
            not re.search(rf"{ours.pattern}(?:{_PLACE_OF})", sentence.text) and "被告" not in sentence.text
        )
        named = _NAMED.search(sentence.text)
        by_town = named and any(town in named["court"] for town in towns_theirs - towns_ours)
        if (by_label or by_town) and alone:
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
