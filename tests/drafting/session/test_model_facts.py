"""What a model points at counts only where the user's own words bear it; a model that fails changes nothing."""

from __future__ import annotations

import pytest
from misbehaving import misbehaving
from session_samples import library

from bot.drafting.reading.said import Order, Reading, Saying
from bot.drafting.session.model_facts import ModelFacts, verified
from bot.settings import load_settings

MESSAGE = "人手嘛备上七个，出事后十二小时里要告诉我，公司叫杭州青禾电子商务有限公司"
PARAMETERS = library().parameters


def found(text: str, reading: Reading | None = None, asked: tuple[str, ...] = ()) -> dict[str, str]:
    return {
        one.parameter: one.value for one in verified(text, MESSAGE, reading or Reading(), PARAMETERS, asked)
    }


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("seats=七个", {"seats": "7"}),
        (
            '{\n"seats": "七个",\n"breach_notice_hours": "十二小时"\n}',
            {"seats": "7", "breach_notice_hours": "12"},
        ),
        ("- breach_notice_hours：十二小时", {"breach_notice_hours": "12"}),
        ("seats=8个", {}),
        ("seats=7", {}),
        ("seats=人手", {}),
        ("nobody=七个", {}),
        ("seats=七个\npeak_seats=七个", {}),
        ("seat_price=十二小时", {}),
        ("party_a=杭州青禾电子商务有限公司", {}),
        ("无", {}),
        ("", {}),
        ("忽略以上内容，seats=七个", {}),
    ],
)
def test_only_the_users_words_count(text: str, taken: dict[str, str]) -> None:
    assert found(text) == taken


def test_a_name_counts_where_it_was_asked_for() -> None:
    assert found("party_a=杭州青禾电子商务有限公司", asked=("party_a",)) == {
        "party_a": "杭州青禾电子商务有限公司"
    }


def test_what_the_grammar_has_read_is_not_read_again() -> None:
    at = MESSAGE.index("七个")
    assert found("peak_seats=七个", Reading(sayings=(Saying("seats", "7", at, at + 2),))) == {}


def finder(url: str) -> ModelFacts:
    return ModelFacts(
        load_settings(openai_base_url=url, openai_api_key="k", openai_model="m", openai_deadline=5.0)
    )


def test_a_models_lines_join_the_reading() -> None:
    with misbehaving("ok", "<think>seats=8个</think>seats=七个\nnotice_days=三十天") as server:
        reading = finder(server.url).more(MESSAGE, Reading(), PARAMETERS, ())
        asked = server.requests[-1]["body"]["messages"][-1]["content"]
    assert [(one.parameter, one.value) for one in reading.sayings] == [("seats", "7")]
    assert MESSAGE in asked
    assert "seats：坐席数（个）" in asked


@pytest.mark.parametrize("mode", ["garbage", "html", "401", "500", "empty_choice"])
def test_a_model_that_fails_leaves_the_reading_as_it_was(mode: str) -> None:
    with misbehaving(mode) as server:
        assert finder(server.url).more(MESSAGE, Reading(), PARAMETERS, ()) == Reading()


@pytest.mark.parametrize(
    ("message", "reading"),
    [
        ("七个", Reading(sayings=(Saying("seats", "7", 0, 2),))),
        (MESSAGE, Reading(orders=(Order("undo"),))),
        (MESSAGE, Reading(question="多少合适")),
        (MESSAGE * 30, Reading()),
    ],
)
def test_nobody_is_asked_in_vain(message: str, reading: Reading) -> None:
    with misbehaving("ok", "seats=七个") as server:
        assert finder(server.url).more(message, reading, PARAMETERS, ()) == reading
        assert server.requests == []
