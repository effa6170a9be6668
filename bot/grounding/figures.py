"""A figure of an answer against the figures of a source: same value and unit, same bound, same thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, TypeAlias

from bot.grounding.evidence import Evidence, Unit
from bot.grounding.reading import Reading, Token
from bot.grounding.verdicts import Fault
from bot.grounding.words import Lexicon
from bot.quantities import Quantity, supports

Bound: TypeAlias = Literal["", "least", "most"]

_ANAPHORA = re.compile(r"(?:[这那该]|以上|上述|前述|上面|下面)$")
_REJECTED = re.compile(r"(?:不是|并非|而非|没有|不等于|不到|并不是|不像)[^,;。]{0,12}$")
_SAID = re.compile(r"你(?:说|提到|问|讲|写)的?|如果|假如|要是|按你|以.{0,12}为例|假设")
_OWN_COUNT = re.compile(r"(?:种|个)?(?:情况|情形)[:,]")
_ONE_OF_THEM = re.compile(r"(?:一|每)(?:个|名|位)[^,。]{0,8}(?:员工|人员|客服)")
_NEAR_BEFORE, _NEAR_AFTER = 5, 5
_MONTH = re.compile(r"(次月|下个?月|当月|本月)的?$")
_ENOUGH_AROUND = 2.0
"""Weight of the words around a figure from which they are asked to stand around the source's too."""

_BOUND_TO_LEAST = 0.3
"""Share of the words around a figure that must stand around the source's."""


def claimed(reading: Reading, items: int = 0) -> list[Quantity]:
    """The figures that need a source: not 一 as an article (一份合同), not 这两条 pointing back."""
    return [
        q
        for q in map(partial(_as_count, reading.text), reading.figures)
        if not (q.kind == "count" and q.value == 1 and q.text.startswith("一"))
        and not (q.kind == "count" and q.value <= 10 and _ANAPHORA.search(reading.text[: q.start]))
        and not (q.unit in ("种", "个") and q.value <= 10 and _OWN_COUNT.match(reading.text, q.end))
        and not (items and q.kind == "count" and q.value == items)
    ]


def _as_count(text: str, figure: Quantity) -> Quantity:
    """分两块 counts parts, not money."""
    if (
        figure.text.endswith("块")
        and figure.value <= 10
        and text[: figure.start].endswith(("分", "分成", "分为", "有", "这"))
    ):
        return replace(figure, kind="count", unit="部分")
    return figure


def bound_of(figure: Quantity, text: str, lexicon: Lexicon) -> Bound:
    """Whether a figure is a floor (以上, 不低于) or a ceiling (以内, 不超过) in its text."""
    bounds = lexicon.file.bounds
    before = text[max(0, figure.start - _NEAR_BEFORE) : figure.start]
    after = text[figure.end : figure.end + _NEAR_AFTER]
    for kind, words in (("least", bounds.least), ("most", bounds.most)):
        for word in sorted(words, key=len, reverse=True):
            if len(word) > 1 and (word in before or word in after[: len(word) + 2]):
                if (word == "超过" and "不超过" in before) or (word == "低于" and "不低于" in before):
                    continue
                return kind  # type: ignore[return-value]
    if after.startswith("内"):
        return "most"
    return "least" if before.endswith("满") and not before.endswith(("期满", "届满")) else ""


def fault_of(figure: Quantity, claim: Reading, evidence: Evidence, at: int, lexicon: Lexicon) -> Fault | None:
    """What is wrong with a figure when sentence `at` of a source is to bear it; None when it is borne."""
    unit = evidence.units[at]
    elsewhere = any(supports(held, figure) for other in evidence.units for held in other.reading.figures)
    found: Fault | None = Fault("bound" if elsewhere else "figure", figure.text)
    for place in (unit, *_continued(figure, claim, evidence, at)):
        for held in place.reading.figures:
            if not supports(held, figure):
                continue
            fault = _fits(figure, claim, held, place, lexicon)
            if fault is None:
                return None
            found = fault if place is unit or found is None else found
    if any(supports(held, figure) for held in evidence.heading_figures) and figure.kind in (
        "ordinal",
        "date",
    ):
        return None
    return found


def _continued(figure: Quantity, claim: Reading, evidence: Evidence, at: int) -> list[Unit]:
    """The sentences beside one that go on where it ends: what the figure is of (赔 5万元) stands there and not here."""
    here = claim.within(claim.clause_at(figure.start))
    nearest = _nearest([t for t in here if t.verbal or t.sort == "head"], figure.start, figure.end)
    if nearest is None or nearest.key in evidence.units[at].reading.keys:
        return []
    return [unit for unit in evidence.neighbours(at) if nearest.key in unit.reading.keys]


