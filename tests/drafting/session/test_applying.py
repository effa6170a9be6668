"""What one message does to a draft: exactly what it says, told as it happened, taken back whole."""

from __future__ import annotations

import pytest
from session_samples import begin, begun, done, draft_of, paper_of, says, told

from bot.drafting.reading.said import Order, Reading, Saying
from bot.drafting.session.draft import Conflict, History


def test_facts_are_taken_and_told_with_what_they_were() -> None:
    first = done(None, says(begin(), seats="2", platforms="淘宝"))
    assert first.begun
    assert told(first) == [("set", "seats", "", "2个"), ("set", "platforms", "", "淘宝")]
    second = done(first.history, says(seats="6"))
    assert told(second) == [("changed", "seats", "2个", "6个")]
    assert draft_of(second.history).given == {"seats": "6", "platforms": "淘宝"}
    assert not second.begun


def test_a_fact_left_blank_is_a_blank_even_where_there_is_a_default() -> None:
    history = done(begun(notice_days="45"), says(blank=("notice_days", "party_b"))).history
    assert draft_of(history).given == {}
    blanks = {blank.fact for blank in paper_of(history).blanks()}
    assert {"notice_days", "party_b"} <= blanks
    again = done(history, says(notice_days="60"))
    assert draft_of(again.history).withheld == ("party_b",)


def test_an_edit_changes_what_was_asked_and_nothing_else() -> None:
    history = begun(seats="4", seat_price="5000")
    before = {clause.id: clause for clause in paper_of(history).clauses()}
    after = done(history, says(Order("position", clauses=("late-payment",), position="merchant"))).history
    now = {clause.id: clause for clause in paper_of(after).clauses()}
    assert {name for name in before if before[name] != now[name]} == {"late-payment"}
    assert draft_of(after).given == draft_of(history).given


def test_dropped_and_added_clauses_come_and_go() -> None:
    out = done(begun(), says(Order("drop", clauses=("renewal",))))
    assert told(out) == [("dropped", "renewal", "", "")]
    assert "renewal" not in {clause.id for clause in paper_of(out.history).clauses()}
    back = done(out.history, says(Order("add", clauses=("renewal", "trial"))))
    assert {"renewal", "trial"} <= {clause.id for clause in paper_of(back.history).clauses()}


def test_what_falls_away_with_a_clause_is_told() -> None:
    out = done(begun(), says(Order("drop", clauses=("sub-accounts",))))
    assert out.gone == ("退款与改单审批",)
    assert told(out) == [("dropped", "sub-accounts", "", "")]


def test_a_fact_of_an_optional_clause_brings_the_clause_in() -> None:
    made = done(begun(), says(deposit_amount="20000"))
    assert "performance-deposit" in {clause.id for clause in paper_of(made.history).clauses()}
    assert ("added", "performance-deposit", "", "") in told(made)


@pytest.mark.parametrize(
    ("stated", "name"),
    [({"peak_advance_rate": "30"}, "peak_advance_rate"), ({"minimum_fee": "8000"}, "minimum_fee")],
)
def test_a_fact_that_the_position_has_no_words_for_is_in_the_paper(stated: dict[str, str], name: str) -> None:
    contract = paper_of(begun(**stated))
    places = [piece for piece in contract.pieces() if piece.type == "fact" and piece.fact == name]
    assert len(places) == 1


def test_a_clause_that_only_states_a_fact_goes_with_the_fact() -> None:
    history = begun(peak_advance_rate="30", seats="3")
    out = done(history, says(Order("drop", clauses=("fact-peak_advance_rate",))))
    assert draft_of(out.history).given == {"seats": "3"}
    assert not [clause for clause in paper_of(out.history).clauses() if clause.id.startswith("fact-")]


def test_a_price_of_another_model_is_not_in_the_paper() -> None:
    contract = paper_of(begun(seat_price="5000", price_model="per_conversation"))
    assert not any(piece.type == "fact" and piece.fact == "seat_price" for piece in contract.pieces())


def test_a_clause_that_is_asked_for_in_a_contract_is_one_of_it() -> None:
    made = done(begun(seats="3"), says(begin("clauses", "trial")))
    assert draft_of(made.history).document == "contract"
    assert made.shown == ("trial",)
    assert "trial" in {clause.id for clause in paper_of(made.history).clauses()}
    assert not made.begun


def test_clauses_alone_grow_into_a_contract_with_what_was_stated() -> None:
    alone = done(None, says(begin("clauses", "trial"), trial_days="15")).history
    assert [clause.id for clause in paper_of(alone).clauses()] == ["trial"]
    whole = done(alone, says(begin())).history
    assert draft_of(whole).given == {"trial_days": "15"}
    assert "trial" in {clause.id for clause in paper_of(whole).clauses()}


