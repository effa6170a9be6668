"""Whose side the asker is on."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.side import Sides, normal


@pytest.fixture(scope="module")
def sides(knowledge_dir: Path) -> Sides:
    return Sides.load(knowledge_dir / "sides.yaml")


@pytest.mark.parametrize(
    "typed",
    [
        "我是外包公司",
        "我们是做代运营的，佣金啥时候能拿到",
        "站在乙方角度看，怎么签",
        "我是乙方",
        "作为乙方要注意什么",
        "我們給商家做客服的",
        "我方是代运营公司，签约时要注意什么",
        "我们公司承接客服外包的单子",
        "from the provider's side, what if they pay late",
        "I'm an agency. When do we get paid?",
        "如果我是乙方，单方解约要赔多少",
        "我是乙方的话要赔多少",
    ],
)
def test_the_provider_speaks(typed: str, sides: Sides) -> None:
    assert sides.stance([typed]).side == "乙方"


@pytest.mark.parametrize(
    "typed",
    [
        "我的外包公司少做了一项",
        "我找的外包公司不干了",
        "我是商家不是外包公司",
        "我不是外包公司，我就想知道怎么赔",
        "我朋友是做代运营的",
        "我是外包公司的客户",
        "我是甲方还是乙方",
        "我是乙方吗",
        "我是想找外包公司的商家",
        "我是淘宝卖家，想找外包",
        "我想做客服外包",
        "我们店做客服外包要注意什么",
        "我们公司想把客服外包出去",
        "我是个客服，商家问我佣金",
        "",
    ],
)
def test_the_merchant_speaks(typed: str, sides: Sides) -> None:
    stance = sides.stance([typed])
    assert (stance.side, stance.says) == ("甲方", "")


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (["我是乙方", "怎么解约", "我是商家", "怎么解约"], ["乙方", "乙方", "甲方", "甲方"]),
        (["怎么解约", "如果我是乙方呢", "怎么解约"], ["甲方", "乙方", "甲方"]),
        (["我是外包公司", "如果我是商家呢", "我们能解约吗"], ["乙方", "甲方", "乙方"]),
        (["我是乙方", "不对，我是甲方"], ["乙方", "甲方"]),
        (["我是外包公司", "换回商家的角度，逾期怎么罚"], ["乙方", "甲方"]),
    ],
)
def test_a_side_stays_until_it_is_changed(turns: list[str], expected: list[str], sides: Sides) -> None:
    assert [stance.side for stance in sides.stances(turns)] == expected


def test_a_change_is_said_once(sides: Sides) -> None:
    says = [stance.says for stance in sides.stances(["我是乙方", "怎么解约", "如果我是商家呢", "怎么解约"])]
    assert [bool(said) for said in says] == [True, False, True, False]
    assert "乙方（外包公司）" in says[0]


@pytest.mark.parametrize(
    ("typed", "rest"),
    [
        ("我是外包公司，佣金几号付", "佣金几号付"),
        ("我们是做代运营的", ""),
        ("我是商家不是外包公司，逾期怎么算", "逾期怎么算"),
        ("如果我是乙方，单方解约呢", "单方解约呢"),
        ("佣金几号付", "佣金几号付"),
    ],
)
def test_the_question_beside_the_claim(typed: str, rest: str, sides: Sides) -> None:
    assert sides.without_claims(normal(typed)) == rest


@pytest.mark.parametrize(
    ("question", "side", "turned"),
    [
        ("我不干了要赔对方多少", "乙方", "乙方不干了要赔甲方多少"),
        ("我不干了要赔对方多少", "甲方", "甲方不干了要赔乙方多少"),
        ("商家能挖我们的人吗", "乙方", "甲方能挖乙方的人吗"),
        ("我的外包公司不干了", "乙方", "乙方不干了"),
        ("what do I owe them", "乙方", "what do the provider owe the merchant"),
        ("我想问佣金", "乙方", "我想问佣金"),
    ],
)
def test_first_person_becomes_a_party(question: str, side: str, turned: str, sides: Sides) -> None:
    assert sides.turned(question, side) == turned  # type: ignore[arg-type]


@given(st.lists(st.text(alphabet="我是不如果乙甲方外包公司商家的吗，。", max_size=20), max_size=4))
def test_any_turns_have_a_side(sides: Sides, turns: list[str]) -> None:
    for typed, stance in zip(turns, sides.stances(turns), strict=True):
        assert stance.side in ("甲方", "乙方")
        assert len(sides.without_claims(normal(typed))) <= len(normal(typed)) + 1
