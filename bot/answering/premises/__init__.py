"""What a question takes for granted, and what to say of it before the answer."""

from bot.answering.premises.premises import Premises, PremiseVerdict, without_repeating

__all__ = ["PremiseVerdict", "Premises", "without_repeating"]
