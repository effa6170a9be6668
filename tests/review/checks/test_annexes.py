"""Annexes: named and not there, or there under some heading."""

from __future__ import annotations

import pytest
from checking_lines import articles, found_in

from bot.review.checks.annexes import missing_annexes

PRICES = "附件一 服务报价单\n| 项目 | 单价 |\n| 坐席 | 5,000 |"
WRONG = {
    "价格见附件三。": "附件三",
    "质检按附件2《质检评分细则》执行。": "附件2《质检评分细则》",
    "详见合同附件《服务一览表》。": "附件《服务一览表》",
    "服务标准以附件：《服务水平协议》为准。": "附件：《服务水平协议》",
    "考核办法见附表二。": "附表二",
}


@pytest.mark.parametrize(("line", "annex"), WRONG.items())
def test_an_annex_that_is_not_there(line: str, annex: str) -> None:
    found = found_in(
        missing_annexes, articles("接待。", line, "其他。"), signed="\n甲方（盖章）：\n" + PRICES
    )
    assert [one.fields["annex"] for one, _ in found] == [annex]


def test_a_list_of_names_is_no_annex() -> None:
    body = articles("价格见附件一《报价单》。", "考核见附件二。", "其他。")
    listed = "\n附件一：报价单\n附件二：考核表\n甲方（盖章）：\n乙方（盖章）："
    assert len(found_in(missing_annexes, body, signed=listed)) == 2
    inline = "\n附件：一、报价单；二、考核表\n甲方（盖章）："
    assert len(found_in(missing_annexes, body, signed=inline)) == 2
    empty = "\n甲方（盖章）：\n附件一 报价单\n（另附）\n附件二 考核表\n略"
    assert len(found_in(missing_annexes, body, signed=empty)) == 2


def test_nothing_is_attached_at_all() -> None:
    assert len(found_in(missing_annexes, articles("具体价格详见附件。", "其他。", "其他。"))) == 1
    assert len(found_in(missing_annexes, articles("价格见附件1至附件3。", "其他。", "其他。"))) == 3


@pytest.mark.parametrize(
    ("line", "signed"),
    [
        ("价格见附件一。", PRICES),
        ("价格见附件1。", PRICES),
        ("价格见附件一《服务报价单》。", PRICES),
        ("价格见附件《报价单》。", PRICES),
        ("价格详见附件。", PRICES),
        ("附件与正文具有同等效力。", ""),
        ("本合同一式两份，另有附件一份。", ""),
        ("价格按主合同附件二执行。", ""),
        ("价格见附件一。", "甲方（盖章）：\n附件：服务报价单\n坐席每月 5,000 元。"),
        ("价格见《服务报价单》附件。", "《服务报价单》\n坐席每月 5,000 元。"),
        ("会话附件和图片由乙方保存。", ""),
        ("价格见附件 A。", "附件A：报价\n坐席每月 5,000 元。"),
        ("见附件一和附件二。", PRICES + "\n附件二：考核表\n1、响应\n2、满意度"),
    ],
)
def test_annexes_that_are_there(line: str, signed: str) -> None:
    assert found_in(missing_annexes, articles("接待。", line, "其他。"), signed="\n" + signed) == []


def test_annexes_listed_in_the_body_do_not_end_it() -> None:
    lines = (
        "第一条 甲\n1.1 照办。\n第二条 附件\n附件一：服务报价单\n附件二：考核表\n第三条 生效\n3.1 见附件一。"
    )
    signed = "\n甲方（盖章）：\n" + PRICES + "\n附件二 考核表\n响应时间 30 秒。"
    assert found_in(missing_annexes, lines, signed=signed) == []


def test_annexes_that_count_as_the_body_does() -> None:
    body = (
        "1 服务\n1.1 价格见附件一。\n1.2 标准见附件二。\n2 其他\n2.1 双方各执一份。\n3 生效\n3.1 盖章后生效。"
    )
    signed = "\n甲方（盖章）：\n附件一 价格\n1. 每席每月五千元。\n2. 含税。\n附件二 标准\n1. 三十秒内响应。\n2. 按月统计。"
    assert found_in(missing_annexes, body, signed=signed) == []
