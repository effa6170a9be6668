"""What the gate says of a sentence: kept with what bears it, or dropped with a reason of a closed set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from bot.conversation import Removed, Support

Reason: TypeAlias = Literal[
    "empty",
    "no_source",
    "unknown_source",
    "unsupported",
    "figure",
    "bound",
    "name",
    "party",
    "polarity",
    "modality",
    "condition",
    "word",
    "law",
    "quote",
    "judged",
    "repeated",
    "instructions",
]
"""Why a sentence is not shown. `bound`: the figure stands in the source, of another thing. `word`: a word that
limits or excludes (书面, 立即, 减少) is not the source's. `judged`: the optional judge took it out."""

REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True)
class Fault:
    """What in a sentence its source does not bear out; `detail` are the words, `key` the word it turns on."""

    reason: Reason
    detail: str = ""
    key: str = ""


@dataclass(frozen=True)
class Kept:
    """A sentence that may be shown, as Markdown with its markers at the end.

    `limit` says what the sources do not hold and has no marker. `layout` is the line break and bullet that
    stand before the sentence and are part of `text`.
    """

    text: str
    markers: tuple[str, ...] = ()
    supports: tuple[Support, ...] = ()
    limit: bool = False
    layout: str = ""


@dataclass(frozen=True)
class Dropped:
    """A sentence that may not be shown, and what in it (`detail`) was not borne out."""

    text: str
    reason: Reason
    detail: str = ""
    layout: str = ""

    @property
    def removed(self) -> Removed:
        """The sentence as a reply records it."""
        return Removed(self.text.strip(), self.reason, self.detail)


@dataclass(frozen=True)
class GateReport:
    """What became of an answer: `kept` sentences with sources, those dropped, and the words behind the kept.

    `prompt` is the hash of the prompt files that were used, `raw` all that the model wrote.
    """

    kept: int
    dropped: tuple[Dropped, ...]
    supports: tuple[Support, ...]
    prompt: str = ""
    stopped: bool = False
    raw: str = ""
