"""The lexical index: BM25 over character bigrams, whole words of other scripts, and glossary terms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z0-9]+(?:[.%][a-z0-9]*)*%?")
K1 = 1.2
B = 0.6
"""BM25's parameters that won on the statute questions; on our own passages others do no better."""

Scores = npt.NDArray[np.float32]


def tokens(text: str, terms: Iterable[str] = ()) -> list[str]:
    """Bigrams of Chinese runs, other words and numbers as they are, and one token for each term named."""
    text = text.lower()
    found: list[str] = []
    for run in _HAN_RUN.findall(text):
        found += [run] if len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)]
    found += _WORD.findall(text)
    found += [f"§{term}" for term in terms]
    return found


class LexicalIndex:
    """BM25 scores of all texts for a question, as a share of what a text that holds all of it scores."""

    def __init__(self, token_lists: Sequence[Sequence[str]]) -> None:
        import bm25s

        self._size = len(token_lists)
        counts: dict[str, int] = {}
        for token_list in token_lists:
            for token in set(token_list):
                counts[token] = counts.get(token, 0) + 1
        self._ideal = {token: self._weight(count) for token, count in counts.items()}
        self._bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        if counts:
            self._bm25.index([list(t) for t in token_lists], show_progress=False)

    def _weight(self, count: int) -> float:
        """What a token adds to the score of a text of average length that holds it once."""
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5))) / (1 + K1)

    def scores(self, question_tokens: Sequence[str]) -> Scores:
        """Shape (texts,): 0 for nothing shared, about 1 when a text holds all of the question once."""
        distinct = list(dict.fromkeys(question_tokens))
        known = [token for token in distinct if token in self._ideal]
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        unseen = self._weight(0)
        ideal = sum(self._ideal.get(token, unseen) for token in distinct)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32) / max(ideal, 1e-6)

    def known_share(self, question_tokens: Sequence[str]) -> float:
        """The share of the question's distinct tokens that stand anywhere in the index."""
        distinct = set(question_tokens)
        return sum(token in self._ideal for token in distinct) / len(distinct) if distinct else 0.0


class GatheredIndex:
    """BM25 of passages that each gather many texts: its own and every reader question about it.

    A word weighs by how many of a passage's texts hold it, so that a question finds a passage by words that
    no single reader question has together.
    """

    K1 = 1.2
    B = 0.2
    """Length hardly counts: a passage has many reader questions because much is asked about it."""

    def __init__(self, gathered: Sequence[Sequence[Sequence[str]]]) -> None:
        """`gathered` holds the token lists of each passage: its text first, then one of each question."""
        postings: dict[str, dict[int, int]] = {}
        lengths = np.zeros(len(gathered), dtype=np.float32)
        for row, (text, *asks) in enumerate(gathered):
            for token in (*text, *(token for ask in asks for token in set(ask))):
                counts = postings.setdefault(token, {})
                counts[row] = counts.get(row, 0) + 1
                lengths[row] += 1
        self._size = len(gathered)
        mean = float(lengths.mean()) if len(gathered) else 1.0
        self._slack = self.K1 * (1 - self.B + self.B * lengths / max(mean, 1e-6))
        self._rows = {token: np.array([*counts], dtype=np.intp) for token, counts in postings.items()}
        self._counts = {token: np.array([*counts.values()], np.float32) for token, counts in postings.items()}

    def scores(self, question_tokens: Sequence[str], without: Mapping[int, Sequence[str]]) -> Scores:
        """Shape (passages,): 0 for nothing shared, 1 when a passage holds all of the question often.

        `without` names, by passage, the tokens of one of its questions that is to count as not being there.
        """
        scores = np.zeros(self._size, dtype=np.float32)
        whole = 0.0
        for token in dict.fromkeys(question_tokens):
            rows = self._rows.get(token)
            weight = self._weight(0 if rows is None else len(rows))
            whole += weight
            if rows is None:
                continue
            counts = self._counts[token]
            if without:
                left_out = [token in without.get(int(row), ()) for row in rows]
                counts = counts - np.array(left_out, np.float32)
            scores[rows] += weight * counts / (counts + self._slack[rows])
        return scores / max(whole, 1e-6)

    def _weight(self, count: int) -> float:
        return float(np.log(1 + (self._size - count + 0.5) / (count + 0.5)))
