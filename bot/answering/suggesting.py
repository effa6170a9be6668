"""Questions to offer after an answer, and in place of one. All of them can be answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.retrieval.index import Contents
from bot.retrieval.retriever import Hit, Result

MOST = 3
_STOPS = ("？", "?", "。", "！")


def near(contents: Contents, result: Result) -> tuple[str, ...]:
    """The plainest questions of the nearest passages, for a question that cannot be answered."""
    return _plainest(contents, result.hits)


def related(contents: Contents, results: Sequence[Result], told: Collection[str]) -> tuple[str, ...]:
    """What to ask next: of the clauses and paragraphs nearest to the question that were not told."""
    hits = [hit for result in results for hit in result.hits if hit.passage.id not in told]
    clauses = (hit for hit in hits if hit.passage.kind != "note")
    return _plainest(contents, sorted(clauses, key=lambda hit: -hit.score))


def _plainest(contents: Contents, hits: Iterable[Hit]) -> tuple[str, ...]:
    """The first reader question of each passage, in the order of the hits."""
    asks = (contents.questions.get(hit.passage.id, ()) for hit in hits)
    return tuple(dict.fromkeys(_asked(group[0]) for group in asks if group))[:MOST]


def _asked(question: str) -> str:
    """A reader question as a button shows it: with its question mark."""
    return question if question.endswith(_STOPS) else f"{question}？"
