"""The library: the index in force is opened, built, repaired or done without, and says so."""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus import ENDING, KNOWLEDGE, article, small_knowledge
from filelock import FileLock

from bot.errors import ConfigurationError
from bot.retrieval.index import Generations
from bot.retrieval.ingest import Ingestor
from bot.retrieval.library import Library
from bot.settings import load_settings

QUESTION = "提前一个月书面说明"
ANSWER = ENDING.split("\n\n")[0]


def library(knowledge: Path, data: Path, **settings: object) -> Library:
    return Library(load_settings(bot_knowledge_dir=knowledge, bot_data_dir=data, **settings))


def best(opened: Library) -> str:
    """The words of the passage that comes first for a question."""
    shelf = opened.shelf()
    return shelf.retriever.search(shelf.reader.read(QUESTION)).hits[0].passage.text


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small corpus indexed with the real embedding: knowledge and data folder."""
    folder = tmp_path_factory.mktemp("library")
    made = library(small_knowledge(folder / "knowledge"), folder / "data")
    made.prepare()
    assert made.status().ready
    assert made.status().notice == ""
    return folder / "knowledge", folder / "data"


@pytest.fixture
def copied(small: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """A copy of the data folder that a test may damage."""
    return small[0], Path(shutil.copytree(small[1], tmp_path / "data"))


def test_an_index_that_is_there_is_opened(copied: tuple[Path, Path]) -> None:
    opened = library(*copied)
    before = Generations(copied[1] / "index").current()
    opened.prepare()
    assert opened.shelf().generation == before
    assert not opened.shelf().retriever.lexical_only
    assert best(opened) == ANSWER


def _manifest(index: Path, current: Path) -> None:
    (current / "manifest.json").write_text("{garbage", encoding="utf-8")


def _incomplete(index: Path, current: Path) -> None:
    (current / "manifest.json").write_text('{"format": 2, "embedder": "x"}', encoding="utf-8")


def _format(index: Path, current: Path) -> None:
    path = current / "manifest.json"
    path.write_text(
        path.read_text(encoding="utf-8").replace('"format": ', '"format": 9', 1), encoding="utf-8"
    )


def _sqlite(index: Path, current: Path) -> None:
    (current / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 999)


def _cut_sqlite(index: Path, current: Path) -> None:
    os.truncate(current / "chroma" / "chroma.sqlite3", 5000)


def _segments(index: Path, current: Path) -> None:
    for path in (current / "chroma").iterdir():
        if path.is_dir():
            shutil.rmtree(path)


def _collection(index: Path, current: Path) -> None:
    shutil.rmtree(current / "chroma")


def _cache_too(index: Path, current: Path) -> None:
    _sqlite(index, current)
    (index / "vectors.sqlite").write_bytes(b"no database" * 999)


@pytest.mark.parametrize(
    "damage", [_manifest, _incomplete, _format, _sqlite, _cut_sqlite, _collection, _cache_too]
)
def test_a_damaged_index_is_built_anew_and_says_so(
    damage: Callable[[Path, Path], None], copied: tuple[Path, Path]
) -> None:
    index = copied[1] / "index"
    broken = Generations(index).current()
    damage(index, index / broken)
    opened = library(*copied)
    assert best(opened) == ANSWER, "by words alone, before anything is repaired"
    opened.prepare()
    assert "已经重建" in opened.status().notice
    assert opened.status().ready
    assert opened.shelf().generation not in ("", broken)
    assert not opened.shelf().retriever.lexical_only
    assert best(opened) == ANSWER


def test_lost_graph_files_are_noticed(prepared_copy: Path) -> None:
    """Chroma opens such an index and finds nothing in it. A small one has no graph files, so this is ours whole."""
    index = prepared_copy / "index"
    broken = Generations(index).current()
    _segments(index, index / broken)
    opened = Library(load_settings(bot_data_dir=prepared_copy))
    opened.prepare()
    assert "已经重建" in opened.status().notice
    assert opened.shelf().generation != broken
    assert not opened.shelf().retriever.lexical_only


def test_without_an_index_words_answer_at_once(tmp_path: Path) -> None:
    opened = library(small_knowledge(tmp_path / "knowledge"), tmp_path / "data")
    assert best(opened) == ANSWER
    assert not opened.status().ready
    assert "向量还没准备好" in opened.status().notice


def test_without_vectors_by_choice(tmp_path: Path) -> None:
    opened = library(small_knowledge(tmp_path / "knowledge"), tmp_path / "data", embeddings="none")
    opened.prepare()
    assert best(opened) == ANSWER
    assert opened.status().ready
    assert "只按关键词查找" in opened.status().notice
    assert not (tmp_path / "data" / "index" / "vectors.sqlite").exists()


def test_another_embedding_builds_anew(copied: tuple[Path, Path]) -> None:
    without = library(*copied, embeddings="none")
    assert without.shelf().retriever.lexical_only, "vectors of another embedding are not opened"
    without.prepare()
    assert without.shelf().generation
    again = library(*copied)
    again.prepare()
    assert not again.shelf().retriever.lexical_only
    assert best(again) == ANSWER


@pytest.mark.parametrize("data", ["{file}/data", "/proc/no-such-folder"])
def test_a_data_folder_that_cannot_be_written(
    data: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "file").write_text("", encoding="utf-8")
    folder = Path(data.format(file=tmp_path / "file"))
    opened = library(small_knowledge(tmp_path / "knowledge"), folder, embeddings="none")
    opened.prepare()
    assert "数据文件夹不能写" in opened.status().notice
    assert best(opened) == ANSWER
    assert len(list((tmp_path / "temporary").iterdir())) == 1
    del opened
    gc.collect()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.parametrize("limit", [1_000, 60_000, 150_000])
def test_a_full_disk(limit: int, small: tuple[Path, Path], tmp_path: Path) -> None:
    """No file may grow beyond `limit` bytes, which is what writing to a full disk looks like."""
    answer, notice = _in_process(_full_disk, small[0], tmp_path / "data", limit).split("|")
    assert answer == ANSWER
    assert "剩余空间" in notice
    assert "关键词" in notice


def _full_disk(pipe: Any, knowledge: Path, data: Path, limit: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    opened = library(knowledge, data)
    opened.prepare()
    pipe.send(f"{best(opened)}|{opened.status().notice}")


def _in_process(target: Callable[..., None], *arguments: object) -> str:
    """What `target` sends from a process of its own."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=target, args=(theirs, *arguments))
    process.start()
    theirs.close()
    try:
        return str(ours.recv())
    finally:
        process.join(60)


