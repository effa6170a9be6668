"""Unlawful clauses are found, sentences that forbid the same are left alone, and what the rules rest on exists."""

from __future__ import annotations

import re

import pytest
from clauses import KNOWLEDGE, RISKS, case_of, categories_of, found_in, rules_of
from drafting.drafting_samples import real

from bot.drafting.grounds import Shelf
from bot.review.rules import fields_of
from bot.review.telling import Teller
from bot.statutes.resolver import Resolver

FAULTS = [
    ("fake-reviews", "乙方每月为新品安排五十单补单。"),
    ("fake-reviews", "乙方不得使用机器刷单，但真人补量不在禁止之列。"),
    ("fake-reviews", "乙方组织亲友账号下单并发布好评。"),
    ("withhold-documents", "客服入职时身份证原件交由乙方保管。"),
    ("withhold-documents", "每名客服上岗前应缴纳押金一千元。"),
    ("exclude-injury", "客服在甲方场地受伤的，乙方概不负责。"),
    ("exclude-injury", "即使因乙方故意造成损失，甲方也不得追究。"),
    ("fake-reviews", "乙方安排熟客把下单、签收、晒图走一遍。"),
    ("withhold-documents", "客服报到当天每人向乙方交存八百元稳岗金。"),
    ("exclude-injury", "赔偿限额同样适用于乙方故意造成的损失。"),
    ("personal-data", "乙方可将买家手机号用于自身产品的营销。"),
    ("personal-data", "甲方把收件人的手机号打包提供给同行商家。"),
    ("other-tax", "甲方把服务费转入乙方法定代表人的个人账户。"),
    ("other-insurance", "客服自愿放弃社会保险。"),
    ("other-children", "乙方可安排年满十五周岁的学生上岗。"),
    ("other-impersonate", "客服以平台官方客服的名义联系买家。"),
    ("other-earnest-rate", "甲方签约时支付合同总价款百分之四十的定金。"),
    ("other-earnest-rate", "甲方支付定金200,000元，作为履行合同（总价672,000元）的担保。"),
    ("other-insurance", "乙方以团体意外险代替客服人员的社会保险。"),
    ("other-hours", "大促当月，乙方可以安排每名客服加班至八十小时，由本人签署自愿加班确认书。"),
    ("other-hours", "旺季客服全月无休，每班连续工作十二小时。"),
    ("exclude-injury", "客服本人存心捣乱的，乙方也只负责换人，货款损失由店铺自己消化。"),
    ("other-impersonate", "折扣商品一律不支持七天无理由退货，由客服直接拒绝。"),
    ("other-waived-rights", "客服以退款为条件，要求买家承诺不向12315投诉。"),
    ("other-waived-rights", "甲方放弃就本合同提起诉讼的权利。"),
    ("other-waived-rights", "自知悉权利受损之日起满三个月未起诉的，诉讼时效即告届满。"),
    ("other-impersonate", "特价商品由客服统一按“不适用七天无理由退货”回复。"),
]
LAWFUL = [
    ("unlawful/fake_reviews", "乙方不得为甲方店铺刷单、补单或者编造评价。"),
    ("unlawful/fake_reviews", "乙方不得代买家确认收货，不得扮作顾客发布晒单。"),
    ("unlawful/fake_reviews", "因乙方刷单致使店铺被处罚的，乙方承担全部损失。"),
    ("unlawful/fake_reviews", "“顾客”指在店内浏览、咨询或者购买商品的自然人。"),
    ("unlawful/fake_reviews", "甲方提出虚假交易要求的，乙方有权拒绝。"),
    ("unlawful/fake_reviews", "因甲方虚假交易引发的平台处罚由甲方承担。"),
    ("unlawful/fake_reviews", "甲方可以派人以神秘顾客身份抽查接待质量。"),
    ("unlawful/fake_reviews", "买家付款后申请退款的，不计入客服成交额。"),
    ("unlawful/fake_reviews", "乙方为接待之目的查询买家的账号昵称、收货地址和订单。"),
    ("unlawful/withhold_documents", "乙方不得扣押客服人员的身份证。"),
    ("unlawful/withhold_documents", "乙方不得以交接未完成为由扣留客服的毕业证书。"),
    ("unlawful/withhold_documents", "甲方向乙方支付履约押金一万元，终止后十日内退还。"),
    ("unlawful/exclude_injury", "责任限额不适用于人身伤亡以及故意、重大过失的情形。"),
    ("unlawful/exclude_injury", "除故意或者重大过失的情形外，任何一方的赔偿以六个月服务费为限。"),
    ("unlawful/personal_data", "乙方不得将买家信息用于营销或者提供给第三方。"),
    ("unlawful/personal_data", "合同终止后乙方应将客户资料移交甲方并删除，不得保留。"),
    ("unlawful/personal_data", "客服不主动询问买家的收入和健康状况。"),
    ("unlawful/other", "旺季加班的，客服人员每月加班不超过三十六小时，加班费由乙方支付。"),
    ("unlawful/personal_data", "乙方只查看买家的电话和地址，不导出、不另存，更不拿去加好友或推销。"),
    ("unlawful/personal_data", "客户资料乙方不可以拿去给别的客户用，也不可以拿去训练自己的机器人。"),
    ("unlawful/fake_reviews", "乙方编写的话术库与问答库归甲方所有。"),
    ("unlawful/fake_reviews", "乙方通过客服工作台，办理委托店铺的咨询受理与评价答复。"),
    ("unlawful/personal_data", "乙方因办理售后需要，可以将买家的姓名和地址提供给甲方指定的快递公司。"),
    ("unlawful/personal_data", "检测结果与会话原文一并提供给乙方。"),
    ("unlawful/other", "乙方应按实际服务内容开具发票，不得虚开。"),
    ("unlawful/other", "客服遇到疑似冒充平台工作人员的来访，应当上报。"),
    ("unlawful/other", "乙方不得安排未满十六周岁的人员上岗。"),
    ("unlawful/other", "客服不得冒充平台工作人员，不得威胁买家。"),
    ("unlawful/other", "甲方支付合同总价款百分之十的定金。"),
    ("unlawful/other", "甲方支付定金100,000元，作为履行合同（总价672,000元）的担保。"),
    ("unlawful/other", "有人自称买家亲属查询订单的，客服应请其用下单账号咨询。"),
]


