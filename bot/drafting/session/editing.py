"""One step done by hand on a draft: a fact, a clause, the order. Each gives a new history; none changes its input."""

from __future__ import annotations

from bot.drafting.facts import FactsError, read_facts, read_value
from bot.drafting.library import ClauseLibrary
from bot.drafting.numbering import Style
from bot.drafting.parameters import Position
from bot.drafting.session import steps
from bot.drafting.session.changes import changes
from bot.drafting.session.draft import Draft, History, Version
from bot.drafting.session.placing import put
from bot.drafting.session.steps import with_, without
from bot.drafting.values import Unreadable
from bot.errors import InputError

BY_HAND = "在合同上修改"
"""What is said of a version that was made on the paper; its changes tell the rest."""
MOST_VERSIONS = 500
"""Versions that are kept; the oldest go first."""


def set_fact(library: ClauseLibrary, history: History, parameter: str, raw: str) -> History:
    """Give a fact a value as the user writes it. Raises InputError that says what to write instead."""
    declared = library.parameters.get(parameter)
    if declared is None:
        raise InputError("合同里没有这一项，刷新一下再试。")
    draft = history.current.draft
    try:
        given = {**draft.given, parameter: read_value(declared, raw)}
        read_facts(library, given, draft.position)
    except Unreadable as error:
        raise InputError(f"{declared.label}{error}。") from error
    except FactsError as error:
        raise InputError(
            "；".join(f"{fault.label}{fault.message}" for fault in error.faults) + "。"
        ) from error
    withheld, implied = without(draft.withheld, parameter), without(draft.implied, parameter)
    return _step(library, history, given=given, withheld=withheld, implied=implied)


def withhold(library: ClauseLibrary, history: History, parameter: str) -> History:
    """Leave a fact blank, also where the library has a default for it."""
    declared = library.parameters.get(parameter)
    if declared is None:
        raise InputError("合同里没有这一项，刷新一下再试。")
    draft = history.current.draft
    given = {name: value for name, value in draft.given.items() if name != parameter}
    withheld, implied = with_(draft.withheld, parameter), without(draft.implied, parameter)
    return _step(library, history, given=given, withheld=withheld, implied=implied)


def set_position(library: ClauseLibrary, history: History, clause: str | None, position: Position) -> History:
    """Have one clause (None: the whole contract) in another position."""
    if clause is None:
        return _step(library, history, position=position)
    steps.known(library, clause)
    return step(library, history, steps.positioned(history.current.draft, clause, position), BY_HAND)


def drop_clause(library: ClauseLibrary, history: History, clause: str) -> History:
    """Take a clause out, whichever kind it is. Raises InputError where there is no such clause."""
    return step(library, history, steps.dropped(library, history.current.draft, clause), BY_HAND)


def add_clause(library: ClauseLibrary, history: History, clause: str) -> History:
    """Put a clause of the library in. Raises InputError where it does not fit the facts or the other clauses."""
    return step(library, history, steps.added(library, history.current.draft, clause), BY_HAND)


def move_section(library: ClauseLibrary, history: History, section: str, before: str) -> History:
    """Put a section before another, or behind all of its kind where `before` is empty."""
    draft = history.current.draft
    after = steps.moved(library, draft, section, before)
    return history if after == draft else step(library, history, after, BY_HAND)


def put_clause(library: ClauseLibrary, history: History, clause: str, section: str, before: str) -> History:
    """Put a clause into a section, before another, or at its end where `before` is empty. Raises InputError."""
    after = put(library, history.current.draft, clause, section, before)
    return history if after == history.current.draft else step(library, history, after, BY_HAND)


def set_style(library: ClauseLibrary, history: History, style: Style) -> History:
    """Number the contract in another style."""
    return _step(library, history, style=style)


def undo(history: History) -> History:
    """The state before the last step. Raises InputError where there is none."""
    if history.at == 0:
        raise InputError("没有可以撤销的了。")
    return history.model_copy(update={"at": history.at - 1})


def redo(history: History) -> History:
    """The step that was undone last, once more. Raises InputError where there is none."""
    if history.at + 1 >= len(history.versions):
        raise InputError("没有可以重做的了。")
    return history.model_copy(update={"at": history.at + 1})


def go_to(history: History, number: int) -> History:
    """The state of the version of that number; later ones stay for redo."""
    for at, version in enumerate(history.versions):
        if version.number == number:
            return history.model_copy(update={"at": at})
    raise InputError("没有这个版本，刷新一下再试。")


def step(library: ClauseLibrary, history: History, draft: Draft, said: str) -> History:
    """`history` with `draft` as its newest version; unchanged where the draft says what stands already.

    What had been undone is gone: a new step begins from what stands.
    """
    current = history.current
    told = changes(library, current.draft, draft)
    # The first step always makes a version: a draft may begin without a single fact.
    if not told and (draft == current.draft or history.at):
        return history
    kept = history.versions[: history.at + 1][-MOST_VERSIONS + 1 :]
    number = max(version.number for version in history.versions) + 1
    new = Version(number=number, draft=draft, changes=told, said=said)
    return history.model_copy(update={"versions": (*kept, new), "at": len(kept)})


def _step(library: ClauseLibrary, history: History, **update: object) -> History:
    return step(library, history, history.current.draft.model_copy(update=update), BY_HAND)
