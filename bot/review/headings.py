"""What stands over the clauses of a paper: headings that numbers or styles mark, lines that only look like one, annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.review.folding import folded
from bot.review.paper import Clause, Paper

_RUN_IN = re.compile(r"^[【\[]?([^，。；：、|】\]]{2,12})(?:：|】|\])(?=.)")
_BRACKETS = ("【", "[")
_CAPITALS = re.compile("^[壹贰叁肆伍陆柒捌玖拾]+[、.]")
_LINE = re.compile(r"^[^，。；：|_\d/%@]{2,16}$")
_OVER_ITEMS = re.compile(r"^[^。；：:|_]{2,24}$")
"""A numbered line that is no sentence (打分，有奖有罚): a heading where clauses stand below it."""
_ANNEX = re.compile(r"^附[件表录][一二三四五六七八九十\d]{0,3}[^，。；]{0,30}$")
_NO_HEADING = re.compile(
    "[甲乙丙]方|[盖签]章|签[字署]|日期|公司|不得|不能|不准|应[当该]|必须|须|由|可以|负责"
)
_QUESTION = re.compile(
    "^[^，。；：|_]{2,20}[？?]$|^(?!.*(?:[就都]按|为准|以.+为))[^，。；：|_\\d/%@]{0,14}"
    "(?:怎[么样]|什么|咋|如何|谁|多久|多少|多长|几[点时天]|哪|能不能|可不可以|要不要|行不行|算不算|[吗呢])[^，。；：|_\\d/%@]{0,8}$"
)
_MANY_CELLS = 2
"""Spaces from which a short line is a row of a table whose lines are lost."""


@dataclass(frozen=True)
class Above:
    """The folded headings over a clause, a line each, and the heading of the annex that it stands in.

    `heading` says whether the clause is itself nothing but a heading.
    """

    titles: str
    annex: str
    heading: bool


@dataclass
class _Reading:
    """Where the reader of a paper stands: the last line that looks like a heading, the annex, the numbers so far."""

    line: str = ""
    annex: str = ""
    numbers: dict[str, int] = field(default_factory=dict)

    def see(self, clause: Clause, words: str) -> bool:
        """Take note of the next clause; whether it is nothing but a heading."""
        number = clause.number
        if number is not None and self.annex and self.numbers.get(number.style) == number.value - 1:
            # The body goes on: the annexes were only listed.
            self.annex = "" if clause.kind == "heading" else self.annex
        if number is not None and not self.annex:
            self.numbers[number.style] = number.value
        if number is None and _ANNEX.match(folded(words)):
            self.line, self.annex = "", words.strip()
        elif clause.kind == "heading":
            self.line = ""
        elif number is None and _looks_like_heading(words):
            self.line = _CAPITALS.sub("", folded(words))
        else:
            if words.startswith(_BRACKETS) and run_in(folded(words)):
                # Such headings stand side by side: the line before them is over none but itself.
                self.line = ""
            return False
        return True


def headings_above(paper: Paper) -> tuple[Above, ...]:
    """What stands over every clause, in the order of the clauses. What a clause begins with (`保密：…`) is a heading
    of the clauses below it; of its own sentences `run_in` tells."""
    reading = _Reading()
    own: list[str] = []
    made: list[Above] = []
    for clause in paper.clauses:
        words = paper.plain[clause.start : clause.end]
        heading = reading.see(clause, words)
        above = own[clause.parent] if clause.parent is not None else ""
        title = folded(clause.title)
        titles = _lines(above, title, reading.line, folded(reading.annex))
        said = folded(words[clause.number.end if clause.number else 0 :])
        own.append(_lines(above, title or run_in(said) or _over_items(paper, clause, said)))
        made.append(Above(titles, reading.annex, heading))
    return tuple(made)


def run_in(sentence: str) -> str:
    """The heading that a folded sentence begins with (`保密：…`, `【保密】…`); empty without one."""
    match = _RUN_IN.match(sentence)
    return match[1] if match else ""


def _over_items(paper: Paper, clause: Clause, said: str) -> str:
    """The words of a numbered line that leads to clauses below it without being a sentence; empty for any other."""
    following = paper.clauses[clause.index + 1 : clause.index + 2]
    leads = clause.number is not None and following and following[0].parent == clause.index
    return said if leads and _OVER_ITEMS.match(said) else ""


def _looks_like_heading(words: str) -> bool:
    if _QUESTION.match(folded(words)):
        return True
    return (
        bool(_LINE.match(folded(words))) and not _NO_HEADING.search(words) and words.count(" ") < _MANY_CELLS
    )


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))
