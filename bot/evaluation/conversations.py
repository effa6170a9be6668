"""Whole conversations through the front door: every judged turn must hold what it must, in its light."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply, ReplyKind
from bot.evaluation.case_files import load_lines
from bot.evaluation.outcome import Failure, Outcome

Split = Literal["tune", "held"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cites(_Model):
    """A citation that a reply must have: the source's title, and what its place is called; either may be open."""

    source: str = ""
    locator: str = ""


class PlayedTurn(_Model):
    """A turn of the user and what the reply to it must be; with no check it is only played.

    `must` holds groups of alternatives, one of each must stand in the text; nothing of `must_not` may.
    """

    text: str = Field(min_length=1)
    kind: ReplyKind | None = None
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    cites: Cites | None = None

    @property
    def judged(self) -> bool:
        """Whether anything is checked."""
        return bool(self.kind or self.must or self.must_not or self.cites)

    def wrong(self, reply: Reply) -> list[str]:
        """What of the checks does not hold, in words; empty when all do."""
        found = []
        if self.kind and reply.kind != self.kind:
            found.append(f"kind {self.kind}, not {reply.kind}")
        found += [f"one of {'/'.join(group)}" for group in self.must if not _holds(reply.text, group)]
        found += [f"not {words}" for words in self.must_not if words in reply.text]
        cites = self.cites
        if cites and not any(
            cites.source in c.source and cites.locator in c.locator for c in reply.citations
        ):
            found.append(f"cites {cites.source} {cites.locator}".strip())
        return found


class PlayedConversation(_Model):
    """One line of `tests/data/conversations.jsonl`. Rules are tuned on `tune` only, by reading it; `held` is
    measured."""

    id: str
    split: Split
    style: str = ""
    turns: tuple[PlayedTurn, ...] = Field(min_length=3, max_length=12)


@dataclass(frozen=True)
class _Played:
    conversation: PlayedConversation
    judged: int
    failures: tuple[Failure, ...]


def load_conversations(path: Path) -> list[PlayedConversation]:
    """The conversations of a file; InputError names file and line."""
    return load_lines(path, PlayedConversation, called="对话")


def measure(
    assistant: Assistant,
    conversations: Sequence[PlayedConversation],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Shares of conversations in which every judged turn holds, and of turns that do, by half."""
    played = []
    for number, conversation in enumerate(conversations, 1):
        played.append(_play(assistant, conversation))
        progress(number, len(conversations))
    figures: dict[str, float] = {}
    halves: tuple[Split, Split] = ("tune", "held")
    for half in halves:
        figures |= _shares(half, [p for p in played if p.conversation.split == half])
    return Outcome(figures, tuple(failure for p in played for failure in p.failures))


def _play(assistant: Assistant, conversation: PlayedConversation) -> _Played:
    so_far = Conversation()
    failures = []
    for number, turn in enumerate(conversation.turns, 1):
        so_far = so_far.asked(turn.text)
        reply = next(e.reply for e in assistant.reply(so_far) if isinstance(e, Done))
        so_far = so_far.answered(reply)
        if wrong := turn.wrong(reply):
            shown = f"[{reply.kind}] ({reply.question}) {reply.text}"
            failures.append(Failure(f"{conversation.id}.{number}", turn.text, "; ".join(wrong), shown))
    return _Played(conversation, sum(turn.judged for turn in conversation.turns), tuple(failures))


def _shares(half: str, played: Sequence[_Played]) -> dict[str, float]:
    if not played:
        return {}
    turns = sum(p.judged for p in played)
    return {
        f"conversations held, {half}": sum(not p.failures for p in played) / len(played),
        f"turns held, {half}": 1 - sum(len(p.failures) for p in played) / turns,
        f"conversations, {half}": float(len(played)),
        f"judged turns, {half}": float(turns),
    }


def _holds(text: str, group: Iterable[str]) -> bool:
    return any(words in text for words in group)
