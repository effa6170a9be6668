"""Who is who: labels of every kind, names behind them, and which side is the merchant."""

from __future__ import annotations

import pytest
from topic_papers import Apart, paper, party_words

from bot.review.parties import parties_of
from bot.review.roles import PROVIDER, in_roles

SHOP, DESK = "杭州云集服饰有限公司", "合肥应答客户服务有限公司"
BY_LABEL = "合同\n{0}：" + SHOP + "\n{1}：" + DESK + "\n一、{1}提供客服五名。\n二、{0}支付服务费。"
ROLES = "一、乙方提供客服五名。\n二、甲方支付服务费。"


@pytest.mark.parametrize(
    "labels",
    [
        "甲方 乙方",
        "委托方 受托方",
        "委托人 受托人",
        "发包方 承包方",
        "贵司 我司",
        "需方 供方",
        "品牌方 服务方",
        "A方 B方",
    ],
)
def test_labels_of_every_kind(labels: str) -> None:
    merchant, provider = labels.split()
    found = parties_of(paper(BY_LABEL.format(merchant, provider)), party_words())
    assert (found.merchant.label, found.merchant.name) == (merchant, SHOP)
    assert (found.provider.label, found.provider.name) == (provider, DESK)


@pytest.mark.parametrize(
    "head",
    [
        f"甲方（委托方）：{SHOP}\n乙方（受托方）：{DESK}\n",
        f"{SHOP}（以下简称“甲方”）与{DESK}（以下简称“乙方”）就客服外包达成协议。\n",
        f"甲方\n名称：{SHOP}\n地址：杭州市\n乙方\n名称：{DESK}\n",
        f"甲方（盖章）：{SHOP}    乙方（盖章）：{DESK}\n",
        f"| 项目 | 甲方（订购方） | 乙方（供应方） |\n| 名称 | {SHOP} | {DESK} |\n",
        f"甲方：{SHOP}（以下称甲方）\n乙方：{DESK}（以下称乙方）\n",
    ],
)
def test_names_wherever_they_stand(head: str) -> None:
    found = parties_of(paper(f"客服外包合同\n{head}{ROLES}"), party_words())
    assert (found.merchant.name, found.provider.name) == (SHOP, DESK)


def test_a_word_of_the_clauses_may_stand_for_a_label_of_the_head() -> None:
    clauses = (
        "贵司指甲方，我司指乙方。\n一、我司提供客服五名。\n二、贵司每月支付服务费。\n三、贵司与我司各执一份。"
    )
    found = parties_of(paper(f"客服外包合同\n甲方：{SHOP}\n乙方：{DESK}\n{clauses}"), party_words())
    assert (found.merchant.label, found.merchant.name) == ("贵司", SHOP)
    assert (found.provider.label, found.provider.name) == ("我司", DESK)


@pytest.mark.parametrize("labels", ["品牌方 服务商", "店家 工作室", "委托方 服务商", "品牌方 客服公司"])
def test_the_head_may_give_a_label_the_word_of_the_clauses(labels: str) -> None:
    merchant, provider = labels.split()
    clauses = (
        f"一、{provider}提供客服五名。\n二、{merchant}每月支付服务费。\n三、{merchant}与{provider}各执一份。"
    )
    head = f"客服外包合同\n甲方（{merchant}）：{SHOP}\n乙方（{provider}）：{DESK}\n"
    found = parties_of(paper(head + clauses), party_words())
    assert (found.merchant.label, found.merchant.name) == (merchant, SHOP)
    assert (found.provider.label, found.provider.name) == (provider, DESK)
    assert "甲方" in found.merchant.words and "乙方" in found.provider.words


def test_an_address_behind_a_label_is_no_name() -> None:
    head = f"客服外包合同\n甲方（下称商家）：{SHOP}\n乙方（下称服务商）：{DESK}\n"
    clauses = "一、服务商提供客服五名。\n二、商家付服务费。\n三、文件寄到下面的地址：\n商家：成都市正义路18号\n服务商：长沙市青山路66号"
    found = parties_of(paper(head + clauses), party_words())
    assert (found.merchant.name, found.provider.name) == (SHOP, DESK)


def test_a_label_may_tell_whose_it_is() -> None:
    found = parties_of(paper("协议\n受托方：甲公司\n委托方：乙公司\n一、双方合作。"), party_words())
    assert found.told and found.merchant.label == "委托方"


def test_the_merchant_may_be_the_second_party() -> None:
    found = parties_of(paper(Apart.load("reversed").whole()), party_words())
    assert (found.merchant.label, found.provider.label, found.told) == ("乙方", "甲方", True)


def test_the_user_knows_better_than_the_paper() -> None:
    found = parties_of(paper(Apart.load("reversed").whole()), party_words(), merchant="甲方")
    assert (found.merchant.label, found.told) == ("甲方", True)


def test_what_the_head_has_before_a_label_is_a_word_for_the_side_too() -> None:
    head = f"客服外包合同\n店铺方（甲方）：{SHOP}\n工作室（乙方）：{DESK}\n"
    found = parties_of(paper(f"{head}{ROLES}\n三、有两种理解的，以工作室的说法为准。"), party_words())
    assert (found.provider.label, found.provider.name) == ("乙方", DESK)
    assert (
        in_roles("以工作室的说法为准，不得转给别的工作室", found)
        == f"以{PROVIDER}的说法为准，不得转给别的工作室"
    )
