"""What a text is cut into for the search: characters and pairs of neighbouring characters, as whole numbers.

A character is its code, a pair is the first code times 65536 plus the second: no table of words is needed, and
whole laws are cut by a few array operations.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Codes: TypeAlias = npt.NDArray[np.uint32]

LONGEST_QUESTION = 1000
"""Characters of a question that are read; who pastes a whole contract asks with its first page."""

_FIRST_HAN, _LAST_HAN = 0x4E00, 0x9FFF


def plain(question: str) -> str:
    """The question as the search reads it: one form of each character, lower case, simplified, not too long."""
    text = unicodedata.normalize("NFKC", question[:LONGEST_QUESTION]).lower()
    return str(_converter().convert(text))  # type: ignore[attr-defined]


def characters(text: str) -> Codes:
    """The Chinese characters of a text, in order."""
    codes = _codes(text)
    return codes[_han(codes)]


def bigrams(text: str) -> Codes:
    """Pairs of neighbouring Chinese characters of a text, in order."""
    codes = _codes(text)
    han = _han(codes)
    return ((codes[:-1] << np.uint32(16)) | codes[1:])[han[:-1] & han[1:]]


def _codes(text: str) -> Codes:
    data = text.encode("utf-16-le", errors="surrogatepass")
    return np.frombuffer(data, dtype="<u2").astype(np.uint32)


def _han(codes: Codes) -> npt.NDArray[np.bool_]:
    return np.asarray((codes >= _FIRST_HAN) & (codes <= _LAST_HAN))


@lru_cache(maxsize=1)
def _converter() -> object:
    from opencc import OpenCC

    return OpenCC("t2s")
