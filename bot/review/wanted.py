"""From which side a paper is to be read, as the user says it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.review.found import Stance
from bot.review.state import KeptReview

LONGEST = 40
"""Characters of a turn that may be nothing but the taking of a side."""

_STANCES: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (re.compile("中立|不站|公平(?:地|来)看|两边|双方(?:的)?角度"), "neutral"),
    (
        re.compile(
            "(?:站在|从|按|替|帮|以)[^。，]{0,6}(?:服务商|外包公司|乙方|服务方|客服公司)|(?:我|我们|我司|我方)(?:这边)?(?:就)?(?:是|做)(?:客服)?(?:外包|服务商|服务方|客服公司)"
        ),
        "provider",
    ),
    (
        re.compile(
            "(?:站在|从|按|替|帮|以)[^。，]{0,6}(?:商家|甲方|店铺|委托方)|(?:我|我们|我司|我方)(?:这边)?(?:就)?(?:是|做)[^。，]{0,6}(?:商家|店铺|卖家|店主|网店)"
        ),
        "merchant",
    ),
)
_WE_ARE = re.compile("(?:我|我们|我方|我司)(?:这边)?(?:是|为|属于)(?:合同里的|合同中的)?(?P<label>[甲乙]方)")


@dataclass(frozen=True)
class Wanted:
    """From which side a review is wanted, and who the user says is the merchant in the paper. `ours` is the label that
    the user says is theirs, and no more: the paper must tell which side that is."""

    stance: Stance = "merchant"
    merchant: str = ""
    ours: str = ""


def wanted(text: str) -> Wanted:
    """The side that is taken with a paper; the merchant's unless somebody says otherwise."""
    found, stance = _WE_ARE.search(text), _stance(text)
    if found and stance is None:
        return Wanted(ours=found["label"])
    return Wanted(stance or "merchant", found["label"] if found and stance == "merchant" else "")


def side_taken(text: str, review: KeptReview) -> Wanted | None:
    """The side that is taken after a review; None for a turn that takes none."""
    if len(text) > LONGEST:
        return None
    found = _WE_ARE.search(text)
    if found:
        return Wanted("merchant" if found["label"] == review.merchant else "provider", review.merchant)
    stance = _stance(text)
    return Wanted(stance, review.merchant) if stance else None


def _stance(text: str) -> Stance | None:
    return next((stance for pattern, stance in _STANCES if pattern.search(text)), None)
