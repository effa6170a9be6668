"""Sums in conversations: the whole set exactly, no question taken for a sum, and what an answer consists of."""

from __future__ import annotations

import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering.sums import SumAnswer, Sums
from bot.errors import ConfigurationError
from bot.evaluation.sums import (
    TODAY,
    SumCase,
    contract_passages,
    load_sums,
    shown,
)
from bot.settings import PROJECT

RULES = PROJECT / "knowledge" / "sums.yaml"
SUMS = Sums.load(RULES, lambda: TODAY)
SAMPLE = contract_passages()
CASES = load_sums()


def asked(*turns: str) -> SumAnswer | None:
    return SUMS.answer(turns[-1], turns, (), lambda: SAMPLE)


def answered(*turns: str) -> SumAnswer:
    found = asked(*turns)
    assert found is not None
    return found


def test_what_an_answer_consists_of() -> None:
    answer = answered("三万块晚了十天,按范本要赔多少")
    (clause,) = {p for said in answer.said for p in said.sources}
    assert clause.locator == "五、违约责任 第2条"
    first, second, third, *_ = answer.said
    assert first.text == "一共要付 65,000 元：滞纳金 15,000 元，加违约金 50,000 元。"
    assert first.sources == (clause,)
    assert (second.text, second.bullet) == ("30,000 元 × 5%/天 × 10 天 = 15,000 元", True)
    assert third.text == "15,000 元 + 50,000 元 = 65,000 元"
    fee, both = answer.calculations
    assert (fee.formula, fee.result) == ("30,000 元 × 5%/天 × 10 天", "15,000 元")
    assert both.result == "65,000 元"
    origins = {given.name: (given.origin, given.source) for given in fee.inputs}
    assert origins["应付款"] == ("user", "")
    assert origins["滞纳金比率"] == ("source", clause.id)
    assert answer.laws == ("民法典第五百八十五条",)


def test_assumptions_are_shown_as_such() -> None:
    answer = answered("月费9000,这个月只干了12天")
    assert any(said.text == "先按这个算，不对请告诉我：一个月 30 天。" for said in answer.said)
    assert [given.origin for given in answer.calculations[0].inputs if given.name == "一个月"] == ["default"]


@pytest.mark.parametrize(
    ("turns", "asks"),
    [
        (("应付3万逾期了,每天千分之五,滞纳金多少",), "晚了多少天？"),
        (("逾期8天,每天千分之五,要付多少滞纳金",), "应付的是多少钱？按每日 0.5%，8 天就是应付款的 4%。"),
        (("不含税2万,含税多少",), "税率是百分之几？发票上写着，例如 6%。"),
        (("合同2026年3月1日开始,哪天到期",), "签多长时间？"),
        (("0个客服每人4500,一年多少钱",), "客服人数写的是「0个」，算不了。要几个客服？"),
        (("合同2026年2月30日起一年到哪天",), "「2026年2月30日」这一天不存在，请核对一下：起始日应该是哪天？"),
        (("应付3万,拖了-8天,每天1%,要付多少",), "逾期天数写的是「−8天」，不能是负数。应该是多少？"),
    ],
)
def test_what_is_missing_or_cannot_be_meant_is_asked_for(turns: tuple[str, ...], asks: str) -> None:
    answer = answered(*turns)
    assert answer.kind == "clarify"
    assert [said.text for said in answer.said] == [asks]
    assert not answer.calculations


@pytest.mark.parametrize(
    ("typed", "given_"),
    [
        ("月销售80万,50万以内3%,超过部分2%,佣金多少", "销售额 80万；各档 50万、3%、2%"),
        ("押金2万对方违约退多少", "押金 2万"),
        ("甲方单方解约,付了10万基础服务费和2万佣金,总共损失多少", "已付 10万、已付佣金 2万"),
        ("月费5000,季付打9折,一季度多少钱", "月费 每月5000、期限 一季度、折扣 9折"),
    ],
)
def test_every_figure_is_listed_by_its_name(typed: str, given_: str) -> None:
    assert f"你给的：{given_}。" in shown(answered(typed))


def test_who_ends_the_contract_alone_is_answered_by_the_clause() -> None:
    answer = answered("年费10万用了4个月我单方解约,按范本能退多少")
    (clause,) = {p for said in answer.said for p in said.sources}
    assert clause.locator == "五、违约责任 第3条"
    assert answer.said[0].text.startswith("按范本，甲方单方解除的，已付的 100,000 元不退")
    (damages,) = (given for given in answer.calculations[0].inputs if given.origin == "source")
    assert (damages.value, damages.source) == ("伍万元", clause.id)


def test_a_loan_stays_foreign_until_the_contract_is_named() -> None:
    assert asked("借给朋友5万", "逾期一年利息多少") is None
    answer = answered("借给朋友5万", "外包合同的服务费3万逾期8天,每天1%滞纳金多少")
    assert "2,400 元" in answer.said[0].text


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "answer"][::9], ids=lambda c: c.id)
def test_a_sentence_rests_on_the_code_or_on_a_ruling_not_on_both(case: SumCase) -> None:
    for said in answered(*case.turns).said:
        assert not ("民法典" in said.text and "法释" in said.text)


