"""The check that the rules themselves describe: a sentence that says the thing, unless it says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.parties import Role
from bot.review.roles import in_labels, pattern
from bot.review.rules import Risk


@dataclass(frozen=True)
class _Ready:
    """A rule with its patterns made for one side."""

    risk: Risk
    looks_for: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    despite: tuple[re.Pattern[str], ...]

    def found(self, case: Case, sentence: Sentence) -> Found | None:
        """What the rule has to say of a sentence."""
        said = case.said(sentence)
        match = next((hit for one in self.looks_for if (hit := one.search(said))), None)
        if match is None:
            return None
        whole = f"{case.lead_in(sentence)}{said}"
        excused = any(one.search(whole) for one in self.unless)
        if excused and not any(one.search(whole) for one in self.despite):
            return None
        fields = {name: in_labels(text, case.parties) for name, text in match.groupdict().items() if text}
        return Found(self.risk.id, Span(sentence.start, sentence.end), fields)


def pattern_findings(case: Case, risks: Sequence[Risk]) -> Iterator[Found]:
    """What the rules with patterns find, in the order of the paper."""
    ready = [_ready(risk, case.mine) for risk in risks if risk.looks_for]
    for sentence in case.paper.sentences:
        for rule in ready:
            found = rule.found(case, sentence)
            if found:
                yield found


def _ready(risk: Risk, ours: Role) -> _Ready:
    def made(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(written, ours) for written in patterns)

    return _Ready(risk, made(risk.looks_for), made(risk.unless), made(risk.despite))
