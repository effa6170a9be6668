"""Whatever is said in whatever order: the draft is what was said, can be taken back, and its paper is sound."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from session_samples import begin, done, draft_of, library, paper_of, says, words

from bot.drafting.linting import lint
from bot.drafting.parameters import POSITIONS, Parameter
from bot.drafting.reading.said import Order, Reading
from bot.drafting.session.draft import History
from bot.drafting.session.editing import undo

CLAUSES = [clause.id for clause in library().clauses]
ORDERS = st.one_of(
    st.sampled_from(CLAUSES).map(lambda c: Order("drop", clauses=(c,))),
    st.sampled_from(CLAUSES).map(lambda c: Order("add", clauses=(c,))),
    st.tuples(st.sampled_from(CLAUSES), st.sampled_from(POSITIONS)).map(
        lambda a: Order("position", clauses=(a[0],), position=a[1])
    ),
    st.sampled_from(POSITIONS).map(lambda p: Order("position", position=p)),
    st.tuples(st.sampled_from(CLAUSES), st.sampled_from(["", *CLAUSES]), st.booleans()).map(
        lambda a: Order("move", clauses=(a[0],), before=a[1] * a[2], after=a[1] * (not a[2]))
    ),
    st.text(max_size=30).map(lambda text: Order("special", text=text)),
    st.sampled_from(["第一条", "一、", "1."]).map(lambda style: Order("style", text=style)),
    st.sampled_from(["contract", "supplement", "termination", "clauses", "annex"]).flatmap(
        lambda kind: st.lists(st.sampled_from(CLAUSES), max_size=2).map(lambda c: begin(kind, *c))
    ),
    st.sampled_from([Order("undo"), Order("redo"), Order("finish"), Order("show")]),
)


def value_of(parameter: Parameter) -> st.SearchStrategy[str]:
    if parameter.choices:
        return st.sampled_from([choice.id for choice in parameter.choices])
    if parameter.type == "date":
        return st.dates(date(2024, 1, 1), date(2035, 12, 31)).map(str)
    if parameter.type == "time":
        return st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
    if not parameter.numeric:
        return st.sampled_from(["杭州青禾公司", "合肥应答公司", "一处地方"])
    low, high = parameter.min or Decimal(0), parameter.max or Decimal(10) ** 6
    whole = parameter.type in ("duration", "count")
    return st.decimals(low, high, allow_nan=False, places=0 if whole else 2).map(
        lambda number: f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    names = draw(st.lists(st.sampled_from(sorted(library().parameters)), unique=True, max_size=4))
    facts = {name: draw(value_of(library().parameters[name])) for name in names}
    blank = tuple(draw(st.lists(st.sampled_from(sorted(library().parameters)), unique=True, max_size=1)))
    return says(*draw(st.lists(ORDERS, max_size=2)), blank=tuple(b for b in blank if b not in facts), **facts)


@given(st.lists(readings(), min_size=1, max_size=6), st.booleans())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_conversation_keeps_its_word(said: list[Reading], by_provider: bool) -> None:
    history = done(None, says(begin())).history
    stated: set[tuple[str, str]] = set()
    for reading in said:
        before = draft_of(history)
        stated |= {(saying.parameter, saying.value) for saying in reading.sayings}
        made = done(history, reading, by_provider=by_provider)
        after = draft_of(made.history)
        assert History.model_validate_json(made.history.model_dump_json()) == made.history
        stepped = {order.kind for order in reading.orders} & {"undo", "redo"}
        if after != before and not stepped:
            assert draft_of(undo(made.history)) == before
        if not stepped:
            assert bool(made.changes) == (after != before)
        values = {value for _, value in stated}
        assert all(value in values for name, value in after.given.items() if name not in after.implied)
        contract = paper_of(made.history)
        faults = lint(contract, words(), after.style)
        assert {fault.check for fault in faults} <= {"required"}, faults
        nobody = {
            fact.id
            for fact in contract.facts.values()
            if fact.origin == "user" and fact.id not in after.given
        }
        assert nobody == set()
        history = made.history
