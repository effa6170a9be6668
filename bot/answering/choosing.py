"""Which passages answer a question, and which of their sentences, in which order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.asking import Asked
from bot.quantities import parse
from bot.retrieval.index import Contents
from bot.retrieval.lexical import tokens
from bot.retrieval.passages import Passage, noted_clauses
from bot.retrieval.retriever import Hit, Result
from bot.retrieval.sentences import Sentence, sentences

WHOLE_PASSAGE = 250
"""A passage up to this many characters is told whole: its conditions belong to its rule."""

KEPT_WITHIN = 0.6
"""Of a longer passage, sentences this much less telling than its best are told too."""

SECOND_GAP = 2.5
"""A passage whose odds are within e^2.5, one to twelve, of the first's is told as well. Of our own questions
where the two are within e^0.5, the first is right in 41 of 100 and the second in 31; past e^1.6, in 96 and 6."""

FIGURE_GAP = 4.0
"""How far behind a passage with the figure asked for may be and still come before one without."""

MOST_PASSAGES = 2
"""More than two passages make a dump, not an answer."""

_DEPENDENT = re.compile(r"(否则|同时|其中|该|此|但|并|这|上述|因此|所以|不过|而)")
_OPENS_LIST = ("\uff1a", ":")
_NUMBERED = re.compile(r"(?:[一二三四五六七八九十]+|[0-9]+)、")
_SUMMARY = re.compile(r"(小结|总结|结语|综述)")


@dataclass(frozen=True)
class Chosen:
    """A passage of the answer with the sentences to say, the most telling first."""

    passage: Passage
    sentences: tuple[Sentence, ...]


class Chooser:
    """Chooses from one generation of the index."""

    def __init__(self, contents: Contents) -> None:
        self._order = {passage.id: at for at, passage in enumerate(contents.passages)}
        self._passages = contents.passages
        self._clauses = noted_clauses(contents.passages)
        self._notes: dict[str, Passage] = {}
        for note, clause in self._clauses.items():
            self._notes.setdefault(clause.id, self.passage(note))

    def choose(self, asked: Asked, result: Result) -> list[Chosen]:
        """The passages that answer, best first; a clause before our remark on it."""
        first = self._with_figure(asked, result)
        picked = [first.passage]
        if first.passage.id in self._clauses:
            picked = [self._clauses[first.passage.id], first.passage]
        for hit in result.hits[:4]:
            if sum(p.kind != "note" for p in picked) < MOST_PASSAGES and self._adds(hit, first, picked):
                picked.append(hit.passage)
        return [Chosen(passage, self.sentences(passage, asked, result)) for passage in picked]

    def _with_figure(self, asked: Asked, result: Result) -> Hit:
        """The best passage; when a figure is asked for and it has none, a near one that has."""
        first = result.hits[0]
        if not asked.figures or _has_figure(first.passage, asked):
            return first
        near = (hit for hit in result.hits[1:5] if hit.score >= first.score - FIGURE_GAP)
        return next(
            (hit for hit in near if hit.passage.kind != "note" and _has_figure(hit.passage, asked)), first
        )

    def note_on(self, clause: Passage) -> Passage | None:
        """The first note that follows a clause."""
        return self._notes.get(clause.id)

    def sections(self, overview: Passage) -> list[Passage]:
        """The first passage of each numbered section, when `overview` speaks of the whole document."""
        if overview.headings and not _SUMMARY.search(overview.headings[-1]):
            return []
        firsts: dict[str, Passage] = {}
        for passage in self._passages:
            if passage.document_id == overview.document_id and len(passage.headings) == 1:
                heading = passage.headings[0]
                if _NUMBERED.match(heading):
                    firsts.setdefault(heading, passage)
        return list(firsts.values()) if len(firsts) >= 3 else []

    def _adds(self, hit: Hit, first: Hit, picked: Sequence[Passage]) -> bool:
        """Whether a further passage belongs to the answer: close behind, and no remark or repetition."""
        if hit.passage.kind == "note" or hit.passage in picked:
            return False
        return hit.score >= first.score - SECOND_GAP

    def passage(self, identity: str) -> Passage:
        """The passage of an id."""
        return self._passages[self._order[identity]]

    def sentences(self, passage: Passage, asked: Asked, result: Result) -> tuple[Sentence, ...]:
        """The sentences of a passage that answer, the most telling first."""
        every = sentences(passage.text)
        if passage.kind == "note" or _is_list(every):
            return tuple(every)
        worth = self._worths(passage, every, asked, result)
        best = max(range(len(every)), key=worth.__getitem__)
        if len(passage.text) > WHOLE_PASSAGE:
            keep = [at for at in range(len(every)) if worth[at] >= worth[best] - KEPT_WITHIN]
        else:
            keep = list(range(len(every)))
        if _DEPENDENT.match(every[best].text):
            return tuple(every[at] for at in keep)
        if worth[best] - worth[keep[0]] < 0.25:
            return tuple(every[at] for at in keep)
        return (every[best], *(every[at] for at in keep if at != best))

    def few_sentences(
        self, passage: Passage, asked: Asked, result: Result, most: int
    ) -> tuple[Sentence, ...]:
        """At most so many sentences of a passage, the most telling ones; of a list also the line that opens it."""
        chosen = self.sentences(passage, asked, result)
        if len(chosen) <= most or not _is_list(chosen):
            return chosen[:most]
        worth = self._worths(passage, chosen, asked, result)
        opens = next(at for at, sentence in enumerate(chosen) if sentence.text.endswith(_OPENS_LIST))
        items = sorted((at for at in range(len(chosen)) if at != opens), key=lambda at: -worth[at])
        return tuple(chosen[at] for at in sorted((opens, *items[: most - 1])))

    def _worths(
        self, passage: Passage, every: Sequence[Sentence], asked: Asked, result: Result
    ) -> list[float]:
        """How well each sentence of a passage answers."""
        words = set(tokens(result.question.text))
        return [
            12 * (result.sentence_cosine(passage, number) - result.floor) + _worth(sentence, words, asked)
            for number, sentence in enumerate(every)
        ]


def _is_list(every: Sequence[Sentence]) -> bool:
    return any(sentence.text.endswith(_OPENS_LIST) for sentence in every)


def _worth(sentence: Sentence, words: set[str], asked: Asked) -> float:
    """How well a sentence's words answer: those it shares, and a figure of the kind that was asked for."""
    shared = len(words & set(tokens(sentence.text))) / max(len(words), 1)
    figure = any(quantity.kind in asked.figures for quantity in parse(sentence.text))
    return shared + (0.8 if figure else 0.0)


def _has_figure(passage: Passage, asked: Asked) -> bool:
    return any(quantity.kind in asked.figures for quantity in parse(passage.text))
