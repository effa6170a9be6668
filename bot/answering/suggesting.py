"""Questions to offer: to begin with, after an answer, and in place of one. All can be answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.retrieval.index import Contents
from bot.retrieval.retriever import Result

MOST = 3
MERCHANT_TOPICS = ("3、合同违约", "五、违约责任 第2条", "1、合同内容")
STAFF_TOPICS = ("7、客服增减安排", "8、保密性难题", "五、违约责任 第5条")


def examples(contents: Contents) -> dict[str, tuple[str, ...]]:
    """Questions to begin with, by who asks; passages that are not indexed offer none."""
    return {"商家": _first_asks(contents, MERCHANT_TOPICS), "客服": _first_asks(contents, STAFF_TOPICS)}


def _first_asks(contents: Contents, locators: Sequence[str]) -> tuple[str, ...]:
    found = []
    for locator in locators:
        passages = (p for p in contents.passages if p.locator == locator and contents.questions.get(p.id))
        found += [contents.questions[p.id][0] for p in list(passages)[:1]]
    return tuple(found)


def near(contents: Contents, result: Result) -> tuple[str, ...]:
    """The plainest questions of the nearest passages, for a question that cannot be answered."""
    asks = (contents.questions.get(hit.passage.id, ()) for hit in result.hits)
    return tuple(dict.fromkeys(group[0] for group in asks if group))[:MOST]


def related(contents: Contents, results: Sequence[Result], told: Collection[str]) -> tuple[str, ...]:
    """What to ask next: of passages near the question, or beside the answer, that were not told."""
    documents = {hit.passage.document_id for result in results for hit in result.hits[:1]}
    hits = [hit for result in results for hit in result.hits[1:] if hit.passage.id not in told]
    hits.sort(key=lambda hit: hit.passage.document_id not in documents)
    asks = (contents.questions[h.passage.id][0] for h in hits if contents.questions.get(h.passage.id))
    return tuple(dict.fromkeys(asks))[:MOST]
