"""A section and a clause as data: three wordings, what they rest on, what they need."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import Field

from bot.drafting.parameters import Position, StrictModel
from bot.drafting.wording import CrossReference, Fact, Line, parse


class Section(StrictModel):
    """A heading of the contract; an annex stands after the signatures."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    annex: bool = False


class SectionFile(StrictModel):
    """`sections.yaml` as it is written; the order is the contract's."""

    sections: tuple[Section, ...]


class Guidance(StrictModel):
    """A passage of our knowledge that a clause follows: a document's id and the passage's locator."""

    document: str = Field(min_length=1)
    at: str = Field(min_length=1)


class Wording(StrictModel):
    """A clause as one position would have it: its `text`, `what` is different in it, and `why`."""

    text: str = Field(min_length=1)
    what: str = Field(min_length=1)
    why: str = Field(min_length=1)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The text taken apart. WordingError where it cannot be; a loaded library has none."""
        return parse(self.text)


class Positions(StrictModel):
    """All three wordings of a clause."""

    merchant: Wording
    balanced: Wording
    provider: Wording


class Clause(StrictModel):
    """A clause: when to use it, what it needs and excludes, the law and the guidance it rests on, its wordings.

    `condition` names facts and the values under which it applies; all of them must hold. `standard` clauses make up
    a default contract. `basis` are references to law in full; `follows` are passages of our knowledge.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: str = Field(min_length=1)
    section: str
    when: str = Field(min_length=1)
    condition: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    standard: bool
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    follows: tuple[Guidance, ...] = ()
    positions: Positions

    def wording(self, position: Position) -> Wording:
        """How one position would have it."""
        found: Wording = getattr(self.positions, position)
        return found

    def parameters(self, position: Position) -> tuple[str, ...]:
        """Ids of the facts that the wording speaks of, in order, each once."""
        lines = self.wording(position).lines
        return tuple(
            dict.fromkeys(p.parameter for line in lines for p in line.all_parts if isinstance(p, Fact))
        )

    def references(self, position: Position) -> tuple[str, ...]:
        """Ids of the clauses that the wording refers to, in order, each once."""
        lines = self.wording(position).lines
        return tuple(
            dict.fromkeys(p.clause for line in lines for p in line.all_parts if isinstance(p, CrossReference))
        )

    def applies(self, facts: Mapping[str, str]) -> bool:
        """Whether its condition holds under `facts` (plain values by parameter id); without one it always does."""
        return all(facts.get(name) in values for name, values in self.condition.items())


class ClauseFile(StrictModel):
    """`<section>.yaml` as it is written."""

    clauses: tuple[Clause, ...]
