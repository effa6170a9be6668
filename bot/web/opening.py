"""The front door while it is being opened: the page is there at once, the assistant a moment later."""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from bot.conversation import AssistantStatus, Citation, Conversation, Event, SourceView, Thinking
from bot.errors import BotError, BusyError, ProviderError

log = logging.getLogger(__name__)

UNEXPECTED = "启动时出了程序上的问题，不是你的问题。请重新启动；还不行，把日志文件交给维护的人。"


class FrontDoor(Protocol):
    """What the page asks of the assistant."""

    def prepare(self) -> None:
        """Bring the index up to date; questions are answered meanwhile. May raise BotError."""

    def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
        """The events of the reply to the last turn; the last one is Done."""

    def examples(self) -> dict[str, tuple[str, ...]]:
        """Questions that the knowledge can answer, by who asks them."""

    def status(self) -> AssistantStatus:
        """Whether answers come from everything there is yet."""

    def passage_context(self, citation: Citation) -> SourceView:
        """The passage of a citation with the text around it."""

    def redline(self, review: str) -> bytes:
        """The reviewed paper as a Word file with its changes tracked. May raise BotError."""

    def report(self, review: str, kind: Literal["docx", "md"]) -> bytes:
        """The review as a report. May raise BotError."""


class Opening:
    """A front door that builds and prepares the real one in a thread of its own.

    A question asked before it is there waits for it; one asked while it is being prepared does not.
    """

    def __init__(self, build: Callable[[], FrontDoor]) -> None:
        """`build` may take seconds and may raise BotError; it is called by `open`."""
        self._build = build
        self._door: FrontDoor | None = None
        self._failure: BotError | None = None
        self._finished = threading.Event()

    def open(self) -> Opening:
        """Begin, in a thread; returns at once."""
        threading.Thread(target=self._open, name="opening", daemon=True).start()
        return self

    def _open(self) -> None:
        try:
            self._door = self._build()
            self._finished.set()
            self._door.prepare()
        except BotError as error:
            self._failure = error
            log.error("the assistant could not be built: %s", type(error).__name__)
        # Boundary: a thread must leave a message behind, never die silently.
        except Exception as error:  # noqa: BLE001
            self._failure = BotError(UNEXPECTED)
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("the assistant could not be built: %s\n%s", type(error).__name__, where)
        finally:
            self._finished.set()

    def prepare(self) -> None:
        """Nothing: the real one is prepared as soon as it is there."""

    def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
        """As the assistant's; waits until it is there. Raises what building it raised."""
        if not self._finished.is_set():
            yield Thinking("正在准备资料，马上开始")
        while not self._finished.wait(0.1):
            if stop is not None and stop.is_set():
                raise ProviderError("资料还没准备好，这一问先停下了。稍等片刻再问。")
        yield from self._opened().reply(conversation, stop)

    def examples(self) -> dict[str, tuple[str, ...]]:
        """The assistant's examples, or none while it is not there."""
        return self._door.examples() if self._door else {}

    def status(self) -> AssistantStatus:
        """The assistant's status; while it is not there, a sentence that says so or why."""
        if self._failure:
            return AssistantStatus(ready=False, notice=str(self._failure))
        if self._door:
            return self._door.status()
        return AssistantStatus(ready=False, notice="正在准备资料，现在就可以把问题写好")

    def passage_context(self, citation: Citation) -> SourceView:
        """The assistant's view of a passage; the bare quote while the assistant is not there."""
        if not self._door:
            return SourceView(citation.source, citation.quote, date=citation.date, locator=citation.locator)
        return self._door.passage_context(citation)

    def redline(self, review: str) -> bytes:
        """As the assistant's. Raises BusyError while it is not there."""
        return self._ready().redline(review)

    def report(self, review: str, kind: Literal["docx", "md"]) -> bytes:
        """As the assistant's. Raises BusyError while it is not there."""
        return self._ready().report(review, kind)

    def _ready(self) -> FrontDoor:
        if not self._finished.is_set():
            raise BusyError("资料还没准备好，文件要等一会儿才能做。稍等片刻再下载。")
        return self._opened()

    def _opened(self) -> FrontDoor:
        if self._door is None:
            raise self._failure or BotError(UNEXPECTED)
        return self._door
