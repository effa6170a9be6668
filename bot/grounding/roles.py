"""A text read whole: its words with what is said of them, who does them, and in what order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bot.grounding.agents import Side, mentions_of, roles_of
from bot.grounding.reading import Clause, Order, Reading, State, Token, scan
from bot.grounding.stances import INABILITY, stances
from bot.grounding.words import Lexicon

_AFTER = re.compile(r"(?:之后|以后|后)(?![期续来台果面])")
_BEFORE = re.compile(r"(?:之前|以前|前)(?![期提一两年三])")
_FIRST = re.compile(r"(?<![首事优预])先")
_THEN = re.compile(r"再(?!次)|然后|才")
_REACH = 8
"""Characters behind a word within which 前 or 后 is of that word."""


def read(text: str, lexicon: Lexicon, side: Side = "a") -> Reading:
    """A text with its words' roles. `side` is the party that 「你」 is."""
    folded, clauses, figures, tokens, marks = scan(text, lexicon)
    names = [(start, end, value) for start, end, sort, value in marks if sort == "party"]
    mentions = mentions_of(folded, clauses, names, side)
    named = {mention.start for mention in mentions}
    tokens = [token for token in tokens if token.start not in named]
    modals = [
        (start, end, cast(State, value))
        for start, end, sort, value in marks
        if sort == "modal"
        and not (folded[start:end].endswith("要") and end in named)  # 要你赔: asks, not must
        and not (folded[start:end] == "不" and INABILITY.match(folded, max(start - 1, 0)))
    ]
    said = stances(folded, clauses, tokens, modals)
    roles = roles_of(folded, clauses, tokens, mentions, lexicon.file.parties)
    orders = _orders(folded, clauses, tokens, [figure.start for figure in figures])
    read_tokens = tuple(
        replace(token, **stance._asdict(), **role._asdict(), order=order)
        for token, stance, role, order in zip(tokens, said, roles, orders, strict=True)
    )
    places = tuple((start, state) for start, _, state in modals)
    return Reading(folded, clauses, read_tokens, figures, tuple(mentions), places)


def _orders(
    text: str, clauses: Sequence[Clause], tokens: Sequence[Token], figures: Sequence[int]
) -> list[Order]:
    """Words before 前 or 后, and words after 先 or 再."""
    return [_order(text, clauses[token.clause], token, figures) for token in tokens]


def _order(text: str, clause: Clause, token: Token, figures: Sequence[int]) -> Order:
    upto = min(token.end + _REACH, clause.end, *(at for at in figures if at >= token.end), len(text))
    behind = text[token.end : min(upto + 2, clause.end)].split("的")[0]
    orders: tuple[tuple[re.Pattern[str], Order], ...] = ((_BEFORE, "before"), (_AFTER, "after"))
    for pattern, order in orders:
        match = pattern.search(behind)
        if match and match.start() < upto - token.end:
            return order
    if not token.predicate:
        return ""
    ahead = text[clause.start : token.start]
    return "then" if _THEN.search(ahead) else "first" if _FIRST.search(ahead) else ""
