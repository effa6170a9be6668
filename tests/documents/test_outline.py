"""Lines -> headings, clauses and paragraphs, with offsets that can be trusted."""

from __future__ import annotations

import pytest
from document_samples import CONTRACT, outline_of
from hypothesis import given
from hypothesis import strategies as st

from bot.documents.inline import split_items
from bot.documents.outline import Line, outline


def outlined(*lines: str) -> list[tuple[str, str]]:
    return outline_of(*outline([Line(line) for line in lines]))


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        # A short number line over text is a heading; the last of a plain list is not.
        (("一、服务内容", "乙方提供客服。", "二、费用", "每月五千元。"), "hphp"),
        (("1、客服人数", "2、工作时间", "3、提成", "以上由双方另行商定。"), "cccp"),
        (("第一条 服务", "1.1 乙方提供客服。", "第二条 费用", "2.1 每月五千元。"), "hchc"),
        (("第一条 乙方提供客服。", "第二条 甲方按月付款。"), "cc"),
        (("第一章 总则", "第一条 乙方提供客服。", "第二章 附则", "第二条 本合同一式两份。"), "hchc"),
        (("1. 乙方应当按时上线", "客户可以投诉。", "2. 甲方应当付款", "按月结算。"), "cpcp"),
        (("三、违约责任：", "（一）逾期付款的，每日千分之五。", "（二）擅自解约的，五万元。"), "hcc"),
        (("一、服务", "乙方提供客服。", "二、费用", "每月五千元。", "三、附件"), "hphph"),
        (("甲方：某公司", "乙方：某公司", "2024年8月7日"), "ppp"),
        # Heading and text in one line, and a blank that only looks like that.
        (("四、保密义务 甲乙双方对获知的信息承担保密义务,不得外传。",), "hp"),
        (("1、甲方应于 年 月 日前向乙方付清全部费用,逾期按日计息。",), "c"),
        (("2、乙方提供 名客服人员,每天在线十二小时,全年无休。",), "c"),
    ],
)
def test_heading_or_clause(lines: tuple[str, ...], kinds: str) -> None:
    names = {"h": "heading", "c": "clause", "p": "paragraph"}
    assert [kind for kind, _ in outlined(*lines)] == [names[kind] for kind in kinds]


def test_headings_above_and_numbers() -> None:
    text, blocks = outline([Line(line) for line in CONTRACT])
    assert [(block.number, block.headings, block.level) for block in blocks] == [
        ("", (), 0),
        ("", (), 0),
        ("一", (), 1),
        ("1", ("一、服务内容",), 0),
        ("2", ("一、服务内容",), 0),
        ("二", (), 1),
        ("1", ("二、违约责任",), 0),
        ("2", ("二、违约责任",), 0),
    ]
    assert text == "\n".join(CONTRACT)


def test_deeper_headings_nest_and_numbers_further_out_close_them() -> None:
    lines = ["第一章 总则", "第一条 目的", "为了合作。", "第二章 附则", "第二条 份数", "一式两份。"]
    _, blocks = outline([Line(line) for line in lines])
    assert [block.headings for block in blocks if block.kind == "paragraph"] == [
        ("第一章 总则", "第一条 目的"),
        ("第二章 附则", "第二条 份数"),
    ]
    articles_inside = ["一、总则", "第一条 为了合作，订立本合同。", "二、附则", "第二条 本合同一式两份。"]
    _, blocks = outline([Line(line) for line in articles_inside])
    assert [block.headings for block in blocks if block.kind == "clause"] == [("一、总则",), ("二、附则",)]


def test_closing_remarks_leave_the_last_section() -> None:
    _, blocks = outline(
        [
            Line("一、服务"),
            Line("提供客服。"),
            Line("二、费用"),
            Line("按月付。"),
            Line("综上所述，应当慎重。"),
        ]
    )
    assert blocks[-1].headings == ()


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        (
            "包括以下几点: (1)范围;期限; (2)费用。 2、合同期限 要看清楚。",
            ["包括以下几点:", "(1)范围;期限;", "(2)费用。 2、合同期限 要看清楚。"],
        ),
        ("先看内容。 1、期限要写明。 2、费用要写明。", ["先看内容。", "1、期限要写明。", "2、费用要写明。"]),
        # A writer who counts 1, 2, 2 or 1, 2, 3, 2, 3 still means separate items.
        ("1、份数。 2、地点。 2、争议由法院管辖。", ["1、份数。", "2、地点。", "2、争议由法院管辖。"]),
        (
            "1、甲。 2、乙。 3、丙。 2、丁。 3、戊。",
            ["1、甲。", "2、乙。", "3、丙。", "2、丁。", "3、戊。"],
        ),
        (
            "一、模式、费用 1、模式:外包。 2、费用:五千。 二、义务 1、付款。 2、配合。",
            ["一、模式、费用", "1、模式:外包。", "2、费用:五千。", "二、义务", "1、付款。", "2、配合。"],
        ),
        ("包括：①质量；②价格；③售后。", ["包括：", "①质量；", "②价格；", "③售后。"]),
        # Numbers that are figures, references or no series.
        ("费用为: 1.5万元,期限 2 年。", ["费用为: 1.5万元,期限 2 年。"]),
        ("按照 第三条 和 第五条 执行。", ["按照 第三条 和 第五条 执行。"]),
        ("共有 3、4 家店铺，见附件 2、3 页。", ["共有 3、4 家店铺，见附件 2、3 页。"]),
        ("甲、乙双方同意： 1、付款", ["甲、乙双方同意： 1、付款"]),
    ],
)
def test_items_inside_a_line(line: str, pieces: list[str]) -> None:
    assert split_items(line) == pieces


NUMBERS = st.sampled_from(
    [
        "1、",
        "2、",
        "3、",
        "4、",
        "一、",
        "二、",
        "(1)",
        "（2）",
        "①",
        "第一条 ",
        "第二条 ",
        "1.1 ",
        "甲、",
        "A. ",
    ]
)
WORDS = st.text("甲乙方合同付款违约 ，。；：;:,.、()（）0123456789年月日%", max_size=40)
LINES = st.lists(st.lists(st.one_of(NUMBERS, WORDS, st.just(" "), st.just("。 "))).map("".join), max_size=12)


@given(LINES)
def test_no_word_is_lost_and_blocks_are_in_order(lines: list[str]) -> None:
    text, blocks = outline([Line(line) for line in lines])
    assert "".join(text.split()) == "".join("".join(lines).split())
    at = 0
    for block in blocks:
        assert at <= block.start < block.end <= len(text)
        words = text[block.start : block.end]
        assert words == words.strip()
        assert "".join(words.split()).startswith("".join(block.number.split()))
        at = block.end


@given(st.text(max_size=200))
def test_any_text_keeps_its_visible_words(text: str) -> None:
    from bot.documents import normalise

    made, _ = outline([Line(text)])
    assert "".join(made.split()) == "".join(normalise(text).split())
