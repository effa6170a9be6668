"""Every check of a paper, registered in one place: what it is called and what it looks through."""

from __future__ import annotations

from bot.review.found import Check

CHECKS: tuple[Check, ...] = ()
"""In the order in which findings of the same place are told."""
