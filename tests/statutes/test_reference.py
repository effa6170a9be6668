"""References in text: found where they are, read in one way or not at all, and never where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import PROJECT
from bot.statutes.numerals import chinese, numeral
from bot.statutes.reference import Reference
from bot.statutes.resolver import Resolver

FOLDER: Path = PROJECT / "knowledge" / "statutes"
RESOLVER = Resolver.load(FOLDER)


def read(text: str) -> list[tuple[str, int | None, int | None, int | None]]:
    found = RESOLVER.references(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    return [(one.law, one.article, one.paragraph, one.item) for one in found]


CODE = "民法典"


@pytest.mark.parametrize(
    "text",
    [
        "民法典585",
        "民法典585条",
        "民法典第585条",
        "民法典第５８５条",
        "民法典第五百八十五条",
        "民法典第五八五条",
        "民法典五百八十五条",
        "民法典第伍佰捌拾伍条",
        "《民法典》第五百八十五条",
        "《中华人民共和国民法典》第五百八十五条",
        "中华人民共和国民法典第585条",
        "民法典第五百八十五條",
        "《中華人民共和國民法典》第五百八十五條",
        "民法典·585",
        "民法典:585",
        "民 法 典 第 585 条",
        "《民法典》\n第五百八十\n五条",
        "民法典（2020年）第585条",
        "民法典的第585条",
        "民法典中规定的第585条",
        "民法典合同编第585条",
        "《民法典·合同编》第585条",
        "民法典第三编第八章第585条",
        "“民法典”第585条",
        "Civil Code Art. 585",
        "Article 585 of the PRC Civil Code",
        "按民法典585条",
        "请问民法典第585条怎么说",
        "这违反了民法典第585条之规定",
        "依据我国现行民法典第585条",
    ],
)
def test_one_article_in_every_writing(text: str) -> None:
    assert read(text) == [(CODE, 585, None, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《民法典》第五百八十五条第二款", [(CODE, 585, 2, None)]),
        ("民法典585条2款", [(CODE, 585, 2, None)]),
        ("民法典第563条第一款第（三）项", [(CODE, 563, 1, 3)]),
        ("民法典第563条第1款第3项", [(CODE, 563, 1, 3)]),
        ("劳动合同法第40条第(一)项", [("劳动合同法", 40, None, 1)]),
        ("劳动合同法第四十条（二）", [("劳动合同法", 40, None, 2)]),
        ("民法典第五百六十三条、第五百六十五条", [(CODE, 563, None, None), (CODE, 565, None, None)]),
        ("民法典563、565条", [(CODE, 563, None, None), (CODE, 565, None, None)]),
        ("民法典第577-580条", [(CODE, 577, None, None), (CODE, 580, None, None)]),
        ("民法典第577条至第580条", [(CODE, 577, None, None), (CODE, 580, None, None)]),
        ("民法典第585条第一款、第二款", [(CODE, 585, 1, None), (CODE, 585, 2, None)]),
        ("民法典第563条第一款第一、二项", [(CODE, 563, 1, 1), (CODE, 563, 1, 2)]),
        ("民法典第563条第一款第(1)项和第(3)项", [(CODE, 563, 1, 1), (CODE, 563, 1, 3)]),
        (
            "《民法典》第五百八十五条和劳动合同法第82条",
            [(CODE, 585, None, None), ("劳动合同法", 82, None, None)],
        ),
        (
            "民诉法第35条、电商法第十七条，以及《个人信息保护法》第21条第一款",
            [("民事诉讼法", 35, None, None), ("电子商务法", 17, None, None), ("个人信息保护法", 21, 1, None)],
        ),
        (
            "根据民法典第585条和电子商务消费者法第3条",
            [(CODE, 585, None, None), ("电子商务消费者法", 3, None, None)],
        ),
        ("劳动合同法及其实施条例第5条", [("劳动合同法实施条例", 5, None, None)]),
    ],
)
def test_paragraphs_items_lists_and_ranges(
    text: str, expected: list[tuple[str, int, int | None, int | None]]
) -> None:
    assert read(text) == expected


def test_a_branch_belongs_to_the_number() -> None:
    (found,) = RESOLVER.references("刑法第二百八十七条之二第一款")
    assert (found.article, found.branch, found.paragraph) == (287, 2, 1)
    (found,) = RESOLVER.references("民法典第585条之一方违约")
    assert (found.article, found.branch) == (585, 0)


@pytest.mark.parametrize(
    "text",
    [
        "该法第十条",
        "本法第十条",
        "本合同第五条",
        "范本第三条",
        "第五条",
        "第585条第二款",
        "合同第八条第2款",
        "本办法第三条",
        "按客服考核办法第3条扣款",
        "平台规则第3条",
        "我们公司规定第五条",
        "这个做法第一条就错了",
        "民法典",
        "民法典共1260条",
        "民法典2021年施行",
        "民法典2020",
        "民法典有5条规定",
        "民法典第585条件",
        "附件二第三条",
        "第三方有条件付款",
        "",
    ],
)
def test_no_reference_to_a_statute(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("民法典第CCC条", "roman"),
        ("民法典第Ⅻ条", "roman"),
        ("民法典第-5条", "negative"),
        ("民法典-585", "negative"),
        ("民法典第负五条", "negative"),
        ("民法典第5.5条", "decimal"),
        ("民法典第五点五条", "decimal"),
        ("民法典第五百五条", "ambiguous"),
        ("民法典第一二条", "ambiguous"),
        ("民法典第0585条", "padded"),
        ("民法典第二十五六条", "broken"),
        ("民法典第五百八十五十条", "broken"),
        ("民法典第X条", "roman"),
        ("民法典第××条", "broken"),
        ("民法典第580-577条", "broken"),
        ("民法典第585条第Ⅱ款", "roman"),
        ("民法典第563条第一款第一项第1目", "sub_item"),
    ],
)
def test_what_has_no_one_reading_says_why(text: str, fault: str) -> None:
    found = RESOLVER.references(text)[-1]
    assert not found.readable
    assert found.numeral is not None
    assert found.numeral.fault == fault


@given(st.integers(1, 99_999))
def test_every_number_reads_back(number: int) -> None:
    assert numeral(chinese(number)).value == number
    assert numeral(str(number)).value == number
    assert numeral(chinese(number).replace("零", "〇")).value == number


@given(st.text("零〇一二两三四五六七八九十百千万0123456789-.IVX", min_size=1, max_size=8))
def test_a_numeral_has_one_reading_or_a_reason(text: str) -> None:
    found = numeral(text)
    assert (found.value is None) == bool(found.fault)


PIECES = st.sampled_from(
    [
        "民法典",
        "《民法典》",
        "合同法",
        "电商法",
        "《",
        "》",
        "第",
        "条",
        "款",
        "项",
        "之",
        "（",
        "）",
        "五百八十五",
        "585",
        "二",
        "一",
        "、",
        "至",
        "-",
        "和",
        "根据",
        "新",
        "解释",
        "零",
        "CCC",
        "的",
        "。",
        "，",
        "Article",
        "of",
        "Civil",
        "編",
        "典",
        "\n",
    ]
)


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_read_and_places_are_exact(text: str) -> None:
    found: list[Reference] = RESOLVER.references(text)
    assert all(one.text == text[one.start : one.end] and one.text for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
