"""The way back from the text to a Word file: which text element, and which of its characters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from bot.documents.asides import is_solid
from bot.documents.model import Place
from bot.documents.tracing import matched, traced

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any


class Word(NamedTuple):
    """Words as they are read, and the text element that holds them; none for what only stands for something else."""

    text: str
    element: Element | None = None


class _Found(NamedTuple):
    """The words of a paragraph, and how much solid text stands in the document before them."""

    before: int
    words: tuple[Word, ...]


class Trail:
    """Follows the words of paragraphs while they are read, in the order in which they go into the document."""

    def __init__(self) -> None:
        self._open: list[Word] = []
        self._found: list[_Found] = []

    def followed(self, words: Iterable[Word]) -> Iterator[str]:
        """The texts of the words of a paragraph, noted one after the other."""
        for word in words:
            self._open.append(word)
            yield word.text

    def settle(self, before: int | None) -> None:
        """End a paragraph; `before` is what `Collector.settle` said of it."""
        if before is not None:
            self._found.append(_Found(before, tuple(self._open)))
        self._open = []

    def places(self, text: str, path: Callable[[Element], str]) -> Iterator[Place]:
        """The places of the finished text. `path` tells where the part with such a root element stands."""
        solids = [at for at, char in enumerate(text) if is_solid(char)]
        counts = _Counts(path)
        for before, words in self._found:
            source, origins = traced("".join(word.text for word in words))
            end = before + sum(map(is_solid, source))
            if before == end or end > len(solids):
                continue
            holders = list(_holders(words))
            for at, start, length in matched(source, text, solids[before], solids[end - 1] + 1):
                yield from _cut(origins[at : at + length], start, holders, counts)


class _Holder(NamedTuple):
    """A text element; its text is `start` to `end` of what was read of the paragraph."""

    start: int
    end: int
    element: Element


def _holders(words: Iterable[Word]) -> Iterator[_Holder]:
    at = 0
    for word in words:
        if word.element is not None and word.text:
            yield _Holder(at, at + len(word.text), word.element)
        at += len(word.text)


def _cut(origins: Sequence[int], start: int, holders: Sequence[_Holder], counts: _Counts) -> Iterator[Place]:
    """The places of a stretch of text from `start` on, whose characters came from `origins`, cut where an element ends
    and where characters in between have vanished."""
    first = 0
    at = 0
    while first < len(origins):
        while at < len(holders) and holders[at].end <= origins[first]:
            at += 1
        if at == len(holders):
            return
        begin, end, element = holders[at]
        last = first + 1
        while last < len(origins) and origins[last] == origins[last - 1] + 1 and origins[last] < end:
            last += 1
        if origins[first] < begin:
            last = first + 1
        elif (where := counts.of(element)) is not None:
            yield Place(start + first, start + last, *where, origins[first] - begin)
        first = last


class _Counts:
    """Counts paragraphs and text elements, each part and each paragraph once."""

    def __init__(self, path: Callable[[Element], str]) -> None:
        self._path = path
        self._paragraphs: dict[Element, dict[Element, int]] = {}
        self._paragraph: Element | None = None
        self._elements: dict[Element, int] = {}

    def of(self, element: Element) -> tuple[str, int, int] | None:
        """Part, paragraph and number of a text element; None for one that is no element of Word (a formula's)."""
        root = element.getroottree().getroot()
        space = str(root.tag).rpartition("}")[0] + "}"
        if element.tag != f"{space}t":
            return None
        paragraph = next(element.iterancestors(f"{space}p"), None)
        if paragraph is None:
            return None
        if root not in self._paragraphs:
            self._paragraphs[root] = {one: at for at, one in enumerate(root.iter(f"{space}p"))}
        if paragraph is not self._paragraph:
            self._paragraph = paragraph
            self._elements = {one: at for at, one in enumerate(paragraph.iter(element.tag))}
        return self._path(root), self._paragraphs[root][paragraph], self._elements[element]
