"""What one message says, done to a draft: facts, blanks, clauses, positions, steps back. Nothing else changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from bot.drafting.contract import Contract
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.said import Doubt, Impossible, Order, Reading
from bot.drafting.session import editing, steps
from bot.drafting.session.asking import AskingRules
from bot.drafting.session.beginning import befores, begun, translated
from bot.drafting.session.draft import Change, Conflict, Draft, History
from bot.drafting.session.moving import moved
from bot.drafting.session.own_words import with_own_words
from bot.drafting.session.papers import contract_of, facts_of
from bot.drafting.session.taking import Taker
from bot.drafting.words import Words
from bot.errors import InputError


@dataclass(frozen=True)
class Applied:
    """The history after a message, and what the reply has to tell of it.

    `changes` are those of this message. `impossible` was not taken, `history.conflicts` wait for a word; `troubles`
    are sentences about orders that could not be carried out. `undone` and `redone` say that `changes` are those of
    a step back or on, `declined` that what waited is not wanted. `shown` are clauses whose words were asked for,
    `gone` titles of clauses that fell away with what was changed, `contract` what the draft makes now, if it was made.
    """

    history: History
    changes: tuple[Change, ...] = ()
    begun: bool = False
    resumed: bool = False
    finish: bool = False
    show: bool = False
    left: bool = False
    undone: bool = False
    redone: bool = False
    impossible: tuple[Impossible, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    unknown: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()
    declined: bool = False
    shown: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    contract: Contract | None = None


@dataclass
class _Step:
    """A draft being changed by one message."""

    draft: Draft
    conflicts: tuple[Conflict, ...] = ()
    troubles: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()


def apply(
    library: ClauseLibrary,
    words: Words,
    rules: AskingRules,
    history: History | None,
    reading: Reading,
    said: str,
    *,
    by_provider: bool = False,
) -> Applied:
    """The draft of `history` (None: none yet) after the message `said`, which was read as `reading`.

    `by_provider` says that it is the provider who speaks: a notice is then the provider's.
    """
    now = history or History()
    kinds = {order.kind for order in reading.orders}
    if "leave" in kinds and "begin" not in kinds:
        return Applied(now.model_copy(update={"open": False, "asked": ()}), left=True)
    if kinds & {"undo", "redo"}:
        return _stepped(now, undo="undo" in kinds)
    step = _Step(now.current.draft)
    opened = history is None or not history.open or _begins(now, reading)
    for order in reading.orders:
        if order.kind == "begin":
            _begin(library, words, now, step, order, by_provider)
    reading = translated(library, words, step.draft, reading, said, now.asked)
    decided = rules.decided(said) if now.conflicts and reading.empty else None
    stated = _facts(Taker(library, rules), step, reading, now.conflicts, decided)
    step.draft = _without_what_no_longer_applies(library, step.draft)
    if step.draft.document == "supplement":
        known = dict(befores(library, said, reading.sayings))
        step.draft = step.draft.model_copy(update={"before": step.draft.before | known})
    for order in reading.orders:
        _order(library, words, step, order)
    try:
        contract = _bring_in(library, words, step, stated, contract_of(library, words, step.draft))
    except InputError as error:  # facts and clauses that do not go together: the paper stays as it was
        step.troubles.append(str(error))
        step.draft = now.current.draft
        contract = contract_of(library, words, step.draft)
    after = editing.step(library, now, step.draft, said)
    changed = after.current.changes if after is not now else ()
    quiet = "finish" in kinds or (now.quiet and not opened)
    return Applied(
        after.model_copy(update={"open": True, "quiet": quiet, "conflicts": step.conflicts}),
        changed,
        begun=opened,
        resumed=history is not None and not history.open and not _begins(now, reading),
        finish="finish" in kinds,
        show="show" in kinds,
        impossible=reading.impossible,
        doubts=reading.doubts,
        unknown=tuple(order.unknown for order in reading.orders if order.unknown),
        troubles=tuple(step.troubles),
        declined=decided is False,
        shown=step.shown,
        gone=() if opened else _gone(library, words, now.current.draft, contract, changed),
        contract=contract,
    )


def _gone(
    library: ClauseLibrary, words: Words, before: Draft, after: Contract, changed: tuple[Change, ...]
) -> tuple[str, ...]:
    """Titles of clauses that stand no longer though nobody took them out: they needed another, or no longer apply."""
    told = {change.subject for change in changed}
    deciding = {name for clause in library.clauses for name in clause.condition}
    if not told & deciding and not any(change.kind in ("dropped", "added") for change in changed):
        return ()
    there = {clause.id for clause in after.clauses()}
    earlier = contract_of(library, words, before).clauses()
    return tuple(c.title for c in earlier if c.id not in there and c.id not in told)


def _begins(history: History, reading: Reading) -> bool:
    """Whether a document is begun that is not a part of the contract being drafted."""
    part = history.at and history.current.draft.document == "contract"
    return any(
        one.kind == "begin" and not (part and one.document in ("clauses", "annex")) for one in reading.orders
    )


def _stepped(history: History, undo: bool) -> Applied:
    try:
        after = editing.undo(history) if undo else editing.redo(history)
    except InputError as error:
        return Applied(history, troubles=(str(error),))
    told = history.current.changes if undo else after.current.changes
    return Applied(
        after.model_copy(update={"asked": (), "conflicts": ()}), told, undone=undo, redone=not undo
    )


def _begin(
    library: ClauseLibrary, words: Words, history: History, step: _Step, order: Order, by_provider: bool
) -> None:
    """Begin a document. A clause or an annex that is asked for while a contract is being drafted is one of it."""
    if order.document in ("clauses", "annex") and history.at and step.draft.document == "contract":
        there = {clause.id for clause in contract_of(library, words, step.draft).clauses()}
        for clause in order.clauses:
            if clause not in there:
                _edit(step, library, "add", clause)
        step.shown += order.clauses
        return
    step.draft = begun(library, words, step.draft, order, by_provider)


def _facts(
    taker: Taker, step: _Step, reading: Reading, waiting: Sequence[Conflict], decided: bool | None
) -> tuple[str, ...]:
    """Take what can stand and leave blank what shall be; what contradicts waits. The parameters taken."""
    if decided is False:
        return ()
    if decided:
        taken = taker.agreed(step.draft, waiting)
    else:
        said = {saying.parameter for saying in reading.sayings}
        blank = tuple(one.parameter for one in reading.withheld if one.parameter not in said)
        given = {name: value for name, value in step.draft.given.items() if name not in blank}
        withheld = (*(name for name in step.draft.withheld if name not in blank), *blank)
        implied = tuple(name for name in step.draft.implied if name not in blank)
        draft = step.draft.model_copy(update={"given": given, "withheld": withheld, "implied": implied})
        taken = taker.take(draft, reading.sayings, [one for one in waiting if one.parameter not in blank])
    step.draft, step.conflicts = taken.draft, taken.conflicts
    return taken.stated


def _without_what_no_longer_applies(library: ClauseLibrary, draft: Draft) -> Draft:
    """The draft without optional clauses that were put in and do not fit the facts any more: the facts win."""
    values = facts_of(library, draft).values
    kept = tuple(name for name in draft.add if library.clause(name).applies(values))
    return draft if kept == draft.add else draft.model_copy(update={"add": kept})


def _bring_in(
    library: ClauseLibrary, words: Words, step: _Step, stated: Iterable[str], contract: Contract
) -> Contract:
    """A fact that was stated and stands nowhere brings in the clause that speaks of it, where one fits.

    `contract` is that of the draft so far; the one after is returned.
    """
    for name in stated if step.draft.document == "contract" else ():
        stands = any(piece.type == "fact" and piece.fact == name for piece in contract.pieces())
        for clause in () if stands else _speaking_of(library, step.draft, name):
            added = step.draft.model_copy(update={"add": (*step.draft.add, clause)})
            with suppress(InputError):
                contract = contract_of(library, words, added)
                step.draft = added
                break
    return contract


def _speaking_of(library: ClauseLibrary, draft: Draft, name: str) -> list[str]:
    """Clauses that apply, were not taken out, and speak of a fact in the position they would have."""
    values = facts_of(library, draft).values
    return [
        clause.id
        for clause in library.clauses
        if clause.id not in draft.drop
        and name in clause.parameters(draft.positions.get(clause.id, draft.position))
        and clause.applies(values)
    ]


def _order(library: ClauseLibrary, words: Words, step: _Step, order: Order) -> None:
    draft = step.draft
    match order.kind:
        case "drop" | "add":
            for clause in order.clauses:
                _edit(step, library, order.kind, clause)
        case "position" if order.position:
            for clause in order.clauses:
                step.draft = steps.positioned(step.draft, clause, order.position)
            if not order.clauses and not order.unknown:
                step.draft = draft.model_copy(update={"position": order.position, "positions": {}})
        case "move":
            _move(library, words, step, order)
        case "special":
            try:
                beside = order.clauses[0] if order.clauses else ""
                step.draft = with_own_words(library, words, draft, order.text, beside)
            except InputError as error:
                step.troubles.append(str(error))
        case "style":
            if order.text in ("第一条", "一、"):
                step.draft = draft.model_copy(update={"style": order.text})
        case _:
            pass


def _edit(step: _Step, library: ClauseLibrary, kind: Literal["drop", "add"], clause: str) -> None:
    """A clause put in or taken out; what cannot be done is told."""
    try:
        step.draft = (steps.dropped if kind == "drop" else steps.added)(library, step.draft, clause)
    except InputError as error:
        step.troubles.append(str(error))


def _move(library: ClauseLibrary, words: Words, step: _Step, order: Order) -> None:
    """Clauses move; what cannot be done is told."""
    if not order.clauses or order.unknown:
        return
    try:
        step.draft = moved(library, contract_of(library, words, step.draft), step.draft, order)
    except InputError as error:
        step.troubles.append(str(error))
