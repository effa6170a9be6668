"""What the store keeps, for whom, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.conversation import (
    Attachment,
    Calculation,
    Citation,
    Finding,
    Removed,
    Reply,
    SumInput,
    Support,
    Turn,
)
from bot.errors import StorageError
from bot.storage import SavedReview, SavedTurn, Store

REPLY = Reply(
    "answer",
    "提前一个月。[1]",
    (
        Citation(
            "1", "文", "五、第2条", "原话", "2024-09-06", headings=("五",), platforms=("淘宝",), origin="own"
        ),
    ),
    (Finding("late", "high", None, "五", "缺", "补上"),),
    suggestions=("再问?",),
    notices=("换了引擎",),
    supports=(Support("提前一个月。", "p1", 3, 9),),
    removed=(Removed("多余的一句。", "figure", "3天"),),
    calculations=(Calculation("滞纳金", "1 × 2 = 2", (SumInput("天数", "2天", "user"),), "2元"),),
)
TURNS = (
    SavedTurn(Turn("user", "要提前多久?", (Attachment("a.docx", "合同.docx"),))),
    SavedTurn(Turn("assistant", REPLY.text, reply=REPLY), "stopped"),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "web.sqlite3")


def test_a_conversation_comes_back_as_it_was_saved_also_in_another_process(
    store: Store, tmp_path: Path
) -> None:
    store.save("me", "c1", TURNS)
    assert Store(tmp_path / "web.sqlite3").load("me", "c1") == TURNS


def test_nothing_is_found_or_changed_without_its_owner(store: Store) -> None:
    store.save("me", "c1", TURNS)
    assert store.load("you", "c1") == ()
    assert store.list("you") == ()
    assert not store.rename("you", "c1", "x")
    assert not store.delete("you", "c1")
    assert not store.judge("you", "c1", 1, "up")
    assert not store.update("you", "c1", 1, TURNS[1])
    store.save("you", "c1", TURNS[:1])
    assert store.load("me", "c1") == TURNS


def test_saving_from_a_position_replaces_what_followed_with_its_feedback(store: Store) -> None:
    store.save("me", "c1", (*TURNS, *TURNS))
    store.judge("me", "c1", 1, "down", "不对")
    store.judge("me", "c1", 3, "up")
    store.save("me", "c1", TURNS[:1], start=2)
    assert len(store.load("me", "c1")) == 3
    assert [(item.position, item.reason) for item in store.feedback()] == [(1, "不对")]


def test_feedback_is_replaced_withdrawn_and_only_given_to_answers(store: Store) -> None:
    store.save("me", "c1", TURNS)
    assert not store.judge("me", "c1", 0, "up")
    store.judge("me", "c1", 1, "up")
    store.judge("me", "c1", 1, "down", " 看不懂 ")
    [kept] = store.feedback()
    assert (kept.verdict, kept.reason, kept.question, kept.answer) == (
        "down",
        "看不懂",
        "要提前多久?",
        REPLY.text,
    )
    assert store.load("me", "c1")[1].verdict == "down"
    store.withdraw("me", "c1", 1)
    assert store.feedback() == ()


def test_the_list_is_newest_first_and_named_after_the_first_question_or_its_file(tmp_path: Path) -> None:
    now = iter(range(100))
    store = Store(tmp_path / "web.sqlite3", clock=lambda: float(next(now)))
    store.save("me", "c1", (SavedTurn(Turn("user", "长" * 80)),))
    store.save("me", "c2", TURNS)
    store.save("me", "c1", TURNS, start=1)
    assert [(item.id, len(item.title)) for item in store.list("me")] == [("c1", 40), ("c2", len("合同.docx"))]
    assert store.rename("me", "c2", "  解约\n期限 ")
    assert store.list("me")[1].title == "解约 期限"
    assert store.delete("me", "c1")
    assert [item.id for item in store.list("me")] == ["c2"]


def test_what_stands_beside_a_conversation_is_written_over_what_was_read_only(store: Store) -> None:
    store.save("me", "c1", TURNS)
    for save in (store.save_draft, store.save_review):
        assert save("me", "c1", "一", 0) == 1
        assert save("me", "c1", "别处", 0) is None
        assert save("me", "c1", "二", 1) == 2
        assert save("me", "c1", "旧页面", 1) is None
    assert store.load_review("me", "c1") == SavedReview("二", 2)
    assert store.load_review("you", "c1") is None
    assert store.every() == {("me", "c1")}
    store.delete("me", "c1")
    assert (store.load_draft("me", "c1"), store.load_review("me", "c1")) == (None, None)


@pytest.mark.parametrize("broken", ["folder is a file", "not a database"])
def test_a_store_that_cannot_be_opened_says_what_to_do(tmp_path: Path, broken: str) -> None:
    if broken == "folder is a file":
        (tmp_path / "data").write_text("x")
        path = tmp_path / "data" / "web.sqlite3"
    else:
        path = tmp_path / "web.sqlite3"
        path.write_bytes(b"garbage " * 1000)
    with pytest.raises(StorageError, match="权限和剩余空间"):
        Store(path)
