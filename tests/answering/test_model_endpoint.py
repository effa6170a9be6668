"""Chat and embedding endpoints that fail in every way, over real HTTP: what is raised, how soon, what is logged."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Any

import pytest
from misbehaving import SUPPORTED, Misbehaving, misbehaving

from bot import models
from bot.errors import ConfigurationError
from bot.settings import Settings, load_settings

KEY = "sk-very-secret-0123456789"


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """The library's import must not count against the deadlines below."""
    models.chat_model(load_settings(openai_model="m", openai_base_url="http://127.0.0.1:9/v1"))


def settings(server: Misbehaving | None = None, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "openai_base_url": server.url if server else "http://127.0.0.1:9/v1",
        "openai_api_key": KEY,
        "openai_model": "m",
        "embeddings_model": "e",
        "openai_timeout": 0.8,
        "openai_deadline": 10.0,
        "openai_retries": 0,
    }
    return load_settings(**(values | changes))


def said(setup: Settings, stop: threading.Event | None = None) -> str:
    return "".join(models.stream_chat(models.chat_model(setup), "问题", setup, stop))


FAILURES: list[tuple[str, type[models.ProviderError], str]] = [
    ("401", models.ProviderRefusedKey, "OPENAI_API_KEY"),
    ("404", models.ProviderRejected, "OPENAI_MODEL"),
    ("400", models.ProviderRejected, "OPENAI_CONTEXT_TOKENS"),
    ("429", models.ProviderBusy, "余额"),
    ("500", models.ProviderBroken, "稍后再试"),
    ("hang", models.ProviderSlow, "OPENAI_TIMEOUT"),
    ("drip", models.ProviderSlow, "OPENAI_DEADLINE"),
    ("stall", models.ProviderSlow, "OPENAI_TIMEOUT"),
    ("cut", models.ProviderCut, "网络"),
    ("error_event", models.ProviderBroken, "稍后再试"),
    ("html", models.ProviderGarbled, "OPENAI_BASE_URL"),
    ("garbage", models.ProviderGarbled, "OPENAI_BASE_URL"),
    ("empty_choice", models.ProviderEmpty, "OPENAI_MODEL"),
    ("empty_text", models.ProviderEmpty, "OPENAI_MODEL"),
    ("filtered", models.ModelRefused, "换个问法"),
]


@pytest.mark.parametrize(("mode", "kind", "advice"), FAILURES, ids=[row[0] for row in FAILURES])
def test_every_failure_of_a_chat_has_its_sentence(
    mode: str, kind: type[models.ProviderError], advice: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    started = time.monotonic()
    with misbehaving(mode) as server, pytest.raises(models.ProviderError) as caught:
        said(settings(server, openai_deadline=1.0 if mode == "drip" else 10.0))
    assert type(caught.value) is kind
    assert advice in str(caught.value)
    assert time.monotonic() - started < 5
    told = f"{caught.value} {caught.value.__cause__} {caplog.text}"
    assert KEY not in told
    assert KEY[-6:] not in told


def test_nobody_listens() -> None:
    with pytest.raises(models.ProviderUnreachable, match="OPENAI_BASE_URL"):
        said(settings())


def test_an_answer_arrives_whole_and_in_pieces() -> None:
    with misbehaving("ok", "一二三四五六七") as server:
        setup = settings(server, openai_answer_tokens=123)
        pieces = list(models.stream_chat(models.chat_model(setup), "问题", setup))
        (request,) = server.requests
    assert pieces == ["一二三", "四五六", "七"]
    assert request["path"] == "/v1/chat/completions"
    assert request["headers"]["authorization"] == f"Bearer {KEY}"
    assert (request["body"]["model"], request["body"]["max_tokens"], request["body"]["stream"]) == (
        "m",
        123,
        True,
    )


def test_a_failure_is_tried_again_as_often_as_set() -> None:
    with misbehaving("500") as server, pytest.raises(models.ProviderBroken):
        said(settings(server, openai_retries=1))
    assert len(server.requests) == 2


def test_stop_does_not_wait_for_the_endpoint() -> None:
    stop = threading.Event()
    with misbehaving("hang") as server:
        threading.Timer(0.2, stop.set).start()
        started = time.monotonic()
        assert said(settings(server, openai_timeout=20, openai_deadline=20), stop) == ""
        assert time.monotonic() - started < 5


def test_leaving_early_closes_the_connection() -> None:
    with misbehaving("drip") as server:
        setup = settings(server, openai_deadline=20)
        stream = models.stream_chat(models.chat_model(setup), "问题", setup)
        assert next(iter(stream)) == SUPPORTED[0]
        stream.close()  # type: ignore[attr-defined]
        assert server.disconnected.wait(3)


def test_tracing_is_off_whatever_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    from langsmith.utils import tracing_is_enabled

    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    models.chat_model(settings())
    assert tracing_is_enabled() is False
    assert os.environ["LANGSMITH_TRACING"] == "false"


def test_what_is_not_set_is_named() -> None:
    with pytest.raises(ConfigurationError, match="OPENAI_MODEL"):
        models.chat_model(settings(openai_model=""))
    with pytest.raises(ConfigurationError, match="EMBEDDINGS_MODEL"):
        models.openai_embedder(settings(embeddings_model=""))


def test_an_endpoint_may_need_no_key() -> None:
    with misbehaving("ok", "好") as server:
        assert said(settings(server, openai_api_key="")) == "好"


def test_embeddings_come_in_batches_and_in_order() -> None:
    texts = ["字" * length for length in range(1, 71)]
    with misbehaving("ok") as server:
        vectors = models.openai_embedder(settings(server))(texts)
        assert [len(request["body"]["input"]) for request in server.requests] == [64, 6]
    assert vectors == [[float(length), 1.0] for length in range(1, 71)]


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("401", models.ProviderRefusedKey),
        ("429", models.ProviderBusy),
        ("500", models.ProviderBroken),
        ("hang", models.ProviderSlow),
        ("html", models.ProviderGarbled),
        ("short", models.ProviderGarbled),
    ],
)
def test_every_failure_of_embeddings_has_its_sentence(mode: str, kind: type[models.ProviderError]) -> None:
    with misbehaving(mode) as server, pytest.raises(models.ProviderError) as caught:
        models.openai_embedder(settings(server))(["一", "二"])
    assert type(caught.value) is kind
    assert KEY not in f"{caught.value} {caught.value.__cause__}"
