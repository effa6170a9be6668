"""A clause moves by itself or with its section, exactly there; numbers and references follow, and nothing else changes."""

from __future__ import annotations

import pytest
from session_samples import begun, done, draft_of, drafter, library, paper_of, says, told, words

from bot.drafting.linting import lint
from bot.drafting.markdown import markdown
from bot.drafting.numbering import STYLES
from bot.drafting.reading.said import Order
from bot.drafting.session.draft import History
from bot.drafting.session.editing import put_clause, undo
from bot.errors import InputError


def order_of(history: History) -> dict[str, list[str]]:
    contract = paper_of(history)
    return {s.id: [c.id for c in s.clauses] for s in (*contract.sections, *contract.annexes)}


def after(message: str, history: History | None = None) -> History:
    history = history or begun()
    return done(history, drafter().read(message, history), message).history


def test_a_clause_moves_within_its_section() -> None:
    history = begun()
    moved = after("把结算与付款挪到坐席服务费前面", history)
    expected = {**order_of(history), "price": ["payment-arrears", "price-per-seat", "price-adjustment"]}
    assert order_of(moved) == expected
    assert draft_of(undo(moved)) == draft_of(history)


def test_a_clause_moves_into_another_section_behind_the_one_that_was_named() -> None:
    history = begun()
    before = order_of(history)
    moved = after("把记录保存那条挪到付款那条后面", history)
    assert order_of(moved) == {
        **before,
        "data": ["data-ownership"],
        "price": ["price-per-seat", "payment-arrears", "records-keeping", "price-adjustment"],
    }
    assert lint(paper_of(moved), words()) == ()


def test_a_section_of_one_clause_keeps_its_heading() -> None:
    moved = after("把保密那条挪到数据那条后面")
    names = list(order_of(moved))
    assert names[names.index("data") + 1] == "confidentiality"
    assert order_of(moved)["confidentiality"] == ["confidentiality"]


def test_a_clause_is_meant_by_its_number_too_and_goes_to_the_end() -> None:
    history = begun()
    section = list(order_of(history)).index("termination") + 1
    number = f"{section}.1"
    moved = after(f"把{number}放到最后", history)
    body = [clause for section in paper_of(moved).sections for clause in section.clauses]
    assert body[-1].id == "early-termination"
    assert body[-1].home == "termination"


def test_numbers_and_references_follow() -> None:
    moved = after("把赔偿责任上限挪到保密那条后面", begun(seats="3", seat_price="4000"))
    contract = paper_of(moved)
    section = next(at for at, one in enumerate(contract.sections, 1) if one.id == "confidentiality")
    text = markdown(contract, words())
    assert f"\n{section}.{len(contract.sections[section - 1].clauses[0].paragraphs) + 1} " in text
    for style in STYLES:
        assert lint(contract, words(), style) == ()


def test_a_move_is_told_and_a_later_one_of_the_same_clause_takes_its_place() -> None:
    history = begun()
    one = done(history, says(Order("move", clauses=("objection",), before="monthly-assessment")))
    assert told(one) == [("moved", "objection", "", "移到“月度考核与扣减”之前")]
    two = done(one.history, says(Order("move", clauses=("objection",), after="running-in")))
    assert told(two) == [("moved", "objection", "", "移到“考核与扣减”的最后")]
    assert order_of(two.history)["assessment"] == ["monthly-assessment", "running-in", "objection"]
    assert len(draft_of(two.history).placed) == 1


def test_where_a_clause_stands_already_nothing_changes() -> None:
    history = begun()
    same = done(history, says(Order("move", clauses=("objection",), after="monthly-assessment")))
    assert same.changes == ()
    assert draft_of(same.history) == draft_of(history)


def test_a_clause_that_was_moved_and_taken_out_leaves_the_others_where_they_are() -> None:
    history = after("把记录保存那条挪到付款那条后面")
    gone = done(history, says(Order("drop", clauses=("payment-arrears",)))).history
    assert "records-keeping" in order_of(gone)["price"]


def test_a_section_that_every_contract_needs_is_not_missed_where_its_clause_stands_elsewhere() -> None:
    history = begun()
    for clause in order_of(history)["dispute"]:
        history = put_clause(library(), history, clause, "liability", "")
    contract = paper_of(history)
    assert "dispute" not in order_of(history)
    assert lint(contract, words()) == ()


@pytest.mark.parametrize(
    "order",
    [
        Order("move", clauses=("objection",), before="assessment-table"),
        Order("move", clauses=("objection",), before="trial"),
        Order("move", clauses=("trial",)),
    ],
)
def test_what_cannot_be_moved_is_said(order: Order) -> None:
    history = begun()
    made = done(history, says(order))
    assert len(made.troubles) == 1
    assert draft_of(made.history) == draft_of(history)


def test_an_unknown_section_is_refused_on_the_page() -> None:
    with pytest.raises(InputError, match="没有这一部分"):
        put_clause(library(), begun(), "objection", "nowhere", "")
