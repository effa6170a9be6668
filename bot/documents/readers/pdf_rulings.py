"""The straight lines that are drawn across and down a PDF's page: what tables are ruled with."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

Point: TypeAlias = tuple[float, float]

_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 20_000
_STRAIGHT = 1.0
_THICKEST = 3.0
_SLENDER = 2.0
_CORNERS = 4


@dataclass(frozen=True)
class Ruling:
    """A straight line, in points from the left and from the top of its page.

    `at` is how far from the left an upright one stands, or how far from the top a level one lies; it runs from
    `start` to `end`.
    """

    upright: bool
    at: float
    start: float
    end: float


def rulings(page: Any) -> list[Ruling]:
    """The level and upright lines of an open pypdfium2 page, as many pieces as the file draws them in.

    Lines inside nested drawings are not looked for. A page with more than any table needs is a picture: what comes
    after that is left out.
    """
    import pypdfium2.raw as pdfium

    height = float(page.get_height())
    found: list[Ruling] = []
    left = _MOST_SEGMENTS
    for index in range(min(pdfium.FPDFPage_CountObjects(page), _MOST_OBJECTS)):
        one = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(one) != pdfium.FPDF_PAGEOBJ_PATH:
            continue
        left -= pdfium.FPDFPath_CountSegments(one)
        if left < 0:
            break
        found.extend(_drawn(one, height))
    return found


def _drawn(path: Any, height: float) -> Iterator[Ruling]:
    """The lines of one path: what its pen draws, or else the areas it fills that are as thin as a line."""
    import pypdfium2.raw as pdfium

    fill, stroked = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroked)):
        return
    if stroked.value:
        for stretch in _stretches(path, height):
            for a, b in pairwise(stretch):
                yield from _ruling(a, b, _STRAIGHT)
    elif fill.value != pdfium.FPDF_FILLMODE_NONE:
        for stretch in _stretches(path, height):
            if len(stretch) >= _CORNERS:
                xs, ys = zip(*stretch, strict=True)
                yield from _ruling((min(xs), min(ys)), (max(xs), max(ys)), _THICKEST)


def _ruling(a: Point, b: Point, thickest: float) -> Iterator[Ruling]:
    """The line between two opposite corners, if it is thin and much longer than it is thick."""
    across, down = abs(a[0] - b[0]), abs(a[1] - b[1])
    upright = across < down
    thick, long = sorted((across, down))
    if thick > thickest or long <= _SLENDER * thick:
        return
    along, aside = (1, 0) if upright else (0, 1)
    ends = sorted((a[along], b[along]))
    yield Ruling(upright, (a[aside] + b[aside]) / 2, ends[0], ends[1])


def _stretches(path: Any, height: float) -> Iterator[Sequence[Point]]:
    """The corners of a path that straight lines join, anew behind each gap and each curve."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(path, ctypes.byref(matrix))
    x, y = ctypes.c_float(), ctypes.c_float()
    stretch: list[Point] = []
    first: Point = (0.0, 0.0)
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            height - (matrix.b * x.value + matrix.d * y.value + matrix.f),
        )
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            stretch.append(point)
        else:
            yield stretch
            stretch = [point]
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            first = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            stretch.append(first)
    yield stretch
