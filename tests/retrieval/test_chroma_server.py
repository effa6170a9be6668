"""The same index on a Chroma server, by one setting."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from corpus import ENDING, article, small_knowledge

from bot.errors import StorageError
from bot.retrieval import store
from bot.retrieval.index import Generations
from bot.retrieval.library import Library
from bot.settings import load_settings

ANSWER = ENDING.split("\n\n")[0]


def _started(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server of its own on a free port; the test is skipped where it does not start."""
    command = shutil.which("chroma", path=str(Path(sys.executable).parent)) or shutil.which("chroma")
    if command is None:
        pytest.skip("the chroma command is not installed")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    words = [command, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.1)
    process.kill()
    pytest.skip("chroma run did not start")


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, url = _started(tmp_path_factory.mktemp("server"))
    yield url
    process.kill()
    process.wait(10)


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    return small_knowledge(tmp_path / "knowledge")


@pytest.fixture
def on_server(knowledge: Path, tmp_path: Path, url: str) -> Library:
    made = Library(load_settings(bot_knowledge_dir=knowledge, bot_data_dir=tmp_path / "data", chroma_url=url))
    made.prepare()
    return made


def _best(library: Library) -> str:
    shelf = library.shelf()
    assert not shelf.retriever.lexical_only
    return shelf.retriever.search(shelf.reader.read("提前一个月书面说明")).hits[0].passage.text


def _collections(client: Any) -> set[str]:
    return {collection.name for collection in client.list_collections()}


def test_it_is_built_and_searched_there(on_server: Library, tmp_path: Path, url: str) -> None:
    assert on_server.status().notice == ""
    assert _best(on_server) == ANSWER
    assert on_server.shelf().generation in _collections(store.client(None, url))
    assert not list((tmp_path / "data").rglob("chroma.sqlite3")), "no vectors beside the server's"


def test_cosine_points_the_same_way(url: str) -> None:
    client = store.client(None, url)
    vectors = np.array([[1, 0], [-1, 0]], dtype=np.float32)
    store.build(client, "gen-direction", ["same", "opposite"], ["same", "opposite"], vectors)
    found = store.opened(client, "gen-direction").search(vectors[0], 2)
    assert [(unit, round(cosine, 5)) for unit, cosine in found] == [("same", 1.0), ("opposite", -1.0)]
    store.dropped(client, "gen-direction")


def test_old_generations_go_from_the_server_too(
    on_server: Library, knowledge: Path, tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Generations, "keep_seconds", -1.0)
    client = store.client(None, url)
    others = _collections(client) - {on_server.shelf().generation}
    killed = tmp_path / "data" / "index" / "building-gen-killed"
    killed.mkdir()
    store.build(client, "gen-killed", ["a"], ["a"], np.ones((1, 2), dtype=np.float32))
    for number in range(3):
        text = article("payment", f"付款方式的第{number}版。")
        (knowledge / "articles" / "payment.md").write_text(text, encoding="utf-8")
        on_server.prepare()
    kept = {folder.name for folder in (tmp_path / "data" / "index").glob("gen-*")}
    assert len(kept) == 2
    assert _collections(client) - others == kept


def test_a_server_that_lost_the_vectors(on_server: Library, url: str) -> None:
    lost = on_server.shelf().generation
    store.dropped(store.client(None, url), lost)
    on_server.prepare()
    assert "已经重建" in on_server.status().notice
    assert on_server.shelf().generation != lost
    assert _best(on_server) == ANSWER


def test_a_server_that_goes_away(knowledge: Path, tmp_path: Path) -> None:
    process, url = _started(tmp_path / "server")
    settings = load_settings(bot_knowledge_dir=knowledge, bot_data_dir=tmp_path / "data", chroma_url=url)
    library = Library(settings)
    library.prepare()
    process.kill()
    process.wait(10)
    shelf = library.shelf()
    with pytest.raises(StorageError, match="请检查 Chroma 服务"):
        shelf.retriever.search(shelf.reader.read("提前一个月"))

    restarted = Library(settings)
    restarted.prepare()
    assert "连不上 Chroma 服务" in restarted.status().notice
    assert "已经重建" not in restarted.status().notice
    assert restarted.shelf().retriever.lexical_only
    assert restarted.shelf().generation == ""
    assert Generations(tmp_path / "data" / "index").current()
