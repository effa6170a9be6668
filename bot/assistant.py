"""The one front door: a conversation goes in, typed events come out.

The web page, the command line, the batch runner and the tests all go through here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.answering.asking import Asking, ReadQuestion, plain_lines
from bot.answering.composing import Composer, Desk, Part, leading
from bot.answering.modelled import Modelled
from bot.answering.ordering import Acting, continued
from bot.answering.side import Side
from bot.answering.smalltalk import Phrases
from bot.answering.suggesting import near, related
from bot.answering.writing import Told, Writer
from bot.conversation import (
    AssistantStatus,
    Attachment,
    Citation,
    Cited,
    Conversation,
    Done,
    Engine,
    Event,
    Notice,
    Progress,
    Replace,
    Reply,
    ReplyKind,
    SourceView,
    Thinking,
    Token,
)
from bot.drafted import Drafting
from bot.drafting.session.model_facts import ModelFacts
from bot.errors import BotError
from bot.retrieval.library import Library, Shelf
from bot.retrieval.retriever import Result, fused
from bot.review.found import Stance
from bot.review.wanted import Wanted
from bot.reviewed import Reviewing
from bot.settings import Settings

ASKING_FILE = "asking.yaml"
PHRASES_FILE = "smalltalk.yaml"
NEARBY = 0.05
"""Confidence from which the nearest questions are worth offering; below, those to begin with are."""

CONTEXT = 400
"""Characters of the document shown before and after a cited passage."""

_log = logging.getLogger(__name__)


class Assistant:
    """Answers conversations. Holds no conversation itself: every call gets the whole of its own.

    `modelled` stands in for the model that the settings name.
    """

    def __init__(self, settings: Settings, library: Library, modelled: Modelled | None = None) -> None:
        self.library = library
        phrases = Phrases.load(library.knowledge / PHRASES_FILE)
        asking = Asking.load(library.knowledge / ASKING_FILE, library.glossary)
        self._desk = Desk.load(library.knowledge, asking, phrases, library.glossary)
        self._modelled = modelled or (Modelled(settings) if settings.has_model else None)
        self._acting = Acting(library.glossary, asking.sides)
        self._composers: tuple[Shelf, Composer] | None = None
        finder = ModelFacts(settings) if settings.has_model else None
        self._drafting = Drafting(library.knowledge, self._desk.law, finder)
        self.reviewing = Reviewing(
            settings, self._desk.law, lambda: self._drafting.drafter.library, library.glossary
        )

    def word_file(self, draft: str, *, with_comments: bool = False) -> bytes:
        """The draft in `Reply.draft` as a Word file; `with_comments` explains each clause in the margin."""
        return self._drafting.word(draft, with_comments=with_comments)

    def review_files(self, paths: Sequence[Path], stance: Stance = "merchant", merchant: str = "") -> Reply:
        """The review of a paper, without a conversation around it. Needs no index. Raises InputError."""
        files = tuple(Attachment(str(path), path.name) for path in paths)
        return self.reviewing.reply(files, Wanted(stance, merchant))

    def compare_files(self, old: Path, new: Path, stance: Stance = "merchant", merchant: str = "") -> Reply:
        """Two versions of a paper compared; the redline of the reply's review is the old one with the new one's changes.
        Raises InputError."""
        files = tuple(Attachment(str(path), path.name) for path in (old, new))
        return self.reviewing.comparison(files, Wanted(stance, merchant))

    def redline(self, review: str) -> bytes:
        """The paper reviewed in `Reply.review` with its changes tracked, as a Word file; InputError where it has gone."""
        return self.reviewing.redline(review, datetime.now(UTC))

    def report(self, review: str, kind: Literal["docx", "md"]) -> bytes:
        """The review in `Reply.review` as a report."""
        return self.reviewing.report(review, kind)

    def open_draft(self, text: str) -> str:
        """A draft from an exported file, to go on from. Raises InputError where it cannot be used."""
        return self._drafting.opened(text)

    def paper(self, draft: str) -> str:
        """The whole text of the draft in `Reply.draft`, as Markdown."""
        return self._drafting.paper(draft)

    def prepare(self, progress: Callable[[Progress], None] | None = None) -> None:
        """Build or open the index; answers by words alone are there before this returns."""
        self.library.prepare(progress)

    def status(self) -> AssistantStatus:
        """Whether answers come from everything there is yet."""
        return self.library.status()

    def examples(self) -> dict[str, tuple[str, ...]]:
        """Questions to begin with, by who is asking."""
        return self._desk.phrases.examples

    def document_text(self, document_id: str) -> str:
        """The text that the offsets of a citation point into, as it is now; empty when it has gone."""
        documents = self.library.shelf().contents.documents
        held = next((document.text for document in documents if document.id == document_id), "")
        return held or self._desk.law.document_text(document_id)

    def passage_context(self, cited: Citation) -> SourceView:
        """A citation in its place in the document, as it is indexed now; the quote alone if it has gone."""
        text = self.document_text(cited.document_id)
        intact = text[cited.start : cited.end] == cited.quote
        return SourceView(
            title=cited.source,
            quote=cited.quote,
            before=text[max(0, cited.start - CONTEXT) : cited.start] if intact else "",
            after=text[cited.end : cited.end + CONTEXT] if intact else "",
            site=cited.site,
            author=cited.author,
            date=cited.date,
            platforms=cited.platforms,
            origin=cited.origin,
            headings=cited.headings,
            locator=cited.locator,
            status=cited.status,
        )

    def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
        """Reply to the last turn. Always ends with `Done`; a stop leaves what was written so far."""
        started = time.perf_counter()
        stop = stop or threading.Event()
        try:
            events = self._events(conversation, stop)
            for event in events:
                if isinstance(event, Done):
                    event = Done(replace(event.reply, seconds=time.perf_counter() - started))
                yield event
        except BotError as error:
            yield Done(Reply("notice", str(error), failed=True, seconds=time.perf_counter() - started))
        except Exception:  # noqa: BLE001 - the front door: whatever breaks behind it, the user gets a sentence
            _log.exception("reply failed")
            yield Done(
                Reply("notice", self._desk.phrases.fault, failed=True, seconds=time.perf_counter() - started)
            )

    def _events(self, conversation: Conversation, stop: threading.Event) -> Iterator[Event]:
        typed = conversation.turns[-1].text if conversation.turns else ""

        def answer(asked: Conversation) -> Iterator[Event]:
            return self._answering(asked, stop)

        reviewed = self.reviewing.events(conversation, answer, stop) if conversation.turns else None
        if reviewed is not None:
            yield from reviewed
            return
        fixed = self._desk.phrases.reply_to(typed)
        # 「好的」 is small talk, unless a statement of the draft waits for just that word.
        if fixed and not self._drafting.decides(conversation):
            yield from _told(Reply("notice", fixed))
            return
        side = self._desk.asking.side(conversation)
        yield from self._drafting.events(conversation, side, answer)

    def _answering(self, conversation: Conversation, stop: threading.Event) -> Iterator[Event]:
        """The answer to a question."""
        turn = self._desk.asking.turn(conversation)
        if turn.reply:
            yield from _told(Reply(turn.reply_kind, turn.reply))
            return
        yield Thinking("正在查资料")
        shelf = self.library.shelf()
        parts = [self._part(shelf, question, turn.side) for question in turn.questions]
        composer = self._composer(shelf)
        users = [plain_lines(t.text) for t in conversation.turns if t.role == "user"]
        composed = [composer.compose(part, users, turn.side) for part in parts]
        answered = [(part, made) for part, made in zip(parts, composed, strict=True) if made]
        if not answered:
            yield from self._unsure(shelf, [part.result for part in parts])
            return
        unanswered = [part.asked.text for part, made in zip(parts, composed, strict=True) if made is None]
        told = Told(conversation, answered, turn.side, turn.says, unanswered)
        yield from self._answer(shelf, told, stop)

    def _part(self, shelf: Shelf, question: ReadQuestion, side: Side) -> Part:
        """One question of the turn with what is found for it, in the order of who asks and what was spoken of."""
        found = self.search(shelf, question.readings)
        sure = shelf.retriever.confidence(found) >= shelf.retriever.thresholds.answer
        ordered = self._acting.ordered(continued(found, question.near), question.text, side)
        places = {passage.id: passage for passage in shelf.contents.passages}
        result = leading(ordered, question.focus, places.get)
        return Part(question, result, bool(result.hits) and (sure or result is not ordered))

    def search(self, shelf: Shelf, readings: Sequence[str]) -> Result:
        """The passages for a question in its one reading or its two."""
        if len(readings) == 1:
            return shelf.retriever.search(shelf.reader.read(readings[0]))
        every = len(shelf.contents.passages)
        alone, together = (shelf.retriever.search(shelf.reader.read(text), every) for text in readings)
        return fused(alone, together) if alone.hits and together.hits else together

    def readings(self, turns: Sequence[str]) -> tuple[str, ...]:
        """The last of a conversation's questions as it reads without the others."""
        read: tuple[str, ...] = ("",)
        for typed in turns:
            read = self._desk.asking.readings(typed, read[-1])
        return read

    def _unsure(self, shelf: Shelf, results: Sequence[Result]) -> Iterator[Event]:
        """Ask back when the question is close to what we know, refuse otherwise; both show near ones."""
        result = max(results, key=shelf.retriever.confidence)
        confidence = shelf.retriever.confidence(result)
        close = confidence >= shelf.retriever.thresholds.refuse
        suggestions = near(shelf.contents, result) if confidence >= NEARBY else ()
        phrases = self._desk.phrases
        text = phrases.clarify
        if not close:
            text = f"{phrases.refusal}\n\n{phrases.refusal_near if suggestions else phrases.refusal_begin}"
        suggestions = suggestions or self.examples()["商家"]
        kind: ReplyKind = "clarify" if close else "refusal"
        yield from _told(Reply(kind, text, suggestions=suggestions, question=result.question.text))

    def _answer(self, shelf: Shelf, told: Told, stop: threading.Event) -> Iterator[Event]:
        """The answer to what can be answered; its notices say what stood in the way."""
        notices: list[str] = []
        if shelf.retriever.lexical_only and self.status().notice:
            notices.append(self.status().notice)
        if self._desk.law.trouble:
            notices.append(self._desk.law.trouble)
        yield from (Notice(text) for text in list(notices))
        writer = Writer(told, self._desk, shelf, self.library.glossary, stop)
        engine: Engine = "builtin"
        events = writer.builtin()
        if self._modelled and not told.closed:
            engine = "model"
            events = writer.around(self._modelled)
        text, cited = "", dict[str, Citation]()
        for event in events:
            match event:
                case Token():
                    text += event.text
                case Cited():
                    cited[event.citation.marker] = event.citation
                case Notice():
                    notices.append(event.text)
                case Replace():
                    text, cited, engine = event.text, {}, "builtin"
            yield event
        citations = tuple(cited.values())
        yield Done(
            Reply(
                kind=told.kind,
                text=text,
                citations=citations,
                engine=engine,
                suggestions=told.suggestions
                or related(shelf.contents, told.results, tuple(c.passage_id for c in citations)),
                notices=tuple(notices),
                question=told.results[-1].question.text,
                stopped=stop.is_set(),
                supports=tuple(writer.supports),
                removed=tuple(writer.removed),
                calculations=told.calculations,
            )
        )

    def _composer(self, shelf: Shelf) -> Composer:
        """What puts answers together from a shelf, made once for each."""
        made = self._composers
        if made is None or made[0] is not shelf:
            made = shelf, Composer(self._desk, shelf.contents, self.library.glossary)
            self._composers = made
        return made[1]


def _told(reply: Reply) -> Iterator[Event]:
    """A reply that is there at once."""
    yield Token(reply.text)
    yield Done(reply)


def build_assistant(settings: Settings) -> Assistant:
    """The composition root: one Settings object -> the assistant, not yet prepared."""
    return Assistant(settings, Library(settings))
