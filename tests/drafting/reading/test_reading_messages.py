"""What a message says, through the front door: places, corrections, sides, tables, and text of any kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.drafting.facts import read_value
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.plain import plain
from bot.drafting.reading.reader import MessageReader
from bot.drafting.reading.said import Order, Reading, Table
from bot.errors import ConfigurationError
from bot.evaluation.drafting_reading import TODAY, default_table
from bot.settings import PROJECT
from bot.statutes.resolver import Resolver

KNOWLEDGE = PROJECT / "knowledge"
LIBRARY = ClauseLibrary.load(KNOWLEDGE / "clauses")
READER = MessageReader.load(KNOWLEDGE / "drafting", LIBRARY)
DRAFTING = Table(drafting=True)
ON_PAPER = default_table(LIBRARY, KNOWLEDGE)

WORDS = st.lists(
    st.sampled_from(
        [
            "拼多多",
            "淘宝",
            "店叫",
            "小熊",
            "坐席",
            "3个",
            "两个",
            "8000",
            "一个月",
            "每天",
            "万分之五",
            "25:00",
            "早八",
            "到",
            "晚十二点",
            "2月30日",
            "明年",
            "签一年",
            "甲方",
            "乙方",
            "我们是",
            "有限公司",
            "不是",
            "改成",
            "，",
            "。",
            "?",
            "吗",
            "第三条",
            "去掉",
            "加一条",
            "乙方不得",
            "刷单",
            "-3",
            "%",
            "个点",
            "押金",
            "提前",
            "30天",
            "不知道",
            "先空着",
            "{x}",
            "=1",
            "😀",
            "\u200b",
            "１２",
            "萬",
            "條款",
        ]
    ),
    max_size=12,
).map("".join)


def said(reading: Reading) -> dict[str, str]:
    return {saying.parameter: saying.value for saying in reading.sayings}


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), WORDS))
def test_any_text_is_read_and_every_place_is_in_it(message: str) -> None:
    table = Table(facts={"seats": "3"}, asked=("seats", "shops"), latest=("seat_price",), drafting=True)
    reading = READER.read(message, table, today=TODAY)
    pieces = (
        *reading.sayings,
        *reading.withheld,
        *reading.impossible,
        *reading.doubts,
        *reading.wishes,
    )
    assert all(0 <= piece.start < piece.end <= len(message) for piece in pieces)
    for saying in reading.sayings:
        assert read_value(LIBRARY.parameters[saying.parameter], saying.value) == saying.value
    parameters = [one.parameter for one in (*reading.sayings, *reading.withheld, *reading.impossible)]
    assert len(parameters) == len(set(parameters))


@given(st.text(max_size=80))
def test_plain_keeps_every_character_in_its_place(message: str) -> None:
    assert len(plain(message)) == len(message)


def test_the_words_of_a_value_are_the_users_own() -> None:
    message = "對方是台北雲客有限公司，每个坐席８５００元"
    words = {s.parameter: message[s.start : s.end] for s in READER.read(message, DRAFTING).sayings}
    assert words == {"party_b": "台北雲客有限公司", "seat_price": "８５００元"}


def test_what_takes_something_back_is_marked() -> None:
    table = Table(facts={"platforms": "淘宝"}, latest=("platforms",), drafting=True)
    corrected = READER.read("不对，是天猫", table).sayings
    assert [(s.parameter, s.value, s.correcting) for s in corrected] == [("platforms", "天猫", True)]
    assert not READER.read("天猫的店", table).sayings[0].correcting


def test_the_side_decides_who_we_are() -> None:
    message = "我们是合肥云客信息服务有限公司"
    assert said(READER.read(message, DRAFTING)) == {"party_a": "合肥云客信息服务有限公司"}
    assert said(READER.read(message, DRAFTING, side="provider")) == {"party_b": "合肥云客信息服务有限公司"}


def test_dates_are_reckoned_from_the_day_on_which_they_are_said() -> None:
    reading = READER.read("明年3月1号开始", DRAFTING, today=date(2030, 12, 31))
    assert said(reading) == {"start_date": "2031-03-01"}


def test_a_value_that_cannot_stand_says_what_to_write() -> None:
    reading = READER.read("服务时间到25:00", DRAFTING)
    assert not reading.sayings
    assert [one.parameter for one in reading.impossible] == ["service_end"]
    assert "00:00 到 24:00" in reading.impossible[0].message


def test_a_figure_that_could_be_several_facts_is_asked_about_and_an_answer_is_not() -> None:
    assert "deduction_rate" in READER.read("5%", DRAFTING).doubts[0].parameters
    asked = Table(asked=("tax_rate",), drafting=True)
    assert said(READER.read("5%", asked)) == {"tax_rate": "5"}


def test_nothing_is_said_where_there_is_no_draft() -> None:
    for message in ("一个月8k", "第三条去掉", "撤销", "客服要刷好评"):
        assert READER.read(message).empty, message
    begun = READER.read("起草合同，拼多多的店，一个月8k")
    assert [order.kind for order in begun.orders] == ["begin"]
    assert said(begun) == {"platforms": "拼多多", "seat_price": "8000"}


def test_a_question_between_facts_is_told_apart() -> None:
    reading = READER.read("先要3个坐席。违约金一般写多少？", DRAFTING)
    assert said(reading) == {"seats": "3"}
    assert reading.question == "违约金一般写多少？"


def test_an_order_speaks_of_the_clauses_on_the_paper() -> None:
    third = ON_PAPER.numbers["第三条"]
    assert READER.read("第三条去掉", ON_PAPER).orders == (Order("drop", clauses=third),)
    assert READER.read("第3条去掉", ON_PAPER).orders == (Order("drop", clauses=third),)
    assert READER.read("第九十九条去掉", ON_PAPER).orders == (Order("drop", unknown="第九十九条"),)


def test_an_unlawful_wish_is_no_order_and_its_entry_has_law_and_a_way() -> None:
    reading = READER.read("加一条乙方要帮店铺刷单", ON_PAPER)
    assert [wish.id for wish in reading.wishes] == ["fake-orders"]
    assert not reading.orders
    assert not READER.read("加一条：乙方不得刷单", ON_PAPER).wishes


def test_every_law_that_a_wish_is_declined_with_resolves() -> None:
    resolver = Resolver.load(KNOWLEDGE / "statutes")
    for wish in READER.wishes.entries.values():
        for written in wish.law:
            found = resolver.check_text(written)
            assert [one.verified and one.name for one in found] == [written], (wish.id, written)


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        ("figures.yaml", "parameter: seats\n", "parameter: chairs\n", "chairs"),
        ("choices.yaml", "value: presale", "value: before", "before"),
        ("clause_names.yaml", "[insurance]", "[assurance]", "assurance"),
        ("wishes.yaml", "clauses: [own-employees, insurance]", "clauses: [own-people]", "own-people"),
        ("orders.yaml", "weak_drop: '", "weak_drop: '(", "weak_drop"),
        ("speech.yaml", "座席: 坐席", "座席: 坐位子", "slips"),
    ],
)
def test_a_bad_rule_is_named_with_its_line(tmp_path: Path, name: str, old: str, new: str, says: str) -> None:
    for path in (KNOWLEDGE / "drafting").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert path.name != name or old in text
        (tmp_path / path.name).write_text(
            text.replace(old, new, 1) if path.name == name else text, encoding="utf-8"
        )
    with pytest.raises(ConfigurationError) as error:
        MessageReader.load(tmp_path, LIBRARY)
    assert name in str(error.value)
    assert "第" in str(error.value)
    assert says in str(error.value)
