"""Facts and library -> contract: clauses of the wanted position, facts put in their places, blanks for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from bot.drafting import clauses as source
from bot.drafting import wording
from bot.drafting.computing import TOTAL
from bot.drafting.contract import (
    Blank,
    Clause,
    Contract,
    Fact,
    FactRef,
    Paragraph,
    Party,
    Piece,
    Pieces,
    Reference,
    Section,
    Table,
    Text,
)
from bot.drafting.defining import definitions, without_unused
from bot.drafting.facts import Facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Parameter, Position
from bot.drafting.selecting import select
from bot.drafting.words import PartyWords, Words

IN_WORDS_FROM = Decimal(1000)
"""Amounts from this on are also written in capital numerals where they first stand; the contract's total always."""


def assemble(
    library: ClauseLibrary,
    words: Words,
    facts: Facts,
    position: Position = "balanced",
    *,
    positions: Mapping[str, Position] | None = None,
    add: Iterable[str] = (),
    drop: Iterable[str] = (),
) -> Contract:
    """The whole contract. `positions` overrides the position clause by clause; `add` and `drop` name clauses.

    Nothing is invented: a fact that is neither given nor a default of the library nor computed becomes a blank.
    """
    chosen = select(library, facts.values, add, drop)
    builder = Builder(library.parameters, facts.facts)
    own = positions or {}
    made_of = {c.id: builder.clause(c, own.get(c.id, position)) for c in chosen}
    clauses = without_unused(made_of, facts.facts)
    by_section: dict[str, list[Clause]] = {}
    for clause in chosen:
        by_section.setdefault(clause.section, []).append(clauses[clause.id])
    made = {
        section.id: Section(id=section.id, title=section.title, clauses=tuple(by_section[section.id]))
        for section in library.sections
        if section.id in by_section
    }
    return Contract(
        title=words.title,
        position=position,
        parties=(builder.party(words.parties[0]), builder.party(words.parties[1])),
        facts=dict(facts.facts),
        sections=tuple(made[s.id] for s in library.sections if s.id in made and not s.annex),
        annexes=tuple(made[s.id] for s in library.sections if s.id in made and s.annex),
        definitions=tuple(definitions(clauses.values())),
    )


def alone(
    library: ClauseLibrary,
    words: Words,
    facts: Facts,
    clauses: Iterable[str],
    position: Position = "balanced",
    positions: Mapping[str, Position] | None = None,
) -> Contract:
    """Single clauses as an excerpt of a contract, in the library's order.

    A clause that is not among them has no number to be referred to by: its title stands in quotes instead.
    """
    wanted, own = set(clauses), positions or {}
    builder = Builder(library.parameters, facts.facts)
    made = {c.id: builder.clause(c, own.get(c.id, position)) for c in library.clauses if c.id in wanted}
    titles = {c.id: c.title for c in library.clauses if c.id not in wanted}
    kept = without_unused(made, facts.facts)
    sections = [
        Section(
            id=section.id,
            title=section.title,
            clauses=tuple(
                by_title(kept[c.id], titles) for c in library.of_section(section.id) if c.id in wanted
            ),
        )
        for section in library.sections
    ]
    annexes = {section.id for section in library.sections if section.annex}
    return Contract(
        title=words.title,
        position=position,
        parties=(builder.party(words.parties[0]), builder.party(words.parties[1])),
        facts=dict(facts.facts),
        sections=tuple(s for s in sections if s.clauses and s.id not in annexes),
        annexes=tuple(s for s in sections if s.clauses and s.id in annexes),
        excerpt=True,
    )


