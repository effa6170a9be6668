"""Played conversations: the measure must be able to find fault, and the file must hold what it promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.conversation import Citation, Reply
from bot.errors import InputError
from bot.evaluation.conversations import PlayedConversation, PlayedTurn, load_conversations, measure

CONVERSATIONS = Path(__file__).parents[1] / "data" / "conversations.jsonl"


@pytest.mark.parametrize(
    ("checks", "reply", "wrong"),
    [
        ({"must": [["5%", "百分之五"]]}, Reply("answer", "每日5%。"), 0),
        ({"must": [["5%"], ["滞纳金"]]}, Reply("answer", "每日5%。"), 1),
        ({"kind": "answer"}, Reply("refusal", "不知道。"), 1),
        ({"must_not": ["你（甲方）"]}, Reply("answer", "你（甲方）要付。"), 1),
        ({"cites": {"locator": "第2条"}}, Reply("answer", "好。"), 1),
        (
            {"cites": {"locator": "第2条"}},
            Reply("answer", "好。", (Citation("1", "来", "五、第2条", "", ""),)),
            0,
        ),
    ],
)
def test_checks(checks: dict[str, object], reply: Reply, wrong: int) -> None:
    assert len(PlayedTurn.model_validate({"text": "问", **checks}).wrong(reply)) == wrong


def test_the_file_holds_enough_conversations() -> None:
    played = load_conversations(CONVERSATIONS)
    assert len({conversation.id for conversation in played}) == len(played) >= 60
    assert sum(len(conversation.turns) >= 8 for conversation in played) >= 15
    assert {conversation.split for conversation in played} == {"tune", "held"}
    assert all(any(turn.judged for turn in conversation.turns) for conversation in played)


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="第1行"):
        load_conversations(path)


def test_a_failure_is_counted_with_its_evidence(assistant: Assistant) -> None:
    turns = [
        {"text": "佣金几号付？", "must": [["15日"]]},
        {"text": "谢谢"},
        {"text": "你好", "must": [["没有这句话"]]},
    ]
    conversation = PlayedConversation.model_validate({"id": "x", "split": "tune", "turns": turns})
    outcome = measure(assistant, [conversation])
    assert outcome.figures["conversations held, tune"] == 0.0
    assert outcome.figures["turns held, tune"] == 0.5
    assert outcome.failures[0].id == "x.3"
    assert "没有这句话" in outcome.failures[0].expected
