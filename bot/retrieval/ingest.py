"""Ingestion: files and folders -> a new generation of the index, at the cost of what has changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from bot import documents
from bot.conversation import Origin, Progress
from bot.documents import read_documents
from bot.documents.registry import suffixes
from bot.errors import BotError, BusyError, InputError, StorageError
from bot.retrieval import passages as passage_rules
from bot.retrieval import store
from bot.retrieval.embeddings import Embedder
from bot.retrieval.index import Contents, Generations, IndexedDocument
from bot.retrieval.passages import Passage, document_id, passages_of
from bot.retrieval.questions import OutsideFile, attach, load_outside, load_questions
from bot.retrieval.units import units_of
from bot.retrieval.vectors import VectorCache

KNOWLEDGE_FOLDERS = ("articles", "contracts")
OUTSIDE_FILE = "outside.yaml"
GLOSSARY_FILE = "glossary.yaml"
QUESTIONS_FOLDER = "questions"
SHIPPED_VECTORS = "vectors.npz"


@dataclass(frozen=True)
class Places:
    """The folders that ingestion works with."""

    knowledge: Path
    index: Path

    @property
    def shipped_vectors(self) -> Path:
        """The vectors that come with our own knowledge."""
        return self.knowledge / SHIPPED_VECTORS


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


class Ingestor:
    """Brings the index in line with files. One writer at a time; readers are never in its way."""

    lock_seconds = 30.0
    """How long a second writer waits for the first."""

    def __init__(self, places: Places, embedder: Embedder | None, chroma_url: str = "") -> None:
        self._places = places
        self._embedder = embedder
        self._chroma_url = chroma_url
        self._generations = Generations(places.index)

    @property
    def embedder_name(self) -> str:
        """The name that the index must have been built with."""
        return self._embedder.name if self._embedder else "none"

    def ingest(
        self,
        paths: Sequence[Path] = (),
        *,
        remove: Sequence[str] = (),
        dry_run: bool = False,
        force: bool = False,
        progress: Callable[[Progress], None] | None = None,
    ) -> Report:
        """Take up `paths` (none: our own knowledge), or remove documents by id.

        `force` builds a new generation though nothing changed. Raises InputError for a path or id that
        does not exist, BusyError when another process keeps writing, StorageError when the folder fails.
        A file that cannot be read is reported in `faults` and what the index had of it stays.
        """
        started = time.perf_counter()
        report = Report(dry_run=dry_run)
        with self._writing():
            old, lost = self._old_contents(report)
            contents = self._updated(old, _existing(paths), lost, set(remove), report)
            report.passages = len(contents.passages)
            same = contents == old and bool(self._generations.current()) and not report.repaired
            if not dry_run and (force or not same):
                report.generation = self._build(contents, report, progress)
        report.seconds = time.perf_counter() - started
        return report

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Be the only writer, waiting for another one for a while."""
        lock = FileLock(self._places.index / "writer.lock")
        try:
            self._places.index.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=self.lock_seconds)
        except Timeout as error:
            raise BusyError(
                f"另一个程序正在更新索引,等了 {self.lock_seconds:.0f} 秒还没结束。请等它完成后再试。"
            ) from error
        except OSError as error:
            raise StorageError("索引文件夹不能写:请检查数据文件夹的权限和剩余空间。") from error
        try:
            yield
        finally:
            lock.release()

    def read_only(self) -> Contents:
        """What an ingestion of our own knowledge would index, without building anything."""
        report = Report(dry_run=True)
        old, lost = self._old_contents(report)
        return self._updated(old, [], lost, set(), report)

    def _old_contents(self, report: Report) -> tuple[Contents, list[Path]]:
        """What was indexed before, and the folders of own files that are to be read anew.

        Where the current generation cannot be read, the one before it counts.
        """
        lost: list[Path] = []
        for name in self._generations.newest_first():
            try:
                return self._generations.read(name), lost
            except StorageError as error:
                report.repaired = True
                report.notes.append(str(error))
                lost += self._generations.own_roots(name)
        return Contents(self.embedder_name), lost

    def _updated(
        self, old: Contents, targets: list[Path], lost: list[Path], remove: set[str], report: Report
    ) -> Contents:
        unknown = remove - {document.id for document in old.documents}
        if unknown:
            raise InputError(f"索引里没有这些编号:{'、'.join(sorted(unknown))}。用 sources 查看现有编号。")
        kept = {d.id: d for d in old.documents if d.id not in remove}
        passages = {p.id: p for p in old.passages}
        report.removed += sorted(remove)
        same_rules = old.rules_sha256 == rules_sha256()
        if targets:
            self._sync(targets, "own", kept, passages, report, same_rules)
        elif not remove:
            own = [self._places.knowledge / name for name in KNOWLEDGE_FOLDERS]
            self._sync(own, "knowledge", kept, passages, report, same_rules)
        anew = lost if same_rules else [*lost, *(Path(d.root) for d in kept.values() if d.origin == "own")]
        for root in dict.fromkeys(root for root in anew if root not in targets and root.exists()):
            self._sync([root], "own", kept, passages, report, same_rules)
        documents = tuple(kept[key] for key in sorted(kept))
        outside = self._outside(report)
        ordered = tuple(passages[i] for document in documents for i in document.passages)
        return Contents(
            embedder=self.embedder_name,
            documents=documents,
            passages=ordered,
            questions=self._questions(ordered, report),
            outside=outside.asks,
            outside_words=outside.words,
            glossary_sha256=_sha256(self._places.knowledge / GLOSSARY_FILE),
            rules_sha256=rules_sha256(),
        )

    def _sync(
        self,
        roots: Sequence[Path],
        origin: Origin,
        kept: dict[str, IndexedDocument],
        passages: dict[str, Passage],
        report: Report,
        same_rules: bool,
    ) -> None:
        """Bring `kept` and `passages` in line with the files under the roots.

        Files are read anew when they or the rules that cut them into passages have changed. What was there
        before leaves `kept` first, so that a document may move to another file.
        """
        before = {d.id: d for d in kept.values() if _belongs(d, roots, origin)}
        read: list[_Read] = []
        stays: set[str] = set()
        for root in roots:
            for path in _files(root, report):
                known = [d for d in before.values() if d.path == str(path)]
                if same_rules and known and all(d.sha256 == _sha256(path) for d in known):
                    stays |= {d.id for d in known}
                    report.unchanged += len(known)
                    continue
                try:
                    read += _read(path, root, origin)
                except BotError as error:
                    report.faults[path.name] = str(error)
                    stays |= {d.id for d in known}
        for gone in before.keys() - stays:
            del kept[gone]
        for item in read:
            _take_up(item, before, kept, passages, report)
        report.removed += sorted(before.keys() - kept.keys())

    def _questions(self, passages: Sequence[Passage], report: Report) -> dict[str, tuple[str, ...]]:
        """Questions of our own knowledge; a faulty file costs only itself and is reported."""
        folder = self._places.knowledge / QUESTIONS_FOLDER
        asks: dict[str, tuple[str, ...]] = {}
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
            try:
                asks.update(attach(passages, load_questions(path), path.name))
            except BotError as error:
                report.faults[path.name] = str(error)
        return asks

    def _outside(self, report: Report) -> OutsideFile:
        try:
            return load_outside(self._places.knowledge / OUTSIDE_FILE)
        except BotError as error:
            report.faults[OUTSIDE_FILE] = str(error)
            return OutsideFile(topics=())

    def _build(self, contents: Contents, report: Report, progress: Callable[[Progress], None] | None) -> str:
        name = f"gen-{time.time_ns():x}"
        try:
            gone = self._generations.unfinished()
            folder = self._generations.building(name)
            if self._embedder:
                self._embed(contents, name, folder, report, progress)
            gone += self._generations.put_in_force(name, contents)
        except OSError as error:
            raise StorageError("索引写不进数据文件夹:请检查剩余空间和权限后再试。") from error
        if self._chroma_url:
            self._clear_server(gone)
        return name

    def _clear_server(self, names: Sequence[str]) -> None:
        """Drop collections of generations that are gone; a server that fails now only keeps them longer."""
        with suppress(StorageError):
            client = store.client(None, self._chroma_url)
            for name in names:
                store.dropped(client, name)

    def _embed(
        self,
        contents: Contents,
        name: str,
        folder: Path,
        report: Report,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        assert self._embedder
        model = self._embedder
        units = units_of(contents)
        cache = VectorCache(self._places.index / "vectors.sqlite", self._places.shipped_vectors)

        def show(done: int, total: int) -> None:
            report.embedded = total
            if progress:
                progress(Progress(done, total, "段文字"))

        try:
            vectors = cache.embed(model, units, show)
        finally:
            cache.close()
        client = store.client(folder / "chroma", self._chroma_url)
        store.build(client, name, [unit.id for unit in units], [unit.text for unit in units], vectors)


def _belongs(document: IndexedDocument, roots: Sequence[Path], origin: Origin) -> bool:
    """Whether these roots decide about a document; all of our knowledge is in one place, wherever it was."""
    if origin == "knowledge":
        return document.origin == "knowledge"
    return any(Path(document.path).is_relative_to(root) for root in roots)


def _take_up(
    item: _Read,
    before: Mapping[str, IndexedDocument],
    kept: dict[str, IndexedDocument],
    passages: dict[str, Passage],
    report: Report,
) -> None:
    identity = item.document.id
    other = kept.get(identity)
    if other and Path(other.path).exists():
        report.faults[Path(item.document.path).name] = (
            f"编号 {identity} 与 {Path(other.path).name} 重复，没有导入。请改掉其中一个的 id。"
        )
        return
    (report.changed if other or identity in before else report.added).append(identity)
    kept[identity] = item.document
    passages.update((p.id, p) for p in item.passages)


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
                sha256=document.sha256 or _sha256(path),
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
            report.notes.append(f"{path.name} 的格式不支持,跳过了。")
    return found


def _existing(paths: Sequence[Path]) -> list[Path]:
    """The paths in full; raises InputError that names those that are not there."""
    missing = [path.name for path in paths if not os.path.exists(path)]  # noqa: PTH110 - never raises
    if missing:
        raise InputError(f"找不到文件或文件夹：{'、'.join(missing)}。请检查路径。")
    return [path.resolve() for path in paths]


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """A hash of the code that turns a file into passages: a new version of it reads every file anew."""
    code = [*sorted(Path(documents.__path__[0]).rglob("*.py")), Path(passage_rules.__file__)]
    return hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
