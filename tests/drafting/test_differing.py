"""Where two contracts say something else, and how two wordings are set side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.drafting.differing import changed_places, clause_words, pieces
from bot.drafting.layout import Grid, Heading, Line, laid_out
from bot.drafting.library import ClauseLibrary
from bot.drafting.session.draft import Draft
from bot.drafting.session.papers import contract_of
from bot.drafting.words import load_drafting_words
from bot.settings import PROJECT

LIBRARY = ClauseLibrary.load(PROJECT / "knowledge" / "clauses")
WORDS = load_drafting_words(PROJECT / "knowledge")


def changed(before: Draft, after: Draft) -> set[str]:
    made = [contract_of(LIBRARY, WORDS, draft) for draft in (before, after)]
    pages = [laid_out(one, draft.style, WORDS) for one, draft in zip(made, (before, after), strict=True)]
    return set(changed_places(made[0], pages[0], made[1], pages[1]))


def test_a_fact_marks_itself_and_the_clauses_that_speak_of_it() -> None:
    marked = changed(Draft(), Draft(given={"term_months": "20"}))
    assert "term_months" in marked
    named = {c.id for c in LIBRARY.clauses if "term_months" in c.parameters("balanced")}
    assert {one for one in marked if one in {c.id for c in LIBRARY.clauses}} <= named
    assert marked & named


def test_another_position_marks_its_clause_alone() -> None:
    assert changed(Draft(), Draft(positions={"sub-accounts": "merchant"})) == {"sub-accounts"}


def test_numbers_and_references_that_move_along_are_no_change() -> None:
    assert changed(Draft(), Draft(style="一、")) == set()
    assert changed(Draft(), Draft(order=("liability",))) == set()
    assert changed(Draft(), Draft(drop=("sub-accounts",))) == set()


def test_every_block_of_a_clause_says_which_and_every_heading_its_section() -> None:
    draft = Draft(given={"seats": "3"})
    blocks = laid_out(contract_of(LIBRARY, WORDS, draft), "第一条", WORDS)
    assert {b.section for b in blocks if isinstance(b, Heading)} <= {s.id for s in LIBRARY.sections}
    assert all(b.section for b in blocks if isinstance(b, Heading))
    assert all(b.clause for b in blocks if isinstance(b, Line | Grid))
    facts = {
        s.of for b in blocks if isinstance(b, Line) for s in b.spans if s.mark in ("fact", "default", "blank")
    }
    assert "seats" in facts
    assert facts <= set(LIBRARY.parameters)


def test_the_words_of_a_clause_have_no_numbers() -> None:
    blocks = laid_out(contract_of(LIBRARY, WORDS, Draft()), "第一条", WORDS)
    assert clause_words(blocks, "sub-accounts").startswith("子账号与登录安全：甲方提供限定权限的子账号，")
    assert clause_words(blocks, "nothing") == ""


@given(st.text("甲乙，。；\n", max_size=60), st.text("甲乙，。；\n", max_size=60))
def test_pieces_give_back_both_wordings(before: str, after: str) -> None:
    found = list(pieces(before, after))
    assert "".join(p.text for p in found if p.kind != "new") == before
    assert "".join(p.text for p in found if p.kind != "gone") == after
    if before == after:
        assert all(p.kind == "same" for p in found)
