"""Old lines of a paper and new ones, held against each other: which became which, which went, which came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from bot.review.redline.strokes import ALIKE, alike

_MOST_PAIRS = 2500


@dataclass(frozen=True)
class Step:
    """An old line by its index and what it becomes; without `new` it goes, without `old` it comes."""

    old: int | None
    new: str | None


def steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """What happens to the lines, in order. Lines that are versions of one another go together; of what lies between
    them the first old line becomes the first new one, and so on."""
    done_old = done_new = 0
    for at_old, at_new in [*_partners(old, new), (len(old), len(new))]:
        gone, come = range(done_old, at_old), new[done_new:at_new]
        for index, line in zip_longest(gone, come):
            yield Step(index, line)
        if at_old < len(old):
            yield Step(at_old, new[at_new])
        done_old, done_new = at_old + 1, at_new + 1


def _partners(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of lines that are versions of one another, in an order that both sides keep, as alike as can be."""
    if len(old) * len(new) > _MOST_PAIRS:
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return [(a + at, b + at) for a, b, size in blocks for at in range(size)]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    likeness = [[alike(one, other) for other in new] for one in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs
