"""Replies being written. Each has a thread of its own, so that it outlives the page that asked for it:
a reload or a look at another conversation loses nothing, and a stop takes effect at once.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation import (
    Cited,
    Conversation,
    Done,
    Event,
    Notice,
    Replace,
    Reply,
    Thinking,
    Token,
    Turn,
)
from bot.errors import BotError
from bot.storage import SavedTurn, TurnState
from bot.web.opening import FrontDoor

log = logging.getLogger(__name__)

SAVE_EVERY = 1.0
"""Seconds between two savings of a reply that is not finished."""
STOP_WITHIN = 0.6
"""Seconds a stopped reply gets to end in its own words before it is cut off."""
UNEXPECTED = "这次没答上来，是程序出了问题，不是你的问题。再试一次；还不行，把这个时间告诉维护的人：{time}。"


@dataclass(frozen=True)
class Draft:
    """What a reply being written looks like at one moment."""

    saved: SavedTurn
    thinking: str = ""


class Job:
    """One reply being written, and the place it will stand in its conversation."""

    def __init__(
        self, door: FrontDoor, conversation: Conversation, position: int, save: Callable[[SavedTurn], None]
    ) -> None:
        """Write the reply to `conversation`, which stands at `position`; `save` keeps a state of it."""
        self.position = position
        self.version = 0
        self._door = door
        self._conversation = conversation
        self._save = save
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._reply = Reply("answer", "")
        self._thinking = ""
        self._state: TurnState = "writing"
        self._saved_at = time.monotonic()
        self._settled = False

    def start(self, finished: Callable[[], None]) -> None:
        """Begin, in a thread; `finished` is called when nothing more will come."""
        threading.Thread(target=self._run, args=(finished,), name="reply", daemon=True).start()

    def stop(self) -> None:
        """End the reply soon, with what has been written."""
        self._stop.set()
        timer = threading.Timer(STOP_WITHIN, self._cut_off)
        timer.daemon = True
        timer.start()

    @property
    def running(self) -> bool:
        """Whether more may come, or what has come is not saved yet."""
        return not self._settled

    def draft(self) -> Draft:
        """The reply as it stands now."""
        with self._lock:
            return Draft(self._turn(), self._thinking)

    def _run(self, finished: Callable[[], None]) -> None:
        try:
            for event in self._door.reply(self._conversation, self._stop):
                if not self._take(event):
                    break
            self._end("stopped", self._reply)
        except BotError as error:
            log.warning("reply failed: %s", type(error).__name__)
            self._end("failed", Reply("notice", str(error)))
        # Boundary: whatever breaks, the reader gets a sentence and a way on.
        except Exception as error:  # noqa: BLE001
            log.error(
                "reply failed: %s\n%s",
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            self._end("failed", Reply("notice", UNEXPECTED.format(time=time.strftime("%m-%d %H:%M"))))
        finally:
            finished()

    def _take(self, event: Event) -> bool:
        """Apply one event; False when nothing after it counts."""
        if isinstance(event, Done):
            self._end("stopped" if event.reply.stopped else "done", event.reply)
            return False
        with self._lock:
            if self._state != "writing":
                return False
            self._apply(event)
            self.version += 1
            due = time.monotonic() - self._saved_at > SAVE_EVERY
            turn = self._turn()
        if due:
            self._saved_at = time.monotonic()
            self._save(turn)
        return True

    def _apply(self, event: Event) -> None:
        reply = self._reply
        match event:
            case Thinking(text):
                self._thinking = text
            case Token(text):
                self._reply = replace(reply, text=reply.text + text)
            case Replace(text):
                self._reply = replace(reply, text=text)
            case Cited(citation):
                self._reply = replace(reply, citations=(*reply.citations, citation))
            case Notice(text):
                self._reply = replace(reply, notices=(*reply.notices, text))

    def _cut_off(self) -> None:
        self._end("stopped", replace(self._reply, stopped=True))

    def _end(self, state: TurnState, reply: Reply) -> None:
        with self._lock:
            if self._state != "writing":
                return
            self._reply = replace(reply, stopped=state == "stopped")
            self._state = state
            self._thinking = ""
            self.version += 1
            turn = self._turn()
        try:
            self._save(turn)
        finally:
            self._settled = True

    def _turn(self) -> SavedTurn:
        return SavedTurn(Turn("assistant", self._reply.text, reply=self._reply), self._state)


class Jobs:
    """The replies being written now, by owner and conversation."""

    def __init__(self) -> None:
        """None yet."""
        self._jobs: dict[tuple[str, str], Job] = {}
        self._lock = threading.Lock()

    def find(self, owner: str, conversation: str) -> Job | None:
        """The reply being written in this conversation, if there is one."""
        with self._lock:
            job = self._jobs.get((owner, conversation))
        return job if job and job.running else None

    def start(self, owner: str, conversation: str, job: Job) -> None:
        """Begin `job`; it is forgotten when it has ended."""
        key = (owner, conversation)
        with self._lock:
            self._jobs[key] = job

        def forget() -> None:
            with self._lock:
                if self._jobs.get(key) is job:
                    del self._jobs[key]

        job.start(forget)
