"""The stretches of a paper that can say a thing by themselves: sentences, lists with what leads to them, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.review.paper import Clause, Paper, Sentence

LONGEST = 1500
"""Characters of a list or a table that are read as one stretch."""

_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3})")
_FOLDS = str.maketrans(
    {",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！", **dict.fromkeys(" \t\n\u3000", "")}
)
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_RUN_IN = re.compile(r"^[【\[]?([^，。；：、|】\]]{2,12})(?:：|】|\])(?=.)")
_CAPITALS = re.compile("^[壹贰叁肆伍陆柒捌玖拾]+[、.]")
_LONE = re.compile(r"^(?:附[件表录].{0,30}|[^，。；：|_\d/%@]{2,16})$")
_SIGNING = re.compile("[甲乙丙]方|[盖签]章|签[字署]|日期|公司")
_MANY_CELLS = 2
"""Spaces from which a short line is a row of a table whose lines are lost."""
_ROW = re.compile(r"\S ?\| ?|\| ?\S")


@dataclass(frozen=True)
class Stretch:
    """Some words that belong together, folded for patterns.

    `start` is where they begin in the paper, `clause` the index of the clause they stand in. `titles` are the folded
    headings above them, in one string; `before` is the sentence before them in the same clause.
    """

    text: str
    start: int
    clause: int
    titles: str
    before: str = ""


def folded(text: str) -> str:
    """The text without white space and commas in figures, with Chinese punctuation."""
    text = text.translate(_FOLDS)
    if "，" in text:
        text = _THOUSANDS.sub("", text)
    return _COLON.sub("：", text) if ":" in text else text


def stretches(paper: Paper) -> Iterator[Stretch]:
    """Every stretch of a paper, in its order. A list is given as a whole besides its parts; a table only as a whole."""
    titles = _titles(paper)
    rows: list[Stretch] = []
    lists: list[Stretch] = []
    for clause in paper.clauses:
        row = _is_row(paper, clause)
        if rows and not row:
            yield _joined(rows)
            rows = []
        for stretch in _of_clause(paper, clause, titles[clause.index]):
            if row:
                rows.append(stretch)
                continue
            longer = (_with(lead, stretch) for lead in lists if _leads(paper, lead, clause))
            lists = [whole for whole in longer if len(whole.text) < LONGEST]
            yield from lists
            yield stretch
            if stretch.text.endswith("："):
                lists.append(stretch)
    if rows:
        yield _joined(rows)


def _of_clause(paper: Paper, clause: Clause, titles: str) -> Iterator[Stretch]:
    """The sentences of a clause; a heading says nothing but what it is about."""
    before = ""
    for sentence in () if clause.kind == "heading" else _sentences(paper, clause):
        text = folded(sentence.text)
        yield Stretch(text, sentence.start, clause.index, titles, before)
        before = text


def _sentences(paper: Paper, clause: Clause) -> tuple[Sentence, ...]:
    return paper.sentences_of(clause.index)


def _titles(paper: Paper) -> list[str]:
    """The headings above every clause and in front of it, also those that no number and no style marks."""
    own: list[str] = []
    lone = ""
    made: list[str] = []
    for clause in paper.clauses:
        words = paper.plain[clause.start : clause.end]
        above = own[clause.parent] if clause.parent is not None else ""
        if clause.kind == "heading":
            lone = ""
        elif clause.number is None and _is_title(words):
            lone = _CAPITALS.sub("", folded(words))
        bare = folded(paper.plain[clause.start + (clause.number.end if clause.number else 0) : clause.end])
        run_in = _RUN_IN.match(bare)
        title = folded(clause.title) if clause.title else run_in[1] if run_in else ""
        own.append("\n".join(filter(None, (above, title))))
        made.append("\n".join(filter(None, (own[-1], lone))))
    return made


def _is_title(words: str) -> bool:
    return bool(_LONE.match(folded(words))) and not _SIGNING.search(words) and words.count(" ") < _MANY_CELLS


def _is_row(paper: Paper, clause: Clause) -> bool:
    return clause.kind == "table" or (
        clause.number is None and len(_ROW.findall(paper.words(clause).split("\n", 1)[0])) > 1
    )


def _leads(paper: Paper, lead: Stretch, clause: Clause) -> bool:
    """Whether a clause is an item of the list that a stretch leads to: below it, or a paragraph after it."""
    parent = clause.parent
    return (
        parent is not None
        and (parent == lead.clause or lead.clause < parent <= clause.index)
        and (paper.clauses[lead.clause] in paper.path(clause))
    )


def _with(lead: Stretch, stretch: Stretch) -> Stretch:
    return replace(lead, text=lead.text + stretch.text)


def _joined(rows: list[Stretch]) -> Stretch:
    return replace(rows[0], text="\n".join(row.text for row in rows)[:LONGEST])
