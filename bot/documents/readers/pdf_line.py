"""One printed line of a PDF's page: its characters put in order, with its place on the page."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.documents.numbering import parse
from bot.documents.readers.pdf_sight import Box
from bot.documents.text import normalise

_HAN = re.compile(r"[\u3400-\u9fff]")
_SOLID = re.compile(r"[\u3400-\u9fffA-Za-z0-9%（）()，。、；：“”《》]")
_MARGIN_SHARE = 0.12
_NARROW_GAP = 0.6


@dataclass
class VisualLine:
    """One printed line. Places are in points, from the left and from the top of its page."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    page: int
    page_height: float

    @property
    def in_margin(self) -> bool:
        """Whether it stands where running heads and page numbers stand."""
        share = (self.top + self.bottom) / 2 / max(self.page_height, 1)
        return share < _MARGIN_SHARE or share > 1 - _MARGIN_SHARE


@dataclass
class Collector:
    """Characters of the line that is being read, with their boxes, and those of it that are not seen."""

    chars: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    def add(self, char: str, box: Box) -> None:
        """Add a character to the line."""
        self.chars.append(char)
        self.boxes.append(box)

    @property
    def hidden(self) -> list[tuple[int, str]]:
        """The words of the line that nobody sees; no character of the line counts as standing before them."""
        words = normalise("".join(self.unseen)).strip()
        return [(0, words)] if words else []

    def line(self, page: int, height: float) -> VisualLine | None:
        """The line as it is printed, None when nothing of it is."""
        if not self.chars:
            return None
        self._put_in_order()
        placed = [box for char, box in zip(self.chars, self.boxes, strict=True) if char.strip()]
        size = statistics.median([box[3] - box[2] for box in placed]) if placed else 0.0
        size = max(size, 1.0)
        text = " ".join(normalise("".join(self._spaced(size))).split())
        if not text or not placed:
            return None
        return VisualLine(
            text,
            min(box[0] for box in placed),
            max(box[1] for box in placed),
            height - max(box[3] for box in placed),
            height - min(box[2] for box in placed),
            size,
            page,
            height,
        )

    def _put_in_order(self) -> None:
        """Sort by place: quotation marks of another font sometimes come late in the file."""
        lefts = [box[0] for box in self.boxes]
        if lefts != sorted(lefts):
            order = sorted(range(len(lefts)), key=lefts.__getitem__)
            self.chars = [self.chars[index] for index in order]
            self.boxes = [self.boxes[index] for index in order]

    def _spaced(self, size: float) -> Iterator[str]:
        """The characters, without the spaces that only set Chinese apart from figures and letters; the one behind the
        number of a heading (1 总则) stays."""
        number = parse("".join(self.chars).rstrip())
        behind = len(number.visible) if number and number.visible.isdigit() else None
        for index, char in enumerate(self.chars):
            if char != " " or index == behind:
                yield char
                continue
            before, after = self._beside(index, -1), self._beside(index, 1)
            if before is None or after is None:
                continue
            mixed = bool(_HAN.match(before[0])) != bool(_HAN.match(after[0]))
            solid = _SOLID.match(before[0]) and _SOLID.match(after[0])
            if not (mixed and solid and after[1][0] - before[1][1] < _NARROW_GAP * size):
                yield char

    def _beside(self, index: int, step: int) -> tuple[str, Box] | None:
        index += step
        while 0 <= index < len(self.chars):
            if self.chars[index].strip():
                return self.chars[index], self.boxes[index]
            index += step
        return None
