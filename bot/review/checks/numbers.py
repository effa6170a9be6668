"""Numbers that stand twice, and numbers that are skipped, in every series of the body and of each annex."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.documents.numbering import Number
from bot.review.found import Case, Found, Span
from bot.review.paper import Clause, Paper
from bot.review.regions import regions_of
from bot.statutes.numerals import chinese

_DIVIDES = 15
"""Numbers below this rank stand further out than those after them, whichever came first in the paper."""

_Kind: TypeAlias = Literal["duplicate-number", "skipped-number"]


@dataclass
class _Series:
    """Numbers of one style under one clause; `before` is the series of that style that came before it."""

    style: str
    rank: float
    before: _Series | None
    members: list[Clause] = field(default_factory=list)

    @property
    def values(self) -> list[int]:
        return [_number(clause).value for clause in self.members]


def numbering(case: Case) -> Iterator[Found]:
    """Every number that was used before in its series, and every one before which a number is missing."""
    for part in regions_of(case.paper).parts(case.paper):
        series = _series(part)
        written = Counter(_number(clause).visible for one in series for clause in one.members)
        for one in series:
            faults = dict(_Reading(one.values, _carried(one), _adjacent(one)).faults())
            faults |= dict(_foreign(one, written))
            for at, kind in sorted(faults.items()):
                if kind == "duplicate-number" or not _hides(case.paper, one, at):
                    yield _found(case.paper, one, at, kind)


def _found(paper: Paper, series: _Series, at: int, kind: _Kind) -> Found:
    clause = series.members[at]
    before = _number(series.members[at - 1]).visible if at else ""
    if not before and series.before:
        before = _number(series.before.members[-1]).visible
    end = paper.text.find("\n", clause.start, clause.end)
    words = re.compile("[。；;]").search(paper.text, clause.start, clause.end if end < 0 else end)
    quoted = Span(clause.start, words.start() if words else clause.end if end < 0 else end)
    return Found(kind, quoted, {"number": _number(clause).visible, "before": before or "开头"})


def _hides(paper: Paper, series: _Series, at: int) -> bool:
    """Whether the number that seems to be missing stands in the words before: its line was run together."""
    clause = series.members[at]
    own = _number(clause)
    digits = re.search(r"\d+(?=\D*$)", own.visible)
    missing = f"{own.value - 1}" if digits else chinese(own.value - 1) if own.value > 1 else ""
    written = re.sub(r"(?:\d+|[〇零一二三四五六七八九十百]+)(?=\D*$)", missing, own.visible, count=1)
    above = series.members[at - 1].index if at else clause.parent
    start = clause.start if above is None else paper.clauses[above].start
    mark = "" if re.search("[条章节)）]$", written) else "[、.．]"
    return bool(missing) and bool(
        re.search(rf"(?<![\d.第]){re.escape(written)}{mark}", paper.text[start + 1 : clause.start])
    )


def _number(clause: Clause) -> Number:
    assert clause.number is not None
    return clause.number


def _series(clauses: Sequence[Clause]) -> list[_Series]:
    """The series of a part. A style that is open goes on; another one opens a series inside the innermost."""
    found: list[_Series] = []
    opened: list[_Series] = []
    latest: dict[str, _Series] = {}
    for clause in clauses:
        number = clause.number
        if number is None:
            continue
        at = next((at for at, one in enumerate(opened) if one.style == number.style), None)
        if at is not None and _opens_anew(opened[at], clause):
            del opened[at:]
            at = None
        if at is None:
            if clause.rank < _DIVIDES:
                opened = [one for one in opened if one.rank < clause.rank]
            series = _Series(number.style, clause.rank, latest.get(number.style))
            latest[number.style] = series
            opened.append(series)
            found.append(series)
        else:
            del opened[at + 1 :]
        opened[-1].members.append(clause)
    return found


def _opens_anew(series: _Series, clause: Clause) -> bool:
    """Whether 2.1 follows 1.3 in a paper in which no clause 2 stands above it."""
    own, before = _number(clause), _number(series.members[-1])
    return own.style.startswith("dotted") and own.value == 1 and _prefix(own) != _prefix(before)


def _prefix(number: Number) -> str:
    return number.visible.replace("．", ".").rpartition(".")[0]


def _carried(series: _Series) -> int:
    """The number that a series may go on from: that of its style before it, under another clause.

    0 where such series begin anew: the one before it did.
    """
    before = series.before
    if before is None or series.style.startswith("dotted"):
        return 0
    return 0 if before.values[0] == 1 and before.before else before.values[-1]


def _adjacent(series: _Series) -> list[bool]:
    """For each member whether nothing without a number stands between it and the one before it."""
    gaps = [False]
    for before, clause in zip(series.members, series.members[1:], strict=False):
        gaps.append(clause.index - before.index == 1)
    return gaps


def _foreign(series: _Series, written: Counter[str]) -> Iterator[tuple[int, _Kind]]:
    """Members like 6.3 among 7.1, 7.2, 7.4."""
    if not series.style.startswith("dotted") or len(series.members) < 3:
        return
    prefixes = [_prefix(_number(clause)) for clause in series.members]
    usual, times = Counter(prefixes).most_common(1)[0]
    if times < len(prefixes) - 1:
        return
    for at, prefix in enumerate(prefixes):
        if prefix != usual:
            twice = written[_number(series.members[at]).visible] > 1
            yield at, "duplicate-number" if twice else "skipped-number"


@dataclass
class _Reading:
    """Reads the values of one series. `carried` is the last value of the series before it, `adjacent` tells of each
    value whether it stands directly under the one before."""

    values: Sequence[int]
    carried: int
    adjacent: Sequence[bool]

    def faults(self) -> Iterator[tuple[int, _Kind]]:
        """Where a value does not follow, each slip once."""
        runs: list[int] = []
        seen: set[int] = set()
        for at, value in enumerate(self.values):
            following = self.values[at + 1] if at + 1 < len(self.values) else None
            if not runs:
                expected, fault = self._first(value, following)
                if fault:
                    yield at, self._kind(at, seen)
                runs.append(expected)
            elif value == runs[-1] + 1:
                runs[-1] = value
            elif following == runs[-1] + 2:
                yield at, self._kind(at, seen)
                runs[-1] += 1
            elif value == 1:
                if self.adjacent[at] and (runs[-1] == 1 or following != 2):
                    yield at, "duplicate-number"
                else:
                    runs.append(1)
                    seen = set()
            elif value - 1 in runs[:-1]:
                del runs[runs.index(value - 1) + 1 :]
                runs[-1] = value
            else:
                yield at, self._kind(at, seen)
                runs[-1] = max(value, runs[-1])
            seen.add(value)

    def _first(self, value: int, following: int | None) -> tuple[int, bool]:
        """What the first value counts as, and whether it is a fault."""
        if value == 1:
            return 1, False
        if following == 2:
            return 1, True
        if self.carried and value == self.carried + 1:
            return value, False
        if self.carried and following == self.carried + 2:
            return self.carried + 1, True
        if value == self.carried and following == value + 1:
            return value, True
        return value, value == 2 and following == 3

    def _kind(self, at: int, seen: set[int]) -> _Kind:
        value = self.values[at]
        again = value in seen or value in self.values[at + 1 : at + 2] or (not at and value == self.carried)
        return "duplicate-number" if again else "skipped-number"
