"""The built-in answer written down: checked sentences with their markers, as the events of a reply."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from bot.answering.answer import Markers, Said, citation, markdown
from bot.answering.asking import plain_lines
from bot.answering.composing import Composed, Desk, Kind, Part
from bot.answering.model_engine import Leaning
from bot.answering.modelled import Modelled
from bot.answering.side import Side
from bot.conversation import Calculation, Cited, Conversation, Event, Removed, Replace, Support, Token
from bot.glossary import Glossary
from bot.grounding.gate import Gate
from bot.grounding.verdicts import Dropped, GateReport, Kept
from bot.quantities import parse, supports
from bot.retrieval.lexical import tokens
from bot.retrieval.library import Shelf
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result

Piece: TypeAlias = tuple[str, tuple[Passage, ...]]
"""A piece of an answer's Markdown, and the passages that it cites."""

_LAYOUT = "\n- "


@dataclass(frozen=True)
class Told:
    """What a turn gets: its answered questions, in order, with what was composed for each.

    `says` is told first (whose side this speaks to now), `unanswered` are the questions that nothing answers.
    """

    conversation: Conversation
    answered: Sequence[tuple[Part, Composed]]
    side: Side = "甲方"
    says: str = ""
    unanswered: Sequence[str] = ()

    @property
    def composed(self) -> list[Composed]:
        """The answers."""
        return [made for _, made in self.answered]

    @property
    def results(self) -> list[Result]:
        """What was found, a result a question."""
        return [part.result for part, _ in self.answered]

    @property
    def closed(self) -> bool:
        """Whether a model has nothing to add."""
        return all(made.closed for made in self.composed)

    @property
    def kind(self) -> Kind:
        """An answer, unless all that can be done is to ask back."""
        return "clarify" if all(made.kind == "clarify" for made in self.composed) else "answer"

    @property
    def suggestions(self) -> tuple[str, ...]:
        """What was offered while composing."""
        return tuple(s for made in self.composed for s in made.suggestions)

    @property
    def calculations(self) -> tuple[Calculation, ...]:
        """The sums shown."""
        return tuple(c for made in self.composed for c in made.calculations)

    @property
    def own_words(self) -> list[str]:
        """The user's turns."""
        return [plain_lines(turn.text) for turn in self.conversation.turns if turn.role == "user"]

    def markers(self) -> Markers:
        """Numbers for sources; those of the conversation so far keep theirs."""
        turns = self.conversation.turns
        return Markers(c for turn in turns if turn.reply for c in turn.reply.citations)


