"""Damages that only one side pays, or that are much less on the other side (民法典第六条)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.review.checks.breaches import DIRECT, Piece, pieces_of
from bot.review.checks.paying import Payer
from bot.review.checks.two_prices import alike, compared
from bot.review.found import Case, Found, Span
from bot.review.roles import MERCHANT, PROVIDER

_DAMAGES = re.compile("违约金|赔|滞纳金|罚|补偿|没收|不退|利息|违约责任|个月[^，。；]{0,6}费|占用费|追究")
"""What is paid for a breach, and not for the service."""

_ONE_SIDED = re.compile(
    "^(?![^。]*(?:商品|产品|货物|质量|侵权|侵犯|知识产权|物流|第三方|第三人)).*(?:违约金|滞纳金|赔偿)"
)
"""Damages for a breach; that a merchant answers for his goods is no more than the law."""


def _paid_for_the_like(piece: Piece, paying: Sequence[Piece]) -> bool:
    return any(alike(piece, other) and _DAMAGES.search(other.said) for other in paying)


def unequal_damages(case: Case) -> Iterator[Found]:
    """Our side pays for a breach, where the other pays much less or nothing for the like."""
    ours = MERCHANT if case.mine == "merchant" else PROVIDER
    yours: Payer = "provider" if case.mine == "merchant" else "merchant"
    pieces = [piece for clause in range(len(case.paper.clauses)) for piece in pieces_of(case, clause)]
    paying = [piece for piece in pieces if piece.who == case.mine and piece.pays]
    pays_at_all = any(piece.who in (yours, "both") and (piece.pays or piece.likewise) for piece in pieces)
    reported = False
    for piece in pieces:
        if piece.who != yours or not piece.mild(ours):
            continue
        beside = any(
            piece.beside(other) and not (piece.capped and other.capped) and _DAMAGES.search(other.said)
            for other in paying
        )
        if beside or (piece.barely and (DIRECT.search(piece.said) or _paid_for_the_like(piece, paying))):
            reported = True
            yield Found("damages-none-for-them", Span(piece.sentence.start, piece.sentence.end))
    yield from compared(case, pieces, yours)
    first = next((piece.sentence for piece in paying if _ONE_SIDED.search(piece.said)), None)
    if first and not pays_at_all and not reported:
        yield Found("damages-one-side", Span(first.start, first.end))
