"""A review as the chat tells it where the sheet beside it shows the whole: the summary and what to settle first."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HEADING = re.compile(r"\*\*[^*]+\*\*")
_ITEM = re.compile(r"\s*\d+\. ")
_SUGGESTED = re.compile(r" 建议：.*?((?:\[\d+\])*)$")
"""The suggestion at the end of an item, before its sources."""


@dataclass(frozen=True)
class Short:
    """The beginning of a review's text, and how many findings it leaves to the sheet."""

    text: str
    left: int


def shortened(text: str) -> Short:
    """Everything before the second heading, which is what to settle before signing, without the suggestions."""
    lines = text.splitlines()
    headings = [at for at, line in enumerate(lines) if _HEADING.fullmatch(line.strip())]
    if len(headings) < 2:
        return Short(text, 0)
    cut = headings[1]
    return Short(
        "\n".join(_SUGGESTED.sub(r"\1", line) for line in lines[:cut]).rstrip(),
        sum(bool(_ITEM.match(line)) for line in lines[cut:]),
    )
