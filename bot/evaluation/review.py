"""Reviews of contracts with a key: planted faults found, findings that are right, quotes exact, clean ones left alone."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from bot.conversation import Finding
from bot.documents import read_documents
from bot.documents.text import normalise
from bot.evaluation.outcome import Failure, Outcome
from bot.evaluation.redlining import redline_is_right
from bot.evaluation.review_papers import Fault, Half, KeyedPaper, load_papers, written
from bot.review.review import Review
from bot.review.reviewing import Reviewer

PROPORTION = 0.3
"""The least share of the shorter of two quotes that must be common for them to be about the same words."""


def measure(
    reviewer: Reviewer, folder: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> Outcome:
    """By half: planted faults found, of all and of high severity; findings that are planted or allowed; high findings
    on clean papers; quotes that stand at their offsets; redlines of Word files that come to the original when they are
    rejected, and hold the suggestions when they are accepted."""
    judge = _Judge()
    papers = list(load_papers(folder))
    with tempfile.TemporaryDirectory() as place:
        for number, (half, source, paper) in enumerate(papers, 1):
            path = written(paper, source, Path(place))
            document = read_documents(path)[0]
            review = reviewer.review(document)
            judge.judge(half, source.stem, paper, review)
            if path.suffix == ".docx":
                judge.redlined(half, source.stem, redline_is_right(path, document, review))
            progress(number, len(papers))
    return Outcome(judge.figures(), tuple(judge.failures))


class _Judge:
    """Counts what is right and wrong."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[Half, str]] = Counter()
        self.failures: list[Failure] = []

    def judge(self, half: Half, name: str, paper: KeyedPaper, review: Review) -> None:
        """Hold one review against its key."""
        text = review.paper.text
        for fault in paper.faults:
            found = any(_same(fault, finding, text) for finding in review.findings)
            self._count(half, "planted", found)
            if fault.severity == "high":
                self._count(half, "planted high", found)
            if not found:
                self._fail(half, name, "not found", fault.category, fault.quote or "")
        for finding in review.findings:
            right = any(_same(fault, finding, text) for fault in (*paper.faults, *paper.allowed))
            self._count(half, "precise", right)
            exact = finding.quote is None or text[finding.start : finding.end] == finding.quote
            self._count(half, "exact", exact)
            if not right:
                self._fail(half, name, f"wrong {finding.severity}", finding.category, finding.quote or "")
            if paper.clean and finding.severity == "high":
                self._counts[half, "false high"] += 1

    def redlined(self, half: Half, name: str, right: bool) -> None:
        """Count the redline of a Word file."""
        self._count(half, "redlined", right)
        if not right:
            self._fail(half, name, "wrong redline", "redline", "")

    def _count(self, half: Half, what: str, right: bool) -> None:
        self._counts[half, f"{what} all"] += 1
        self._counts[half, what] += right

    def _fail(self, half: Half, name: str, what: str, category: str, quote: str) -> None:
        self.failures.append(Failure(f"{half}/{name}", category, what, quote[:160]))

    def figures(self) -> dict[str, float]:
        """All counts as shares; false high findings as a count."""
        made: dict[str, float] = {}
        halves: tuple[Half, Half] = ("tune", "held")
        for half in halves:
            if not self._counts[half, "planted all"]:
                continue
            for what, name in (
                ("planted", "planted found"),
                ("planted high", "high ones found"),
                ("precise", "precision"),
                ("exact", "quotes exact"),
                ("redlined", "redlines right"),
            ):
                total = self._counts[half, f"{what} all"]
                made[f"{name} ({half})"] = self._counts[half, what] / total if total else 1.0
            made[f"redlines ({half})"] = float(self._counts[half, "redlined all"])
            made[f"planted ({half})"] = float(self._counts[half, "planted all"])
            made[f"false high on clean ({half})"] = float(self._counts[half, "false high"])
        return made


def _same(fault: Fault, finding: Finding, text: str) -> bool:
    """Whether a finding is the fault: the category, and words in common where something is quoted."""
    if fault.category != finding.category:
        return False
    if fault.quote is None or finding.quote is None:
        return fault.quote is None
    return _common(_bare(fault.quote), _bare(finding.quote))


def _bare(text: str) -> str:
    return "".join(char for char in normalise(text) if char.isalnum() or char in "%_")


def _common(one: str, other: str) -> bool:
    """Whether two quotes share a stretch that is a fair part of the shorter one."""
    if not one or not other:
        return not one and not other
    short, long = sorted((one, other), key=len)
    need = max(2, round(len(short) * PROPORTION))
    return any(short[at : at + need] in long for at in range(len(short) - need + 1))
