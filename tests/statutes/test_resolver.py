"""What stands behind a reference: exact words, or one sentence why not. Nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation.statute_references import HELD_OUT, measure
from bot.settings import PROJECT
from bot.statutes.database import Statutes
from bot.statutes.numerals import numeral
from bot.statutes.resolver import Resolver

FOLDER: Path = PROJECT / "knowledge" / "statutes"
STATUTES = Statutes.open()
RESOLVER = Resolver(STATUTES, FOLDER, date(2026, 11, 23))


def test_an_article_with_its_exact_words() -> None:
    found = RESOLVER.resolve("民法典585")
    assert found.status == "verified"
    assert found.name == "《民法典》第五百八十五条"
    assert found.article is not None
    assert found.words == found.article.text
    assert found.says == "《民法典》第五百八十五条已在法条库核对（2020年5月28日的文本）。"


def test_a_paragraph_and_an_item_with_their_exact_words() -> None:
    found = RESOLVER.resolve("《民法典》第五百八十五条第二款")
    assert found.place == "第五百八十五条第二款"
    assert re.match("约定的违约金低于造成的损失的，.*适当减少。$", found.words)
    found = RESOLVER.resolve("民法典第563条第一款第（三）项")
    assert found.words.startswith("（三）当事人一方迟延履行主要债务，")
    assert "\n" not in found.words
    paragraph = RESOLVER.resolve("民法典第563条第一款")
    assert paragraph.words.endswith("（五）法律规定的其他情形。")


def test_an_item_without_its_paragraph_is_resolved_where_only_one_has_it() -> None:
    found = RESOLVER.resolve("劳动合同法第40条第（一）项")
    assert found.place == "第四十条第一款第（一）项"
    assert found.verified


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        ("民法典第9999条", "no_article", "《民法典》共1260条，没有第九千九百九十九条。"),
        ("民法典第零条", "no_article", "《民法典》共1260条，没有第零条。"),
        ("民法典第1" + "0" * 30 + "条", "no_article", "《民法典》共1260条，没有编号这么大的条文。"),
        ("民法典第585条之一", "no_article", "《民法典》共1260条，没有第五百八十五条之一。"),
        ("民法典物权编第585条", "no_article", "《民法典》第五百八十五条在合同编，不在物权编。"),
        ("民法典第三编第七章第585条", "no_article", "《民法典》第五百八十五条在“第八章 违约责任”，不在第七章。"),
        ("民法典第585条第四款", "no_paragraph", "《民法典》第五百八十五条只有3款，没有第四款。"),
        ("民法典第585条第零款", "no_paragraph", "《民法典》第五百八十五条只有3款，没有第零款。"),
        ("民法典第204条第2款", "no_paragraph", "《民法典》第二百零四条只有1款，没有第二款。"),
        ("民法典第585条第二款第三项", "no_paragraph", "《民法典》第五百八十五条第二款没有第（三）项。"),
        ("民法典第577条、第9999条", "no_article", "《民法典》共1260条，没有第九千九百九十九条。"),
        ("生态环境法典第1119条第二款", "no_paragraph", "《生态环境法典》第一千一百一十九条在法条库里的文字有残缺，款和项没法核对。"),
        ("民法典第CCC条", "unreadable", "“CCC”不能当作条的编号：条文编号不用罗马数字或者字母，没有核对。请写成《民法典》第五百八十五条这样。"),
        ("民法典第五百五条", "unreadable", "“五百五”不能当作条的编号：这个编号有不止一种读法，没有核对。你要找的也许是《民法典》第五百零五条、《民法典》第五百五十条。"),
        ("民法典", "unreadable", "请写明是《民法典》的第几条（共1260条）。"),
        ("第585条", "unreadable", "没有读出是哪部法律的第几条：请写成《民法典》第五百八十五条这样。"),
        ("环境保护法第5条", "repealed", "《环境保护法》已由《生态环境法典》取代，不能再引用；对应的条文要在《生态环境法典》里另外查找。"),
        ("公司法（2018修正）第16条", "unverified", "法条库里的《公司法》是2023年12月29日的文本，不是2018年的，没法核对那个版本的条文。"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(text: str, status: str, says: str) -> None:
    found = RESOLVER.resolve(text)
    assert (found.status, found.says) == (status, says)
    assert found.words == ""
    assert found.article is None


@pytest.mark.parametrize(
    "name",
    [
        "电子商务消费者法",
        "新民法典",
        "中华人民共和国电子合同法",
        "企业劳动合同法",
        "数据森林法",
        "民事关系法律适用国家公园法",
        "航道前教育法",
        "智能合同法",
        "社会民法典",
        "法国民法典",
        "消费者权益与产品质量法",
        "劳动法合同法",
        "民法",
        "消费者法",
        "信息保护法",
    ],
)
@pytest.mark.parametrize("form", ["{}第5条", "《{}》第五条", "根据{}第5条", "根据《{}》第五条第一款"])
def test_no_law_is_verified_for_a_namesake(name: str, form: str) -> None:
    found = RESOLVER.resolve(form.format(name))
    assert found.status == "unknown_law"
    assert found.reference is not None
    assert found.reference.law == name


@pytest.mark.parametrize(
    "name",
    [
        "民法典解释",
        "合同法实施条例",
        "民法典合同编司法解释",
        "民法典草案",
        "民法典（草案）",
        "快递市场管理办法",
    ],
)
@pytest.mark.parametrize("form", ["{}第5条", "《{}》第五条"])
def test_rules_that_nobody_checked_are_unverified_and_empty(name: str, form: str) -> None:
    found = RESOLVER.resolve(form.format(name))
    assert (found.status, found.rule, found.words) == ("unverified", None, "")
    assert "未经法条库核对" in found.says


def test_near_misses_are_offered() -> None:
    assert RESOLVER.resolve("新民法典第585条").near == ("民法典",)
    assert "消费者权益保护法" in RESOLVER.resolve("消费者权益保障法第55条").near
    assert RESOLVER.resolve("电子商务消费者法第10条").near == ("电子商务法",)
    assert RESOLVER.resolve("民法典第1261条").near == ("《民法典》第一千二百六十条",)


def test_a_repealed_law_names_what_stands_in_its_place() -> None:
    found = RESOLVER.resolve("合同法114条")
    assert found.status == "repealed"
    assert [new.name for new in found.successor] == ["《民法典》第五百八十五条"]
    assert all(new.verified and new.words for new in found.successor)
    assert found.says == (
        "《合同法》已于2021年1月1日废止，不能再引用；第一百一十四条的内容现在看《民法典》第五百八十五条。"
    )
    unmapped = RESOLVER.resolve("合同法第200条")
    assert unmapped.status == "repealed"
    assert unmapped.successor == ()
    assert "对应的条文要另外查找" in unmapped.says
    assert RESOLVER.resolve("合同法第500条").status == "no_article"


def test_an_article_that_people_call_by_its_old_number() -> None:
    found = RESOLVER.resolve("消法49")
    assert found.verified
    assert found.near == ("《消费者权益保护法》第五十五条",)
    assert "第五十五条" in found.says


def test_a_law_that_is_not_yet_in_force_says_so() -> None:
    assert "2027年1月1日才起施行" in RESOLVER.resolve("商标法第57条").says
    later = Resolver(STATUTES, FOLDER, date(2027, 1, 1))
    assert "才起施行" not in later.resolve("商标法第57条").says


def test_a_law_marked_as_amended_says_so() -> None:
    assert "后来有过修改" in RESOLVER.resolve("刑法第266条").says


def test_every_reference_of_a_text_is_checked() -> None:
    text = "按《民法典》第585条和合同法第114条，违约金可以调整；本合同第五条除外，民法典第2000条没有。"
    assert [found.status for found in RESOLVER.check_text(text)] == ["verified", "repealed", "no_article"]


@pytest.mark.parametrize("seed", [1, HELD_OUT])
def test_true_and_false_references(seed: int) -> None:
    outcome = measure(seed)
    assert [f"{failure.asked} -> {failure.got}" for failure in outcome.failures] == []
    assert outcome.figures["resolve s"] < 0.005


# Some titles name articles of another law (关于《刑法》第三十条的解释): those are references themselves.
NAMES = st.sampled_from(
    [law.short for law in STATUTES.laws() if "条" not in law.short]
    + ["合同法", "新民法典", "消法", "民法典解释"]
)


@settings(max_examples=200, deadline=None)
@given(
    NAMES, st.integers(-3, 1400), st.integers(0, 9), st.sampled_from(["第{}条", "{}", "{}条", "第{}条第{}款"])
)
def test_verified_means_the_written_article_exists(name: str, number: int, paragraph: int, form: str) -> None:
    found = RESOLVER.resolve(f"{name}{form.format(number, paragraph)}")
    assert found.says.endswith("。")
    assert found.verified == bool(found.article and found.words)
    if found.article:
        assert found.article.number == number
        assert STATUTES.article(found.article.law, number) == found.article
        assert found.words in found.article.text


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=50) | st.text("民法典合同第条款项之五百八十零5 《》（）、-", max_size=25))
def test_nothing_raises_and_nothing_is_guessed(text: str) -> None:
    for found in RESOLVER.check_text(text) or [RESOLVER.resolve(text)]:
        assert found.says.endswith("。")
        if found.verified:
            assert found.article is not None
            assert found.reference is not None
            assert found.article.number == numeral(found.reference.written).value or found.reference.paragraph
