"""Premises of a question: found, judged against the sources or the law, and put right before anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from bot.answering.answer import Said
from bot.answering.asking import Asked
from bot.answering.premises.claims import Claim, ClaimFinder
from bot.answering.premises.comparing import comparable
from bot.answering.premises.facts import Fact, Facts, Ranked, prior, ranked
from bot.answering.premises.judging import LIKELY, SURE, Finding, Judge
from bot.answering.premises.laws import LawFinding, LawPremises
from bot.answering.premises.missing import Missing
from bot.answering.premises.readings import Reader, Reading
from bot.answering.premises.rules import Rules
from bot.answering.premises.wording import corrected
from bot.answering.side import Side
from bot.glossary import Glossary
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.question import plain, simplified
from bot.retrieval.retriever import Result

Verdict: TypeAlias = Literal["true", "false", "half", "unknown"]

FARTHEST = 9.0
"""Passages this far behind the first in rank score are not looked at, unless they name the claim's subject."""

FARTHEST_CONTRACT = 12.0
"""The same for contracts: people mean theirs, though guidance may speak more plainly of it."""


LEAST_COVERED = 0.4
"""Share of a claim's words that guidance must hold to settle it."""

CERTAIN = {"figure": 0.45, "choice": 0.6, "place": 0.4, "role": 0.6, "denial": 0.7}
"""Share of a claim's words that the sentence must hold before 「对」 is said of it."""

MOST_OF_IT = 0.8
"""Share of a claim's words that the best passage must hold before it is said to leave a figure open."""

FIGURE_FIRST = 0.3
"""What a figure that was claimed weighs against a choice when both are wrong."""

REST = 0.4
"""What a word of the question counts that stands outside the claim."""


@dataclass(frozen=True)
class PremiseVerdict:
    """What is said of a premise before the answer.

    `said` are the sentences that come first: empty when a premise that was only supposed holds.
    `laws` and `regulations` are the references behind a verdict on law: its sentences have no passage of their
    own, the statutes are to be attached. `claim` is what was taken for granted, for logs and evaluation.
    """

    truth: Verdict
    said: tuple[Said, ...]
    claim: str
    laws: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()


class Premises:
    """Judges what a question takes for granted; made once, safe to share between threads."""

    def __init__(self, rules: Rules, glossary: Glossary) -> None:
        self._rules = rules
        self._glossary = glossary
        self._finder = ClaimFinder(rules)
        self.reader = Reader(rules, glossary)
        self._judge = Judge(rules, self.reader)
        self._laws = LawPremises(rules)
        self._missing = Missing(rules, self.reader)
        self._facts: Facts | None = None

    @classmethod
    def load(cls, path: Path, glossary: Glossary) -> Premises:
        """The rules in a file; ConfigurationError names file, line and field."""
        return cls(Rules.load(path), glossary)

    @property
    def rules(self) -> Rules:
        """The rules these premises are judged by."""
        return self._rules

    def facts(self, contents: Contents) -> Facts:
        """The facts of a generation of the index, kept until another is asked for."""
        held = self._facts
        if held is None or held.contents is not contents:
            held = self._facts = Facts(contents, self.reader)
        return held

    def judge(
        self, question: str, result: Result, contents: Contents, side: Side = "甲方"
    ) -> PremiseVerdict | None:
        """What to say of the premise of a stand-alone question; None when it has none or it cannot be told.

        `result` are the passages found for it, `side` is the party that asks.
        """
        claim = self._finder.find(question)
        if claim is None:
            return None
        reading = self.reader.claim(claim.text, side, claim.focus)
        law = None if claim.of_contract else self._laws.judge(claim.text, reading)
        if law:
            return self._on_law(claim, law)
        if not result.hits or claim.of_unseen:
            return None
        words = self._tokens(claim, reading, side)
        findings = {
            binding: self._judge.findings(reading, facts, words, claim.form == "asked")
            for binding in (True, False)
            if (facts := self._ranked(claim, reading, result, contents, words, binding))
        }
        finding = _joined(findings.get(True, []), findings.get(False, []))
        if finding:
            return self._on_sources(claim, reading, finding, question)
        return self._on_nothing(claim, reading, result, contents, question)

    def missing(self, asked: Asked, question: str, said: Iterable[Said]) -> str:
        """One sentence on the figure that was asked for and that no sentence of the answer holds; else empty."""
        return self._missing.line(asked, question, [(s.text, s.sources[0]) for s in said if s.sources])

    def _ranked(
        self,
        claim: Claim,
        reading: Reading,
        result: Result,
        contents: Contents,
        words: Mapping[str, float],
        binding: bool,
    ) -> list[Ranked]:
        """The sentences a claim may be about, of contracts and own files (`binding`) or of all others.

        They are those of the best passages, and of all that name the claim's subject.
        """
        facts = self.facts(contents)
        best = result.hits[0].score
        hits = [hit for hit in result.hits if _binds(hit.passage) is binding and hit.passage.kind != "note"]
        reach = FARTHEST_CONTRACT if binding else FARTHEST
        hits = [hit for hit in hits if best - hit.score < reach]
        if claim.of_contract and not binding:
            return []
        priors = {hit.passage.id: prior(hit.score, hits[0].score) for hit in hits}
        heads = {figure.head for figure in reading.figures if figure.head}
        named = [p for p in contents.passages if p.id not in priors] if binding else []
        named = named or list(self._naming(heads, contents, set(priors)))
        pool: list[tuple[Fact, float]] = [
            (fact, priors.get(passage.id, 0.0))
            for passage in {p.id: p for p in (*(hit.passage for hit in hits), *named)}.values()
            if passage.kind != "note" and _binds(passage) is binding
            for fact in facts.of(passage)
        ]
        return ranked(words, pool)

    def _tokens(self, claim: Claim, reading: Reading, side: Side) -> dict[str, float]:
        """The claim's words, and at half weight what the rest of the question adds."""
        rest = self.reader.claim(claim.whole, side).tokens
        return {**{token: weight * REST for token, weight in rest.items()}, **reading.tokens}

    def _naming(self, heads: set[str], contents: Contents, known: set[str]) -> Iterator[Passage]:
        """Passages outside the hits that name what a figure of the claim is about."""
        surfaces = [
            word for term in self._glossary.terms if term.name in heads for word in (term.name, *term.same)
        ]
        for passage in contents.passages:
            if passage.id not in known and any(word in passage.text for word in surfaces):
                yield passage

    def _on_law(self, claim: Claim, law: LawFinding) -> PremiseVerdict:
        wording = self._rules.file.wording
        form = wording.wrong if law.truth == "false" else wording.right
        silent = law.truth == "true" and claim.form == "supposed"
        said = () if silent else (Said(form.format(fact=law.rule.says), ()),)
        return PremiseVerdict(
            law.truth, said, claim.text, laws=law.rule.laws, regulations=law.rule.regulations
        )

    def _on_sources(
        self, claim: Claim, reading: Reading, finding: Finding, question: str
    ) -> PremiseVerdict | None:
        if finding.truth == "true" and not _certain(finding, reading):
            return None
        said = corrected(self._rules.file.wording, finding, simplified(plain(question)).lower())
        if finding.truth == "true" and claim.form == "supposed":
            said = ()
        return PremiseVerdict(finding.truth, said, claim.text)

    def _on_nothing(
        self, claim: Claim, reading: Reading, result: Result, contents: Contents, question: str
    ) -> PremiseVerdict | None:
        """A figure that the passage on its very subject does not speak of, and no other found does, is said to be
        missing; the normal answer follows."""
        if claim.form == "asked" or len(reading.figures) != 1:
            return None
        figure = reading.figures[0]
        facts = [fact for hit in result.hits for fact in self.facts(contents).of(hit.passage)]
        known = any(comparable(figure, theirs) for fact in facts for theirs in fact.reading.figures)
        own = facts[0].context if facts else {}
        covers = sum(weight for token, weight in reading.tokens.items() if token in own)
        told = figure.quantity.text in simplified(plain(question)).lower()
        if known or not told or covers < MOST_OF_IT * sum(reading.tokens.values()):
            return None
        line = self._rules.file.wording.unknown.format(said=figure.quantity.text)
        return PremiseVerdict("unknown", (Said(line, ()),), claim.text)


