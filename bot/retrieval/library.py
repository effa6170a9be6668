"""The library: the index in force, opened, rebuilt when it is missing or damaged, and watched for change."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.conversation import AssistantStatus, Progress
from bot.errors import BotError, BusyError, ConfigurationError, StorageError
from bot.glossary import Glossary, GlossaryFile
from bot.retrieval import store
from bot.retrieval.embeddings import Embedder, embedder
from bot.retrieval.index import Contents, Generations
from bot.retrieval.ingest import GLOSSARY_FILE, Ingestor, Places
from bot.retrieval.question import QuestionReader
from bot.retrieval.ranking import Ranking
from bot.retrieval.retriever import Retriever
from bot.retrieval.store import VectorStore
from bot.retrieval.units import units_of
from bot.settings import Settings

RANKING_FILE = "ranking.yaml"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Shelf:
    """One generation opened for reading; replaced whole, never changed."""

    generation: str
    contents: Contents
    retriever: Retriever
    reader: QuestionReader


class Library:
    """Opens the index, builds it when needed, and hands out the shelf to search.

    Until the vectors are there it serves the words alone, and `status` says so.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.knowledge = settings.bot_knowledge_dir
        self.notices: list[str] = []
        self.lasting = True
        self.glossary = self._load_glossary()
        self.ranking = Ranking.load(self.knowledge / RANKING_FILE)
        self._embedder: Embedder | None = embedder(settings)
        self._places = Places(self.knowledge, self._index_folder())
        self._generations = Generations(self._places.index)
        self._shelf: Shelf | None = None
        self._refused = ""
        self._progress: Progress | None = None
        self._lock = threading.Lock()

    def ingestor(self) -> Ingestor:
        """What writes this library's index."""
        return Ingestor(self._places, self._embedder, self._settings.chroma_url)

    def shelf(self) -> Shelf:
        """The newest generation that can be read; words alone while there is none.

        Raises ConfigurationError when there is nothing at all to read.
        """
        shelf = self._shelf
        if shelf and self._is_newest(shelf):
            return shelf
        with self._lock:
            if self._shelf is None or not self._is_newest(self._shelf):
                self._shelf = self._opened() or self._shelf or self._words_only()
            return self._shelf

    def _is_newest(self, shelf: Shelf) -> bool:
        """Whether no newer generation is in force but one that was tried and cannot be read."""
        return self._generations.current() in (shelf.generation, self._refused)

    def prepare(self, progress: Callable[[Progress], None] | None = None) -> None:
        """Bring our own knowledge into the index and open it; whatever fails becomes a notice."""

        def show(made: Progress) -> None:
            self._progress = made
            if progress:
                progress(made)

        opened = None
        try:
            report = self.ingestor().ingest(progress=show)
            opened = self._opened()
            if opened is None and report.passages:
                self.ingestor().ingest(force=True, progress=show)
                opened = self._opened()
                report.repaired = True
            if report.repaired:
                self.notices.append("索引有损坏，或者是另一个版本的，已经重建。")
            self.notices += [f"{name}：{fault}" for name, fault in report.faults.items()]
        except BotError as error:
            _log.warning("index not built: %s", type(error).__name__)
            opened = self._opened()
            if not (opened and isinstance(error, BusyError)):
                self.notices.append(str(error))
        finally:
            self._progress = None
        with self._lock:
            self._shelf = opened or self._shelf or self._words_only()

    def status(self) -> AssistantStatus:
        """Whether everything is there yet, and what is missing."""
        shelf = self._shelf
        ready = shelf is not None and (bool(shelf.generation) or self._embedder is None)
        notice = "；".join(self.notices)
        if shelf is not None and shelf.retriever.lexical_only:
            kind = "现在只按关键词查找" if self._embedder is None else "向量还没准备好，先按关键词查找"
            notice = "；".join(filter(None, (notice, f"{kind},结果可能差一点。")))
        return AssistantStatus(ready, self._progress, notice)

    def _opened(self) -> Shelf | None:
        """The current generation if it is whole, holds something and was built by the embedder in use."""
        name = self._refused = self._generations.current()
        if not name:
            return None
        try:
            contents = self._generations.read(name)
            if contents.embedder != self.ingestor().embedder_name or not contents.passages:
                return None
            shelf = self._shelved(name, contents, self._store(name, contents))
        except StorageError as error:
            _log.warning("generation %s cannot be opened: %s", name, error)
            return None
        self._refused = ""
        return shelf

    def _store(self, name: str, contents: Contents) -> VectorStore | None:
        """The generation's vectors, tried with a known question; StorageError when they are damaged."""
        if self._embedder is None:
            return None
        client = store.client(self._places.index / name / "chroma", self._settings.chroma_url)
        opened = store.opened(client, name)
        unit = units_of(contents)[0]
        if not opened.healthy(unit.id, self._embedder.passages([unit.text])[0]):
            raise StorageError("索引里的向量已损坏，需要重建。")
        return opened

    def _words_only(self) -> Shelf:
        """Our knowledge and what was indexed before, searched by words alone."""
        contents = self.ingestor().read_only()
        if not contents.passages:
            raise ConfigurationError("没有可用的知识文件：请检查 knowledge 文件夹，或用 ingest 导入资料。")
        return self._shelved("", contents, None)

    def _shelved(self, name: str, contents: Contents, vectors: VectorStore | None) -> Shelf:
        retriever = Retriever(contents, self.glossary, self.ranking, vectors, self._embedder)
        return Shelf(name, contents, retriever, QuestionReader(self.glossary, _texts(contents)))

    def _load_glossary(self) -> Glossary:
        """The glossary; a broken one costs synonyms, not the start."""
        try:
            return Glossary.load(self.knowledge / GLOSSARY_FILE)
        except ConfigurationError as error:
            self.notices.append(str(error))
            return Glossary(GlossaryFile())

    def _index_folder(self) -> Path:
        """Where the index lives; a folder for this run alone when the data folder cannot be written."""
        folder = self._settings.bot_data_dir / "index"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            self.lasting = False
            self.notices.append("数据文件夹不能写，这次的索引只在本次运行有效；请检查权限和剩余空间。")
            # Goes with this object, at the latest when the process ends.
            self._temporary = tempfile.TemporaryDirectory(prefix="kefu-index-", ignore_cleanup_errors=True)
            return Path(self._temporary.name)


def _texts(contents: Contents) -> list[str]:
    """Everything that shows which words are used here: the passages and the questions about them."""
    asks = [ask for group in contents.questions.values() for ask in group]
    return [*(passage.text for passage in contents.passages), *asks]
