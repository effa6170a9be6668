"""Drafting through the front door: replies with their law cited, questions in between, and the way back."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest

from bot.assistant import Assistant
from bot.conversation import Cited, Conversation, Done, Reply, Token
from bot.drafting.session.draft import History

BEGUN = "起草合同，淘宝店，6个坐席"
LONGEST_TURN = 0.15
LONGEST_WORD = 0.5


def played(assistant: Assistant, *said: str) -> tuple[Conversation, list[Reply]]:
    conversation, replies = Conversation(), []
    for text in said:
        conversation = conversation.asked(text)
        *_, last = assistant.reply(conversation)
        assert isinstance(last, Done)
        conversation = conversation.answered(last.reply)
        replies.append(last.reply)
    return conversation, replies


def given(conversation: Conversation) -> dict[str, str]:
    return History.model_validate_json(conversation.draft).current.draft.given


def test_a_draft_streams_like_an_answer_and_carries_its_paper(assistant: Assistant) -> None:
    events = list(assistant.reply(Conversation().asked(f"{BEGUN}，逾期付款每天5‰")))
    done = events[-1]
    assert isinstance(done, Done)
    assert "".join(event.text for event in events if isinstance(event, Token)) == done.reply.text
    assert done.reply.kind == "draft"
    cited = {event.citation.marker for event in events if isinstance(event, Cited)}
    assert cited == {c.marker for c in done.reply.citations} == set(re.findall(r"\[(\d+)\]", done.reply.text))
    assert [c.locator for c in done.reply.citations] == ["第五百八十五条"]
    assert done.reply.paper.startswith("# 电商客服外包服务合同")
    assert "【待填：甲方名称】" in done.reply.paper


def test_a_question_in_between_is_answered_and_leads_back(assistant: Assistant) -> None:
    conversation, replies = played(assistant, BEGUN, "定金最多能收多少？", "8个坐席")
    assert [reply.kind for reply in replies] == ["draft", "answer", "draft"]
    assert "百分之二十" in replies[1].text
    assert replies[1].citations
    assert "合同还在起草" in replies[1].text.rpartition("\n\n")[2]
    assert given(conversation)["seats"] == "8"


def test_a_nod_decides_though_it_is_small_talk_elsewhere(assistant: Assistant) -> None:
    conversation, replies = played(assistant, BEGUN, "大促最多2个", "好的")
    assert "比平日的6个还少" in replies[1].text
    assert given(conversation)["peak_seats"] == "2"
    _, replies = played(assistant, BEGUN, "好的")
    assert replies[1].kind == "notice"


def test_an_unlawful_wish_is_declined_with_the_law_and_a_lawful_way(assistant: Assistant) -> None:
    conversation, replies = played(assistant, BEGUN, "写上乙方每月帮我刷200单好评")
    assert replies[1].kind == "refusal"
    assert {c.origin for c in replies[1].citations} == {"statute"}
    assert "合法的做法" in replies[1].text
    assert given(conversation) == {"platforms": "淘宝", "seats": "6"}


def test_without_a_draft_a_fact_is_no_draft(assistant: Assistant) -> None:
    _, (reply,) = played(assistant, "逾期8天要付多少滞纳金，应付1万")
    assert reply.draft == ""
    assert reply.kind != "draft"


@pytest.mark.parametrize(
    "name", ["甲" * 500, "=1+1公司", "{{7*7}}公司", "\u202e公司", "青禾\x07公司", "青禾😀公司"]
)
def test_a_name_that_cannot_stand_never_reaches_the_paper(assistant: Assistant, name: str) -> None:
    conversation, replies = played(assistant, BEGUN, f"甲方叫{name}")
    assert name not in replies[1].paper
    assert "49" not in replies[1].paper
    value = given(conversation).get("party_a", "")
    assert not set(value) & set("={}\u202e\x07😀")


def test_two_hundred_turns_are_kept_and_every_turn_is_quick(assistant: Assistant) -> None:
    conversation, seconds = Conversation(), []
    for number in range(200):
        conversation = conversation.asked(f"坐席改成{number % 90 + 2}个" if number else BEGUN)
        started = time.perf_counter()
        *_, last = assistant.reply(conversation)
        seconds.append(time.perf_counter() - started)
        assert isinstance(last, Done)
        assert last.reply.kind == "draft"
        conversation = conversation.answered(last.reply)
    history = History.model_validate_json(conversation.draft)
    assert len(history.versions) == 201
    assert history.current.draft.given["seats"] == str(199 % 90 + 2)
    assert float(np.quantile(seconds, 0.95)) < LONGEST_TURN * 3  # a shared machine; what is measured is told


def test_the_word_file_is_there_in_half_a_second(assistant: Assistant) -> None:
    conversation, _ = played(assistant, BEGUN)
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        assert assistant.word_file(conversation.draft).startswith(b"PK")
        seconds.append(time.perf_counter() - started)
    assert min(seconds) < LONGEST_WORD
