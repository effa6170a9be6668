"""What a reader can do at the desk, without a word about how it looks: ask, ask again, rewrite, stop, judge."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from bot.conversation import Attachment, Citation, Conversation, Reply, SourceView, Turn
from bot.drafting.session.rewinding import mark, rewound
from bot.errors import BusyError, InputError, StorageError
from bot.review.state import review_in
from bot.storage import SavedTurn, Store, Summary, Verdict
from bot.web.ids import checked
from bot.web.opening import FrontDoor
from bot.web.uploads import Uploads
from bot.web.writing import Draft, Job, Jobs

log = logging.getLogger(__name__)

LONGEST_QUESTION = 200_000
"""Characters of one turn: a whole contract may be pasted."""
AROUND = 400
"""Characters of a paper that are shown before and after what is cited from it."""
_LOOK_AT_IT = "帮我看看这份合同。"
"""What is asked with a file that comes without a word."""
_GONE = "这一条已经不在了，可能在另一个页面改过。刷新一下再试。"
_STALE_DRAFT = "这一步没有写进合同：合同刚在别处改过，右边已是最新的。请把刚才的话再说一遍。"
_DRAFT_BUSY = "合同刚在另一个页面改过，这一问还没有发出。请看一眼最新的合同，再试一次。"


class Desk:
    """Conversations of all owners, on one front door, one store, and a folder of what was handed in. Safe to call from any thread.

    The methods raise InputError for what the reader must change, BusyError while a reply is being written
    in the same conversation, StorageError when the store fails.
    """

    def __init__(self, door: FrontDoor, store: Store, uploads: Uploads) -> None:
        """A desk with `door` behind it."""
        self.door = door
        self._store = store
        self._uploads = uploads
        self._jobs = Jobs()

    def conversations(self, owner: str) -> tuple[Summary, ...]:
        """The owner's conversations, the one used last first; none when the store fails."""
        try:
            return self._store.list(owner)
        except StorageError:
            log.warning("conversations could not be listed")
            return ()

    def drafts(self, owner: str, conversation: str) -> tuple[Draft, ...]:
        """Every turn of a conversation as it stands now, the reply being written among them."""
        # The job first: one that has ended by the time the turns are read has saved its last state.
        job = self._jobs.find(owner, checked(conversation))
        turns = [Draft(turn) for turn in self._store.load(owner, conversation)]
        for position, draft in enumerate(turns):
            if job and position == job.position:
                turns[position] = job.draft()
            elif draft.saved.state == "writing":
                turns[position] = Draft(replace(draft.saved, state="stopped"))
        return tuple(turns)

    def job(self, owner: str, conversation: str) -> Job | None:
        """The reply being written in this conversation, if there is one."""
        return self._jobs.find(owner, conversation)

    def ask(self, owner: str, conversation: str, text: str, uploads: Sequence[str] = ()) -> None:
        """Ask one more question at the end of a conversation, or the first one of a new conversation.

        `uploads` are the ids of the files that go with it; a file may come without a word.
        """
        turns = self._idle(owner, conversation)
        files = self._uploads.find(owner, conversation, uploads)
        self._write(owner, conversation, turns, text or _LOOK_AT_IT if files else text, files)

    def again(self, owner: str, conversation: str) -> None:
        """Have the last answer written anew."""
        turns = self._idle(owner, conversation)
        if not turns:
            raise InputError(_GONE)
        self.rewrite(owner, conversation, len(turns) - 2, turns[-2].turn.text)

    def rewrite(self, owner: str, conversation: str, position: int, text: str) -> None:
        """Put `text` in the place of the question at `position`, with its files; what came after it is gone, also from
        the draft."""
        turns = self._idle(owner, conversation)
        if not 0 <= position < len(turns) or turns[position].turn.role != "user":
            raise InputError(_GONE)
        self._write(owner, conversation, turns[:position], text, turns[position].turn.files, anew=True)

    def stop(self, owner: str, conversation: str) -> None:
        """Stop the reply being written, if there is one."""
        if job := self._jobs.find(owner, conversation):
            job.stop()

    def source(
        self, owner: str, conversation: str, position: int, marker: str
    ) -> tuple[SourceView, tuple[Citation, ...]]:
        """The source behind a marker of the answer at `position`, and all citations of that answer.

        Raises InputError when this owner has no such answer, or it has no such citation.
        """
        drafts = self.drafts(owner, conversation)
        reply = drafts[position].saved.turn.reply if 0 <= position < len(drafts) else None
        for citation in reply.citations if reply else ():
            if citation.marker == marker and reply:
                return self._in_place(owner, conversation, citation), reply.citations
        raise InputError("找不到这条依据了，刷新一下再试。")

    def _in_place(self, owner: str, conversation: str, citation: Citation) -> SourceView:
        """A citation in its place: of a paper under review the conversation knows the text, of all else the door."""
        view = self.door.passage_context(citation)
        saved = self._store.load_review(owner, conversation) if citation.origin == "paper" else None
        review = review_in(saved.review) if saved else None
        if review is None or review.text[citation.start : citation.end] != citation.quote:
            return view
        before, after = review.text[: citation.start], review.text[citation.end :]
        return replace(view, before=before[-AROUND:], after=after[:AROUND])

    def judge(
        self, owner: str, conversation: str, position: int, verdict: Verdict | None, reason: str
    ) -> None:
        """Keep what the reader thinks of the answer at `position`; None takes it back."""
        if verdict is None:
            self._store.withdraw(owner, checked(conversation), position)
        elif not self._store.judge(owner, checked(conversation), position, verdict, reason):
            raise InputError(_GONE)

    def rename(self, owner: str, conversation: str, title: str) -> None:
        """Give a conversation another title."""
        if not self._store.rename(owner, checked(conversation), title):
            raise InputError("没有改名：名字不能空着，会话也要还在。")

    def delete(self, owner: str, conversation: str) -> None:
        """Delete a conversation with its files; a reply being written in it is stopped."""
        self.stop(owner, conversation)
        self._store.delete(owner, checked(conversation))
        self._uploads.forget(owner, conversation)

    def _idle(self, owner: str, conversation: str) -> tuple[SavedTurn, ...]:
        if self._jobs.find(owner, checked(conversation)):
            raise BusyError("这段对话还有一条回答没写完。等它写完，或先停下它。")
        return self._store.load(owner, conversation)

    def _write(
        self,
        owner: str,
        conversation: str,
        before: Sequence[SavedTurn],
        text: str,
        files: Sequence[Attachment] = (),
        *,
        anew: bool = False,
    ) -> None:
        text = text.replace("\x00", "").strip()
        if not text:
            raise InputError("还没有写问题。")
        if len(text) > LONGEST_QUESTION:
            raise InputError(f"一次最多 {LONGEST_QUESTION} 个字，请挑要紧的部分来问。")
        if anew:
            self._rewind(owner, conversation, len(before))
        drafted = self._store.load_draft(owner, conversation)
        question = SavedTurn(Turn("user", text, tuple(files)))
        blank = SavedTurn(Turn("assistant", "", reply=Reply("answer", "")), "writing")
        self._store.save(owner, conversation, (question, blank), start=len(before))
        with suppress(InputError):  # a draft that cannot be read is told of in the reply
            self._store.keep_before(owner, conversation, len(before), mark(drafted.draft if drafted else ""))
        position = len(before) + 1
        version = drafted.version if drafted else 0

        def save(turn: SavedTurn) -> None:
            try:
                kept = self._with_draft(owner, conversation, turn, version)
                kept = self._with_review(owner, conversation, kept)
                gone = not self._store.update(owner, conversation, position, kept)
                if gone and not self._store.load(owner, conversation):
                    # Deleted while it was being written: nothing of it may stay beside where it stood.
                    self._store.delete(owner, conversation)
            except StorageError:
                log.error("a reply could not be saved")

        draft = drafted.draft if drafted else ""
        reviewed = self._store.load_review(owner, conversation)
        review = reviewed.review if reviewed else ""
        asked = Conversation(_history(before), conversation, draft, review).asked(text, files)
        self._jobs.start(owner, conversation, Job(self.door, asked, position, save))

    def _rewind(self, owner: str, conversation: str, position: int) -> None:
        """The draft as it was before the question at `position`, as far as that is known."""
        kept = self._store.before(owner, conversation, position)
        saved = self._store.load_draft(owner, conversation)
        if kept is None or saved is None:
            return
        draft = rewound(saved.draft, kept)
        if self._store.save_draft(owner, conversation, draft, saved.version) is None:
            raise BusyError(_DRAFT_BUSY)

    def _with_draft(self, owner: str, conversation: str, turn: SavedTurn, version: int) -> SavedTurn:
        """The turn as it is kept: its draft stands beside the conversation, written over `version` of it only."""
        reply = turn.turn.reply
        if reply is None or not reply.draft:
            return turn
        kept = replace(reply, draft="", paper="")
        if turn.state == "done" and not self._store.save_draft(owner, conversation, reply.draft, version):
            kept = replace(kept, notices=(*kept.notices, _STALE_DRAFT))
        return replace(turn, turn=replace(turn.turn, reply=kept))

    def _with_review(self, owner: str, conversation: str, turn: SavedTurn) -> SavedTurn:
        """The turn as it is kept: its review stands beside the conversation, with what was decided meanwhile."""
        reply = turn.turn.reply
        if reply is None or not reply.review:
            return turn
        while turn.state == "done":
            standing = self._store.load_review(owner, conversation)
            before, version = (standing.review, standing.version) if standing else ("", 0)
            if self._store.save_review(owner, conversation, carried(before, reply.review), version):
                break
        return replace(turn, turn=replace(turn.turn, reply=replace(reply, review="")))


def carried(before: str, after: str) -> str:
    """A new review with the decisions of the one before on whatever both of them found."""
    old, new = review_in(before), review_in(after)
    return new.with_decisions_of(old).model_dump_json() if old and new else after


def _history(turns: Sequence[SavedTurn]) -> tuple[Turn, ...]:
    """The turns an answer may refer back to: a question whose reply failed is as if never asked."""
    kept: list[Turn] = []
    for saved in turns:
        if saved.state == "failed":
            kept.pop()
        else:
            kept.append(saved.turn)
    return tuple(kept)
