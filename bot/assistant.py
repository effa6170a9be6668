"""The one front door: a conversation goes in, typed events come out.

The web page, the command line, the batch runner and the tests all go through here.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from bot.answering.answer import Markers, citation, markdown
from bot.answering.asking import Asking
from bot.answering.builtin import BuiltinEngine, side_of
from bot.answering.modelled import Modelled
from bot.answering.smalltalk import Phrases
from bot.answering.suggesting import near, related
from bot.conversation import (
    AssistantStatus,
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
    SourceView,
    Thinking,
    Token,
)
from bot.errors import BotError
from bot.retrieval.lexical import tokens
from bot.retrieval.library import Library, Shelf
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result, fused
from bot.settings import Settings

ASKING_FILE = "asking.yaml"
PHRASES_FILE = "smalltalk.yaml"
NEARBY = 0.05
"""Confidence from which the nearest questions are worth offering; below, those to begin with are."""

CONTEXT = 400
"""Characters of the document shown before and after a cited passage."""

Piece: TypeAlias = tuple[str, tuple[Passage, ...]]
"""A piece of an answer's Markdown, and the passages that it cites."""

_LAYOUT = "\n- "
_log = logging.getLogger(__name__)


class Assistant:
    """Answers conversations. Holds no conversation itself: every call gets the whole of its own."""

    def __init__(self, settings: Settings, library: Library) -> None:
        self.library = library
        self._phrases = Phrases.load(library.knowledge / PHRASES_FILE)
        self._asking = Asking.load(library.knowledge / ASKING_FILE, library.glossary)
        self._modelled = Modelled(settings) if settings.has_model else None
        self._built: tuple[Shelf, BuiltinEngine] | None = None

    def prepare(self, progress: Callable[[Progress], None] | None = None) -> None:
        """Build or open the index; answers by words alone are there before this returns."""
        self.library.prepare(progress)

    def status(self) -> AssistantStatus:
        """Whether answers come from everything there is yet."""
        return self.library.status()

    def examples(self) -> dict[str, tuple[str, ...]]:
        """Questions to begin with, by who is asking."""
        return self._phrases.examples

    def passage_context(self, cited: Citation) -> SourceView:
        """A citation in its place in the document, as it is indexed now; the quote alone if it has gone."""
        contents = self.library.shelf().contents
        text = next((d.text for d in contents.documents if d.id == cited.document_id), "")
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
                Reply("notice", self._phrases.fault, failed=True, seconds=time.perf_counter() - started)
            )

    def _events(self, conversation: Conversation, stop: threading.Event) -> Iterator[Event]:
        typed = conversation.turns[-1].text if conversation.turns else ""
        fixed = self._fixed(conversation, typed)
        if fixed:
            yield Token(fixed)
            yield Done(Reply("notice", fixed))
            return
        yield Thinking("正在查资料")
        shelf = self.library.shelf()
        results = self._results(shelf, conversation, typed)
        search = shelf.retriever
        sure = [result for result in results if search.confidence(result) >= search.thresholds.answer]
        if not sure:
            yield from self._unsure(shelf, results)
            return
        left = [self._phrases.unanswered.format(question=r.question.text) for r in results if r not in sure]
        yield from self._answer(shelf, conversation, sure, left, stop)

    def _fixed(self, conversation: Conversation, typed: str) -> str:
        """The reply to turns that need no search: files, small talk, nothing, far too much."""
        if conversation.turns and conversation.turns[-1].files:
            return self._phrases.files
        return self._phrases.reply_to(typed)

    def _results(self, shelf: Shelf, conversation: Conversation, typed: str) -> list[Result]:
        """One search for each question of the turn, every one read without the conversation."""
        before = _question_before(conversation)
        results: list[Result] = []
        for part in self._asking.parts(typed):
            readings = self._asking.readings(part, before, same_turn=bool(results))
            results.append(self.search(shelf, readings))
            before = results[-1].question.text
        return results

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
            read = self._asking.readings(typed, read[-1])
        return read

    def _unsure(self, shelf: Shelf, results: Sequence[Result]) -> Iterator[Event]:
        """Ask back when the question is close to what we know, refuse otherwise; both show near ones."""
        result = max(results, key=shelf.retriever.confidence)
        confidence = shelf.retriever.confidence(result)
        close = confidence >= shelf.retriever.thresholds.refuse
        suggestions = near(shelf.contents, result) if confidence >= NEARBY else ()
        text = self._phrases.clarify
        if not close:
            offer = self._phrases.refusal_near if suggestions else self._phrases.refusal_begin
            text = f"{self._phrases.refusal}\n\n{offer}"
        suggestions = suggestions or self.examples()["商家"]
        yield Token(text)
        yield Done(
            Reply(
                "clarify" if close else "refusal",
                text,
                suggestions=suggestions,
                question=result.question.text,
            )
        )

    def _answer(
        self,
        shelf: Shelf,
        conversation: Conversation,
        results: Sequence[Result],
        notices: list[str],
        stop: threading.Event,
    ) -> Iterator[Event]:
        """The answer to what can be answered; `notices` say what can not."""
        earlier = [c for turn in conversation.turns if turn.reply for c in turn.reply.citations]
        question = results[-1].question.text
        if shelf.retriever.lexical_only and self.status().notice:
            notices.append(self.status().notice)
        yield from (Notice(text) for text in list(notices))
        builtin = self._builtin_events(shelf, conversation, results, Markers(earlier), stop)
        engine: Engine = "builtin"
        events = builtin
        if self._modelled:
            engine = "model"
            events = self._modelled.events(
                conversation, results, Markers(earlier), builtin, stop, self._phrases.replaced
            )
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
        yield Done(
            Reply(
                kind="answer",
                text=text,
                citations=tuple(cited.values()),
                engine=engine,
                suggestions=related(shelf.contents, results, tuple(c.passage_id for c in cited.values())),
                notices=tuple(notices),
                question=question,
                stopped=stop.is_set(),
            )
        )

    def _builtin_events(
        self,
        shelf: Shelf,
        conversation: Conversation,
        results: Sequence[Result],
        markers: Markers,
        stop: threading.Event,
    ) -> Iterator[Event]:
        """The built-in answer, a sentence at a time, each after its citations.

        A follow-up that would get an earlier answer word for word gets what its own words ask for, and that
        there is no more.
        """
        engine = self._builtin(shelf)
        side = side_of(turn.text for turn in conversation.turns if turn.role == "user")
        shown: set[str] = set()
        told: set[str] = set()
        pieces: list[Piece] = []
        for result in results:
            answer = engine.answer(self._asking.kind(result.question.text), result, side)
            said = [sentence for sentence in answer if sentence.text not in told]
            if told and said:
                pieces.append(("\n\n", ()))
            told.update(sentence.text for sentence in said)
            pieces += markdown(said, markers)
        if "".join(text for text, _ in pieces) in _earlier_answers(conversation):
            pieces = self._what_is_new(shelf, conversation.turns[-1].text, pieces)
        for text, sources in pieces:
            if stop.is_set():
                return
            for passage in sources:
                if passage.id not in shown:
                    shown.add(passage.id)
                    yield Cited(citation(passage, markers.of(passage)))
            yield Token(text)

    def _builtin(self, shelf: Shelf) -> BuiltinEngine:
        """The built-in engine on a shelf, made once for each."""
        made = self._built
        if made is None or made[0] is not shelf:
            made = shelf, BuiltinEngine(shelf.contents, self._phrases, self.library.glossary)
            self._built = made
        return made[1]

    def _what_is_new(self, shelf: Shelf, typed: str, pieces: list[Piece]) -> list[Piece]:
        """Of an answer that was given before, what the new words ask for; all of it if they do not tell."""
        question = shelf.reader.read(typed)
        asked = set(tokens(question.text, question.terms))

        def shared(piece: Piece) -> int:
            named = {mention.term.name for mention in self.library.glossary.in_document(piece[0])}
            return len(asked & set(tokens(piece[0], named)))

        most = max(map(shared, pieces))
        kept = [piece for piece in pieces if shared(piece) == most]
        (first, sources), *rest = kept
        return [(f"{self._phrases.nothing_more}{first.lstrip(_LAYOUT)}", sources), *rest]


def _earlier_answers(conversation: Conversation) -> set[str]:
    """The answers so far, unless this very question was typed before: then it may be answered alike."""
    *earlier, now = conversation.turns
    if any(turn.role == "user" and turn.text.strip() == now.text.strip() for turn in earlier):
        return set()
    return {turn.reply.text for turn in earlier if turn.reply is not None}


def _question_before(conversation: Conversation) -> str:
    """The stand-alone form of the last question that was answered, or empty."""
    for turn in reversed(conversation.turns[:-1]):
        if turn.reply and turn.reply.question:
            return turn.reply.question
    return ""


def build_assistant(settings: Settings) -> Assistant:
    """The composition root: one Settings object -> the assistant, not yet prepared."""
    return Assistant(settings, Library(settings))
