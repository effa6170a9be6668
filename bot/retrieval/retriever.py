"""The retriever: a question -> passages in order, each with every score it was ranked by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.glossary import Glossary
from bot.retrieval.embeddings import Embedder, Vectors
from bot.retrieval.index import Contents
from bot.retrieval.lexical import GatheredIndex, LexicalIndex, Scores, tokens
from bot.retrieval.passages import Passage, noted_clauses
from bot.retrieval.question import SearchQuestion, sounds
from bot.retrieval.ranking import FEATURES, Ranking, Thresholds
from bot.retrieval.store import UnitKind, VectorStore
from bot.retrieval.units import UnitName, passage_text

BEFORE_ITS_NOTE = 0.01
"""A clause comes just before our remark on it: whoever is told the one must be told the other."""

NEAREST_UNITS = 400
"""Units asked of the vector store; enough that the floor under all others is low."""

NEAREST_ASKS = 3
"""Reader questions of a passage whose mean nearness counts; one alone may be near by chance."""

_COLUMN_OF: Mapping[UnitKind, str] = {"passage": "meaning", "sentence": "sentence", "question": "ask"}


@dataclass(frozen=True)
class Hit:
    """A passage with its rank score and the features it is made of; `question` is the reader question that
    came nearest, if there is one."""

    passage: Passage
    score: float
    features: Mapping[str, float]
    question: str = ""


@dataclass(frozen=True)
class Result:
    """Passages best first, what speaks for and against the question being ours, and sentence cosines.

    `sentences` maps (passage id, number of the sentence) to its cosine with the question; what is not there
    was not among the nearest and has at most `floor`.
    """

    question: SearchQuestion
    hits: tuple[Hit, ...]
    signals: Mapping[str, float]
    sentences: Mapping[tuple[str, int], float] = field(default_factory=dict)
    floor: float = 0.0

    def sentence_cosine(self, passage: Passage, number: int) -> float:
        """A sentence's cosine with the question, or the bound below which it must lie."""
        return self.sentences.get((passage.id, number), self.floor)


def fused(alone: Result, together: Result, count: int = 10) -> Result:
    """One result of two readings of a question: a passage must do well in both, or very well in one.

    Both must hold all passages. The question is the joint one. The signals are those of the surer reading,
    but a question that is plainly outside by itself stays outside in whatever company.
    """
    other = {hit.passage.id: hit.score for hit in alone.hits}
    hits = [replace(hit, score=(hit.score + other[hit.passage.id]) / 2) for hit in together.hits]
    hits.sort(key=lambda hit: -hit.score)
    surer = max(alone, together, key=lambda result: result.signals["ask"])
    if alone.signals["outside"] > alone.signals["ask"] or alone.signals["foreign"]:
        surer = alone
    return replace(together, hits=tuple(hits[:count]), signals=surer.signals)


