"""Premises on law: claims that a rule of `knowledge/premises.yaml` speaks of, judged by it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.answering.premises.comparing import agree, greater
from bot.answering.premises.readings import Figure, Reading
from bot.answering.premises.rules import FigureRule, LawRule, Rules
from bot.quantities import parse


@dataclass(frozen=True)
class LawFinding:
    """A rule that speaks of a claim, and whether the claim keeps it."""

    truth: Literal["true", "false"]
    rule: LawRule


@dataclass(frozen=True)
class _Compiled:
    rule: LawRule
    about: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    wrong: tuple[re.Pattern[str], ...]
    wrong_unless: tuple[re.Pattern[str], ...]
    fine: tuple[re.Pattern[str], ...]


class LawPremises:
    """The rules of law that people get wrong."""

    def __init__(self, rules: Rules) -> None:
        def compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
            return tuple(rules.compiled(pattern) for pattern in patterns)

        self._rules = [
            _Compiled(
                rule,
                compiled(rule.about),
                compiled(rule.unless),
                compiled(rule.wrong),
                compiled(rule.wrong_unless),
                compiled(rule.fine),
            )
            for rule in rules.file.laws
        ]

    def judge(self, text: str, claim: Reading) -> LawFinding | None:
        """The first rule that can tell whether the claim `text`, read as `claim`, is so."""
        for rule in self._rules:
            if all(p.search(text) for p in rule.about) and not any(p.search(text) for p in rule.unless):
                truth = _by_figure(rule.rule.figure, claim) or _by_words(rule, text)
                if truth:
                    return LawFinding(truth, rule.rule)
        return None


def _by_figure(rule: FigureRule | None, claim: Reading) -> Literal["true", "false", ""]:
    """By the figures of the kind and unit that the rule is about; empty when the claim has none."""
    if rule is None or (rule.claims_only and not re.search(rule.claims_only, claim.text)):
        return ""
    ours = [
        figure
        for figure in claim.figures
        if figure.quantity.kind == rule.kind and rule.unit in ("", figure.quantity.unit)
    ]
    limits = [_figure(text) for text in (rule.unless_above,) if text]
    ours = [figure for figure in ours if not any(not greater(limit, figure) for limit in limits)]
    if not ours:
        return ""
    right = [_figure(text) for text in rule.right]
    wrong = [figure for figure in ours if not any(agree(figure, theirs) for theirs in right)]
    if not wrong:
        return "true"
    if rule.wrong == "above":
        return "false" if any(greater(figure, right[0]) for figure in wrong) else ""
    return "false"


def _figure(text: str) -> Figure:
    return Figure(parse(text)[0], "duration" if parse(text)[0].kind == "duration" else "money", "", False, "")


def _by_words(rule: _Compiled, text: str) -> Literal["true", "false", ""]:
    excused = any(pattern.search(text) for pattern in rule.wrong_unless)
    if not excused and any(pattern.search(text) for pattern in rule.wrong):
        return "false"
    return "true" if any(pattern.search(text) for pattern in rule.fine) else ""
