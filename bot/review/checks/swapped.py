"""Sentences in which the two sides stand in each other's place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.review.found import Case, Found, Span
from bot.review.quoting import whole


def party_swapped(case: Case) -> Iterator[Found]:
    """Every sentence in which a side does what only the other can; nothing where nobody can say who is who."""
    if not case.parties.told:
        return
    acts = [
        (act, [re.compile(case.fill(pattern)) for pattern in act.patterns], re.compile(case.fill(act.unless)))
        for act in case.words.acts
    ]
    for sentence in case.paper.sentences:
        for act, patterns, unless in acts:
            if act.unless and unless.search(sentence.text):
                continue
            if any(pattern.search(sentence.text) for pattern in patterns):
                quoted = whole(case.paper, sentence)
                fields = {"does": act.does, "right": case.parties.side(act.by).label}
                yield Found("party-swapped", quoted, fields, suggestion=_exchanged(case, quoted))
                break


def _exchanged(case: Case, quoted: Span) -> str:
    """The words with each label in the place of the other."""
    one, other = case.parties.merchant.label, case.parties.provider.label
    either = re.compile(f"{re.escape(one)}|{re.escape(other)}")
    words = case.paper.text[quoted.start : quoted.end]
    return either.sub(lambda match: other if match[0] == one else one, words)
