"""What the user told is found, held in its last form, and never trimmed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import tokens
from bot.answering.memory import Memory, Remembering, trimmed
from bot.conversation import Reply, Turn
from bot.glossary import Glossary

MODEL = "gpt-4o-mini"


@pytest.fixture(scope="module")
def remembering(knowledge_dir: Path) -> Remembering:
    return Remembering.load(knowledge_dir / "sides.yaml", Glossary.load(knowledge_dir / "glossary.yaml"))


def memory(remembering: Remembering, *typed: str) -> Memory:
    return remembering.of([Turn("user", text) for text in typed])


def told(found: Memory) -> set[tuple[str, str, str]]:
    return {(fact.kind, fact.about, fact.value) for fact in found.facts}


@pytest.mark.parametrize(
    ("typed", "fact"),
    [
        ("我是拼多多的商家", ("platform", "", "拼多多")),
        ("我是外包公司", ("side", "", "乙方")),
        ("逾期12天了", ("figure", "逾期", "12天")),
        ("这个月佣金8000块", ("figure", "佣金", "8000块")),
        ("对方合同写违约金20%", ("figure", "违约金", "20%")),
        ("一共要6个客服", ("figure", "客服", "6个")),
        ("基础服务费每月5800元", ("figure", "基础服务费", "5800元")),
        ("佣金8月15日到期", ("figure", "佣金", "8月15日")),
        ("乙方是杭州某某科技有限公司", ("name", "乙方", "杭州某某科技有限公司")),
    ],
)
def test_facts(typed: str, fact: tuple[str, str, str], remembering: Remembering) -> None:
    assert fact in told(memory(remembering, typed))


@pytest.mark.parametrize(
    ("turns", "holds", "gone"),
    [
        (["逾期12天了", "不对，是15天"], "15天", "12天"),
        (["佣金8000块", "佣金改成9000块了"], "9000块", "8000块"),
        (["我是淘宝店", "打错了，是拼多多"], "拼多多", "淘宝"),
        (["我是淘宝店", "是拼多多不是淘宝"], "拼多多", "淘宝"),
        (["要6个客服", "我说的是7个客服，不是6个"], "7个", "6个"),
        (["我是乙方", "不对，我是商家"], "甲方", "乙方"),
    ],
)
def test_a_correction_holds(turns: list[str], holds: str, gone: str, remembering: Remembering) -> None:
    values = {fact.value for fact in memory(remembering, *turns).facts}
    assert holds in values
    assert gone not in values


def test_figures_on_different_things_stay_side_by_side(remembering: Remembering) -> None:
    found = memory(remembering, "佣金8000块", "基础服务费5000块", "逾期3天")
    assert [q.text for q in found.figures("amount")] == ["8000块", "5000块"]
    assert [q.text for q in found.figures(about="逾期")] == ["3天"]
    assert found.facts[0].turn == 1


@pytest.mark.parametrize("typed", ["20万是怎么回事", "刚才说的5万是什么意思", "如果我是乙方呢", "怎么签"])
def test_what_is_only_asked_is_no_fact(typed: str, remembering: Remembering) -> None:
    assert memory(remembering, typed).facts == ()


def test_figures_of_their_contract_are_marked(remembering: Remembering) -> None:
    (fact,) = memory(remembering, "对方合同里写滞纳金每天1%").facts
    assert fact.contract
    assert "合同" in memory(remembering, "对方合同里写滞纳金每天1%").said


def long_talk(turns: int) -> list[Turn]:
    made: list[Turn] = [
        Turn("user", "我是拼多多商家，佣金8000块"),
        Turn("assistant", "好。", reply=Reply("notice", "好。")),
    ]
    for number in range(turns):
        answer = f"第{number}个回答。" + "后面还有很多话。" * 20 + "[1]"
        made += [Turn("user", f"第{number}个问题"), Turn("assistant", answer, reply=Reply("answer", answer))]
    return made


@given(budget=st.integers(60, 4000), turns=st.integers(0, 30))
@settings(max_examples=25, deadline=None)
def test_facts_are_never_trimmed_and_the_budget_holds(
    remembering: Remembering, budget: int, turns: int
) -> None:
    talk = long_talk(turns)
    found = remembering.of(talk)
    cut = trimmed(talk, found, budget, MODEL)
    assert "拼多多" in cut.facts and "8000块" in cut.facts
    used = sum(tokens.count(text, MODEL) for pair in cut.history for text in pair)
    assert used <= max(0, budget - tokens.count(cut.facts, MODEL))


def test_the_newest_exchanges_stay_whole_and_older_ones_in_short(remembering: Remembering) -> None:
    talk = long_talk(30)
    history = trimmed(talk, remembering.of(talk), 1200, MODEL).history
    assert history[-1][0] == "第29个问题"
    assert len(history[-1][1]) > 100 and "[1]" not in history[-1][1]
    assert len(history[0][1]) < 20
    questions = [int(question.strip("第个问题")) for question, _ in history]
    assert questions == list(range(questions[0], 30)), "nothing in between is left out"