class Retriever:
    """Searches one generation of the index; safe to share between threads, it keeps no state."""

    def __init__(
        self,
        contents: Contents,
        glossary: Glossary,
        ranking: Ranking,
        store: VectorStore | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self.contents = contents
        self._ranking = ranking
        self._store = store if embedder else None
        self._embedder = embedder
        self._passages = contents.passages
        self._row = {passage.id: row for row, passage in enumerate(contents.passages)}
        clauses = noted_clauses(contents.passages)
        self._remarks = [(self._row[note], self._row[clause.id]) for note, clause in clauses.items()]
        named = [{m.term.name for m in glossary.in_document(passage_text(p))} for p in contents.passages]
        self._terms = named
        self._lexical = LexicalIndex(
            [tokens(passage_text(p), names) for p, names in zip(contents.passages, named, strict=True)]
        )
        self._told = GatheredIndex([_told(p, self._asks_of(p), tokens) for p in contents.passages])
        self._sounding = GatheredIndex([_told(p, self._asks_of(p), sounds) for p in contents.passages])
        self._lexical_outside = LexicalIndex([tokens(ask) for ask in contents.outside])
        self._term_weight = _rarity(named)
        self._unasked = np.array([not self._asks_of(p) for p in contents.passages], dtype=bool)

    @property
    def lexical_only(self) -> bool:
        """Whether vectors are missing, by choice or because they are still being made."""
        return self._store is None

    @property
    def thresholds(self) -> Thresholds:
        """From which confidence on a question is asked back, and answered."""
        return self._ranking.judge(not self.lexical_only).thresholds

    def confidence(self, result: Result) -> float:
        """The probability that the knowledge answers the question; 0 when nothing was found."""
        if not result.hits:
            return 0.0
        return self._ranking.confidence(result.signals, not self.lexical_only)

    def search(self, question: SearchQuestion, count: int = 10, ignored: str = "") -> Result:
        """The best `count` passages for a question; empty when the question or the index is.

        `ignored` is a reader question or outside question to leave out: fitting asks each of them as if it
        were not there.
        """
        if not question.text or not self._passages:
            return Result(question, (), {})
        words = tokens(question.text, question.terms)
        columns = self._lexical_columns(question, words, ignored)
        vector = self._embedder.query(question.searched) if self._store and self._embedder else None
        dense = self._dense_columns(vector, ignored)
        columns.update(dense.columns)
        matrix = np.stack([columns[name] for name in FEATURES], axis=1)
        scores = self._ranking.scores(matrix, dense=vector is not None)
        for note, clause in self._remarks:
            scores[clause] = max(scores[clause], scores[note] + BEFORE_ITS_NOTE)
        order = np.argsort(-scores, kind="stable")[:count]
        hits = tuple(
            Hit(
                self._passages[row],
                float(scores[row]),
                {name: float(columns[name][row]) for name in FEATURES},
                dense.nearest_ask.get(row) or self._first_ask(row),
            )
            for row in order
        )
        signals = self._signals(question, words, hits, dense, ignored)
        return Result(question, hits, signals, dense.sentences, dense.floor)

    def _lexical_columns(
        self, question: SearchQuestion, words: Sequence[str], ignored: str
    ) -> dict[str, Scores]:
        body = self._lexical.scores(words)
        wanted = sum(self._term_weight.get(name, 1.0) for name in question.terms)
        shared = [
            sum(self._term_weight.get(name, 1.0) for name in question.terms if name in named)
            for named in self._terms
        ]
        return {
            "words": body,
            "told": self._told.scores(tokens(question.text), self._without(ignored, tokens)),
            "sounds": self._sounding.scores(sounds(question.text), self._without(ignored, sounds)),
            "terms": np.array(shared, dtype=np.float32) / max(wanted, 1e-6),
            "platform": np.array([_platform_fit(question, p) for p in self._passages], dtype=np.float32),
            "note": np.array([p.kind == "note" for p in self._passages], dtype=np.float32),
        }

    def _asks_of(self, passage: Passage) -> tuple[str, ...]:
        return self.contents.questions.get(passage.id, ())

    def _without(self, ignored: str, cut: Callable[[str], list[str]]) -> dict[int, list[str]]:
        """The tokens of the reader question to leave out, by the passages that have it."""
        if not ignored:
            return {}
        return {row: cut(ignored) for row, p in enumerate(self._passages) if ignored in self._asks_of(p)}

    def _dense_columns(self, vector: Vectors | None, ignored: str) -> _Dense:
        size = len(self._passages)
        found = [] if vector is None or self._store is None else self._store.search(vector, NEAREST_UNITS)
        floor = found[-1][1] if found else 0.0
        dense = _Dense({name: np.full(size, floor, np.float32) for name in _COLUMN_OF.values()}, floor, floor)
        for identity, cosine in found:
            name = UnitName.parse(identity)
            if name.kind == "outside":
                if self.contents.outside[name.number] != ignored:
                    dense.outside = max(dense.outside, cosine)
            elif name.passage in self._row:
                self._count(dense, name, cosine, ignored)
        columns = dense.columns
        columns["asks"] = np.full(size, floor, np.float32)
        for row, cosines in dense.asks.items():
            nearest = (cosines + [floor] * NEAREST_ASKS)[:NEAREST_ASKS]
            columns["ask"][row], columns["asks"][row] = nearest[0], sum(nearest) / NEAREST_ASKS
        own = np.maximum(columns["meaning"], columns["sentence"])
        for column in ("ask", "asks"):
            columns[column] = np.where(self._unasked, own, columns[column]).astype(np.float32)
        return dense

    def _count(self, dense: _Dense, name: UnitName, cosine: float, ignored: str) -> None:
        row = self._row[name.passage]
        if name.kind == "question":
            ask = self.contents.questions[name.passage][name.number]
            if ask != ignored:
                dense.nearest_ask.setdefault(row, ask)
                dense.asks.setdefault(row, []).append(cosine)
            return
        if name.kind == "sentence":
            dense.sentences[name.passage, name.number] = cosine
        column = dense.columns[_COLUMN_OF[name.kind]]
        column[row] = max(column[row], cosine)

    def _foreign(self, question: SearchQuestion) -> bool:
        """Whether the question names a subject that is not ours."""
        text = question.text.lower()
        return any(_names(text, word.lower()) for word in self.contents.outside_words)

    def _first_ask(self, row: int) -> str:
        return next(iter(self._asks_of(self._passages[row])), "")

    def _signals(
        self,
        question: SearchQuestion,
        words: Sequence[str],
        hits: Sequence[Hit],
        dense: _Dense,
        ignored: str,
    ) -> dict[str, float]:
        """What the confidence model weighs, of the best passages and of the question as a whole."""
        outside = self._lexical_outside.scores(words)
        if ignored:
            outside = outside * np.array([ask != ignored for ask in self.contents.outside], np.float32)
        best = {name: max(hit.features[name] for hit in hits) for name in FEATURES}
        return {
            "score": hits[0].score,
            "margin": hits[0].score - hits[min(3, len(hits) - 1)].score,
            "words": best["words"],
            "told": best["told"],
            "sounds": best["sounds"],
            "ask": best["ask"],
            "asks": best["asks"],
            "meaning": best["meaning"],
            "sentence": best["sentence"],
            "outside": dense.outside,
            "outside_words": float(outside.max(initial=0.0)),
            "foreign": float(self._foreign(question)),
            "known": self._lexical.known_share([w for w in words if not w.startswith("§")]),
            "terms": min(len([t for t in question.terms if t not in question.platforms]), 4) / 4,
        }


@dataclass
class _Dense:
    """Cosines of what was among the nearest; `floor`, the farthest of these, bounds all the others.

    `asks` are those of each passage's reader questions, nearest first, and `nearest_ask` is the first of them.
    """

    columns: dict[str, Scores]
    floor: float
    outside: float
    asks: dict[int, list[float]] = field(default_factory=dict)
    nearest_ask: dict[int, str] = field(default_factory=dict)
    sentences: dict[tuple[str, int], float] = field(default_factory=dict)


def _told(passage: Passage, asks: Sequence[str], cut: Callable[[str], list[str]]) -> list[list[str]]:
    """The tokens of a passage and of each reader question about it."""
    return [cut(passage_text(passage)), *(cut(ask) for ask in asks)]


def _names(text: str, word: str) -> bool:
    """Whether a text holds a word; one of Latin letters as a whole word, since `advisable` names no visa."""
    if not word.isascii():
        return word in text
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}s?(?![a-z0-9])", text) is not None


def _rarity(named: Sequence[set[str]]) -> dict[str, float]:
    """A term's weight: high when few passages name it."""
    counts: dict[str, int] = {}
    for names in named:
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    return {name: float(np.log(1 + len(named) / count)) for name, count in counts.items()}


def _platform_fit(question: SearchQuestion, passage: Passage) -> float:
    """1 when the question names a platform of the passage, -1 when it names only others, else 0."""
    if not question.platforms or not passage.platforms:
        return 0.0
    return 1.0 if set(question.platforms) & set(passage.platforms) else -1.0
