"""Ingestion: files and folders -> a new generation of the index, at the cost of what has changed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from bot.conversation import Origin, Progress
from bot.errors import BotError, BusyError, InputError, StorageError
from bot.retrieval import store
from bot.retrieval.embeddings import Embedder
from bot.retrieval.index import Contents, Generations
from bot.retrieval.passages import Passage
from bot.retrieval.questions import Attached, OutsideFile, attach, load_outside, load_questions
from bot.retrieval.syncing import Holdings, file_sha256, rules_sha256
from bot.retrieval.syncing import Report as Report
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
                f"另一个程序正在更新索引，等了 {self.lock_seconds:.0f} 秒还没结束。请等它完成后再试。"
            ) from error
        except OSError as error:
            raise StorageError("索引文件夹不能写：请检查数据文件夹的权限和剩余空间。") from error
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
            raise InputError(f"索引里没有这些编号：{'、'.join(sorted(unknown))}。用 sources 查看现有编号。")
        holdings = Holdings.of(old)
        for roots, origin in self._to_sync(old, targets, lost, bool(remove)):
            holdings.sync(roots, origin, report)
        holdings.remove(remove, report)
        documents, passages = holdings.in_order()
        attached = self._questions(passages, report)
        outside = self._outside(report)
        return Contents(
            embedder=self.embedder_name,
            documents=documents,
            passages=passages,
            questions=attached.asks,
            also=attached.also,
            gaps=attached.gaps,
            outside=outside.asks,
            outside_words=outside.words,
            glossary_sha256=file_sha256(self._places.knowledge / GLOSSARY_FILE),
            rules_sha256=rules_sha256(),
        )

    def _to_sync(
        self, old: Contents, targets: list[Path], lost: list[Path], removing: bool
    ) -> Iterator[tuple[list[Path], Origin]]:
        """The folders to read; after a change of rules all that is indexed is cut anew."""
        same_rules = not old.documents or old.rules_sha256 == rules_sha256()
        if not (targets or removing) or not same_rules:
            yield [self._places.knowledge / name for name in KNOWLEDGE_FOLDERS], "knowledge"
        if targets:
            yield targets, "own"
        again = [] if same_rules else [Path(d.root) for d in old.documents if d.origin == "own"]
        for root in dict.fromkeys((*lost, *again)):
            if root not in targets and root.exists():
                yield [root], "own"

    def _questions(self, passages: Sequence[Passage], report: Report) -> Attached:
        """Questions of our own knowledge; a faulty file costs only itself and is reported."""
        folder = self._places.knowledge / QUESTIONS_FOLDER
        attached = Attached()
        for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else []:
            try:
                attached.update(attach(passages, load_questions(path), path.name))
            except BotError as error:
                report.faults[path.name] = str(error)
        return attached

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
            raise StorageError("索引写不进数据文件夹：请检查剩余空间和权限后再试。") from error
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


def _existing(paths: Sequence[Path]) -> list[Path]:
    """The paths in full; raises InputError that names those that are not there."""
    missing = [path.name for path in paths if not os.path.exists(path)]  # noqa: PTH110 - never raises
    if missing:
        raise InputError(f"找不到文件或文件夹：{'、'.join(missing)}。请检查路径。")
    return [path.resolve() for path in paths]
