"""What a model proposes about a clause, held against the clause: only what is exact and supported is taken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.quantities import parse, supports
from bot.review.categories import CATEGORIES, Category
from bot.review.found import Span
from bot.review.masking import Masked

SHORTEST_QUOTE = 4
LONGEST_MESSAGE = 200
LONGEST_SUGGESTION = 600

_CATEGORIES: Mapping[str, Category] = {name: name for name in CATEGORIES if not name.startswith("missing/")}
"""What can be said of a quote."""

_NUMERAL = "0-9零〇一二三四五六七八九十百千"
_LAW = re.compile(
    rf"(?:《[^》\n]{{2,40}}》|[一-龥]{{0,18}}(?:法典|法|条例|规定|办法|解释))\s?"
    rf"第?[{_NUMERAL}]{{1,9}}条(?:之[一二三四五])?(?:第[{_NUMERAL}]{{1,4}}款)?(?:第?[(（]?[{_NUMERAL}]{{1,4}}[)）]?项)?"
)
_LEAD = re.compile(r"^[一-龥]*?(?:违反|根据|依据|依照|按照|参照|不符合|属于|[按据见和与及])(?=[一-龥])")
_TITLE = re.compile(r"《[^》\n]{2,40}》")
_TOKEN = re.compile(r"〔[^〔〕\n]{0,12}〕")


@dataclass(frozen=True)
class Proposal:
    """A finding that a model proposes: `text[start:end]` of the paper is what it is about."""

    category: Category
    start: int
    end: int
    message: str
    suggestion: str


def proposals_in(
    answer: str, masked: Masked, clause: Span, resolves: Callable[[str], bool]
) -> Iterator[Proposal]:
    """What of a model's answer about a clause of `masked.original` the clause bears out.

    The answer speaks of the masked text. `resolves` says whether a reference to law is real.
    """
    words = masked.original[clause.start : clause.end]
    for item in _objects(answer):
        fields = [_one_line(masked.restore(item[name])) for name in ("message", "suggestion")]
        message, suggestion = fields
        quote = masked.restore(item["quote"]).strip()
        category = _CATEGORIES.get(item["category"].strip())
        at = words.find(quote)
        if category is None or at < 0 or len(quote) < SHORTEST_QUOTE:
            continue
        if not message or len(message) > LONGEST_MESSAGE or len(suggestion) > LONGEST_SUGGESTION:
            continue
        if suggestion == _one_line(quote) or not all(_is_borne_out(said, words, resolves) for said in fields):
            continue
        start = clause.start + at
        yield Proposal(category, start, start + len(quote), message, suggestion)


def _is_borne_out(said: str, words: str, resolves: Callable[[str], bool]) -> bool:
    """Whether every figure, law and hidden value of a sentence stands in the clause, or, of law, is real."""
    if not all(token in words for token in _TOKEN.findall(said)):
        return False
    laws = [_LEAD.sub("", match[0]) for match in _LAW.finditer(said)]
    rest = _LAW.sub("", said)
    laws += [title for title in _TITLE.findall(rest) if title not in words]
    held = parse(words)
    return all(resolves(law) for law in laws) and all(
        any(supports(one, figure) for one in held) for figure in parse(rest)
    )


def _objects(answer: str) -> Iterator[dict[str, str]]:
    """Every object of the answer with the four fields in words, whatever stands around it or is broken after it."""
    decoder = json.JSONDecoder()
    at = answer.find("{")
    while at >= 0:
        try:
            value, end = decoder.raw_decode(answer, at)
        except (ValueError, RecursionError):
            value, end = None, at + 1
        if _is_whole(value):
            yield value
        elif isinstance(value, dict):
            end = at + 1  # what was asked for may stand inside
        at = answer.find("{", end)


def _is_whole(value: Any) -> bool:
    names = ("category", "quote", "message", "suggestion")
    return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in names)


def _one_line(text: str) -> str:
    return " ".join(text.split())
