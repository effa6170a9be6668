"""A server with a scripted front door, a server with the real one, and a browser; each started once."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from scripted_door import ScriptedDoor

from bot.drafting.session.draft import History
from bot.settings import PROJECT, Settings
from bot.storage import Store
from bot.web.opening import FrontDoor, Opening
from bot.web.owner import COOKIE
from bot.web.serve import free_port, make_app

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


expect.set_options(timeout=15_000)  # as the contexts below: a busy machine is slow, not wrong


@dataclass(frozen=True)
class Served:
    """A running server, with what stands behind it."""

    url: str
    store: Store
    door: FrontDoor


def serve_in_thread(door: FrontDoor, folder: Path) -> Iterator[Served]:
    store = Store(folder / "web.sqlite3")
    listener, _ = free_port("127.0.0.1", 0)
    server = uvicorn.Server(
        uvicorn.Config(
            make_app(door, store, PROJECT / "knowledge"), log_config=None, timeout_graceful_shutdown=1
        )
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}/", store, door)
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def scripted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve_in_thread(ScriptedDoor(), tmp_path_factory.mktemp("scripted"))


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page on the real assistant, our own knowledge, by words alone (building vectors takes minutes), and no model."""
    from bot.assistant import build_assistant

    folder = tmp_path_factory.mktemp("real")
    settings = Settings(_env_file=None, bot_data_dir=folder, openai_model="", embeddings="none")  # type: ignore[call-arg]
    yield from serve_in_thread(Opening(lambda: build_assistant(settings)).open(), folder)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A headless Chromium: the system's, where there is one."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def kept_browser(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser with a profile on disk: the page's scripts are compiled once and not for every test."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path_factory.mktemp("profile"),
        executable_path=shutil.which("chromium"),
        args=list(FLAGS),
        viewport={"width": 1440, "height": 900},
        locale="zh-CN",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def reader(kept_browser: BrowserContext) -> Iterator[BrowserContext]:
    """The browser of somebody who has never been here, at a desk: as `visitor` makes it, and faster."""
    kept_browser.clear_cookies()
    kept_browser.clear_permissions()
    kept_browser.set_offline(False)
    yield kept_browser
    for page in kept_browser.pages[1:]:  # without a page of its own the browser would end
        page.close()


@pytest.fixture
def visitor(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, each a person of its own; they are closed after the test."""
    contexts: list[BrowserContext] = []

    def arrive(width: int = 1440, height: int = 900, dark: bool = False) -> BrowserContext:
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            has_touch=width < 500,
            is_mobile=width < 500,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def page(reader: BrowserContext, scripted: Served) -> Page:
    """A fresh visitor's page on the scripted front door."""
    return opened(reader, scripted)


def opened(context: BrowserContext, served: Served) -> Page:
    page = context.new_page()
    page.goto(served.url)
    page.wait_for_selector(".welcome .ask")
    page.wait_for_function("() => window.desk && document.querySelector('#composer.empty')")
    return page


def owner_of(page: Page) -> str:
    """The owner whose cookie the page's browser holds."""
    return next(str(cookie["value"]) for cookie in page.context.cookies() if cookie["name"] == COOKIE)


def with_draft(page: Page, served: Served, history: History) -> Page:
    """Put a draft into the conversation on the page, and wait until its paper is there."""
    conversation = page.evaluate("desk.conversation")
    assert served.store.save_draft(owner_of(page), conversation, history.model_dump_json(), 0) == 1
    page.evaluate("desk.paper.refresh()")
    page.wait_for_selector("body.has-paper #paper .contract", state="attached")
    return page


def ask(page: Page, text: str, wait: bool = True) -> None:
    """Write a question, send it with Enter, and wait until its answer has ended."""
    before = page.locator("#chat .answer").count()
    page.fill("#question", text)
    page.press("#question", "Enter")
    page.wait_for_function("n => document.querySelectorAll('#chat .answer').length > n", arg=before)
    if wait:
        settle(page)


def settle(page: Page) -> None:
    page.wait_for_function(
        "() => !document.querySelector('#chat .answer.writing') && !document.body.classList.contains('sending')"
    )
