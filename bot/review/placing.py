"""Where a new clause goes in a paper, and the number it gets there in the paper's own style."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.numbering import RANK_SMALL, Number, parse
from bot.review.paper import Clause, Paper
from bot.review.regions import regions_of
from bot.statutes.numerals import chinese

_ENDING = re.compile(r"以下无正文|^\s*(?:附件|附表|附录)|(?:盖章|签章|签字|签署日期)|^\s*[（(]?签[章署字]页")
_SUB = re.compile(r"^\d+\. ", re.MULTILINE)


@dataclass(frozen=True)
class Place:
    """Where new clauses go: after the character `at`; `last` is the clause of the outermost series before it."""

    at: int
    last: Clause | None
    dotted: bool


def place_of(paper: Paper) -> Place:
    """The end of the last clause of the body, before signatures and annexes."""
    body = _without_ending(paper, paper.clauses[: regions_of(paper).body])
    outer = min((c.rank for c in body if c.number and c.rank < RANK_SMALL), default=None)
    last = next((c for c in reversed(body) if c.number and c.rank == outer), None)
    # Under 1. the paragraphs cannot be 1. again.
    dotted = any(c.number and c.number.style == "dotted2" for c in body) or bool(
        last and last.number and last.number.style == "arabic"
    )
    return Place(body[-1].end if body else 0, last, dotted)


def _without_ending(paper: Paper, body: Sequence[Clause]) -> Sequence[Clause]:
    """The body without the lines at its end that lead over to signatures (以下无正文, a list of annexes)."""
    while len(body) > 1 and not body[-1].number:
        words = paper.words(body[-1])
        if "。" in words or not _ENDING.search(words):
            break
        body = body[:-1]
    return body


def numbered(text: str, title: str, place: Place, paper: Paper, nth: int) -> str:
    """A clause of ours as it would stand at the place, as the `nth` (from 1) that is put there: heading, then lines.

    Lines that our library numbers 1., 2. get the number of the heading before theirs where the paper does so.
    """
    last = place.last
    if last is None or last.number is None:
        return f"{title}\n{text}"
    value = last.number.value + nth
    head = _head(paper.words(last)[: last.number.end], last.number, value)
    if place.dotted:
        text = _SUB.sub(lambda match: f"{value}.{match[0][:-2]} ", text)
    return f"{head}{title}\n{text}"


def _head(prefix: str, number: Number, value: int) -> str:
    """The number in front of a clause, as this paper writes it, with another value."""
    digits = re.search(r"\d+(?=\D*$)", prefix)
    if digits:
        return f"{prefix[: digits.start()]}{value}{prefix[digits.end() :]}"
    if number.style in ("第条", "第章", "第节", "cn", "cn-paren", "cn-bracket"):
        return re.sub("[〇零一二三四五六七八九十百]+", chinese(value), prefix, count=1)
    return f"{chinese(value)}、"


def renumbered(text: str, value: int) -> str:
    """A clause that `numbered` made, with another number."""
    number = parse(text)
    if number is None or number.rank >= RANK_SMALL:
        return text
    head, _, rest = text.partition("\n")
    rest = re.sub(rf"^{number.value}\.(?=\d)", f"{value}.", rest, flags=re.MULTILINE)
    return f"{_head(head[: number.end], number, value)}{head[number.end :]}\n{rest}"
