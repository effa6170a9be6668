"""Where words that are no part of the text belong in it, told by how much text was read before them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.documents.model import Aside, AsideKind
from bot.documents.text import normalise, one_line

_JOINED = frozenset({"hidden", "deleted", "inserted"})
"""Kinds that a file often breaks into pieces."""


def solid(text: str) -> int:
    """How many characters of a text stay the same on every way from the file to `Document.text`.

    White space comes and goes, and so does the bar between two cells of a table.
    """
    return sum(1 for char in normalise(text) if is_solid(char))


def is_solid(char: str) -> bool:
    """Whether a character of normalised text is neither white space nor a bar."""
    return not char.isspace() and char != "|"


@dataclass
class Found:
    """An aside while the file is being read. `before` is the solid text in front of it, None for no place.

    `leads` is true for what belongs to the words after it, not to those before it.
    """

    kind: AsideKind
    text: str
    before: int | None = None
    author: str = ""
    leads: bool = False


def placed(found: Iterable[Found], text: str) -> Iterator[Aside]:
    """The asides with their offsets in the finished text, without those that say nothing."""
    solids = [at for at, char in enumerate(text) if is_solid(char)]
    for one in found:
        words = normalise(one.text).strip()
        if words:
            yield Aside(one.kind, words, _offset(one, solids, len(text)), one_line(one.author))


def _offset(one: Found, solids: list[int], length: int) -> int:
    if one.before is None or not solids:
        return 0
    if one.leads or one.before == 0:
        return solids[one.before] if one.before < len(solids) else length
    return solids[min(one.before, len(solids)) - 1] + 1


class Collector:
    """Collects asides while paragraphs are read in order, and counts the text that is read meanwhile.

    `counted` goes around the words of a paragraph, `settle` ends it. Between the two, `add` notes an aside at
    the place that was reached.
    """

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._unsettled: list[Found] = []
        self._emitted = 0
        self._inside = 0
        self._apart = False

    def counted(self, words: Iterable[str]) -> Iterator[str]:
        """The same words, counted one after the other."""
        for word in words:
            self._inside += solid(word)
            yield word

    def add(self, kind: AsideKind, text: str, *, author: str = "", leads: bool = False) -> None:
        """Note an aside here; one that goes on with the last of its kind and author is joined to it."""
        if not text.strip():
            return
        at = None if self._apart else self._inside
        if self._unsettled and kind in _JOINED:
            last = self._unsettled[-1]
            ends = last.before
            if ends is not None and last.kind == "inserted":
                ends += solid(last.text)
            if (last.kind, last.author, ends) == (kind, author, at):
                last.text += text
                return
        self._unsettled.append(Found(kind, text, at, author, leads))

    def settle(self, text: str, lines: Iterable[str], *, goes_on: bool = False) -> int | None:
        """End a paragraph: `text` is what was read of it, `lines` what it gives to the document.

        With `goes_on` it gives nothing yet, because its text is carried into the next paragraph. Says how much
        solid text stands in the document before the words of the paragraph; None when they are not in it.
        """
        if goes_on:
            return None
        given = sum(solid(line) for line in lines)
        shift = max(0, given - solid(text))
        for one in self._unsettled:
            if one.before is not None:
                one.before = self._emitted + (shift + one.before if given else 0)
        before = self._emitted + shift if given and not self._apart else None
        self.found += self._unsettled
        self._unsettled = []
        self._emitted += given
        self._inside = 0
        return before

    def leave_text(self) -> None:
        """From here on nothing that is read has a place in the text."""
        self._apart = True
