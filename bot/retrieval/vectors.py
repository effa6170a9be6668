"""Vectors kept by content: what was embedded once by a model is never embedded by it again."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.errors import StorageError
from bot.retrieval.embeddings import Embedder, Vectors
from bot.retrieval.units import Unit

BATCH = 16
"""Texts embedded between two progress reports."""


def content_key(model: str, unit: Unit) -> str:
    """The name under which a vector is kept: the model, how it was asked to read, and the words."""
    way = "question" if unit.asked else "passage"
    return hashlib.sha256(f"{model}\n{way}\n{unit.text}".encode()).hexdigest()


class VectorCache:
    """A SQLite table of vectors by content, in front of it the vectors shipped with our own knowledge."""

    def __init__(self, path: Path, shipped: Path | None = None) -> None:
        try:
            self._database = _opened(path)
        except sqlite3.Error as error:
            raise StorageError(f"向量缓存 {path.name} 打不开：请检查数据文件夹的权限和剩余空间。") from error
        self._shipped = _read_shipped(shipped)

    def close(self) -> None:
        """Release the file."""
        self._database.close()

    def embed(
        self, model: Embedder, units: Sequence[Unit], progress: Callable[[int, int], None] | None = None
    ) -> Vectors:
        """Vectors of `units`, shape (len(units), dimensions); only unknown ones cost an embedding.

        `progress` gets (done, total) of those that had to be embedded. Raises StorageError when the vectors
        cannot be kept and ProviderError when an endpoint fails.
        """
        keys = [content_key(model.name, unit) for unit in units]
        known = self._known(set(keys))
        missing = {key: unit for key, unit in zip(keys, units, strict=True) if key not in known}
        done = 0
        for asked in (False, True):
            todo = [(key, unit.text) for key, unit in missing.items() if unit.asked == asked]
            encode = model.questions if asked else model.passages
            for at in range(0, len(todo), BATCH):
                part = todo[at : at + BATCH]
                made = dict(zip([key for key, _ in part], encode([text for _, text in part]), strict=True))
                self._keep(made)
                known.update(made)
                done += len(part)
                if progress:
                    progress(done, len(missing))
        if not units:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def _known(self, keys: set[str]) -> dict[str, Vectors]:
        found = {key: self._shipped[key] for key in keys & self._shipped.keys()}
        wanted = sorted(keys - found.keys())
        for at in range(0, len(wanted), 500):
            part = wanted[at : at + 500]
            marks = ",".join("?" * len(part))
            rows = self._database.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
            found.update((key, np.frombuffer(blob, dtype=np.float32)) for key, blob in rows)
        return found

    def _keep(self, vectors: Mapping[str, Vectors]) -> None:
        rows = [(key, np.asarray(vector, dtype=np.float32).tobytes()) for key, vector in vectors.items()]
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
        except sqlite3.Error as error:
            raise StorageError("向量写不进数据文件夹：请检查剩余空间后重新导入。") from error


def _opened(path: Path) -> sqlite3.Connection:
    """The database at `path`; one that is damaged is begun anew, since all of it can be embedded again."""
    try:
        return _connected(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return _connected(path)


def _connected(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=30)
    try:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL)")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _read_shipped(path: Path | None) -> dict[str, Vectors]:
    """Vectors that came with the product; an absent or damaged file only means more to embed."""
    if path is None or not path.exists():
        return {}
    try:
        with np.load(path) as data:
            matrix, keys = data["vectors"].astype(np.float32), data["keys"]
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}
    matrix /= np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-12)
    return {bytes(key).hex(): row for key, row in zip(keys, matrix, strict=True)}


def write_shipped(path: Path, model: str, units: Sequence[Unit], vectors: Vectors) -> None:
    """Write the vectors of our own knowledge for `VectorCache(shipped=...)`.

    A byte for each number: after normalising again, cosines differ by less than 0.001 from the exact ones.
    """
    keys = np.array([np.frombuffer(bytes.fromhex(content_key(model, u)), dtype=np.uint8) for u in units])
    largest = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-12)
    np.savez_compressed(path, keys=keys, vectors=np.round(vectors / largest * 127).astype(np.int8))
