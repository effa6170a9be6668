"""Clauses by words: shared characters and pairs of characters, weighed by where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from bot.drafting.clauses import Clause

_WEIGHTS = (6, 3, 1)
"""Of a pair found in the title, in `when`, in a text."""
_LEAST = 0.5
"""The part of the pairs that must be found somewhere."""


def ranked(clauses: Iterable[Clause], words: str) -> tuple[Clause, ...]:
    """The clauses that hold at least half of the pairs of `words`, best first; equals keep their order."""
    pieces = [piece for piece in re.split(r"[\W_]+", _plain(words)) if piece]
    pairs = {pair for piece in pieces for pair in _pairs(piece)}
    scored = []
    for clause in clauses:
        texts = [clause.wording(position).text for position in ("merchant", "balanced", "provider")]
        fields = [_plain(text) for text in (f"{clause.title} {clause.id}", clause.when, "\n".join(texts))]
        whole = sum(
            3 * weight for piece in pieces for weight, f in zip(_WEIGHTS, fields, strict=True) if piece in f
        )
        found = {pair for pair in pairs if any(pair in field for field in fields)}
        if pairs and len(found) >= len(pairs) * _LEAST:
            score = whole + sum(
                max(w for w, f in zip(_WEIGHTS, fields, strict=True) if p in f) for p in found
            )
            scored.append((score, clause))
    scored.sort(key=lambda pair: -pair[0])
    return tuple(clause for _, clause in scored)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(piece: str) -> set[str]:
    if len(piece) == 1 or piece.isascii():
        return {piece}
    return {piece[at : at + 2] for at in range(len(piece) - 1)}
