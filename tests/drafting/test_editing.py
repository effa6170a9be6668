"""Steps by hand on a draft: each does what it says, tells it, and changes nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import POSITIONS
from bot.drafting.session import editing
from bot.drafting.session.changes import changes, section_order
from bot.drafting.session.draft import Draft, History, Special, Version
from bot.errors import InputError
from bot.settings import PROJECT

LIBRARY = ClauseLibrary.load(PROJECT / "knowledge" / "clauses")
BEGUN = History(versions=(Version(number=0, draft=Draft()), Version(number=1, draft=Draft())), at=1)


def told(history: History) -> list[tuple[str, str, str, str]]:
    return [(c.kind, c.label, c.before, c.after) for c in history.current.changes]


def test_a_fact_is_set_changed_and_left_blank() -> None:
    first = editing.set_fact(LIBRARY, BEGUN, "seats", "十个")
    assert first.current.draft == Draft(given={"seats": "10"})
    assert told(first) == [("set", "坐席数", "", "10个")]
    second = editing.set_fact(LIBRARY, first, "seats", "12")
    assert told(second) == [("changed", "坐席数", "10个", "12个")]
    third = editing.withhold(LIBRARY, second, "seats")
    assert third.current.draft == Draft(withheld=("seats",))
    assert told(third) == [("blank", "坐席数", "12个", "")]
    again = editing.set_fact(LIBRARY, third, "seats", "12")
    assert again.current.draft == Draft(given={"seats": "12"})
    assert [version.number for version in again.versions] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("parameter", "raw", "says"),
    [
        ("service_start", "25:00", "没有 25:00 这个时间"),
        ("seats", "0", "坐席数不能低于1个"),
        ("seats", "-3", "坐席数"),
        ("party_b", "=HYPERLINK(1)", "不能以 = + - @ 开头"),
        ("party_b", "{{name}}", "花括号"),
        ("start_date", "2027-02-30", "日历上没有"),
        ("nothing", "1", "合同里没有这一项"),
    ],
)
def test_a_value_that_cannot_stand_says_what_to_write(parameter: str, raw: str, says: str) -> None:
    with pytest.raises(InputError, match=says.replace("+", r"\+")):
        editing.set_fact(LIBRARY, BEGUN, parameter, raw)


def test_both_parties_cannot_be_the_same() -> None:
    one = editing.set_fact(LIBRARY, BEGUN, "party_a", "青禾公司")
    with pytest.raises(InputError, match="同一个名字"):
        editing.set_fact(LIBRARY, one, "party_b", "青禾公司")


def test_positions_of_one_clause_and_of_all() -> None:
    one = editing.set_position(LIBRARY, BEGUN, "sub-accounts", "merchant")
    assert told(one) == [("position", "子账号与登录安全", "双方均衡", "偏甲方")]
    whole = editing.set_position(LIBRARY, one, None, "provider")
    assert whole.current.draft.positions == {"sub-accounts": "merchant"}
    assert told(whole) == [("position", "整份合同", "双方均衡", "偏乙方")]
    back = editing.set_position(LIBRARY, whole, "sub-accounts", "provider")
    assert back.current.draft.positions == {}
    with pytest.raises(InputError):
        editing.set_position(LIBRARY, one, "no-such-clause", "merchant")


def test_a_clause_is_taken_out_and_put_in() -> None:
    out = editing.drop_clause(LIBRARY, BEGUN, "sub-accounts")
    assert (out.current.draft.drop, told(out)) == (
        ("sub-accounts",),
        [("dropped", "子账号与登录安全", "", "")],
    )
    back = editing.add_clause(LIBRARY, out, "sub-accounts")
    assert back.current.draft.drop == ()
    assert told(back) == [("added", "子账号与登录安全", "", "")]
    own = Special(id="special-1", title="自己的", text="乙方每周汇报一次。", section="scope")
    with_own = editing.step(LIBRARY, BEGUN, Draft(special=(own,)), "")
    assert told(with_own) == [("special", "自己的", "", "乙方每周汇报一次。")]
    assert editing.drop_clause(LIBRARY, with_own, "special-1").current.draft == Draft()


def test_a_clause_that_does_not_fit_is_not_put_in() -> None:
    seats = editing.set_fact(LIBRARY, BEGUN, "price_model", "per_seat")
    other = next(
        c
        for c in LIBRARY.clauses
        if "price_model" in c.condition and "per_seat" not in c.condition["price_model"]
    )
    with pytest.raises(InputError, match="不适合"):
        editing.add_clause(LIBRARY, seats, other.id)


def test_a_section_before_itself_stays_where_it_is() -> None:
    assert editing.move_section(LIBRARY, BEGUN, "price", "price") == BEGUN


def test_a_section_moves_and_the_move_is_told_once() -> None:
    moved = editing.move_section(LIBRARY, BEGUN, "price", "scope")
    order = section_order(LIBRARY, moved.current.draft)
    assert order.index("price") + 1 == order.index("scope")
    assert [one for one in order if one != "price"] == [s.id for s in LIBRARY.sections if s.id != "price"]
    assert told(moved) == [("moved", "服务费与支付", "", "移到“服务内容”之前")]
    with pytest.raises(InputError, match="附件"):
        editing.move_section(LIBRARY, BEGUN, "annex-price", "scope")


def test_undo_redo_and_a_version_by_number() -> None:
    one = editing.set_fact(LIBRARY, BEGUN, "seats", "1")
    two = editing.set_fact(LIBRARY, one, "seats", "2")
    assert editing.undo(two).current == one.current
    assert editing.redo(editing.undo(two)) == two
    assert editing.go_to(two, 1).at == 1
    branch = editing.set_fact(LIBRARY, editing.undo(two), "seats", "3")
    assert [v.draft.given.get("seats") for v in branch.versions] == [None, None, "1", "3"]
    assert len({v.number for v in branch.versions}) == 4
    for step in (lambda: editing.redo(branch), lambda: editing.undo(editing.go_to(branch, 0))):
        with pytest.raises(InputError):
            step()
    with pytest.raises(InputError, match="没有这个版本"):
        editing.go_to(branch, 99)


def test_what_changes_nothing_is_no_version() -> None:
    one = editing.set_fact(LIBRARY, BEGUN, "seats", "1")
    assert editing.set_fact(LIBRARY, one, "seats", "一个") is one


def test_the_oldest_versions_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MOST_VERSIONS", 3)
    history = BEGUN
    for seats in range(1, 6):
        history = editing.set_fact(LIBRARY, history, "seats", str(seats))
    assert [v.draft.given["seats"] for v in history.versions] == ["3", "4", "5"]
    assert history.current.draft.given == {"seats": "5"}


SECTIONS = st.sampled_from([s.id for s in LIBRARY.sections if not s.annex])
CLAUSES = st.sampled_from([c.id for c in LIBRARY.clauses if c.standard])
STEPS: list[st.SearchStrategy[Callable[[History], History]]] = [
    st.integers(1, 2000).map(lambda n: lambda h: editing.set_fact(LIBRARY, h, "seats", str(n))),
    st.just(lambda h: editing.withhold(LIBRARY, h, "seats")),
    st.tuples(CLAUSES, st.sampled_from(POSITIONS)).map(
        lambda a: lambda h: editing.set_position(LIBRARY, h, *a)
    ),
    CLAUSES.map(lambda c: lambda h: editing.drop_clause(LIBRARY, h, c)),
    st.tuples(SECTIONS, SECTIONS).map(lambda a: lambda h: editing.move_section(LIBRARY, h, *a)),
    st.just(lambda h: editing.set_style(LIBRARY, h, "一、")),
]


@given(st.lists(st.one_of(STEPS), min_size=1, max_size=12))
@settings(deadline=None, max_examples=60)
def test_any_steps_are_undone_one_by_one_and_survive_json(steps: list[Callable[[History], History]]) -> None:
    history, seen = BEGUN, [BEGUN.current.draft]
    for step in steps:
        after = step(history)
        if after is not history:
            assert after.current.changes == changes(LIBRARY, history.current.draft, after.current.draft)
            assert after.current.changes
            seen.append(after.current.draft)
        history = after
    assert History.model_validate_json(history.model_dump_json()) == history
    for draft in reversed(seen):
        assert history.current.draft == draft
        history = editing.undo(history)
