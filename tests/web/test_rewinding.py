"""A message that is asked anew, or rewritten, finds the draft as it was before it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from scripted_door import ScriptedDoor

from bot.conversation import Conversation, Done, Event, Reply
from bot.drafting.session import editing
from bot.drafting.session.draft import Draft, History
from bot.drafting.session.drafter import Drafter
from bot.drafting.session.opening import history_in
from bot.errors import InputError
from bot.settings import PROJECT
from bot.storage import Store
from bot.web.desk import Desk
from bot.web.drafting import Drafting
from bot.web.uploads import Uploads

ME, TALK = "a" * 43, "0" * 32


@cache
def drafter() -> Drafter:
    return Drafter(PROJECT / "knowledge")


class DraftingDoor(ScriptedDoor):
    """Drafts every message that concerns a draft, and answers the others."""

    def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
        message, history = conversation.turns[-1].text, history_in(conversation.draft)
        reading = drafter().read(message, history)
        if not drafter().concerns(reading, history, message):
            yield from super().reply(conversation, stop)
            return
        made = drafter().drafted(message, reading, history)
        yield Done(Reply("draft", made.text, draft=made.history.model_dump_json() if made.history else ""))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "web.sqlite3")


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(DraftingDoor(), store, Uploads(store.folder / "uploads"))


def settled(desk: Desk) -> None:
    end = time.monotonic() + 20
    while desk.job(ME, TALK):
        assert time.monotonic() < end
        time.sleep(0.01)


def say(desk: Desk, *messages: str) -> None:
    for message in messages:
        desk.ask(ME, TALK, message)
        settled(desk)


def history(store: Store) -> History | None:
    saved = store.load_draft(ME, TALK)
    return history_in(saved.draft) if saved else None


def standing(store: Store) -> Draft:
    found = history(store)
    assert found
    return found.current.draft


def test_an_effect_is_not_taken_twice(desk: Desk, store: Store) -> None:
    say(desk, "起草合同，3个坐席", "加一条：乙方应当每周提交工作周报")
    once = standing(store)
    assert len(once.special) == 1
    desk.again(ME, TALK)
    settled(desk)
    assert standing(store) == once


def test_what_came_after_a_rewritten_message_vanishes_and_can_be_gone_back_to(
    desk: Desk, store: Store
) -> None:
    say(desk, "起草合同，3个坐席", "每个坐席每月4500", "改成4800", "淘宝店")
    later = standing(store)
    desk.rewrite(ME, TALK, 4, "改成5000")
    settled(desk)
    assert standing(store).given == {"seats": "3", "seat_price": "5000"}
    kept = history(store)
    assert kept
    assert later in [version.draft for version in kept.versions]


def test_a_question_that_waits_waits_again(desk: Desk, store: Store) -> None:
    say(desk, "起草合同，3个坐席", "大促最多2个", "按原来的")
    found = history(store)
    assert found and not found.conflicts
    desk.rewrite(ME, TALK, 4, "按新的")
    settled(desk)
    assert standing(store).given["peak_seats"] == "2"


def test_without_the_message_that_began_it_there_is_no_draft(desk: Desk, store: Store) -> None:
    say(desk, "起草合同，3个坐席", "淘宝店")
    paper = Drafting(store, PROJECT / "knowledge")
    version = paper.version(ME, TALK)
    exported = store.load_draft(ME, TALK)
    desk.rewrite(ME, TALK, 0, "逾期付款会怎样？")
    settled(desk)
    assert paper.version(ME, TALK) == 0
    assert paper.paper(ME, TALK) is None
    say(desk, "起草合同，5个坐席")
    assert paper.version(ME, TALK) > version
    assert standing(store).given == {"seats": "5"}
    desk.rewrite(ME, TALK, 2, "逾期付款会怎样？")
    settled(desk)
    assert exported
    assert paper.bring_in(ME, TALK, exported.draft, 0).draft.given == {"seats": "3", "platforms": "淘宝"}


def test_what_was_changed_by_hand_before_the_message_stays(desk: Desk, store: Store) -> None:
    say(desk, "起草合同，3个坐席")
    saved = store.load_draft(ME, TALK)
    assert saved
    by_hand = editing.set_fact(drafter().library, History.model_validate_json(saved.draft), "seats", "7")
    assert store.save_draft(ME, TALK, by_hand.model_dump_json(), saved.version)
    say(desk, "淘宝店")
    desk.again(ME, TALK)
    settled(desk)
    assert standing(store).given == {"seats": "7", "platforms": "淘宝"}


def test_what_cannot_be_asked_changes_nothing(desk: Desk, store: Store) -> None:
    say(desk, "起草合同，3个坐席", "淘宝店")
    before = store.load_draft(ME, TALK)
    with pytest.raises(InputError):
        desk.rewrite(ME, TALK, 0, "  ")
    assert store.load_draft(ME, TALK) == before
