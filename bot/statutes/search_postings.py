"""BM25 over tokens that are numbers: which texts hold a token, and what it adds to each one's score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.statutes.search_tokens import Codes

Scores = npt.NDArray[np.float32]

K1 = 1.2


@dataclass(frozen=True)
class Postings:
    """An inverted index. Token `tokens[i]` stands in `texts[starts[i]:starts[i + 1]]` with those `weights`."""

    size: int
    tokens: Codes
    starts: npt.NDArray[np.int64]
    texts: npt.NDArray[np.intp]
    weights: Scores

    @classmethod
    def build(cls, token_lists: Sequence[Codes], b: float) -> Postings:
        """Index texts by their tokens; `b` says how much a long text is held back (BM25's b, 0 to 1)."""
        size = len(token_lists)
        lengths = np.array([len(tokens) for tokens in token_lists], dtype=np.int64)
        owner = np.repeat(np.arange(size), lengths)
        tokens, at = np.unique(np.concatenate(token_lists), return_inverse=True)
        pairs, times = np.unique(at.astype(np.int64) * size + owner, return_counts=True)
        row, texts = pairs // size, (pairs % size).astype(np.intp)
        starts = np.searchsorted(row, np.arange(len(tokens) + 1))
        held_by = np.diff(starts)
        rarity = _rarity(size, held_by)
        length = lengths / max(lengths.mean(), 1.0)
        weights = rarity[row] * times / (times + K1 * (1 - b + b * length[texts]))
        return cls(size, tokens.astype(np.uint32), starts, texts, weights.astype(np.float32))

    def arrays(self, name: str) -> dict[str, npt.NDArray[np.generic]]:
        """What is kept on disk, under names that begin with `name`."""
        return {
            f"{name}.tokens": self.tokens,
            f"{name}.starts": self.starts,
            f"{name}.texts": self.texts.astype(np.int32),
            f"{name}.weights": self.weights,
        }

    @classmethod
    def read(cls, arrays: Mapping[str, npt.NDArray[np.generic]], name: str, size: int) -> Postings:
        """From what `arrays` kept. Raises KeyError or ValueError when it is not whole."""
        tokens, starts, texts, weights = (
            arrays[f"{name}.{part}"] for part in ("tokens", "starts", "texts", "weights")
        )
        if len(starts) != len(tokens) + 1 or not len(texts) == len(weights) == starts[-1]:
            raise ValueError(f"{name}: the parts do not fit together")
        return cls(
            size,
            tokens.astype(np.uint32, copy=False),
            starts.astype(np.int64, copy=False),
            texts.astype(np.intp, copy=False),
            weights.astype(np.float32, copy=False),
        )

    def rows(self, tokens: Codes) -> npt.NDArray[np.int64]:
        """Where the distinct tokens stand in the index; those it does not know are left out."""
        distinct = np.unique(tokens)
        if not len(self.tokens):
            return np.zeros(0, dtype=np.int64)
        at = np.minimum(np.searchsorted(self.tokens, distinct), len(self.tokens) - 1)
        return np.asarray(at[self.tokens[at] == distinct], dtype=np.int64)

    def scores(self, tokens: Codes) -> Scores:
        """The BM25 score of every text for the distinct tokens of a question."""
        total = np.zeros(self.size, dtype=np.float32)
        for row in self.rows(tokens):
            held = slice(self.starts[row], self.starts[row + 1])
            total[self.texts[held]] += self.weights[held]
        return total

    def rarities(self, tokens: Codes) -> npt.NDArray[np.float64]:
        """How rare each distinct known token is."""
        rows = self.rows(tokens)
        return _rarity(self.size, self.starts[rows + 1] - self.starts[rows])

    def counts(self, tokens: Codes) -> npt.NDArray[np.int64]:
        """In how many texts each token stands, in the order given; 0 for an unknown one."""
        if not len(self.tokens):
            return np.zeros(len(tokens), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.tokens, tokens), len(self.tokens) - 1)
        return np.where(self.tokens[at] == tokens, self.starts[at + 1] - self.starts[at], 0)


def _rarity(size: int, held_by: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.asarray(np.log(1 + (size - held_by + 0.5) / (held_by + 0.5)))
