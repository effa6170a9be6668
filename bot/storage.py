"""Conversations, what lies beside them (a draft, a review), and feedback, in one SQLite file under the data folder.

A conversation is only ever found together with its owner: an unguessable id kept in the reader's browser.
Knowing a conversation's id is not enough to read it. Every call opens its own short connection, so that
the store can be used from any thread.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import TypeAdapter

from bot.conversation import Attachment, Reply, Turn
from bot.errors import StorageError

TurnState: TypeAlias = Literal["done", "writing", "stopped", "failed"]
Verdict: TypeAlias = Literal["up", "down"]

TITLE_LENGTH = 40
_REPLY = TypeAdapter(Reply)
_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    owner TEXT NOT NULL, id TEXT NOT NULL, title TEXT NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL, PRIMARY KEY (owner, id));
CREATE TABLE IF NOT EXISTS turns (
    owner TEXT NOT NULL, conversation TEXT NOT NULL, position INTEGER NOT NULL,
    role TEXT NOT NULL, text TEXT NOT NULL, files TEXT NOT NULL, reply TEXT, state TEXT NOT NULL,
    PRIMARY KEY (owner, conversation, position),
    FOREIGN KEY (owner, conversation) REFERENCES conversations (owner, id) ON DELETE CASCADE);
CREATE TABLE IF NOT EXISTS feedback (
    owner TEXT NOT NULL, conversation TEXT NOT NULL, position INTEGER NOT NULL,
    verdict TEXT NOT NULL, reason TEXT NOT NULL, question TEXT NOT NULL, answer TEXT NOT NULL,
    given REAL NOT NULL, PRIMARY KEY (owner, conversation, position));
CREATE TABLE IF NOT EXISTS drafts (
    owner TEXT NOT NULL, conversation TEXT NOT NULL, version INTEGER NOT NULL, draft TEXT NOT NULL,
    PRIMARY KEY (owner, conversation));
CREATE TABLE IF NOT EXISTS drafts_before (
    owner TEXT NOT NULL, conversation TEXT NOT NULL, position INTEGER NOT NULL, standing TEXT NOT NULL,
    PRIMARY KEY (owner, conversation, position));
CREATE TABLE IF NOT EXISTS reviews (
    owner TEXT NOT NULL, conversation TEXT NOT NULL, version INTEGER NOT NULL, review TEXT NOT NULL,
    PRIMARY KEY (owner, conversation));
"""
Beside: TypeAlias = Literal["drafts", "reviews"]
"""Tables of what stands beside a conversation: one JSON text each, with how often it has been written."""


@dataclass(frozen=True)
class SavedTurn:
    """A turn as it was saved, whether it was finished, and what its reader thought of it."""

    turn: Turn
    state: TurnState = "done"
    verdict: Verdict | None = None


@dataclass(frozen=True)
class Summary:
    """One line of the list of conversations; `updated` is seconds since the epoch."""

    id: str
    title: str
    updated: float


@dataclass(frozen=True)
class Feedback:
    """A reader's verdict on one answer, with the words it was about; `given` is seconds since the epoch."""

    conversation: str
    position: int
    verdict: Verdict
    reason: str
    question: str
    answer: str
    given: float


@dataclass(frozen=True)
class SavedDraft:
    """A draft as it was saved: JSON, and how often it has been written."""

    draft: str
    version: int


@dataclass(frozen=True)
class SavedReview:
    """A review as it was saved: JSON, and how often it has been written."""

    review: str
    version: int


