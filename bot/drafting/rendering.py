"""A single clause written out: facts filled in, blanks that nobody can overlook, its lines numbered."""

from __future__ import annotations

from collections.abc import Mapping

from bot.drafting.clauses import Clause
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Position
from bot.drafting.wording import CrossReference, Fact, Part


def written_out(library: ClauseLibrary, clause: Clause, position: Position, facts: Mapping[str, str]) -> str:
    """The clause's lines: sub-clauses numbered from 1, items as （1）, rows of a table between bars.

    `facts` are plain values by parameter id; a fact without one is written as its blank. Outside a whole contract a
    cross reference names the other clause by its title.
    """
    lines = []
    paragraph = item = 0
    for line in clause.wording(position).lines:
        if line.kind == "row":
            lines.append("| " + " | ".join(_text(library, cell, facts) for cell in line.cells) + " |")
        elif line.kind == "item":
            item += 1
            lines.append(f"（{item}）{_text(library, line.parts, facts)}")
        else:
            paragraph, item = paragraph + 1, 0
            lines.append(f"{paragraph}. {_text(library, line.parts, facts)}")
    return "\n".join(lines)


def _text(library: ClauseLibrary, parts: tuple[Part, ...], facts: Mapping[str, str]) -> str:
    return "".join(_part(library, part, facts) for part in parts)


def _part(library: ClauseLibrary, part: Part, facts: Mapping[str, str]) -> str:
    match part:
        case Fact(name):
            parameter = library.parameters[name]
            return parameter.shown(facts[name]) if name in facts else parameter.blank
        case CrossReference(identity):
            return f"“{library.clause(identity).title}”条款"
        case _:
            return part.text
