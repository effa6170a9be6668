"""The gate on our own sources: what is kept with what behind it, and what is dropped and why."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from grounding.sources import LEXICON, gate, holding, own_passages, verdict

from bot.grounding.verdicts import REASONS, Dropped, Kept
from bot.retrieval.sentences import sentences

LATE = "甲方延期超过十日及以上的"
HIRING = "甲方不得以任何形式雇佣乙方在职人员"
FEE = "甲方应把基础服务费一次性打入"
NOTICE = "正常解约的，解约方一般可以提前一个月"
COURT = "甲乙双方协商不成的"
PLACE = "合同签署地为杭州市余杭区"


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("逾期十天以上，对方可以马上解约，已付的基础服务费不退，还可以要你赔50000元违约金。", LATE),
        ("按《淘宝客服外包合同范本》，延期付款的，滞纳金按应付款额每天百分之五计算。", LATE),
        ("不可以。合同期内和期满后1年内，你不得雇佣对方的在职人员，否则每人赔20万元。", HIRING),
        ("另外要留意：签完合同2个工作日内，你要把基础服务费一次付清。", FEE),
        ("对方收到钱以后才会安排团队开工。", FEE),
        ("没收到款之前，对方不会组织团队开始工作。", FEE),
        ("协商不成的，任何一方都可以到乙方所在地的法院起诉。", COURT),
    ],
)
def test_faithful_words_are_kept(claim: str, words: str) -> None:
    found = verdict(claim, words)
    assert isinstance(found, Kept), found
    assert found.markers == ("1",)


@pytest.mark.parametrize(
    ("claim", "words", "reason"),
    [
        ("逾期十天以上，对方可以要你赔8万元违约金。", LATE, "figure"),
        ("延期付款的，滞纳金按应付款额每日5‰计算。", LATE, "figure"),
        ("延期付款的，滞纳金按应付款额每月5%计算。", LATE, "figure"),
        ("延期超过十日的，滞纳金是伍万元。", LATE, "bound"),
        ("佣金应在次月18日前支付。", "甲方应在次月15日前支付当月佣金", "figure"),
        ("佣金要在当月15日前付清。", "甲方应在次月15日前支付当月佣金", "figure"),
        ("合同签署地为杭州市西湖区。", PLACE, "name"),
        ("用在抖店的合同，签署地也是杭州市余杭区。", PLACE, "name"),
        ("乙方延期超过十日的，甲方有权立即解除合同。", LATE, "party"),
        ("协商不成的，任一方可向甲方所在地人民法院起诉。", COURT, "party"),
        ("合同期满后一年内，甲方可以雇佣乙方在职人员。", HIRING, "polarity"),
        ("延期超过十日的，乙方必须立即解除合同。", LATE, "modality"),
        ("乙方有权立即解除合同。", LATE, "condition"),
        ("延期付款的，乙方有权立即解除合同。", LATE, "condition"),
        ("甲方在合同期内不得擅自解除合作协议。", "除因不可抗力因素外，甲方在合同期内不得", "condition"),
        ("正常解约一般提前一个月口头说一声就行。", NOTICE, "word"),
        ("提前一个月书面说明是法律规定。", NOTICE, "law"),
        ("按《客服外包法》第三条，正常解约要提前一个月书面说明。", NOTICE, "law"),
        ("原文写的是「提前三个月书面通知对方」。", NOTICE, "quote"),
        ("诉讼费用由败诉方全部承担。", FEE, "unsupported"),
    ],
)
def test_what_goes_too_far_is_dropped(claim: str, words: str, reason: str) -> None:
    found = verdict(claim, words)
    assert isinstance(found, Dropped), found
    assert found.reason == reason
    assert found.removed.text.startswith(claim)


def test_a_rule_of_one_clause_with_the_figure_of_another_is_dropped_though_both_are_cited() -> None:
    found = verdict(
        "乙方少提供某项服务的，要赔违约金伍万元。", "乙方如少提供某项相关服务", "乙方如单方提出解除"
    )
    assert isinstance(found, Dropped)


def test_two_sources_may_be_told_in_one_sentence() -> None:
    claim = "基础服务费在合同签订后两个工作日内一次付清；佣金每月结算，次月15日前支付。"
    found = verdict(claim, FEE, "佣金每月结算一次")
    assert isinstance(found, Kept)
    assert found.markers == ("1", "2")
    assert len(found.supports) == 2


def test_support_is_the_place_in_the_document() -> None:
    passage = holding(LATE)
    found = verdict("逾期十天以上，对方可以马上解约。", LATE)
    assert isinstance(found, Kept)
    (support,) = found.supports
    assert support.text == "逾期十天以上，对方可以马上解约。"
    start = support.start - passage.start
    assert passage.text[start : support.end - passage.start].startswith(LATE)
    assert "有权立即解除合同" in passage.text[start : support.end - passage.start]


@pytest.mark.parametrize(
    ("claim", "asked", "kept"),
    [
        ("违约金是合同额的30%。", "合同规定违约金是合同额的30%对吧？", False),
        ("违约金不是30%，逾期超过十日的违约金是伍万元。", "违约金是合同额的30%对吧？", True),
        ("逾期8天，要按应付款额每日5%付滞纳金。", "逾期8天要付多少？", True),
        ("延期超过八日的，乙方有权解除合同。", "超过八日就能解除吗？", False),
        ("乙方有权立即解除合同。", "逾期超过十日会怎样？", True),
    ],
)
def test_the_question_may_be_taken_up_but_not_believed(claim: str, asked: str, kept: bool) -> None:
    assert isinstance(verdict(claim, LATE, own_words=(asked,)), Kept) == kept


def test_figures_of_a_sum_that_is_shown_are_borne() -> None:
    claim = "逾期8天，滞纳金按每日5%计算，一共40000元。"
    own = ("应付10万元，逾期8天要付多少？",)
    assert isinstance(verdict(claim, LATE, own_words=own), Dropped)
    sums = ("100000元 × 5% × 8天 = 40000元",)
    assert isinstance(verdict(claim, LATE, own_words=own, sums=sums), Kept)


@dataclass(frozen=True)
class Found:
    status: str
    words: str


def test_an_article_that_no_source_names_must_say_it_itself() -> None:
    article = "约定的违约金过分高于造成的损失的，人民法院可以根据当事人的请求予以适当减少。"

    def resolve(text: str) -> list[Found]:
        return [Found("verified", article)] if "五百八十五" in text else []

    says = "按《民法典》第五百八十五条，违约金过分高于损失的，法院可以适当减少。"
    other = "按《民法典》第五百八十五条，延期超过十日的，乙方有权立即解除合同。"
    assert isinstance(verdict(says, LATE, resolve=resolve), Kept)
    assert isinstance(verdict(other, LATE, resolve=resolve), Dropped)
    assert isinstance(verdict(says.replace("八十五", "八十四"), LATE, resolve=resolve), Dropped)
    assert isinstance(verdict(says, LATE), Dropped)


def test_a_judge_can_take_out_and_never_let_in() -> None:
    claim, wrong = "对方收到钱以后才会安排团队开工。", "对方收到钱以前就会安排团队开工。"
    assert isinstance(verdict(claim, FEE, judge=lambda _, __: True), Kept)
    assert verdict(claim, FEE, judge=lambda _, __: False).reason == "judged"  # type: ignore[union-attr]
    assert isinstance(verdict(wrong, FEE, judge=lambda _, __: True), Dropped)


@pytest.mark.parametrize("side", ["a", "b"])
def test_you_is_the_side_that_asks(side: str) -> None:
    merchant, provider = ("你", "对方") if side == "a" else ("对方", "你")
    right = f"{merchant}延期超过十日的，{provider}有权立即解除合同。"
    wrong = f"{provider}延期超过十日的，{merchant}有权立即解除合同。"
    assert isinstance(verdict(right, LATE, side=side), Kept)
    assert isinstance(verdict(wrong, LATE, side=side), Dropped)


def test_every_sentence_of_our_own_passages_bears_itself() -> None:
    lost = []
    for passage in own_passages():
        for sentence in sentences(passage.text):
            found = gate((passage,)).check_said(sentence.text, (passage,))
            if not isinstance(found, Kept):
                lost.append((sentence.text, found.reason, found.detail))
    assert lost == []


def test_what_is_said_to_the_asker_is_still_the_source() -> None:
    passage = holding("甲方店铺运营中涉及相关付费广告推广的")
    said = "按《淘宝客服外包合同范本》，对付费广告推广，你（甲方）有权进行监督。"
    found = gate((passage,)).check_said(said, (passage,))
    assert isinstance(found, Kept)
    assert found.text == said
    (support,) = found.supports
    assert passage.text[support.start - passage.start : support.end - passage.start].startswith(
        "对付费广告推广"
    )


def test_every_reason_has_words_for_the_reader() -> None:
    assert [reason for reason in REASONS if LEXICON.says(reason) == reason] == []
