"""The vector store: which way cosine points, how exact a search is, and that Chroma embeds nothing itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import StorageError
from bot.retrieval import store
from bot.retrieval.embeddings import Vectors
from bot.retrieval.store import VectorStore


def _built(folder: Path, vectors: Vectors, name: str = "gen-1") -> VectorStore:
    chroma = store.client(folder, "")
    ids = [f"u{number}" for number in range(len(vectors))]
    store.build(chroma, name, ids, ids, vectors)
    return store.opened(chroma, name)


def test_cosine_is_one_for_the_same_and_minus_one_for_the_opposite(tmp_path: Path) -> None:
    vectors = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0.6, 0.8, 0]], dtype=np.float32)
    found = _built(tmp_path, vectors).search(vectors[0], 4)
    assert [unit for unit, _ in found] == ["u0", "u3", "u2", "u1"]
    assert [round(cosine, 5) for _, cosine in found] == [1.0, 0.6, 0.0, -1.0]


def test_lengths_do_not_count(tmp_path: Path) -> None:
    vectors = np.array([[1, 1], [9, 0]], dtype=np.float32)
    found = dict(_built(tmp_path, vectors).search(np.array([5, 0], dtype=np.float32), 2))
    assert found["u1"] == pytest.approx(1.0, abs=1e-5)
    assert found["u0"] == pytest.approx(2**-0.5, abs=1e-5)


def test_a_search_is_as_good_as_comparing_with_everything(tmp_path: Path) -> None:
    """Also when there are more units than are written at once."""
    random = np.random.default_rng(7)
    vectors = random.normal(size=(store.BATCH * 2 + 300, 24)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    built = _built(tmp_path, vectors)
    for vector in vectors[:: store.BATCH]:
        exact = [f"u{row}" for row in np.argsort(-(vectors @ vector))[:100]]
        found = [unit for unit, _ in built.search(vector, 100)]
        assert len(set(found) & set(exact)) >= 99
        assert found[0] == exact[0]


def test_more_is_asked_for_than_there_is(tmp_path: Path) -> None:
    assert len(_built(tmp_path, np.eye(3, dtype=np.float32)).search(np.ones(3, dtype=np.float32), 400)) == 3


def test_health_is_whether_a_unit_finds_itself(tmp_path: Path) -> None:
    vectors = np.eye(5, dtype=np.float32)
    built = _built(tmp_path, vectors)
    assert built.healthy("u2", vectors[2])
    assert not built.healthy("u2", vectors[3])


def test_building_again_replaces(tmp_path: Path) -> None:
    _built(tmp_path, np.eye(5, dtype=np.float32))
    assert len(_built(tmp_path, np.eye(2, dtype=np.float32)).search(np.ones(2, dtype=np.float32), 9)) == 2


def test_a_collection_that_is_not_there(tmp_path: Path) -> None:
    chroma = store.client(tmp_path, "")
    with pytest.raises(StorageError, match="缺少向量"):
        store.opened(chroma, "gen-none")
    store.dropped(chroma, "gen-none")


def test_chroma_neither_embeds_nor_downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from chromadb.utils.embedding_functions import DefaultEmbeddingFunction
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    def never(self: object, input: object = None) -> None:
        raise AssertionError("Chroma's own model was asked")

    monkeypatch.setattr(ONNXMiniLM_L6_V2, "__call__", never)
    monkeypatch.setattr(ONNXMiniLM_L6_V2, "_download_model_if_not_exists", never)
    monkeypatch.setattr(DefaultEmbeddingFunction, "__call__", never)
    built = _built(tmp_path, np.eye(3, dtype=np.float32))
    assert built.search(np.eye(3, dtype=np.float32)[1], 1)[0][0] == "u1"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9", "127.0.0.1:9", "http://127.0.0.1:99999", "http://127.0.0.1:x"]
)
def test_no_server_there(url: str) -> None:
    with pytest.raises(StorageError, match=r"连不上 Chroma 服务 127\.0\.0\.1:.*CHROMA_URL"):
        store.client(None, url)
