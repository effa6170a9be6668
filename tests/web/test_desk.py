"""The desk without a browser: what is asked, kept and stopped, and who is told what."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from scripted_door import LATE_ANSWER, ScriptedDoor

from bot.errors import BusyError, ConfigurationError, InputError
from bot.storage import Store
from bot.web.desk import Desk
from bot.web.opening import Opening
from bot.web.uploads import Uploads

ME, YOU, TALK = "a" * 43, "b" * 43, "0" * 32


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "web.sqlite3")


@pytest.fixture
def door() -> ScriptedDoor:
    return ScriptedDoor()


@pytest.fixture
def desk(door: ScriptedDoor, store: Store) -> Desk:
    return Desk(door, store, Uploads(store.folder / "uploads"))


def until(condition: Callable[[], object], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def finished(desk: Desk, owner: str = ME, talk: str = TALK) -> list[tuple[str, str]]:
    until(lambda: not desk.job(owner, talk))
    return [(draft.saved.state, draft.saved.turn.text) for draft in desk.drafts(owner, talk)]


def test_asking_again_and_rewriting(desk: Desk, door: ScriptedDoor) -> None:
    desk.ask(ME, TALK, " 逾期付款？ ")
    assert finished(desk) == [("done", "逾期付款？"), ("done", LATE_ANSWER)]
    desk.ask(ME, TALK, "价格？")
    finished(desk)
    assert [turn.text for turn in door.asked[-1].turns] == ["逾期付款？", LATE_ANSWER, "价格？"]
    desk.again(ME, TALK)
    assert len(finished(desk)) == 4
    desk.rewrite(ME, TALK, 0, "解约？")
    assert finished(desk) == [("done", "解约？"), ("done", LATE_ANSWER)]
    assert len(door.asked[-1].turns) == 1


@pytest.mark.parametrize(
    ("question", "told"), [("出错", "OPENAI_BASE_URL"), ("崩溃", "不是你的问题")], ids=["known", "unexpected"]
)
def test_a_failure_becomes_a_sentence_and_is_forgotten_by_the_next_question(
    desk: Desk, door: ScriptedDoor, question: str, told: str
) -> None:
    desk.ask(ME, TALK, question)
    _, (state, text) = finished(desk)
    assert state == "failed"
    assert told in text
    assert "secret" not in text
    desk.ask(ME, TALK, "逾期？")
    finished(desk)
    assert [turn.text for turn in door.asked[-1].turns] == ["逾期？"]


def test_a_stop_keeps_what_was_written_and_does_not_wait_for_a_stuck_engine(desk: Desk) -> None:
    desk.ask(ME, TALK, "慢慢说逾期")
    until(lambda: len(desk.drafts(ME, TALK)[1].saved.turn.text) >= 8)
    desk.stop(ME, TALK)
    _, (state, text) = finished(desk)
    assert state == "stopped"
    assert LATE_ANSWER.startswith(text)
    assert text
    desk.ask(ME, TALK, "堵住了")
    desk.stop(ME, TALK)
    started = time.monotonic()
    assert finished(desk)[-1] == ("stopped", "")
    assert time.monotonic() - started < 2


def test_one_reply_at_a_time_in_a_conversation(desk: Desk) -> None:
    desk.ask(ME, TALK, "慢慢说")
    with pytest.raises(BusyError, match="没写完"):
        desk.ask(ME, TALK, "再问")
    desk.ask(YOU, TALK, "同一个编号，另一个人")
    assert len(finished(desk, YOU)) == 2
    desk.stop(ME, TALK)


def test_a_reply_is_saved_while_it_is_written_and_outlives_the_process(desk: Desk, store: Store) -> None:
    desk.ask(ME, TALK, "慢慢说逾期")
    until(lambda: store.load(ME, TALK)[1].turn.text)
    reborn = Desk(ScriptedDoor(), store, Uploads(store.folder / "uploads")).drafts(ME, TALK)
    assert [draft.saved.state for draft in reborn] == ["done", "stopped"]
    assert LATE_ANSWER.startswith(reborn[1].saved.turn.text)
    desk.stop(ME, TALK)


def test_fifty_conversations_at_once_each_get_their_own_reply(desk: Desk) -> None:
    talks = [f"{number:032x}" for number in range(50)]
    asking = [threading.Thread(target=desk.ask, args=(ME, talk, f"英文 {talk}")) for talk in talks]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    for talk in talks:
        assert finished(desk, ME, talk) == [("done", f"英文 {talk}"), ("done", f"英文 {talk}")]


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda desk: desk.ask(ME, TALK, " \x00 "), "还没有写"),
        (lambda desk: desk.ask(ME, TALK, "长" * 200_001), "最多"),
        (lambda desk: desk.ask(ME, "../etc", "问"), "编号不对"),
        (lambda desk: desk.again(ME, TALK), "不在了"),
        (lambda desk: desk.rewrite(ME, TALK, 7, "问"), "不在了"),
        (lambda desk: desk.source(ME, TALK, 1, "1"), "找不到"),
        (lambda desk: desk.judge(ME, TALK, 1, "up", ""), "不在了"),
        (lambda desk: desk.rename(ME, TALK, "名"), "没有改名"),
    ],
)
def test_what_cannot_be_done_is_said_plainly(desk: Desk, act: Callable[[Desk], None], told: str) -> None:
    with pytest.raises(InputError, match=told):
        act(desk)


def test_a_source_is_found_by_its_owner_only(desk: Desk) -> None:
    desk.ask(ME, TALK, "逾期？")
    finished(desk)
    view, citations = desk.source(ME, TALK, 1, "3")
    assert (view.origin, view.title, len(citations)) == ("own", "我店的外包须知.docx", 3)
    with pytest.raises(InputError):
        desk.source(YOU, TALK, 1, "3")


def test_a_question_asked_while_the_door_opens_waits_for_it(store: Store) -> None:
    may_open = threading.Event()

    def build() -> ScriptedDoor:
        may_open.wait(5)
        return ScriptedDoor()

    desk = Desk(Opening(build).open(), store, Uploads(store.folder / "uploads"))
    desk.ask(ME, TALK, "逾期？")
    until(lambda: "准备资料" in desk.drafts(ME, TALK)[1].thinking)
    assert not desk.door.status().ready
    may_open.set()
    assert finished(desk)[1] == ("done", LATE_ANSWER)
    assert desk.door.status().ready


def test_a_door_that_cannot_be_opened_says_why(store: Store) -> None:
    def build() -> ScriptedDoor:
        raise ConfigurationError("没有可用的知识文件。")

    desk = Desk(Opening(build).open(), store, Uploads(store.folder / "uploads"))
    until(lambda: "知识文件" in desk.door.status().notice)
    desk.ask(ME, TALK, "逾期？")
    assert finished(desk)[1] == ("failed", "没有可用的知识文件。")
