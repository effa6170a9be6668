"""The state of one draft, and its versions. It survives JSON unchanged, so it can be saved, exported and imported."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import Field

from bot.drafting.contract import Node, Side
from bot.drafting.numbering import Style
from bot.drafting.parameters import Position
from bot.drafting.reading.said import DocumentKind

ChangeKind: TypeAlias = Literal[
    "set",
    "changed",
    "blank",
    "dropped",
    "added",
    "position",
    "moved",
    "special",
    "style",
    "begun",
    "undone",
    "redone",
]


LONE_FACT = "fact-"
"""What the id of a clause begins with that states one fact and nothing else; the fact's id follows."""


class Special(Node):
    """A clause in the user's own words, with the section it stands in."""

    id: str
    title: str
    text: str
    section: str


class Place(Node):
    """Where a clause was put: a section, and there before another clause, or at the end where `before` is empty."""

    clause: str
    section: str
    before: str = ""


class Change(Node):
    """One difference between two versions, as it is told: `subject` is a parameter, clause or document id."""

    kind: ChangeKind
    subject: str
    label: str
    before: str = ""
    after: str = ""


class Draft(Node):
    """Everything that decides what the paper says; the contract itself is always worked out from it.

    `given` are plain values by parameter, `withheld` those that shall stay blank; `implied` names what is given only
    because another statement settles it (a commission the price model), and gives way to what is said. `order` holds section ids where
    the user moved one, empty for the library's order; `placed` are the clauses that were moved, in the order in which
    it was done. `clauses` names the clauses of a document that is not a
    whole contract.
    """

    document: DocumentKind = "contract"
    position: Position = "balanced"
    given: dict[str, str] = Field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    implied: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    positions: dict[str, Position] = Field(default_factory=dict)
    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    placed: tuple[Place, ...] = ()
    special: tuple[Special, ...] = ()
    style: Style = "第一条"
    before: dict[str, str] = Field(default_factory=dict)
    sender: Side = "甲方"


class Version(Node):
    """A draft as it stood after one step: `said` is the user's message, or what was done on the page."""

    number: int
    draft: Draft
    changes: tuple[Change, ...] = ()
    said: str = ""


class Conflict(Node):
    """A statement that contradicts what stands, and waits for the user's word.

    `settle` are the facts that change with it if it is to stand (an empty value takes a fact away); where `hard`,
    it cannot stand beside what there is, whatever the user says.
    """

    parameter: str
    value: str
    reason: str
    settle: dict[str, str] = Field(default_factory=dict)
    hard: bool = False


class History(Node):
    """All versions of a draft, oldest first; `at` is the index of the one that stands.

    `asked` are the parameters that the last reply asked for, `conflicts` the statements that wait for a word,
    `quiet` is set once the user wants no more questions, `open` is false once the user has left drafting.
    """

    versions: tuple[Version, ...] = (Version(number=0, draft=Draft()),)
    at: int = 0
    asked: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    quiet: bool = False
    open: bool = True

    @property
    def current(self) -> Version:
        """The version that stands."""
        return self.versions[self.at]
