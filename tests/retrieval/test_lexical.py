"""The lexical index, sentences, and how scores are weighed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.errors import ConfigurationError
from bot.retrieval.lexical import GatheredIndex, LexicalIndex, tokens
from bot.retrieval.ranking import FEATURES, Ranking
from bot.retrieval.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("滞纳金", ["滞纳", "纳金"]),
        ("按5%付", ["按", "付", "5%"]),
        ("每日0.5%，24小时", ["每日", "小时", "0.5%", "24"]),
        ("PDD店铺", ["店铺", "pdd"]),
        ("！？，。", []),
        ("", []),
    ],
)
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


def test_terms_are_tokens_of_their_own() -> None:
    assert tokens("罚息", ["滞纳金"]) == ["罚息", "§滞纳金"]


TEXTS = ("逾期付款的，按每日5%支付滞纳金", "正常解约提前一个月书面说明", "保密义务", "")


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex([tokens(text) for text in TEXTS])


@pytest.mark.parametrize(("question", "best"), [("滞纳金怎么算", 0), ("解约要提前多久", 1), ("保密", 2)])
def test_the_text_that_shares_most_is_first(question: str, best: int, index: LexicalIndex) -> None:
    scores = index.scores(tokens(question))
    assert scores.shape == (4,)
    assert int(np.argmax(scores)) == best
    assert scores[best] > 0
    assert scores[3] == 0


def test_scores_are_shares(index: LexicalIndex) -> None:
    assert index.scores(tokens("天气预报")).tolist() == [0, 0, 0, 0]
    assert index.scores([]).tolist() == [0, 0, 0, 0]
    whole = index.scores(tokens(TEXTS[1]))[1]
    part = index.scores(tokens(f"{TEXTS[1]}红烧肉小火慢炖才会软烂"))[1]
    assert 0.7 < whole < 1.5
    assert part < 0.8 * whole


def test_words_that_stand_anywhere(index: LexicalIndex) -> None:
    assert index.known_share(tokens("滞纳金")) == 1.0
    assert index.known_share(tokens("红烧肉")) == 0.0
    assert index.known_share(["滞纳", "没有"]) == 0.5
    assert index.known_share([]) == 0.0


def test_an_empty_index_finds_nothing() -> None:
    assert LexicalIndex([]).scores(["滞纳"]).shape == (0,)
    assert LexicalIndex([[], []]).scores(["滞纳"]).tolist() == [0, 0]


GATHERED = (
    (TEXTS[0], "晚付钱罚多少", "拖欠货款要罚吗"),
    (TEXTS[1], "散伙要先打招呼吗", "提前多久打招呼"),
    (TEXTS[2],),
)


@pytest.fixture(scope="module")
def gathered() -> GatheredIndex:
    return GatheredIndex([[tokens(text) for text in texts] for texts in GATHERED])


@pytest.mark.parametrize(
    ("question", "best"), [("拖着晚付会罚吗", 0), ("散伙提前打招呼", 1), ("保密义务", 2)]
)
def test_a_passage_is_found_by_words_of_several_questions(
    question: str, best: int, gathered: GatheredIndex
) -> None:
    scores = gathered.scores(tokens(question), {})
    assert int(np.argmax(scores)) == best
    assert 0 < scores[best] <= 1


def test_a_word_in_more_questions_of_a_passage_weighs_more(gathered: GatheredIndex) -> None:
    often, once = (gathered.scores([word], {})[1] for word in ("招呼", "散伙"))
    assert often > once > 0


def test_a_question_that_is_left_out_counts_as_not_there(gathered: GatheredIndex) -> None:
    asked = tokens(GATHERED[1][1])
    without = GatheredIndex(
        [[tokens(text) for text in (*texts[:1], *texts[2:])] for texts in GATHERED]
    ).scores(asked, {})
    scores = gathered.scores(asked, {1: asked})
    assert scores[1] < gathered.scores(asked, {})[1]
    assert (scores > 0).tolist() == (without > 0).tolist()


def test_nothing_gathered_nothing_found(gathered: GatheredIndex) -> None:
    assert gathered.scores([], {}).tolist() == [0, 0, 0]
    assert gathered.scores(tokens("天气预报"), {}).tolist() == [0, 0, 0]
    assert GatheredIndex([]).scores(["滞纳"], {}).shape == (0,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲方付款。乙方开工！", ["甲方付款。", "乙方开工！"]),
        ("（1）先付一半；\n（2）再付一半。", ["先付一半；", "再付一半。"]),
        ("3、甲方说：“可以。”乙方同意。", ["甲方说：“可以。”", "乙方同意。"]),
        ("留意：没有上限。", ["没有上限。"]),
        ("没有句号的一行", ["没有句号的一行"]),
        ("第三条 双方保密", ["双方保密"]),
        ("每日5.5%，1.5万元", ["每日5.5%，1.5万元"]),
        ("\n \n", []),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    found = sentences(text)
    assert [sentence.text for sentence in found] == expected
    assert all(text[s.start : s.end] == s.text for s in found)


@pytest.fixture(scope="module")
def ranking(knowledge_dir: Path) -> Ranking:
    return Ranking.load(knowledge_dir / "ranking.yaml")


@pytest.mark.parametrize("dense", [True, False])
def test_our_weights_fit_the_features(dense: bool, ranking: Ranking) -> None:
    judge = ranking.judge(dense)
    assert judge.rank.weights.keys() == set(FEATURES)
    assert 0 < judge.thresholds.refuse <= judge.thresholds.answer < 1


def test_a_better_feature_ranks_higher(ranking: Ranking) -> None:
    matrix = np.zeros((2, len(FEATURES)), dtype=np.float32)
    matrix[1, FEATURES.index("words")] = 1.0
    worse, better = ranking.scores(matrix, dense=False)
    assert better > worse


def test_confidence_is_a_probability(ranking: Ranking) -> None:
    sure = ranking.confidence({"told": 1.0, "known": 1.0}, dense=False)
    unsure = ranking.confidence({"outside_words": 1.0, "foreign": 1.0}, dense=False)
    assert 0.0 <= unsure < sure <= 1.0
    assert 0.0 <= ranking.confidence({"ask": -1e9}, dense=True) <= 1.0


def test_a_weight_that_is_missing(tmp_path: Path, knowledge_dir: Path) -> None:
    text = (knowledge_dir / "ranking.yaml").read_text(encoding="utf-8")
    path = tmp_path / "ranking.yaml"
    path.write_text(text.replace("thresholds:", "threshold:", 1), encoding="utf-8")
    with pytest.raises(
        ConfigurationError, match=r"ranking\.yaml .*字段 with_vectors\.thresholds.*缺少这个字段"
    ):
        Ranking.load(path)
