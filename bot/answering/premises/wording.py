"""A finding as sentences of an answer: the correction first, in the source's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.answering.answer import Said
from bot.answering.premises.facts import Ranked
from bot.answering.premises.judging import Finding
from bot.answering.premises.rules import Wording
from bot.retrieval.passages import Passage

MOST_CASES = 3
"""Sentences that are told of the cases a figure is or is not right for."""

_LABEL = re.compile(r"^(?:[^，。；：]{1,8}：|按本协议，)(?=.)")
_CONNECTIVE = re.compile(r"^(?:综上(?:所述)?|总之|同时)，")
_END = re.compile(r"[；;，,：:。]+$")


def corrected(wording: Wording, finding: Finding, asked: str) -> tuple[Said, ...]:
    """What is said of a premise by its finding; a figure is only told back as it stands in `asked`."""
    said = finding.said if finding.said in asked else ""
    return tuple(_sentences(wording, replace(finding, said=said)))


def _sentences(wording: Wording, finding: Finding) -> Iterator[Said]:
    first, *more = _distinct(finding.facts)
    if finding.truth == "half":
        yield _said(wording.partly if finding.said else wording.partly_unsaid, finding.said, first)
        yield from (_said("{fact}", "", item) for item in more[: MOST_CASES - 1])
        other, *others = _distinct(finding.other)
        form = wording.partly_other if finding.said else wording.partly_other_unsaid
        yield _said(form, finding.said, other)
        yield from (_said("{fact}", "", item) for item in others[: MOST_CASES - 1])
        return
    if finding.truth == "true":
        yield _said(wording.right, finding.said, first)
        return
    yield _said(wording.wrong_figure if finding.said else wording.wrong, finding.said, first)
    figures = {_values(first)}
    for item in more:
        if (
            finding.element.startswith("figure")
            and _values(item) not in figures
            and len(figures) < MOST_CASES
        ):
            figures.add(_values(item))
            yield _said("{fact}", "", item)


def _values(item: Ranked) -> tuple[str, ...]:
    return tuple(str(figure.quantity.value) for figure in item.fact.reading.figures)


def _distinct(items: Iterable[Ranked]) -> list[Ranked]:
    """One fact a passage, the best of each."""
    return list({item.fact.passage.id: item for item in reversed(tuple(items))}.values())[::-1]


def _said(form: str, said: str, item: Ranked) -> Said:
    passage = item.fact.passage
    text = form.format(said=said, fact=f"{_frame(passage)}{told(item.fact.text, passage.document_kind)}")
    return Said(f"{text}。", (passage,))


def _frame(passage: Passage) -> str:
    """Whose rule it is, before a sentence of a contract or of a file of the reader's own."""
    if passage.document_kind == "contract" or passage.origin == "own":
        return f"按《{passage.title}》，"
    return ""


def told(text: str, kind: str) -> str:
    """A sentence of a source as it stands in another: no clause label before it, no stop behind it."""
    text = text.strip()
    if kind == "contract":
        text = _LABEL.sub("", text, count=1)
    return _END.sub("", _CONNECTIVE.sub("", text))