def by_title(clause: Clause, titles: Mapping[str, str]) -> Clause:
    """The clause with references to what is not there written as titles."""

    def said(pieces: Pieces) -> Pieces:
        return tuple(
            Text(text=f"“{titles[piece.target]}”条款")
            if isinstance(piece, Reference) and piece.target in titles
            else piece
            for piece in pieces
        )

    paragraphs = tuple(
        paragraph.model_copy(
            update={
                "pieces": said(paragraph.pieces),
                "items": tuple(said(item) for item in paragraph.items),
                "table": paragraph.table
                and Table(rows=tuple(tuple(said(cell) for cell in row) for row in paragraph.table.rows)),
            }
        )
        for paragraph in clause.paragraphs
    )
    return clause.model_copy(update={"paragraphs": paragraphs})


class Builder:
    """Turns lines of the library into paragraphs; remembers which amounts already stand in words."""

    def __init__(self, parameters: Mapping[str, Parameter], facts: Mapping[str, Fact]) -> None:
        self._parameters = parameters
        self._facts = facts
        self._in_words: set[str] = set()

    def party(self, words: PartyWords) -> Party:
        """One side with the details that the library declares."""
        known = [name for name in words.details if name in self._parameters]
        details = tuple((self._parameters[n].label.removeprefix(words.side), self.fact(n)) for n in known)
        return Party(side=words.side, role=words.role, name=self.fact(words.name), details=details)

    def clause(self, clause: source.Clause, position: Position) -> Clause:
        """A clause of the library in one position."""
        chosen = clause.wording(position)
        return Clause(
            id=clause.id,
            title=clause.title,
            position=position,
            paragraphs=tuple(self.paragraphs(chosen.lines)),
            why=chosen.why,
            basis=clause.basis,
        )

    def fact(self, name: str) -> Piece:
        """The place of a fact: filled, or a blank with the fact's label and unit."""
        if name in self._facts:
            return _fact(name)
        parameter = self._parameters[name]
        unit = f"（{parameter.unit}）" if parameter.unit else ""
        return Blank(fact=name, label=parameter.label + unit)

    def paragraphs(self, lines: Iterable[wording.Line]) -> Iterator[Paragraph]:
        """Lines of a text as sub-clauses with their items and tables."""
        pieces: Pieces = ()
        items: list[Pieces] = []
        rows: list[tuple[Pieces, ...]] = []
        started = False
        for line in lines:
            if line.kind == "paragraph":
                if started:
                    yield _paragraph(pieces, items, rows)
                pieces, items, rows = self._pieces(line.parts), [], []
            elif line.kind == "item":
                items.append(self._pieces(line.parts))
            else:
                rows.append(tuple(self._pieces(cell, in_table=True) for cell in line.cells))
            started = True
        if started:
            yield _paragraph(pieces, items, rows)

    def _pieces(self, parts: Iterable[wording.Part], in_table: bool = False) -> Pieces:
        return tuple(self._piece(part, in_table) for part in parts)

    def _piece(self, part: wording.Part, in_table: bool) -> Piece:
        if isinstance(part, wording.Words):
            return _text(part.text)
        if isinstance(part, wording.CrossReference):
            return _reference(part.clause)
        name = part.parameter
        if name in self._facts and not in_table and self._wants_words(name):
            self._in_words.add(name)
            return FactRef(fact=name, in_words=True)
        return self.fact(name)

    def _wants_words(self, name: str) -> bool:
        fact = self._facts[name]
        in_yuan = fact.kind == "money" and fact.unit == "元"
        return in_yuan and name not in self._in_words and (name == TOTAL or fact.number >= IN_WORDS_FROM)


# A piece is never changed, and the library's are the same in every contract: one of each will do.


@lru_cache(maxsize=8192)
def _text(words: str) -> Text:
    return Text(text=words)


@lru_cache(maxsize=1024)
def _reference(clause: str) -> Reference:
    return Reference(target=clause)


@lru_cache(maxsize=1024)
def _fact(name: str) -> FactRef:
    return FactRef(fact=name)


def _paragraph(pieces: Pieces, items: list[Pieces], rows: list[tuple[Pieces, ...]]) -> Paragraph:
    return Paragraph(pieces=pieces, items=tuple(items), table=Table(rows=tuple(rows)) if rows else None)
