"""Clauses by words: shared pairs of characters, weighed by where they stand and how few clauses hold them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable

from bot.drafting.clauses import Clause

_WEIGHTS = (6, 3, 1)
"""Of a pair found in the title, in `when`, in a text."""
_WHOLE = 12
"""For words that are a title, less the more else the title says."""
_LEAST = 0.5
"""The part of what is known of the words that a clause must hold."""

_ASKING = re.compile("怎么办|怎么|如何|能不能|可不可以|[吗呢]")
"""Words that ask and name nothing."""


def ranked(clauses: Iterable[Clause], words: str) -> tuple[Clause, ...]:
    """The clauses that hold most of what `words` say, best first; equals keep their order.

    A pair that no clause holds says nothing about which is meant (怎么算 in 提成怎么算), one that most hold says
    little.
    """
    pieces = [piece for piece in re.split(r"[\W_]+", _ASKING.sub(" ", _plain(words))) if piece]
    pairs = {pair for piece in pieces for pair in _pairs(piece)}
    searched = [(clause, _fields(clause)) for clause in clauses]
    rarity = {}
    for pair in pairs:
        holding = sum(any(pair in field for field in fields) for _, fields in searched)
        if holding:
            rarity[pair] = math.log1p(len(searched) / holding)
    scored = []
    for clause, fields in searched:
        found = {pair for pair in rarity if any(pair in field for field in fields)}
        if not found or sum(rarity[pair] for pair in found) < sum(rarity.values()) * _LEAST:
            continue
        score = sum(rarity[pair] * _best(pair, fields) for pair in found)
        score += sum(_WHOLE * len(piece) / len(clause.title) for piece in pieces if piece in clause.title)
        scored.append((score, clause))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(clause for _, clause in scored)


def _fields(clause: Clause) -> tuple[str, str, str]:
    texts = (clause.wording(position).text for position in ("merchant", "balanced", "provider"))
    return _plain(f"{clause.title} {clause.id}"), _plain(clause.when), _plain("\n".join(texts))


def _best(pair: str, fields: tuple[str, str, str]) -> int:
    return max(weight for weight, field in zip(_WEIGHTS, fields, strict=True) if pair in field)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(piece: str) -> set[str]:
    if len(piece) == 1 or piece.isascii():
        return {piece}
    return {piece[at : at + 2] for at in range(len(piece) - 1)}
