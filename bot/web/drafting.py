"""The drafts beside the chat: read, edited, handed out. Each belongs to one owner and one conversation."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from bot.conversation import SourceView
from bot.drafting.contract import Contract
from bot.drafting.differing import changed_places
from bot.drafting.grounds import Shelf
from bot.drafting.layout import Block, laid_out
from bot.drafting.library import ClauseLibrary
from bot.drafting.numbering import Style
from bot.drafting.parameters import Position
from bot.drafting.session import editing
from bot.drafting.session.draft import Draft, History
from bot.drafting.session.opening import opened
from bot.drafting.session.papers import contract_of
from bot.drafting.words import Words, load_drafting_words
from bot.errors import BotError, InputError
from bot.statutes.model import StatutesUnavailable
from bot.statutes.resolver import Resolver
from bot.storage import Store
from bot.web.ids import checked

PAGES_KEPT = 32
"""Pages that are kept made: every step needs the one before it and the one after."""
LARGEST_IMPORT = 2_000_000
"""Characters of a draft that is brought in from a file."""
_NOT_HERE = "这段会话还没有合同草稿。"
_STALE = "这份合同刚在另一个页面改过，已换成最新的。请在最新的上面再改一次。"

Deed: TypeAlias = Literal[
    "set", "blank", "position", "drop", "add", "move", "put", "style", "undo", "redo", "go"
]


class StaleError(BotError):
    """Somebody else has written the draft meanwhile: look at it again."""

    exit_code = 2


class Edit(BaseModel):
    """What was done on the page; the fields that matter depend on `do`.

    `version` is that of the paper on which it was done, `subject` a parameter, clause or section; a clause is `put` into
    the section `value`.
    """

    model_config = ConfigDict(extra="forbid")

    do: Deed
    version: int
    subject: str = ""
    value: str = ""
    before: str = ""
    position: Position = "balanced"
    style: Style = "第一条"
    number: int = 0


@dataclass(frozen=True)
class Paper:
    """A draft as it is shown: its history, the contract laid out, and what the last step changed."""

    history: History
    version: int
    contract: Contract
    blocks: tuple[Block, ...]
    changed: frozenset[str] = frozenset()

    @property
    def draft(self) -> Draft:
        """The draft that stands."""
        return self.history.current.draft


class Drafting:
    """All drafts, on one store and one clause library. Safe to call from any thread."""

    def __init__(self, store: Store, knowledge: Path) -> None:
        """Read nothing yet: the library is opened by the first who needs it."""
        self._store = store
        self.knowledge = knowledge
        self._lock = threading.Lock()
        self._pages = lru_cache(PAGES_KEPT)(self._page)

    @cached_property
    def library(self) -> ClauseLibrary:
        """The clause library. Raises ConfigurationError."""
        with self._lock:
            return ClauseLibrary.load(self.knowledge / "clauses")

    @cached_property
    def words(self) -> Words:
        """The words around the clauses. Raises ConfigurationError."""
        return load_drafting_words(self.knowledge)

    @cached_property
    def guidance(self) -> Shelf:
        """The documents that clauses follow."""
        return Shelf.load(self.knowledge)

    @cached_property
    def _resolver(self) -> Resolver | None:
        try:
            return Resolver.load(self.knowledge / "statutes")
        except StatutesUnavailable:
            return None

    def paper(self, owner: str, conversation: str) -> Paper | None:
        """The draft of this owner's conversation, or None where there is none."""
        saved = self._store.load_draft(owner, checked(conversation)) if owner else None
        if saved is None or not saved.draft:
            return None
        return self._shown(History.model_validate_json(saved.draft), saved.version)

    def there(self, owner: str, conversation: str) -> Paper:
        """As `paper`; raises InputError where there is none."""
        found = self.paper(owner, conversation)
        if found is None:
            raise InputError(_NOT_HERE)
        return found

    def version(self, owner: str, conversation: str) -> int:
        """How often the draft has been written; 0 where there is none."""
        saved = self._store.load_draft(owner, checked(conversation)) if owner else None
        return saved.version if saved and saved.draft else 0

    def edit(self, owner: str, conversation: str, edit: Edit) -> Paper:
        """Do one step. Raises InputError for what cannot be done, StaleError where the draft has changed meanwhile."""
        found = self.there(owner, conversation)
        if found.version != edit.version:
            raise StaleError(_STALE)
        if edit.do == "put":
            _check_places(found.contract, edit)
        history = _DEEDS[edit.do](self.library, found.history, edit)
        return self._keep(owner, conversation, history, found.version)

    def bring_in(self, owner: str, conversation: str, text: str, version: int) -> Paper:
        """A draft that was exported before, in the place of the present one. Raises InputError, StaleError."""
        if not owner:
            raise InputError("浏览器没有保存身份，合同草稿存不下来：请允许本站的 Cookie 后刷新。")
        if len(text) > LARGEST_IMPORT:
            raise InputError("文件太大，不像是从这里导出的草稿。")
        saved = self._store.load_draft(owner, checked(conversation))
        if saved and not saved.draft:  # there was one, and it went with the message that began it
            version = saved.version
        return self._keep(owner, conversation, opened(self.library, self.words, text), version)

    def law(self, written: str) -> SourceView:
        """The article that a clause rests on, whole. Raises InputError where the database does not hold it."""
        found = self._resolver.resolve(written) if self._resolver else None
        if found is None or not found.article:
            raise InputError(found.says if found else "这台机器上没有装法条库，看不到条文。")
        article = found.article
        return SourceView(
            title=article.law.name,
            quote=article.text,
            date=article.law.version,
            origin="statute",
            headings=article.headings,
            locator=found.place,
            status=article.law.status,
        )

    def laid_out(self, draft: Draft) -> tuple[Contract, tuple[Block, ...]]:
        """The contract of a draft, and its page. Raises InputError where facts and clauses do not go together."""
        return self._pages(draft.model_dump_json())

    def _page(self, written: str) -> tuple[Contract, tuple[Block, ...]]:
        draft = Draft.model_validate_json(written)
        contract = contract_of(self.library, self.words, draft)
        try:
            return contract, laid_out(contract, draft.style, self.words)
        except KeyError as error:
            title = next((c.title for c in self.library.clauses if c.id == error.args[0]), error.args[0])
            raise InputError(f"别的条款提到了“{title}”，不能单独去掉它。") from error

    def _shown(self, history: History, version: int) -> Paper:
        contract, blocks = self.laid_out(history.current.draft)
        changed: frozenset[str] = frozenset()
        # The first step makes the whole paper: then nothing in it is worth a mark.
        if history.at > 1:
            with suppress(InputError):  # a version that can no longer be made has nothing to compare with
                earlier = self.laid_out(history.versions[history.at - 1].draft)
                changed = changed_places(*earlier, contract, blocks)
        return Paper(history, version, contract, blocks, changed)

    def _keep(self, owner: str, conversation: str, history: History, version: int) -> Paper:
        shown = self._shown(history, version + 1)
        if self._store.save_draft(owner, checked(conversation), history.model_dump_json(), version) is None:
            raise StaleError(_STALE)
        return shown


