"""What is different between two states of a draft, as it is told to the user."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITION_NAMES
from bot.drafting.session.draft import LONE_FACT, Change, ChangeKind, Draft

WHOLE = "整份合同"


def changes(library: ClauseLibrary, before: Draft, after: Draft) -> tuple[Change, ...]:
    """Every difference, facts first, then what happened to the clauses; none where the two say the same."""
    return (
        *_document(before, after),
        *_facts(library, before, after),
        *_clauses(library, before, after),
        *_positions(library, before, after),
        *_order(library, before, after),
        *_placed(library, before, after),
        *_style(before, after),
    )


def section_order(library: ClauseLibrary, draft: Draft) -> tuple[str, ...]:
    """Every section of the library in the order that the draft has: those the user moved, then the library's."""
    known = [section.id for section in library.sections]
    moved = [section for section in draft.order if section in known]
    return (*moved, *(section for section in known if section not in moved))


def clause_title(library: ClauseLibrary, draft: Draft, clause: str) -> str:
    """The title of a clause of the library or of a special clause; its id where there is neither."""
    special = next((one.title for one in draft.special if one.id == clause), "")
    fact = library.parameters.get(clause.removeprefix(LONE_FACT)) if clause.startswith(LONE_FACT) else None
    named = special or (fact.label if fact else "")
    return named or next((one.title for one in library.clauses if one.id == clause), clause)


def _document(before: Draft, after: Draft) -> Iterator[Change]:
    if before.document != after.document:
        yield Change(
            kind="begun", subject=after.document, label=WHOLE, before=before.document, after=after.document
        )


def _facts(library: ClauseLibrary, before: Draft, after: Draft) -> Iterator[Change]:
    begun = before.document != after.document  # what does not come along was not taken back
    for name in dict.fromkeys((*before.given, *after.given, *before.withheld, *after.withheld)):
        old, new = before.given.get(name, ""), after.given.get(name, "")
        newly_blank = name in after.withheld and name not in before.withheld
        if (old == new and not newly_blank) or (begun and not new):
            continue
        parameter = library.parameters[name]
        kind: ChangeKind = "blank" if not new else "changed" if old else "set"
        yield Change(
            kind=kind,
            subject=name,
            label=parameter.label,
            before=parameter.shown(old) if old else "",
            after=parameter.shown(new) if new else "",
        )


def _clauses(library: ClauseLibrary, before: Draft, after: Draft) -> Iterator[Change]:
    gone = [
        *_new(before.drop, after.drop),
        *_new(after.add, before.add),
        *_new(after.clauses, before.clauses),
    ]
    come = [
        *_new(after.drop, before.drop),
        *_new(before.add, after.add),
        *_new(before.clauses, after.clauses),
    ]
    for clause in dict.fromkeys(gone):
        if clause not in come:
            yield Change(kind="dropped", subject=clause, label=clause_title(library, before, clause))
    for clause in dict.fromkeys(come):
        if clause not in gone:
            yield Change(kind="added", subject=clause, label=clause_title(library, after, clause))
    old = {special.id: special for special in before.special}
    new = {special.id: special for special in after.special}
    for name in dict.fromkeys((*old, *new)):
        if name not in new:
            yield Change(kind="dropped", subject=name, label=old[name].title, before=old[name].text)
        elif old.get(name) != new[name]:
            earlier = old[name].text if name in old else ""
            yield Change(
                kind="special", subject=name, label=new[name].title, before=earlier, after=new[name].text
            )


def _positions(library: ClauseLibrary, before: Draft, after: Draft) -> Iterator[Change]:
    names = POSITION_NAMES
    if before.position != after.position:
        yield Change(
            kind="position",
            subject="",
            label=WHOLE,
            before=names[before.position],
            after=names[after.position],
        )
    for clause in dict.fromkeys((*before.positions, *after.positions)):
        old = before.positions.get(clause, before.position)
        new = after.positions.get(clause, after.position)
        if old != new and before.positions.get(clause) != after.positions.get(clause):
            label = clause_title(library, after, clause)
            yield Change(kind="position", subject=clause, label=label, before=names[old], after=names[new])


def _order(library: ClauseLibrary, before: Draft, after: Draft) -> Iterator[Change]:
    old, new = section_order(library, before), section_order(library, after)
    titles = {section.id: section.title for section in library.sections}
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    stayed = {
        new[at] for block in matcher.get_matching_blocks() for at in range(block.b, block.b + block.size)
    }
    for at, section in enumerate(new):
        if section not in stayed:
            following = titles[new[at + 1]] if at + 1 < len(new) else ""
            where = f"移到“{following}”之前" if following else "移到最后"
            yield Change(kind="moved", subject=section, label=titles[section], after=where)


def _placed(library: ClauseLibrary, before: Draft, after: Draft) -> Iterator[Change]:
    """The clauses that were moved since, each as it was put last."""
    same = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before.placed, after.placed, strict=False))
    )
    titles = {section.id: section.title for section in library.sections}
    for clause, place in {place.clause: place for place in after.placed[same:]}.items():
        following = clause_title(library, after, place.before) if place.before else ""
        end = f"移到“{titles.get(place.section, place.section)}”的最后"
        yield Change(
            kind="moved",
            subject=clause,
            label=clause_title(library, after, clause),
            after=f"移到“{following}”之前" if following else end,
        )


def _style(before: Draft, after: Draft) -> Iterator[Change]:
    if before.style != after.style:
        yield Change(
            kind="style", subject=after.style, label="编号样式", before=before.style, after=after.style
        )


def _new(old: Sequence[str], new: Sequence[str]) -> list[str]:
    return [one for one in new if one not in old]
