"""What is to be changed in a paper, and the smallest strokes that do it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

_TOKEN = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|\s+|.", re.DOTALL)
LEAST_KEPT = 2
"""Tokens that two changes must lie apart for what is between them to stay: single characters that happen to be equal
would leave a text of strokes that nobody can read."""


@dataclass(frozen=True)
class Change:
    """A stretch of the paper, `text[start:end]`, and what shall stand there.

    `text` is the new wording: empty to delete, None to leave the words and only remark on them. Where `start == end`,
    its lines become paragraphs of their own, after the paragraph in which `start` stands. `comment` stands in the
    margin beside it.
    """

    start: int
    end: int
    text: str | None
    comment: str = ""


@dataclass(frozen=True)
class Stroke:
    """`old[start:end]` is struck out, `text` is written in its place; offsets are of the whole paper."""

    start: int
    end: int
    text: str


def ordered(changes: Sequence[Change]) -> list[Change]:
    """The changes in the order of the paper. Raises ValueError where two overlap."""
    found = sorted(changes, key=lambda change: (change.start, change.end))
    written = [change for change in found if change.text is not None]
    if any(other.start < one.end for one, other in pairwise(written)):
        raise ValueError("changes overlap")
    return found


def strokes(old: str, change: Change) -> Iterator[Stroke]:
    """The strokes that turn the old words of a change into the new ones."""
    new = change.text or ""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    at = [0]
    for token in before:
        at.append(at[-1] + len(token))
    for first, last, start, stop in _runs(before, after):
        yield Stroke(change.start + at[first], change.start + at[last], "".join(after[start:stop]))


def _runs(before: list[str], after: list[str]) -> list[tuple[int, int, int, int]]:
    """Stretches of tokens that differ, with those joined that only a token or two keep apart."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    runs: list[tuple[int, int, int, int]] = []
    for kind, first, last, start, stop in matcher.get_opcodes():
        if kind == "equal":
            continue
        if runs and first - runs[-1][1] <= LEAST_KEPT:
            runs[-1] = (runs[-1][0], last, runs[-1][2], stop)
        else:
            runs.append((first, last, start, stop))
    return runs