@pytest.mark.parametrize(("rule", "clause"), FAULTS)
def test_a_fault_is_found_by_its_rule_and_told(rule: str, clause: str) -> None:
    assert rule in rules_of(clause)
    teller = Teller(case_of(clause), RISKS.by_id, real(), lambda reference: True)
    finding = next(one for one in map(teller.finding, found_in(clause)) if one and one.rule == rule)
    assert finding.severity == "high"
    assert "{" not in finding.message + finding.consequence + finding.suggestion


def test_every_unlawful_rule_has_a_clause() -> None:
    rules = {risk.id for risk in RISKS.risks if risk.category.startswith("unlawful/")}
    assert rules == {rule for rule, _ in FAULTS}


@pytest.mark.parametrize(("category", "clause"), LAWFUL)
def test_what_forbids_it_is_left_alone(category: str, clause: str) -> None:
    assert category not in categories_of(clause)


def test_what_the_rules_rest_on_exists() -> None:
    resolver, shelf, library = Resolver.load(KNOWLEDGE / "statutes"), Shelf.load(KNOWLEDGE), real()
    for risk in RISKS.risks:
        unreal = [one for one in risk.statutes if not resolver.resolve(one).name]
        assert unreal == [], risk.id
        if risk.guidance:
            assert (risk.guidance.document, risk.guidance.at) in shelf.places, risk.id
        if risk.clause:
            assert library.clause(risk.clause), risk.id


def test_every_name_in_a_pattern_stands_for_words() -> None:
    sides = {"ours", "theirs", "merchant", "provider", "either"}
    for risk in RISKS.risks:
        for one in (*risk.looks_for, *risk.unless, *risk.despite, *risk.firmly):
            assert set(re.findall(r"(?<!\?P)<(\w+)>", one)) <= sides, risk.id


def test_rules_with_patterns_want_no_field_that_no_pattern_gives() -> None:
    given = {"clause", "quote", "ours", "theirs", "merchant", "provider"}
    for risk in RISKS.risks:
        if risk.looks_for or risk.firmly:
            named = {"word"} if all("?P<word>" in one for one in (*risk.looks_for, *risk.firmly)) else set()
            assert fields_of(risk) <= given | named, risk.id
