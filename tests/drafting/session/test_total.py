"""The total of the contract: it stands where it was told, with its words, and what it contradicts is asked about."""

from __future__ import annotations

from decimal import Decimal

import pytest
from session_samples import begin, begun, done, draft_of, drafter, library, paper_of, says, told, words

from bot.arithmetic.capitals import capitals
from bot.drafting.contract import Contract, Fact
from bot.drafting.linting import lint
from bot.drafting.markdown import markdown
from bot.drafting.parameters import POSITIONS
from bot.drafting.reading.said import Reading
from bot.drafting.session.draft import History

KNOWN = {"seats": "2", "seat_price": "4000", "term_months": "12"}


def stands(contract: Contract) -> bool:
    return any(piece.type == "fact" and piece.fact == "total_amount" for piece in contract.pieces())


def said(message: str, history: History | None = None) -> dict[str, str]:
    reading = drafter().read(message, history or begun())
    return {saying.parameter: saying.value for saying in reading.sayings}


@pytest.mark.parametrize(
    ("message", "total"),
    [
        ("合同总价九万六", "96000"),
        ("总价款一共12万8千元", "128000"),
        ("全部费用总共96000", "96000"),
        ("合同金额是10.8万", "108000"),
        ("总额定在150,000元", "150000"),
    ],
)
def test_a_total_is_read(message: str, total: str) -> None:
    assert said(message) == {"total_amount": total}


@pytest.mark.parametrize(
    "message",
    ["押金一共两万", "一个月总共8千", "滞纳金总共不超过20%", "违约金是合同总价的30%", "合同总价多少"],
)
def test_what_is_no_total_is_not_read_as_one(message: str) -> None:
    assert "total_amount" not in said(message)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_total_that_was_told_stands_once_with_its_words(position: str) -> None:
    history = done(None, says(begin(), total_amount="96000", **KNOWN)).history
    draft = draft_of(history).model_copy(update={"position": position})
    assert "total-price" in draft.add
    contract = drafter().contract(History(versions=(history.current.model_copy(update={"draft": draft}),)))
    assert "96,000元（大写：人民币玖万陆仟元整）" in markdown(contract, words())
    assert lint(contract, words()) == ()


def test_nothing_is_said_of_a_total_that_nobody_told() -> None:
    contract = paper_of(begun(**KNOWN))
    assert not stands(contract)
    assert "总价为" not in markdown(contract, words())


def test_a_total_that_the_seats_do_not_come_to_is_asked_about() -> None:
    asked = done(begun(**KNOWN), says(total_amount="90000"))
    (conflict,) = asked.history.conflicts
    assert (conflict.parameter, conflict.hard) == ("total_amount", False)
    assert "96,000 元" in conflict.reason
    assert not stands(paper_of(asked.history))
    yes = done(asked.history, Reading(), "按新的").history
    assert draft_of(yes).given["total_amount"] == "90000"
    assert stands(paper_of(yes))
    no = done(asked.history, Reading(), "按原来的").history
    assert draft_of(no).given == KNOWN


def test_a_contradiction_within_one_message_is_asked_about() -> None:
    made = done(None, says(begin(), total_amount="90000", **KNOWN))
    assert draft_of(made.history).given == KNOWN
    assert [one.parameter for one in made.history.conflicts] == ["total_amount"]


def test_a_fact_that_makes_the_total_wrong_is_asked_about_and_the_total_follows_it() -> None:
    history = begun(total_amount="96000", **KNOWN)
    asked = done(history, says(seats="3"))
    assert draft_of(asked.history).given["seats"] == "2"
    assert "144,000 元" in asked.history.conflicts[0].reason
    agreed = done(asked.history, Reading(), "按新的").history
    contract = paper_of(agreed)
    assert (contract.facts["total_amount"].value, contract.facts["total_amount"].origin) == (
        "144000",
        "computed",
    )
    assert stands(contract)
    together = done(history, says(seats="3", total_amount="144000"))
    assert together.history.conflicts == ()
    assert ("changed", "total_amount", "96000元", "144000元") in told(together)


@pytest.mark.parametrize(
    "facts",
    [
        {"seats": "2", "seat_price": "4000"},
        {"commission_rate": "2", **KNOWN},
        {"price_model": "mixed", "commission_rate": "2", **KNOWN},
        {"price_model": "per_conversation", "conversation_price": "1.5"},
    ],
)
def test_where_the_seats_do_not_decide_it_there_is_nothing_to_contradict(facts: dict[str, str]) -> None:
    made = done(begun(**facts), says(total_amount="90000"))
    assert made.history.conflicts == ()
    assert stands(paper_of(made.history))


def test_a_total_at_odds_with_the_usual_term_is_named() -> None:
    text = drafter().drafted("话", says(total_amount="48000"), begun(seats="2", seat_price="4000")).text
    assert "对不上" in text
    assert "96,000" in text


def test_a_computed_total_that_has_gone_stale_is_a_fault() -> None:
    contract = paper_of(begun(total_amount="96000", **KNOWN))
    stale = contract.facts["total_amount"].model_copy(
        update={"value": "95000", "text": "95,000元", "origin": "computed"}
    )
    facts: dict[str, Fact] = {**contract.facts, "total_amount": stale}
    faults = lint(contract.model_copy(update={"facts": facts}), words())
    assert [(fault.check, capitals(Decimal(96000)) in fault.message) for fault in faults] == [("total", True)]


def test_the_clause_is_one_of_the_library() -> None:
    assert not library().clause("total-price").standard
