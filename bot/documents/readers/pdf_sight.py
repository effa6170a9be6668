"""Whether the characters of a PDF's page can be seen: drawn at all, on the page, large enough, not white on white."""

from __future__ import annotations

import ctypes
import math
from functools import cached_property
from typing import Any, TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, right, bottom and top of a character, in points."""

_SMALLEST = 3.0
_PALEST = 0xF0
_FAINTEST = 0x10
_MOST_GROUNDS = 300
_MOST_OBJECTS = 20_000
_SCANNED_SHARE = 0.5
_SLACK = 1.0


class Sight:
    """Judges the characters of one open page.

    Text that is drawn without any ink counts as seen where pictures cover half of the page or more: so a
    scanner lays recognised words under the picture of them.
    """

    def __init__(self, page: Any, text_page: Any) -> None:
        self._page = page
        self._text_page = text_page
        left, bottom, right, top = page.get_bbox()
        self._bounds = (left - _SLACK, right + _SLACK, bottom - _SLACK, top + _SLACK)
        self._area = max(float((right - left) * (top - bottom)), 1.0)
        self._object: int | None = None
        self._inkless = self._pale = False

    def hides(self, index: int, box: Box) -> bool:
        """Whether nobody who looks at the page can read the character of that index."""
        if self._is_doubtful:
            self._look_at(index)
        if self._inkless and not self.is_scanned:
            return True
        left, right, bottom, top = box
        if 0 < max(right - left, top - bottom) < _SMALLEST:
            return True
        edge = self._bounds
        if right < edge[0] or left > edge[1] or top < edge[2] or bottom > edge[3]:
            return True
        return self._pale and not self._has_ground((left + right) / 2, (bottom + top) / 2)

    def _look_at(self, index: int) -> None:
        """Learn how the piece of text is drawn that a character belongs to; a made-up space has none."""
        import pypdfium2.raw as pdfium

        piece = pdfium.FPDFText_GetTextObject(self._text_page, index)
        address = ctypes.cast(piece, ctypes.c_void_p).value
        if address is None or address == self._object:
            return
        self._object = address
        self._inkless, self._pale = _drawn(piece)

    @cached_property
    def _is_doubtful(self) -> bool:
        """Whether any text of the page may be without ink or white; most pages need no closer look."""
        import pypdfium2.raw as pdfium

        count = pdfium.FPDFPage_CountObjects(self._page)
        if count > _MOST_OBJECTS:
            return True
        for index in range(count):
            one = pdfium.FPDFPage_GetObject(self._page, index)
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind == pdfium.FPDF_PAGEOBJ_FORM or (kind == pdfium.FPDF_PAGEOBJ_TEXT and any(_drawn(one))):
                return True
        return False

    @property
    def is_scanned(self) -> bool:
        """Whether pictures cover so much of the page that it is the picture of one."""
        return self._pictured >= _SCANNED_SHARE * self._area

    @cached_property
    def _pictured(self) -> float:
        pictures = [box for kind, box in self._objects if kind == "picture"]
        return math.fsum((box[1] - box[0]) * (box[3] - box[2]) for box in pictures)

    def _has_ground(self, x: float, y: float) -> bool:
        return any(left <= x <= right and bottom <= y <= top for left, right, bottom, top in self._grounds)

    @cached_property
    def _grounds(self) -> list[Box]:
        """The largest places of the page that are not white."""
        boxes = [box for _, box in self._objects]
        return sorted(boxes, key=lambda box: (box[0] - box[1]) * (box[3] - box[2]))[:_MOST_GROUNDS]

    @cached_property
    def _objects(self) -> list[tuple[str, Box]]:
        """What is drawn on the page besides text and white areas, with its place."""
        import pypdfium2.raw as pdfium

        kinds = {
            pdfium.FPDF_PAGEOBJ_IMAGE: "picture",
            pdfium.FPDF_PAGEOBJ_SHADING: "ground",
            pdfium.FPDF_PAGEOBJ_FORM: "ground",
            pdfium.FPDF_PAGEOBJ_PATH: "ground",
        }
        found = []
        edges = [ctypes.c_float() for _ in range(4)]
        for index in range(min(pdfium.FPDFPage_CountObjects(self._page), _MOST_OBJECTS)):
            one = pdfium.FPDFPage_GetObject(self._page, index)
            kind = pdfium.FPDFPageObj_GetType(one)
            if kind not in kinds or (kind == pdfium.FPDF_PAGEOBJ_PATH and not _is_dark_area(one)):
                continue
            if pdfium.FPDFPageObj_GetBounds(one, *map(ctypes.byref, edges)):
                left, bottom, right, top = (edge.value for edge in edges)
                found.append((kinds[kind], (left, right, bottom, top)))
        return found


def _drawn(piece: Any) -> tuple[bool, bool]:
    """Whether a piece of text is drawn without ink, and whether it is filled with white and nothing else."""
    import pypdfium2.raw as pdfium

    mode = pdfium.FPDFTextObj_GetTextRenderMode(piece)
    inkless = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    filled = mode in (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
    return inkless, filled and _is_pale(piece)


def _is_pale(drawn: Any) -> bool:
    color = _fill(drawn)
    return color is not None and (min(color[:3]) >= _PALEST or color[3] < _FAINTEST)


def _is_dark_area(path: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroked = ctypes.c_int(), ctypes.c_int()
    drawn = pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroked))
    return bool(drawn) and mode.value != pdfium.FPDF_FILLMODE_NONE and not _is_pale(path)


def _fill(drawn: Any) -> tuple[int, int, int, int] | None:
    """Red, green, blue and opacity of the inside of something drawn, each up to 255."""
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(drawn, *map(ctypes.byref, parts)):
        return None
    red, green, blue, opacity = (part.value for part in parts)
    return red, green, blue, opacity
