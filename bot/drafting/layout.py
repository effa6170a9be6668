"""A contract as the blocks of a page, in order: what Markdown and Word both write, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.arithmetic.capitals import capitals
from bot.drafting.contract import SIDES, Clause, Contract, Paragraph, Piece, Pieces, Section
from bot.drafting.numbering import Numbers, Style, numbered
from bot.drafting.words import Words

Mark: TypeAlias = Literal["", "title", "fact", "default", "reference", "blank"]


@dataclass(frozen=True)
class Span:
    """Words that look alike; `mark` says what they are, `of` is the parameter or clause that they stand for."""

    text: str
    mark: Mark = ""
    of: str = ""


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True)
class Title:
    """The name of the contract."""

    text: str


@dataclass(frozen=True)
class Parties:
    """The parties' table: a label and what is known, row by row."""

    rows: tuple[tuple[str, Spans], ...]


@dataclass(frozen=True)
class Plain:
    """A paragraph without a number: the opening and the closing."""

    spans: Spans


@dataclass(frozen=True)
class Heading:
    """The heading of a section or an annex."""

    number: str
    text: str
    annex: bool = False
    section: str = ""


@dataclass(frozen=True)
class Line:
    """A numbered line: level 1 is a sub-clause, level 2 an item below it. `clause` opens at `opens`."""

    level: int
    number: str
    spans: Spans
    clause: Clause
    opens: bool = False
    annex: bool = False


@dataclass(frozen=True)
class Grid:
    """A table, of a clause unless it is the reminder's; the first row is its head."""

    rows: tuple[tuple[Spans, ...], ...]
    clause: Clause | None = None


@dataclass(frozen=True)
class Signatures:
    """Where the parties sign: the lines under each side, as labels with room behind them."""

    sides: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Reminder:
    """What is left to do before signing, on a page of its own that is no part of the contract.

    `blanks` are labels of what is to be filled in, `defaults` labels and words of what nobody has confirmed.
    """

    title: str
    blanks: tuple[str, ...]
    defaults: tuple[tuple[str, str], ...]


Block: TypeAlias = Title | Parties | Plain | Heading | Line | Grid | Signatures | Reminder


def laid_out(contract: Contract, style: Style, words: Words) -> tuple[Block, ...]:
    """Every block of the contract. Raises KeyError for a cross reference that leads nowhere."""
    return tuple(_Layout(contract, numbered(contract, style), words).blocks())


def plain(spans: Iterable[Span]) -> str:
    """The words of spans without their marks."""
    return "".join(span.text for span in spans)


def blank(label: str) -> str:
    """How the place of a missing fact is written."""
    return f"【待填：{label}】"


class _Layout:
    def __init__(self, contract: Contract, numbers: Numbers, words: Words) -> None:
        self._contract = contract
        self._numbers = numbers
        self._words = words

    def blocks(self) -> Iterator[Block]:
        contract = self._contract
        around = self._words.around(contract.paper, contract.sender)
        yield Title(contract.title)
        if not contract.excerpt:
            yield Parties(tuple(self._party_rows()))
            for text in around.opening:
                yield Plain((Span(text),))
        for section in contract.sections:
            yield from self._section(section, annex=False)
        if not contract.excerpt:
            yield Plain((Span(around.closing),))
            first, second = (
                [line.replace("〔方〕", side) for line in around.signature[side]] for side in SIDES
            )
            yield Signatures((tuple(first), tuple(second)))
        for annex in contract.annexes:
            yield from self._section(annex, annex=True)
        blanks, defaults = contract.blanks(), contract.defaults()
        if blanks or defaults:
            yield Reminder(
                "签署前要办的事（本页不是合同内容，办完请删去）",
                tuple(piece.label for piece in blanks),
                tuple((fact.label, fact.text) for fact in defaults),
            )

    def _party_rows(self) -> Iterator[tuple[str, Spans]]:
        for party in self._contract.parties:
            yield f"{party.side}（{party.role}）", (self._span(party.name),)
            for label, piece in party.details:
                yield label, (self._span(piece),)

    def _section(self, section: Section, annex: bool) -> Iterator[Block]:
        yield Heading(self._numbers.sections[section.id].number, section.title, annex, section.id)
        for clause in section.clauses:
            first = next((index for index, each in enumerate(clause.paragraphs) if each.pieces), 0)
            title = "" if clause.title == section.title else f"{clause.title}："
            for index, paragraph in enumerate(clause.paragraphs):
                yield from self._paragraph(clause, index, paragraph, annex, title if index == first else None)

    def _paragraph(
        self, clause: Clause, index: int, paragraph: Paragraph, annex: bool, title: str | None
    ) -> Iterator[Block]:
        """`title` stands before the first words of a clause, and may be empty; None is for those that follow."""
        if paragraph.pieces:
            number = self._numbers.paragraphs[clause.id, index].number
            spans = (*((Span(title, "title"),) if title else ()), *self._spans(paragraph.pieces))
            yield Line(1, number, spans, clause, title is not None, annex)
        for at, item in enumerate(paragraph.items):
            yield Line(2, self._numbers.item(at, annex), self._spans(item), clause, annex=annex)
        if paragraph.table:
            yield Grid(
                tuple(tuple(self._spans(cell) for cell in row) for row in paragraph.table.rows), clause
            )

    def _spans(self, pieces: Pieces) -> Spans:
        return tuple(self._span(piece) for piece in pieces)

    def _span(self, piece: Piece) -> Span:
        if piece.type == "text":
            return Span(piece.text)
        if piece.type == "blank":
            return Span(blank(piece.label), "blank", piece.fact)
        if piece.type == "fact":
            fact = self._contract.facts[piece.fact]
            words = f"（大写：人民币{capitals(fact.number)}）" if piece.in_words else ""
            return Span(fact.text + words, "default" if fact.origin == "default" else "fact", fact.id)
        return Span(self._numbers.refer(piece.target), "reference", piece.target)
