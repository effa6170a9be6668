"""What is to be changed in a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Change:
    """A stretch of the paper, `text[start:end]`, and what shall stand there.

    `text` is the new wording: empty to delete, None to leave the words and only remark on them. Where `start == end`
    and it begins with a line end, its lines become paragraphs of their own after the block that ends there. `comment`
    stands in the margin beside it, under `title`.
    """

    start: int
    end: int
    text: str | None
    comment: str = ""
    title: str = ""

    @property
    def adds_paragraphs(self) -> bool:
        """Whether whole new paragraphs come in."""
        return self.start == self.end and bool(self.text) and (self.text or "").startswith("\n")


def ordered(changes: Sequence[Change], length: int) -> list[Change]:
    """The changes of a text of that length, in its order. Raises ValueError where one lies outside it or two that write
    overlap; remarks may."""
    found = sorted(changes, key=lambda change: (change.start, change.end))
    reached = 0
    for change in found:
        if not 0 <= change.start <= change.end <= length:
            raise ValueError(f"no stretch of the paper: {change.start} to {change.end} of {length}")
        if change.text is None:
            continue
        if change.start < reached:
            raise ValueError(f"changes overlap at {change.start}")
        reached = change.end
    return found
