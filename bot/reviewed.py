"""Where review meets the conversation: a paper handed over, a stance taken, a question about the paper."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.answering.law import Law
from bot.conversation import Attachment, Conversation, Done, Event, Finding, Reply, Thinking, Token
from bot.drafting.library import ClauseLibrary
from bot.errors import InputError
from bot.glossary import Glossary
from bot.review.adding import clauses_to_ask, with_proposals
from bot.review.asking import Asked, asked
from bot.review.compared import Comparison, compared
from bot.review.compared import told as told_comparison
from bot.review.handed import Handed, Intake, Versions
from bot.review.hidden import told_of_hidden
from bot.review.injections import Injections
from bot.review.masking import Masking
from bot.review.phrases import ReviewPhrases
from bot.review.proposing import Proposer
from bot.review.reviewing import Reviewer
from bot.review.saying import Line, lines
from bot.review.sourced import Sourced
from bot.review.state import KeptReview, kept, review_in
from bot.review.wanted import Wanted, side_taken, wanted
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.review.redline import Change

AUTHOR = "客服合同助手"
"""Who made the changes, in the redline."""

Answer = Callable[[Conversation], Iterator[Event]]
"""A conversation -> the events of an answer to its last turn."""

_OF_IT = re.compile("这份|这个合同|这合同|合同里|合同中|他们|对方|上面")
_ASKS = re.compile(
    f"{_OF_IT.pattern}|第.{{1,5}}条|这一?条|那一?条|[?？]|吗|么|呢|多少|怎么|什么|是不是|能不能|有没有|哪"
)


class Reviewing:
    """Reviews as the assistant needs them."""

    def __init__(
        self, settings: Settings, law: Law, library: Callable[[], ClauseLibrary], glossary: Glossary
    ) -> None:
        """Reads nothing yet: rules and library are opened by the first paper."""
        self._settings = settings
        self._knowledge = settings.bot_knowledge_dir
        self._law = law
        self._library = library
        self._glossary = glossary

    @cached_property
    def reviewer(self) -> Reviewer:
        """What checks papers. Raises ConfigurationError."""
        return Reviewer(self._knowledge, self._library(), self._resolves)

    @cached_property
    def _phrases(self) -> ReviewPhrases:
        return ReviewPhrases.load(self._knowledge)

    @cached_property
    def _intake(self) -> Intake:
        return Intake.load(self._knowledge, self._phrases)

    @cached_property
    def _injections(self) -> Injections:
        return Injections.load(self._knowledge)

    @cached_property
    def _proposer(self) -> Proposer | None:
        if not self._settings.has_model:
            return None
        return Proposer(self._settings, Masking.load(self._knowledge), self._injections, self._resolves)

    def events(
        self, conversation: Conversation, answer: Answer, stop: threading.Event | None = None
    ) -> Iterator[Event] | None:
        """The reply to the last turn where it is for the reviewer: a file, a pasted paper, a side taken, a question about
        the paper that lies open. None for any other turn. The events always end with `Done`."""
        turn = conversation.turns[-1]
        if turn.files or self._intake.is_pasted(turn.text):
            return self._received(conversation, stop)
        review = review_in(conversation.review)
        if review is None:
            return None
        side = side_taken(turn.text, review)
        if side:
            return self._again(conversation, review, side, stop)
        about = self._asked(review, turn.text)
        return self._answered(conversation, review, about, answer) if about else None

    def reply(self, files: Sequence[Attachment], side: Wanted) -> Reply:
        """The review of a paper in files, as a reply outside a conversation. Raises InputError."""
        return _finished(self._reviewed(Conversation(), self._intake.take(files), side))

    def comparison(self, files: Sequence[Attachment], side: Wanted) -> Reply:
        """Two versions of a paper compared, the older first, as a reply outside a conversation. Raises InputError."""
        old, new = (self._intake.take([file]) for file in files)
        return _finished(self._compared(Conversation(), Versions(old, new), side))

    def redline(self, review: str, when: datetime) -> bytes:
        """The paper of `Reply.review` with its changes tracked, as a Word file. Raises InputError where the file that was
        reviewed has gone or was changed."""
        from bot.review.editing import changes

        held = self._held(review)
        if held.old_path:
            return self._tracked(held, when)
        return _marked(self._intake.again(held), changes(held), when)

    def report(self, review: str, kind: Literal["docx", "md"]) -> bytes:
        """The review in `Reply.review` as a report."""
        from bot.review.report.content import report
        from bot.review.report.markdown import markdown
        from bot.review.report.word import word_report

        parts = report(self._held(review), self._phrases)
        return word_report(parts) if kind == "docx" else markdown(parts).encode()

    def _held(self, review: str) -> KeptReview:
        held = review_in(review)
        if held is None:
            raise InputError(self._phrases.nothing_open)
        return held

    def _received(self, conversation: Conversation, stop: threading.Event | None) -> Iterator[Event]:
        """A paper, or two versions of one, that came with the last turn."""
        yield Thinking("正在读合同")
        turn = conversation.turns[-1]
        handed = self._intake.received(turn.files, turn.text)
        if isinstance(handed, Versions):
            yield from self._compared(conversation, handed, wanted(turn.text))
        else:
            yield from self._reviewed(conversation, handed, wanted(turn.text), stop)

    def _again(
        self, conversation: Conversation, review: KeptReview, side: Wanted, stop: threading.Event | None
    ) -> Iterator[Event]:
        yield Thinking("正在换一个立场看")
        yield from self._reviewed(conversation, self._intake.again(review), side, stop)

    def _reviewed(
        self, conversation: Conversation, handed: Handed, side: Wanted, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        if handed.refusal:
            yield Token(handed.refusal)
            yield Done(Reply("notice", handed.refusal))
            return
        yield Thinking("正在逐条检查")
        review = self._review(handed, side, stop)
        told = Sourced(self._law, conversation, review)
        for line in lines(review, self._phrases):
            yield from told.line(line)
        yield _done(told, review, review.findings)

    def _review(self, handed: Handed, side: Wanted, stop: threading.Event | None) -> KeptReview:
        """The review of a paper; where a model is set, with what it proposes besides."""
        review = self.reviewer.review(handed.document, side.stance, side.merchant, side.ours)
        hidden = told_of_hidden(handed.document, self._injections, self._phrases)
        notices = [*handed.notices, *hidden, *review.notices]
        if self._proposer:
            proposed = self._proposer.propose(review.paper.text, clauses_to_ask(review), stop=stop)
            review = with_proposals(review, proposed.proposals)
            notices += [proposed.notice] if proposed.notice else []
        return kept(replace(review, notices=tuple(notices)), handed.path, handed.name)

    def _compared(self, conversation: Conversation, versions: Versions, side: Wanted) -> Iterator[Event]:
        comparison = self._comparison(versions, side)
        review = kept(comparison.new, versions.new.path, versions.new.name).model_copy(
            update={"old_path": versions.old.path, "old_name": versions.old.name}
        )
        told = Sourced(self._law, conversation, review)
        for line in told_comparison(comparison, self._phrases):
            yield from told.line(line)
        yield _done(told, review, comparison.came)

    def _comparison(self, versions: Versions, side: Wanted) -> Comparison:
        for handed in (versions.old, versions.new):
            if handed.refusal:
                raise InputError(handed.refusal)
        before, after = (
            self.reviewer.review(handed.document, side.stance, side.merchant, side.ours)
            for handed in (versions.old, versions.new)
        )
        return compared(before, after)

    def _tracked(self, held: KeptReview, when: datetime) -> bytes:
        """The old version with what the new one changes tracked in it."""
        from bot.review.versions import version_changes

        old = self._intake.take([Attachment(held.old_path, held.old_name)])
        versions = Versions(old, self._intake.again(held))
        comparison = self._comparison(versions, Wanted(held.stance, held.merchant))
        changes = version_changes(comparison.old.paper, comparison.new.paper, comparison.differences)
        return _marked(old, changes, when)

    def _answered(
        self, conversation: Conversation, review: KeptReview, about: Asked, answer: Answer
    ) -> Iterator[Event]:
        """An answer from the paper: the clause's own words, what was found in it, and what to write instead; then what
        our knowledge says, where the question names no clause."""
        general = None if about.named else _finished(answer(conversation))
        if general and (general.kind != "answer" or general.failed):
            general = None
        told = Sourced(self._law, conversation, review, general.citations if general else ())
        if about.absent:
            yield from told.line(Line(self._phrases.answer.not_there.format(number=about.absent)))
        elif about.clauses:
            yield from self._from_paper(review, about, told)
        else:
            yield from told.line(Line(self._phrases.answer.silent))
        if general:
            yield from told.added(self._phrases.answer.more, general)
        yield Done(replace(told.reply("answer"), question=conversation.turns[-1].text))

    def _from_paper(self, review: KeptReview, about: Asked, told: Sourced) -> Iterator[Event]:
        phrases = self._phrases.answer
        said = phrases.clause if about.named else phrases.found
        spoken: list[Finding] = []
        for clause in about.clauses:
            quote = " ".join(review.text[clause.start : clause.end].split())
            yield from told.quoted(said.format(clause=clause.name or "开头部分", quote=quote), clause)
            inside = [f for f in review.findings if f.quote and clause.start <= f.start < clause.end]
            spoken += [finding for finding in inside if finding not in spoken]
        yield from told.line(Line(""))
        if not spoken:
            yield from told.line(Line(phrases.fine))
        for finding in spoken:
            message = phrases.finding.format(message=finding.message, consequence=finding.consequence)
            yield from told.line(Line(message, finding))
            if finding.suggestion:
                text = " ".join(finding.suggestion.split())
                yield from told.line(Line(phrases.suggestion.format(suggestion=text), finding))

    def _asked(self, review: KeptReview, question: str) -> Asked | None:
        """What of the paper a turn asks about; None for a turn that does not."""
        if not _ASKS.search(question):
            return None
        about = asked(review, question, self._glossary)
        return about if about.clauses or about.absent or _OF_IT.search(question) else None

    def _resolves(self, reference: str) -> bool:
        return bool(self._law.sources(reference))


def _done(told: Sourced, review: KeptReview, findings: tuple[Finding, ...]) -> Done:
    return Done(replace(told.reply("review"), findings=findings, review=review.model_dump_json()))


def _marked(handed: Handed, changes: Sequence[Change], when: datetime) -> bytes:
    """The paper with changes tracked in it: its own Word file, or one made of its text."""
    from bot.review.redline import new_redline, redline

    path = Path(handed.path)
    if path.suffix.lower() == ".docx":
        return redline(path.read_bytes(), handed.document, changes, AUTHOR, when)
    return new_redline(handed.document, changes, AUTHOR, when)


def _finished(events: Iterator[Event]) -> Reply:
    """The reply that a stream of events ends with; every stream ends with one."""
    return next(event.reply for event in events if isinstance(event, Done))
