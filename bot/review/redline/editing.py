"""Strokes -> what is struck out and written in the paragraphs of the file."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.review.redline.atoms import Atom, Atoms
from bot.review.redline.marking import Cuts, run_of
from bot.review.redline.paragraphs import strike_end
from bot.review.redline.pen import Pen, local
from bot.review.redline.rewording import LineAdded
from bot.review.redline.spots import Spot, Spots
from bot.review.redline.strokes import Stroke

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any


class Editor:
    """Takes strokes in the order of the text; nothing is done to the file before `carry_out`."""

    def __init__(self, text: str, spots: Spots, pen: Pen) -> None:
        self._text = text
        self._spots = spots
        self._pen = pen
        self._cuts = Cuts(pen)
        self._atoms: dict[Element, Atoms] = {}
        self._touched: dict[Element, Spot] = {}
        self._written: set[Element] = set()

    def stroke(self, stroke: Stroke) -> None:
        """Strike out and write what a stroke says. White space that reading made, and numbers that Word counts, cannot
        be struck out."""
        start, end, text = self._whole_characters(stroke)
        spots = [spot for _, spot in self._spots.within(start, end) if self._reaches(spot)]
        if not spots:
            self._between(start, end)
            if text:
                self._insert(start, end, text)
            return
        struck = [
            self._strike(paragraph, list(group))
            for paragraph, group in groupby(spots, key=lambda spot: spot.paragraph)
        ]
        if text:
            first, last = struck[0]
            self._write(spots[0].paragraph, last, text, first.element)

    def write_line(self, before: Spot, behind: Spot, added: LineAdded) -> None:
        """Write a line of its own into a paragraph, between two characters that stay."""
        if not (self._reaches(before) and self._reaches(behind)):
            return
        between = self._of(before.paragraph).inside(_atom(before), _atom(behind))
        breaks = any(local(atom.element) in ("br", "cr") for atom in between)
        text = f"\n{added.text}" if breaks else f"\n{added.text}\n"
        self._write(before.paragraph, _atom(before), text, before.element)

    def surround(self, first: Spot, last: Spot, start: Element, end: Sequence[Element]) -> None:
        """Set marks around a stretch, with what is written in it."""
        if not (self._reaches(first) and self._reaches(last)):
            last.paragraph.extend([start, *end])
            return
        self._cuts.open(first.element, first.offset, start)
        self._cuts.close(last.element, last.offset + 1, end)

    def carry_out(self) -> None:
        """Do what was noted; a paragraph of which nothing stays goes as a whole."""
        gone = [paragraph for paragraph, spot in self._touched.items() if self._goes(paragraph, spot)]
        for paragraph in gone:
            for atom in self._of(paragraph).inside(None, None):
                self._cuts.strike(atom)
        self._cuts.carry_out()
        for paragraph in gone:
            strike_end(paragraph, self._pen)

    def _whole_characters(self, stroke: Stroke) -> tuple[int, int, str]:
        """A stroke that takes all letters of a ligature or none."""
        start, end, text = stroke.start, stroke.end, stroke.text
        while start < end and start and (spot := self._spots.at(start)) and spot == self._spots.at(start - 1):
            start, text = start - 1, self._text[start - 1] + text
        while start < end and (spot := self._spots.at(end - 1)) and spot == self._spots.at(end):
            end, text = end + 1, text + self._text[end]
        return start, end, text

    def _strike(self, paragraph: Element, spots: Sequence[Spot]) -> tuple[Atom, Atom]:
        """Strike from the first spot to the last in a paragraph; where that began and ended."""
        self._touched.setdefault(paragraph, spots[0])
        atoms = self._of(paragraph).between(_atom(spots[0]), _atom(spots[-1]))
        for atom in atoms:
            self._cuts.strike(atom)
        return _atom(spots[0]), atoms[-1]

    def _between(self, start: int, end: int) -> None:
        """Strike the tabs and breaks for which a stretch stands that has no letter in the file."""
        before, behind = self._spots.at(start - 1) if start else None, self._spots.at(end)
        if start == end or not before or not behind or before.paragraph is not behind.paragraph:
            return
        if not (self._reaches(before) and self._reaches(behind)):
            return
        for atom in self._of(before.paragraph).inside(_atom(before), _atom(behind)):
            self._cuts.strike(atom)

    def _insert(self, start: int, end: int, text: str) -> None:
        """Write where nothing is struck: behind the letter before, at the beginning of a line before the one behind."""
        line = self._text.rfind("\n", 0, start) + 1
        stop = self._text.find("\n", end)
        before = self._spots.last(line, start)
        behind = self._spots.first(end, stop if stop >= 0 else len(self._text))
        if not all(self._reaches(spot) for spot in (before, behind) if spot):
            return
        if before and (behind is None or self._spots.at(start - 1) or not self._spots.at(end)):
            self._write(before.paragraph, _atom(before), text, before.element)
        elif behind:
            self._written.add(behind.paragraph)
            self._cuts.write(behind.element, behind.offset, text, _look(behind.element))
        elif (before := self._spots.last(0, start)) and self._reaches(before):
            self._write(before.paragraph, _atom(before), text, before.element)

    def _write(self, paragraph: Element, behind: Atom, text: str, like: Element) -> None:
        self._written.add(paragraph)
        behind = self._of(paragraph).last_of(behind)
        self._cuts.write(behind.element, behind.offset + 1, text, _look(like))

    def _goes(self, paragraph: Element, spot: Spot) -> bool:
        if paragraph in self._written or next(paragraph.iter("{*}oMath"), None) is not None:
            return False
        struck = all(self._cuts.is_struck(_atom(one)) for one in self._spots.of_paragraph(spot))
        return struck and self._of(paragraph).can_go

    def _reaches(self, spot: Spot) -> bool:
        """Whether a pen can get at a character: it stands in a run, and in nothing inside that."""
        return _atom(spot) in self._of(spot.paragraph).index

    def _of(self, paragraph: Element) -> Atoms:
        if paragraph not in self._atoms:
            self._atoms[paragraph] = Atoms(paragraph)
        return self._atoms[paragraph]


def _atom(spot: Spot) -> Atom:
    return Atom(spot.element, spot.offset)


def _look(element: Element) -> Element | None:
    return next((child for child in run_of(element) if local(child) == "rPr"), None)
