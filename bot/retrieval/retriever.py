"""The retriever: a question -> passages in order, each with every score it was ranked by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.glossary import Glossary
from bot.retrieval.embeddings import Embedder, Vectors
from bot.retrieval.index import Contents
from bot.retrieval.lexical import LexicalIndex, Scores, tokens
from bot.retrieval.passages import Passage, noted_clauses
from bot.retrieval.question import SearchQuestion, sounds
from bot.retrieval.ranking import FEATURES, Ranking, Thresholds
from bot.retrieval.store import UnitKind, VectorStore
from bot.retrieval.units import UnitName, passage_text

BEFORE_ITS_NOTE = 0.01
"""A clause comes just before our remark on it: whoever is told the one must be told the other."""

NEAREST_UNITS = 400
"""Units asked of the vector store; enough that the floor under all others is low."""

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
        self._asks = [
            (row, ask) for row, p in enumerate(contents.passages) for ask in contents.questions.get(p.id, ())
        ]
        clauses = noted_clauses(contents.passages)
        self._remarks = [(self._row[note], self._row[clause.id]) for note, clause in clauses.items()]
        self._ask_rows = np.array([row for row, _ in self._asks], dtype=np.intp)
        named = [{m.term.name for m in glossary.in_document(passage_text(p))} for p in contents.passages]
        self._terms = named
        self._lexical = LexicalIndex(
            [tokens(passage_text(p), names) for p, names in zip(contents.passages, named, strict=True)]
        )
        self._lexical_asks = LexicalIndex(
            [tokens(ask, {m.term.name for m in glossary.in_question(ask)}) for _, ask in self._asks]
        )
        self._sounding_asks = LexicalIndex([sounds(ask) for _, ask in self._asks])
        self._lexical_outside = LexicalIndex([tokens(ask) for ask in contents.outside])
        self._term_weight = _rarity(named)
        self._unasked = np.array([not contents.questions.get(p.id) for p in contents.passages], dtype=bool)

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
            "ask_words": self._best_ask(self._lexical_asks.scores(words), body, ignored),
            "ask_sounds": self._best_ask(self._sounding_asks.scores(sounds(question.text)), body, ignored),
            "terms": np.array(shared, dtype=np.float32) / max(wanted, 1e-6),
            "platform": np.array([_platform_fit(question, p) for p in self._passages], dtype=np.float32),
            "note": np.array([p.kind == "note" for p in self._passages], dtype=np.float32),
        }

    def _best_ask(self, scores: Scores, body: Scores, ignored: str) -> Scores:
        """The best score of each passage's reader questions; its own where it has none."""
        best = np.where(self._unasked, body, 0.0).astype(np.float32)
        if ignored:
            scores = np.where([ask == ignored for _, ask in self._asks], 0.0, scores).astype(np.float32)
        np.maximum.at(best, self._ask_rows, scores)
        return best

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
        nearest = np.maximum(columns["meaning"], columns["sentence"])
        columns["ask"] = np.where(self._unasked, nearest, columns["ask"]).astype(np.float32)
        return dense

    def _count(self, dense: _Dense, name: UnitName, cosine: float, ignored: str) -> None:
        row = self._row[name.passage]
        column = dense.columns[_COLUMN_OF[name.kind]]
        if name.kind == "question":
            ask = self.contents.questions[name.passage][name.number]
            if ask == ignored:
                return
            if cosine > column[row]:
                dense.nearest_ask[row] = ask
        if name.kind == "sentence":
            dense.sentences[name.passage, name.number] = cosine
        column[row] = max(column[row], cosine)

    def _foreign(self, question: SearchQuestion) -> bool:
        """Whether the question names a subject that is not ours."""
        text = question.text.lower()
        return any(word.lower() in text for word in self.contents.outside_words)

    def _first_ask(self, row: int) -> str:
        return next(iter(self.contents.questions.get(self._passages[row].id, ())), "")

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
            "ask_words": best["ask_words"],
            "ask_sounds": best["ask_sounds"],
            "ask": best["ask"],
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
    """Cosines of what was among the nearest; `floor`, the farthest of these, bounds all the others."""

    columns: dict[str, Scores]
    floor: float
    outside: float
    nearest_ask: dict[int, str] = field(default_factory=dict)
    sentences: dict[tuple[str, int], float] = field(default_factory=dict)


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
