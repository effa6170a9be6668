"""Insertions and deletions in the runs of a paragraph: runs are cut where a stroke begins, their look is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from bot.review.redline.atoms import Atom, is_text
from bot.review.redline.pen import Pen, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_STRUCK = {"t": "delText", "instrText": "delInstrText"}
_OTHERS = frozenset(("ins", "moveTo"))


@dataclass
class _Border:
    """What comes in before a character: marks that open, words, marks that close."""

    opening: list[Element] = field(default_factory=list)
    written: list[Element] = field(default_factory=list)
    closing: list[Element] = field(default_factory=list)


class Cuts:
    """What happens to the atoms of a file; nothing is done to it before `carry_out`."""

    def __init__(self, pen: Pen) -> None:
        self._pen = pen
        self._struck: dict[Element, set[int]] = {}
        self._borders: dict[Element, dict[int, _Border]] = {}

    def strike(self, atom: Atom) -> None:
        """Strike an atom out."""
        self._struck.setdefault(atom.element, set()).add(atom.offset)

    def is_struck(self, atom: Atom) -> bool:
        """Whether an atom is struck out."""
        return atom.offset in self._struck.get(atom.element, ())

    def write(self, element: Element, offset: int, text: str, look: Element | None) -> None:
        """Write words before a character of an element, behind what was written there."""
        self._border(element, offset).written.append(self._pen.insertion(text, look))

    def open(self, element: Element, offset: int, mark: Element) -> None:
        """Set a mark before a character and the words written there."""
        self._border(element, offset).opening.append(mark)

    def close(self, element: Element, offset: int, marks: Sequence[Element]) -> None:
        """Set marks before a character, behind the words written there."""
        self._border(element, offset).closing.extend(marks)

    def _border(self, element: Element, offset: int) -> _Border:
        return self._borders.setdefault(element, {}).setdefault(offset, _Border())

    def carry_out(self) -> None:
        """Cut every run once."""
        runs = {run_of(element): None for element in (*self._struck, *self._borders)}
        for run in runs:
            self._cut(run)

    def _cut(self, run: Element) -> None:
        look = next((child for child in run if local(child) == "rPr"), None)
        pieces = [
            piece
            for child in list(run)
            if child is not look and local(child)
            for piece in self._pieces(child)
        ]
        for kind, group in groupby(pieces, key=lambda piece: piece.kind):
            made = [piece.element for piece in group]
            if kind == "between":
                for element in made:
                    run.addprevious(element)
                continue
            part = self._pen.run(look, made)
            for key, value in run.attrib.items():
                part.set(key, value)
            run.addprevious(self._pen.mark("del", [part]) if kind == "struck" else part)
        parent = run.getparent()
        assert parent is not None  # a run stands in a paragraph
        parent.remove(run)
        for piece in pieces:
            if piece.kind == "between" and local(piece.element) == "ins" and local(parent) in _OTHERS:
                self._lift(piece.element)

    def _pieces(self, child: Element) -> Iterator[_Piece]:
        """A child of a run, in pieces."""
        borders, struck = self._borders.get(child, {}), self._struck.get(child, set())
        if not borders and not struck:
            yield _Piece("kept", child)
            return
        text = child.text or "" if is_text(child) else ""
        length = len(text) if is_text(child) else 1
        turns = {at for at in range(1, length) if (at in struck) != (at - 1 in struck)}
        start = 0
        for border in sorted({*borders, *turns, length}):
            if border > start:
                yield self._piece(child, text[start:border], struck=start in struck)
                start = border
            if found := borders.get(border):
                yield from (_Piece("between", e) for e in (*found.opening, *found.written, *found.closing))

    def _piece(self, child: Element, text: str, *, struck: bool) -> _Piece:
        name = local(child)
        if is_text(child):
            return _Piece(
                "struck" if struck else "kept", self._pen.words(text, "delText" if struck else name)
            )
        if struck and name in _STRUCK:
            return _Piece("struck", self._pen.words(child.text or "", _STRUCK[name]))
        return _Piece("struck" if struck else "kept", child)

    def _lift(self, written: Element) -> None:
        """Take our words out of what another hand inserted; that is cut in two, both by its author."""
        other = written.getparent()
        if other is None or local(other) not in _OTHERS:
            return
        behind = list(written.itersiblings())
        other.addnext(written)
        if behind:
            rest = self._pen.make(local(other), behind)
            for key, value in other.attrib.items():
                rest.set(key, value)
            rest.set(self._pen.tag("id"), self._pen.number())
            written.addnext(rest)
        if len(other) == 0:
            above = other.getparent()
            assert above is not None  # it stands in a paragraph
            above.remove(other)


class _Piece(NamedTuple):
    """A part of a run that stays or is struck out, or what stands between its parts."""

    kind: Literal["kept", "struck", "between"]
    element: Element


def run_of(element: Element) -> Element:
    """The run that an element stands in."""
    return next(parent for parent in element.iterancestors() if local(parent) == "r")
