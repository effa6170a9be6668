"""A figure with its unit and nothing else is a value of what was just spoken of, where that is one fact."""

from __future__ import annotations

from functools import cache

import pytest

from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.reader import MessageReader
from bot.drafting.reading.said import Order, Table
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
CLAUSES = ("response-levels", "early-termination", "assessment-table")


@cache
def reader() -> MessageReader:
    return MessageReader.load(KNOWLEDGE / "drafting", ClauseLibrary.load(KNOWLEDGE / "clauses"))


def said(message: str, **table: tuple[str, ...]) -> dict[str, str]:
    found = reader().read(message, Table(drafting=True, clauses=CLAUSES, **table))  # type: ignore[arg-type]
    return {saying.parameter: saying.value for saying in found.sayings}


@pytest.mark.parametrize("message", ["那就45天", "45天吧", "好，就45天", "那45天左右"])
@pytest.mark.parametrize(
    "table",
    [
        {"latest": ("seats", "notice_days")},
        {"asked": ("platforms", "notice_days")},
        {"discussed": ("notice_days", "seat_price"), "latest": ("payment_days",)},
    ],
)
def test_it_is_the_one_fact_that_has_the_unit(message: str, table: dict[str, tuple[str, ...]]) -> None:
    assert said(message, **table) == {"notice_days": "45"}


@pytest.mark.parametrize(
    ("message", "table"),
    [
        ("那就45天", {"latest": ("notice_days", "payment_days")}),
        ("那就45天", {"latest": ("seats", "first_response_seconds")}),
        ("那就45天", {}),
        ("那就45", {"latest": ("notice_days",)}),
        ("店里45天没发货", {"latest": ("notice_days",)}),
    ],
)
def test_where_it_could_be_several_or_none_nothing_is_taken(
    message: str, table: dict[str, tuple[str, ...]]
) -> None:
    assert said(message, **table) == {}


def test_stricter_with_a_value_is_of_the_clause_that_has_the_fact() -> None:
    table = Table(drafting=True, clauses=CLAUSES, latest=("first_response_seconds", "response_rate"))
    found = reader().read("再严一点，20秒", table)
    assert {one.parameter: one.value for one in found.sayings} == {"first_response_seconds": "20"}
    assert found.orders == (Order("position", clauses=("response-levels",), position="merchant"),)
    whole = reader().read("全部严一点，20秒", table)
    assert whole.orders == (Order("position", position="merchant"),)


def test_a_question_speaks_of_facts_by_name_and_by_figure() -> None:
    assert reader().spoken_of("解约提前30天够吗？") == ("notice_days",)
    assert "deposit_amount" in reader().spoken_of("保证金一般收多少")
