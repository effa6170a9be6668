"""The smallest strokes of the pen that turn the words of a paper into others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_PHRASE = re.compile(r"[^，。；、,;]*[，。；、,;]?")
_MOST_TOKENS = 2500
LEAST_KEPT = 2
"""Tokens that two changes must lie apart for what is between them to stay: single characters that happen to be equal
would leave a text of strokes that nobody can read."""
ALIKE = 0.35
"""The share of common tokens from which two lines are versions of one another."""


@dataclass(frozen=True)
class Stroke:
    """`old[start:end]` is struck out, `text` is written in its place; offsets are of the whole paper."""

    start: int
    end: int
    text: str


def strokes(old: str, new: str, start: int) -> Iterator[Stroke]:
    """The strokes that turn `old`, which begins at `start`, into `new`: one over all where little would stay."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    if head == len(before) == len(after):
        return
    if head + tail < LEAST_KEPT and alike(old, new) < ALIKE:
        yield Stroke(start, start + len(old), new)
        return
    kept = len("".join(before[:head]))
    before = _joined(before[head : len(before) - tail])
    after = _joined(after[head : len(after) - tail])
    at = [start + kept]
    for token in before:
        at.append(at[-1] + len(token))
    for first, last, begin, stop in _runs(before, after):
        yield Stroke(at[first], at[last], "".join(after[begin:stop]))


def alike(one: str, other: str) -> float:
    """The share of tokens that two texts have in common, from 0 to 1."""
    before, after = Counter(_TOKEN.findall(one)), Counter(_TOKEN.findall(other))
    return 2 * (before & after).total() / max(1, before.total() + after.total())


def _joined(tokens: list[str]) -> list[str]:
    """The tokens, or phrases made of them where they are too many to hold against others."""
    if len(tokens) <= _MOST_TOKENS:
        return tokens
    phrases = [part for part in _PHRASE.findall("".join(tokens)) if part]
    return phrases if len(phrases) <= _MOST_TOKENS else ["".join(tokens)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many tokens two wordings have in common from their beginning on."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def _runs(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int, int, int]]:
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