class Writer:
    """Writes one reply. `supports` and `removed` fill while it is written."""

    def __init__(
        self, told: Told, desk: Desk, shelf: Shelf, glossary: Glossary, stop: threading.Event
    ) -> None:
        self.told = told
        self.stop = stop
        self.markers = told.markers()
        self.supports: list[Support] = []
        self.removed: list[Removed] = []
        self._desk = desk
        self._shelf = shelf
        self._glossary = glossary
        self._cited: set[str] = set()
        self._sums = [
            " ".join((c.formula, c.result, *c.lines, *(given.value for given in c.inputs)))
            for c in told.calculations
        ]
        self._gate = Gate(
            (),
            {},
            desk.lexicon,
            own_words=told.own_words[::-1],
            sums=self._sums,
            side="b" if told.side == "乙方" else "a",
            glossary=glossary,
            resolve=desk.law.resolve_all,
        )

    def builtin(self) -> Iterator[Event]:
        """The whole answer, a sentence at a time, each after its citations.

        A follow-up that would get an earlier answer word for word gets what its own words ask for, and that
        there is no more.
        """
        yield from self._line(self.told.says, "", "\n\n")
        again = any(part.asked.again for part, _ in self.told.answered)
        said: set[str] = set()
        pieces: list[Piece] = []
        for made in self.told.composed:
            kept = self._checked(made.said) or self._checked(made.instead)
            fresh = [sentence for sentence in kept if sentence.text not in said]
            if said and fresh:
                pieces.append(("\n\n", ()))
            said.update(sentence.text for sentence in fresh)
            pieces += markdown(fresh, self.markers)
        if not again and "".join(text for text, _ in pieces) in self._earlier_answers():
            pieces = self._what_is_new(pieces)
        yield from self.written(pieces)
        yield from self._left()

    def _left(self) -> Iterator[Event]:
        """Which of the questions nothing answers."""
        for question in self.told.unanswered:
            yield from self._line(self._desk.phrases.unanswered.format(question=question), "\n\n", "")

    def _line(self, text: str, before: str, after: str) -> Iterator[Event]:
        """A sentence of ours that claims nothing, a paragraph by itself."""
        if text and not self.stop.is_set():
            yield Token(f"{before}{text}{after}")

    def _checked(self, said: Sequence[Said]) -> list[Said]:
        """The sentences that what they cite bears out; the others are noted as removed."""
        kept: list[Said] = []
        for sentence in said:
            verdict = self._verdict(sentence)
            if isinstance(verdict, Dropped):
                self.removed.append(verdict.removed)
            else:
                self.supports += verdict.supports
                kept.append(sentence)
        return kept

    def _verdict(self, sentence: Said) -> Kept | Dropped:
        if sentence.worded == "source":
            return self._gate.check_said(sentence.text, sentence.sources)
        if sentence.worded == "template" and (fault := self._untraced(sentence)):
            return Dropped(sentence.text, "figure", fault)
        places = tuple(Support(sentence.text, p.id, p.start, p.end) for p in sentence.sources)
        return Kept(sentence.text, supports=places, limit=not places)

    def _untraced(self, sentence: Said) -> str:
        """The first figure of a sentence that stands in no sum, source or turn of the user's; else empty.

        The rest of its wording is a data file's, so there is nothing but figures to go wrong.
        """
        behind = [f"{p.text} {p.source} {p.title} {p.locator} {p.site}" for p in sentence.sources]
        held = "\n".join([*self._sums, *behind, *self.told.own_words])
        figures = parse(held)
        for claim in parse(sentence.text):
            # Numbers of articles are the statute library's to check; 一 is as often an article as a figure.
            if claim.kind == "ordinal" or claim.value == 1 or claim.text in held:
                continue
            if not any(supports(figure, claim) for figure in figures):
                return claim.text
        return ""

    def around(self, modelled: Modelled) -> Iterator[Event]:
        """A model's answer between what is said before and after it; the whole built-in one when it fails."""
        before = [sentence for made in self.told.composed for sentence in made.opening]
        after = [sentence for made in self.told.composed for sentence in made.closing]
        yield from self._line(self.told.says, "", "\n\n")
        yield from self._apart(before, "", "\n\n")
        reports: list[GateReport] = []
        told = self.told
        leaning = Leaning(
            sums=tuple(self._sums),
            resolve=self._desk.law.resolve_all,
            side="b" if told.side == "乙方" else "a",
            sources=tuple(source for made in told.composed for source in made.sources),
            memory=self._desk.remembering.of(told.conversation.turns),
        )
        failed = False
        for event in modelled.events(
            told.conversation,
            [self._without_orders(result) for result in told.results],
            self.markers,
            self._instead(),
            self.stop,
            self._desk.phrases.replaced,
            leaning,
            reports,
        ):
            failed = failed or isinstance(event, Replace)
            yield Token(self._desk.law.marked(event.text)) if isinstance(event, Token) else event
        if failed:
            return
        for report in reports:
            self.supports += report.supports
            self.removed += [dropped.removed for dropped in report.dropped]
        yield from self._apart(after, "\n\n", "")
        yield from self._left()

    def _without_orders(self, result: Result) -> Result:
        """What was found, without passages of somebody's files that speak to an assistant."""
        orders = self._desk.instructions
        plain = [h for h in result.hits if h.passage.origin != "own" or not orders.found_in(h.passage.text)]
        return replace(result, hits=tuple(plain))

    def _instead(self) -> Iterator[Event]:
        """The built-in answer in the place of all that was written."""
        self._cited.clear()
        self.supports.clear()
        yield from self.builtin()

    def _apart(self, said: Sequence[Said], before: str, after: str) -> Iterator[Event]:
        """Sentences of ours beside a model's, a paragraph apart."""
        pieces = list(markdown(self._checked(said), self.markers))
        if pieces and not self.stop.is_set():
            yield Token(before)
            yield from self.written(pieces)
            yield Token(after)

    def written(self, pieces: Sequence[Piece]) -> Iterator[Event]:
        """Pieces as events; nothing more after a stop."""
        for text, sources in pieces:
            if self.stop.is_set():
                return
            for passage in sources:
                yield from self.cited(passage)
            yield Token(text)

    def cited(self, passage: Passage) -> Iterator[Event]:
        """The citation of a passage, the first time it is cited."""
        if passage.id not in self._cited:
            self._cited.add(passage.id)
            yield Cited(citation(passage, self.markers.of(passage)))

    def _earlier_answers(self) -> set[str]:
        """The answers so far, unless this very question was typed before: then it may be answered alike."""
        *earlier, now = self.told.conversation.turns
        if any(turn.role == "user" and turn.text.strip() == now.text.strip() for turn in earlier):
            return set()
        return {turn.reply.text for turn in earlier if turn.reply is not None}

    def _what_is_new(self, pieces: list[Piece]) -> list[Piece]:
        """Of an answer that was given before, what the new words ask for; all of it if they do not tell."""
        question = self._shelf.reader.read(self.told.conversation.turns[-1].text)
        asked = set(tokens(question.text, question.terms))

        def shared(piece: Piece) -> int:
            named = {mention.term.name for mention in self._glossary.in_document(piece[0])}
            return len(asked & set(tokens(piece[0], named)))

        most = max(map(shared, pieces))
        kept = [piece for piece in pieces if shared(piece) == most]
        (first, sources), *rest = kept
        return [(f"{self._desk.phrases.nothing_more}{first.lstrip(_LAYOUT)}", sources), *rest]
