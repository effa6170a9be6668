"""Defined terms: which words a contract defines, and definitions that nothing in it uses."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.drafting.contract import Clause, Definition, Fact, FactRef, Paragraph, Pieces, Text, pieces_of

_LISTED = re.compile(r"(?P<term>[^：，。；、]{2,12})：")
_DEFINES = re.compile(
    r"[“「](?P<term>[^”」]{2,16})[”」]，?(?:是指|系指|指)|以下(?:简称|称)为?[“「](?P<short>[^”」]{2,16})[”」]"
)


def definitions(clauses: Iterable[Clause]) -> Iterator[Definition]:
    """Terms that a clause defines: “高峰期”是指……, （以下简称“大促”）, and the items 坐席：…… of a clause of definitions."""
    for clause in clauses:
        for paragraph in clause.paragraphs:
            for pieces in (paragraph.pieces, *paragraph.items):
                text = "".join(piece.text if isinstance(piece, Text) else "…" for piece in pieces)
                for match in _DEFINES.finditer(text):
                    yield Definition(term=match["term"] or match["short"], clause=clause.id)
            for item in paragraph.items:
                if term := _listed(clause, item):
                    yield Definition(term=term, clause=clause.id)


def without_unused(clauses: Mapping[str, Clause], facts: Mapping[str, Fact]) -> dict[str, Clause]:
    """The clauses, without those items of a clause of definitions whose term stands nowhere else.

    Which terms a contract uses depends on its price model and positions; a list of definitions is written for all.
    """
    everything = "\n".join(_text(pieces_of(p), facts) for c in clauses.values() for p in c.paragraphs)
    kept = dict(clauses)
    for name, clause in clauses.items():
        counts = Counter(
            term for p in clause.paragraphs for item in p.items if (term := _listed(clause, item))
        )
        unused = {term for term, own in counts.items() if everything.count(term) <= own}
        if unused:
            paragraphs = tuple(_pruned(clause, paragraph, unused) for paragraph in clause.paragraphs)
            kept[name] = clause.model_copy(update={"paragraphs": paragraphs})
    return kept


def _pruned(clause: Clause, paragraph: Paragraph, unused: set[str]) -> Paragraph:
    items = tuple(item for item in paragraph.items if _listed(clause, item) not in unused)
    return paragraph.model_copy(update={"items": items})


def _listed(clause: Clause, item: Pieces) -> str:
    """The term that an item of a clause of definitions defines, or an empty string."""
    if "定义" not in clause.title or not item or not isinstance(item[0], Text):
        return ""
    match = _LISTED.match(item[0].text)
    return match["term"] if match else ""


def _text(pieces: Iterable[object], facts: Mapping[str, Fact]) -> str:
    parts = []
    for piece in pieces:
        if isinstance(piece, Text):
            parts.append(piece.text)
        elif isinstance(piece, FactRef):
            parts.append(facts[piece.fact].text)
    return "".join(parts)
