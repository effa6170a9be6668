"""A source as the gate looks at it: sentence by sentence, each read once and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.conversation import Support
from bot.grounding.blanking import Article, articles, blanked, without_state
from bot.grounding.conditions import Condition, conditions_of
from bot.grounding.markup import bare, squeezed
from bot.grounding.reading import Reading
from bot.grounding.roles import read
from bot.grounding.words import Lexicon
from bot.quantities import Quantity, parse
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences


@dataclass(frozen=True)
class Unit:
    """A sentence of a source: `text` is `passage.text[start:end]`; `reading` leaves out references to laws."""

    start: int
    end: int
    text: str
    reading: Reading
    conditions: tuple[Condition, ...]

    @cached_property
    def core(self) -> str:
        """The sentence's letters alone."""
        return bare(self.reading.text)

    @cached_property
    def names(self) -> frozenset[str]:
        """The sides that the sentence names."""
        return frozenset(mention.side for mention in self.reading.mentions)


class Evidence:
    """A passage with everything that a reader of its citation sees."""

    def __init__(self, passage: Passage, lexicon: Lexicon) -> None:
        self.passage = passage
        self._lexicon = lexicon

    @classmethod
    def of(cls, passage: Passage, lexicon: Lexicon) -> Evidence:
        """The passage read, once for all answers that cite it."""
        return _read(passage, lexicon)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        """The sentences of the passage."""
        return _units(self.passage.text, self._lexicon)

    @cached_property
    def text(self) -> str:
        """All that is shown with a citation: words, title, headings, place, date."""
        p = self.passage
        return "\n".join((p.text, p.title, p.source, *p.headings, p.locator, p.date, *p.platforms))

    @cached_property
    def squeezed(self) -> str:
        """The same without white space."""
        return squeezed(self.text)

    @cached_property
    def articles(self) -> frozenset[Article]:
        """The articles of law that the passage names, or is."""
        return frozenset(articles(self.text) | self.heading_articles)

    @cached_property
    def heading_articles(self) -> frozenset[Article]:
        """The article that the passage is, and those that its headings name."""
        p = self.passage
        law = without_state(p.source).strip("《》")
        own = {(law, q.value) for q in parse(p.locator) if q.kind == "ordinal"}
        return frozenset(own | articles("\n".join((p.title, *p.headings))))

    @cached_property
    def near_keys(self) -> tuple[frozenset[str], ...]:
        """For each sentence, the words of those beside it."""
        every = range(len(self.units))
        return tuple(frozenset(k for u in self.neighbours(at) for k in u.reading.keys) for at in every)

    @cached_property
    def heading_keys(self) -> frozenset[str]:
        """The words of title and headings."""
        p = self.passage
        return _keys("。".join((p.title, *p.headings, p.locator)), self._lexicon)

    @cached_property
    def heading_figures(self) -> tuple[Quantity, ...]:
        """The figures around the passage: number of the clause, date of the page."""
        p = self.passage
        return parse("\n".join((p.title, p.source, *p.headings, p.locator, p.number, p.date)))

    @cached_property
    def names(self) -> frozenset[str]:
        """The sides that the passage names."""
        return frozenset(side for unit in self.units for side in unit.names)

    def neighbours(self, at: int) -> Sequence[Unit]:
        """The sentences right before and after one."""
        return [self.units[near] for near in (at - 1, at + 1) if 0 <= near < len(self.units)]

    def support(self, text: str, at: int) -> Support:
        """One sentence of the passage as what bears `text`, with offsets of the document."""
        unit, start = self.units[at], self.passage.start
        return Support(text, self.passage.id, start + unit.start, start + unit.end)


@lru_cache(maxsize=4096)
def _read(passage: Passage, lexicon: Lexicon) -> Evidence:
    return Evidence(passage, lexicon)


@lru_cache(maxsize=8192)
def _units(text: str, lexicon: Lexicon) -> tuple[Unit, ...]:
    found = []
    for sentence in sentences(text):
        reading = read(blanked(sentence.text), lexicon)
        conditions = conditions_of(reading, lexicon)
        found.append(Unit(sentence.start, sentence.end, sentence.text, reading, conditions))
    return tuple(found)


@lru_cache(maxsize=4096)
def _keys(text: str, lexicon: Lexicon) -> frozenset[str]:
    return read(text, lexicon).keys
