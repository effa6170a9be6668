"""Chat model and embeddings of any OpenAI-compatible endpoint: the only place that knows a provider.

Every failure becomes a ProviderError whose Chinese sentence says what happened and what the operator can do.
An endpoint's own words are never passed on or logged, since they may repeat the key.
"""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar, cast

from pydantic import SecretStr

from bot.errors import ConfigurationError, ProviderError
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable
    from langchain_openai import ChatOpenAI

_LOG = logging.getLogger(__name__)
_POLL = 0.05
_EMBEDDING_BATCH = 64
_FIXED_TEMPERATURE = ("o1", "o3", "o4", "gpt-5")
Input = TypeVar("Input")


class ProviderRefusedKey(ProviderError):
    """401 or 403."""


class ProviderBusy(ProviderError):
    """429: too many requests, or the account is out of money."""


class ProviderBroken(ProviderError):
    """5xx, or an error event in the middle of a stream."""


class ProviderSlow(ProviderError):
    """No answer, or not a whole one, within the time allowed."""


class ProviderUnreachable(ProviderError):
    """No connection."""


class ProviderRejected(ProviderError):
    """400, 404, 422: model name, address or parameters are wrong."""


class ProviderGarbled(ProviderError):
    """What came back is not the protocol: a web page, broken JSON, vectors that are missing."""


class ProviderCut(ProviderError):
    """The stream ended without saying that it was finished."""


class ProviderEmpty(ProviderError):
    """A complete answer without a word in it."""


class ModelRefused(ProviderError):
    """The model, or the endpoint's filter, would not answer."""


_SENTENCES: dict[type[ProviderError], str] = {
    ProviderRefusedKey: "模型接口不接受密钥。请检查 OPENAI_API_KEY 是否填对、是否过期。",
    ProviderBusy: "模型接口说请求太多或额度用完了。请稍后再试，或查看账户余额。",
    ProviderBroken: "模型接口出了故障。请稍后再试；一直这样就联系接口的提供方。",
    ProviderSlow: "模型接口没有按时答完。请稍后再试，或调大 OPENAI_TIMEOUT、OPENAI_DEADLINE。",
    ProviderUnreachable: "连不上模型接口。请检查网络和 OPENAI_BASE_URL。",
    ProviderRejected: "模型接口不接受这次请求。请检查 OPENAI_MODEL、OPENAI_BASE_URL 和 OPENAI_CONTEXT_TOKENS。",
    ProviderGarbled: "模型接口返回的内容看不懂。请检查 OPENAI_BASE_URL 是否指向 OpenAI 兼容接口（通常以 /v1 结尾）。",
    ProviderCut: "模型接口中途断开了。请稍后再试；一直这样就检查网络和代理。",
    ProviderEmpty: "模型接口没有返回任何内容。请检查 OPENAI_MODEL 是否是对话模型。",
    ModelRefused: "模型没有回答这个问题。可以换个问法再试。",
}


def failure(kind: type[ProviderError]) -> ProviderError:
    """An error of `kind` with its sentence."""
    return kind(_SENTENCES[kind])


def chat_model(settings: Settings) -> ChatOpenAI:
    """The chat model that the settings name. The library is imported here (about 2 s), not before.

    Raises ConfigurationError when no model is set.
    """
    if not settings.has_model:
        raise ConfigurationError(
            "还没有设置大模型。请填写 OPENAI_MODEL,以及 OPENAI_API_KEY 或 OPENAI_BASE_URL。"
        )
    _no_tracing()
    from langchain_openai import ChatOpenAI

    options: dict[str, Any] = {}
    if settings.openai_base_url:
        # Compatible endpoints know this name; the library's own is OpenAI's newer one.
        options["extra_body"] = {"max_tokens": settings.openai_answer_tokens}
    else:
        options["max_completion_tokens"] = settings.openai_answer_tokens
    if not settings.openai_model.startswith(_FIXED_TEMPERATURE):
        options["temperature"] = 0.1
    return ChatOpenAI(
        model=settings.openai_model,
        api_key=_key(settings),
        base_url=settings.openai_base_url or None,
        timeout=settings.openai_timeout,
        max_retries=settings.openai_retries,
        streaming=True,
        stream_usage=False,
        **options,
    )


