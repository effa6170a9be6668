"""The paper under review as HTML: drawn once, every clause an anchor, every finding a highlight in its place.

All of it is somebody else's text: each character is escaped, and nothing in it has a meaning but to be read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from bot.conversation import Finding
from bot.documents.tables import cells_of
from bot.review.saying import GRADES
from bot.review.state import KeptClause, KeptReview


def paper(review: KeptReview, grades: Mapping[str, str]) -> str:
    """The whole paper. `grades` are the words for severities, which stand before each highlight."""
    write = _Writer(review, grades)
    clauses = "".join(write.clause(clause) for clause in review.clauses)
    return f'<article class="reviewed" aria-label="合同原文">{clauses}</article>'


@dataclass(frozen=True)
class _Piece:
    """Part of the text with one set of findings on it; `begins` are those whose highlight begins here."""

    start: int
    end: int
    findings: tuple[Finding, ...]
    begins: tuple[Finding, ...]


class _Writer:
    """Writes clauses with the highlights that fall into them."""

    def __init__(self, review: KeptReview, grades: Mapping[str, str]) -> None:
        self._text = review.text
        self._grades = grades
        quoted = [finding for finding in review.findings if finding.quote and finding.end > finding.start]
        self._pieces = _pieces(quoted)
        self._ends = [piece.end for piece in self._pieces]

    def clause(self, clause: KeptClause) -> str:
        """A clause as an anchor, with its lines."""
        body = "".join(self._lines(clause))
        tag = "h3" if clause.kind == "heading" else "div"
        depth = min(clause.depth, 3)
        return (
            f'<{tag} class="node {escape(clause.kind)} depth{depth}" id="at-{clause.start}" tabindex="-1"'
            f' data-start="{clause.start}" data-end="{clause.end}">{body}</{tag}>'
        )

    def _lines(self, clause: KeptClause) -> Iterator[str]:
        rows = clause.kind == "table"
        start = clause.start
        for line in self._text[clause.start : clause.end].split("\n"):
            end = start + len(line)
            if line.strip():
                yield (
                    self._row(start, end) if rows else f'<span class="line">{self._marked(start, end)}</span>'
                )
            start = end + 1

    def _row(self, start: int, end: int) -> str:
        cells = (
            f'<span class="cell">{self._marked(*cell)}</span>' for cell in cells_of(self._text, start, end)
        )
        return f'<span class="row">{"".join(cells)}</span>'

    def _marked(self, start: int, end: int) -> str:
        """The text from `start` to `end` with its highlights."""
        out, at = [], start
        for piece in self._pieces[bisect_left(self._ends, start + 1) :]:
            if piece.start >= end:
                break
            left, right = max(piece.start, at), min(piece.end, end)
            out += [escape(self._text[at:left]), self._mark(piece, left, right)]
            at = right
        return "".join([*out, escape(self._text[at:end])])

    def _mark(self, piece: _Piece, start: int, end: int) -> str:
        if not self._text[start:end].strip():
            return escape(self._text[start:end])
        gravest = min(piece.findings, key=lambda finding: GRADES.index(finding.severity))
        ids = " ".join(escape(finding.id) for finding in piece.findings)
        words = escape(self._text[start:end])
        begins = piece.begins if start == piece.start else ()
        flags = "".join(self._flag(finding) for finding in begins)
        return f'<mark class="hit {gravest.severity}" data-findings="{ids}">{flags}{words}</mark>'

    def _flag(self, finding: Finding) -> str:
        """The word before a highlight, by which a finding is opened from the paper."""
        name, grade = escape(finding.id), self._grades[finding.severity]
        return (
            f'<button type="button" class="flag {finding.severity}" id="flag-{name}" data-finding="{name}"'
            f' aria-label="{grade}：{escape(finding.title)}，看这一处">{grade}</button>'
        )


def _pieces(findings: Sequence[Finding]) -> list[_Piece]:
    """Highlights that may overlap, as stretches that do not."""
    bounds = sorted({bound for finding in findings for bound in (finding.start, finding.end)})
    begins: dict[int, list[Finding]] = {}
    for finding in findings:
        begins.setdefault(finding.start, []).append(finding)
    pieces: list[_Piece] = []
    open_findings: list[Finding] = []
    for start, end in pairwise(bounds):
        here = begins.get(start, [])
        open_findings = [finding for finding in open_findings if finding.end > start] + here
        if open_findings:
            pieces.append(_Piece(start, end, tuple(open_findings), tuple(here)))
    return pieces
