"""The classifier: what it was not taught word for word it finds, what is told already or not for it it leaves alone."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
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
BY_NO_PATTERN = [
    ("personal-data", "客服在接待中遇到的买家手机号，乙方可以存进自己的客户系统，方便给其他店铺做活动。"),
    ("unmeasured-guarantee", "乙方承诺通过专业的接待让店铺的转化和评分有看得见的进步。"),
]
IN_OTHER_WORDS = [
    *BY_NO_PATTERN,
    ("sole-interpretation", "双方对条款内容理解有出入的，以乙方当时给出的书面答复作为依据。"),
    ("withhold-documents", "坐席报到时把身份证原件交给乙方人事代为存放，离职手续办完后取回。"),
    ("unilateral-change", "乙方可以视经营情况调整每席单价，自公示之日起按新价结算。"),
    ("restriction-exclusive", "甲方在合作期内不得与其他客服公司接触，也不得自行招聘客服人员。"),
    ("fake-reviews", "为提高店铺权重，乙方每月安排若干账号下单并在收货后给出五星评价。"),
    ("blanket-exclusion", "客服操作失误产生的退款、赔付和平台罚款，均由甲方自行承担，乙方不负赔偿之责。"),
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


@pytest.mark.parametrize(("rule", "clause"), IN_OTHER_WORDS)
def test_a_fault_is_heard_by_what_it_reads_like(rule: str, clause: str) -> None:
    assert rule in {one.rule for one in likely(clause)}


@pytest.mark.parametrize(("rule", "clause"), BY_NO_PATTERN)
def test_it_hears_what_no_pattern_foresees(rule: str, clause: str) -> None:
    assert rule not in {one.rule for one in found_in(clause)}


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
    assert {category for category, _ in CLASSIFIER.columns()} == set(RISKS.learned)


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
    with pytest.raises(ConfigurationError, match=r"classifier\.npz 缺失或已损坏"):
        Classifier.load(tmp_path)
    shutil.copy(KNOWLEDGE / FILE, tmp_path / FILE)
    (tmp_path / FILE).write_bytes((tmp_path / FILE).read_bytes()[:5000])
    with pytest.raises(ConfigurationError, match="请从安装包恢复"):
        Classifier.load(tmp_path)


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, (KNOWLEDGE / FILE).stat().st_size - 50), noise=st.binary(min_size=40, max_size=40))
def test_a_file_with_wrong_bytes_loads_or_is_told(at: int, noise: bytes) -> None:
    data = bytearray((KNOWLEDGE / FILE).read_bytes())
    data[at : at + len(noise)] = noise
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.parent.mkdir()
        path.write_bytes(data)
        with contextlib.suppress(ConfigurationError):
            assert Classifier.load(Path(folder)).fits


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
