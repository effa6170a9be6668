"""What a check found -> a finding in words: message, cost, wording to paste, and the law it rests on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import Finding
from bot.drafting.library import ClauseLibrary
from bot.review.found import Case, Found
from bot.review.quoting import cut_short
from bot.review.rules import Risk
from bot.review.suggesting import library_wording, with_defaults
from bot.statutes.numerals import numeral

LONGEST_QUOTE = 60
"""Characters of the quote that a message repeats."""

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Teller:
    """Puts findings of one paper into words. `resolves` says whether a reference to law is real."""

    case: Case
    risks: Mapping[str, Risk]
    library: ClauseLibrary
    resolves: Callable[[str], bool]

    def finding(self, found: Found) -> Finding | None:
        """The finding, or None when it is nothing to this stance."""
        risk = self.risks[found.rule]
        severity = found.severity or risk.severity.of(self.case.stance)
        if severity is None or risk.severity.of(self.case.stance) is None:
            return None
        fields = self._fields(found)
        quote = self._quote(found)
        whole = fields | {"quote": " ".join((quote or "").split())}
        written = with_defaults(self.library, risk.suggestion, self.case.stance)
        suggestion = found.suggestion or filled(written, whole)
        edits = bool(suggestion) and found.quoted is not None and not risk.advice
        if not suggestion and risk.clause:
            suggestion = library_wording(self.library, risk.clause, self.case.stance, self.case.parties)
        statutes = real(risk.statutes, self.resolves)
        replaced = found.replaces or found.quoted
        return Finding(
            category=risk.category,
            severity=severity,
            quote=quote,
            clause=self._clause(found),
            message=filled(risk.message, fields),
            suggestion=suggestion,
            statute=short(statutes),
            statutes=statutes,
            start=found.quoted.start if found.quoted else 0,
            end=found.quoted.end if found.quoted else 0,
            consequence=filled(risk.consequence, fields),
            guidance=str(risk.guidance or ""),
            title=risk.title,
            edits=edits,
            replaces_start=replaced.start if replaced and edits else 0,
            replaces_end=replaced.end if replaced and edits else 0,
            rule=risk.id,
        )

    def _quote(self, found: Found) -> str | None:
        span = found.quoted
        return self.case.paper.text[span.start : span.end] if span else None

    def _index(self, found: Found) -> int | None:
        """The clause that the finding is about."""
        if found.clause is None and found.quoted:
            return self.case.paper.at(found.quoted.start).index
        return found.clause

    def _clause(self, found: Found) -> str:
        """The long name of that clause."""
        at = self._index(found)
        return "" if at is None else self.case.paper.place(at)

    def _fields(self, found: Found) -> dict[str, str]:
        paper, parties = self.case.paper, self.case.parties
        clause = self._index(found)
        return {
            "clause": (paper.short(paper.clauses[clause]) or "开头部分") if clause is not None else "",
            "quote": cut_short(self._quote(found) or "", LONGEST_QUOTE),
            "ours": self.case.ours.label,
            "theirs": self.case.theirs.label,
            "merchant": parties.merchant.label,
            "provider": parties.provider.label,
            **found.fields,
        }


def real(references: Sequence[str], resolves: Callable[[str], bool]) -> tuple[str, ...]:
    """The references that are real."""
    return tuple(reference for reference in references if resolves(reference))


_REFERENCE = re.compile(r"《(?P<law>[^》]+)》第(?P<article>[^条]+)条(?P<branch>之[一二三四五六七八九十]+)?")


def short(references: Sequence[str]) -> str | None:
    """The first reference in the form 民法典第585条, as the batch interface has it; None where there is none."""
    match = _REFERENCE.match(references[0]) if references else None
    return f"{match['law']}第{numeral(match['article']).value}条{match['branch'] or ''}" if match else None


def filled(text: str, fields: Mapping[str, str]) -> str:
    """The sentence with its `{…}` filled; KeyError names a field that the check did not give."""
    return _FIELD.sub(lambda match: fields[match[1]], text)
