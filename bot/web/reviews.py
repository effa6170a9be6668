"""The reviews beside the chat: read, decided on, handed out. Each belongs to one owner and one conversation."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.errors import InputError
from bot.review.phrases import ReviewPhrases
from bot.review.state import Choice, Decision, KeptReview, review_in
from bot.storage import Store
from bot.web.drafting import StaleError
from bot.web.ids import checked
from bot.web.opening import FrontDoor

_NOT_HERE = "这段会话还没有审过合同。"
_STALE = "这份审阅刚在另一个页面改过，已换成最新的。请在最新的上面再决定一次。"

FileKind: TypeAlias = Literal["redline", "docx", "md"]


class Decide(BaseModel):
    """What was decided on the page: no `choice` takes a decision back. `version` is that of the review it was made on."""

    model_config = ConfigDict(extra="forbid")

    version: int
    finding: str
    choice: Choice | None = None
    text: str = Field(default="", max_length=20_000)


@dataclass(frozen=True)
class Shown:
    """A review as it stands, and how often it has been written."""

    review: KeptReview
    version: int


class Reviews:
    """All reviews, on one store; files are made behind the front door. Safe to call from any thread."""

    def __init__(self, store: Store, door: FrontDoor, knowledge: Path) -> None:
        """Read nothing yet."""
        self._store = store
        self._door = door
        self._knowledge = knowledge
        self._lock = threading.Lock()

    @cached_property
    def phrases(self) -> ReviewPhrases:
        """The words around findings. Raises ConfigurationError."""
        with self._lock:
            return ReviewPhrases.load(self._knowledge)

    def version(self, owner: str, conversation: str) -> int:
        """How often the review has been written; 0 where there is none."""
        saved = self._store.load_review(owner, checked(conversation)) if owner else None
        return saved.version if saved else 0

    def there(self, owner: str, conversation: str) -> Shown:
        """The review of this owner's conversation. Raises InputError where there is none."""
        saved = self._store.load_review(owner, checked(conversation)) if owner else None
        review = review_in(saved.review) if saved else None
        if saved is None or review is None:
            raise InputError(_NOT_HERE)
        return Shown(review, saved.version)

    def decide(self, owner: str, conversation: str, decide: Decide) -> Shown:
        """Keep one decision. Raises InputError for what cannot be decided, StaleError where the review has changed."""
        found = self.there(owner, conversation)
        if found.version != decide.version:
            raise StaleError(_STALE)
        finding = found.review.finding(decide.finding)
        if finding is None:
            raise InputError("找不到这一处了，刷新一下再试。")
        own = decide.text.replace("\x00", "").strip() if decide.choice == "accepted" else ""
        made = (
            Decision(choice=decide.choice, text="" if own == finding.suggestion.strip() else own)
            if decide.choice
            else None
        )
        review = found.review.decided(finding.id, made)
        version = self._store.save_review(owner, conversation, review.model_dump_json(), found.version)
        if version is None:
            raise StaleError(_STALE)
        return Shown(review, version)

    def file(self, owner: str, conversation: str, kind: FileKind) -> tuple[str, bytes]:
        """A file to hand out, and what it is called. Raises InputError where there is no review, or no paper any more."""
        review = self.there(owner, conversation).review
        stem, written = Path(review.name).stem or review.name, review.model_dump_json()
        match kind:
            case "redline":
                return f"{stem}（带修订）.docx", self._door.redline(written)
            case _:
                return f"{stem}（审阅报告）.{kind}", self._door.report(written, kind)