def test_a_step_back_and_on_also_of_the_page() -> None:
    one = begun(seats="2")
    two = done(one, says(seats="6")).history
    back = done(two, says(Order("undo")))
    assert back.undone
    assert draft_of(back.history) == draft_of(one)
    assert draft_of(done(back.history, says(Order("redo"))).history) == draft_of(two)
    assert done(begun(), says(Order("redo"))).troubles == ("没有可以重做的了。",)


def test_finishing_stops_the_questions_and_a_new_beginning_asks_again() -> None:
    quiet = done(begun(), says(Order("finish"))).history
    assert quiet.quiet
    assert done(quiet, says(seats="3")).history.quiet
    assert not done(quiet, says(begin("termination"))).history.quiet


def test_leaving_keeps_the_draft() -> None:
    left = done(begun(seats="3"), says(Order("leave")))
    assert left.left
    assert not left.history.open
    assert draft_of(left.history).given == {"seats": "3"}


def test_clauses_that_do_not_go_together_are_refused_with_their_names() -> None:
    history = begun(deposit_amount="20000")
    clash = done(history, says(Order("add", clauses=("earnest-money",))))
    assert "定金" in clash.troubles[0]
    assert draft_of(clash.history) == draft_of(history)


CONFLICTS = [
    ({"seats": "6"}, {"peak_seats": "2"}, "比平日的6个还少", {"seats": "6", "peak_seats": "2"}),
    (
        {"price_model": "per_seat"},
        {"commission_rate": "3"},
        "没有提成",
        {"price_model": "mixed", "commission_rate": "3"},
    ),
    (
        {"start_date": "2027-01-01", "end_date": "2027-12-31"},
        {"term_months": "6"},
        "对不上",
        {"start_date": "2027-01-01", "term_months": "6"},
    ),
]


@pytest.mark.parametrize(("stands", "new", "reason", "agreed"), CONFLICTS)
def test_a_contradiction_waits_for_a_word(
    stands: dict[str, str], new: dict[str, str], reason: str, agreed: dict[str, str]
) -> None:
    history = begun(**stands)
    asked = done(history, says(**new))
    assert draft_of(asked.history).given == stands
    (conflict,) = asked.history.conflicts
    assert conflict.parameter in new
    assert reason in conflict.reason
    yes = done(asked.history, Reading(), "按新的")
    assert draft_of(yes.history).given == agreed
    assert yes.history.conflicts == ()
    no = done(asked.history, Reading(), "按原来的")
    assert draft_of(no.history).given == stands
    assert no.declined
    other = done(asked.history, says(platforms="天猫"))
    assert draft_of(other.history).given == {**stands, "platforms": "天猫"}
    assert other.history.conflicts == ()


def test_what_cannot_be_is_not_taken_on_a_nod_and_the_other_fact_makes_room() -> None:
    asked = done(begun(start_date="2027-05-01"), says(end_date="2027-04-01")).history
    assert asked.conflicts[0].hard
    nodded = done(asked, Reading(), "按新的")
    assert "end_date" not in draft_of(nodded.history).given
    moved = done(asked, says(start_date="2026-04-02"))
    assert draft_of(moved.history).given == {"start_date": "2026-04-02", "end_date": "2027-04-01"}


def test_one_party_cannot_be_both_sides() -> None:
    asked = done(begun(party_a="青禾公司"), says(party_b="青禾公司"))
    assert draft_of(asked.history).given == {"party_a": "青禾公司"}
    assert "同一个名字" in asked.history.conflicts[0].reason


def test_of_two_values_in_one_breath_the_second_is_asked_about() -> None:
    reading = Reading(sayings=(Saying("seats", "6", 0, 2), Saying("seats", "8", 5, 7)))
    made = done(begun(), reading)
    assert draft_of(made.history).given == {"seats": "6"}
    assert made.history.conflicts == (
        Conflict(parameter="seats", value="8", reason="这句话里说了两个不同的值"),
    )
    corrected = Reading(sayings=(Saying("seats", "6", 0, 2), Saying("seats", "8", 5, 7, correcting=True)))
    assert draft_of(done(begun(), corrected).history).given == {"seats": "8"}


def test_what_only_follows_gives_way_to_what_is_said() -> None:
    commission = begun(commission_rate="3")
    assert draft_of(commission).given["price_model"] == "commission"
    assert draft_of(commission).implied == ("price_model",)
    mixed = done(commission, says(seat_price="3000")).history
    assert draft_of(mixed).given["price_model"] == "mixed"
    outright = done(mixed, says(price_model="per_seat"))
    assert draft_of(outright.history).given["price_model"] == "per_seat"
    assert draft_of(outright.history).implied == ()


def test_a_history_survives_json() -> None:
    history = done(begun(seats="6"), says(peak_seats="2")).history
    assert History.model_validate_json(history.model_dump_json()) == history
