"""Names that look like another name: what somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

MOST = 3
"""Names that are offered at once."""

_SHARE = 0.4
"""Of their pairs of neighbouring characters, what two names must have in common."""


class Alike:
    """Finds, among `names`, those that look like a given one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple((name, _pairs(name)) for name in names)

    def like(self, name: str) -> tuple[str, ...]:
        """Names that share enough with `name`: of the most alike ones, the fewest edits away first."""
        pairs = _pairs(name)
        shared = (
            (2 * len(pairs & its) / ((len(pairs) + len(its)) or 1), known) for known, its in self._names
        )
        best = sorted((-share, known) for share, known in shared if share >= _SHARE)[: 4 * MOST]
        return tuple(known for _, known in sorted(best, key=lambda one: (_edits(name, one[1]), one[0])))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))


def _edits(one: str, other: str) -> int:
    """How many characters must be put in, taken out or changed to turn `one` into `other`."""
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, against in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != against))
    return row[-1]
