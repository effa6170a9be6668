"""Clauses that stand elsewhere than the library has them: where each was put, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.drafting.contract import Clause, Contract, Section
from bot.drafting.library import ClauseLibrary
from bot.drafting.session.draft import Draft, Place
from bot.errors import InputError


def with_places(library: ClauseLibrary, contract: Contract, places: Iterable[Place]) -> Contract:
    """The contract with its clauses put where they were moved to, in the order in which it was done.

    What stands no longer is passed over, and so is a way between body and annexes; a section without a clause falls
    away, and a section that had fallen away stands no longer at the end of a way.
    """
    sections = {section.id: list(section.clauses) for section in (*contract.sections, *contract.annexes)}
    homes = {clause: section for section, clauses in sections.items() for clause in (c.id for c in clauses)}
    annexes = {section.id for section in library.sections if section.annex}
    for place in places:
        home = next((name for name, there in sections.items() if place.clause in _ids(there)), "")
        if home and place.section in sections and (home in annexes) == (place.section in annexes):
            clause = sections[home].pop(_ids(sections[home]).index(place.clause))
            there = sections[place.section]
            at = _ids(there).index(place.before) if place.before in _ids(there) else len(there)
            there.insert(at, clause)
    made = {name: tuple(_at_home(c, homes[c.id], name) for c in there) for name, there in sections.items()}
    return contract.model_copy(
        update={
            "sections": _filled(contract.sections, made),
            "annexes": _filled(contract.annexes, made),
        }
    )


def put(library: ClauseLibrary, draft: Draft, clause: str, section: str, before: str) -> Draft:
    """The draft with a clause in a section, before another or at its end where `before` is empty.

    Raises InputError for what is no section, and for a way between body and annexes.
    """
    kinds = {one.id: one.annex for one in library.sections}
    home = next((one.section for one in library.clauses if one.id == clause), "")
    home = home or next((one.section for one in draft.special if one.id == clause), section)
    if section not in kinds or home not in kinds:
        raise InputError("合同里没有这一部分，刷新一下再试。")
    if kinds[section] != kinds[home]:
        raise InputError("附件里的条款只能排在附件里，正文的只能排在正文里。")
    if clause == before:
        return draft
    # Of a clause moved step by step only the last place matters.
    kept = draft.placed[:-1] if draft.placed and draft.placed[-1].clause == clause else draft.placed
    return draft.model_copy(update={"placed": (*kept, Place(clause=clause, section=section, before=before))})


def _ids(clauses: Sequence[Clause]) -> list[str]:
    return [clause.id for clause in clauses]


def _at_home(clause: Clause, home: str, section: str) -> Clause:
    return clause if home == section else clause.model_copy(update={"home": home})


def _filled(sections: Iterable[Section], made: dict[str, tuple[Clause, ...]]) -> tuple[Section, ...]:
    return tuple(
        section
        if section.clauses == made[section.id]
        else section.model_copy(update={"clauses": made[section.id]})
        for section in sections
        if made[section.id]
    )
