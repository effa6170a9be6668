"""The way from a document to its review: tree, parties, checks, coverage, words, and what to settle first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.conversation import Finding
from bot.documents.model import Document
from bot.drafting.library import ClauseLibrary
from bot.review.by_likeness import likely_findings
from bot.review.by_pattern import pattern_findings
from bot.review.categories import CATEGORIES
from bot.review.checklist import Checklist, Topic
from bot.review.checks import CHECKS
from bot.review.classifier import Classifier
from bot.review.consistency import Consistency
from bot.review.covering import coverage
from bot.review.found import Case, Found, Span, Stance
from bot.review.paper import paper_of
from bot.review.parties import PartyWords, parties_of
from bot.review.placing import numbered, place_of
from bot.review.review import Covered, Review
from bot.review.rules import Risk, Risks
from bot.review.suggesting import article_wording, in_labels
from bot.review.telling import Teller, real, short

MOST_FIRST = 5


class Reviewer:
    """Reviews papers by the rules of one knowledge folder. Holds no paper.

    `resolves` says whether a reference to law is real; a statute that does not resolve is not named.
    """

    def __init__(self, knowledge: Path, library: ClauseLibrary, resolves: Callable[[str], bool]) -> None:
        self._words = PartyWords.load(knowledge)
        self._risks = Risks.load(knowledge)
        self._classifier = Classifier.load(knowledge)
        self._checklist = Checklist.load(knowledge)
        self._consistency = Consistency.load(knowledge)
        self._library = library
        self._resolves = resolves

    def review(
        self, document: Document, stance: Stance = "merchant", merchant: str = "", ours: str = ""
    ) -> Review:
        """Everything that is to be said of a paper. `merchant` is the label that the user says is the merchant's; with
        `ours`, the label that the user says is theirs, the stance is that side's."""
        paper = paper_of(document)
        parties = parties_of(paper, self._words, merchant)
        if ours and not parties.told:
            parties = parties_of(paper, self._words, ours)
        elif ours in parties.provider.words:
            stance = "provider"
        case = Case(paper, parties, stance, self._consistency)
        found = found_by_rules(case, self._risks)
        found.extend(likely_findings(case, self._risks, self._classifier, tuple(found)))
        teller = Teller(case, self._risks.by_id, self._library, self._resolves)
        told = [finding for one in _distinct(found, self._risks.by_id) if (finding := teller.finding(one))]
        covered = coverage(case, self._checklist)
        told = sorted(told, key=lambda finding: (finding.start, finding.end)) + self._missing(case, covered)
        findings = tuple(replace(finding, id=f"f{number}") for number, finding in enumerate(told, 1))
        return Review(paper, case.parties, stance, findings, covered, _first(findings))

    def _missing(self, case: Case, covered: Iterable[Covered]) -> list[Finding]:
        """Findings for what the paper lacks, each with the clause to add, numbered on from the paper's last."""
        topics: dict[str, Topic] = {topic.category: topic for topic in self._checklist.topics}
        place = place_of(case.paper)
        missing: list[Finding] = []
        for line in covered:
            topic = topics[line.category]
            severity = topic.severity.of(case.stance)
            if line.cover != "missing" or severity is None:
                continue
            statutes = real(topic.statutes, self._resolves)
            words = article_wording(self._library, topic.clauses, case.stance, case.parties, topic.wording)
            missing.append(
                Finding(
                    category=topic.category,
                    severity=severity,
                    quote=None,
                    clause="",
                    message=in_labels(topic.message, case.parties),
                    suggestion=numbered(words, topic.title, place, case.paper, len(missing) + 1),
                    statute=short(statutes),
                    statutes=statutes,
                    consequence=in_labels(topic.consequence, case.parties),
                    guidance=str(topic.guidance or ""),
                    title=topic.title,
                    edits=True,
                    replaces_start=place.at,
                    replaces_end=place.at,
                    rule=topic.category,
                )
            )
        return missing


def found_by_rules(case: Case, risks: Risks) -> list[Found]:
    """What the checks and the patterns of the rules find, in the order in which it is told."""
    found = [one for check in CHECKS for one in check(case)]
    found.extend(pattern_findings(case, risks.risks))
    return found


def _distinct(found: Iterable[Found], risks: Mapping[str, Risk]) -> list[Found]:
    """Without findings of one category whose quotes overlap; of those the first stays."""
    kept: list[Found] = []
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in found:
        if one.quoted is None or _takes(spans.setdefault(risks[one.rule].category, []), one.quoted):
            kept.append(one)
    return kept


def _takes(spans: list[tuple[int, int]], span: Span) -> bool:
    """Put a span among others in their order, unless it overlaps one of them."""
    at = bisect_left(spans, (span.start, span.end))
    if at < len(spans) and spans[at][0] < span.end:
        return False
    if at > 0 and spans[at - 1][1] > span.start:
        return False
    spans.insert(at, (span.start, span.end))
    return True


def _first(findings: Iterable[Finding]) -> tuple[str, ...]:
    """What to settle before signing: of findings on one sentence, or of one category in one clause, the first alone."""
    order: dict[str, int] = {category: place for place, category in enumerate(CATEGORIES)}
    grave = [finding for finding in findings if finding.severity == "high"]
    chosen: list[Finding] = []
    for finding in sorted(grave, key=lambda one: order[one.category]):
        if not any(_said_already(finding, other) for other in chosen):
            chosen.append(finding)
    return tuple(finding.id for finding in chosen[:MOST_FIRST])


def _said_already(finding: Finding, other: Finding) -> bool:
    """Whether another finding is on the same words, or is the like of it in the same clause."""
    if finding.quote is None or other.quote is None:
        return False
    overlaps = finding.start < other.end and other.start < finding.end
    return overlaps or (finding.category == other.category and finding.clause == other.clause)
