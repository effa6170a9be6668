"""The words of the reader: what one message said, piece by piece, each with the user's own words behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.drafting.parameters import Position

DocumentKind: TypeAlias = Literal["contract", "clauses", "annex", "supplement", "termination"]
"""The whole contract, single clauses, annexes alone, a supplementary agreement to a contract in force, a notice
that ends one."""

OrderKind: TypeAlias = Literal[
    "begin", "drop", "add", "position", "move", "special", "style", "undo", "redo", "show", "finish", "leave"
]
"""`finish` is 「别问了，直接出」: stop asking and hand out what there is; `show` asks for the draft so far; `leave`
ends drafting; `special` is a clause in the user's own words; the others are what they say."""


@dataclass(frozen=True)
class Saying:
    """A fact that was stated: `message[start:end]` are the words that give the value, `value` its plain form.

    `correcting` says that the words take back something said before (「不对，是天猫」「改成八千五」).
    """

    parameter: str
    value: str
    start: int
    end: int
    correcting: bool = False


@dataclass(frozen=True)
class Withheld:
    """A fact that shall stay blank: the user does not know it yet, or takes it back."""

    parameter: str
    start: int
    end: int


@dataclass(frozen=True)
class Impossible:
    """A fact that was stated and cannot stand (25:00, 0 seats, 2月30日): `message` says what to write instead."""

    parameter: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class Doubt:
    """A figure that could be one of several facts: which was meant has to be asked."""

    parameters: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Order:
    """Something to be done to the draft.

    `clauses` are ids of the library (or of special clauses) that it is about; none means the whole draft.
    `unknown` are the user's words for a clause that is not there. `document` goes with `begin`, `position` with
    `position`, `text` with `special` (the clause's words) and `style` (an id of a numbering style), `before` with
    `move` (the clause that it shall stand before), `after` with `move` as well (the one that it shall stand behind); with
    neither it goes to the end.
    """

    kind: OrderKind
    clauses: tuple[str, ...] = ()
    document: DocumentKind | None = None
    position: Position | None = None
    text: str = ""
    before: str = ""
    after: str = ""
    unknown: str = ""


@dataclass(frozen=True)
class Wish:
    """An unlawful wish: the id of its entry in `knowledge/drafting/wishes.yaml`, and the words that say it."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Table:
    """What is on the table while a message is read.

    `facts` are the plain values that stand, by parameter; `asked` the parameters that the last reply asked for,
    in order; `latest` those that the last message changed, `discussed` those that it asked a question about; `numbers` the visible numbers of the draft (「第三条」
    「3.2」) and the clauses under each; `clauses` all clauses of the draft in order. `drafting` is whether there
    is a draft at all.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    discussed: tuple[str, ...] = ()
    numbers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clauses: tuple[str, ...] = ()
    drafting: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything that one message said. `question` is the part that asks something instead, for the assistant."""

    sayings: tuple[Saying, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    impossible: tuple[Impossible, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    orders: tuple[Order, ...] = ()
    wishes: tuple[Wish, ...] = ()
    question: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing was said that concerns a draft."""
        return not (
            self.sayings or self.withheld or self.impossible or self.doubts or self.orders or self.wishes
        )
