"""Whose deed a question is about: the party it names last, and without one the asker."""

from __future__ import annotations

import pytest

from bot.answering.ordering import Acting
from bot.answering.side import Side
from bot.assistant import Assistant
from bot.retrieval.passages import Passage


@pytest.fixture(scope="module")
def acting(assistant: Assistant) -> Acting:
    return Acting(assistant.library.glossary, assistant._desk.asking.sides)


def first(assistant: Assistant, acting: Acting, question: str, side: Side) -> Passage:
    """The passage that comes first for a question of that side."""
    shelf = assistant.library.shelf()
    return acting.ordered(assistant.search(shelf, [question]), question, side).hits[0].passage


@pytest.mark.parametrize(
    ("question", "side", "begins"),
    [
        ("解约要赔多少？", "甲方", "3、"),
        ("解约要赔多少？", "乙方", "4、"),
        ("乙方单方解约要赔多少，那甲方现在提出解约要赔多少？", "甲方", "3、"),
        ("甲方单方解约要赔多少，那乙方现在提出解约要赔多少？", "甲方", "4、"),
    ],
)
def test_the_clause_on_the_deed_of_the_party_in_question_comes_first(
    question: str, side: Side, begins: str, assistant: Assistant, acting: Acting
) -> None:
    passage = first(assistant, acting, question, side)
    assert passage.document_id == "taobao-sample-contract"
    assert passage.headings[-1] == "五、违约责任", passage.headings
    assert passage.text.startswith(begins)


def test_a_question_of_no_deed_is_left_alone(assistant: Assistant, acting: Acting) -> None:
    found = assistant.search(assistant.library.shelf(), ["佣金怎么算"])
    assert acting.ordered(found, "佣金怎么算", "甲方") is found
