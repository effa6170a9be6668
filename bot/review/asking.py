"""Questions about a paper: which of its clauses they are about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.glossary import Glossary
from bot.retrieval.lexical import LexicalIndex, tokens
from bot.retrieval.question import simplified
from bot.review.state import KeptClause, KeptReview
from bot.statutes.numerals import numeral

_NAMED = re.compile(
    r"第 ?(?P<article>[〇零一二三四五六七八九十百\d]{1,6}) ?条(?:第? ?(?P<part>[〇零一二三四五六七八九十百\d]{1,4}) ?[款项点])?"
    r"|(?<![\d.])(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d%万元.])(?:条|款|项)?"
)
NEAR = 0.14
"""The score from which a clause counts as speaking of what was asked."""

MOST = 3
"""Clauses that an answer quotes."""

SHARE = 0.6
"""Of the best clause's score; others below it are not quoted."""


@dataclass(frozen=True)
class Asked:
    """What a question is about: the clauses, or the number of one that is not there."""

    clauses: tuple[KeptClause, ...]
    absent: str = ""
    named: bool = False


def asked(review: KeptReview, question: str, glossary: Glossary) -> Asked:
    """The clauses that a question names by number, or else those that share most with its words."""
    match = _NAMED.search(simplified(question))
    if match:
        found = _by_number(review, match)
        return Asked(found, "" if found else match[0], named=True)
    return Asked(_by_words(review, question, glossary))


def _by_number(review: KeptReview, match: re.Match[str]) -> tuple[KeptClause, ...]:
    """The clause of a number with everything below it, as one stretch for each block."""
    if match["dotted"]:
        wanted = [clause for clause in review.clauses if clause.number.replace("．", ".") == match["dotted"]]
    else:
        value = numeral(match["article"]).value
        wanted = [clause for clause in review.clauses if clause.depth == 0 and _value(clause.number) == value]
    if not wanted:
        return ()
    first = review.clauses.index(wanted[0])
    below = [wanted[0]]
    for clause in review.clauses[first + 1 :]:
        if clause.depth <= wanted[0].depth:
            break
        below.append(clause)
    if match["part"] and not match["dotted"]:
        part = numeral(match["part"]).value
        parts = [c for c in below if c.depth == wanted[0].depth + 1 and _value(c.number) == part]
        return tuple(parts)
    return tuple(below)


def _value(number: str) -> int | None:
    digits = re.search(r"[〇零一二三四五六七八九十百]+|\d+(?!.*\d)", number)
    return numeral(digits[0]).value if digits else None


def _by_words(review: KeptReview, question: str, glossary: Glossary) -> tuple[KeptClause, ...]:
    bodies = [clause for clause in review.clauses if clause.kind != "heading"]
    index = LexicalIndex([_tokens(_in_context(review, clause), glossary) for clause in bodies])
    scores = index.scores(_tokens(simplified(question), glossary))
    order = sorted(range(len(bodies)), key=lambda at: -scores[at])[:MOST]
    if not order or scores[order[0]] < NEAR:
        return ()
    best = scores[order[0]]
    return tuple(bodies[at] for at in sorted(order) if scores[at] >= max(NEAR, best * SHARE))


def _tokens(text: str, glossary: Glossary) -> Sequence[str]:
    return tokens(text, (mention.term.name for mention in glossary.in_question(text)))


def _in_context(review: KeptReview, clause: KeptClause) -> str:
    """A clause with the heading above it."""
    words = simplified(review.text[clause.start : clause.end])
    above = clause.parent
    while above is not None:
        parent = review.clauses[above]
        if parent.title:
            return f"{parent.title} {words}"
        above = parent.parent
    return words
