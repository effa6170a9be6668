"""Wording from the clause library as it would stand in a paper: its own labels for the parties, its own numbers."""

from __future__ import annotations

import re

from bot.drafting.library import ClauseLibrary, Position
from bot.drafting.rendering import written_out
from bot.review.found import Stance
from bot.review.parties import Parties

POSITIONS: dict[Stance, Position] = {"merchant": "merchant", "provider": "provider", "neutral": "balanced"}
"""The position of the library that serves a stance."""

_OURS = re.compile("[甲乙]方")
_NUMBERED = re.compile(r"^\d+\. ", re.MULTILINE)


def library_wording(library: ClauseLibrary, clause: str, stance: Stance, parties: Parties) -> str:
    """The clause of that id in the position that serves the stance, with its defaults and with blanks for the rest.

    The library calls the merchant 甲方 and the provider 乙方; here they are called as the paper calls them. A clause
    of one paragraph has no number.
    """
    position = POSITIONS[stance]
    text = written_out(library, library.clause(clause), position, library.defaults(position))
    if len(_NUMBERED.findall(text)) == 1:
        text = _NUMBERED.sub("", text)
    return in_labels(text, parties)


def in_labels(text: str, parties: Parties) -> str:
    """A text of ours with the paper's own labels."""
    labels = {"甲方": parties.merchant.label, "乙方": parties.provider.label}
    return _OURS.sub(lambda match: labels[match[0]], text)