def test_a_second_process_takes_over_what_the_first_builds(
    small: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ingestor, "lock_seconds", 0.1)
    data = tmp_path / "data"
    waiting = library(small[0], data)
    with FileLock(data / "index" / "writer.lock"):
        waiting.prepare()
    assert "另一个程序正在更新索引" in waiting.status().notice
    assert waiting.shelf().retriever.lexical_only
    assert best(waiting) == ANSWER
    library(small[0], data).prepare()
    assert not waiting.shelf().retriever.lexical_only
    assert best(waiting) == ANSWER


def test_readers_go_on_while_the_index_is_written(copied: tuple[Path, Path], tmp_path: Path) -> None:
    knowledge = Path(shutil.copytree(copied[0], tmp_path / "knowledge"))
    opened = library(knowledge, copied[1])
    opened.prepare()
    seen: set[str] = set()
    faults: list[Exception] = []
    finished = threading.Event()

    def read() -> None:
        while not finished.is_set():
            try:
                assert best(opened) == ANSWER
                seen.add(opened.shelf().generation)
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
                faults.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(4):
        path = knowledge / "articles" / "payment.md"
        path.write_text(article("payment", f"付款方式的第{number}版。"), encoding="utf-8")
        opened.ingestor().ingest()
    newest = Generations(copied[1] / "index").current()
    while newest not in seen and not faults:
        finished.wait(0.05)
    finished.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(seen) >= 2


def test_broken_knowledge_is_told_and_the_rest_answers(tmp_path: Path) -> None:
    knowledge = small_knowledge(tmp_path / "knowledge")
    (knowledge / "glossary.yaml").write_text("terms: [{name: 合同, kind: 文件}]\n", encoding="utf-8")
    (knowledge / "articles" / "payment.md").write_text(
        "---\nid: payment\ntitle: x\n---\n\n坏的\n", encoding="utf-8"
    )
    (knowledge / "questions" / "ending.yaml").write_text("document: ending\nquestions: 3\n", encoding="utf-8")
    opened = library(knowledge, tmp_path / "data", embeddings="none")
    opened.prepare()
    for said in ("glossary.yaml 第1行 字段 terms.0.kind", "payment.md", "字段 kind", "ending.yaml 第2行"):
        assert said in opened.status().notice
    assert best(opened) == ANSWER


def test_without_any_knowledge_it_stops(tmp_path: Path) -> None:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    shutil.copy(KNOWLEDGE / "ranking.yaml", knowledge)
    opened = library(knowledge, tmp_path / "data", embeddings="none")
    with pytest.raises(ConfigurationError, match="没有可用的知识文件"):
        opened.prepare()
