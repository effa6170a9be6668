"""What one part of the evaluation found: figures, and every failure with its evidence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """A case that did not come out as it must: what was asked, what must come, what came."""

    id: str
    asked: str
    expected: str
    got: str


@dataclass(frozen=True)
class Outcome:
    """Figures by name (shares between 0 and 1, counts, or seconds as the name says) and the failures."""

    figures: dict[str, float]
    failures: tuple[Failure, ...] = ()
