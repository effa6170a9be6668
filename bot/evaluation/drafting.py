"""Contracts drafted in conversation: what was stated stands in the paper, and nothing else changes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply, ReplyKind
from bot.data_files import load_yaml
from bot.drafting.contract import Contract
from bot.drafting.library import ClauseLibrary
from bot.drafting.linting import lint
from bot.drafting.numbering import Style
from bot.drafting.parameters import Position
from bot.drafting.reading.said import DocumentKind
from bot.drafting.session.asking import AskingRules
from bot.drafting.session.changes import section_order
from bot.drafting.session.draft import Draft
from bot.drafting.session.opening import history_in
from bot.drafting.session.papers import contract_of
from bot.drafting.words import Words, load_drafting_words
from bot.evaluation.outcome import Failure, Outcome

Split = Literal["tune", "held"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DraftedTurn(_Model):
    """A turn and what must be different after it; see the head of `tests/data/drafting_conversations.yaml`."""

    say: str = Field(min_length=1)
    kind: ReplyKind = "draft"
    document: DocumentKind | None = None
    has: tuple[str, ...] = ()
    set: dict[str, str] = Field(default_factory=dict)
    blank: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    position: dict[str, Position] = Field(default_factory=dict)
    special: str = ""
    style: Style | None = None
    move: dict[str, str] = Field(default_factory=dict)
    put: dict[str, str] = Field(default_factory=dict)
    undo: int = 0
    redo: int = 0
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    @property
    def edits(self) -> bool:
        """Whether it changes more than facts that were blank."""
        return bool(
            self.blank
            or self.drop
            or self.add
            or self.position
            or self.special
            or self.style
            or self.move
            or self.put
            or self.undo
            or self.redo
        )


class DraftedConversation(_Model):
    """One conversation."""

    id: str
    about: str
    turns: tuple[DraftedTurn, ...] = Field(min_length=2)


class DraftedFile(_Model):
    """The whole file."""

    conversations: tuple[DraftedConversation, ...]


@dataclass(frozen=True)
class _Expected:
    """The draft as it must be, as far as conversations say."""

    given: Mapping[str, str] = field(default_factory=dict)
    blank: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()
    position: Position = "balanced"
    positions: Mapping[str, Position] = field(default_factory=dict)
    special: tuple[str, ...] = ()
    style: Style = "第一条"
    moved: Mapping[str, str] = field(default_factory=dict)
    put: Mapping[str, str] = field(default_factory=dict)

    def after(self, turn: DraftedTurn) -> _Expected:
        """What must stand after a turn that takes no step back or on."""
        whole = turn.position.get("", self.position)
        positions = {} if "" in turn.position else dict(self.positions)
        positions |= {clause: position for clause, position in turn.position.items() if clause}
        return _Expected(
            {name: value for name, value in self.given.items() if name not in turn.blank} | turn.set,
            (self.blank | frozenset(turn.blank)) - turn.set.keys(),
            (self.dropped | frozenset(turn.drop)) - frozenset(turn.add),
            (self.added | frozenset(turn.add)) - frozenset(turn.drop),
            whole,
            positions,
            (*self.special, *([turn.special] if turn.special else [])),
            turn.style or self.style,
            {**self.moved, **turn.move},
            {**self.put, **turn.put},
        )


def load_drafted(path: Path) -> tuple[DraftedConversation, ...]:
    """The conversations of a file; ConfigurationError names file, line and field."""
    return load_yaml(path, DraftedFile).conversations


def measure(
    assistant: Assistant,
    knowledge: Path,
    conversations: Sequence[DraftedConversation],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """By half: stated facts that stand in the paper, facts that nobody stated, edits that did exactly what was said,
    faults of the linter, replies of the wrong kind or without their words; and how long a turn takes."""
    judge = _Judge(assistant, knowledge)
    for number, conversation in enumerate(conversations, 1):
        judge.play(conversation, "held" if number % 2 == 0 else "tune")
        progress(number, len(conversations))
    return Outcome(judge.figures(), tuple(judge.failures))


class _Judge:
    def __init__(self, assistant: Assistant, knowledge: Path) -> None:
        self._assistant = assistant
        self._library = ClauseLibrary.load(knowledge / "clauses")
        self._words: Words = load_drafting_words(knowledge)
        rules = AskingRules.load(knowledge / "drafting" / "asking.yaml", self._library)
        self._settled = {rule.parameter for rule in rules.follows}
        self._counts: Counter[tuple[Split, str]] = Counter()
        self._seconds: list[float] = []
        self.failures: list[Failure] = []

    def play(self, conversation: DraftedConversation, split: Split) -> None:
        """Play one conversation and judge every turn of it."""
        so_far = Conversation()
        steps, at = [_Expected()], 0
        for number, turn in enumerate(conversation.turns, 1):
            so_far = so_far.asked(turn.say)
            started = time.perf_counter()
            reply = next(e.reply for e in self._assistant.reply(so_far) if isinstance(e, Done))
            if reply.kind == "draft":
                self._seconds.append(time.perf_counter() - started)
            so_far = so_far.answered(reply)
            if turn.undo or turn.redo:
                at = max(0, min(len(steps) - 1, at - turn.undo + turn.redo))
            elif (after := steps[at].after(turn)) != steps[at]:
                steps, at = [*steps[: at + 1], after], at + 1
            wrong = list(self._wrong(turn, steps[at], reply, so_far.draft, split))
            if wrong:
                self.failures.append(
                    Failure(f"{conversation.id}.{number}", turn.say, "; ".join(wrong), reply.text[:300])
                )

    def figures(self) -> dict[str, float]:
        """All counts as shares."""
        made: dict[str, float] = {}
        halves: tuple[Split, Split] = ("tune", "held")
        for half in halves:
            count = {name: number for (split, name), number in self._counts.items() if split == half}
            made[f"stated facts in the paper, {half}"] = _share(count, "stated_kept", "stated")
            made[f"edits exact, {half}"] = _share(count, "edits_exact", "edits")
            made[f"replies right, {half}"] = _share(count, "replies_right", "replies")
            made[f"facts nobody stated, {half}"] = count.get("unstated", 0)
            made[f"stated n, {half}"] = count.get("stated", 0)
            made[f"edits n, {half}"] = count.get("edits", 0)
        made["linter faults"] = sum(n for (_, name), n in self._counts.items() if name == "faults")
        made["turn p95 s"] = float(np.quantile(self._seconds, 0.95)) if self._seconds else 0.0
        return made

    def _wrong(
        self, turn: DraftedTurn, expected: _Expected, reply: Reply, saved: str, split: Split
    ) -> Iterator[str]:
        count = self._counts
        history = history_in(saved)
        draft = history.current.draft if history else Draft()
        contract = contract_of(self._library, self._words, draft)
        for name, value in turn.set.items():
            kept = draft.given.get(name) == value and _stands(contract, name)
            count[split, "stated"] += 1
            count[split, "stated_kept"] += kept
            if not kept:
                yield f"{name} is {draft.given.get(name)}, not {value}"
        unstated = [
            name
            for name, value in draft.given.items()
            if expected.given.get(name) != value and name not in turn.set and name not in self._settled
        ]
        count[split, "unstated"] += len(unstated)
        yield from (f"nobody stated {name} {draft.given[name]}" for name in unstated)
        differs = list(self._differs(turn, expected, draft, contract))
        yield from differs
        if turn.edits:
            count[split, "edits"] += 1
            count[split, "edits_exact"] += not (differs or unstated)
        faults = lint(contract, self._words, draft.style) if history else ()
        count[split, "faults"] += len(faults)
        yield from (f"fault {fault}" for fault in faults)
        told = f"{reply.text}\n{reply.paper}"
        right = [f"kind {turn.kind}, not {reply.kind}"] if reply.kind != turn.kind else []
        right += [f"must {words}" for words in turn.must if words not in told]
        right += [f"must not {words}" for words in turn.must_not if words in told]
        count[split, "replies"] += 1
        count[split, "replies_right"] += not right
        yield from right

    def _differs(
        self, turn: DraftedTurn, expected: _Expected, draft: Draft, contract: Contract
    ) -> Iterator[str]:
        """Where the draft is not as it must be, facts aside."""
        if turn.document and draft.document != turn.document:
            yield f"document {draft.document}"
        there = {clause.id for clause in contract.clauses()}
        yield from (f"lacks {clause}" for clause in turn.has if clause not in there)
        if draft.document not in ("contract", "clauses", "annex"):
            return
        if missing := [name for name, value in expected.given.items() if draft.given.get(name) != value]:
            yield f"lost {missing}"
        if frozenset(draft.withheld) != expected.blank:
            yield f"blank {draft.withheld}, not {sorted(expected.blank)}"
        if frozenset(draft.drop) != expected.dropped:
            yield f"dropped {draft.drop}, not {sorted(expected.dropped)}"
        if lacking := expected.added - there:
            yield f"not added {sorted(lacking)}"
        if extra := [
            c for c in draft.add if c not in expected.added and not self._speaks(c, draft, expected)
        ]:
            yield f"added {extra}"
        if draft.position != expected.position:
            yield f"position {draft.position}"
        for clause in {*draft.positions, *expected.positions}:
            wanted = expected.positions.get(clause, expected.position)
            if draft.positions.get(clause, draft.position) != wanted:
                yield f"position of {clause}, not {wanted}"
        texts = [one.text for one in draft.special]
        if len(texts) != len(expected.special) or not all(
            words in text for words, text in zip(expected.special, texts, strict=True)
        ):
            yield f"special {texts}"
        if draft.style != expected.style:
            yield f"style {draft.style}"
        yield from self._misplaced(expected, draft, contract)

    def _misplaced(self, expected: _Expected, draft: Draft, contract: Contract) -> Iterator[str]:
        order = section_order(self._library, draft)
        annexes = {section.id for section in self._library.sections if section.annex}
        body = [section for section in order if section not in annexes]
        for section, before in expected.moved.items():
            follows = body[body.index(section) + 1 :][:1]
            if follows != ([before] if before else []):
                yield f"{section} stands before {follows}"
        clauses = [clause.id for clause in contract.clauses()]
        for clause, other in expected.put.items():
            if clauses[clauses.index(clause) - 1] != other:
                yield f"{clause} does not stand behind {other}"
        if (not expected.moved and draft.order) or (not expected.put and draft.placed):
            yield "moved"

    def _speaks(self, clause: str, draft: Draft, expected: _Expected) -> bool:
        """Whether a clause was brought in by a fact of its own that was stated."""
        found = self._library.clause(clause)
        position = draft.positions.get(clause, draft.position)
        return any(name in expected.given for name in found.parameters(position))


def _stands(contract: Contract, name: str) -> bool:
    """Whether a fact stands in the paper; what decides which clauses there are need not be written out."""
    kind = contract.facts[name].kind if name in contract.facts else ""
    return kind == "choice" or any(p.type == "fact" and p.fact == name for p in contract.pieces())


def _share(count: Mapping[str, int], part: str, whole: str) -> float:
    return count.get(part, 0) / count[whole] if count.get(whole) else 1.0
