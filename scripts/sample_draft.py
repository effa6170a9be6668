"""The draft that the pictures in docs show: two made-up companies, facts as people say them, a few steps by hand."""

from __future__ import annotations

from bot.drafting.library import ClauseLibrary
from bot.drafting.session import editing
from bot.drafting.session.draft import Draft, History

SAID = "我们是杭州青禾电子商务，想把天猫店的客服包给合肥应答，10个坐席，一个月8千，明年3月1号开始"
GIVEN = {
    "party_a": "杭州青禾电子商务有限公司",
    "party_b": "合肥应答客户服务有限公司",
    "platforms": "天猫",
    "seats": "10",
    "seat_price": "8000",
    "start_date": "2027-03-01",
}


def sample_history(library: ClauseLibrary) -> History:
    """What was said first, then a correction, a position of one clause, and the shop's name."""
    history = editing.step(library, History(), Draft(given=GIVEN), SAID)
    history = editing.set_fact(library, history, "seat_price", "8500")
    history = editing.set_position(library, history, "refund-approval", "merchant")
    return editing.set_fact(library, history, "first_response_seconds", "20")
