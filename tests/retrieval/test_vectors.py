"""Vectors by content: what was embedded once by a model is never embedded by it again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from corpus import HashingEmbedder

from bot.errors import StorageError
from bot.retrieval.embeddings import EndpointEmbedder, LocalEmbedder, embedder
from bot.retrieval.ingest import Places
from bot.retrieval.units import Unit, UnitName, units_of
from bot.retrieval.vectors import VectorCache, write_shipped
from bot.settings import load_settings

UNITS = [Unit("a", "滞纳金怎么算"), Unit("b", "违约金"), Unit("c", "违约金"), Unit("d", "违约金", asked=True)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def test_only_the_unknown_is_embedded(path: Path) -> None:
    model, seen = HashingEmbedder(), []
    first = VectorCache(path).embed(model, UNITS[:2])
    assert model.history == ["滞纳金怎么算", "违约金"]
    model.history.clear()
    again = VectorCache(path).embed(model, UNITS, lambda done, total: seen.append((done, total)))
    assert model.history == ["违约金"], "the same words read as a question are another vector"
    assert seen == [(1, 1)]
    assert again.shape == (4, model.size)
    assert np.array_equal(again[:2], first)
    assert np.array_equal(again[1], again[2])


def test_two_models_share_nothing(path: Path) -> None:
    cache = VectorCache(path)
    cache.embed(HashingEmbedder("one"), UNITS)
    other = HashingEmbedder("two", size=8)
    assert cache.embed(other, UNITS).shape == (4, 8)
    assert len(other.history) == 3


def test_nothing_to_embed(path: Path) -> None:
    assert VectorCache(path).embed(HashingEmbedder(), []).size == 0


def test_shipped_vectors_cost_nothing(path: Path, tmp_path: Path) -> None:
    model = HashingEmbedder()
    vectors = model.passages([unit.text for unit in UNITS])
    write_shipped(tmp_path / "shipped.npz", model.name, UNITS, vectors)
    model.history.clear()
    found = VectorCache(path, tmp_path / "shipped.npz").embed(model, UNITS)
    assert model.history == []
    assert (found * vectors).sum(axis=1).min() > 0.999
    assert np.allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-5)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not quite", b"rubbish" * 99])
def test_damaged_shipped_vectors_only_cost_time(content: bytes, path: Path, tmp_path: Path) -> None:
    (tmp_path / "shipped.npz").write_bytes(content)
    model = HashingEmbedder()
    VectorCache(path, tmp_path / "shipped.npz").embed(model, UNITS)
    assert len(model.history) == 3


def test_a_damaged_cache_is_begun_anew(path: Path) -> None:
    VectorCache(path).close()
    path.write_bytes(b"no database at all" * 999)
    model = HashingEmbedder()
    VectorCache(path).embed(model, UNITS)
    assert len(model.history) == 3


def test_a_cache_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="打不开"):
        VectorCache(tmp_path / "no-folder" / "vectors.sqlite")


def test_the_bundled_model() -> None:
    model = LocalEmbedder()
    near, far = model.passages(["正常解约要提前一个月书面说明", "红烧肉要小火慢炖"])
    query = model.query("解约提前多久通知")
    assert query.shape == near.shape == (384,)
    assert np.linalg.norm([query, near, far], axis=1) == pytest.approx(1.0, abs=1e-3)
    assert query @ near > query @ far + 0.03
    assert not np.allclose(model.passages(["解约"])[0], model.questions(["解约"])[0], atol=0.01)


def test_an_endpoint_gives_unit_vectors() -> None:
    model = EndpointEmbedder("x", lambda texts: [[3.0, 4.0] for _ in texts])
    assert model.passages(["a", "b"]).tolist() == [pytest.approx([0.6, 0.8])] * 2
    assert model.query("a").tolist() == pytest.approx([0.6, 0.8])


def test_which_embedder_the_settings_name() -> None:
    assert embedder(load_settings(embeddings="none")) is None
    assert isinstance(embedder(load_settings()), LocalEmbedder)
    endpoint = {"embeddings": "openai", "openai_base_url": "http://127.0.0.1:9/v1", "openai_api_key": "k"}
    names = [
        embedder(load_settings(**endpoint, embeddings_model=model)).name  # type: ignore[union-attr]
        for model in ("small", "large")
    ]
    assert len({*names, LocalEmbedder().name}) == 3, "vectors of two models never mix"
    assert "k" not in names


def test_the_shipped_vectors_are_of_our_knowledge_as_it_is(
    knowledge_dir: Path, contents: object, path: Path
) -> None:
    """They are made by `python -m bot` commands; after a change of the knowledge they must be made again."""
    shipped = Places(knowledge_dir, path).shipped_vectors
    if not shipped.exists():
        pytest.skip("no vectors are shipped")
    model = LocalEmbedder()
    asked: list[str] = []
    model.passages = model.questions = lambda texts: asked.extend(texts) or np.zeros((len(texts), 384))  # type: ignore
    VectorCache(path, shipped).embed(model, units_of(contents))  # type: ignore[arg-type]
    assert asked == []


@pytest.mark.parametrize("name", [UnitName("doc-1:ab#c", "sentence", 3), UnitName("", "outside", 12)])
def test_a_units_name_comes_apart_as_it_was_put_together(name: UnitName) -> None:
    assert UnitName.parse(str(name)) == name
