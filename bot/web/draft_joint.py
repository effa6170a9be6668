"""The joint between the page and the drafting session: how a draft becomes a contract, and where it is kept."""

from __future__ import annotations

from bot.drafting.assembling import assemble
from bot.drafting.computing import computed
from bot.drafting.contract import Clause, Contract, Paragraph, Section, Text
from bot.drafting.facts import Facts, fact_of, read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.session.changes import section_order
from bot.drafting.session.draft import Draft, Special
from bot.drafting.words import Words


def contract_of(library: ClauseLibrary, words: Words, draft: Draft) -> Contract:
    """The contract that a draft describes. Raises InputError where clauses and facts do not go together."""
    contract = assemble(
        library,
        words,
        _facts(library, draft),
        draft.position,
        positions=draft.positions,
        add=draft.add,
        drop=draft.drop,
    )
    place = {section: at for at, section in enumerate(section_order(library, draft))}
    return contract.model_copy(
        update={
            "sections": _ordered(_with_special(library, contract.sections, draft.special, False), place),
            "annexes": _ordered(_with_special(library, contract.annexes, draft.special, True), place),
        }
    )


def _facts(library: ClauseLibrary, draft: Draft) -> Facts:
    """The facts without those that shall stay blank, and without what was computed from these."""
    read = read_facts(library, draft.given, draft.position)
    if not draft.withheld:
        return read
    facts = {
        name: fact
        for name, fact in read.facts.items()
        if fact.origin != "computed" and name not in draft.withheld
    }
    for name, plain in computed(facts, library.parameters):
        if name not in draft.withheld:
            facts[name] = fact_of(library.parameters[name], plain, "computed")
    return Facts(facts, tuple(one for one in read.unusual if one.field in facts))


def _ordered(sections: tuple[Section, ...], place: dict[str, int]) -> tuple[Section, ...]:
    return tuple(sorted(sections, key=lambda section: place.get(section.id, len(place))))


def _with_special(
    library: ClauseLibrary, sections: tuple[Section, ...], special: tuple[Special, ...], annex: bool
) -> tuple[Section, ...]:
    """The sections with the user's own clauses behind the library's; a section that lacked is opened."""
    made = {section.id: section for section in sections}
    titles = {section.id: section.title for section in library.sections if section.annex == annex}
    for one in special:
        if one.section not in titles:
            continue
        own = Clause(
            id=one.id,
            title=one.title,
            position="balanced",
            paragraphs=(Paragraph(pieces=(Text(text=one.text),)),),
        )
        there = made.get(one.section)
        clauses = (*there.clauses, own) if there else (own,)
        made[one.section] = Section(id=one.section, title=titles[one.section], clauses=clauses)
    return tuple(made.values())
