"""Numbers: well-formed trees of every style give nothing, and one slip gives exactly one finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from checking_lines import HEAD, SIGNED, found_in
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.review.checks.numbers import numbering
from bot.statutes.numerals import chinese

OUTER: dict[str, Callable[[int], str]] = {
    "article": lambda n: f"第{chinese(n)}条 约定事项",
    "arabic article": lambda n: f"第{n}条 约定事项",
    "chapter": lambda n: f"第{chinese(n)}章 约定事项",
    "cn": lambda n: f"{chinese(n)}、约定事项",
    "capital": lambda n: f"{'零壹贰叁肆伍陆柒捌玖拾'[n]}、约定事项",
}
INNER: dict[str, Callable[[int, int], str]] = {
    "dotted": lambda outer, n: f"{outer}.{n} 双方应当按照约定履行本项义务。",
    "arabic": lambda outer, n: f"{n}、双方应当按照约定履行本项义务。",
    "dot": lambda outer, n: f"{n}. 双方应当按照约定履行本项义务。",
    "cn-paren": lambda outer, n: f"（{chinese(n)}）双方应当按照约定履行本项义务。",
    "paren": lambda outer, n: f"（{n}）双方应当按照约定履行本项义务；",
}


def lines_of(outer: str, inner: str, sizes: list[int], wrong: tuple[int, int, int] | None = None) -> str:
    """A tree of two levels; `wrong` is (article, place, other number)."""
    lines = []
    for at, size in enumerate(sizes, 1):
        lines.append(OUTER[outer](at))
        for place in range(1, size + 1):
            number = wrong[2] if wrong and wrong[:2] == (at, place) else place
            lines.append(INNER[inner](at, number))
    return "\n".join(lines)


sizes_of = st.lists(st.integers(1, 6), min_size=3, max_size=9)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(OUTER)), st.sampled_from(sorted(INNER)), sizes_of)
def test_well_formed_trees_give_nothing(outer: str, inner: str, sizes: list[int]) -> None:
    assert found_in(numbering, lines_of(outer, inner, sizes)) == []


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(OUTER)), st.sampled_from(sorted(INNER)), sizes_of, st.integers(3, 6), st.data())
def test_one_wrong_number_is_one_finding(
    outer: str, inner: str, sizes: list[int], size: int, data: st.DataObject
) -> None:
    at = data.draw(st.integers(1, len(sizes)))
    sizes[at - 1] = size
    place = data.draw(st.integers(1, size - 1))
    other = data.draw(st.integers(1, 9).filter(lambda number: number not in (place, place + 1)))
    if place == size - 1 and other == 1:
        other = 9
    found = found_in(numbering, lines_of(outer, inner, sizes, (at, place, other)))
    assert len(found) == 1
    assert found[0][1].startswith(INNER[inner](at, other)[:2])


WRONG = [
    (["六、资料", "1、归还。", "六、时间", "1、一年。", "七、责任"], [("duplicate-number", "六、时间")]),
    (["六、资料", "1、归还。", "八、时间", "1、一年。", "九、责任"], [("skipped-number", "八、时间")]),
    (["第五条 费用", "5.1 按月付。", "5.2 开票。", "5.4 对账。"], [("skipped-number", "5.4 对账")]),
    (["第五条 费用", "5.1 按月付。", "5.1 开票。", "5.2 对账。"], [("duplicate-number", "5.1 开票")]),
    (
        ["1、甲。", "2、乙。", "3、丙。", "4、丁。", "3、戊。", "4、己。", "5、庚。"],
        [("duplicate-number", "3、戊"), ("duplicate-number", "4、己")],
    ),
    (
        ["第七条 其他", "7.1 甲方。", "7.2 乙方。", "6.3 双方。", "7.4 其他。"],
        [("skipped-number", "6.3 双方")],
    ),
    (["第九条 违约", "2、甲方违约。", "3、乙方违约。"], [("skipped-number", "2、甲方违约")]),
]


@pytest.mark.parametrize(("lines", "expected"), WRONG)
def test_slips_of_every_kind(lines: list[str], expected: list[tuple[str, str]]) -> None:
    first = [f"{chinese(n)}、约定" for n in range(1, 6)] if lines[0].startswith("六") else []
    if lines[0].startswith("第"):
        value = "一二三四五六七八九".index(lines[0][1])
        first = [f"第{chinese(n)}条 约定\n{n}.1 照办。" for n in range(1, value + 1)]
        if lines[0].startswith("第九"):
            first = [f"第{chinese(n)}条 约定\n1、照办。" for n in range(1, value + 1)]
    found = found_in(numbering, "\n".join([*first, *lines]))
    assert [(one.rule, quote) for one, quote in found] == expected


def test_articles_that_go_on_in_the_next_part_with_the_last_number() -> None:
    lines = "第一部分 约定\n第一条 期限\n第二条 费用\n第二部分 考核\n第二条 标准\n第三条 结算"
    found = found_in(numbering, lines)
    assert [(one.rule, quote) for one, quote in found] == [("duplicate-number", "第二条 标准")]


RIGHT = {
    "clauses counted through all parts": "第一部分 甲\n1. 甲一。\n2. 甲二。\n第二部分 乙\n3. 乙一。\n4. 乙二。\n第三部分 丙\n5. 丙一。",
    "articles counted through chapters": "第一章 甲\n第一条 甲一。\n第二条 甲二。\n第二章 乙\n第三条 乙一。\n第四条 乙二。",
    "articles below 一、": "一、甲\n第一条 甲一。\n第二条 甲二。\n二、乙\n第三条 乙一。\n三、丙\n第四条 丙一。",
    "lists that begin anew under one clause": "一、甲\n1、付款：\n（1）首付；\n（2）尾款。\n2、交接：\n（1）资料；\n（2）账号。\n二、乙\n1、其他。",
    "a list inside a sentence": "一、甲\n1、乙方提供：1）售前；2）售后；3）投诉。\n2、其他。\n二、乙\n1、其他。",
    "two lists with words between": "一、甲\n甲方的义务：\n1、付款。\n2、提供资料。\n乙方的义务：\n1、接待。\n2、培训。\n二、乙",
    "numbers run together in one line": "一、甲\n1、付款。2、开票。3、对账。\n4、结清。\n二、乙\n1、其他。",
    "a line that begins with figures": "一、甲\n1、满意度。\n2、响应率。\n3、办结率。\n4、24 小时解决率不低于 90%。\n5、质检。\n二、乙",
    "a reference at the beginning of a line": "第一条 甲\n第三条约定的费用另计。\n第二条 乙\n第三条 丙",
    "annexes begin anew": "第一条 甲\n第二条 乙\n附件一 报价单\n第一条 价格每月一万元。\n第二条 按月支付。\n附件二 考核表\n一、响应\n二、满意度",
    "circled and letters": "一、甲\n1、如下：\n①甲；\n②乙；\n③丙。\n2、如下：\nA、甲；\nB、乙。\n二、乙",
    "three levels": "第一条 甲\n1.1 甲一\n1.1.1 细则。\n1.1.2 细则。\n1.2 甲二\n1.2.1 细则。\n第二条 乙\n2.1 乙一。",
    "sub-clauses under headings that are not numbered": "合作内容\n1. 接待。\n2. 售后。\n费用\n1. 月付。\n2. 开票。\n其他\n1. 生效。",
}


@pytest.mark.parametrize("lines", RIGHT.values(), ids=RIGHT.keys())
def test_ways_of_numbering_that_are_in_order(lines: str) -> None:
    assert found_in(numbering, lines, HEAD, SIGNED) == []