def _check_places(contract: Contract, edit: Edit) -> None:
    """Raise InputError unless the clause, its section and the one behind it stand in the contract."""
    clauses = {clause.id for clause in contract.clauses()} | {""}
    sections = {section.id for section in (*contract.sections, *contract.annexes)}
    if not edit.subject or not {edit.subject, edit.before} <= clauses or edit.value not in sections:
        raise InputError("合同里没有这一条，刷新一下再试。")


_DEEDS: dict[Deed, Callable[[ClauseLibrary, History, Edit], History]] = {
    "set": lambda library, history, edit: editing.set_fact(library, history, edit.subject, edit.value),
    "blank": lambda library, history, edit: editing.withhold(library, history, edit.subject),
    "position": lambda library, history, edit: editing.set_position(
        library, history, edit.subject or None, edit.position
    ),
    "drop": lambda library, history, edit: editing.drop_clause(library, history, edit.subject),
    "add": lambda library, history, edit: editing.add_clause(library, history, edit.subject),
    "move": lambda library, history, edit: editing.move_section(library, history, edit.subject, edit.before),
    "put": lambda library, history, edit: editing.put_clause(
        library, history, edit.subject, edit.value, edit.before
    ),
    "style": lambda library, history, edit: editing.set_style(library, history, edit.style),
    "undo": lambda library, history, edit: editing.undo(history),
    "redo": lambda library, history, edit: editing.redo(history),
    "go": lambda library, history, edit: editing.go_to(history, edit.number),
}
