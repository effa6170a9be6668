"""Reading messages to a draft: written ways of saying facts, orders and wishes, and questions that are none of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from bot.drafting.assembling import assemble
from bot.drafting.facts import read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.numbering import numbered
from bot.drafting.parameters import Position
from bot.drafting.reading.names import Side
from bot.drafting.reading.reader import MessageReader
from bot.drafting.reading.said import DocumentKind, Order, OrderKind, Reading, Table
from bot.drafting.words import load_drafting_words
from bot.evaluation.case_files import load_lines, turns_of_others
from bot.evaluation.outcome import Failure, Outcome
from bot.settings import PROJECT

TODAY = date(2026, 1, 10)
"""The day on which the messages of the set are written."""

DATA = PROJECT / "tests" / "data"
KNOWLEDGE = PROJECT / "knowledge"
OTHERS = (
    "questions_*.jsonl",
    "conversations.jsonl",
    "premises.jsonl",
    "sums.jsonl",
    "injections.jsonl",
    "disagreements.jsonl",
)
"""Questions of the other sets; none but `MEANT` orders a draft."""

MEANT = frozenset(("sum-none-42",))
"""「帮我写一条滞纳金条款」, which is no sum and does order a clause."""


class _Case(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    split: Literal["tune", "held"]
    message: str
    side: Side = "merchant"


class FactCase(_Case):
    """One way of saying facts: what is on the table, and exactly what must be read."""

    facts: dict[str, str] = Field(default_factory=dict)
    asked: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    facts_said: dict[str, str] = Field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()
    doubt: bool = False
    question: bool = False


class ExpectedOrder(BaseModel):
    """An order as it must be read; fields as in `Order`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: OrderKind
    clauses: tuple[str, ...] = ()
    document: DocumentKind | None = None
    position: Position | None = None
    text: str = ""
    before: str = ""
    after: str = ""
    unknown: str = ""

    @property
    def order(self) -> Order:
        """The same as the reader writes it."""
        return Order(**self.model_dump())


class OrderCase(_Case):
    """A message on the default contract, or without a draft, and the orders in it."""

    drafting: bool = True
    orders: tuple[ExpectedOrder, ...] = ()


class WishCase(_Case):
    """A message and the unlawful wishes in it."""

    wishes: tuple[str, ...] = ()


Case = TypeVar("Case", bound=_Case)


def load_cases(path: Path, kind: type[Case]) -> list[Case]:
    """The cases of a file; InputError names the line that is none."""
    return load_lines(path, kind)


def default_table(library: ClauseLibrary, knowledge: Path = KNOWLEDGE) -> Table:
    """A default contract on the table: its clauses and visible numbers."""
    contract = assemble(library, load_drafting_words(knowledge), read_facts(library, {}))
    written = numbered(contract, "第一条")
    numbers: dict[str, tuple[str, ...]] = {}
    for section in (*contract.sections, *contract.annexes):
        numbers[written.sections[section.id].number] = tuple(clause.id for clause in section.clauses)
    body = {clause.id for section in contract.sections for clause in section.clauses}
    numbers |= {
        level.number: (clause,) for (clause, _), level in written.paragraphs.items() if clause in body
    }
    clauses = tuple(clause.id for clause in contract.clauses())
    return Table(numbers=numbers, clauses=clauses, drafting=True)


def measure(knowledge: Path = KNOWLEDGE, data: Path = DATA) -> Outcome:
    """Shares of messages read exactly, by set and split; how many questions begin a draft; the time of a message."""
    library = ClauseLibrary.load(knowledge / "clauses")
    reader = MessageReader.load(knowledge / "drafting", library)
    table = default_table(library, knowledge)
    figures: dict[str, float] = {}
    failures: list[Failure] = []
    seconds: list[float] = []

    def count(name: str, results: Iterable[tuple[_Case, str, str]]) -> None:
        right: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for case, expected, got in results:
            every[case.split] += 1
            if expected == got:
                right[case.split] += 1
            else:
                failures.append(Failure(case.id, case.message, expected, got))
        for split in ("tune", "held"):
            figures[f"{name}_right_{split}"] = right[split] / every[split]
            figures[f"{name}_cases_{split}"] = float(every[split])

    def read(case: _Case, on: Table) -> Reading:
        started = time.perf_counter()
        reading = reader.read(case.message, on, today=TODAY, side=case.side)
        seconds.append(time.perf_counter() - started)
        return reading

    count("facts", ((c, _expected(c), _got(read(c, _facts_table(c)))) for c in facts_cases(data)))
    count("orders", ((c, *_orders(c, read(c, table if c.drafting else Table()))) for c in order_cases(data)))
    count("wishes", ((c, *_wishes(c, read(c, table))) for c in wish_cases(data)))
    begun = list(false_begins(reader, data))
    figures["begins false_fires"] = float(len(begun))
    figures["message p95 s"] = sorted(seconds)[int(len(seconds) * 0.95)]
    return Outcome(figures, (*failures, *begun))


def facts_cases(data: Path = DATA) -> list[FactCase]:
    """The ways of saying facts."""
    return load_cases(data / "fact_sayings.jsonl", FactCase)


def order_cases(data: Path = DATA) -> list[OrderCase]:
    """The orders and what only looks like one."""
    return load_cases(data / "order_sayings.jsonl", OrderCase)


def wish_cases(data: Path = DATA) -> list[WishCase]:
    """The unlawful wishes and their lawful contraries."""
    return load_cases(data / "wish_sayings.jsonl", WishCase)


def false_begins(reader: MessageReader, data: Path = DATA) -> Iterator[Failure]:
    """Questions of the other sets that say anything of a draft where there is none."""
    for case, turns in turns_of_others(data, OTHERS, but=MEANT):
        for text in turns:
            reading = reader.read(text, today=TODAY)
            if not reading.empty:
                yield Failure(case, text, "(不是起草)", str(reading.orders))


def _facts_table(case: FactCase) -> Table:
    return Table(facts=case.facts, asked=case.asked, latest=case.latest, drafting=True)


def _expected(case: FactCase) -> str:
    return _written(case.facts_said, case.withheld, case.impossible, case.doubt, case.question, 0)


def _got(reading: Reading) -> str:
    said = {saying.parameter: saying.value for saying in reading.sayings}
    withheld = tuple(one.parameter for one in reading.withheld)
    impossible = tuple(one.parameter for one in reading.impossible)
    others = len(reading.orders) + len(reading.wishes)
    return _written(said, withheld, impossible, bool(reading.doubts), bool(reading.question), others)


def _written(
    said: dict[str, str],
    withheld: tuple[str, ...],
    impossible: tuple[str, ...],
    doubt: bool,
    question: bool,
    others: int,
) -> str:
    parts = [f"{name}={value}" for name, value in sorted(said.items())]
    parts += [f"空 {name}" for name in sorted(withheld)] + [f"不成立 {name}" for name in sorted(impossible)]
    parts += ["要问清"] * doubt + ["有提问"] * question + [f"另有 {others} 项"] * bool(others)
    return "；".join(parts) or "(没有事实)"


def _orders(case: OrderCase, reading: Reading) -> tuple[str, str]:
    return str(tuple(expected.order for expected in case.orders)), str(reading.orders)


def _wishes(case: WishCase, reading: Reading) -> tuple[str, str]:
    return "、".join(case.wishes), "、".join(wish.id for wish in reading.wishes)
