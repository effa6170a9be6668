"""Visible numbers at the start of a line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents.numbering import cn_value, parse


@pytest.mark.parametrize(
    ("text", "visible", "value", "words"),
    [
        ("第一章 总则", "第一章", 1, "总则"),
        ("第二十三条：违约", "第二十三条", 23, "违约"),
        ("第 3 条 保密", "第3条", 3, "保密"),
        ("第三条合作期限", "第三条", 3, "合作期限"),
        ("一、合作模式", "一", 1, "合作模式"),
        ("一、一般规定", "一", 1, "一般规定"),
        ("十二、其他", "十二", 12, "其他"),
        ("（一）范围", "（一）", 1, "范围"),
        ("(二) 范围", "(二)", 2, "范围"),
        ("【十二】法律与争议", "【十二】", 12, "法律与争议"),
        ("1、合同", "1", 1, "合同"),
        ("12.合同", "12", 12, "合同"),
        ("3．合同", "3", 3, "合同"),
        ("1.1 期限", "1.1", 1, "期限"),
        ("2.3.4 期限", "2.3.4", 4, "期限"),
        ("1.2甲方应付款", "1.2", 2, "甲方应付款"),
        ("(1)范围", "(1)", 1, "范围"),
        ("（10）范围", "（10）", 10, "范围"),
        ("2）范围", "2）", 2, "范围"),
        ("②质量", "②", 2, "质量"),
        ("⑴质量", "⑴", 1, "质量"),
        ("乙、付款方式", "乙", 2, "付款方式"),
        ("B. 方式", "B", 2, "方式"),
        ("b) 方式", "b)", 2, "方式"),
        ("7.1月度服务费按月后付", "7.1", 1, "月度服务费按月后付"),
        ("6.4月有效接待量超过的部分", "6.4", 4, "月有效接待量超过的部分"),
        ("6.2个人信息由乙方处理", "6.2", 2, "个人信息由乙方处理"),
        ("3.1小店的接待", "3.1", 1, "小店的接待"),
        ("2 服务内容", "2", 2, "服务内容"),
        ("6 数据、个人信息和保密", "6", 6, "数据、个人信息和保密"),
    ],
)
def test_numbers_are_read(text: str, visible: str, value: int, words: str) -> None:
    number = parse(text)
    assert number is not None
    assert (number.visible, number.value, text[number.end :]) == (visible, value, words)


@pytest.mark.parametrize(
    "text",
    [
        "第三条约定的费用",
        "3 个月内",
        "2 服务费用由甲方承担。",
        "第五条所述情形",
        "第二条、第三条的费用"[3:],
        "一、二线城市的客服",
        "甲、乙双方",
        "1.5万元每月",
        "7.1月至7.5月",
        "1.5小时内",
        "1.5 万元每月",
        "10日内付清",
        "2024.08.07",
        "3.14",
        "1、2号店铺",
        "A、B两店",
        "合同",
        "",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert parse(text) is None


@settings(deadline=None)
@given(st.text("第一二三十百条章节、.()（）①甲1 2a٣３²", max_size=12))
def test_a_number_lies_inside_its_text(text: str) -> None:
    number = parse(text)
    if number is not None:
        assert 0 < number.end <= len(text)
        assert "".join(text.split()).startswith("".join(number.visible.split()))


def test_values_of_chinese_numbers() -> None:
    words = ["一", "十", "十五", "二十", "二十三", "一百", "一百零二", "一百二十", "二三"]
    assert [cn_value(word) for word in words] == [1, 10, 15, 20, 23, 100, 102, 120, 23]
