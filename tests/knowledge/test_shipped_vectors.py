"""The vectors that come with the product: all of our own knowledge, near enough to the exact ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.retrieval.embeddings import LocalEmbedder, Vectors
from bot.retrieval.ingest import Ingestor, Places
from bot.retrieval.units import units_of
from bot.retrieval.vectors import VectorCache


class _NeverAsked(LocalEmbedder):
    def passages(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"not shipped: {list(texts)[:3]}")

    questions = passages


def test_a_fresh_clone_embeds_nothing(knowledge_dir: Path, tmp_path: Path) -> None:
    """When this fails, run `python scripts/ship_vectors.py`."""
    places = Places(knowledge_dir, tmp_path)
    units = units_of(Ingestor(places, LocalEmbedder()).read_only())
    assert len(units) > 80
    vectors = VectorCache(tmp_path / "v.sqlite", places.shipped_vectors).embed(_NeverAsked(), units)
    assert len(vectors) == len(units)


def test_rounding_moves_no_cosine_by_a_thousandth(knowledge_dir: Path, tmp_path: Path) -> None:
    places = Places(knowledge_dir, tmp_path)
    embedder = LocalEmbedder()
    units = units_of(Ingestor(places, embedder).read_only())[:24]
    shipped = VectorCache(tmp_path / "v.sqlite", places.shipped_vectors).embed(embedder, units)
    exact = VectorCache(tmp_path / "w.sqlite").embed(embedder, units)
    question = embedder.query("逾期付款要付多少滞纳金？")
    assert np.abs(shipped @ question - exact @ question).max() < 0.001
