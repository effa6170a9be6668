"""Which statements of a message can stand beside those that stand already, and which have to be asked about.

A contradiction is never settled silently: what stood first stays, the other waits for the user's next word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.drafting.facts import FactsError, read_facts
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.said import Saying
from bot.drafting.session.asking import AskingRules
from bot.drafting.session.draft import Conflict, Draft

_START, _TERM, _END = "start_date", "term_months", "end_date"


@dataclass(frozen=True)
class Taken:
    """The draft after a message's statements, the parameters that were taken, and what waits for a word."""

    draft: Draft
    stated: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True)
class Taker:
    """Takes statements into drafts, by the rules of one library."""

    library: ClauseLibrary
    rules: AskingRules

    def take(self, draft: Draft, sayings: Sequence[Saying], waiting: Sequence[Conflict] = ()) -> Taken:
        """Take `sayings` into the draft; what waits comes along where they make room for it, and waits no longer
        where they do not: the message was the word that decides."""
        stated, implied, doubled = _sorted_out(sayings, {rule.parameter for rule in self.rules.follows})
        base = {name: value for name, value in draft.given.items() if name not in draft.implied}
        implied = {name: draft.given[name] for name in draft.implied} | implied
        held = {one.parameter: one.value for one in waiting if one.parameter not in stated}
        if held and stated and not self._first_objection(draft, base, {**held, **stated}):
            return self._made(draft, base, {**held, **stated}, implied, doubled)
        if not self._first_objection(draft, base, stated):
            return self._made(draft, base, stated, implied, doubled)
        taken: dict[str, str] = {}
        conflicts: list[Conflict] = []
        deciding = {name for clash in self.rules.clashes if clash.at_once for name in clash.against}
        for name, value in sorted(stated.items(), key=lambda item: item[0] not in deciding):
            found = self._objection(draft, base, {**taken, name: value}, name)
            if found:
                conflicts.append(found)
            else:
                taken[name] = value
        return self._made(draft, base, taken, implied, (*conflicts, *doubled))

    def agreed(self, draft: Draft, waiting: Sequence[Conflict]) -> Taken:
        """The user wants what waits: each comes in with what it changes, unless it cannot stand all the same."""
        stated: list[str] = []
        left: list[Conflict] = []
        for one in waiting:
            update = {one.parameter: one.value, **one.settle}
            given = {name: value for name, value in {**draft.given, **update}.items() if value}
            if self._contradiction(draft, given):
                left.append(one)
            else:
                implied = tuple(name for name in draft.implied if name not in update)
                withheld = tuple(name for name in draft.withheld if name not in given)
                draft = draft.model_copy(update={"given": given, "implied": implied, "withheld": withheld})
                stated += update
        return Taken(draft, tuple(stated), tuple(left))

    def _made(
        self,
        draft: Draft,
        base: Mapping[str, str],
        stated: Mapping[str, str],
        implied: Mapping[str, str],
        conflicts: tuple[Conflict, ...],
    ) -> Taken:
        """The draft with `stated`, and with what follows from it where the user has not said it outright."""
        given = {**base, **stated}
        follows = {name: value for name, value in implied.items() if name not in given}
        follows |= self.rules.settled(given, stated)
        update = {
            "given": given | follows,
            "implied": tuple(follows),
            "withheld": tuple(name for name in draft.withheld if name not in given),
        }
        return Taken(draft.model_copy(update=update), tuple(stated), conflicts)

    def _first_objection(
        self, draft: Draft, given: Mapping[str, str], trial: Mapping[str, str]
    ) -> Conflict | None:
        found = (self._objection(draft, given, trial, name) for name in trial)
        return next((one for one in found if one), None)

    def _objection(
        self, draft: Draft, given: Mapping[str, str], trial: Mapping[str, str], name: str
    ) -> Conflict | None:
        """Why `name` of `trial` cannot simply be taken beside `given`."""
        now = {**given, **trial}
        value = trial[name]
        if reason := self._contradiction(draft, now):
            moves = name in (_TERM, _START) and _END in given
            if moves and not self._contradiction(draft, {k: v for k, v in now.items() if k != _END}):
                return Conflict(parameter=name, value=value, reason=reason, settle={_END: ""})
            return Conflict(parameter=name, value=value, reason=reason, hard=True)
        stood = given.keys() - trial.keys()
        now |= self.rules.settled(now, now)
        for clash in self.rules.clashes:
            if clash.stated == name and clash.holds(now) and (clash.at_once or stood & set(clash.against)):
                reason = clash.reason(now, self.library.parameters)
                return Conflict(parameter=name, value=value, reason=reason, settle=dict(clash.settle))
        return None

    def _contradiction(self, draft: Draft, given: Mapping[str, str]) -> str:
        """What is said of facts that cannot stand together, empty where they can."""
        try:
            read_facts(self.library, given, draft.position)
        except FactsError as error:
            return "；".join(f"{fault.label}{fault.message}" for fault in error.faults)
        return ""


def _sorted_out(
    sayings: Sequence[Saying], followers: set[str]
) -> tuple[dict[str, str], dict[str, str], tuple[Conflict, ...]]:
    """What was said outright, what follows from another statement (one of `followers`, with the same words behind
    it), and what was said twice, differently and without taking back the first."""
    stated: dict[str, str] = {}
    implied: dict[str, str] = {}
    doubled: list[Conflict] = []
    for saying in sayings:
        name = saying.parameter
        others = {(other.start, other.end) for other in sayings if other.parameter != name}
        if name in followers and (saying.start, saying.end) in others:
            implied[name] = saying.value
        elif name in stated and stated[name] != saying.value and not saying.correcting:
            doubled.append(Conflict(parameter=name, value=saying.value, reason="这句话里说了两个不同的值"))
        else:
            stated[name] = saying.value
    return stated, implied, tuple(doubled)
