"""LangChain's stock recipe, for comparison: windows of 1000 characters, dense, the nearest four."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from bot.evaluation.datasets import GoldQuestion
from bot.retrieval.embeddings import Embedder
from bot.retrieval.index import Contents

WINDOW = 1000
NEAREST = 4


class _Adapter(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [row.tolist() for row in self._embedder.passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        return list(self._embedder.query(text).tolist())


def stock_ranks(contents: Contents, embedder: Embedder, questions: Sequence[GoldQuestion]) -> list[int]:
    """Rank of the first right window for each question, 0 = first; NEAREST when it is not among them.

    Follow-up turns are simply joined, as the recipe has no notion of a conversation. Only the documents that
    hold an answer to one of the questions are there: embedding all the others in windows takes minutes, and
    without them the recipe has an easier task, not a harder one.
    """
    sources = {question.source for question in questions}
    store = InMemoryVectorStore(_Adapter(embedder))
    windows = [
        Document(page_content=document.text[at : at + WINDOW], metadata={"source": document.source})
        for document in contents.documents
        if document.source in sources
        for at in range(0, len(document.text), WINDOW)
    ]
    store.add_documents(windows)
    ranks = []
    for question in questions:
        found = store.similarity_search(" ".join(turn.text for turn in question.turns), k=NEAREST)
        right = (
            at
            for at, window in enumerate(found)
            if window.metadata["source"] == question.source
            and all(words in window.page_content for words in question.passage_has)
        )
        ranks.append(next(right, NEAREST))
    return ranks
