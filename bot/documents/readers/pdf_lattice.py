"""From the lines on a page to grids: pieces put together, lines that touch, and the squares between them."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from bot.documents.readers.pdf_grid import Grid
from bot.documents.readers.pdf_rulings import Ruling

T = TypeVar("T")

_ONE_LINE = 1.0
_TOUCHING = 3.0
_ONE_EDGE = 4.0
_SHORTEST = 6.0
_FEWEST_LINES = 4
_MOST_CROSSINGS = 40_000
_MOST_SQUARES = 10_000


def grids(rulings: Sequence[Ruling]) -> list[Grid]:
    """The grids of lines that touch each other, each with its open sides closed."""
    level = _joined(ruling for ruling in rulings if not ruling.upright)
    upright = _joined(ruling for ruling in rulings if ruling.upright)
    if len(level) * len(upright) > _MOST_CROSSINGS:
        return []
    touching = (
        (across, len(level) + down)
        for across, flat in enumerate(level)
        for down, tall in enumerate(upright)
        if _reaches(flat, tall.at) and _reaches(tall, flat.at)
    )
    groups: dict[int, list[Ruling]] = defaultdict(list)
    for ruling, group in zip([*level, *upright], _groups(len(level) + len(upright), touching), strict=True):
        groups[group].append(ruling)
    found = (_grid(group) for group in groups.values() if len(group) >= _FEWEST_LINES)
    return [grid for grid in found if grid is not None]


def _joined(rulings: Iterable[Ruling]) -> list[Ruling]:
    """The lines whose pieces lie end to end, without specks."""
    lines: list[Ruling] = []
    for pieces in _clusters(rulings, lambda ruling: ruling.at, _ONE_LINE):
        pieces.sort(key=lambda ruling: ruling.start)
        lines.append(pieces[0])
        for piece in pieces[1:]:
            last = lines[-1]
            if piece.start <= last.end + _TOUCHING:
                lines[-1] = replace(last, end=max(last.end, piece.end))
            else:
                lines.append(piece)
    return [line for line in lines if line.end - line.start >= _SHORTEST]


def _clusters(items: Iterable[T], place: Callable[[T], float], near: float) -> Iterator[list[T]]:
    """The items in the order of their places, together with those that are near the first of them."""
    cluster: list[T] = []
    for item in sorted(items, key=place):
        if cluster and place(item) - place(cluster[0]) > near:
            yield cluster
            cluster = []
        cluster.append(item)
    if cluster:
        yield cluster


def _reaches(ruling: Ruling, place: float) -> bool:
    return ruling.start - _TOUCHING <= place <= ruling.end + _TOUCHING


def _groups(count: int, joined: Iterable[tuple[int, int]]) -> list[int]:
    """For each of so many things the first of those that it is joined with, directly or through others."""
    first = list(range(count))

    def leader(one: int) -> int:
        while first[one] != one:
            first[one] = first[first[one]]
            one = first[one]
        return one

    for one, other in joined:
        ahead, behind = sorted((leader(one), leader(other)))
        first[behind] = ahead
    return [leader(one) for one in range(count)]


def _grid(rulings: Sequence[Ruling]) -> Grid | None:
    """The grid of lines that touch; None when they cross too often to be a table, or enclose nothing."""
    level = [ruling for ruling in rulings if not ruling.upright]
    upright = [ruling for ruling in rulings if ruling.upright]
    columns, rows = _edges(upright, level), _edges(level, upright)
    wide, high = len(columns) - 1, len(rows) - 1
    if not 0 < wide * high <= _MOST_SQUARES:
        return None
    open_right = _gaps(upright, columns, rows)
    open_below = _gaps(level, rows, columns)
    joined = [(row * wide + edge - 1, row * wide + edge) for edge, row in open_right]
    joined += [((edge - 1) * wide + column, edge * wide + column) for edge, column in open_below]
    numbers = _groups(wide * high, joined)
    return Grid(columns, rows, tuple(tuple(numbers[at : at + wide]) for at in range(0, wide * high, wide)))


def _edges(drawn: Sequence[Ruling], others: Sequence[Ruling]) -> tuple[float, ...]:
    """Where lines of one direction are, and where the others end: a table may have no line at its sides."""
    places = [line.at for line in drawn]
    places += [min(line.start for line in others), max(line.end for line in others)]
    return tuple(sum(near) / len(near) for near in _clusters(places, float, _ONE_EDGE))


def _gaps(
    drawn: Sequence[Ruling], edges: Sequence[float], crossing: Sequence[float]
) -> Iterator[tuple[int, int]]:
    """Which inner edge has no line, and between which crossing edges."""
    lines: dict[int, list[Ruling]] = defaultdict(list)
    middles = [(before + after) / 2 for before, after in pairwise(edges)]
    for line in drawn:
        lines[bisect(middles, line.at)].append(line)
    for edge in range(1, len(edges) - 1):
        for at, (start, end) in enumerate(pairwise(crossing)):
            middle = (start + end) / 2
            if not any(line.start <= middle <= line.end for line in lines[edge]):
                yield edge, at
