"""The pieces of a paragraph that a pen can strike out: characters, and the other things that stand between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from unicodedata import category

from bot.documents import normalise
from bot.review.redline.pen import local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_GONE = frozenset(
    (
        "del",
        "moveFrom",
        "rPr",
        "pPr",
        "Fallback",
        "txbxContent",
        "sdtPr",
        "sdtEndPr",
        "p",
        "oMath",
        "oMathPara",
    )
)
_FIELD = frozenset(("fldChar", "instrText"))
_KEPT = frozenset(
    ("commentReference", "annotationRef", "footnoteRef", "endnoteRef", "separator", "continuationSeparator")
)


class Atom(NamedTuple):
    """Character `offset` of a text element, or (offset 0) another child of a run as a whole."""

    element: Element
    offset: int


class Atoms:
    """What stands in one paragraph after all earlier changes, in order; not what text boxes in it hold."""

    def __init__(self, paragraph: Element) -> None:
        self.order = list(_walk(paragraph))
        self.index = {atom: at for at, atom in enumerate(self.order)}
        self.fields = list(self._found_fields())

    def between(self, first: Atom, last: Atom) -> list[Atom]:
        """What is struck out with everything from one atom to another: whole fields only, no remarks, no text boxes."""
        start, end = self.index[first], self.index[last]
        for begin, separator, finish in self.fields:
            shown = [at for at in range(separator + 1, finish) if is_text(self.order[at].element)]
            if shown and start <= shown[0] and shown[-1] <= end:
                start, end = min(start, begin), max(end, finish)
        return self._struck(start, self.index[self.last_of(self.order[end])])

    def last_of(self, atom: Atom) -> Atom:
        """The atom, or the last of the marks and letters of no width that stand on it."""
        at = self.index[atom]
        while is_text(atom.element) and at + 1 < len(self.order) and _goes_with(self.order[at + 1]):
            at += 1
        return self.order[at]

    @property
    def can_go(self) -> bool:
        """Whether nothing would be left if all of it were struck out."""
        return all(_can_go(element) or local(element) in _KEPT for element, _ in self.order)

    def inside(self, before: Atom | None, behind: Atom | None) -> list[Atom]:
        """What stands between two atoms that stay; None is the edge of the paragraph."""
        start = self.index[before] + 1 if before else 0
        end = self.index[behind] if behind else len(self.order)
        return self._struck(start, end - 1)

    def _struck(self, start: int, end: int) -> list[Atom]:
        whole = {
            at
            for begin, _, finish in self.fields
            if start <= begin and finish <= end
            for at in range(begin, finish + 1)
        }
        return [
            self.order[at]
            for at in range(start, end + 1)
            if _can_go(self.order[at].element)
            and (at in whole or local(self.order[at].element) not in _FIELD)
        ]

    def _found_fields(self) -> Iterator[tuple[int, int, int]]:
        """Begin, separator and end of every field that lies in the paragraph as a whole."""
        opened: list[list[int]] = []
        for at, (element, _) in enumerate(self.order):
            if local(element) != "fldChar":
                continue
            kind = next(
                (value for key, value in element.attrib.items() if str(key).endswith("}fldCharType")), ""
            )
            if kind == "begin":
                opened.append([at])
            elif opened and kind == "separate":
                opened[-1].append(at)
            elif opened and kind == "end":
                begin, *separators = opened.pop()
                yield begin, separators[0] if separators else at, at


def is_text(element: Element) -> bool:
    """Whether an element of a run holds characters."""
    return local(element) == "t"


def _goes_with(atom: Atom) -> bool:
    """Whether a character belongs to the one before it: of no width, or a mark on it."""
    char = (atom.element.text or "")[atom.offset] if is_text(atom.element) else "."
    return normalise(f"{char}.") == "." or category(char).startswith("M")


def _can_go(element: Element) -> bool:
    return local(element) not in _KEPT and next(element.iter("{*}txbxContent"), None) is None


def _walk(element: Element) -> Iterator[Atom]:
    inside_run = local(element) == "r"
    for child in element:
        name = local(child)
        if not name or name in _GONE:
            continue
        if not inside_run or name == "ruby":
            yield from _walk(child)
        elif is_text(child):
            yield from (Atom(child, offset) for offset in range(len(child.text or "")))
        else:
            yield Atom(child, 0)
