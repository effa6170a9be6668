"""An order of the chat to move clauses: a whole section keeps its heading, a clause of several moves by itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.drafting.contract import Clause, Contract, Section
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.said import Order
from bot.drafting.session import steps
from bot.drafting.session.draft import Draft
from bot.drafting.session.placing import put
from bot.errors import InputError


def moved(library: ClauseLibrary, contract: Contract, draft: Draft, order: Order) -> Draft:
    """The draft after `order`, as `contract` is what it makes now. Raises InputError with what stands in the way."""
    sections = (*contract.sections, *contract.annexes)
    home = {clause.id: section for section in sections for clause in section.clauses}
    clauses = [name for name in order.clauses if name in home]
    target = order.before or order.after
    if not clauses or (target and target not in home):
        raise InputError("合同里现在没有这一条，挪不了。")
    from_ = {home[name].id: home[name] for name in clauses}
    if all({clause.id for clause in section.clauses} <= {*clauses} for section in from_.values()):
        for section in from_.values():
            before = home[target].id if order.before else ""
            if order.after and home[target].id != section.id:
                before = _following(_like(contract, home[target]), home[target].id, [section.id])
            draft = steps.moved(library, draft, section.id, before)
        return draft
    where = home[target] if target else _like(contract, home[clauses[0]])[-1]
    before = order.before or _following(where.clauses, order.after, clauses)
    there = [clause.id for clause in where.clauses]
    rest = [name for name in there if name not in clauses]
    at = rest.index(before) if before in rest else len(rest)
    if before in clauses or [*rest[:at], *clauses, *rest[at:]] == there:
        return draft
    for name in clauses:
        draft = put(library, draft, name, where.id, before)
    return draft


def _like(contract: Contract, section: Section) -> tuple[Section, ...]:
    """The sections that a section stands among: the body's or the annexes."""
    return contract.annexes if section in contract.annexes else contract.sections


def _following(row: Sequence[Section | Clause], target: str, moving: Collection[str]) -> str:
    """The first that stands behind the target and does not move itself; empty for the end."""
    names = [one.id for one in row]
    behind = names[names.index(target) + 1 :] if target in names else []
    return next((name for name in behind if name not in moving), "")
