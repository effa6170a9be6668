"""The check that the rules themselves describe: a sentence that says the thing, unless it says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.rules import Risk


@dataclass(frozen=True)
class _Ready:
    """A rule with its patterns made for one paper."""

    risk: Risk
    looks_for: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    near: re.Pattern[str] | None

    def found(self, case: Case, sentence: Sentence) -> Found | None:
        """What the rule has to say of a sentence."""
        match = next((hit for pattern in self.looks_for if (hit := pattern.search(sentence.text))), None)
        said = f"{case.lead_in(sentence)}{sentence.text}"
        if match is None or any(pattern.search(said) for pattern in self.unless):
            return None
        clause = case.paper.clauses[sentence.clause]
        around = "\n".join(case.paper.words(node) for node in case.paper.path(clause))
        if self.near and not self.near.search(around):
            return None
        span = Span(sentence.start, sentence.end)
        if self.risk.quotes == "match":
            span = Span(sentence.start + match.start(), sentence.start + match.end())
        return Found(self.risk.id, span, {name: text for name, text in match.groupdict().items() if text})


def pattern_findings(case: Case, risks: Sequence[Risk]) -> Iterator[Found]:
    """What the rules with patterns find, in the order of the paper."""
    ready = [_ready(risk, case) for risk in risks if risk.looks_for]
    for sentence in case.paper.sentences:
        for rule in ready:
            found = rule.found(case, sentence)
            if found:
                yield found


def _ready(risk: Risk, case: Case) -> _Ready:
    def made(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(case.fill(pattern)) for pattern in patterns)

    return _Ready(risk, made(risk.looks_for), made(risk.unless), made([risk.near])[0] if risk.near else None)
