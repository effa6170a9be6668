"""What one fact says of another without words of its own: a price its model, a court the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.drafting.reading.gathering import Gathered

_PRICES = {
    "seat_price": "per_seat",
    "conversation_price": "per_conversation",
    "commission_rate": "commission",
}
_WAYS = {"court_place": "court", "arbitration_body": "arbitration", "arbitration_seat": ""}


def imply(gathered: Gathered, facts: Mapping[str, str]) -> None:
    """Add the price model that the prices named make, and the way of settling disputes that a place belongs to.

    A commission beside a price of seats is both; a model that stands already and fits is not said again.
    """
    said = [name for name in _PRICES if name in gathered.sayings]
    stated = gathered.sayings.get("price_model")
    if stated and {"seat_price", "commission_rate"} <= set(said):  # both are priced, whichever was named
        gathered.sayings["price_model"] = replace(stated, value="mixed")
    if said and not gathered.has("price_model"):
        model = _model(said, facts)
        if model and model != facts.get("price_model", "per_seat"):
            source = gathered.sayings[said[-1]]
            gathered.claim("price_model", model, source.start, source.end)
    for name, way in _WAYS.items():
        if (
            way
            and name in gathered.sayings
            and not gathered.has("dispute_way")
            and facts.get("dispute_way") != way
        ):
            source = gathered.sayings[name]
            gathered.claim("dispute_way", way, source.start, source.end)


def _model(said: list[str], facts: Mapping[str, str]) -> str:
    standing = facts.get("price_model", "")
    seat = "seat_price" in said or ("seat_price" in facts and standing in ("", "per_seat", "mixed"))
    commission = "commission_rate" in said or (
        "commission_rate" in facts and standing in ("commission", "mixed")
    )
    if "conversation_price" in said:
        return "per_conversation"
    if seat and commission:
        return "mixed"
    return "commission" if commission else "per_seat"
