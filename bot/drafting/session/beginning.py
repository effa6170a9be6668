"""Beginning a document: what stays of the draft before, and what a statement means in a paper beside the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from bot.drafting.facts import read_value
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.said import DocumentKind, Doubt, Order, Reading, Saying
from bot.drafting.session.draft import Draft
from bot.drafting.values import Unreadable
from bot.drafting.words import PaperWords, Words
from bot.quantities import parse

_WAS = re.compile(
    r"(?:从|由|原来?的?是?|原先是?|本来是?|之前是?)(?P<was>[^，。；,;、从由]{1,14}?)"
    r"(?:直接)?(?:增?加|上?涨|下?降|缩?减|提高?|上?调整?|下调|更?改|变更?|换|延长?|缩短)(?:少|高|低|为|成|到|至|了)*$"
)
"""What a fact was before, right before the words for what it becomes: 「从3个加到」."""


def begun(library: ClauseLibrary, words: Words, draft: Draft, order: Order, by_provider: bool) -> Draft:
    """The draft of the document that is begun; the parties, and what is known of a contract, come along."""
    document = order.document or "contract"
    clauses = order.clauses
    if document == "annex" and not clauses:
        clauses = tuple(clause.id for clause in library.clauses if _is_annex(library, clause.section))
    if document == draft.document:
        if document in ("clauses", "annex"):
            return draft.model_copy(update={"clauses": tuple(dict.fromkeys((*draft.clauses, *clauses)))})
        return draft
    if document == "contract":
        own = {name for kind in ("supplement", "termination") for name in _paper(words, kind).own}
        given = {name: value for name, value in {**draft.before, **draft.given}.items() if name not in own}
        # What was drafted alone stays in the contract that takes it in.
        return draft.model_copy(
            update={"document": document, "given": given, "before": {}, "add": _fitting(library, draft)}
        )
    if document == "supplement" or document == "termination":
        return _beside(words, draft, document, by_provider)
    return draft.model_copy(update={"document": document, "clauses": clauses})


def translated(
    library: ClauseLibrary,
    words: Words,
    draft: Draft,
    reading: Reading,
    message: str,
    asked: tuple[str, ...] = (),
) -> Reading:
    """The reading as it is meant in the draft's document: the day a contract begins is, in an agreement that
    changes one, the day from which the change counts. A fact of another paper is left out; a bare figure answers
    the first of the facts `asked` for that can be one."""
    if draft.document != "supplement" and draft.document != "termination":
        foreign = {name for kind in ("supplement", "termination") for name in _paper(words, kind).own}
        sayings = tuple(one for one in reading.sayings if one.parameter not in foreign)
        return replace(reading, sayings=sayings)
    paper = _paper(words, draft.document)
    sayings = tuple(
        replace(one, parameter=paper.means.get(one.parameter, one.parameter)) for one in reading.sayings
    )
    withheld = tuple(
        replace(one, parameter=paper.means.get(one.parameter, one.parameter)) for one in reading.withheld
    )
    doubts = []
    for doubt in reading.doubts:
        meant = tuple(dict.fromkeys(paper.means.get(name, name) for name in doubt.parameters))
        ours = [name for name in meant if name in paper.own]
        candidates = ours if len(ours) == 1 else []
        if message.strip("。.，,！! ") == message[doubt.start : doubt.end]:
            candidates = [name for name in asked if name in paper.own]
        settled = _settled(library, candidates, message, doubt)
        if settled:
            sayings = (*sayings, settled)
        else:
            doubts.append(replace(doubt, parameters=meant))
    return replace(reading, sayings=sayings, withheld=withheld, doubts=tuple(doubts))


def _settled(library: ClauseLibrary, candidates: list[str], message: str, doubt: Doubt) -> Saying | None:
    """The first fact of this paper that a doubtful figure can be."""
    for name in candidates:
        with suppress(Unreadable):
            plain = read_value(library.parameters[name], message[doubt.start : doubt.end])
            return Saying(name, plain, doubt.start, doubt.end)
    return None


def befores(library: ClauseLibrary, message: str, sayings: tuple[Saying, ...]) -> Iterator[tuple[str, str]]:
    """What facts were before, where a message says so: parameter and plain value."""
    for saying in sayings:
        match = _WAS.search(message[: saying.start])
        if match is None:
            continue
        parameter = library.parameters[saying.parameter]
        figures = [figure.text for figure in parse(match["was"])]
        for raw in (match["was"].strip(), *figures[:1]):
            try:
                yield saying.parameter, read_value(parameter, raw)
            except Unreadable:
                continue
            break


def _beside(words: Words, draft: Draft, document: DocumentKind, by_provider: bool) -> Draft:
    paper = _paper(words, document)
    parties = {name for one in words.parties for name in (one.name, *one.details)}
    known = {paper.means.get(name, name): value for name, value in draft.given.items() if name in _KEPT}
    given = {name: value for name, value in draft.given.items() if name in parties}
    given |= {name: value for name, value in known.items() if name in paper.own}
    in_force = draft.document == "contract"
    return Draft(
        document=document,
        position=draft.position,
        style=draft.style,
        given=given,
        withheld=tuple(name for name in draft.withheld if name in parties),
        before={name: value for name, value in draft.given.items() if in_force and name not in parties},
        sender="乙方" if by_provider else "甲方",
    )


_KEPT = ("signing_date", "original_date", "original_title")
"""What is known of a contract in force whichever paper speaks of it."""


def _fitting(library: ClauseLibrary, draft: Draft) -> tuple[str, ...]:
    """Clauses that were drafted alone and do not stand in every contract."""
    optional = {clause.id for clause in library.clauses if not clause.standard}
    return tuple(dict.fromkeys((*draft.add, *(name for name in draft.clauses if name in optional))))


def _is_annex(library: ClauseLibrary, section: str) -> bool:
    return any(one.id == section and one.annex for one in library.sections)


def _paper(words: Words, kind: str) -> PaperWords:
    found: PaperWords = getattr(words.papers, kind)
    return found
