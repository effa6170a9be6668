"""The vector store: Chroma, written through langchain-chroma; embedded by default, a server by one setting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal, TypeAlias
from urllib.parse import urlsplit

from langchain_core.embeddings import Embeddings

from bot.errors import StorageError
from bot.retrieval.embeddings import Vectors

UnitKind: TypeAlias = Literal["passage", "sentence", "question", "outside"]
COSINE: Any = {"hnsw": {"space": "cosine", "ef_search": 400, "ef_construction": 200}}
"""Chroma's default is squared l2. The wide search keeps recall exact at the number of hits we ask for."""


BATCH = 1000
"""Units written at once; Chroma refuses more than 5,461."""


class _GivenVectors(Embeddings):
    """Hands langchain-chroma vectors that exist already, so that nothing embeds by itself or downloads."""

    def __init__(self, vectors: Vectors) -> None:
        self._rows = iter(vectors)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [next(self._rows).tolist() for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("searches are by vector and past langchain")


class VectorStore:
    """Units of text by vector. A unit is a passage, a sentence of one, or a question about one."""

    def __init__(self, collection: Any) -> None:
        self._collection = collection

    def search(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """The nearest units as (unit id, cosine), nearest first; StorageError when the index does not answer.

        Chroma is asked for distances alone: the texts of hundreds of units, which langchain-chroma always
        reads as well, take as long as the search and are known from the passages.
        """
        with _faults("索引里的向量读不出来：请重启让它重建；用了 CHROMA_URL 的，请检查 Chroma 服务。"):
            found = self._collection.query([vector.tolist()], n_results=count, include=["distances"])
            pairs = zip(found["ids"][0], found["distances"][0], strict=True)
            return [(str(unit), 1.0 - float(distance)) for unit, distance in pairs]

    def healthy(self, unit: str, vector: Vectors) -> bool:
        """Whether a known vector still finds its own unit: counts alone do not show a damaged index."""
        hits = self.search(vector, 3)
        return any(found == unit and cosine > 0.99 for found, cosine in hits)


def client(folder: Path | None, url: str) -> Any:
    """A Chroma client: of the server at `url` if given, else embedded in `folder`; raises StorageError."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    quiet = ChromaSettings(anonymized_telemetry=False)
    if not url:
        with _faults("索引里的向量打不开，需要重建；刚建就这样的，请检查数据文件夹的剩余空间。"):
            return chromadb.PersistentClient(path=str(folder), settings=quiet)
    parts = urlsplit(url if "//" in url else f"http://{url}")
    with _faults(f"连不上 Chroma 服务 {parts.netloc}：请检查 CHROMA_URL，或清空它改用内嵌方式。"):
        return chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=quiet,
        )


def build(chroma_client: Any, name: str, ids: Sequence[str], texts: Sequence[str], vectors: Vectors) -> None:
    """A new collection `name` of units, row by row; one of that name that exists is replaced.

    Raises StorageError when it cannot be written.
    """
    dropped(chroma_client, name)
    with _faults("向量写不进索引：请检查剩余空间和权限；用了 CHROMA_URL 的，请检查 Chroma 服务。"):
        chroma = _langchain(chroma_client, name, _GivenVectors(vectors))
        for at in range(0, len(ids), BATCH):
            chroma.add_texts(list(texts[at : at + BATCH]), ids=list(ids[at : at + BATCH]))


def opened(chroma_client: Any, name: str) -> VectorStore:
    """The collection `name`, which must exist; raises StorageError when it does not."""
    with _faults("索引里缺少向量，需要重建。"):
        return VectorStore(chroma_client.get_collection(name, embedding_function=None))


def dropped(chroma_client: Any, name: str) -> None:
    """Remove a collection; it is no fault if it is gone already. Raises StorageError for any other."""
    from chromadb.errors import NotFoundError

    with (
        _faults("向量写不进索引：请检查权限；用了 CHROMA_URL 的，请检查 Chroma 服务。"),
        suppress(NotFoundError),
    ):
        chroma_client.delete_collection(name)


@contextmanager
def _faults(sentence: str) -> Iterator[None]:
    """Whatever Chroma, its files or the way to its server raise becomes a StorageError that says `sentence`."""
    import httpx
    from chromadb.errors import ChromaError

    try:
        yield
    # A client that once failed to open a folder stays half-made in Chroma's cache: an AttributeError.
    except (ChromaError, httpx.HTTPError, ValueError, OSError, AttributeError) as error:
        raise StorageError(sentence) from error


def _langchain(chroma_client: Any, name: str, vectors: Embeddings) -> Any:
    from langchain_chroma import Chroma

    return Chroma(
        client=chroma_client,
        collection_name=name,
        embedding_function=vectors,
        collection_configuration=COSINE,
    )
