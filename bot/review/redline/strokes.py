"""The smallest strokes of the pen that turn the words of a paper into others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\d[\d,.]*%?|[A-Za-z]+|\s+|.", re.DOTALL)
_COARSE = re.compile(r"[^，。；、,;]*[，。；、,;]?")
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
    if old == new:
        return
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    before, after = _tokens(old), _tokens(new)
    if head + tail < LEAST_KEPT and alike(old, new) < ALIKE:
        yield Stroke(start, start + len(old), new)
        return
    at = [0]
    for token in before:
        at.append(at[-1] + len(token))
    for first, last, begin, stop in _runs(before, after):
        yield Stroke(start + at[first], start + at[last], "".join(after[begin:stop]))


def alike(one: str, other: str) -> float:
    """The share of tokens that two texts have in common, from 0 to 1."""
    before, after = Counter(_TOKEN.findall(one)), Counter(_TOKEN.findall(other))
    return 2 * (before & after).total() / max(1, before.total() + after.total())


def _tokens(text: str) -> list[str]:
    tokens = _TOKEN.findall(text)
    return tokens if len(tokens) <= _MOST_TOKENS else [part for part in _COARSE.findall(text) if part]


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common from their beginning on."""
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
