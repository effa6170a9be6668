"""Facts: checked together, told apart by where they come from, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from drafting_samples import GIVEN, facts, library

from bot.drafting.facts import FactsError, read_facts
from bot.drafting.facts_file import LARGEST, parse_wanted, read_facts_file
from bot.errors import InputError

REFUSED: list[tuple[dict[str, object], str, str]] = [
    ({"seat_price": "-100"}, "seat_price", "不能低于1元"),
    ({"seats": "0"}, "seats", "不能低于1个"),
    ({"service_start": "25:00"}, "service_start", "没有 25:00"),
    ({"end_date": "2026-01-01"}, "end_date", "早于开始日期"),
    ({"end_date": "2028-02-27", "term_months": "12"}, "end_date", "应当是 2028-02-29"),
    ({"deduction_rate": "200%"}, "deduction_rate", "不能高于100%"),
    ({"deduction_rate": "50%"}, "deduction_rate", "高于每月扣减上限"),
    ({"party_b": "杭州青禾 电子商务有限公司"}, "party_b", "同一个名字"),
    ({"party_b": "乙" * 101}, "party_b", "太长"),
    ({"party_b": "=乙公司"}, "party_b", "开头"),
    ({"price_model": "免费"}, "price_model", "只能选"),
    ({"service_start": "09:00", "service_end": "9:00"}, "service_end", "和每日开始时间一样"),
    ({"start_date": "9999-12-01"}, "start_date", "超出了日历"),
    ({"seats": ["10"]}, "seats", "一个值"),
    ({"seats": True}, "seats", "一个值"),
    ({"salary": "1"}, "salary", "不认识"),
    ({"坐席数": "11"}, "坐席数", "写了两次"),
]


@pytest.mark.parametrize(
    ("changed", "field", "says"), REFUSED, ids=[f"{field}-{says}" for _, field, says in REFUSED]
)
def test_bad_facts_are_named_with_what_to_do(changed: dict[str, object], field: str, says: str) -> None:
    with pytest.raises(FactsError) as caught:
        facts(**changed)
    assert [(fault.field, says in fault.message) for fault in caught.value.faults] == [(field, True)]
    assert caught.value.exit_code == 2


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(FactsError, match="有 3 项事实要改"):
        facts(seats="0", seat_price="-1", service_start="25:00")


def test_every_fact_says_where_it_comes_from() -> None:
    found = facts().facts
    assert (found["seats"].origin, found["seats"].text) == ("user", "10个")
    assert (found["seat_price"].value, found["seat_price"].text) == ("4000", "4,000元")
    assert (found["payment_days"].origin, found["payment_days"].text) == ("default", "15天")
    assert (found["end_date"].origin, found["end_date"].text) == ("computed", "2028年2月29日")
    assert "deposit_amount" not in found


def test_labels_serve_as_names() -> None:
    found = read_facts(library(), {"坐席数": "10", "首次响应时间上限": "半分钟", "服务种类": "售前咨询"})
    assert {name: fact.value for name, fact in found.facts.items() if fact.origin == "user"} == {
        "seats": "10",
        "first_response_seconds": "30",
        "service_kinds": "presale",
    }


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2027-03-01", "12", "2028-02-29"),
        ("2027-01-31", "1", "2027-02-28"),
        ("2027-03-15", "6", "2027-09-14"),
        ("2028-02-29", "12", "2029-02-28"),
    ],
)
def test_the_term_ends_on_the_day_before_the_same_day(start: str, months: str, end: str) -> None:
    assert facts(start_date=start, term_months=months).facts["end_date"].value == end


def test_two_dates_settle_the_term() -> None:
    found = facts(start_date="2027-03-01", end_date="2027-08-31").facts
    assert (found["term_months"].value, found["term_months"].origin) == ("6", "computed")
    assert "term_months" not in facts(start_date="2027-03-01", end_date="2027-08-20").facts


UNUSUAL: list[tuple[dict[str, object], str]] = [
    ({"seat_price": "1500"}, "seat_price"),
    ({"late_fee_rate": "5%"}, "late_fee_rate"),
    ({"peak_seats": "5"}, "peak_seats"),
    ({"signing_date": "2027-04-01"}, "signing_date"),
    ({"earnest_amount": "20万"}, "earnest_amount"),
]


@pytest.mark.parametrize(("changed", "field"), UNUSUAL, ids=[field for _, field in UNUSUAL])
def test_unusual_values_stand_and_are_told(changed: dict[str, object], field: str) -> None:
    assert [one.field for one in facts(**changed).unusual] == [field]
    assert all(one.reason for one in facts(**changed).unusual)


def test_ordinary_facts_raise_no_eyebrow() -> None:
    assert facts().unusual == ()


def test_a_file_keeps_what_is_written() -> None:
    wanted = parse_wanted(
        "甲方名称: 甲公司\nservice_start: 23:00\nstart_date: 2027-02-30\nparty_a_code: 0012\n"
        "add: [term-renewal]\npositions: {price-seat: provider}\n",
        "facts.yaml",
    )
    assert wanted.facts == {
        "甲方名称": "甲公司",
        "service_start": "23:00",
        "start_date": "2027-02-30",
        "party_a_code": "0012",
    }
    assert (wanted.add, wanted.positions) == (("term-renewal",), {"price-seat": "provider"})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "第1行"),
        ("- a", "一行一项"),
        ("party_a: {{x}}", "花括号|YAML"),
        ("a: \x07", "不能用的字符"),
        ("positions: {x: y}", "positions"),
        ("add: x", "add"),
    ],
)
def test_a_broken_file_says_what_to_mend(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read_facts(library(), parse_wanted(text, "facts.yaml").facts)


@pytest.mark.parametrize(
    ("prepare", "says"),
    [
        (lambda path: None, "读不出来"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "UTF-8"),
        (lambda path: path.write_bytes(b"a" * (LARGEST + 1)), "太大"),
    ],
    ids=["absent", "encoding", "large"],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, prepare: Callable[[Path], object], says: str
) -> None:
    prepare(tmp_path / "facts.yaml")
    with pytest.raises(InputError, match=says):
        read_facts_file(tmp_path / "facts.yaml")


def test_nothing_given_is_no_fault() -> None:
    assert parse_wanted("", "facts.yaml").facts == {}
    assert GIVEN["party_a"] not in [fact.value for fact in read_facts(library(), {}).facts.values()]
