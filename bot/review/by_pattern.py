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

_FORBIDS = re.compile(
    "(?:不得|禁止|严禁|不应当?|不能|不可(?!抗)|不许|不准|无权|杜绝|切勿|绝不|不允许|一律不|拒绝|不参与|不从事)"
    "(?![^。；，]{0,30}(?:干涉|干预|拒绝|阻拦|阻止|阻挠|异议|追究|追责|索赔|主张|过问|反对|举报|投诉))"
)
_TURNS = re.compile(
    "[。；]|但|惟(?!一)|然而|不过|却|除外|之外|以外|，(?:[^，。；]{0,6}?(?:可以|可由|有权|须|负责|由)|另|而)"
)


@dataclass(frozen=True)
class _Ready:
    """A rule with its patterns made for one side."""

    risk: Risk
    looks_for: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    despite: tuple[re.Pattern[str], ...]
    firmly: tuple[re.Pattern[str], ...]

    def found(self, case: Case, sentence: Sentence) -> Found | None:
        """What the rule has to say of a sentence."""
        said = case.said(sentence)
        lead_in = case.lead_in(sentence)
        match = next((hit for one in self.firmly if (hit := one.search(said))), None)
        if match is None:
            match = self._looked_for(said, lead_in)
            if match is None or self._excused(f"{lead_in}{said}"):
                return None
        fields = {name: in_labels(text, case.parties) for name, text in match.groupdict().items() if text}
        return Found(self.risk.id, Span(sentence.start, sentence.end), fields)

    def _looked_for(self, said: str, lead_in: str) -> re.Match[str] | None:
        """The first place that one of the patterns meets, and that the sentence does not forbid where that counts."""
        whole, before = f"{lead_in}{said}", len(lead_in)
        for one in self.looks_for:
            for match in one.finditer(said):
                if not (self.risk.may_be_forbidden and forbidden(whole, before + match.start())):
                    return match
        return None

    def _excused(self, whole: str) -> bool:
        return any(one.search(whole) for one in self.unless) and not any(
            one.search(whole) for one in self.despite
        )


def forbidden(said: str, at: int) -> bool:
    """Whether what stands at `at` is under a prohibition that no turn of the sentence (但, a new duty) has ended."""
    prohibitions = [match for match in _FORBIDS.finditer(said) if match.end() <= at]
    return bool(prohibitions) and not _TURNS.search(said, prohibitions[-1].end(), at)


def pattern_findings(case: Case, risks: Sequence[Risk]) -> Iterator[Found]:
    """What the rules with patterns find, in the order of the paper."""
    ready = [_ready(risk, case.mine) for risk in risks if risk.looks_for or risk.firmly]
    for sentence in case.paper.sentences:
        for rule in ready:
            found = rule.found(case, sentence)
            if found:
                yield found


def _ready(risk: Risk, ours: Role) -> _Ready:
    def made(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(pattern(written, ours) for written in patterns)

    return _Ready(risk, made(risk.looks_for), made(risk.unless), made(risk.despite), made(risk.firmly))
