"""Sentences that no rule's patterns meet, and that read like the faults that the classifier was taught."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from bot.review.by_pattern import Ready, made_ready, prohibited
from bot.review.classifier import RULE, Classifier
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.roles import in_labels
from bot.review.rules import Risks, fields_of

_SURE = 0.1
"""How far beyond the line a sentence must be. `scripts/teach_classifier.py` prints what other lines find, and call a
fault that is none, by scores alone: what follows here leaves out some of either."""
_SURER = 0.5
"""The same for a sentence that a pattern of the rule meets and one of its exceptions excuses."""
_SHORTEST = 6
_OF_THE_MERCHANT = "unfair/"
"""What is unfair to the merchant is all that was taught: papers are not judged for the provider by it."""
_TOLD_ONCE = ("unfair/unequal_termination", "unfair/unequal_damages")
"""Categories whose faults take two sentences: what is found of them in a clause is not found again beside it."""


def likely_findings(
    case: Case, risks: Risks, classifier: Classifier, found: Iterable[Found]
) -> Iterator[Found]:
    """What reads like a fault of a category of which nothing was `found` in that clause, in the order of the paper."""
    learned = {
        category: {risk.id: made_ready(risk, case.mine) for risk in own}
        for category, own in risks.learned.items()
    }
    columns = [
        (category, at)
        for category, at in classifier.columns()
        if category in learned and (case.mine == "merchant" or not category.startswith(_OF_THE_MERCHANT))
    ]
    told = _told(case, risks, found)
    for sentence in case.paper.sentences:
        if len(sentence.text) < _SHORTEST:
            continue
        said = case.lead_in(sentence) + case.said(sentence)
        scores = classifier.scores(said)
        for category, at in columns:
            if scores[at] <= _SURE or (category, _group(case, category, sentence.clause)) in told:
                continue
            rule = _likeliest(category, learned[category], classifier, scores)
            if scores[at] <= _SURER and rule.excuses(case, sentence):
                continue
            made = _found(case, rule, sentence)
            if made:
                told.add((category, _group(case, category, sentence.clause)))
                yield made


def _told(case: Case, risks: Risks, found: Iterable[Found]) -> set[tuple[str, int]]:
    """Category and clause of everything that was found."""
    paper = case.paper
    spans = [(risks.by_id[one.rule].category, one.quoted) for one in found if one.quoted]
    return {
        (category, _group(case, category, clause))
        for category, span in spans
        for clause in range(paper.at(span.start).index, paper.at(span.end - 1).index + 1)
    }


def _group(case: Case, category: str, clause: int) -> int:
    """The clause in which a category is told once."""
    parent = case.paper.clauses[clause].parent
    return parent if category in _TOLD_ONCE and parent is not None else clause


def _likeliest(
    category: str, rules: Mapping[str, Ready], classifier: Classifier, scores: NDArray[np.float32]
) -> Ready:
    """The rule of a category that a sentence reads most like."""
    columns = [(rule, scores[at]) for rule, at in classifier.columns(f"{category}{RULE}") if rule in rules]
    best = max(columns, key=lambda pair: pair[1])[0] if columns else next(iter(rules))
    return rules[best]


def _found(case: Case, rule: Ready, sentence: Sentence) -> Found | None:
    """The finding; none under a heading of prohibitions, or without a word that the rule's sentences name."""
    if rule.risk.may_be_forbidden and prohibited(case, sentence):
        return None
    said = case.said(sentence)
    named = next((met.groupdict() for one in rule.looks_for if (met := one.search(said))), {})
    fields = {name: in_labels(text, case.parties) for name, text in named.items() if text}
    wanted = {name for one in rule.looks_for for name in one.groupindex} & fields_of(rule.risk)
    if wanted - fields.keys():
        return None
    return Found(rule.risk.id, Span(sentence.start, sentence.end), fields)
