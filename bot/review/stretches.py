"""The stretches of a paper that can say a thing by themselves: sentences, lists with what leads to them, tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.review.folding import folded
from bot.review.headings import Above, headings_above, run_in
from bot.review.paper import Clause, Paper

LONGEST = 1500
"""Characters of a list or a table that are read as one stretch."""

LONGEST_LEAD = 300
"""Characters before a stretch that are read as leading to it."""

PARTS = re.compile("(?<=[，。；：])")
"""Where the parts of a folded sentence end."""

_BAR = re.compile(r"\S ?\| ?|\| ?\S")


@dataclass(frozen=True)
class Stretch:
    """Some words that belong together, folded for patterns.

    `start` is where they begin in the paper, `clause` the index of the clause they stand in, `above` the headings over
    them. `before` is what leads to them in the same clause: the sentence before, with all its parts, or the
    words that lead to the list.
    """

    text: str
    start: int
    clause: int
    above: Above
    before: str = ""


def stretches(paper: Paper) -> Iterator[Stretch]:
    """Every stretch of a paper, in its order. A list is given as a whole besides its parts; a table only as a whole."""
    headings = headings_above(paper)
    rows: list[Stretch] = []
    lists: list[Stretch] = []
    leads: list[Stretch] = []
    for clause in paper.clauses:
        row = _is_row(paper, clause)
        if rows and not row:
            yield _table(rows)
            rows = []
        above = {node.index for node in paper.path(clause)}
        for stretch in _sentences(paper, clause, headings[clause.index]):
            if row:
                rows.append(stretch)
                continue
            lead = next((lead.text for lead in reversed(leads) if lead.clause in above), "")
            stretch = stretch if stretch.before else replace(stretch, before=lead)
            longer = (replace(lead, text=lead.text + stretch.text) for lead in lists if lead.clause in above)
            lists = [whole for whole in longer if len(whole.text) < LONGEST]
            yield from lists
            yield stretch
            if stretch.text.endswith("："):
                lists.append(stretch)
                leads.append(stretch)
    if rows:
        yield _table(rows)


def _sentences(paper: Paper, clause: Clause, above: Above) -> Iterator[Stretch]:
    """The sentences of a clause; a heading says nothing but what it is about."""
    if above.heading:
        return
    before, own = "", above
    for sentence in paper.sentences_of(clause.index):
        text = folded(sentence.text)
        if heading := run_in(text):
            own = replace(above, titles=f"{above.titles}\n{heading}".strip())
        yield Stretch(text, sentence.start, clause.index, own, before)
        before = f"{before if text.endswith('；') else ''}{text}"[-LONGEST_LEAD:]


def _is_row(paper: Paper, clause: Clause) -> bool:
    if clause.kind == "table":
        return True
    return clause.number is None and len(_BAR.findall(paper.words(clause).split("\n", 1)[0])) > 1


def _table(rows: list[Stretch]) -> Stretch:
    return replace(rows[0], text="\n".join(row.text for row in rows)[:LONGEST])
