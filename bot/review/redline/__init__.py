"""A paper with our changes tracked in it: real insertions, deletions and comments of Word."""

from __future__ import annotations

from bot.review.redline.changes import Change
from bot.review.redline.fresh import new_redline
from bot.review.redline.settling import accepted, rejected
from bot.review.redline.writing import redline

__all__ = ["Change", "accepted", "new_redline", "redline", "rejected"]
