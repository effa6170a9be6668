"""One step on a draft: a clause put in or taken out, a position, the order. Each gives a new draft, whoever asks for it:
a message in the chat or a hand on the paper."""

from __future__ import annotations

from bot.drafting.facts import read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Position
from bot.drafting.selecting import select
from bot.drafting.session.changes import section_order
from bot.drafting.session.draft import LONE_FACT, Draft
from bot.errors import InputError


def positioned(draft: Draft, clause: str, position: Position) -> Draft:
    """The draft with one clause in another position."""
    positions = {name: kept for name, kept in draft.positions.items() if name != clause}
    if position != draft.position:
        positions[clause] = position
    return draft.model_copy(update={"positions": positions})


def dropped(library: ClauseLibrary, draft: Draft, clause: str) -> Draft:
    """The draft without a clause; one in the user's own words as well, and one that only states a fact, with the
    fact. Raises InputError where there is no such clause."""
    fact = clause.removeprefix(LONE_FACT)
    if clause != fact and fact in draft.given:
        given = {name: value for name, value in draft.given.items() if name != fact}
        return draft.model_copy(update={"given": given, "implied": without(draft.implied, fact)})
    if any(one.id == clause for one in draft.special):
        return draft.model_copy(update={"special": tuple(one for one in draft.special if one.id != clause)})
    known(library, clause)
    return draft.model_copy(
        update={
            "drop": with_(draft.drop, clause),
            "add": without(draft.add, clause),
            "clauses": without(draft.clauses, clause),
        }
    )


def added(library: ClauseLibrary, draft: Draft, clause: str) -> Draft:
    """The draft with a clause of the library. Raises InputError where it does not fit the facts or the others."""
    known(library, clause)
    drop = without(draft.drop, clause)
    if draft.document != "contract":
        return draft.model_copy(update={"clauses": with_(draft.clauses, clause), "drop": drop})
    add = with_(draft.add, clause)
    select(library, read_facts(library, draft.given, draft.position).values, add, drop)
    return draft.model_copy(update={"add": add, "drop": drop})


def moved(library: ClauseLibrary, draft: Draft, section: str, before: str) -> Draft:
    """The draft with a section before another, or behind all of its kind where `before` is empty.

    Raises InputError for what is no section, and for an annex among the sections or the other way round.
    """
    titles = {one.id: one.title for one in library.sections}
    annexes = {one.id for one in library.sections if one.annex}
    if section not in titles or (before and before not in titles):
        raise InputError("合同里没有这一部分，刷新一下再试。")
    if before and (section in annexes) != (before in annexes):
        raise InputError("附件只能排在附件之间，正文只能排在正文之间。")
    if section == before:
        return draft
    order = [one for one in section_order(library, draft) if one != section]
    order.insert(order.index(before) if before else len(order), section)
    if tuple(order) == section_order(library, draft):
        return draft
    in_place = order == [one.id for one in library.sections]
    return draft.model_copy(update={"order": () if in_place else tuple(order)})


def with_(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """`names` and `name`, which keeps its place where it is among them already."""
    return names if name in names else (*names, name)


def without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    """`names` without `name`."""
    return tuple(one for one in names if one != name)


def known(library: ClauseLibrary, clause: str) -> None:
    """Raise InputError where the library has no such clause."""
    try:
        library.clause(clause)
    except KeyError as error:
        raise InputError("条款库里没有这一条，刷新一下再试。") from error
