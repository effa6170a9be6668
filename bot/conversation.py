"""The words everything else speaks: turns, citations, replies, and the events of a reply being written.

Nothing here does any work. Every other module may import this one; it imports none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Role: TypeAlias = Literal["user", "assistant"]
ReplyKind: TypeAlias = Literal["answer", "refusal", "clarify", "draft", "review", "notice"]
Engine: TypeAlias = Literal["model", "builtin"]
Severity: TypeAlias = Literal["high", "medium", "low"]
Origin: TypeAlias = Literal["knowledge", "own", "statute", "regulation", "paper"]
"""Ours, a file of the user's staff, an article of the statute database, a rule that is not in it, or the paper under
review."""


@dataclass(frozen=True)
class Citation:
    """One numbered source of a reply: exact words of a document, and where they stand.

    `quote` equals `document_text[start:end]` of the normalised document `document_id`; it is checked
    before the citation is shown. A statute's `source` is the law, its `locator` the article, its `quote` the
    article's full text and `status` what the database says of the law (现行有效); a rule that is not in the
    database has the status 未经法条库核对.
    """

    marker: str
    source: str
    locator: str
    quote: str
    date: str
    passage_id: str = ""
    document_id: str = ""
    start: int = 0
    end: int = 0
    headings: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    origin: Origin = "knowledge"
    site: str = ""
    author: str = ""
    status: str = ""

    def to_json(self) -> dict[str, Any]:
        """The citation as the batch interface writes it, with what is needed to verify the quote."""
        return {
            "marker": self.marker,
            "source": self.source,
            "locator": self.locator,
            "quote": self.quote,
            "date": self.date,
            "document": self.document_id,
            "start": self.start,
            "end": self.end,
            "origin": self.origin,
            "status": self.status,
        }


@dataclass(frozen=True)
class Support:
    """What bears one sentence of a reply: `document[start:end]` of the passage or article `source`.

    `text` is the sentence as shown, without its markers.
    """

    text: str
    source: str
    start: int
    end: int


@dataclass(frozen=True)
class Removed:
    """A sentence that was written and not shown, and why."""

    text: str
    reason: str
    detail: str = ""


@dataclass(frozen=True)
class SumInput:
    """One input of a sum: its name, its value as written, and where it came from.

    `origin` is `user` (the asker's words), `source` (the passage or article `source`), or `default`
    (an assumption that is shown as one).
    """

    name: str
    value: str
    origin: Literal["user", "source", "default"]
    source: str = ""


@dataclass(frozen=True)
class Calculation:
    """A sum that is shown: what for, the formula with its figures filled in, inputs, and the result.

    `lines` are the sentences that the sum library says of it: every figure of theirs was worked out as well.
    """

    title: str
    formula: str
    inputs: tuple[SumInput, ...]
    result: str
    lines: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The sum as the batch interface writes it."""
        return {**vars(self), "inputs": [dict(vars(given)) for given in self.inputs]}


@dataclass(frozen=True)
class Finding:
    """One finding of a review; the first seven fields are those of the batch interface.

    `quote` equals `text[start:end]` of the paper, and is None when something is missing. `suggestion` is ready to be
    pasted: it stands in place of `text[replaces_start:replaces_end]`, or, where these are equal, as new paragraphs
    after that place; `edits` says whether it can be put there at all, or is only advice. `statute` is the first of
    `statutes`, which are references in full. `consequence` is what it costs
    in money or days, as far as the paper tells. `guidance` is a passage of our knowledge, as `document#locator`.
    `proposed` marks what a model proposed. `id` is unique within its review, `rule` names the rule of `risks.yaml` or
    `checklist.yaml`.
    """

    category: str
    severity: Severity
    quote: str | None
    clause: str
    message: str
    suggestion: str
    statute: str | None = None
    start: int = 0
    end: int = 0
    statutes: tuple[str, ...] = ()
    consequence: str = ""
    guidance: str = ""
    title: str = ""
    edits: bool = False
    replaces_start: int = 0
    replaces_end: int = 0
    proposed: bool = False
    id: str = ""
    rule: str = ""

    def to_json(self) -> dict[str, Any]:
        """The finding as the batch interface writes it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Attachment:
    """A file that came with a turn: where it lies now, and the name its owner knows it by."""

    path: str
    name: str


@dataclass(frozen=True)
class Reply:
    """A finished reply: the whole of what one turn leaves behind.

    `text` is Markdown with `[n]` markers, one for each citation in `citations`. `question` is the
    stand-alone form of the user's turn, which the next turn may refer back to. `notices` are the quiet
    lines under the answer (an engine that was replaced, a platform that differs). `failed` says that a
    fault stood in the way and `text` is the sentence about it. `supports` is what bears each sentence,
    `removed` what the gate took out, `calculations` the sums behind the figures that no source holds.
    `draft` is the draft after this turn, as JSON that the next turn goes on from, and `paper` its whole text as
    Markdown; both are empty where nothing is drafted. `review` is the review of a paper, as JSON that questions about it
    and its files go on from.
    """

    kind: ReplyKind
    text: str
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[str, ...] = ()
    engine: Engine = "builtin"
    seconds: float = 0.0
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    question: str = ""
    stopped: bool = False
    failed: bool = False
    supports: tuple[Support, ...] = ()
    removed: tuple[Removed, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    draft: str = ""
    paper: str = ""
    review: str = ""

    def to_json(self) -> dict[str, Any]:
        """The reply as the batch interface writes it."""
        return {
            "kind": self.kind,
            "text": self.text,
            "citations": [citation.to_json() for citation in self.citations],
            "findings": [finding.to_json() for finding in self.findings],
            "files": list(self.files),
            "engine": self.engine,
            "seconds": round(self.seconds, 4),
            "suggestions": list(self.suggestions),
            "notices": list(self.notices),
            "calculations": [calculation.to_json() for calculation in self.calculations],
        }


@dataclass(frozen=True)
class Turn:
    """One message of a conversation. Only an assistant's turn carries the reply it came from."""

    role: Role
    text: str
    files: tuple[Attachment, ...] = ()
    reply: Reply | None = None


@dataclass(frozen=True)
class Conversation:
    """The turns so far, oldest first; the last one is the user's, to be replied to.

    `draft` is the draft that goes with it, as `Reply.draft` has it, or as it was changed beside the chat; `review` the
    review, likewise.
    """

    turns: tuple[Turn, ...] = ()
    id: str = ""
    draft: str = ""
    review: str = ""

    def asked(self, text: str, files: Sequence[Attachment] = ()) -> Conversation:
        """This conversation with one more turn of the user."""
        return replace(self, turns=(*self.turns, Turn("user", text, tuple(files))))

    def answered(self, reply: Reply) -> Conversation:
        """This conversation with one more turn of the assistant."""
        turn = Turn("assistant", reply.text, reply=reply)
        return replace(
            self,
            turns=(*self.turns, turn),
            draft=reply.draft or self.draft,
            review=reply.review or self.review,
        )


@dataclass(frozen=True)
class Thinking:
    """Work has begun; `text` says what is being done, for a reader who has waited a moment."""

    text: str


@dataclass(frozen=True)
class Token:
    """The next piece of the answer's Markdown; append it to what is shown."""

    text: str


@dataclass(frozen=True)
class Replace:
    """Everything shown so far is withdrawn; `text` stands in its place and tokens go on from there."""

    text: str


@dataclass(frozen=True)
class Cited:
    """A citation whose marker is about to appear in the text."""

    citation: Citation


@dataclass(frozen=True)
class Notice:
    """A quiet line beside the answer, such as an engine that was replaced."""

    text: str


@dataclass(frozen=True)
class Done:
    """The reply is finished. Always the last event, also after a stop."""

    reply: Reply


Event: TypeAlias = Thinking | Token | Replace | Cited | Notice | Done


@dataclass(frozen=True)
class Progress:
    """How far a long piece of work has come: `done` of `total` `unit`s (a Chinese noun)."""

    done: int
    total: int
    unit: str
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AssistantStatus:
    """Whether answers come from everything there is yet.

    `progress` is the index being built, if it is; `notice` is the sentence that says what is missing
    meanwhile (「先按关键词查,向量还在建」), or what went wrong, or empty.
    """

    ready: bool
    progress: Progress | None = None
    notice: str = ""


@dataclass(frozen=True)
class SourceView:
    """A citation in its place: the passage `quote`, with the document's text `before` and `after` it.

    `headings` is the path above the passage, outermost first; `locator` names the clause. All of it is the
    document's own plain text: whoever shows it must escape it.
    """

    title: str
    quote: str
    before: str = ""
    after: str = ""
    site: str = ""
    author: str = ""
    date: str = ""
    platforms: tuple[str, ...] = ()
    origin: Origin = "knowledge"
    headings: tuple[str, ...] = ()
    locator: str = ""
    status: str = ""
