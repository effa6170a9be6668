"""Where review meets the conversation: a paper handed over, a stance taken, a question about the paper."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bot.answering.answer import Markers, citation
from bot.answering.law import Law
from bot.conversation import (
    Attachment,
    Citation,
    Cited,
    Conversation,
    Done,
    Event,
    Finding,
    Reply,
    Thinking,
    Token,
)
from bot.drafting.library import ClauseLibrary
from bot.errors import InputError
from bot.glossary import Glossary
from bot.retrieval.passages import Passage
from bot.review.adding import clauses_to_ask, with_proposals
from bot.review.asking import Asked, asked
from bot.review.compared import Comparison, compared
from bot.review.compared import told as told_comparison
from bot.review.found import Stance
from bot.review.handed import Handed, Intake
from bot.review.hidden import told_of_hidden
from bot.review.injections import Injections
from bot.review.masking import Masking
from bot.review.phrases import ReviewPhrases
from bot.review.proposing import Proposer
from bot.review.reviewing import Reviewer
from bot.review.saying import Line, lines
from bot.review.state import KeptClause, KeptReview, kept, review_in
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
_STANCES: tuple[tuple[re.Pattern[str], Stance], ...] = (
    (re.compile("中立|不站|公平(?:地|来)看|两边|双方(?:的)?角度"), "neutral"),
    (
        re.compile(
            "(?:站在|从|按|替|帮|以)[^。，]{0,6}(?:服务商|外包公司|乙方|服务方|客服公司)|(?:我|我们|我司|我方)(?:这边)?(?:就)?(?:是|做)(?:客服)?(?:外包|服务商|服务方|客服公司)"
        ),
        "provider",
    ),
    (
        re.compile(
            "(?:站在|从|按|替|帮|以)[^。，]{0,6}(?:商家|甲方|店铺|委托方)|(?:我|我们|我司|我方)(?:这边)?(?:就)?(?:是|做)[^。，]{0,6}(?:商家|店铺|卖家|店主|网店)"
        ),
        "merchant",
    ),
)
_WE_ARE = re.compile("(?:我|我们|我方|我司)(?:这边)?(?:是|为|属于)(?:合同里的|合同中的)?(?P<label>[甲乙]方)")


class Reviewing:
    """Reviews as the assistant needs them."""

    def __init__(self, settings: Settings, law: Law, library: ClauseLibrary, glossary: Glossary) -> None:
        knowledge = settings.bot_knowledge_dir
        self.phrases = ReviewPhrases.load(knowledge)
        self._intake = Intake.load(knowledge, self.phrases)
        self.reviewer = Reviewer(knowledge, library, self._resolves)
        self._law = law
        self._glossary = glossary
        self._injections = Injections.load(knowledge)
        self._proposer = None
        if settings.has_model:
            self._proposer = Proposer(settings, Masking.load(knowledge), self._injections, self._resolves)

    def takes(self, conversation: Conversation) -> bool:
        """Whether the last turn is for the reviewer: a file, a pasted paper, or a word on the paper that lies open."""
        turn = conversation.turns[-1]
        if turn.files or self._intake.is_pasted(turn.text):
            return True
        review = review_in(conversation.review)
        return review is not None and (
            _stance(turn.text, review) is not None or bool(self._asked(review, turn.text))
        )

    def events(
        self, conversation: Conversation, answer: Answer, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        """The reply to a turn that `takes` said yes to. Always ends with `Done`."""
        turn = conversation.turns[-1]
        review = review_in(conversation.review)
        stance = _stance(turn.text, review) if review else None
        if turn.files or self._intake.is_pasted(turn.text):
            yield Thinking("正在读合同")
            versions = self._intake.versions(turn.files, turn.text)
            if versions:
                yield from self._compared(conversation, *versions, _wanted(turn.text))
                return
            handed = self._intake.take(turn.files, turn.text)
            yield from self._reviewed(conversation, handed, _wanted(turn.text), stop)
        elif review and stance:
            yield Thinking("正在换一个立场看")
            yield from self._reviewed(conversation, self._intake.again(review), stance, stop)
        elif review:
            yield from self._answered(conversation, review, answer)

    def reviewed(
        self,
        handed: Handed,
        stance: Stance = "merchant",
        merchant: str = "",
        stop: threading.Event | None = None,
    ) -> KeptReview:
        """The review of a paper that was taken in; where a model is set, with what it proposes besides."""
        review = self.reviewer.review(handed.document, stance, merchant)
        hidden = told_of_hidden(handed.document, self._injections, self.phrases)
        notices = [*handed.notices, *hidden, *review.notices]
        if self._proposer:
            proposed = self._proposer.propose(review.paper.text, clauses_to_ask(review), stop=stop)
            review = with_proposals(review, proposed.proposals)
            notices += [proposed.notice] if proposed.notice else []
        return kept(replace(review, notices=tuple(notices)), handed.path, handed.name)

    def taken(self, files: Sequence[Attachment], text: str = "") -> Handed:
        """The paper in files or in pasted text. Raises InputError with what to do where there is none."""
        return self._intake.take(files, text)

    def reply(self, files: Sequence[Attachment], stance: Stance, merchant: str) -> Reply:
        """The review of a paper in files, as a reply outside a conversation. Raises InputError."""
        events = self._reviewed(Conversation(), self._intake.take(files, ""), _Wanted(stance, merchant))
        made = _finished(events)
        assert made is not None  # every stream of events ends with one
        return made

    def comparison(self, files: Sequence[Attachment], stance: Stance, merchant: str) -> Reply:
        """Two versions of a paper compared, the older first, as a reply outside a conversation. Raises InputError."""
        old, new = (self._intake.take([file], "") for file in files)
        made = _finished(self._compared(Conversation(), old, new, _Wanted(stance, merchant)))
        assert made is not None  # every stream of events ends with one
        return made

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

        parts = report(self._held(review), self.phrases)
        return word_report(parts) if kind == "docx" else markdown(parts).encode()

    def _held(self, review: str) -> KeptReview:
        held = review_in(review)
        if held is None:
            raise InputError(self.phrases.nothing_open)
        return held

    def _reviewed(
        self, conversation: Conversation, handed: Handed, wanted: _Wanted, stop: threading.Event | None = None
    ) -> Iterator[Event]:
        if handed.refusal:
            yield Token(handed.refusal)
            yield Done(Reply("notice", handed.refusal))
            return
        yield Thinking("正在逐条检查")
        review = self.reviewed(handed, wanted.stance, wanted.merchant, stop)
        told = _Telling(self._law, conversation, review)
        for line in lines(review, self.phrases):
            yield from told.line(line)
        yield Done(told.reply("review", findings=review.findings))

    def _compared(
        self, conversation: Conversation, old: Handed, new: Handed, wanted: _Wanted
    ) -> Iterator[Event]:
        comparison = self._comparison(old, new, wanted)
        review = kept(comparison.new, new.path, new.name).model_copy(
            update={"old_path": old.path, "old_name": old.name}
        )
        told = _Telling(self._law, conversation, review)
        for line in told_comparison(comparison, self.phrases):
            yield from told.line(line)
        yield Done(told.reply("review", findings=comparison.came))

    def _comparison(self, old: Handed, new: Handed, wanted: _Wanted) -> Comparison:
        for handed in (old, new):
            if handed.refusal:
                raise InputError(handed.refusal)
        before, after = (
            self.reviewer.review(handed.document, wanted.stance, wanted.merchant) for handed in (old, new)
        )
        return compared(before, after)

    def _tracked(self, held: KeptReview, when: datetime) -> bytes:
        """The old version with what the new one changes tracked in it."""
        from bot.review.versions import version_changes

        old = self._intake.take([Attachment(held.old_path, held.old_name)], "")
        comparison = self._comparison(old, self._intake.again(held), _Wanted(held.stance, held.merchant))
        changes = version_changes(comparison.old.paper, comparison.new.paper, comparison.differences)
        return _marked(old, changes, when)

    def _answered(self, conversation: Conversation, review: KeptReview, answer: Answer) -> Iterator[Event]:
        """An answer from the paper: the clause's own words, what was found in it, and what to write instead; then what
        our knowledge says, where the question names no clause."""
        question = conversation.turns[-1].text
        about = self._asked(review, question) or Asked(())
        general = None if about.named else _finished(answer(conversation))
        if general and (general.kind != "answer" or general.failed):
            general = None
        told = _Telling(self._law, conversation, review, general.citations if general else ())
        if about.absent:
            yield from told.line(Line(self.phrases.answer.not_there.format(number=about.absent)))
        elif about.clauses:
            yield from self._from_paper(review, about, told)
        else:
            yield from told.line(Line(self.phrases.answer.silent))
        if general:
            yield from told.added(self.phrases.answer.more, general)
        yield Done(told.reply("answer", question=question))

    def _from_paper(self, review: KeptReview, about: Asked, told: _Telling) -> Iterator[Event]:
        phrases = self.phrases.answer
        said = phrases.clause if about.named else phrases.found
        spoken: list[Finding] = []
        for clause in about.clauses:
            quote = " ".join(review.text[clause.start : clause.end].split())
            yield from told.quoted(said.format(clause=clause.name or "开头部分", quote=quote), clause)
            spoken += [
                f
                for f in review.findings
                if f.quote and clause.start <= f.start < clause.end and f not in spoken
            ]
        yield from told.line(Line(""))
        if not spoken:
            yield from told.line(Line(phrases.fine))
        for finding in spoken:
            yield from told.line(
                Line(
                    phrases.finding.format(message=finding.message, consequence=finding.consequence), finding
                )
            )
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


@dataclass(frozen=True)
class _Wanted:
    """From which side a review is wanted, and who the user says is the merchant in the paper."""

    stance: Stance = "merchant"
    merchant: str = ""


def _wanted(text: str) -> _Wanted:
    found = _WE_ARE.search(text)
    stance = next((stance for pattern, stance in _STANCES if pattern.search(text)), None)
    if found:
        # Who says 我们是乙方 wants the paper read from that side; whether it is the merchant's, the paper tells.
        return _Wanted(stance or "merchant", found["label"] if stance != "provider" else "")
    return _Wanted(stance or "merchant")


def _stance(text: str, review: KeptReview | None) -> _Wanted | None:
    """A stance taken after the review; None for a turn that takes none."""
    if review is None or len(text) > 40:
        return None
    found = _WE_ARE.search(text)
    if found:
        return _Wanted("merchant" if found["label"] == review.merchant else "provider", review.merchant)
    stance = next((stance for pattern, stance in _STANCES if pattern.search(text)), None)
    return _Wanted(stance, review.merchant) if stance else None


def _marked(handed: Handed, changes: Sequence[Change], when: datetime) -> bytes:
    """The paper with changes tracked in it: its own Word file, or one made of its text."""
    from bot.review.redline import new_redline, redline

    path = Path(handed.path)
    if path.suffix.lower() == ".docx":
        return redline(path.read_bytes(), handed.document, changes, AUTHOR, when)
    return new_redline(handed.document, changes, AUTHOR, when)


def _finished(events: Iterator[Event]) -> Reply | None:
    """The reply that a stream of events ends with."""
    return next((event.reply for event in events if isinstance(event, Done)), None)


class _Telling:
    """Lines of a reply with their sources: the paper's own words and the articles of law."""

    def __init__(
        self, law: Law, conversation: Conversation, review: KeptReview, beside: Sequence[Citation] = ()
    ) -> None:
        self._law = law
        self._review = review
        earlier = [cited for turn in conversation.turns if turn.reply for cited in turn.reply.citations]
        self._markers = Markers((*earlier, *beside))
        self._citations: dict[str, Citation] = {}
        self._text = ""

    def line(self, line: Line) -> Iterator[Event]:
        """A line, with the quote and the statutes of its finding as sources."""
        sources: list[Passage] = []
        if line.finding:
            if line.finding.quote is not None:
                sources.append(self._passage(line.finding.start, line.finding.end, line.finding.clause))
            for statute in line.finding.statutes:
                sources.extend(self._law.sources(statute))
        yield from self._written(line.text, sources)

    def quoted(self, text: str, clause: KeptClause) -> Iterator[Event]:
        """A line that quotes a clause."""
        yield from self._written(text, [self._passage(clause.start, clause.end, clause.name)])

    def added(self, opening: str, general: Reply) -> Iterator[Event]:
        """An answer of our knowledge behind what the paper says, with its own sources."""
        for cited in general.citations:
            if cited.marker not in self._citations:
                self._citations[cited.marker] = cited
                yield Cited(cited)
        piece = f"\n{opening}\n\n{general.text}\n"
        self._text += piece
        yield Token(piece)

    def _written(self, text: str, sources: Sequence[Passage]) -> Iterator[Event]:
        marks = ""
        for source in sources:
            marker = self._markers.of(source)
            if marker not in self._citations:
                self._citations[marker] = citation(source, marker)
                yield Cited(self._citations[marker])
            marks += f"[{marker}]"
        piece = f"{text}{marks}\n"
        self._text += piece
        yield Token(piece)

    def _passage(self, start: int, end: int, name: str) -> Passage:
        """A stretch of the paper as something that can be cited."""
        review = self._review
        return Passage(
            id=f"paper-{review.sha256[:12]}-{start}-{end}",
            document_id=f"paper-{review.sha256[:12]}",
            text=review.text[start:end],
            start=start,
            end=end,
            kind="clause",
            headings=(),
            number="",
            title=review.title,
            source=f"《{review.name}》",
            locator=name,
            site="",
            author="",
            date="",
            platforms=(),
            topics=(),
            document_kind="upload",
            origin="paper",
        )

    def reply(self, kind: str, *, findings: tuple[Finding, ...] = (), question: str = "") -> Reply:
        """The finished reply."""
        return Reply(
            kind="review" if kind == "review" else "answer",
            text=self._text.rstrip("\n"),
            citations=tuple(self._citations.values()),
            findings=findings,
            question=question,
            review=self._review.model_dump_json() if kind == "review" else "",
        )
