"""The front door: whatever comes in, typed events come out, and nobody gets another's reply."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.conversation import (
    Attachment,
    Cited,
    Conversation,
    Done,
    Event,
    Reply,
    Thinking,
    Token,
)
from bot.errors import StorageError

_ANSWERS = {
    "逾期一天要付多少滞纳金": "每日5%",
    "可以挖对方的客服吗": "贰拾万元/人",
    "合同一式几份": "一式两份",
    "外包公司成立几年比较好": "七年",
    "佣金什么时候付": "次月15日前",
}
"""Questions with what the cited words must hold."""


def events(assistant: Assistant, *typed: str) -> list[Event]:
    """What comes out for a conversation of one turn."""
    return list(assistant.reply(Conversation().asked(*typed)))


def reply(assistant: Assistant, typed: str) -> Reply:
    done = events(assistant, typed)[-1]
    assert isinstance(done, Done)
    return done.reply


def test_events_in_order(assistant: Assistant) -> None:
    said = events(assistant, "逾期一天要付多少滞纳金")
    assert isinstance(said[0], Thinking)
    assert isinstance(said[-1], Done)
    assert sum(isinstance(event, Done) for event in said) == 1
    done = said[-1].reply
    assert "".join(event.text for event in said if isinstance(event, Token)) == done.text
    shown: set[str] = set()
    for event in said:
        if isinstance(event, Cited):
            shown.add(event.citation.marker)
        if isinstance(event, Token):
            assert all(f"[{number}]" not in event.text for number in {"1", "2", "3"} - shown)
    assert shown == {citation.marker for citation in done.citations}
    assert done.seconds > 0
    assert done.question == "逾期一天要付多少滞纳金"


def test_a_stop_leaves_what_was_written(assistant: Assistant) -> None:
    stop = threading.Event()
    written = ""
    for event in assistant.reply(Conversation().asked("拼多多客服外包合同该怎么签"), stop):
        if isinstance(event, Token):
            written += event.text
            stop.set()
        last = event
    assert isinstance(last, Done)
    assert last.reply.stopped
    assert last.reply.text == written
    assert 0 < len(written) < len(reply(assistant, "拼多多客服外包合同该怎么签").text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "还没有看到你的问题"),
        (" \u200b\n", "还没有看到你的问题"),
        ("😀😀", "只看到了符号或表情"),
        ("违约" * 5000, "这段文字太长了"),
        ("你好", "你好。"),
        ("你是谁", "我是客服合同助手"),
    ],
)
def test_turns_that_need_no_search(typed: str, words: str, assistant: Assistant) -> None:
    said = reply(assistant, typed)
    assert said.kind == "notice"
    assert words in said.text
    assert not said.failed


def test_files_are_not_read_yet(assistant: Assistant) -> None:
    conversation = Conversation().asked("帮我看看", [Attachment("/nowhere/a.docx", "a.docx")])
    done = list(assistant.reply(conversation))[-1].reply  # type: ignore[union-attr]
    assert done.kind == "notice"
    assert "文件" in done.text


@pytest.mark.parametrize(
    "typed",
    [
        "逾期\u0000一天\u202e要付多少滞\u200b纳金",
        "逾期\ud800一天要付多少滞纳金",
        "  逾期一天要付多少滞納金？？  ",
    ],
)
def test_strange_characters_change_nothing(typed: str, assistant: Assistant) -> None:
    assert reply(assistant, typed).text == reply(assistant, "逾期一天要付多少滞纳金").text
    reply(assistant, typed).text.encode()


@pytest.mark.parametrize(
    "typed",
    [
        "今天天气怎么样",
        "红烧肉怎么做",
        "帮我写个Python爬虫",
        "我想离婚财产怎么分",
        "Who won the World Cup?",
        "asdfgh",
    ],
)
def test_what_is_not_ours_is_refused(typed: str, assistant: Assistant) -> None:
    said = reply(assistant, typed)
    assert said.kind == "refusal"
    assert said.citations == ()
    assert said.text.startswith("这个问题资料里没有")
    assert 2 <= len(said.suggestions) <= 3


def test_what_is_suggested_can_be_answered(assistant: Assistant) -> None:
    offered: set[str] = set()
    for typed in (
        "今天天气怎么样",
        "多少钱一个月",
        "外包公司倒闭了怎么办",
        "逾期付款会怎样",
        "怎么挑外包公司",
    ):
        offered |= set(reply(assistant, typed).suggestions)
    offered |= {question for group in assistant.examples().values() for question in group}
    assert len(offered) >= 8
    assert [question for question in sorted(offered) if reply(assistant, question).kind != "answer"] == []


def test_examples_are_by_who_asks(assistant: Assistant) -> None:
    examples = assistant.examples()
    assert set(examples) == {"商家", "客服"}
    assert all(len(group) >= 3 for group in examples.values())


def test_a_citation_in_its_place(assistant: Assistant) -> None:
    cited = reply(assistant, "逾期一天要付多少滞纳金").citations[0]
    view = assistant.passage_context(cited)
    assert (view.title, view.locator, view.quote) == (cited.source, cited.locator, cited.quote)
    document = next(d for d in assistant.library.shelf().contents.documents if d.id == cited.document_id)
    assert f"{view.before}{view.quote}{view.after}" in document.text
    assert view.before
    assert view.after


@pytest.mark.parametrize(
    "change", [{"document_id": "gone"}, {"quote": "别的字"}, {"start": 10**9, "end": 10**9 + 5}]
)
def test_a_citation_whose_place_is_gone(change: dict[str, object], assistant: Assistant) -> None:
    cited = replace(reply(assistant, "逾期一天要付多少滞纳金").citations[0], **change)  # type: ignore[arg-type]
    view = assistant.passage_context(cited)
    assert (view.before, view.quote, view.after) == ("", cited.quote, "")


def test_fifty_conversations_at_once(assistant: Assistant) -> None:
    first = (
        "逾期一天要付多少滞纳金",
        "可以挖对方的客服吗",
        "合同一式几份",
        "外包公司成立几年比较好",
        "佣金什么时候付",
    )
    alone = {question: reply(assistant, question).text for question in first}
    assert len(set(alone.values())) == len(first)

    def play(number: int) -> None:
        conversation = Conversation(id=str(number))
        for question in (first[number % len(first)], first[(number + 1) % len(first)]):
            conversation = conversation.asked(question)
            done = list(assistant.reply(conversation))[-1].reply  # type: ignore[union-attr]
            conversation = conversation.answered(done)
            if len(conversation.turns) == 2:
                assert done.text == alone[question]
            quotes = {citation.passage_id: citation.quote for citation in done.citations}
            assert quotes
            assert _ANSWERS[question] in "".join(quotes.values())

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(play, range(50)))


def test_an_unexpected_fault_shows_a_sentence(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("secret 4711")

    monkeypatch.setattr(assistant.library, "shelf", broken)
    with caplog.at_level(logging.ERROR):
        said = reply(assistant, "逾期付款会怎样")
    assert (said.kind, said.failed) == ("notice", True)
    assert said.text.startswith("回答时出了点问题")
    assert "4711" not in said.text
    assert "Traceback" not in said.text
    assert "ZeroDivisionError" in caplog.text, "the log keeps the cause"
    assert "逾期付款会怎样" not in caplog.text


def test_an_expected_fault_says_what_to_do(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise StorageError("请检查剩余空间。")

    monkeypatch.setattr(assistant.library, "shelf", broken)
    said = reply(assistant, "逾期付款会怎样")
    assert (said.kind, said.text, said.failed) == ("notice", "请检查剩余空间。", True)


def test_an_empty_conversation(assistant: Assistant) -> None:
    done = list(assistant.reply(Conversation()))[-1]
    assert isinstance(done, Done)
    assert done.reply.kind == "notice"
