"""One clause written out for the clause desk: values as typed -> the text, what is wrong, what is unusual."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

from bot.drafting.clauses import Clause
from bot.drafting.facts import read_value
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Position
from bot.drafting.rendering import written_out
from bot.drafting.values import Unreadable
from bot.web.clause_reply import ReplyWords

_BLANK = re.compile("【待填：[^】]*】")


@dataclass(frozen=True)
class ClauseText:
    """A clause as it can be pasted, the reply around it, and sentences by parameter about what was typed."""

    text: str
    reply: str
    faults: dict[str, str] = field(default_factory=dict)
    cautions: dict[str, str] = field(default_factory=dict)

    def html(self) -> str:
        """The text with its blanks marked."""
        lines = (_BLANK.sub(r"<mark>\g<0></mark>", escape(line)) for line in self.text.splitlines())
        return "".join(f"<p>{line}</p>" for line in lines)


def clause_text(
    library: ClauseLibrary, words: ReplyWords, clause: Clause, position: Position, typed: Mapping[str, str]
) -> ClauseText:
    """The clause with the library's usual values, over them what was typed; a value that cannot stand is left out."""
    used = clause.parameters(position)
    values = {name: value for name, value in library.defaults(position).items() if name in used}
    faults, cautions = {}, {}
    for name in used:
        raw, parameter = typed.get(name, "").strip(), library.parameters[name]
        if not raw:
            continue
        try:
            values[name] = read_value(parameter, raw)
        except Unreadable as error:
            faults[name] = f"{error}。"
            values.pop(name, None)
            continue
        if caution := parameter.caution_for(values[name]):
            cautions[name] = caution
    text = written_out(library, clause, position, values)
    blanks = [library.parameters[name].label for name in used if name not in values]
    return ClauseText(text, words.reply(clause, position, text, blanks), faults, cautions)