def test_a_figure_that_was_not_understood_stops_the_sum() -> None:
    answer = answered("应付3万,每天千分之五,拖了8天,他们还提到38000,滞纳金多少")
    assert answer.kind == "clarify"
    assert "没看懂这几个数是什么：38000。" in shown(answer)


def test_a_conversation_goes_on_with_what_was_given() -> None:
    turns = ["应付3万,合同写每天千分之五,拖了8天要付多少"]
    for typed, result in (
        ("那要是15天呢", "2,250 元"),
        ("改成万分之五呢", "225 元"),
        ("正常解约提前多久通知?", ""),
        ("刚才那笔要是20天呢", "300 元"),
    ):
        turns.append(typed)
        found = asked(*turns)
        assert (found.said[0].text if found else "").startswith(f"要付 {result}" if result else "")
        assert bool(found) == bool(result)


def test_who_ends_the_contract_changes_no_late_fee() -> None:
    assert asked("逾期5天要付多少滞纳金？", "打错了，是15天", "甲方擅自解约呢？") is None


def test_an_amount_and_days_late_are_a_sum_without_a_question() -> None:
    assert shown(answered("佣金几号付？", "我这个月佣金8000，晚了12天")).startswith("一共要付 54,800 元")


def test_the_parts_of_a_turn_are_answered_apart() -> None:
    turn = "5个客服每人4500,签半年一共多少?另外定金最多收多少,合同总额13.5万?"
    both = answered(turn)
    first = SUMS.answer("5个客服每人4500,签半年一共多少", [turn], (), lambda: SAMPLE)
    second = SUMS.answer("另外定金最多收多少,合同总额13.5万", [turn], (), lambda: SAMPLE)
    assert first is not None
    assert second is not None
    assert "135,000" in shown(first)
    assert "27,000" not in shown(first)
    assert "27,000" in shown(second)
    assert {s.text for s in both.said} == {s.text for s in (*first.said, *second.said)}


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 5_000_000),
    st.sampled_from(
        [("千分之五", "0.5"), ("万分之三", "0.03"), ("1%", "1"), ("0.05%", "0.05"), ("2‰", "0.2")]
    ),
    st.integers(1, 900),
    st.sampled_from(
        [
            "应付{a}元,每天{r},拖了{d}天要付多少",
            "拖了{d}天,每天{r},应付{a}元,滞纳金多少",
            "滞纳金每天{r},{d}天没付,欠款{a}元,一共要付多少滞纳金",
            "I owe {a} yuan, {d} days late, {r} per day, how much is the late fee?",
            "應付{a}元,每日{r},遲了{d}天,滯納金多少",
        ]
    ),
)
def test_late_fees_in_any_order_of_words(amount: int, rate: tuple[str, str], days: int, form: str) -> None:
    answer = answered(form.format(a=amount, r=rate[0], d=days))
    due = (Decimal(amount) * Decimal(rate[1]) / 100 * days + Decimal("0.005")).quantize(
        Decimal("0.01"), rounding="ROUND_DOWN"
    )
    assert answer.kind == "answer"
    assert Decimal(re.sub("[^0-9.]", "", answer.calculations[0].result)) == due


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2026, 1, 11), date(2035, 12, 31)), st.integers(1, 120))
def test_notices_in_any_year(end: date, days: int) -> None:
    answer = answered(f"提前{days}天通知,想{end.year}年{end.month}月{end.day}号走,最晚哪天说")
    latest = date.fromordinal(end.toordinal() - days)
    assert f"最晚 {latest.year}年{latest.month}月{latest.day}日通知" in answer.said[0].text


def test_nothing_that_is_typed_breaks_it() -> None:
    pieces = [
        piece for case in CASES for turn in case.turns for piece in re.split(r"[,，。?？]", turn) if piece
    ]
    chance = random.Random(4)
    odd = ("0", "-", "9" * 30, "万", "30日", "2月30日", "13月", "%", "每天", "")
    for _ in range(400):
        turns = ["，".join(chance.sample(pieces, chance.randint(1, 4))) for _ in range(chance.randint(1, 3))]
        turns[-1] = turns[-1].replace(chance.choice("0123456789一二三万"), chance.choice(odd))
        found = asked(*turns)
        assert found is None or found.said[0].text


@pytest.mark.parametrize("text", ["", " ", "？", "1" * 1400, "应付" * 5000, "每天1%" * 250])
def test_endless_and_empty_turns(text: str) -> None:
    found = SUMS.answer(text, [text])
    assert found is None or found.kind == "clarify"


@pytest.mark.parametrize(
    ("find", "put"),
    [
        ("negative: ", "negative: '(' #"),
        ("kinds:\n  - name: capitals", "kinds:\n  - name: capitals\n    colour: red"),
        ("has: [amount]}", "has: [amuont]}"),
    ],
)
def test_a_wrong_rule_file_says_where(tmp_path: Path, find: str, put: str) -> None:
    path = tmp_path / "sums.yaml"
    path.write_text(RULES.read_text(encoding="utf-8").replace(find, put, 1), encoding="utf-8")
    sums = Sums.load(path)
    with pytest.raises(ConfigurationError, match=r"sums\.yaml 第\d+行"):
        sums.answer("应付3万", ["应付3万"])
