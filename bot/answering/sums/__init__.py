"""Sums in a conversation: read from the user's turns, worked out exactly, shown with formula and origin."""

from bot.answering.sums.answering import SumAnswer, Sums

__all__ = ["SumAnswer", "Sums"]
