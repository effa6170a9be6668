"""Starting the server: ports, folders, headers, the command, and the page on the real assistant."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from conftest import Served, ask, opened
from playwright.sync_api import BrowserContext, expect

from bot.conversation import Turn
from bot.errors import ConfigurationError
from bot.statutes.database import Statutes
from bot.storage import SavedTurn
from bot.web.owner import new_cookie
from bot.web.serve import DEFAULT_PORT, free_port, open_store

APP = Path(__file__).parents[2] / "app.py"


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def test_a_given_port_that_is_taken_is_an_error(taken: int) -> None:
    with pytest.raises(ConfigurationError, match=f"端口 {taken} 用不了"):
        free_port("127.0.0.1", taken)


def test_the_usual_port_gives_way_to_the_next_free_one() -> None:
    first, _ = free_port("127.0.0.1", None)
    second, word = free_port("127.0.0.1", None)
    number = second.getsockname()[1]
    first.close()
    second.close()
    assert word == f"端口 {DEFAULT_PORT} 已被占用，改用 {number}。"


def test_a_folder_that_cannot_be_written_costs_only_the_keeping(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store, warning = open_store(tmp_path / "file")
    assert "只保留到服务关闭" in warning
    store.save("me", "c", (SavedTurn(Turn("user", "问")),))
    assert len(store.load("me", "c")) == 1


@pytest.mark.parametrize(
    ("header", "given"),
    [("", True), ("desk_owner=short", True), ("a=b; desk_owner=" + "x" * 43, False), ("bad;;;=,", True)],
)
def test_only_a_visitor_without_an_owner_is_given_one(header: str, given: bool) -> None:
    cookie = new_cookie(header)
    assert (cookie is not None) is given
    if cookie:
        assert re.fullmatch(r"desk_owner=[\w-]{43}; Path=/; Max-Age=\d+; HttpOnly; SameSite=Strict", cookie)


def test_what_every_response_carries_and_what_is_not_served(scripted: Served) -> None:
    with httpx.Client(base_url=scripted.url) as client:
        assert client.get("/healthz").json() == {"ok": True, "ready": True}
        front = client.get("/")
        assert "connect-src 'self'" in front.headers["content-security-policy"]
        assert "font-src 'self'" in front.headers["content-security-policy"]
        assert not re.findall(r"""(?:src|href)=["']https?://""", front.text)
        named = client.get("/gradio_api/info").json()["named_endpoints"]
        assert named == {}
        assert client.get("/gradio_api/runs").status_code == 404
        assert client.get("/gradio_api/file=app.py").status_code in (403, 404)


def test_the_command_serves_until_it_is_interrupted_and_logs_no_words(tmp_path: Path) -> None:
    listener, _ = free_port("127.0.0.1", 0)
    port = listener.getsockname()[1]
    listener.close()
    command = [sys.executable, str(APP), "--port", str(port)]
    environment = {"BOT_DATA_DIR": str(tmp_path), "PATH": "", "PYTHONPATH": str(APP.parent)}
    with subprocess.Popen(
        command, env=environment, stderr=subprocess.PIPE, text=True, cwd=tmp_path
    ) as process:
        assert process.stderr
        said = process.stderr.readline()
        assert f"http://127.0.0.1:{port}" in said
        assert httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=20).json()["ok"]
        again = subprocess.run(
            command, env=environment, capture_output=True, text=True, cwd=tmp_path, timeout=60
        )
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(20) == 0
    assert (again.returncode, again.stderr.strip()[:8]) == (3, f"端口 {port}"[:8])
    assert "Traceback" not in rest + again.stderr


@pytest.mark.browser
def test_the_real_assistant_answers_on_the_page_with_sources(
    visitor: Callable[..., BrowserContext], real: Served
) -> None:
    page = opened(visitor(), real)
    assert page.locator(".welcome .ask").count() == 6
    ask(page, "正常解约要提前多久通知对方？")
    expect(page.locator(".answer.kind-answer .leaf")).to_contain_text("一个月")
    page.locator(".answer .cite").first.click()
    expect(page.locator("#sheet mark")).to_contain_text("一个月")
    expect(page.locator("#sheet")).to_contain_text("随产品提供的资料")
    ask(page, "火锅底料怎么炒？")
    expect(page.locator(".answer.kind-refusal .leaf")).to_be_visible()
    page.locator(".next .ask").first.click()
    expect(page.locator(".answer")).to_have_count(3)


@pytest.mark.browser
def test_an_article_on_the_real_page_is_the_database_s_word_for_word(
    visitor: Callable[..., BrowserContext], real: Served
) -> None:
    page = opened(visitor(390, 844, True), real)
    ask(page, "民法典第585条怎么说？")
    page.locator(".answer .cite.law").first.tap()
    statutes = Statutes.open()
    law = statutes.law("民法典")
    assert law
    article = statutes.article(law, 585)
    assert article
    expect(page.locator("#sheet h2")).to_have_text("中华人民共和国民法典")
    expect(page.locator("#sheet")).to_contain_text(f"现行有效 · {law.version} 的文本")
    shown = page.locator("#sheet mark p").all_inner_texts()
    assert "".join(shown) == re.sub(r"\s", "", article.text)
