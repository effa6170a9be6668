"""The retriever on our own knowledge, with the real embedding and the real Chroma."""

from __future__ import annotations

import pytest

from bot.assistant import Assistant
from bot.retrieval.library import Shelf
from bot.retrieval.ranking import FEATURES
from bot.retrieval.retriever import Result


@pytest.fixture(scope="module")
def shelf(assistant: Assistant) -> Shelf:
    return assistant.library.shelf()


def search(shelf: Shelf, question: str, **options: object) -> Result:
    return shelf.retriever.search(shelf.reader.read(question), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "locator"),
    [
        ("逾期一天付款要付多少滞纳金", "五、违约责任 第2条"),
        ("逾期一天付款要付多少滯納金", "五、违约责任 第2条"),
        ("逾期一天付款要付多少滞娜金", "五、违约责任 第2条"),
        ("晚给一天钱罚几个点", "五、违约责任 第2条"),
        ("What is the late fee per day?", "五、违约责任 第2条"),
        ("把他们的客服挖过来要赔多少", "五、违约责任 第5条"),
        ("少做一项服务退多少", "五、违约责任 第1条"),
        ("按合同范本去哪里打官司", "六、其他约定 第2条（原文编号重复，第2处）"),
        ("合同没写法院，去哪里打官司", "合同没写法院时去哪里告"),
        ("定金反悔了退几倍", "定金什么时候双倍退"),
        ("成立几年的外包公司靠谱", "按成立年限挑选"),
    ],
)
def test_the_right_passage_is_first(question: str, locator: str, shelf: Shelf) -> None:
    assert search(shelf, question).hits[0].passage.locator == locator


def test_a_result_holds_what_it_was_ranked_by(shelf: Shelf) -> None:
    result = search(shelf, "逾期付款会怎样", count=5)
    assert len(result.hits) == 5
    assert [hit.score for hit in result.hits] == sorted((hit.score for hit in result.hits), reverse=True)
    for hit in result.hits:
        assert hit.features.keys() == set(FEATURES)
        assert result.floor <= hit.features["meaning"] <= 1.0
    top = result.hits[0]
    assert top.question in shelf.contents.questions[top.passage.id]
    assert max(result.sentences.values()) > result.floor
    assert result.sentence_cosine(top.passage, 99) == result.floor


@pytest.mark.parametrize(
    ("inside", "outside"), [("基础服务费什么时候付", "今天会下雨吗"), ("怎么解约", "红烧肉怎么做")]
)
def test_confidence_tells_ours_from_others(inside: str, outside: str, shelf: Shelf) -> None:
    answer = shelf.retriever.thresholds.answer
    assert shelf.retriever.confidence(search(shelf, inside)) >= answer
    assert shelf.retriever.confidence(search(shelf, outside)) < shelf.retriever.thresholds.refuse


def test_a_platform_that_is_named_is_preferred(shelf: Shelf) -> None:
    for platform in ("拼多多", "淘宝"):
        first = search(shelf, f"{platform}客服外包合同怎么签").hits[0].passage
        assert platform in first.platforms


def test_a_question_can_be_asked_as_if_it_were_not_there(shelf: Shelf) -> None:
    passage = next(p for p in shelf.contents.passages if len(shelf.contents.questions.get(p.id, ())) > 3)
    ask = shelf.contents.questions[passage.id][0]
    known = search(shelf, ask)
    unknown = search(shelf, ask, ignored=ask)
    assert known.hits[0].question == ask
    assert ask not in {hit.question for hit in unknown.hits}
    assert unknown.hits[0].score < known.hits[0].score


@pytest.mark.parametrize("question", ["", " \u200b ", "\ud800"])
def test_nothing_asked_nothing_found(question: str, shelf: Shelf) -> None:
    result = search(shelf, question)
    assert result.hits == ()
    assert shelf.retriever.confidence(result) == 0.0


def test_the_same_question_gets_the_same_result(shelf: Shelf) -> None:
    assert search(shelf, "怎么解约") == search(shelf, "怎么解约")
