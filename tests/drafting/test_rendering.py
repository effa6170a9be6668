"""Numbers in two styles, references as numbers, and Markdown that names and signs cannot break."""

from __future__ import annotations

import pytest
from drafting_samples import facts, library, words

from bot.drafting.assembling import assemble
from bot.drafting.layout import Heading, Line, Parties, laid_out, plain
from bot.drafting.markdown import markdown, plain_lines
from bot.drafting.numbering import STYLES, Style, numbered

FIRST = [
    "第一条",
    "1.1",
    "1.2",
    "第二条",
    "2.1",
    "第三条",
    "3.1",
    "3.2",
    "（1）",
    "（2）",
    "第四条",
    "4.1",
    "4.2",
]
SECOND = [
    "一、",
    "（一）",
    "（二）",
    "二、",
    "（一）",
    "三、",
    "（一）",
    "（二）",
    "1.",
    "2.",
    "四、",
    "（一）",
    "（二）",
]


@pytest.mark.parametrize(("style", "expected"), [("第一条", FIRST), ("一、", SECOND)])
def test_numbers_of_both_styles(style: Style, expected: list[str]) -> None:
    blocks = laid_out(assemble(library(), words(), facts()), style, words())
    numbers = [block.number for block in blocks if isinstance(block, Heading | Line)]
    assert numbers == [*expected, "附件一", "1."]


@pytest.mark.parametrize(
    ("style", "part", "paragraph", "annex"),
    [("第一条", "第三条", "第4.1条", "附件一"), ("一、", "第三条", "第四条第（一）项", "附件一")],
)
def test_references_are_numbers(style: Style, part: str, paragraph: str, annex: str) -> None:
    contract = assemble(library(), words(), facts())
    numbers = numbered(contract, style)
    assert numbers.refer("price-seat") == part, "the only clause of its section is the section"
    assert numbers.refer("term-length") == paragraph
    assert numbers.refer("annex-weights") == annex
    with pytest.raises(KeyError):
        numbers.refer("price-conversation")
    assert f"坐席数见{part}。" in "\n".join(plain_lines(laid_out(contract, style, words())))


def test_numbers_follow_when_a_clause_goes() -> None:
    contract = assemble(library(), words(), facts(), drop=("scope-what",))
    assert "坐席数见第二条。" in markdown(contract, words())


def test_the_whole_contract_as_markdown() -> None:
    text = markdown(assemble(library(), words(), facts()), words())
    order = [
        "# 电商客服外包服务合同",
        "| 甲方（委托方） |",
        "## 第一条 ",
        "## 第四条 ",
        "（盖章）",
        "## 附件一 ",
        "签署前要办的事",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert "| 首次响应 | 60% | 不超过30秒 |" in text
    assert "每个坐席每月4,000元（大写：人民币肆仟元整）" in text
    assert "【待填：店铺名称】" in text
    assert "{" not in text


@pytest.mark.parametrize("style", STYLES)
def test_signs_of_markdown_in_a_name_stay_signs(style: Style) -> None:
    name = "甲|乙*丙_[链](x)<b>#`公司"
    text = markdown(assemble(library(), words(), facts(party_a=name)), words(), style)
    assert "甲\\|乙\\*丙\\_\\[链\\](x)\\<b\\>#\\`公司" in text
    blocks = laid_out(assemble(library(), words(), facts(party_a=name)), style, words())
    rows = next(block.rows for block in blocks if isinstance(block, Parties))
    assert plain(rows[0][1]) == name
