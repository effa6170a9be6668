"""The web server: the page mounted on FastAPI, security headers, a health check, and a port to listen on."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ConfigurationError, StorageError
from bot.settings import Settings
from bot.storage import Store
from bot.web.opening import FrontDoor, Opening

if TYPE_CHECKING:
    from fastapi import FastAPI

log = logging.getLogger(__name__)

DEFAULT_PORT = 7860
CONCURRENT_VIEWS = 64
PAGE_FIRST = 0.5
"""Seconds that the first page gets before the index is opened."""
LARGEST_UPLOAD = "20mb"


def make_app(door: FrontDoor, store: Store, knowledge: Path) -> FastAPI:
    """The whole web application on `door`, `store` and the folder of our knowledge, ready for any ASGI server."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    import gradio as gr
    from fastapi import FastAPI
    from fastapi.responses import JSONResponse

    from bot.web.clause_routes import clause_routes
    from bot.web.desk import Desk
    from bot.web.drafting import Drafting
    from bot.web.look import head, theme
    from bot.web.middleware import Guard
    from bot.web.page import build_page
    from bot.web.paper_routes import paper_routes
    from bot.web.review_routes import review_routes
    from bot.web.reviews import Reviews
    from bot.web.upload_routes import upload_routes
    from bot.web.uploads import Uploads
    from bot.web.words import chinese

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Guard)

    @app.get("/healthz")
    def healthz() -> JSONResponse:
        return JSONResponse({"ok": True, "ready": door.status().ready})

    drafting, uploads = Drafting(store, knowledge), Uploads(store.folder / "uploads")
    uploads.sweep(store.every())
    app.include_router(paper_routes(drafting))
    app.include_router(clause_routes(drafting))
    app.include_router(upload_routes(uploads))
    app.include_router(review_routes(Reviews(store, door, knowledge), drafting))
    page = build_page(Desk(door, store, uploads), drafting)
    page.queue(default_concurrency_limit=CONCURRENT_VIEWS, api_open=False)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=theme(),
        head=head(),
        i18n=chinese(),
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=LARGEST_UPLOAD,
        ssr_mode=False,
    )
    return mounted


def open_store(folder: Path) -> tuple[Store, str]:
    """The store under `folder`; when that cannot be written, one that lasts until the end of the process.

    The second value is the sentence that says so, or empty.
    """
    try:
        return Store(folder / "web.sqlite3"), ""
    except StorageError as error:
        import tempfile

        log.error("the data folder cannot be written; conversations are kept in a temporary folder")
        temporary = Path(tempfile.mkdtemp(prefix="desk-"))
        return Store(temporary / "web.sqlite3"), f"{error}在那之前，会话只保留到服务关闭。"


def free_port(host: str, port: int | None) -> tuple[socket.socket, str]:
    """A listening socket, and a sentence when it is not the usual port.

    With `port` given it is that one or none. Raises ConfigurationError when there is none.
    """
    wanted = DEFAULT_PORT if port is None else port
    tries = [wanted] if port is not None else list(range(wanted, wanted + 40))
    for number in tries:
        if listener := _listen(host, number):
            word = "" if number == wanted else f"端口 {wanted} 已被占用，改用 {number}。"
            return listener, word
    if port is not None:
        raise ConfigurationError(f"端口 {port} 用不了(多半已被占用)。换一个端口，或先关掉占用它的程序。")
    raise ConfigurationError(f"端口 {wanted} 到 {tries[-1]} 都被占用。请用 --port 指定一个空闲的端口。")


def _listen(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError:
        listener.close()
        return None
    return listener


def serve(settings: Settings, host: str = "127.0.0.1", port: int | None = None) -> int:
    """Serve the page until it is interrupted; returns the exit code.

    Raises ConfigurationError when there is no port to listen on.
    """
    listener, word = free_port(host, port)
    _log_to(settings.bot_data_dir)
    door = Opening(lambda: _build(settings))
    store, warning = open_store(settings.bot_data_dir)
    for line in filter(None, (word, warning)):
        _tell(line)
    app = make_app(door, store, settings.bot_knowledge_dir)
    shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    _tell(f"客服合同助手已就绪：http://{shown}:{listener.getsockname()[1]}（按 Ctrl+C 关闭）")
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_run(app, listener, door))
    return 0


async def _run(app: FastAPI, listener: socket.socket, door: Opening) -> None:
    """Serve, and open the door once the page can be had: both at once would make the page wait."""
    import uvicorn

    def open_door() -> None:
        door.open()
        threading.Thread(target=_tell_progress, args=(door,), daemon=True).start()

    asyncio.get_running_loop().call_later(PAGE_FIRST, open_door)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=2
    )
    await uvicorn.Server(config).serve(sockets=[listener])


def _build(settings: Settings) -> FrontDoor:
    from bot.assistant import build_assistant

    return build_assistant(settings)


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def _tell_progress(door: Opening) -> None:
    """Say on the terminal how far the index is, whenever that has changed, until it is ready."""
    told = ""
    while True:
        state = door.status()
        progress = state.progress
        counts = f" {progress.done} / {progress.total} {progress.unit}" if progress else ""
        line = f"{state.notice or '正在整理资料'}{counts}"
        if state.ready and not progress:
            _tell("资料已备好。" if not state.notice else state.notice)
            return
        if line != told:
            _tell(line)
            told = line
        time.sleep(2.0)


def _log_to(folder: Path) -> None:
    """Log to a file under the data folder, which never holds words of a conversation or a document."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(folder / "web.log", encoding="utf-8")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        logging.getLogger("bot").addHandler(handler)
        logging.getLogger("bot").setLevel(logging.INFO)
