"""A clause that is kept almost word for word: what was changed in it must not be a party or a modality.

Words tell most of what a clause says; where an answer copies one and changes a single character (都不会 to 都会),
only the two texts side by side tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.grounding.comparing import NEGATIVE, clash
from bot.grounding.reading import Reading, State
from bot.grounding.verdicts import Fault

ALIKE = 0.75
"""How alike two clauses are, from 0 to 1, for one to count as a copy of the other."""


SMALL = 3
"""Characters of a change that can only have turned a clause round; more may add something of its own."""


def edited(claim: Reading, clauses: Sequence[int], source: Reading) -> Fault | None:
    """What was changed in copied clauses that must not be; None for clauses in words of their own."""
    for at in clauses:
        mine = claim.words(at).strip()
        for there in range(len(source.clauses)):
            theirs = source.words(there).strip()
            if min(len(mine), len(theirs)) / max(len(mine), len(theirs), 1) < 0.6:
                continue
            matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
            if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
                continue
            fault = _parties(claim, at, source, there, matcher) or _modality(
                claim, at, source, there, matcher
            )
            if fault is None:
                break
            if not any(
                _same_as(claim, at, source, other) for other in range(len(source.clauses)) if other != there
            ):
                return fault
    return None


def _same_as(claim: Reading, at: int, source: Reading, there: int) -> bool:
    return claim.words(at).strip() == source.words(there).strip()


def _parties(
    claim: Reading, at: int, source: Reading, there: int, matcher: SequenceMatcher[str]
) -> Fault | None:
    """One side put where the other stood."""
    mine = [(m, m.start - _begin(claim, at)) for m in claim.mentions if m.clause == at]
    theirs = [(m, m.start - _begin(source, there)) for m in source.mentions if m.clause == there]
    for code, first, last, begin, end in matcher.get_opcodes():
        if code != "replace":
            continue
        for one, place in mine:
            for other, beside in theirs:
                touched = place < last and first < place + (one.end - one.start)
                opposite = beside < end and begin < beside + (other.end - other.start)
                swapped = {one.side, other.side} == {"a", "b"} or (
                    one.side == "both" and other.side in ("a", "b")
                )
                if touched and opposite and swapped:
                    return Fault("party", claim.words(at))
    return None


def _begin(reading: Reading, at: int) -> int:
    """Where the words of a clause begin, spaces left out."""
    words = reading.words(at)
    return reading.clauses[at].start + len(words) - len(words.lstrip())


def _modality(
    claim: Reading, at: int, source: Reading, there: int, matcher: SequenceMatcher[str]
) -> Fault | None:
    """What must, may or must not be, one after the other, where few characters were changed."""
    mine, theirs = _states(claim, at), _states(source, there)
    if len(mine) == len(theirs) and any(clash(one, other) for one, other in zip(mine, theirs, strict=True)):
        kind = any((one in NEGATIVE) != (other in NEGATIVE) for one, other in zip(mine, theirs, strict=True))
        return Fault("polarity" if kind else "modality", claim.words(at))
    if abs(len(mine) - len(theirs)) != 1:
        return None
    changed = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    small = all(max(code[2] - code[1], code[4] - code[3]) <= SMALL for code in changed)
    denials = [sum(state in NEGATIVE for state in states) for states in (mine, theirs)]
    return Fault("polarity", claim.words(at)) if small and denials[0] != denials[1] else None


def _states(reading: Reading, at: int) -> list[State]:
    clause = reading.clauses[at]
    return [state for place, state in reading.modals if clause.start <= place < clause.end]
