"""The check that the rules themselves describe: a sentence that says the thing, unless it says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.review.disowned import feared, forbidden, heads_prohibitions
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.parties import Role
from bot.review.roles import in_labels, pattern
from bot.review.rules import Risk


@dataclass(frozen=True)
class Ready:
    """A rule with its patterns made for one side."""

    risk: Risk
    looks_for: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    despite: tuple[re.Pattern[str], ...]
    firmly: tuple[re.Pattern[str], ...]

    def found(self, case: Case, sentence: Sentence, said: str) -> Found | None:
        """What the rule has to say of a sentence, which is `said` in roles."""
        match = next((hit for one in self.firmly if (hit := one.search(said))), None)
        match = match or self._looked_for(case, sentence, said)
        if match is None:
            return None
        fields = {name: in_labels(text, case.parties) for name, text in match.groupdict().items() if text}
        return Found(self.risk.id, Span(sentence.start, sentence.end), fields)

    def _looked_for(self, case: Case, sentence: Sentence, said: str) -> re.Match[str] | None:
        """The first place that one of the patterns meets, and that the paper neither excuses nor disowns."""
        hits = (match for one in self.looks_for for match in one.finditer(said))
        first = next(hits, None)
        if first is None:
            return None
        lead_in = case.lead_in(sentence)
        whole = f"{lead_in}{said}"
        if self._excused(whole):
            return None
        if not self.risk.may_be_forbidden:
            return first
        if prohibited(case, sentence):
            return None
        return next(
            (hit for hit in chain((first,), hits) if not self._disowned(whole, len(lead_in), hit)), None
        )

    def excuses(self, case: Case, sentence: Sentence) -> bool:
        """Whether a pattern meets the sentence and the rule takes it for no fault."""
        said = case.said(sentence)
        met = any(one.search(said) for one in self.looks_for)
        return met and self._excused(f"{case.lead_in(sentence)}{said}")

    def _disowned(self, whole: str, before: int, match: re.Match[str]) -> bool:
        """Whether what a pattern met, `before` characters into the whole, is only forbidden or feared."""
        start, end = before + match.start(), before + match.end()
        return forbidden(whole, start, end) or (self.risk.may_be_feared and feared(whole, start, end))

    def _excused(self, whole: str) -> bool:
        return any(one.search(whole) for one in self.unless) and not any(
            one.search(whole) for one in self.despite
        )


def prohibited(case: Case, sentence: Sentence) -> bool:
    """Whether the clause stands under a heading of prohibitions."""
    above = case.paper.path(case.paper.clauses[sentence.clause])
    return any(node.title and heads_prohibitions(node.title) for node in above)


def pattern_findings(case: Case, risks: Sequence[Risk]) -> Iterator[Found]:
    """What the rules with patterns find, in the order of the paper."""
    ready = [made_ready(risk, case.mine) for risk in risks if risk.looks_for or risk.firmly]
    for sentence in case.paper.sentences:
        said = case.said(sentence)
        for rule in ready:
            found = rule.found(case, sentence, said)
            if found:
                yield found


def made_ready(risk: Risk, ours: Role) -> Ready:
    """The rule with its patterns made for the side we are on."""

    def made(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(written, ours) for written in patterns)

    return Ready(risk, made(risk.looks_for), made(risk.unless), made(risk.despite), made(risk.firmly))
