"""What stands over the clauses of a paper: headings that numbers or styles mark, lines that only look like one, annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.review.folding import folded
from bot.review.paper import Clause, Paper

_RUN_IN = re.compile(r"^[【\[]?([^，。；：、|】\]]{2,12})(?:：|】|\])(?=.)")
_CAPITALS = re.compile("^[壹贰叁肆伍陆柒捌玖拾]+[、.]")
_LINE = re.compile(r"^[^，。；：|_\d/%@]{2,16}$")
_ANNEX = re.compile(r"^附[件表录][一二三四五六七八九十\d]{0,3}[^，。；]{0,30}$")
_SIGNING = re.compile("[甲乙丙]方|[盖签]章|签[字署]|日期|公司")
_MANY_CELLS = 2
"""Spaces from which a short line is a row of a table whose lines are lost."""


@dataclass(frozen=True)
class Above:
    """The folded headings over a clause, a line each, and the heading of the annex that it stands in."""

    titles: str
    annex: str


@dataclass
class _Reading:
    """Where the reader of a paper stands: the last line that looks like a heading, the annex, the numbers so far."""

    line: str = ""
    annex: str = ""
    numbers: dict[str, int] = field(default_factory=dict)

    def see(self, clause: Clause, words: str) -> None:
        """Take note of the next clause."""
        number = clause.number
        if number is not None and self.annex and self.numbers.get(number.style) == number.value - 1:
            # The body goes on: the annexes were only listed.
            self.annex = "" if clause.kind == "heading" else self.annex
        if number is not None and not self.annex:
            self.numbers[number.style] = number.value
        if clause.kind == "heading":
            self.line = ""
        if number is None and _ANNEX.match(folded(words)):
            self.line, self.annex = "", folded(words)
        elif number is None and clause.kind != "heading" and _looks_like_heading(words):
            self.line = _CAPITALS.sub("", folded(words))


def headings_above(paper: Paper) -> tuple[Above, ...]:
    """What stands over every clause, in the order of the clauses. `保密：…` at its start is a heading of the clause."""
    reading = _Reading()
    own: list[str] = []
    made: list[Above] = []
    for clause in paper.clauses:
        words = paper.plain[clause.start : clause.end]
        reading.see(clause, words)
        above = own[clause.parent] if clause.parent is not None else ""
        own.append(_lines(above, _title(clause, words)))
        made.append(Above(_lines(own[-1], reading.line, reading.annex), reading.annex))
    return tuple(made)


def _title(clause: Clause, words: str) -> str:
    if clause.title:
        return folded(clause.title)
    run_in = _RUN_IN.match(folded(words[clause.number.end if clause.number else 0 :]))
    return run_in[1] if run_in else ""


def _looks_like_heading(words: str) -> bool:
    return bool(_LINE.match(folded(words))) and not _SIGNING.search(words) and words.count(" ") < _MANY_CELLS


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))
