"""What is told after a message: short, with what changed, what was not taken, and at most two questions."""

from __future__ import annotations

import re

import pytest
from session_samples import begin, begun, drafter, library, rules, says

from bot.drafting.reading.said import Doubt, Impossible, Order, Reading
from bot.drafting.session.asking import MOST_AT_ONCE
from bot.drafting.session.draft import History
from bot.drafting.session.drafter import Drafted
from bot.drafting.session.opening import history_in
from bot.errors import InputError


def drafted(reading: Reading, history: History | None = None, message: str = "话") -> Drafted:
    return drafter().drafted(message, reading, history)


def asked(text: str) -> list[str]:
    return re.findall(r"^\d\. (.*)$", text, re.MULTILINE)


def test_a_beginning_asks_for_the_two_most_important_things() -> None:
    made = drafted(says(begin()))
    assert made.kind == "draft"
    assert len(asked(made.text)) == MOST_AT_ONCE
    assert asked(made.text) == ["客服要接待哪些平台的店铺（例如淘宝、拼多多、抖店）？", "平时要几个坐席？"]
    assert made.history is not None
    assert made.history.asked == ("platforms", "seats")
    assert made.paper.startswith("# 电商客服外包服务合同")


def test_what_changed_is_a_list_with_what_it_was() -> None:
    text = drafted(says(seats="6"), begun(seats="2")).text
    assert "- 坐席数：2个 → 6个" in text


def test_what_the_seats_cost_is_worked_out_where_it_changes() -> None:
    known = begun(seats="4", seat_price="4500", term_months="12")
    text = drafted(says(seats="6"), known).text
    assert "6个 × 每月4,500元 × 12个月 = 324,000 元（大写：人民币叁拾贰万肆仟元整）" in text
    assert "合计" not in drafted(says(party_a="杭州小熊家居有限公司"), known).text
    assert "合计" not in drafted(says(seats="6"), begun()).text
    assert "合计" not in drafted(says(seats="6", price_model="commission"), known).text


@pytest.mark.parametrize("name", ["seats", "party_b", "platforms"])
def test_nobody_is_asked_for_what_was_given_or_shall_stay_blank(name: str) -> None:
    question = next(q.ask for q in rules().questions if q.parameter == name)
    value = {"seats": "6"}.get(name, "某处")
    assert question not in drafted(says(**{name: value}), begun()).text
    assert question not in drafted(says(blank=(name,)), begun()).text


def test_an_unusual_value_is_named_with_reason_and_law() -> None:
    text = drafted(says(late_fee_rate="5"), begun()).text
    assert "逾期付款违约金（每日）定为5‰" in text
    assert "《民法典》第五百八十五条第二款" in text
    assert "5‰" not in drafted(says(seats="3"), begun(late_fee_rate="5")).text


def test_what_cannot_be_a_doubt_and_an_unknown_clause_are_told() -> None:
    reading = Reading(
        impossible=(Impossible("service_end", 0, 5, "没有 25:00 这个时间"),),
        doubts=(Doubt(("deposit_amount", "earnest_amount"), 6, 9),),
        orders=(Order("drop", unknown="食堂"),),
    )
    text = drafted(reading, begun(), "25:00 五百块").text
    assert "“25:00”：没有 25:00 这个时间" in text
    assert "“五百块”指的是“保证金金额”，还是“定金金额”？" in text
    assert "没找到“食堂”这一条" in text


def test_one_clause_is_shown_with_its_reason_and_law() -> None:
    made = drafted(says(begin("clauses", "late-payment")))
    assert "逾期付款" in made.text
    assert "为什么这样写：" in made.text
    assert "依据：《民法典》" in made.text
    assert "【待填" not in made.text
    later = drafted(says(late_fee_rate="0.5"), made.history)
    assert "0.5‰" in later.text
    assert "依据" not in later.text


def test_finishing_lists_blanks_and_defaults_and_asks_nothing() -> None:
    made = drafted(says(Order("finish"), party_a="青禾公司"), begun())
    assert made.final
    assert asked(made.text) == []
    assert "【待填：乙方名称】" in made.text
    assert "暂按常用值写" in made.text
    again = drafted(says(seats="3"), made.history)
    assert asked(again.text) == []


def test_a_draft_that_lacks_what_every_contract_needs_is_not_called_final() -> None:
    gone = drafted(says(Order("drop", clauses=("confidentiality",))), begun())
    assert "保密：缺少这一部分" in gone.text
    made = drafted(says(Order("finish")), gone.history)
    assert not made.final
    assert "还不能算定稿" in made.text
    assert "合同出好了" not in made.text


def test_a_step_back_tells_what_stands_again() -> None:
    first = drafted(says(seats="6"), begun(seats="2"))
    text = drafted(says(Order("undo")), first.history).text
    assert "已撤销上一步" in text
    assert "坐席数：6个 → 2个" in text


def test_leaving_and_coming_back() -> None:
    left = drafted(says(Order("leave")), begun(seats="2"))
    assert left.kind == "notice"
    assert not drafter().concerns(Reading(), left.history, "违约金一般多少")
    assert drafter().concerns(Reading(), left.history, "继续起草")
    back = drafted(Reading(), left.history, "继续起草")
    assert "前面说的都还在" in back.text
    assert back.history is not None
    assert back.history.open


def test_every_fact_without_a_default_that_contracts_lack_can_be_asked_for_or_is_a_detail() -> None:
    important = {"seats", "seat_price", "conversation_price", "commission_rate", "party_a", "party_b"}
    listed = {question.parameter for question in rules().questions}
    assert important <= listed <= library().parameters.keys()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"versions": []}',
        '{"at": 7}',
        '{"versions": [{"number": 0, "draft": {"given": 3}}]}',
        '{"nobody": 1}',
        "\x00",
    ],
)
def test_a_file_that_is_no_draft_is_told(text: str) -> None:
    with pytest.raises(InputError, match="草稿"):
        history_in(text)


def test_a_draft_of_another_library_is_told() -> None:
    history = begun(seats="3").model_dump_json().replace('"seats"', '"chairs"')
    with pytest.raises(InputError, match="不认识的项"):
        drafter().opened(history)
    assert drafter().opened(begun(seats="3").model_dump_json()) == begun(seats="3")


def test_where_there_is_no_clause_to_draft_yet_it_is_asked_which() -> None:
    made = drafted(Reading(orders=(Order("begin", document="clauses", unknown="食堂"),)))
    assert (made.kind, made.paper) == ("clarify", "")
    assert "没找到“食堂”这一条" in made.text
    assert "想写哪一条？" in made.text
    assert drafted(says(begin("clauses", "late-payment")), made.history).kind == "draft"
