"""Where drafting meets answering: a draft's replies with their law cited, and answers that lead back to the draft."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.answering.answer import Markers, citation
from bot.answering.law import Law
from bot.answering.side import Side
from bot.conversation import Citation, Cited, Conversation, Done, Event, Reply, Token
from bot.drafting.checking import judged
from bot.drafting.reading.said import Reading
from bot.drafting.session.draft import History
from bot.drafting.session.drafter import Drafter
from bot.drafting.session.model_facts import ModelFacts
from bot.drafting.session.opening import history_in

Answer = Callable[[Conversation], Iterator[Event]]
"""A conversation -> the events of an answer to its last turn."""

_SIDES: dict[Side, Literal["merchant", "provider"]] = {"甲方": "merchant", "乙方": "provider"}


class Drafting:
    """Drafting as the assistant needs it."""

    def __init__(self, knowledge: Path, law: Law, finder: ModelFacts | None = None) -> None:
        """Reads nothing yet. `law` looks up what a reply rests on, `finder` points at facts left unread."""
        self._law = law
        self._finder = finder
        # Most lines of a contract are the library's, and the same in every draft.
        self.drafter = Drafter(knowledge, lru_cache(maxsize=4096)(self._resolve))

    def decides(self, conversation: Conversation) -> bool:
        """Whether the last turn is a word that a contradiction in the draft waits for."""
        history = history_in(conversation.draft)
        waits = history is not None and history.open and bool(history.conflicts)
        return waits and self.drafter.decided(conversation.turns[-1].text) is not None

    def events(self, conversation: Conversation, side: Side, answer: Answer) -> Iterator[Event]:
        """The reply to the last turn: drafted, answered, or both. Always ends with `Done`."""
        message = conversation.turns[-1].text
        history = history_in(conversation.draft)
        reading = self._read(message, history, side, _asked_before(conversation))
        if not self.drafter.concerns(reading, history, message):
            yield from self._answered(conversation, history, answer)
        elif reading.question and not reading.wishes:
            yield from self._both(conversation, reading, history, side, answer)
        else:
            yield from self._drafted(conversation, reading, history, side, Reply("draft", ""))

    def _read(self, message: str, history: History | None, side: Side, asked_before: str) -> Reading:
        """What a message says; where a model is set and a draft is open, also what it points at besides."""
        reading = self.drafter.read(message, history, side=_SIDES[side], asked_before=asked_before)
        if self._finder is None or history is None or not history.open:
            return reading
        return self._finder.more(message, reading, self.drafter.library.parameters, history.asked)

    def word(self, draft: str, *, with_comments: bool = False) -> bytes:
        """The draft in `Reply.draft` as a Word file."""
        from bot.drafting.word import word_file  # heavy, and not needed before somebody wants the file

        history = history_in(draft) or History()
        paper = self.drafter.contract(history)
        return word_file(paper, self.drafter.words, history.current.draft.style, with_comments=with_comments)

    def opened(self, text: str) -> str:
        """A draft from an exported file, as `Reply.draft` has it. Raises InputError where it is none."""
        return self.drafter.opened(text).model_dump_json()

    def paper(self, draft: str) -> str:
        """The draft in `Reply.draft` as Markdown."""
        return self.drafter.paper(history_in(draft))

    def _answered(
        self, conversation: Conversation, history: History | None, answer: Answer
    ) -> Iterator[Event]:
        """An answer as ever; where a draft is open, one line leads back to it."""
        for event in answer(_without_drafting(conversation)):
            if isinstance(event, Done) and history is not None:
                reply = event.reply
                if history.open and not reply.failed and not reply.stopped:
                    line = f"\n\n{self.drafter.back(history)}"
                    yield Token(line)
                    event = Done(replace(reply, text=reply.text + line))
            yield event

    def _both(
        self,
        conversation: Conversation,
        reading: Reading,
        history: History | None,
        side: Side,
        answer: Answer,
    ) -> Iterator[Event]:
        """A message that says something of the draft and asks something: the answer first, then the draft."""
        *earlier, last = _without_drafting(conversation).turns
        asked = replace(conversation, turns=(*earlier, replace(last, text=reading.question)))
        answered = Reply("draft", "")
        for event in answer(asked):
            if isinstance(event, Done):
                answered = event.reply
            else:
                yield event
        if answered.text and not answered.failed:
            yield Token("\n\n")
            answered = replace(answered, text=f"{answered.text}\n\n")
        yield from self._drafted(conversation, reading, history, side, answered)

    def _drafted(
        self,
        conversation: Conversation,
        reading: Reading,
        history: History | None,
        side: Side,
        before: Reply,
    ) -> Iterator[Event]:
        """The draft after the message; `before` is what was answered first, empty or with a blank line behind it."""
        made = self.drafter.drafted(conversation.turns[-1].text, reading, history, side=_SIDES[side])
        replies = [turn.reply for turn in conversation.turns if turn.reply]
        earlier = [cited for reply in replies for cited in reply.citations]
        markers = Markers((*earlier, *before.citations))
        text, citations = "", {cited.marker: cited for cited in before.citations}
        for line in made.text.splitlines(keepends=True):
            written = line.rstrip("\n")
            cited = self._cited(written, markers)
            for one in cited:
                if one.marker not in citations:
                    citations[one.marker] = one
                    yield Cited(one)
            marks = "".join(f"[{one.marker}]" for one in cited)
            piece = f"{written}{marks}{line[len(written) :]}"
            text += piece
            yield Token(piece)
        draft = made.history.model_dump_json() if made.history else ""
        yield Done(
            replace(
                before,
                kind=made.kind,
                text=before.text + text,
                citations=tuple(citations.values()),
                engine="builtin",
                draft=draft,
                paper=made.paper,
                suggestions=(),
            )
        )

    def _cited(self, line: str, markers: Markers) -> list[Citation]:
        """The articles that a line names."""
        found: dict[str, Citation] = {}
        for resolution in self._law.resolve_all(line):
            for source in self._law.sources(resolution.name) if resolution.name else ():
                found[source.id] = citation(source, markers.of(source))
        return list(found.values())

    def _resolve(self, text: str) -> tuple[tuple[str, bool], ...]:
        return judged(self._law.resolve_all(text))


def _asked_before(conversation: Conversation) -> str:
    """The question that the last reply answered; empty where it drafted."""
    *earlier, _ = conversation.turns
    answered = len(earlier) >= 2 and earlier[-1].reply is not None and earlier[-1].reply.kind == "answer"
    return earlier[-2].text if answered else ""


def _without_drafting(conversation: Conversation) -> Conversation:
    """The conversation without the exchanges that only drafted: 「4个」 is no question to refer back to."""
    kept = []
    for at, turn in enumerate(conversation.turns):
        after = conversation.turns[at + 1 : at + 2]
        reply = turn.reply or (after[0].reply if after else None)
        if reply is None or reply.kind != "draft":
            kept.append(turn)
    return replace(conversation, turns=tuple(kept))
