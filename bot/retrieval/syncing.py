"""Syncing: what is indexed is brought in line with the files it came from, reading only what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot import documents
from bot.conversation import Origin
from bot.documents import read_documents
from bot.documents.registry import suffixes
from bot.errors import BotError
from bot.retrieval import passages as passage_rules
from bot.retrieval.index import Contents, IndexedDocument
from bot.retrieval.passages import Passage, document_id, passages_of


@dataclass
class Report:
    """What an ingestion did: document ids by what became of them, faults by file, and the cost.

    `repaired` says that the index in force could not be read and another took its place.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: int = 0
    faults: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    repaired: bool = False
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    dry_run: bool = False
    generation: str = ""

    def to_json(self) -> dict[str, Any]:
        """The one line of `ingest --json`."""
        return {**vars(self), "seconds": round(self.seconds, 3)}


@dataclass(frozen=True)
class _Read:
    document: IndexedDocument
    passages: tuple[Passage, ...]


@dataclass
class Holdings:
    """Documents and passages by id. `same_rules` says that they were cut by the code that runs now."""

    documents: dict[str, IndexedDocument]
    passages: dict[str, Passage]
    same_rules: bool

    @classmethod
    def of(cls, contents: Contents) -> Holdings:
        """What a generation holds."""
        return cls(
            {document.id: document for document in contents.documents},
            {passage.id: passage for passage in contents.passages},
            contents.rules_sha256 == rules_sha256(),
        )

    def in_order(self) -> tuple[tuple[IndexedDocument, ...], tuple[Passage, ...]]:
        """Documents by id, and the passages of each in reading order."""
        held = tuple(self.documents[key] for key in sorted(self.documents))
        return held, tuple(self.passages[key] for document in held for key in document.passages)

    def remove(self, ids: Iterable[str], report: Report) -> None:
        """Take documents out that are there, whatever their files say."""
        for identity in sorted(ids):
            self.documents.pop(identity, None)
            report.removed.append(identity)

    def sync(self, roots: Sequence[Path], origin: Origin, report: Report) -> None:
        """Bring what came from these roots in line with the files there now.

        Files are read anew when they or the rules have changed. What was there before goes first, so that
        a document may move to another file.
        """
        before = {d.id: d for d in self.documents.values() if _belongs(d, roots, origin)}
        read: list[_Read] = []
        stays: set[str] = set()
        for root in roots:
            for path in _files(root, report):
                known = [d for d in before.values() if d.path == str(path)]
                if self.same_rules and known and all(d.sha256 == file_sha256(path) for d in known):
                    stays |= {d.id for d in known}
                    report.unchanged += len(known)
                    continue
                try:
                    read += _read(path, root, origin)
                except BotError as error:
                    report.faults[path.name] = str(error)
                    stays |= {d.id for d in known}
        for gone in before.keys() - stays:
            del self.documents[gone]
        for item in read:
            self._take_up(item, item.document.id in before, report)
        report.removed += sorted(before.keys() - self.documents.keys())

    def _take_up(self, item: _Read, known: bool, report: Report) -> None:
        identity = item.document.id
        other = self.documents.get(identity)
        if other and Path(other.path).exists():
            report.faults[Path(item.document.path).name] = (
                f"编号 {identity} 与 {Path(other.path).name} 重复，没有导入。请改掉其中一个的 id。"
            )
            return
        (report.changed if other or known else report.added).append(identity)
        self.documents[identity] = item.document
        self.passages.update((passage.id, passage) for passage in item.passages)


def _belongs(document: IndexedDocument, roots: Sequence[Path], origin: Origin) -> bool:
    """Whether these roots decide about a document; all of our knowledge is in one place, wherever it was."""
    if origin == "knowledge":
        return document.origin == "knowledge"
    return any(Path(document.path).is_relative_to(root) for root in roots)


def _read(path: Path, root: Path, origin: Origin) -> Iterator[_Read]:
    for document in read_documents(path):
        passages = tuple(passages_of(document, origin))
        yield _Read(
            IndexedDocument(
                id=document_id(document),
                title=document.meta.title,
                source=document.meta.source or document.meta.title,
                date=document.meta.date,
                origin=origin,
                root=str(root),
                path=str(path),
                sha256=document.sha256 or file_sha256(path),
                text=document.text,
                passages=tuple(p.id for p in passages),
            ),
            passages,
        )


def _files(root: Path, report: Report) -> list[Path]:
    """The files of a root that a reader exists for, in a fixed order; a named file is always taken."""
    if root.is_file():
        return [root]
    found = []
    for path in sorted(root.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(root).parts)
        if not path.is_file() or hidden:
            continue
        if path.suffix.lower() in suffixes():
            found.append(path)
        else:
            report.notes.append(f"{path.name} 的格式不支持，跳过了。")
    return found


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """A hash of the code that turns a file into passages: a new version of it reads every file anew."""
    code = [*sorted(Path(documents.__path__[0]).rglob("*.py")), Path(passage_rules.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()


def file_sha256(path: Path) -> str:
    """The hash of a file's bytes; empty when it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