def _fits(figure: Quantity, claim: Reading, held: Quantity, place: Unit, lexicon: Lexicon) -> Fault | None:
    """Whether a figure of the same value is the same figure: its bound, its basis, what it is of."""
    source = place.reading
    mine, theirs = bound_of(figure, claim.text, lexicon), bound_of(held, source.text, lexicon)
    if mine and theirs and mine != theirs:
        return Fault("figure", figure.text)
    if held.per and not figure.per and not _basis_said(held.per, claim.text):
        return Fault("figure", figure.text)
    here = claim.clause_at(figure.start)
    there = source.clause_at(held.start)
    if {_month(claim.text, figure), _month(source.text, held)} == {"当月", "次月"}:
        return Fault("figure", figure.text)
    if figure.kind == "ordinal":
        return None
    if not _head_fits(figure, claim.within(here), held, source, there):
        return Fault("bound", figure.text)
    around = [t for t in claim.within(here) if t.weight >= 0.5]
    if sum(t.weight for t in around) >= _ENOUGH_AROUND and not _shares(around, source, there):
        return Fault("bound", figure.text)
    return None


def mismatched(claimed_: Sequence[Quantity], claim: Reading, source: Reading) -> Fault | None:
    """Two figures of one clause that the source has in two, each beside another of its kind (80分…3%，70分…6%)."""
    for one in claimed_:
        for other in claimed_:
            if (
                "ordinal" in (one.kind, other.kind)
                or one.start >= other.start
                or claim.clause_at(one.start) != claim.clause_at(other.start)
            ):
                continue
            ones, others = _clauses_with(one, source), _clauses_with(other, source)
            if not ones or not others or ones & others:
                continue
            if all(_rival(one, source, c) for c in others) or all(_rival(other, source, c) for c in ones):
                return Fault("bound", other.text)
    return None


def _clauses_with(figure: Quantity, source: Reading) -> set[int]:
    return {source.clause_at(held.start) for held in source.figures if supports(held, figure)}


def _rival(figure: Quantity, source: Reading, clause: int) -> bool:
    """Whether a clause has another figure of the same kind and unit."""
    return any(
        held.kind == figure.kind and held.unit == figure.unit and not supports(held, figure)
        for held in source.figures_within(clause)
    )


def _month(text: str, figure: Quantity) -> str:
    """次月 or 当月 before the day of a month."""
    match = _MONTH.search(text[: figure.start]) if figure.kind == "date" else None
    return "" if match is None else "次月" if match[1] in ("次月", "下月", "下个月") else "当月"


def _basis_said(per: str, text: str) -> bool:
    return (
        any(f"{each}{per}" in text for each in "每按逐")
        or (per == "日" and any(w in text for w in ("每天", "按天", "每一天", "一天", "天天")))
        or (per == "人" and any(w in text for w in ("每名", "每位", "一人", "一个人", "每一个", "每个")))
        or (per == "人" and bool(_ONE_OF_THEM.search(text)))
    )


def _head_fits(figure: Quantity, words: Iterable[Token], held: Quantity, source: Reading, there: int) -> bool:
    """The nearest of what is paid or measured around the claim's figure must be near the source's too."""
    mine = _nearest([t for t in words if t.sort == "head"], figure.start, figure.end)
    if mine and any(mine.end <= t.start and t.verbal and t.end <= figure.start for t in words):
        return True  # 退还基础服务费并赔5万元: what the verb between them gives is not the fee
    if mine is None:
        return True
    theirs = [t for t in source.within(there) if t.sort == "head"]
    if not theirs:
        theirs = [t for t in source.tokens if t.sort == "head"]
    if not theirs:
        return True
    nearest = _nearest(theirs, held.start, held.end)
    keys = {nearest.key} if nearest else set()
    keys |= {t.key for t in theirs if abs(t.start - held.start) <= 12}
    return any(mine.key == key or mine.key in key or key in mine.key for key in keys)


def _nearest(tokens: Sequence[Token], start: int, end: int) -> Token | None:
    def distance(token: Token) -> int:
        return start - token.end if token.end <= start else token.start - end + 1

    return min(tokens, key=distance, default=None)


def _shares(words: Sequence[Token], source: Reading, there: int) -> bool:
    """Whether enough of the claim's words stand in the figure's own clause, its sentence's first, or beside it."""
    keys = {t.key for t in source.tokens if abs(t.clause - there) <= 1 or t.clause == 0}
    text = source.text
    total = sum(t.weight for t in words)
    shared = sum(t.weight for t in words if t.key in keys or (t.sort == "plain" and t.word in text))
    return shared / total >= _BOUND_TO_LEAST


def own_words_bear(
    figure: Quantity,
    claim: Reading,
    own: Sequence[Quantity],
    evidence: Sequence[Evidence],
    words: Sequence[Token],
) -> bool:
    """Whether a figure may stand because the asker said it: rejected, supposed, or a fact of theirs.

    What a source gives another figure for may not be repeated from the question (「违约金是20万吧」).
    """
    if not any(supports(said, figure) for said in own):
        return False
    if _REJECTED.search(claim.text[: figure.start]) or _SAID.search(claim.text[: figure.start]):
        return True
    keys = {t.key for t in words if t.weight >= 0.5}
    for source in evidence:
        for unit in source.units:
            for held in unit.reading.figures:
                if held.kind != figure.kind or any(c.start <= held.start < c.end for c in unit.conditions):
                    continue
                there = {t.key for t in unit.reading.within(unit.reading.clause_at(held.start))}
                if keys & there:
                    return False
    return True
