"""Blanks: those of the clauses are found, one to a sentence; those for hands, seals and dates are not."""

from __future__ import annotations

import pytest
from checking_lines import HEAD, SIGNED, articles, found_in

from bot.review.checks.blanks import blanks

WRONG = {
    "服务费每月____元，按月支付。": "high",
    "押金为人民币【 】元。": "high",
    "服务费用：人民币      元（大写：      ）。": "high",
    "合同期限自    年  月  日起至    年  月  日止。": "high",
    "自____年__月__日至____年__月__日。": "high",
    "客服人员共 XX 名。": "medium",
    "提成比例为 X.X%，即 ××%。": "high",
    "价格待定，双方另行签字确认。": "high",
    "违约金为 / 元。": "high",
    "争议提交（    ）仲裁委员会。": "high",
    "联系人：________，电话：________。": "medium",
    "乙方联系人 ，0731-88226174。": "medium",
    "付款方式：□ 月付 □ 季付 □ 年付。": "high",
    "金额为[ ]元。": "high",
    "合同期限自202X年X月X日起。": "high",
    "响应时间不超过…………秒。": "medium",
    "乙方指派客服______负责接待。": "medium",
    "开户行贵阳银行观山湖支行，账号　　　　　　　　。": "high",
    "甲方联系人为      ，电话 13800000000。": "medium",
    "项目经理：     、质检员：王小明。": "medium",
    "乙方派驻客服     名。": "medium",
    "每月排班      次。": "medium",
    "逾期超过（）日的，可以解除。": "medium",
}
RIGHT = [
    "服务时间为 9:00 至 22:00，每月 3 日前排班。",
    "付款方式：☑ 月付 □ 季付。",
    "尺码为 XL、XXL 的商品按说明答复。",
    "争议解决方式待双方另行协商确定。",
    "违约金 5,000 元/次，服务费 4,900 元/人/月。",
    "数据来源：平台/后台。",
    "客服人员（不含组长）8 名。",
    "未待定稿不得发布；期待、等待均不计入。",
    "每月 5 日前——遇节假日顺延——付款。",
    "联系邮箱 a_b@shop.example。",
    "店铺（天猫）的客服人员。",
    "坐席  6  个，每月 4,800 元。",
    "联系人：王小明  ，电话 13800000000。",
]


@pytest.mark.parametrize(("line", "severity"), WRONG.items())
def test_a_blank_in_a_clause(line: str, severity: str) -> None:
    found = found_in(blanks, articles("接待。", line, "其他。"))
    assert [one.severity for one, _ in found] == [severity]


@pytest.mark.parametrize("line", RIGHT)
def test_what_only_looks_like_a_blank(line: str) -> None:
    assert found_in(blanks, articles("接待。", line, "其他。")) == []


def test_blanks_for_hands_and_seals() -> None:
    signed = """
甲方（盖章）：____________        乙方（盖章）：____________
法定代表人或授权代表（签字）：________
日期：____年____月____日
签约地点：__________
"""
    head = HEAD.replace("甲方（委托方）", "合同编号：________\n签订日期：    年  月  日\n甲方（委托方）")
    assert found_in(blanks, articles("接待。", "付款。", "其他。"), head, signed) == []


def test_blanks_of_the_head() -> None:
    head = HEAD.replace("合肥应答客户服务有限公司", "__________")
    assert len(found_in(blanks, articles("接待。", "付款。", "其他。"), head, SIGNED)) == 1


def test_blanks_after_the_signatures_count_again() -> None:
    signed = SIGNED + "附件一 报价单\n坐席单价：____元/月。"
    assert len(found_in(blanks, articles("接待。", "付款。", "其他。"), signed=signed)) == 1
