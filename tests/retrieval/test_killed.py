"""`kill -9` at any moment of an ingestion leaves the old index or the new one, whole and answering."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import killed
import pytest
from corpus import HashingEmbedder, article, contents_now, quick, small_knowledge, texts_now

from bot.retrieval import store
from bot.retrieval.index import Generations
from bot.retrieval.ingest import Ingestor, Places
from bot.retrieval.units import units_of

POINTS = 20
OLD = "双方对获知的对方信息承担保密义务。"
NEW = "保密义务在合同结束后继续两年。"

_processes: Any = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["killed", "chromadb", "langchain_chroma"])


def _run(target: Callable[..., None], *arguments: object, seconds: float | None = None) -> int:
    """The exit code of a process that runs `target`; it is killed after `seconds`."""
    process = _processes.Process(target=target, args=arguments)
    process.start()
    if seconds is not None:
        time.sleep(seconds)
        process.kill()
    process.join(60)
    return int(process.exitcode)


def _changed(knowledge: Path) -> None:
    (knowledge / "articles" / "secrecy.md").write_text(article("secrecy", NEW), encoding="utf-8")


def _old_or_new(places: Places) -> None:
    """The index is whole and holds one of the two texts; the next ingestion brings the new one."""
    texts = texts_now(places)
    assert len(texts) == 5
    assert (OLD in texts) != (NEW in texts)
    assert quick(places).ingest().faults == {}
    assert texts_now(places) & {OLD, NEW} == {NEW}
    assert not list(places.index.glob("building-*"))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """An index of the old text with a generation before it, without vectors, and files changed since."""
    folder = tmp_path_factory.mktemp("killed")
    places = Places(small_knowledge(folder / "knowledge"), folder / "index")
    quick(places).ingest()
    quick(places).ingest(force=True)
    _changed(places.knowledge)
    return places


@pytest.fixture(scope="module")
def steps(before: Places, tmp_path_factory: pytest.TempPathFactory) -> int:
    """How many steps on its files an ingestion takes that nobody kills."""
    folder = tmp_path_factory.mktemp("counted")
    shutil.copytree(before.index, folder / "index")
    assert _run(killed.ingest_and_count, before.knowledge, folder / "index", 0, folder / "steps") == 0
    return int((folder / "steps").read_text(encoding="utf-8"))


@pytest.mark.parametrize("point", range(POINTS))
def test_at_a_step(point: int, before: Places, steps: int, tmp_path: Path) -> None:
    assert steps >= POINTS
    at = 1 + point * (steps - 1) // (POINTS - 1)
    places = Places(before.knowledge, Path(shutil.copytree(before.index, tmp_path / "index")))
    assert _run(killed.ingest_and_count, places.knowledge, places.index, at, tmp_path) == -signal.SIGKILL
    if point in (0, POINTS - 1):
        assert (NEW if point else OLD) in texts_now(places)
    _old_or_new(places)


@pytest.mark.parametrize("point", [1, 7, 13, 19])
def test_in_the_first_ingestion_of_all(point: int, before: Places, steps: int, tmp_path: Path) -> None:
    places = Places(before.knowledge, tmp_path / "index")
    _run(killed.ingest_and_count, places.knowledge, places.index, point * steps // POINTS, tmp_path)
    assert quick(places).ingest().faults == {}
    assert NEW in texts_now(places)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_while_vectors_are_written(share: float, tmp_path: Path, whole_seconds: float) -> None:
    places = Places(small_knowledge(tmp_path / "knowledge"), tmp_path / "index")
    Ingestor(places, HashingEmbedder()).ingest()
    _changed(places.knowledge)
    _run(killed.ingest_with_vectors, places.knowledge, places.index, seconds=share * whole_seconds)
    name = Generations(places.index).current()
    contents = contents_now(places)
    opened = store.opened(store.client(places.index / name / "chroma", ""), name)
    for unit in units_of(contents):
        assert opened.healthy(unit.id, HashingEmbedder().query(unit.text))
    texts = texts_now(places)
    assert len(texts) == 5
    assert (OLD in texts) != (NEW in texts)


@pytest.fixture(scope="module")
def whole_seconds(tmp_path_factory: pytest.TempPathFactory) -> float:
    """How long an ingestion with vectors takes that nobody kills, in a process that is warm."""
    folder = tmp_path_factory.mktemp("whole")
    places = Places(small_knowledge(folder / "knowledge"), folder / "index")
    started = time.perf_counter()
    assert _run(killed.ingest_with_vectors, places.knowledge, places.index) == 0
    return time.perf_counter() - started
