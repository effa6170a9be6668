"""Which clauses make up a contract: the standard ones that apply, what was asked for, what those need and exclude."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.drafting.clauses import Clause
from bot.drafting.library import ClauseLibrary
from bot.errors import InputError


def select(
    library: ClauseLibrary,
    values: Mapping[str, str],
    add: Iterable[str] = (),
    drop: Iterable[str] = (),
) -> tuple[Clause, ...]:
    """The clauses in the library's order. `values` are facts in the plain form, for conditions.

    A clause that was asked for wins over a standard one that it excludes; of two standard ones the first stays.
    Raises InputError for a clause that does not exist, does not fit the facts, or is asked for and refused at once.
    """
    asked, refused = set(add), set(drop)
    for identity in sorted(asked | refused):
        _known(library, identity)
    for identity in sorted(asked):
        if not library.clause(identity).applies(values):
            raise InputError(
                f"条款“{library.clause(identity).title}”不适合你给的情况：请去掉它，或者改事实。"
            )
    wanted = [clause.id for clause in library.clauses if clause.id in asked]
    wanted += [c.id for c in library.clauses if c.standard and c.id not in asked and c.applies(values)]
    chosen: dict[str, Clause] = {}
    for identity in wanted:
        group = _with_needs(library, identity)
        broken = [c for c in group if c.id in refused or not c.applies(values) or _excluded(c, chosen)]
        if not broken:
            chosen |= {clause.id: clause for clause in group}
        elif identity in asked:
            raise InputError(
                f"条款“{library.clause(identity).title}”和“{broken[0].title}”放不到一起：请去掉其中一条。"
            )
    return tuple(clause for clause in library.clauses if clause.id in chosen)


def _known(library: ClauseLibrary, identity: str) -> None:
    try:
        library.clause(identity)
    except KeyError as error:
        raise InputError(f"条款库里没有 {identity} 这一条：请核对条款编号。") from error


def _with_needs(library: ClauseLibrary, identity: str) -> list[Clause]:
    """A clause and everything it needs, directly or through others."""
    found: dict[str, Clause] = {}
    waiting = [identity]
    while waiting:
        clause = library.clause(waiting.pop())
        if clause.id not in found:
            found[clause.id] = clause
            waiting += clause.needs
    return list(found.values())


def _excluded(clause: Clause, chosen: Mapping[str, Clause]) -> bool:
    return any(clause.id in other.excludes or other.id in clause.excludes for other in chosen.values())
