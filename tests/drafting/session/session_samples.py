"""The real library and rules, and readings built by hand: what is tested is what is done with them, not the reading."""

from __future__ import annotations

from functools import cache

from bot.drafting.contract import Contract
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.said import Order, Reading, Saying, Withheld
from bot.drafting.session.applying import Applied, apply
from bot.drafting.session.asking import AskingRules
from bot.drafting.session.draft import Draft, History
from bot.drafting.session.drafter import Drafter
from bot.drafting.session.papers import contract_of
from bot.drafting.words import Words, load_drafting_words
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"


@cache
def library() -> ClauseLibrary:
    return ClauseLibrary.load(KNOWLEDGE / "clauses")


@cache
def words() -> Words:
    return load_drafting_words(KNOWLEDGE)


@cache
def rules() -> AskingRules:
    return AskingRules.load(KNOWLEDGE / "drafting" / "asking.yaml", library())


@cache
def drafter() -> Drafter:
    return Drafter(KNOWLEDGE)


def says(*orders: Order, blank: tuple[str, ...] = (), **facts: str) -> Reading:
    """A reading of a message that states `facts`, each with words of its own, and gives `orders`."""
    sayings = tuple(
        Saying(name, value, 10 * at, 10 * at + 1) for at, (name, value) in enumerate(facts.items())
    )
    return Reading(sayings=sayings, withheld=tuple(Withheld(n, 0, 1) for n in blank), orders=orders)


def begin(document: str = "contract", *clauses: str) -> Order:
    return Order("begin", document=document, clauses=clauses)  # type: ignore[arg-type]


def done(history: History | None, reading: Reading, said: str = "话", **more: bool) -> Applied:
    return apply(library(), words(), rules(), history, reading, said, **more)


def begun(**facts: str) -> History:
    """A contract under way in which `facts` were stated."""
    return done(None, says(begin(), **facts)).history


def draft_of(history: History) -> Draft:
    return history.current.draft


def paper_of(history: History) -> Contract:
    return contract_of(library(), words(), draft_of(history))


def told(applied: Applied) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.subject, c.before, c.after) for c in applied.changes]
