"""One change of wording as strokes and lines: what is the same stays, numbers that Word counts are left to Word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.documents.numbering import parse
from bot.documents.tables import BAR
from bot.review.redline.changes import Change
from bot.review.redline.lines import steps
from bot.review.redline.spots import Spots
from bot.review.redline.strokes import Stroke, strokes


@dataclass(frozen=True)
class LineAdded:
    """A line of its own behind the one that ends at `at`, or `ahead` of the one that begins there."""

    at: int
    text: str
    ahead: bool = False


@dataclass(frozen=True)
class _Old:
    start: int
    text: str


def reworded(text: str, change: Change, spots: Spots) -> Iterator[Stroke | LineAdded]:
    """What is struck, written and added for a change with a new wording."""
    wording = change.text or ""
    if not text[change.start : change.end].strip():
        yield Stroke(change.start, change.end, wording)
        return
    old = list(_lines(text, change.start, change.end))
    new = [line for line in wording.split("\n") if line.strip()]
    reached, ahead = change.start, True
    for step in steps([line.text for line in old], new):
        if step.old is None:
            yield LineAdded(reached, (step.new or "").strip(), ahead)
            continue
        line = old[step.old]
        reached, ahead = line.start + len(line.text), False
        yield from _line_strokes(line, step.new or "", spots)


def _lines(text: str, start: int, end: int) -> Iterator[_Old]:
    at = start
    for line in text[start:end].split("\n"):
        if line.strip():
            yield _Old(at, line)
        at += len(line) + 1


def _line_strokes(old: _Old, new: str, spots: Spots) -> Iterator[Stroke]:
    if not new:
        yield Stroke(old.start, old.start + len(old.text), "")
        return
    cells = list(_cells(old, spots))
    others = new.split(BAR)
    if len(cells) > 1 and len(cells) == len(others):
        for cell, other in zip(cells, others, strict=True):
            yield from strokes(cell.text, other.strip(), cell.start)
        return
    if counted := _counted(old, spots):
        old = _Old(old.start + counted, old.text[counted:])
        number = parse(new)
        new = new[number.end :].strip() if number else new
    yield from strokes(old.text, new, old.start)


def _cells(old: _Old, spots: Spots) -> Iterator[_Old]:
    """A row of a table as its cells; any other line as it is."""
    start = at = 0
    while (at := old.text.find(BAR, at)) >= 0:
        if spots.at(old.start + at + 1) is None:
            yield _Old(old.start + start, old.text[start:at])
            start = at + len(BAR)
        at += 1
    yield _Old(old.start + start, old.text[start:])


def _counted(old: _Old, spots: Spots) -> int:
    """The length of a number before the line that Word counts and the file does not hold."""
    number = parse(old.text)
    if number is None or next(spots.within(old.start, old.start + number.end), None) is not None:
        return 0
    first = next(spots.within(old.start, old.start + len(old.text)), None)
    return first[0] - old.start if first else len(old.text)
