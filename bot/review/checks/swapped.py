"""Sentences in which the two sides stand in each other's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.consistency import Act
from bot.review.found import Case, Found, Span
from bot.review.paper import Sentence
from bot.review.parties import Parties
from bot.review.quoting import whole

_FEW = 2
"""Slips of one paper that are believed without sentences that have the sides in their place."""


def party_swapped(case: Case) -> Iterator[Found]:
    """Every sentence in which a side does what only the other can; nothing where nobody can say who is who."""
    wrong = list(_exchanges(case, case.parties))
    right = list(_exchanges(case, Parties(case.parties.provider, case.parties.merchant)))
    # Where most sentences would have the two exchanged, it is not they who are wrong about who is who.
    doubtful = len(wrong) > _FEW or not case.parties.told
    if doubtful and len(wrong) >= len(right):
        return
    for act, sentence in wrong:
        quoted = whole(case.paper, sentence)
        fields = {"does": act.does, "right": case.parties.side(act.by).label}
        yield Found("party-swapped", quoted, fields, suggestion=_exchanged(case, quoted))


def _exchanges(case: Case, parties: Parties) -> Iterator[tuple[Act, Sentence]]:
    """The sentences in which one of these parties does what the other should, with the act."""
    acts = [
        (
            act,
            re.compile("|".join(f"(?:{parties.fill(one)})" for one in act.patterns)),
            re.compile(parties.fill(act.unless)),
        )
        for act in case.words.acts
    ]
    for sentence in case.paper.sentences:
        for act, patterns, unless in acts:
            if patterns.search(sentence.text) and not (act.unless and unless.search(sentence.text)):
                yield act, sentence
                break


def _exchanged(case: Case, quoted: Span) -> str:
    """The words with each label in the place of the other."""
    one, other = case.parties.merchant.label, case.parties.provider.label
    either = re.compile(f"{re.escape(one)}|{re.escape(other)}")
    words = case.paper.text[quoted.start : quoted.end]
    return either.sub(lambda match: other if match[0] == one else one, words)
