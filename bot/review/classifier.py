"""A linear classifier: which kind of fault a sentence reads like, judged by its character n-grams.

It is taught by `scripts/teach_classifier.py` from the contracts with a key and the single clauses that are tuned on, and
is applied here with nothing but numpy. A paper's wording varies more than any list of patterns foresees.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.errors import ConfigurationError

FILE = Path("review") / "classifier.npz"
LONGEST = 3
"""Characters of the longest n-gram."""
RULE = "#"
"""Between a category and a rule in the label of a column that tells the category's rules apart."""

_FIGURE = re.compile(r"\d[\d.,，]*")
_ANY_FIGURE = "0"


def ngrams(said: str) -> Counter[str]:
    """Every n-gram of a sentence in roles (`bot.review.roles`), with how often it stands there. Figures are all alike:
    whether 5% is too much is for the checks that compute."""
    text = _FIGURE.sub(_ANY_FIGURE, said)
    return Counter(
        text[at : at + size] for size in range(1, LONGEST + 1) for at in range(len(text) - size + 1)
    )


@dataclass(frozen=True)
class Classifier:
    """What was learned: one column of weights for each label, over tf-idf of the n-grams in `rows`.

    A label is a category, or a category, `RULE` and a rule of it. `taught_from` tells the corpus apart from another.
    """

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    taught_from: str

    @classmethod
    def load(cls, knowledge: Path) -> Classifier:
        """The classifier of the knowledge folder; ConfigurationError when the file is damaged or absent."""
        path = knowledge / FILE
        try:
            with np.load(path, allow_pickle=False) as held:
                loaded = cls(
                    tuple(map(str, held["labels"])),
                    {str(gram): row for row, gram in enumerate(held["ngrams"])},
                    held["idf"],
                    held["weights"].astype(np.float32),
                    held["bias"],
                    str(held["taught_from"]),
                )
        except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
            raise _damaged(path) from error
        if not loaded.fits:
            raise _damaged(path)
        return loaded

    @property
    def fits(self) -> bool:
        """Whether there is a weight for every n-gram and label."""
        grams, labels = len(self.rows), len(self.labels)
        shapes = (self.weights.shape, self.idf.shape, self.bias.shape)
        return shapes == ((grams, labels), (grams,), (labels,))

    def save(self, knowledge: Path) -> None:
        """Write the file that `load` reads."""
        np.savez_compressed(
            knowledge / FILE,
            labels=np.array(self.labels),
            ngrams=np.array(list(self.rows)),
            idf=self.idf,
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            taught_from=np.array(self.taught_from),
        )

    def scores(self, said: str) -> NDArray[np.float32]:
        """For each label how far a sentence is on its side of the line: above 0 it reads like that fault."""
        rows, values = weighed(ngrams(said), self.rows, self.idf)
        found: NDArray[np.float32] = values @ self.weights[rows] + self.bias
        return found

    def columns(self, prefix: str = "") -> Sequence[tuple[str, int]]:
        """The labels that begin so, without the prefix, with their columns; with none, the categories."""
        return [
            (label.removeprefix(prefix), at)
            for at, label in enumerate(self.labels)
            if (label.startswith(prefix) if prefix else RULE not in label)
        ]


def _damaged(path: Path) -> ConfigurationError:
    return ConfigurationError(f"{path.name} 缺失或已损坏。请从安装包恢复这个文件后重试。")


def weighed(
    counts: Mapping[str, int], rows: Mapping[str, int], idf: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The rows of the n-grams that are known, and their tf-idf with a length of 1 in all."""
    known = [(row, count) for gram, count in counts.items() if (row := rows.get(gram)) is not None]
    at = np.array([row for row, _ in known], dtype=np.intp)
    values = (1 + np.log(np.array([count for _, count in known], dtype=np.float32))) * idf[at]
    length = float(np.linalg.norm(values))
    return at, (values / length if length else values).astype(np.float32)
