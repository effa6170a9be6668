"""The index on disk: generations that are complete or absent, and the pointer to the one in force.

A generation is a folder with its own passages and vectors. A new one is built beside the old one and put in
force by replacing one small file, so that a process killed at any moment leaves the old index or the new.
Readers keep the generation they have opened; the one before it is kept until the next change.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.conversation import Origin
from bot.errors import StorageError
from bot.retrieval.passages import Passage

FORMAT = 3
"""Raised when the layout changes; an index of another format is rebuilt."""

POINTER = "CURRENT"
_MANIFEST = "manifest.json"
_BUILDING = "building-"


@dataclass(frozen=True)
class IndexedDocument:
    """One document of the index: where it came from, what it was then, and its normalised text."""

    id: str
    title: str
    source: str
    date: str
    origin: Origin
    root: str
    path: str
    sha256: str
    text: str
    passages: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Everything of a generation but its vectors; small enough to be held in memory."""

    embedder: str
    documents: tuple[IndexedDocument, ...] = ()
    passages: tuple[Passage, ...] = ()
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    gaps: dict[str, str] = field(default_factory=dict)
    outside: tuple[str, ...] = ()
    outside_words: tuple[str, ...] = ()
    glossary_sha256: str = ""
    rules_sha256: str = ""

    def to_json(self) -> dict[str, Any]:
        """For the manifest."""
        return {
            "format": FORMAT,
            "embedder": self.embedder,
            "documents": [asdict(document) for document in self.documents],
            "passages": [passage.to_json() for passage in self.passages],
            "questions": self.questions,
            "also": self.also,
            "gaps": self.gaps,
            "outside": self.outside,
            "outside_words": self.outside_words,
            "glossary_sha256": self.glossary_sha256,
            "rules_sha256": self.rules_sha256,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Contents:
        """From a manifest; raises StorageError for another format."""
        if data.get("format") != FORMAT:
            raise StorageError("索引是另一个版本的，需要重建。")
        return cls(
            embedder=data["embedder"],
            documents=tuple(
                IndexedDocument(**{**item, "passages": tuple(item["passages"])}) for item in data["documents"]
            ),
            passages=tuple(Passage.from_json(item) for item in data["passages"]),
            questions={key: tuple(value) for key, value in data["questions"].items()},
            also={key: tuple(value) for key, value in data["also"].items()},
            gaps=dict(data["gaps"]),
            outside=tuple(data["outside"]),
            outside_words=tuple(data["outside_words"]),
            glossary_sha256=data["glossary_sha256"],
            rules_sha256=data["rules_sha256"],
        )


class Generations:
    """The folder of generations."""

    keep_seconds = 60.0
    """A generation this young stays though others followed: ingests in quick succession must not take it
    away under a reader who has just opened it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        """The name of the generation in force, or empty."""
        try:
            name = (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""
        return name if name and (self.folder / name / _MANIFEST).is_file() else ""

    def read(self, name: str) -> Contents:
        """The contents of a generation; raises StorageError when they are damaged."""
        try:
            return Contents.from_json(
                json.loads((self.folder / name / _MANIFEST).read_text(encoding="utf-8"))
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise StorageError("索引文件已损坏，需要重建。") from error

    def own_roots(self, name: str) -> list[Path]:
        """Where the own files of a generation that cannot be read came from, as far as that can be told."""
        try:
            manifest = json.loads((self.folder / name / _MANIFEST).read_text(encoding="utf-8"))
            return [Path(d["root"]) for d in manifest["documents"] if d["origin"] == "own"]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def newest_first(self) -> list[str]:
        """The generation in force, then the others that are still there."""
        current = self.current()
        others = sorted((f.name for f in self.folder.glob("gen-*") if f.name != current), reverse=True)
        return [current, *others] if current else others

    def unfinished(self) -> list[str]:
        """The names of generations whose build was killed."""
        return [left.name.removeprefix(_BUILDING) for left in self.folder.glob(f"{_BUILDING}*")]

    def building(self, name: str) -> Path:
        """An empty folder to build generation `name` in; what a killed build left is removed."""
        for left in self.unfinished():
            shutil.rmtree(self.folder / f"{_BUILDING}{left}", ignore_errors=True)
        folder = self.folder / f"{_BUILDING}{name}"
        folder.mkdir(parents=True)
        return folder

    def put_in_force(self, name: str, contents: Contents) -> list[str]:
        """Complete the generation built in `building(name)` and make it the current one.

        The names of those that were removed for it.
        """
        building = self.folder / f"{_BUILDING}{name}"
        previous = self.current()
        _write(building / _MANIFEST, json.dumps(contents.to_json(), ensure_ascii=False))
        building.replace(self.folder / name)
        _write(self.folder / f"{POINTER}.new", name)
        (self.folder / f"{POINTER}.new").replace(self.folder / POINTER)
        return self._remove_all_but((name, previous))

    def _remove_all_but(self, names: Sequence[str]) -> list[str]:
        """Remove what no reader can still be searching; returns the names that went."""
        youngest = time.time() - self.keep_seconds
        old = [
            folder
            for folder in self.folder.glob("gen-*")
            if folder.name not in names and folder.stat().st_mtime < youngest
        ]
        for folder in old:
            shutil.rmtree(folder, ignore_errors=True)
        return [folder.name for folder in old]


def _write(path: Path, text: str) -> None:
    """Write and force to disk, so that the pointer never names a file that a crash lost."""
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
