"""Token counts with no network."""

from __future__ import annotations

import os
import socket

import pytest

from bot import tokens

CLAUSE = "甲方应按应付款额每日5%支付乙方滞纳金;延期超过十日及以上的,乙方有权立即解除合同。"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.mark.parametrize(("model", "tokens_of_clause"), [("gpt-4o-mini", 34), ("gpt-4-turbo", 46)])
def test_known_models_are_counted_exactly(model: str, tokens_of_clause: int) -> None:
    assert tokens.count(CLAUSE, model) == tokens_of_clause


@pytest.mark.parametrize("model", ["qwen-plus", "deepseek-chat", "某个模型", "vendor/unknown"])
def test_an_unknown_model_is_over_estimated(model: str) -> None:
    known = max(tokens.count(CLAUSE, "gpt-4o"), tokens.count(CLAUSE, "gpt-4"))
    assert known < tokens.count(CLAUSE, model) < 2 * known


def test_special_words_of_a_vocabulary_are_plain_text() -> None:
    assert tokens.count("<|endoftext|>", "gpt-4o") > 1


def test_the_environment_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "elsewhere")
    tokens._encoding.cache_clear()
    tokens.count(CLAUSE, "gpt-4o")
    assert os.environ["TIKTOKEN_CACHE_DIR"] == "elsewhere"


def test_without_a_writable_folder_bytes_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tokens.tempfile, "TemporaryDirectory", full)
    tokens._encoding.cache_clear()
    try:
        assert tokens.count("合同", "gpt-4o") == 6
    finally:
        tokens._encoding.cache_clear()


def test_fit_takes_from_the_front_and_clip_stays_below() -> None:
    one = tokens.count(CLAUSE, "qwen-plus")
    assert tokens.fit([CLAUSE] * 5, one * 3 + 1, "qwen-plus") == 3
    assert tokens.fit([CLAUSE] * 2, one * 3, "qwen-plus") == 2
    assert tokens.fit([CLAUSE], one - 1, "qwen-plus") == 0
    clipped = tokens.clip(CLAUSE * 20, 50, "qwen-plus")
    assert CLAUSE.startswith(clipped[:10])
    assert 40 <= tokens.count(clipped, "qwen-plus") <= 50
