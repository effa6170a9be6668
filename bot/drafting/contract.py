"""A contract as a structure: parties, facts, sections, clauses, pieces. Nothing here knows words or files.

Numbers, cross references and blanks are no text: they are worked out when the contract is laid out, so that
none can go stale. A contract survives JSON unchanged (`Contract.model_validate_json(c.model_dump_json())`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.drafting.parameters import Position

Origin: TypeAlias = Literal["user", "default", "computed"]
Side: TypeAlias = Literal["甲方", "乙方"]
SIDES: tuple[Side, Side] = ("甲方", "乙方")
PaperKind: TypeAlias = Literal["contract", "supplement", "termination"]
"""The contract, an agreement that changes one in force, a notice that ends one."""


class Node(BaseModel):
    """What every part of a contract is: fixed once made, and with no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Fact(Node):
    """One agreed fact.

    `value` is canonical: digits of a decimal for money (元), rates (percent), durations and counts (`unit`), an
    ISO date, `HH:MM`, the id of a choice, or words. `text` is how the contract writes it, with its unit.
    `origin` is who said so: the user, the library's default, or a computation from other facts.
    """

    id: str
    label: str
    kind: str
    value: str
    text: str
    unit: str = ""
    origin: Origin = "user"

    @property
    def number(self) -> Decimal:
        """The value of a money, rate, duration or count fact."""
        return Decimal(self.value)

    @property
    def day(self) -> date:
        """The value of a date fact."""
        return date.fromisoformat(self.value)


class Text(Node):
    """Words of the library."""

    type: Literal["text"] = "text"
    text: str


class FactRef(Node):
    """The place of a fact that is filled: what stands there is `contract.facts[fact].text`.

    `in_words` adds an amount's capital numerals (大写), as is done where it is first agreed.
    """

    type: Literal["fact"] = "fact"
    fact: str
    in_words: bool = False


class Reference(Node):
    """A cross reference to a clause by id; it is written as the number that the clause has."""

    type: Literal["reference"] = "reference"
    target: str


class Blank(Node):
    """The place of a fact that nobody has given: written 【待填：label】 and never filled by invention."""

    type: Literal["blank"] = "blank"
    fact: str
    label: str


Piece: TypeAlias = Annotated[Text | FactRef | Reference | Blank, Field(discriminator="type")]
Pieces: TypeAlias = tuple[Piece, ...]


class Table(Node):
    """Rows of cells; the first row is the head."""

    rows: tuple[tuple[Pieces, ...], ...]


class Paragraph(Node):
    """One numbered sub-clause, the items under it, and a table behind them; without pieces a table alone."""

    pieces: Pieces
    items: tuple[Pieces, ...] = ()
    table: Table | None = None


class Clause(Node):
    """A clause of the library as it stands in this contract.

    `why` says in plain words what it is for, `basis` which law it rests on; both go into comments and never into
    the contract's own text. `home` is the section that the library has it in, where it was moved to another.
    """

    id: str
    title: str
    home: str = ""
    position: Position
    paragraphs: tuple[Paragraph, ...]
    why: str = ""
    basis: tuple[str, ...] = ()


class Section(Node):
    """A numbered heading with clauses; an annex is a section that stands behind the signatures."""

    id: str
    title: str
    clauses: tuple[Clause, ...]


class Party(Node):
    """One side of the contract: its name and what else is known of it, each a label and the place of a fact."""

    side: Side
    role: str
    name: Piece
    details: tuple[tuple[str, Piece], ...] = ()


class Definition(Node):
    """A defined term and the clause that defines it."""

    term: str
    clause: str


class Contract(Node):
    """A whole contract between two parties; an `excerpt` is clauses of one, with nothing around them.

    Other papers are built the same way: `paper` says which it is, `sender` who sends it if it is a notice.
    """

    title: str
    position: Position
    parties: tuple[Party, Party]
    facts: dict[str, Fact]
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...] = ()
    definitions: tuple[Definition, ...] = ()
    excerpt: bool = False
    paper: PaperKind = "contract"
    sender: Side = "甲方"

    def clauses(self) -> Iterator[Clause]:
        """Every clause in the order in which it stands, annexes last."""
        for section in (*self.sections, *self.annexes):
            yield from section.clauses

    def pieces(self) -> Iterator[Piece]:
        """Every piece in the order in which it stands: parties, sections, annexes."""
        for party in () if self.excerpt else self.parties:
            yield party.name
            yield from (piece for _, piece in party.details)
        for clause in self.clauses():
            for paragraph in clause.paragraphs:
                yield from pieces_of(paragraph)

    def blanks(self) -> tuple[Blank, ...]:
        """What is still to be filled in, each once, in the order in which it first stands."""
        found = {piece.fact: piece for piece in self.pieces() if piece.type == "blank"}
        return tuple(found.values())

    def defaults(self) -> tuple[Fact, ...]:
        """The facts in this contract that nobody gave: values of the library, to be confirmed."""
        used = {piece.fact for piece in self.pieces() if piece.type == "fact"}
        return tuple(f for key, f in self.facts.items() if key in used and f.origin == "default")


def pieces_of(paragraph: Paragraph) -> Iterator[Piece]:
    """Every piece of a paragraph, its items and its table."""
    yield from paragraph.pieces
    for item in paragraph.items:
        yield from item
    for row in paragraph.table.rows if paragraph.table else ():
        for cell in row:
            yield from cell
