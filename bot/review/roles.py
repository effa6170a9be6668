"""A sentence with one character for each side, whatever the paper calls it, and patterns that are written for it.

Names and labels differ from paper to paper; with one character in their place every pattern is made once for all
papers, and reads as the rule is meant: who does what to whom.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.review.parties import Parties, Role

MERCHANT, PROVIDER = "\ue000", "\ue001"
"""What stands for a side; characters that no paper uses."""

_MOST = 2000
"""Patterns that are kept: every rule for both sides, several times over."""


def in_roles(text: str, parties: Parties) -> str:
    """The text with `MERCHANT` and `PROVIDER` in the place of every word for a side."""
    text = re.sub(parties.merchant.spoken_pattern, MERCHANT, text)
    return re.sub(parties.provider.spoken_pattern, PROVIDER, text)


def in_labels(text: str, parties: Parties) -> str:
    """The text with the paper's labels again."""
    return text.replace(MERCHANT, parties.merchant.label).replace(PROVIDER, parties.provider.label)


@lru_cache(maxsize=_MOST)
def pattern(written: str, ours: Role) -> re.Pattern[str]:
    """A rule's pattern for sentences in roles: `<ours>`, `<theirs>`, `<merchant>`, `<provider>`, `<either>`.

    All but `<either>` are one character and may stand in a set.
    """
    mine, other = (MERCHANT, PROVIDER) if ours == "merchant" else (PROVIDER, MERCHANT)
    return re.compile(
        written.replace("<ours>", mine)
        .replace("<theirs>", other)
        .replace("<merchant>", MERCHANT)
        .replace("<provider>", PROVIDER)
        .replace("<either>", f"[{MERCHANT}{PROVIDER}]")
    )