class Store:
    """The SQLite file. Every method raises StorageError, in Chinese, when it cannot be read or written."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Open or create the file at `path`; `clock` gives seconds since the epoch."""
        self._path = path
        self._clock = clock
        with self._connection() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)

    @property
    def folder(self) -> Path:
        """The folder of the file: where whatever belongs to its conversations may lie."""
        return self._path.parent

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                connection.execute("PRAGMA foreign_keys=ON")
                connection.execute("PRAGMA synchronous=NORMAL")
                yield connection
            finally:
                connection.close()
        except (sqlite3.Error, OSError) as error:
            raise StorageError(
                f"会话存不进去也读不出来：{self._path.name} 打不开或写不了。"
                "请检查数据文件夹的权限和剩余空间，再重新启动。"
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:  # whatever it is, half a transaction must not stay
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def list(self, owner: str) -> tuple[Summary, ...]:
        """The owner's conversations, the one used last first."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT id, title, updated FROM conversations WHERE owner=? ORDER BY updated DESC", (owner,)
            ).fetchall()
        return tuple(Summary(*row) for row in rows)

    def load(self, owner: str, conversation: str) -> tuple[SavedTurn, ...]:
        """The turns of one conversation, oldest first; none when this owner has no such conversation."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT t.role, t.text, t.files, t.reply, t.state, f.verdict FROM turns t LEFT JOIN feedback f"
                " ON f.owner=t.owner AND f.conversation=t.conversation AND f.position=t.position"
                " WHERE t.owner=? AND t.conversation=? ORDER BY t.position",
                (owner, conversation),
            ).fetchall()
        return tuple(_saved_turn(*row) for row in rows)

    def save(self, owner: str, conversation: str, turns: Sequence[SavedTurn], start: int = 0) -> None:
        """Make `turns` the conversation from position `start` on; what stood there before is gone.

        A conversation that does not exist yet is created, named after its first question.
        """
        now = self._clock()
        with self._transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?,?,?,?,?)"
                " ON CONFLICT (owner, id) DO UPDATE SET updated=excluded.updated",
                (owner, conversation, _title(turns), now, now),
            )
            self._cut(connection, owner, conversation, start)
            connection.executemany(
                "INSERT INTO turns VALUES (?,?,?,?,?,?,?,?)",
                [(owner, conversation, start + index, *_row(turn)) for index, turn in enumerate(turns)],
            )

    def update(self, owner: str, conversation: str, position: int, turn: SavedTurn) -> bool:
        """Write one turn over the one that stands there; False when it is gone (deleted meanwhile)."""
        role, text, files, reply, state = _row(turn)
        with self._transaction() as connection:
            return (
                connection.execute(
                    "UPDATE turns SET role=?, text=?, files=?, reply=?, state=?"
                    " WHERE owner=? AND conversation=? AND position=?",
                    (role, text, files, reply, state, owner, conversation, position),
                ).rowcount
                == 1
            )

    def rename(self, owner: str, conversation: str, title: str) -> bool:
        """Give a conversation another title; False when this owner has no such conversation."""
        title = " ".join(title.split())[:TITLE_LENGTH]
        if not title:
            return False
        with self._transaction() as connection:
            return (
                connection.execute(
                    "UPDATE conversations SET title=? WHERE owner=? AND id=?", (title, owner, conversation)
                ).rowcount
                == 1
            )

    def delete(self, owner: str, conversation: str) -> bool:
        """Delete a conversation with everything that belongs to it; False when this owner has none such."""
        with self._transaction() as connection:
            self._cut(connection, owner, conversation, 0)
            for table in ("drafts", "reviews"):
                connection.execute(
                    f"DELETE FROM {table} WHERE owner=? AND conversation=?", (owner, conversation)
                )
            return (
                connection.execute(
                    "DELETE FROM conversations WHERE owner=? AND id=?", (owner, conversation)
                ).rowcount
                == 1
            )

    def judge(self, owner: str, conversation: str, position: int, verdict: Verdict, reason: str = "") -> bool:
        """Keep the reader's verdict on the answer at `position`; a later one replaces an earlier one.

        False when this owner has no answer there.
        """
        turns = self.load(owner, conversation)
        if not 0 < position < len(turns) or turns[position].turn.role != "assistant":
            return False
        words = (reason.strip()[:500], turns[position - 1].turn.text, turns[position].turn.text)
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?,?,?,?,?,?,?,?)",
                (owner, conversation, position, verdict, *words, self._clock()),
            )
        return True

    def withdraw(self, owner: str, conversation: str, position: int) -> None:
        """Take back the verdict on the answer at `position`."""
        with self._transaction() as connection:
            connection.execute(
                "DELETE FROM feedback WHERE owner=? AND conversation=? AND position=?",
                (owner, conversation, position),
            )

    def feedback(self) -> tuple[Feedback, ...]:
        """Every verdict of every owner, the oldest first: for whoever looks after the knowledge."""
        with self._connection() as connection:
            rows = connection.execute(
                "SELECT conversation, position, verdict, reason, question, answer, given"
                " FROM feedback ORDER BY given"
            ).fetchall()
        return tuple(Feedback(*row) for row in rows)

    def load_draft(self, owner: str, conversation: str) -> SavedDraft | None:
        """The draft of a conversation; None when this owner has none there."""
        row = self._load_beside("drafts", owner, conversation)
        return SavedDraft(*row) if row else None

    def save_draft(self, owner: str, conversation: str, draft: str, version: int) -> int | None:
        """Write a draft over the one that was read as `version` (0: there was none); the new version.

        None, and nothing is written, when somebody else has written it meanwhile.
        """
        return self._save_beside("drafts", owner, conversation, draft, version)

    def load_review(self, owner: str, conversation: str) -> SavedReview | None:
        """The review of a conversation; None when this owner has none there."""
        row = self._load_beside("reviews", owner, conversation)
        return SavedReview(*row) if row else None

    def save_review(self, owner: str, conversation: str, review: str, version: int) -> int | None:
        """As `save_draft`, for the review."""
        return self._save_beside("reviews", owner, conversation, review, version)

    def every(self) -> frozenset[tuple[str, str]]:
        """Every conversation of every owner, as owner and id: for whoever clears away what belongs to none."""
        with self._connection() as connection:
            return frozenset(connection.execute("SELECT owner, id FROM conversations").fetchall())

    def _load_beside(self, table: Beside, owner: str, conversation: str) -> tuple[str, int] | None:
        with self._connection() as connection:
            row: tuple[str, int] | None = connection.execute(
                f"SELECT {table[:-1]}, version FROM {table} WHERE owner=? AND conversation=?",
                (owner, conversation),
            ).fetchone()
        return row

    def _save_beside(
        self, table: Beside, owner: str, conversation: str, text: str, version: int
    ) -> int | None:
        with self._transaction() as connection:
            written = connection.execute(
                f"INSERT INTO {table} SELECT ?,?,1,? WHERE ?=0 ON CONFLICT (owner, conversation) DO NOTHING"
                if version == 0
                else f"UPDATE {table} SET version=version+1, {table[:-1]}=? WHERE owner=? AND conversation=? AND version=?",
                (owner, conversation, text, version)
                if version == 0
                else (text, owner, conversation, version),
            ).rowcount
        return version + 1 if written == 1 else None

    def keep_before(self, owner: str, conversation: str, position: int, standing: str) -> None:
        """Keep how the draft stood (empty: there was none) when the question at `position` was asked."""
        with self._transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO drafts_before VALUES (?,?,?,?)",
                (owner, conversation, position, standing),
            )

    def before(self, owner: str, conversation: str, position: int) -> str | None:
        """How the draft stood when the question at `position` was asked; None where that was not kept."""
        with self._connection() as connection:
            row = connection.execute(
                "SELECT standing FROM drafts_before WHERE owner=? AND conversation=? AND position=?",
                (owner, conversation, position),
            ).fetchone()
        return str(row[0]) if row else None

    @staticmethod
    def _cut(connection: sqlite3.Connection, owner: str, conversation: str, start: int) -> None:
        for table in ("turns", "feedback", "drafts_before"):
            connection.execute(
                f"DELETE FROM {table} WHERE owner=? AND conversation=? AND position>=?",
                (owner, conversation, start),
            )


def _title(turns: Sequence[SavedTurn]) -> str:
    first = next((turn.turn for turn in turns if turn.turn.role == "user"), Turn("user", ""))
    # A conversation that begins with a file is about that file, whatever was said with it.
    title = " ".join((first.files[0].name if first.files else first.text).split())
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


def _row(saved: SavedTurn) -> tuple[str, str, str, str | None, str]:
    turn = saved.turn
    files = json.dumps([asdict(file) for file in turn.files], ensure_ascii=False)
    reply = json.dumps(asdict(turn.reply), ensure_ascii=False) if turn.reply else None
    return turn.role, turn.text, files, reply, saved.state


def _saved_turn(
    role: Literal["user", "assistant"],
    text: str,
    files: str,
    reply: str | None,
    state: TurnState,
    verdict: Verdict | None,
) -> SavedTurn:
    attachments = tuple(Attachment(**item) for item in json.loads(files))
    return SavedTurn(
        Turn(role, text, attachments, _REPLY.validate_json(reply) if reply else None), state, verdict
    )