def _binds(passage: Passage) -> bool:
    """Whether a passage is of a contract or of the reader's own files, and not general guidance."""
    return passage.document_kind == "contract" or passage.origin == "own"


def _certain(finding: Finding, claim: Reading) -> bool:
    """Whether 「对」 may be said: the sentence is the one that is meant, holds most of the claim, denies what it does.

    That something is done or not is never certain enough.
    """
    best = finding.facts[0]
    if finding.element.startswith("deed") or bool(claim.denied) != bool(best.fact.reading.denied):
        return False
    return best.prior >= SURE and best.covers >= CERTAIN[finding.element.split()[0]]


def _decided(findings: list[Finding]) -> Finding | None:
    """The finding that counts: what is wrong before what holds in part, and that before what is so."""
    for truth in ("false", "half", "true"):
        told = [finding for finding in findings if finding.truth == truth]
        if told:
            return max(told, key=lambda finding: FIGURE_FIRST * bool(finding.said) + finding.facts[0].score)
    return None


def _joined(binding: list[Finding], general: list[Finding]) -> Finding | None:
    """What the contract says of an element comes first; where guidance says the contrary, it holds in part.

    A figure or a choice that guidance knows comes before what the contract says of the deed, and before a clause
    that is far from what was asked.
    """
    first, second = _decided(binding), _decided(general)
    if second and (second.facts[0].prior < LIKELY or second.facts[0].covers < LEAST_COVERED):
        second = None
    if first is None or second is None:
        return first or second
    if first.element.startswith("deed") and not second.element.startswith("deed"):
        return second
    if first.facts[0].prior < LIKELY and second.facts[0].prior >= SURE:
        return second
    if first.truth == "true" and second.truth == "false" and second.facts[0].score > first.facts[0].score:
        return second
    other = next((f for f in general if f.element == first.element), None)
    if first.truth == "false" and other and other.truth == "true" and other.facts[0].prior >= SURE:
        return replace(first, truth="half", facts=other.facts, other=first.facts)
    return first


def without_repeating(verdict: PremiseVerdict, answer: Iterable[Said]) -> list[Said]:
    """The verdict's sentences, then those of the normal answer that it has not said."""
    told = "".join(sentence.text for sentence in verdict.said)
    rest = [sentence for sentence in answer if sentence.text.rstrip("。") not in told]
    return [*verdict.said, *rest]
