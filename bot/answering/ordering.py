"""The order of what is found in the light of who asks and of what was spoken of.

A clause on what one party does is no answer to what happens when the other does it; and a follow-up is more
likely answered where the question before it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.answering.side import SIDES, Side, Sides
from bot.glossary import Glossary
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result

WITHIN = 8
"""Hits that are looked at."""

GAP = 9.0
"""How far behind the clause on the other party's deed the right one may be, in log odds."""

BEHIND = 6.0
"""How far behind the right clause the other party's goes, in log odds: too far to be told as well."""

NEAR = 1.0
"""What a passage of a document gains that the last answer came from, in log odds."""

_CLAUSE = re.compile(r"[^，,。；;：:？?！!\n]+")


class Acting:
    """Finds the party that does a thing, in questions and in passages."""

    def __init__(self, glossary: Glossary, sides: Sides) -> None:
        self._glossary = glossary
        self._sides = sides

    def ordered(self, result: Result, question: str, side: Side) -> Result:
        """`result` with the nearest clause on the deed of the party in question before those on the other's.

        `side` is the asker, who is 我. Nothing changes when the question names no party's deed, or when no near
        clause speaks of it.
        """
        asked = self._asked(question, side)
        if asked is None:
            return result
        hits = list(result.hits[:WITHIN])
        doers = [self._doers(hit.passage, asked[1]) for hit in hits]
        others = next((at for at, told in enumerate(doers) if told and asked[0] not in told), None)
        if others is None or any(asked[0] in told for told in doers[:others]):
            return result
        for at in range(others + 1, len(hits)):
            hit = hits[at]
            if asked[0] in doers[at] and hit.passage.kind != "note" and hit.score >= hits[others].score - GAP:
                moved = replace(hit, score=hits[others].score + 0.01)
                wrong = [
                    h.passage.id for h, told in zip(hits, doers, strict=True) if told and asked[0] not in told
                ]
                rest = [
                    replace(h, score=h.score - BEHIND) if h.passage.id in wrong else h
                    for h in result.hits
                    if h is not hit
                ]
                return replace(result, hits=(moved, *sorted(rest, key=lambda h: -h.score)))
        return result

    def _asked(self, question: str, side: Side) -> tuple[Side, str] | None:
        """The party and its deed that a question asks about; one that names no party is about the asker's own."""
        clauses = [self._glossary.in_question(c) for c in _CLAUSE.findall(self._sides.turned(question, side))]
        for mentions in reversed(clauses):  # a follow-up stands behind what it follows
            parties = [(m.start, m.term.name) for m in mentions if m.term.name in SIDES]
            for deed in (m for m in mentions if m.term.kind == "deed"):
                before = [name for start, name in sorted(parties) if start < deed.start]
                if before:
                    return _side(before[-1]), deed.term.name
        told = [mention.term for mentions in clauses for mention in mentions]
        if any(term.name in SIDES for term in told):
            return None
        return next(((side, term.name) for term in told if term.kind == "deed"), None)

    def _doers(self, passage: Passage, deed: str) -> set[Side]:
        """The parties whose deed a passage speaks of: those that its clauses begin with."""
        return set(self._told(passage.text, deed))

    def _told(self, text: str, deed: str) -> Iterator[Side]:
        for clause in _CLAUSE.findall(text):
            mentions = self._glossary.in_document(clause)
            parties = [(m.start, m.term.name) for m in mentions if m.term.name in SIDES]
            for mention in (m for m in mentions if m.term.name == deed):
                before = [name for start, name in sorted(parties) if start < mention.start]
                if before:
                    yield _side(before[-1])


def _side(name: str) -> Side:
    return "乙方" if name == "乙方" else "甲方"


def continued(result: Result, near: Sequence[str]) -> Result:
    """`result` with the passages of the documents `near` a little before others as good."""
    if not near:
        return result
    hits = [replace(h, score=h.score + NEAR) if h.passage.document_id in near else h for h in result.hits]
    return replace(result, hits=tuple(sorted(hits, key=lambda hit: -hit.score)))
