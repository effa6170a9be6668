"""The papers beside the contract: an agreement that changes one in force, a notice that ends one.

They are trees like the contract, so that numbers, checks, Markdown and Word are the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.drafting.assembling import Builder, by_title
from bot.drafting.contract import Clause, Contract, Paragraph, Party, Pieces, Section, Side, Text
from bot.drafting.facts import Facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Position
from bot.drafting.wording import parse
from bot.drafting.words import PaperClause, PaperWords, Words, addressed

_FREE_TEXT = "change_text"


@dataclass(frozen=True)
class Altered:
    """What a supplementary agreement alters: facts with how they were written before (empty: not known), clauses of
    the library that come in, and titles of those that fall away; `own` are clauses in the user's own words."""

    facts: Sequence[tuple[str, str]] = ()
    added: Sequence[str] = ()
    dropped: Sequence[str] = ()
    own: Sequence[Clause] = field(default_factory=tuple)


def beside(
    library: ClauseLibrary,
    words: Words,
    facts: Facts,
    paper: Literal["supplement", "termination"],
    *,
    altered: Altered | None = None,
    sender: Side = "甲方",
    position: Position = "balanced",
) -> Contract:
    """The paper. A fact that is not known is a blank, as in the contract; what a fact was before is left out where
    nobody said it."""
    own: PaperWords = getattr(words.papers, paper)
    writer = _Writer(
        library, Builder(library.parameters, facts.facts), altered or Altered(), sender, position
    )
    sections = [
        Section(id=clause.id, title=clause.title, clauses=made)
        for clause in own.clauses
        if clause.applies(facts.values) and (made := tuple(writer.clauses(clause)))
    ]
    first, second = (Party(side=p.side, role=p.role, name=writer.builder.fact(p.name)) for p in words.parties)
    return Contract(
        title=own.title,
        position=position,
        parties=(first, second),
        facts=dict(facts.facts),
        sections=tuple(sections),
        paper=paper,
        sender=sender,
    )


@dataclass(frozen=True)
class _Writer:
    library: ClauseLibrary
    builder: Builder
    altered: Altered
    sender: Side
    position: Position

    def clauses(self, clause: PaperClause) -> Iterator[Clause]:
        """A clause of the paper with what the draft puts into its slot; nothing where the slot stays empty."""
        match clause.slot:
            case "changes":
                if items := self._changes():
                    yield self._with_items(clause, items)
            case "dropped":
                if self.altered.dropped:
                    yield self._with_items(
                        clause, [(Text(text=f"“{title}”"),) for title in self.altered.dropped]
                    )
            case "added":
                if self.altered.added or self.altered.own:
                    yield self._made(clause)
                    yield from self._added()
            case _:
                yield self._made(clause)

    def _made(self, clause: PaperClause) -> Clause:
        lines = parse(addressed(clause.text, self.sender))
        return Clause(
            id=clause.id,
            title=clause.title,
            position=self.position,
            paragraphs=tuple(self.builder.paragraphs(lines)),
            why=clause.why,
            basis=clause.basis,
        )

    def _with_items(self, clause: PaperClause, items: Sequence[Pieces]) -> Clause:
        made = self._made(clause)
        ended = [
            (*pieces, Text(text="。" if at == len(items) else "；")) for at, pieces in enumerate(items, 1)
        ]
        first = Paragraph(pieces=made.paragraphs[0].pieces, items=tuple(ended))
        return made.model_copy(update={"paragraphs": (first, *made.paragraphs[1:])})

    def _changes(self) -> list[Pieces]:
        """One item for each fact that changes; a blank where nothing is said to change at all."""
        items: list[Pieces] = []
        for name, was in self.altered.facts:
            if name == _FREE_TEXT:
                items.append((self.builder.fact(name),))
                continue
            said = f"由{was}变更为" if was else "变更为"
            where = f"“{title}”条款中的" if (title := self._clause_of(name)) else ""
            label = self.library.parameters[name].label
            items.append((Text(text=f"{where}{label}，{said}"), self.builder.fact(name)))
        if items or self.altered.added or self.altered.dropped or self.altered.own:
            return items
        return [(self.builder.fact(_FREE_TEXT),)]

    def _clause_of(self, name: str) -> str:
        """The title of the clause that speaks of a fact: a standard one before one that is seldom used."""
        speaking = [c for c in self.library.clauses if name in c.parameters(self.position)]
        speaking.sort(key=lambda clause: not clause.standard)
        return speaking[0].title if speaking else ""

    def _added(self) -> Iterator[Clause]:
        titles = {clause.id: clause.title for clause in self.library.clauses}
        for name in self.altered.added:
            clause = self.library.clause(name)
            inside = {other: title for other, title in titles.items() if other not in self.altered.added}
            yield by_title(self.builder.clause(clause, self.position), inside)
        yield from self.altered.own
