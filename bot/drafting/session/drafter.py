"""The door to drafting in conversation: a message and the draft so far go in, the draft after it and a reply come out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from bot.drafting.checking import Page, ResolveStatutes
from bot.drafting.contract import Contract
from bot.drafting.layout import laid_out
from bot.drafting.library import ClauseLibrary
from bot.drafting.linting import lint_page
from bot.drafting.markdown import written
from bot.drafting.numbering import numbered
from bot.drafting.reading.reader import MessageReader
from bot.drafting.reading.said import Reading, Table
from bot.drafting.session.applying import Applied, apply
from bot.drafting.session.asking import MOST_AT_ONCE, AskingRules
from bot.drafting.session.draft import History
from bot.drafting.session.opening import opened
from bot.drafting.session.papers import contract_of, facts_of
from bot.drafting.session.reply_words import ReplyWords
from bot.drafting.session.replying import Replier, Standing
from bot.drafting.words import Words, load_drafting_words

FOLDER = "drafting"
CLAUSES = "clauses"


@dataclass(frozen=True)
class Drafted:
    """What came of a message: the reply, the history after it, and the whole draft as Markdown.

    `kind` is `draft`, `refusal` for an unlawful wish, `notice` once drafting is left, or `clarify` where there is no
    clause to draft yet. `final` says that the
    draft was asked for as it is and holds no fault.
    """

    kind: Literal["draft", "refusal", "notice", "clarify"]
    text: str
    history: History | None
    paper: str = ""
    final: bool = False


class Drafter:
    """Drafts in conversation. Holds no draft: every call gets the whole history."""

    def __init__(self, knowledge: Path, resolve: ResolveStatutes | None = None) -> None:
        """Reads nothing yet: the library is opened by the first who needs it. `resolve` checks references to law."""
        self._knowledge = knowledge
        self._resolve = resolve

    @cached_property
    def library(self) -> ClauseLibrary:
        """The clause library. Raises ConfigurationError."""
        return ClauseLibrary.load(self._knowledge / CLAUSES)

    @cached_property
    def words(self) -> Words:
        """The words around the clauses. Raises ConfigurationError."""
        return load_drafting_words(self._knowledge)

    @cached_property
    def _reader(self) -> MessageReader:
        return MessageReader.load(self._knowledge / FOLDER, self.library)

    @cached_property
    def _rules(self) -> AskingRules:
        return AskingRules.load(self._knowledge / FOLDER / "asking.yaml", self.library)

    @cached_property
    def _replier(self) -> Replier:
        return Replier(ReplyWords.load(self._knowledge / FOLDER / "replies.yaml"), self.library, self.words)

    def read(
        self,
        message: str,
        history: History | None,
        *,
        today: date | None = None,
        side: Literal["merchant", "provider"] = "merchant",
        asked_before: str = "",
    ) -> Reading:
        """What a message says, in the light of the draft that stands; `asked_before` is the question answered last."""
        if history is not None and history.conflicts and self.decided(message) is not None:
            return Reading()  # 按原来的 decides what waits, and is nobody's name
        table = self._table(history)
        if asked_before and table.drafting:
            table = replace(table, discussed=self._reader.spoken_of(asked_before))
        return self._reader.read(message, table, today=today or date.today(), side=side)

    def decided(self, message: str) -> bool | None:
        """What a whole message decides about a statement that waits: to take it, to leave it, or nothing."""
        return self._rules.decided(message)

    def concerns(self, reading: Reading, history: History | None, message: str = "") -> bool:
        """Whether a message is one for the draft: a question alone never is, nor a fact where nothing is drafted.

        While a statement waits for a word, 「按新的」 alone is one too, and so is 「继续起草」 once a draft was left.
        """
        if reading.wishes or any(order.kind == "begin" for order in reading.orders):
            return True
        if history is None or not history.open:
            return history is not None and self._rules.resumes(message)
        decides = bool(history.conflicts) and self.decided(message) is not None
        return decides or not reading.empty

    def drafted(
        self,
        message: str,
        reading: Reading,
        history: History | None,
        *,
        side: Literal["merchant", "provider"] = "merchant",
    ) -> Drafted:
        """The draft after a message that concerns it."""
        if reading.wishes:
            rules = [self._reader.wishes.entries[wish.id] for wish in reading.wishes]
            return Drafted("refusal", self._replier.declined(rules), history, self.paper(history))
        applied = apply(
            self.library,
            self.words,
            self._rules,
            history,
            reading,
            message,
            by_provider=side == "provider",
        )
        standing = self._standing(applied)
        waiting = tuple(one.parameter for one in applied.history.conflicts)
        asked = () if applied.history.quiet else tuple(q.parameter for q in standing.questions)
        after = applied.history.model_copy(update={"asked": (*waiting, *asked)})
        text = self._replier.reply(message, applied, standing)
        final = applied.finish and not standing.faults
        kind: Literal["draft", "notice", "clarify"] = "notice" if applied.left else "draft"
        if standing.nothing and not applied.left:
            kind = "clarify"
        return Drafted(kind, text, after, "" if standing.nothing else written(standing.blocks), final)

    def back(self, history: History) -> str:
        """The line that leads from an answer back to the draft."""
        contract = self.contract(history)
        blanks = [piece.fact for piece in contract.blanks()]
        return self._replier.back(
            () if history.quiet else self._rules.next(blanks, history.current.draft.withheld)
        )

    def contract(self, history: History) -> Contract:
        """The contract that stands."""
        return contract_of(self.library, self.words, history.current.draft)

    def opened(self, text: str) -> History:
        """The history in an exported file, checked against the library. Raises InputError with what to do."""
        return opened(self.library, self.words, text)

    def paper(self, history: History | None) -> str:
        """The whole draft as Markdown; nothing where there is none."""
        if history is None:
            return ""
        return written(laid_out(self.contract(history), history.current.draft.style, self.words))

    def _standing(self, applied: Applied) -> Standing:
        draft = applied.history.current.draft
        contract = applied.contract or contract_of(self.library, self.words, draft)
        blocks = laid_out(contract, draft.style, self.words)
        resolve = self._resolve if applied.finish or applied.show else None
        faults = lint_page(Page(contract, self.words, draft.style, resolve=resolve, blocks=blocks))
        most = MOST_AT_ONCE - len(applied.history.conflicts)
        questions = self._rules.next([piece.fact for piece in contract.blanks()], draft.withheld, most)
        return Standing(
            contract,
            blocks,
            facts_of(self.library, draft).unusual,
            faults,
            questions,
        )

    def _table(self, history: History | None) -> Table:
        if history is None or not history.open:
            return Table()
        draft = history.current.draft
        contract = contract_of(self.library, self.words, draft)
        numbers = numbered(contract, draft.style)
        found: dict[str, tuple[str, ...]] = {}
        for section in (*contract.sections, *contract.annexes):
            found[numbers.sections[section.id].number] = tuple(clause.id for clause in section.clauses)
        for (clause, _), level in numbers.paragraphs.items():
            found.setdefault(level.number, (clause,))
        changed = history.current.changes
        return Table(
            facts={name: fact.value for name, fact in contract.facts.items()},
            asked=history.asked,
            latest=tuple(c.subject for c in changed if c.kind in ("set", "changed", "blank")),
            numbers=found,
            clauses=tuple(clause.id for clause in contract.clauses()),
            drafting=True,
        )
