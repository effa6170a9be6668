"""How a draft becomes a contract: always worked out anew from what was said, so that it cannot go stale."""

from __future__ import annotations

from typing import Literal

from bot.drafting.assembling import alone, assemble
from bot.drafting.beside import Altered, beside
from bot.drafting.clauses import Clause as LibraryClause
from bot.drafting.computing import computed
from bot.drafting.contract import Clause, Contract, FactRef, Paragraph, Section, Text
from bot.drafting.facts import Facts, fact_of, read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS
from bot.drafting.session.changes import clause_title, section_order
from bot.drafting.session.draft import LONE_FACT, Draft, Special
from bot.drafting.session.placing import with_places
from bot.drafting.words import PaperWords, Words


def contract_of(library: ClauseLibrary, words: Words, draft: Draft) -> Contract:
    """The contract that a draft describes, or the clauses of it that were asked for.

    Raises InputError where clauses and facts do not go together.
    """
    if draft.document == "supplement" or draft.document == "termination":
        return _beside(library, words, draft, draft.document)
    if draft.document != "contract":
        return _excerpt(library, words, draft)
    contract = assemble(
        library,
        words,
        facts_of(library, draft),
        draft.position,
        positions=draft.positions,
        add=draft.add,
        drop=draft.drop,
    )
    contract = _with_lone_facts(library, words, draft, contract)
    place = {section: at for at, section in enumerate(section_order(library, draft))}
    contract = contract.model_copy(
        update={
            "sections": _ordered(_with_special(library, contract.sections, draft.special, False), place),
            "annexes": _ordered(_with_special(library, contract.annexes, draft.special, True), place),
        }
    )
    return with_places(library, contract, draft.placed) if draft.placed else contract


def _with_lone_facts(library: ClauseLibrary, words: Words, draft: Draft, contract: Contract) -> Contract:
    """The contract with what was stated and stands in no wording of its clauses, behind the clause that would speak
    of it in another position, else at the end of that clause's section: what the user stated is not lost."""
    there = {piece.fact for piece in contract.pieces() if piece.type == "fact"}
    deciding = {name for clause in library.clauses for name in clause.condition}
    lone = [name for name in draft.given if name in contract.facts and name not in there | deciding]
    if not lone:
        return contract
    sections = []
    for section in contract.sections:
        clauses: list[Clause] = []
        for clause in section.clauses:
            clauses.append(clause)
            clauses += _take(lone, _speaking_of(library.clause(clause.id)), contract)
        others = {
            name
            for clause in library.of_section(section.id)
            if clause.id not in draft.drop and clause.standard
            for name in _speaking_of(clause)
        }
        clauses += _take(lone, others - {*words.with_one_choice}, contract)
        sections.append(section.model_copy(update={"clauses": tuple(clauses)}))
    return contract.model_copy(update={"sections": tuple(sections)})


def _speaking_of(clause: LibraryClause) -> set[str]:
    return {name for position in POSITIONS for name in clause.parameters(position)}


def _take(lone: list[str], names: set[str], contract: Contract) -> list[Clause]:
    """A clause for each of `lone` that is among `names`; those are taken off the list."""
    made = []
    for name in [one for one in lone if one in names]:
        lone.remove(name)
        label = contract.facts[name].label
        pieces = (Text(text=f"双方约定，{label}为"), FactRef(fact=name), Text(text="。"))
        paragraph = Paragraph(pieces=pieces)
        made.append(
            Clause(id=f"{LONE_FACT}{name}", title=label, position=contract.position, paragraphs=(paragraph,))
        )
    return made


def facts_of(library: ClauseLibrary, draft: Draft) -> Facts:
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


def _beside(
    library: ClauseLibrary, words: Words, draft: Draft, paper: Literal["supplement", "termination"]
) -> Contract:
    """An agreement that changes a contract in force, or a notice that ends one."""
    own: PaperWords = getattr(words.papers, paper)
    parties = {name for one in words.parties for name in (one.name, *one.details)}
    altered = Altered(
        facts=[
            (name, _shown(library, name, draft.before.get(name, "")))
            for name in draft.given
            if name not in parties and (name not in own.own or name == "change_text")
        ],
        added=[name for name in draft.clauses if name not in draft.drop],
        dropped=[clause_title(library, draft, name) for name in draft.drop],
        own=[_own(one) for one in draft.special],
    )
    return beside(
        library,
        words,
        facts_of(library, draft),
        paper,
        altered=altered,
        sender=draft.sender,
        position=draft.position,
    )


def _shown(library: ClauseLibrary, name: str, value: str) -> str:
    return fact_of(library.parameters[name], value, "user").text if value else ""


def _own(special: Special) -> Clause:
    """A clause in the user's own words, a sub-clause a line."""
    lines = [line.strip() for line in special.text.splitlines() if line.strip()]
    return Clause(
        id=special.id,
        title=special.title,
        position="balanced",
        paragraphs=tuple(Paragraph(pieces=(Text(text=line),)) for line in lines),
    )


def _excerpt(library: ClauseLibrary, words: Words, draft: Draft) -> Contract:
    """Clauses by themselves: what they refer to is named by its title, since it has no number here."""
    values = facts_of(library, draft)
    wanted = [name for name in draft.clauses if name not in draft.drop]
    contract = alone(library, words, values, wanted, draft.position, draft.positions)
    sections = _with_special(library, contract.sections, draft.special, False)
    made = [*sections, *contract.annexes]
    titles = [clause.title for section in made for clause in section.clauses]
    title = titles[0] if len(titles) == 1 else "、".join(dict.fromkeys(section.title for section in made))
    return contract.model_copy(update={"sections": sections, "title": title or words.title})


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
        there = made.get(one.section)
        clauses = (*there.clauses, _own(one)) if there else (_own(one),)
        made[one.section] = Section(id=one.section, title=titles[one.section], clauses=clauses)
    return tuple(made.values())