def openai_embedder(settings: Settings) -> Callable[[list[str]], list[list[float]]]:
    """A function from texts to vectors, one each, asked for in batches of 64.

    Raises ConfigurationError when no embedding model is set; the function raises ProviderError.
    """
    if not settings.embeddings_model:
        raise ConfigurationError("EMBEDDINGS=openai 还需要 EMBEDDINGS_MODEL。请填写向量模型的名字。")
    from openai import OpenAI

    client = OpenAI(
        api_key=_key(settings).get_secret_value(),
        base_url=settings.openai_base_url or None,
        timeout=settings.openai_timeout,
        max_retries=settings.openai_retries,
    )

    def batch(texts: list[str]) -> list[list[float]]:
        answer = client.embeddings.create(
            model=settings.embeddings_model, input=texts, encoding_format="float"
        )
        # The protocol names the place of each vector; langchain's embeddings take them in the order of arrival.
        by_place = {item.index: item.embedding for item in answer.data}
        return [by_place[place] for place in range(len(texts))]

    def embed(texts: list[str]) -> list[list[float]]:
        try:
            vectors = [
                vector
                for at in range(0, len(texts), _EMBEDDING_BATCH)
                for vector in batch(texts[at : at + _EMBEDDING_BATCH])
            ]
        except Exception as error:  # noqa: BLE001 - the provider's boundary: whatever it is becomes one of ours
            raise mapped(error) from None
        if len({len(vector) for vector in vectors}) > 1:
            raise failure(ProviderGarbled)
        return vectors

    return embed


def stream_chat(
    chain: Runnable[Input, Any], value: Input, settings: Settings, stop: threading.Event | None = None
) -> Iterator[str]:
    """The model's text in pieces, as `chain` streams it for `value`.

    Ends quietly when `stop` is set. Raises ProviderError: at once when the endpoint fails, after
    `openai_timeout` seconds without a piece, after `openai_deadline` seconds in all, and at the end when the
    stream was cut or empty. The connection is read in a thread of its own, so that stop and deadline do not
    wait for the endpoint.
    """
    pieces: queue.Queue[Any] = queue.Queue(maxsize=256)
    left = threading.Event()
    worker = threading.Thread(
        target=_read, args=(chain, value, pieces, left), daemon=True, name="model-stream"
    )
    worker.start()
    ends = time.monotonic() + settings.openai_deadline
    finish, wrote = "", False
    try:
        while not (stop and stop.is_set()):
            try:
                piece = pieces.get(timeout=_POLL)
            except queue.Empty:
                piece = ""
            if time.monotonic() > ends:
                raise failure(ProviderSlow)
            if piece is None:
                _check_end(finish, wrote)
                return
            if isinstance(piece, ProviderError):
                raise piece
            if not piece:
                continue
            finish = piece.response_metadata.get("finish_reason") or finish
            if piece.additional_kwargs.get("refusal"):
                raise failure(ModelRefused)
            if text := piece.text:
                wrote = wrote or bool(text.strip())
                yield text
    finally:
        left.set()


def _read(chain: Runnable[Input, Any], value: Input, pieces: queue.Queue[Any], left: threading.Event) -> None:
    """Put every chunk, then None or a ProviderError, into `pieces`, until the reader has left."""

    def put(item: Any) -> bool:
        while not left.is_set():
            try:
                pieces.put(item, timeout=_POLL)
            except queue.Full:
                continue
            return True
        return False

    try:
        for chunk in chain.stream(value):
            if not put(chunk):
                return
    except Exception as error:  # noqa: BLE001 - the provider's boundary: whatever it is becomes one of ours
        put(mapped(error))
    else:
        put(None)


def _check_end(finish: str, wrote: bool) -> None:
    """Raise unless the stream said that it was finished and there was something in it."""
    if finish == "content_filter":
        raise failure(ModelRefused)
    if not wrote:
        raise failure(ProviderEmpty)
    if not finish:
        raise failure(ProviderCut)


def mapped(error: Exception) -> ProviderError:
    """`error` of the provider's library as one of ours; its own words are dropped, its kind is logged."""
    if isinstance(error, ProviderError):
        return error
    status = getattr(error, "status_code", None)
    kind = _kind(error, status if isinstance(status, int) else 0)
    _LOG.warning("model endpoint failed: %s status=%s -> %s", type(error).__name__, status, kind.__name__)
    return failure(kind)


def _kind(error: Exception, status: int) -> type[ProviderError]:
    import openai

    if isinstance(error, openai.APITimeoutError) or "Timeout" in type(error).__name__:
        return ProviderSlow
    if isinstance(error, openai.APIConnectionError):
        return ProviderUnreachable
    if status in (401, 403):
        return ProviderRefusedKey
    if status in (402, 429):
        return ProviderBusy
    if status >= 500:
        return ProviderBroken
    if status >= 400:
        return ProviderRejected
    if isinstance(
        error, (openai.APIResponseValidationError, ValueError, KeyError, TypeError, AttributeError)
    ):
        return ProviderGarbled
    # A transport error in mid-stream is one of the HTTP library; an error event is a bare APIError.
    return ProviderBroken if isinstance(error, openai.APIError) else ProviderCut


def _key(settings: Settings) -> SecretStr:
    """The key, or a stand-in for endpoints that need none (the library insists on one)."""
    return settings.openai_api_key if settings.openai_api_key.get_secret_value() else SecretStr("none")


def _no_tracing() -> None:
    """Switch off LangSmith, which would post every prompt to a foreign host."""
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING"):
        os.environ[name] = "false"
    from langsmith.utils import get_env_var

    cast(Any, get_env_var).cache_clear()
