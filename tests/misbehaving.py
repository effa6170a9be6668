"""A real HTTP server on loopback that speaks the chat and embedding protocol, and misbehaves on purpose.

    with misbehaving("cut") as server:
        settings = load_settings(openai_base_url=server.url, ...)

`server.requests` keeps what was sent (path, headers, parsed body). A mode says what an answer looks like; `text`
is what the model "writes", streamed in pieces of three characters.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SUPPORTED = "正常解约要提前一个月书面说明。[1]"
OTHER = "违约金是伍万元。[2]"

MODES: dict[str, str] = {
    "ok": f"{SUPPORTED}\n- {OTHER}",
    "401": "",
    "429": "",
    "500": "",
    "404": "",
    "400": "",
    "hang": "",
    "drip": SUPPORTED * 50,
    "cut": f"{SUPPORTED}{OTHER}后面还有",
    "error_event": f"{SUPPORTED}后面还有",
    "stall": f"{SUPPORTED}后面还有",
    "html": "",
    "garbage": "",
    "empty_choice": "",
    "empty_text": "",
    "filtered": "抱歉,",
    "length": f"{SUPPORTED}违约金是伍万",
    "refusal": "抱歉,作为AI我无法回答这个问题。",
    "invented_figures": f"{SUPPORTED}违约金是八万元。[2]每天5‰。[1]",
    "unknown_markers": f"{SUPPORTED}违约金是伍万元。[9]双方协商解决。[7][8]",
    "no_markers": "正常解约要提前一个月书面说明。违约金是伍万元。",
    "think": f"<think>先看[1]。提前三个月。[1]\n再想</think>\n{SUPPORTED}",
    "reasoning": SUPPORTED,
    "echo": "",
}


@dataclass
class Misbehaving:
    """A running server: its `url` ends in /v1, and `requests` is its history."""

    mode: str
    text: str
    url: str = ""
    key_in_error: bool = False
    requests: list[dict[str, Any]] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    disconnected: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output quiet."""

    def do_POST(self) -> None:
        state = self.server.state
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        state.requests.append(
            {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}, "body": body}
        )
        try:
            if self.path.endswith("/embeddings"):
                self._embed(state, body)
            else:
                _ANSWERS.get(state.mode, _say)(self, state)
        except (BrokenPipeError, ConnectionResetError):
            state.disconnected.set()

    def reply(self, status: int, body: str, kind: str = "application/json") -> None:
        """A whole answer at once."""
        data = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def begin(self) -> None:
        """The head of an event stream."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, payload: Any) -> None:
        """One event of the stream."""
        text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
        self.wfile.write(f"data: {text}\n\n".encode())
        self.wfile.flush()

    def piece(self, text: str | None, finish: str | None = None, **delta: Any) -> None:
        """One piece of the model's text."""
        content = {} if text is None else {"content": text}
        choice = {"index": 0, "delta": {**content, **delta}, "finish_reason": finish}
        self.event(
            {"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": [choice]}
        )

    def _embed(self, state: Misbehaving, body: dict[str, Any]) -> None:
        if state.mode in _FAILURES:
            return _fail(self, state)
        if state.mode == "html":
            return _html(self, state)
        if state.mode == "hang":
            return _hang(self, state)
        texts: Sequence[str] = body["input"]
        data = [
            {"object": "embedding", "index": at, "embedding": [float(len(text)), 1.0]}
            for at, text in enumerate(texts)
        ]
        if state.mode == "short":
            data.pop()
        # Out of order on purpose: the index counts, not the place.
        self.reply(
            200,
            json.dumps(
                {
                    "object": "list",
                    "data": data[::-1],
                    "model": "m",
                    "usage": {"prompt_tokens": 1, "total_tokens": 1},
                }
            ),
        )
        return None


def _say(handler: _Handler, state: Misbehaving) -> None:
    handler.begin()
    for at in range(0, len(state.text), 3):
        handler.piece(state.text[at : at + 3])
    handler.piece(
        None, "length" if state.mode == "length" else "content_filter" if state.mode == "filtered" else "stop"
    )
    handler.event("[DONE]")


_FAILURES = {
    "401": (401, "invalid_api_key"),
    "404": (404, "model_not_found"),
    "400": (400, "context_length_exceeded"),
    "429": (429, "rate_limit_exceeded"),
    "500": (500, "server_error"),
}


def _fail(handler: _Handler, state: Misbehaving) -> None:
    status, code = _FAILURES[state.mode]
    # Real endpoints repeat the key in their message.
    message = f"wrong: {handler.headers['Authorization']}"
    handler.reply(status, json.dumps({"error": {"message": message, "type": code, "code": code}}))


def _hang(_: _Handler, state: Misbehaving) -> None:
    state.released.wait(30)


def _drip(handler: _Handler, state: Misbehaving) -> None:
    handler.begin()
    for char in state.text:
        handler.piece(char)
        if state.released.wait(0.1):
            return


def _partial(handler: _Handler, state: Misbehaving) -> None:
    handler.begin()
    for at in range(0, len(state.text), 3):
        handler.piece(state.text[at : at + 3])
    if state.mode == "error_event":
        handler.event(
            {"error": {"message": f"overloaded {handler.headers['Authorization']}", "type": "server_error"}}
        )
    if state.mode == "stall":
        state.released.wait(30)


def _html(handler: _Handler, _: Misbehaving) -> None:
    handler.reply(200, "<!doctype html><html><body>登录网关</body></html>", "text/html")


def _garbage(handler: _Handler, _: Misbehaving) -> None:
    handler.begin()
    handler.event('{"choices": [{"delta": {"conte')
    handler.event("\x00\x01 not json")


def _empty_choice(handler: _Handler, _: Misbehaving) -> None:
    handler.begin()
    handler.event({"id": "c", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": []})
    handler.event("[DONE]")


def _reasoning(handler: _Handler, state: Misbehaving) -> None:
    handler.begin()
    handler.piece(None, reasoning_content="先想一想。提前三个月。[1]")
    handler.piece(state.text)
    handler.piece(None, "stop")
    handler.event("[DONE]")


def _echo(handler: _Handler, state: Misbehaving) -> None:
    messages = state.requests[-1]["body"]["messages"]
    state.text = "\n".join(str(message["content"]) for message in messages)
    _say(handler, state)


_ANSWERS: dict[str, Callable[[_Handler, Misbehaving], None]] = {
    **dict.fromkeys(_FAILURES, _fail),
    "hang": _hang,
    "drip": _drip,
    "cut": _partial,
    "error_event": _partial,
    "stall": _partial,
    "html": _html,
    "garbage": _garbage,
    "empty_choice": _empty_choice,
    "reasoning": _reasoning,
    "echo": _echo,
}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, state: Misbehaving) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        state.url = f"http://127.0.0.1:{self.server_address[1]}/v1"


@contextmanager
def misbehaving(mode: str, text: str | None = None) -> Iterator[Misbehaving]:
    """A server in `mode` (a key of MODES, or `short` for embeddings), writing `text` or the mode's own."""
    state = Misbehaving(mode, MODES.get(mode, "") if text is None else text)
    server = _Server(state)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
