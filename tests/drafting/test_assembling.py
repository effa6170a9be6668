"""Which clauses come in, and what stands in the places of facts."""

from __future__ import annotations

import pytest
from drafting_samples import facts, library, words

from bot.drafting.assembling import assemble
from bot.drafting.contract import Blank, Contract, FactRef
from bot.errors import InputError


def ids(contract: Contract) -> list[str]:
    return [clause.id for clause in contract.clauses()]


def drafted(**changed: object) -> Contract:
    return assemble(library(), words(), facts(**changed))


def test_standard_clauses_whose_condition_holds_stand_in_the_order_of_sections() -> None:
    assert ids(drafted()) == [
        "terms-peak",
        "scope-what",
        "price-seat",
        "term-length",
        "term-no-renewal",
        "annex-weights",
    ]
    assert [section.id for section in drafted().annexes] == ["annex-assessment"]


def test_the_price_model_chooses_the_price_clause() -> None:
    chosen = ids(drafted(price_model="per_conversation"))
    assert "price-conversation" in chosen
    assert "price-seat" not in chosen
    assert "terms-peak" not in chosen, "it needs a clause that does not apply"


def test_what_is_asked_for_wins_over_what_it_excludes() -> None:
    chosen = ids(assemble(library(), words(), facts(), add=("term-renewal",)))
    assert "term-renewal" in chosen
    assert "term-no-renewal" not in chosen


@pytest.mark.parametrize(
    ("add", "drop", "says"),
    [
        (("no-such",), (), "条款库里没有 no-such"),
        (("price-conversation",), (), "不适合你给的情况"),
        (("terms-peak",), ("price-seat",), "放不到一起"),
        (("term-renewal", "term-no-renewal"), (), "放不到一起"),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(
    add: tuple[str, ...], drop: tuple[str, ...], says: str
) -> None:
    with pytest.raises(InputError, match=says):
        assemble(library(), words(), facts(), add=add, drop=drop)


def test_dropping_a_clause_takes_those_along_that_need_it() -> None:
    chosen = ids(assemble(library(), words(), facts(), drop=("price-seat",)))
    assert "price-seat" not in chosen
    assert "terms-peak" not in chosen


def test_position_of_the_whole_and_of_one_clause() -> None:
    made = assemble(library(), words(), facts(), "merchant", positions={"price-seat": "provider"})
    assert {clause.id: clause.position for clause in made.clauses()}["price-seat"] == "provider"
    assert {clause.position for clause in made.clauses() if clause.id != "price-seat"} == {"merchant"}


def test_missing_facts_are_blanks_and_nothing_is_invented() -> None:
    made = drafted(seat_price=None, seats=None)
    missing = {blank.fact: blank.label for blank in made.blanks()}
    assert missing["seat_price"] == "每个坐席每月服务费（元）"
    assert missing["shops"] == "店铺名称"
    assert not missing.keys() & made.facts.keys()
    assert {fact.id for fact in made.defaults()} >= {"payment_days", "statement_day"}


def test_an_amount_is_in_words_once_and_not_in_tables() -> None:
    refs = [piece for piece in drafted().pieces() if isinstance(piece, FactRef)]
    assert [ref.fact for ref in refs if ref.in_words] == ["seat_price"]


def test_party_details_that_nobody_gave_are_blanks() -> None:
    first, _ = drafted(party_a_code="91330100MA00000000").parties
    assert [label for label, _ in first.details][:2] == ["统一社会信用代码", "住所"]
    assert isinstance(first.details[0][1], FactRef)
    assert isinstance(first.details[1][1], Blank)


def test_terms_are_known_with_the_clause_that_defines_them() -> None:
    assert [(d.term, d.clause) for d in drafted().definitions] == [("大促", "terms-peak")]


def test_a_contract_survives_json() -> None:
    for made in (drafted(), drafted(seats=None), assemble(library(), words(), facts(), "merchant")):
        assert Contract.model_validate_json(made.model_dump_json()) == made
