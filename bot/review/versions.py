"""A new version of a paper as changes of the old one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.review.comparing import Difference
from bot.review.paper import Clause, Paper
from bot.review.redline import Change


def version_changes(old: Paper, new: Paper, differences: Sequence[Difference]) -> tuple[Change, ...]:
    """The changes that turn the words of the old version into those of the new one.

    Numbers that only moved on are left to Word: what carries a number of its own in the old file keeps it.
    """
    return tuple(_changes(old, new, differences))


def _changes(old: Paper, new: Paper, differences: Sequence[Difference]) -> Iterator[Change]:
    before = _before(old, new, differences)
    for difference in differences:
        match difference.kind, difference.old, difference.new:
            case "changed", Clause() as was, Clause() as now:
                yield Change(was.after_number, was.end, new.said(now))
            case "removed", Clause() as was, _:
                yield Change(was.start, was.end, "")
            case "added", _, Clause() as now:
                yield _insertion(before[now.index], new, now)
            case "moved", Clause() as was, Clause() as now:
                yield Change(was.start, was.end, "")
                yield _insertion(before[now.index], new, now)


def _insertion(at: int, new: Paper, clause: Clause) -> Change:
    return Change(at, at, f"\n{new.words(clause)}")


def _before(old: Paper, new: Paper, differences: Sequence[Difference]) -> dict[int, int]:
    """Clause of the new version -> the end of the clause of the old one behind which it comes."""
    fresh = {d.new.index for d in differences if d.new and d.kind in ("added", "moved")}
    gone = {d.old.index for d in differences if d.old and d.kind in ("removed", "moved")}
    kept = iter([clause for clause in old.clauses if clause.index not in gone and old.said(clause).strip()])
    places: dict[int, int] = {}
    at = old.clauses[0].start if old.clauses else 0
    for clause in new.clauses:
        if clause.index in fresh:
            places[clause.index] = at
        elif new.said(clause).strip():
            partner = next(kept, None)
            at = partner.end if partner else at
    return places
