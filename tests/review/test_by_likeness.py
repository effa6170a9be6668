"""The classifier: what it was not taught word for word it finds, what is told already or not for it it leaves alone."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from checks.clauses import KNOWLEDGE, RISKS, case_of, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigurationError
from bot.evaluation.bench import project_file
from bot.evaluation.labelled import corpus_hash
from bot.review.by_likeness import likely_findings
from bot.review.classifier import FILE, LONGEST, RULE, Classifier, ngrams, weighed
from bot.review.found import Found, Stance

CLASSIFIER = Classifier.load(KNOWLEDGE)
IN_OTHER_WORDS = [
    ("unfair/sole_interpretation", "对约定的含义各执一词时，照乙方的意思来。"),
    ("unfair/non_refundable", "甲方提早收摊的，账上剩下的服务费就当送给乙方了，别再提退的事。"),
    ("unlawful/withhold_documents", "新来的坐席先把身份证压在乙方前台，干够半年再拿走。"),
    ("unlawful/personal_data", "乙方可以把接待时记下的买家电话整理成表，卖给做同类生意的店。"),
    ("unfair/unequal_termination", "甲方想散伙得先熬满一年，还得乙方点头；乙方什么时候不想干了说一声就走。"),
]
FAIR = [
    "双方对条款有不同理解的，按照合同目的和交易习惯确定其含义。",
    "合同提前结束的，乙方在十日内退还没有用完的服务费。",
    "乙方不得扣押客服人员的身份证，不得向其收取押金。",
    "乙方只在接待买家时查看买家的电话，合同结束后全部删除。",
    "任何一方可以提前三十日书面通知对方解除合同。",
    "甲方每月十日前向乙方支付上月服务费。",
]


def likely(clause: str, stance: Stance = "merchant", found: tuple[Found, ...] = ()) -> list[Found]:
    return list(likely_findings(case_of(clause, stance), RISKS, CLASSIFIER, found))


@pytest.mark.parametrize(("category", "clause"), IN_OTHER_WORDS)
def test_a_fault_in_other_words_is_found(category: str, clause: str) -> None:
    assert category in {RISKS.by_id[one.rule].category for one in likely(clause)}


@pytest.mark.parametrize("clause", FAIR)
def test_a_fair_clause_is_left_alone(clause: str) -> None:
    assert likely(clause) == []


def test_what_a_rule_has_told_is_not_told_again() -> None:
    clause = "本合同的最终解释权归乙方所有。"
    told = tuple(found_in(clause))
    assert [one.rule for one in told] == ["sole-interpretation"]
    assert [one.rule for one in likely(clause)] == ["sole-interpretation"]
    assert likely(clause, found=told) == []


def test_what_is_unfair_to_the_merchant_is_nothing_to_the_provider() -> None:
    assert likely("本合同的最终解释权归乙方所有。", "provider") == []
    assert [one.rule for one in likely("乙方可以把买家电话卖给别的店铺做推广。", "provider")] == [
        "personal-data"
    ]


def test_only_learned_rules_are_told() -> None:
    assert {risk.id for risk in RISKS.risks if risk.learned} >= {
        label.partition(RULE)[2] for label in CLASSIFIER.labels if RULE in label
    }
    assert {category for category, _ in CLASSIFIER.columns()} == {
        risk.category for risk in RISKS.risks if risk.learned
    }


def test_it_was_taught_from_what_is_tuned_on() -> None:
    """Run `python scripts/teach_classifier.py` after a change of the contracts or clauses that are tuned on."""
    assert CLASSIFIER.taught_from == corpus_hash(project_file("review"))


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    CLASSIFIER.save(tmp_path)
    again = Classifier.load(tmp_path)
    for _, clause in IN_OTHER_WORDS:
        assert np.array_equal(again.scores(clause), CLASSIFIER.scores(clause))


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    with pytest.raises(ConfigurationError, match="classifier.npz 缺失或已损坏"):
        Classifier.load(tmp_path)
    shutil.copy(KNOWLEDGE / FILE, tmp_path / FILE)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:5000])
    with pytest.raises(ConfigurationError, match="请从安装包恢复"):
        Classifier.load(tmp_path)


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_every_ngram_is_counted(text: str) -> None:
    counts = ngrams(text)
    assert max(map(len, counts), default=0) <= LONGEST
    assert sum(times for gram, times in counts.items() if len(gram) == 1) <= len(text)
    assert np.isfinite(CLASSIFIER.scores(text)).all()


def test_all_figures_are_alike_and_a_sentence_weighs_as_much_as_another() -> None:
    assert ngrams("每日5%") == ngrams("每日0.05%") == ngrams("每日1,000%")
    _, values = weighed(Counter(ngrams("甲方每月支付服务费")), CLASSIFIER.rows, CLASSIFIER.idf)
    assert float(np.linalg.norm(values)) == pytest.approx(1)
