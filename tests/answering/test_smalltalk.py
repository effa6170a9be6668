"""Turns that are no question about contracts get what a person would expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering.smalltalk import LONGEST_QUESTION, Phrases


@pytest.fixture(scope="module")
def phrases(knowledge_dir: Path) -> Phrases:
    return Phrases.load(knowledge_dir / "smalltalk.yaml")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("你好", "greeting"),
        ("您好！！", "greeting"),
        ("Hello~", "greeting"),
        ("在嗎？", "greeting"),
        ("早上好 🌞", "greeting"),
        ("谢谢", "thanks"),
        ("好的，谢谢你啦", "thanks"),
        ("谢谢啊", "thanks"),
        ("辛苦了", "thanks"),
        ("嗯嗯", "acknowledgement"),
        ("OK", "acknowledgement"),
        ("再见👋", "farewell"),
        ("你是谁？", "who"),
        ("你是真人还是机器人", "who"),
        ("你能帮我做什么？", "ability"),
        ("怎么用", "ability"),
        ("答非所问", "complaint"),
    ],
)
def test_small_talk(typed: str, name: str, phrases: Phrases) -> None:
    replies = {turn.name: turn.reply for turn in phrases.turns}
    assert phrases.reply_to(typed) == replies[name]


@pytest.mark.parametrize(
    "typed",
    [
        "你好，违约金怎么赔",
        "谢谢，那佣金呢",
        "好的合同是什么样",
        "在吗？想问下解约",
        "再见面签合同行吗",
        "合同",
        "OK条款怎么写",
        "你是甲方吗",
    ],
)
def test_a_question_with_a_greeting_is_a_question(typed: str, phrases: Phrases) -> None:
    assert phrases.reply_to(typed) == ""


@pytest.mark.parametrize("typed", ["", "   ", "\n\t", "\u200b\u202e", "\x00", "\ud800"])
def test_nothing_typed(typed: str, phrases: Phrases) -> None:
    assert phrases.reply_to(typed) == phrases.empty


@pytest.mark.parametrize("typed", ["😀", "？？？", "……", "👍🏻👍🏻", "!!! ~~~"])
def test_symbols_only(typed: str, phrases: Phrases) -> None:
    assert phrases.reply_to(typed) == phrases.symbols_only


def test_far_too_much(phrases: Phrases) -> None:
    assert phrases.reply_to("违约金怎么算" * 400).startswith("这段文字太长了")
    assert str(LONGEST_QUESTION) in phrases.reply_to("违" * 10_000)
    assert phrases.reply_to("违" * LONGEST_QUESTION) == ""


def test_patterns_are_matched_against_bare_letters(phrases: Phrases) -> None:
    """Punctuation is taken away before, so a pattern that needs it would never match."""
    for turn in phrases.turns:
        for pattern in turn.patterns:
            assert not set(pattern) & set("，。！、 ～"), (turn.name, pattern)
