"""Lines about a paper with their sources: the paper's own words, the articles of law, and what an answer cites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answering.answer import Markers, citation
from bot.answering.law import Law
from bot.conversation import Citation, Cited, Conversation, Event, Reply, ReplyKind, Token
from bot.retrieval.passages import Passage
from bot.review.saying import Line
from bot.review.state import KeptClause, KeptReview


class Sourced:
    """Writes a reply line by line and keeps its text and citations."""

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
            yield from self._cite(cited)
        yield self._token(f"\n{opening}\n\n{general.text}\n")

    def reply(self, kind: ReplyKind) -> Reply:
        """What was written, as a reply."""
        return Reply(kind, self._text.rstrip("\n"), citations=tuple(self._citations.values()))

    def _written(self, text: str, sources: Sequence[Passage]) -> Iterator[Event]:
        cited = [citation(source, self._markers.of(source)) for source in sources]
        for one in cited:
            yield from self._cite(one)
        yield self._token(f"{text}{''.join(f'[{one.marker}]' for one in cited)}\n")

    def _cite(self, cited: Citation) -> Iterator[Event]:
        if cited.marker not in self._citations:
            self._citations[cited.marker] = cited
            yield Cited(cited)

    def _token(self, piece: str) -> Token:
        self._text += piece
        return Token(piece)

    def _passage(self, start: int, end: int, name: str) -> Passage:
        """A stretch of the paper as something that can be cited."""
        review = self._review
        document = f"paper-{review.sha256[:12]}"
        return Passage(
            id=f"{document}-{start}-{end}",
            document_id=document,
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
