"""`orders.yaml` and `clause_names.yaml` as they are written."""

from __future__ import annotations

from pydantic import Field

from bot.drafting.numbering import Style
from bot.drafting.parameters import StrictModel
from bot.drafting.reading.rules import Pattern


class BeginRules(StrictModel):
    """How a draft is ordered, and what only looks like it."""

    verb: Pattern
    asking: Pattern
    contract: Pattern
    wants: Pattern
    not_ours: Pattern
    not_begin: Pattern
    supplement: Pattern
    termination: Pattern
    annex: Pattern
    clauses: Pattern
    bare_object: Pattern
    any_document: Pattern


class PositionRules(StrictModel):
    """Words that lean the draft or a clause to a side; 〔party〕 in `leaning` stands for the words of `parties`."""

    tougher: Pattern
    softer: Pattern
    middle: Pattern
    leaning: Pattern
    hard: Pattern
    parties: dict[str, Pattern]
    whole: Pattern


class MoveRules(StrictModel):
    """How a clause is moved: groups `what`, `where` and `place` of `pattern`."""

    pattern: Pattern
    last: Pattern
    first: Pattern
    before: Pattern


class StyleRule(StrictModel):
    """A numbering style and the words for it."""

    style: Style
    patterns: tuple[Pattern, ...] = Field(min_length=1)


class OrderFile(StrictModel):
    """`orders.yaml` as it is written."""

    begin: BeginRules
    drop: Pattern
    weak_drop: Pattern
    add: Pattern
    special: Pattern
    special_duty: Pattern
    clause_mark: Pattern
    clause_number: Pattern
    figure: Pattern
    about: Pattern
    positions: PositionRules
    move: MoveRules
    styles: tuple[StyleRule, ...]
    undo: tuple[Pattern, ...]
    redo: tuple[Pattern, ...]
    show: tuple[Pattern, ...]
    finish: tuple[Pattern, ...]
    leave: tuple[Pattern, ...]


class ClauseNamesEntry(StrictModel):
    """Clauses that people call by the same names."""

    clauses: tuple[str, ...] = Field(min_length=1)
    names: tuple[Pattern, ...] = Field(min_length=1)


class ClauseNamesFile(StrictModel):
    """`clause_names.yaml` as it is written."""

    clauses: tuple[ClauseNamesEntry, ...]
