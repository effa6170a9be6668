"""The model behind the front door: its checked answer, or the built-in one in the same place."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from misbehaving import misbehaving

from bot.assistant import Assistant, build_assistant
from bot.conversation import Conversation, Done, Event, Notice, Replace, Token
from bot.settings import load_settings

QUESTION = "正常解约要提前多久通知对方？"
GOOD = "正常解约要提前一个月书面说明。[1]"
KEY = "sk-not-to-be-logged"


def with_model(prepared: Path, url: str) -> Assistant:
    """The assistant with a model at `url`, impatient enough for tests."""
    made = build_assistant(
        load_settings(
            bot_data_dir=prepared,
            openai_base_url=url,
            openai_api_key=KEY,
            openai_model="m",
            openai_timeout=1.0,
            openai_deadline=8.0,
            openai_retries=0,
        )
    )
    made.prepare()
    return made


def shown(events: list[Event]) -> str:
    """What stands in the bubble at the end."""
    text = ""
    for event in events:
        if isinstance(event, Replace):
            text = event.text
        if isinstance(event, Token):
            text += event.text
    return text


def test_the_models_checked_answer_is_shown(prepared: Path) -> None:
    with misbehaving("ok", GOOD) as server:
        events = list(with_model(prepared, server.url).reply(Conversation().asked(QUESTION)))
    assert isinstance(events[-1], Done)
    reply = events[-1].reply
    assert (reply.kind, reply.engine, reply.text) == ("answer", "model", GOOD)
    assert shown(events) == GOOD
    assert [c.marker for c in reply.citations] == ["1"]
    assert "一个月" in reply.citations[0].quote
    assert not reply.notices


@pytest.mark.parametrize(
    "mode", ["401", "429", "500", "hang", "cut", "error_event", "html", "garbage", "empty_choice", "refusal"]
)
def test_the_built_in_answer_takes_over(
    mode: str, prepared: Path, assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    [*_, done] = assistant.reply(Conversation().asked(QUESTION))
    assert isinstance(done, Done)
    with caplog.at_level(logging.DEBUG), misbehaving(mode) as server:
        events = list(with_model(prepared, server.url).reply(Conversation().asked(QUESTION)))
    assert isinstance(events[-1], Done)
    reply = events[-1].reply
    assert (reply.kind, reply.engine, reply.text) == ("answer", "builtin", done.reply.text)
    assert shown(events) == reply.text, "nothing of the model's stays, nothing is shown twice"
    assert [c.quote for c in reply.citations] == [c.quote for c in done.reply.citations]
    assert any("内置引擎" in notice for notice in reply.notices)
    assert sum(isinstance(event, Notice) for event in events) == len(reply.notices)
    assert KEY not in caplog.text


def test_an_outside_question_never_reaches_the_model(prepared: Path) -> None:
    with misbehaving("ok", GOOD) as server:
        [*_, done] = with_model(prepared, server.url).reply(Conversation().asked("今天天气怎么样？"))
        assert not server.requests
    assert isinstance(done, Done)
    assert done.reply.kind == "refusal"


def test_the_number_of_a_turn_is_no_word_of_the_users(prepared: Path) -> None:
    """A model told 「少提供一项（第1轮）」 of the user's case, and a real one repeated it as an answer."""
    question = "乙方少提供一项服务要退多少钱?"
    with misbehaving("ok", f"少提供一项（第1轮）[1]{question}[1]") as server:
        [*_, done] = with_model(prepared, server.url).reply(Conversation().asked(question))
        sent = server.requests[-1]["body"]["messages"][-1]["content"]
    assert isinstance(done, Done)
    assert "第1轮" in sent
    assert "第1轮" not in done.reply.text


def test_what_the_user_told_may_be_repeated(prepared: Path) -> None:
    said = "正常解约要提前一个月书面说明。[1]"
    turns = Conversation().asked("我们店有6个客服，正常解约要提前多久通知对方？")
    with misbehaving("ok", f"资料里没有写6个客服的情况。{said}") as server:
        [*_, done] = with_model(prepared, server.url).reply(turns)
    assert isinstance(done, Done)
    assert "6个客服" in done.reply.text
