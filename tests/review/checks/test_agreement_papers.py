"""Small contracts of many hands: what disagrees in them is found, what only looks like it is left alone."""

from __future__ import annotations

from bot.review.checks import CHECKS
