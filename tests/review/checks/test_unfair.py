"""Unfair clauses are found for the side they weigh on, and fair ones that look like them are left alone."""

from __future__ import annotations

import pytest
from clauses import RISKS, case_of, categories_of, found_in, mirrored, rules_of
from drafting.drafting_samples import real

from bot.review.roles import MERCHANT, PROVIDER
from bot.review.telling import Teller

FAULTS = [
    ("late-fee-rate", "甲方逾期付款的，每逾期一日按欠款的百分之一支付违约金。"),
    ("late-fee-rate", "甲方拖欠服务费的，按月息百分之十二计付利息。"),
    ("late-fee-flat", "甲方晚付款的，每拖一天另付五百元。"),
    ("damages-too-high", "甲方违反本合同的，应向乙方支付合同总价款百分之六十的违约金。"),
    ("damages-too-high", "甲方录用乙方客服的，每人赔偿乙方二十万元。"),
    ("damages-too-high", "甲方提前解约的，应按八个月服务费向乙方支付违约金。"),
    ("damages-unequal", "甲方违约的，支付违约金五万元；乙方违约的，支付违约金一千元。"),
    ("damages-none-for-them", "甲方违约的，应支付违约金一万元；乙方违约的，只需向甲方道歉并整改。"),
    ("damages-none-for-them", "甲方未满期停止合作的，按六个月服务费支付违约金。\n乙方中途停止服务的，退还未服务天数的费用，不再支付违约金。"),
    ("damages-unequal", "甲方未提前通知而解除的，支付三个月服务费的违约金；乙方未提前通知而解除的，减收最后一个月服务费的5%。"),
    ("damages-one-side", "甲方违反本合同的，应向乙方支付违约金五千元。"),
    ("non-refundable", "不论因何种原因提前结束，启动金均归乙方所有。"),
    ("non-refundable", "这笔钱付了就不往回退，不管是谁的缘故。"),
    ("non-refundable", "甲方预付的费用一经支付，无论何种原因均不退还。"),
    ("unilateral-change", "乙方可以随时将客服调往其他项目，无须征得甲方同意。"),
    ("blanket-exclusion", "因系统故障、人员流动等任何原因造成的平台罚款，乙方均不承担责任。"),
    ("court-of-the-other-side", "双方关于费用的争议一律在提供服务一方住所地解决。"),
    ("unilateral-change", "乙方可以根据用工成本随时上调服务费，通知甲方后生效。"),
    ("renewal-no-way-out", "合同期满自动续约一年。"),
    ("renewal-early-notice", "合同期满前一百二十日甲方未书面提出不续约的，本合同自动续约一年。"),
    ("renewal-short-notice", "合同期满前三日内双方均未书面提出异议的，本合同自动续约一年。"),
    ("renewal-only-theirs", "合同期满前三十日乙方未提出终止的，本合同自动续约一年。"),
    ("renewal-only-at-start", "不续约的通知须在合同签订后一个月内送达，过期合同自动续约一年。"),
    ("renewal-silence", "合同到期甲方没有说停的，就算续约一年。"),
    ("court-of-the-other-side", "因本合同发生的争议，由乙方所在地人民法院管辖。"),
    ("court-of-the-other-side", "争议协商不成的，提交成都仲裁委员会仲裁。"),
    ("blanket-exclusion", "无论何种原因造成平台处罚的，乙方均不承担任何责任。"),
    ("sole-interpretation", "本合同的最终解释权归乙方所有。"),
    ("termination-notice", "甲方解除本合同应提前九十日书面通知；乙方解除本合同应提前十日书面通知。"),
    ("termination-at-will", "乙方可以随时单方解除本合同。"),
    ("termination-on-terms", "甲方提前终止本合同的，须经乙方书面同意。"),
    ("termination-causes", "甲方仅在乙方连续四个月不达标时才可解除合同，乙方则在甲方有任何违约时均可解除合同。"),
    ("termination-causes", "乙方有权提前十五日通知甲方终止本合同；甲方在合同期内不得单方终止。"),
    ("blanket-exclusion", "不可抗力包括地震、洪水，以及乙方员工离职、机房断电，乙方就此免责。"),
    ("blanket-exclusion", "子账号被盗、优惠券被错发的，损失由甲方自理。"),
    ("termination-two-terms", "提前终止合同的，通知期对甲方为九十日，对乙方为五日。"),
    ("termination-barred", "合同期内甲方不得提前解除本合同。"),
    ("unmeasured-guarantee", "乙方保证为甲方提供行业一流的服务。"),
    ("hollow-guarantee", "满意率不低于百分之九十五，抽样由乙方自行选取。"),
    ("hollow-guarantee", "确因人手、排班等因素做不到的，不算未达标。"),
    ("no-deadline", "发生泄露的，乙方待时机成熟再告知甲方。"),
    ("no-deadline", "合同终止后，乙方应在合理时间内返还聊天记录。"),
    ("restriction-hiring", "合同终止后两年内，甲方不得聘用乙方的员工。"),
    ("restriction-exclusive", "合同期内甲方不得委托其他服务商提供客服服务。"),
    ("restriction-exclusive", "甲方只与乙方合作，不另设自有客服班组，亦不引入其他服务机构。"),
    ("unilateral-change", "乙方觉得行情变了，可以调单价，群里讲一声，下个月就照新价收。"),
    ("unmeasured-guarantee", "乙方保证其服务能够带动店铺的成交转化和品牌口碑上一个台阶。"),
    ("restriction-one-way", "甲方不得对外评价乙方的服务，乙方的评论不受限制。"),
]  # fmt: skip
"""At least one clause for every rule that weighs on the merchant."""

MIRRORED = [
    "damages-unequal", "damages-none-for-them", "unilateral-change", "blanket-exclusion", "sole-interpretation",
    "termination-notice", "termination-at-will", "termination-barred", "restriction-hiring", "restriction-exclusive",
]  # fmt: skip
"""Rules that speak of ours and theirs: with the parties exchanged they weigh on the provider just as much."""

FAIR = [
    ("unfair/excessive_late_fee", "甲方逾期付款的，每逾期一日按欠款的万分之五支付违约金。"),
    ("unfair/excessive_late_fee", "乙方逾期返还保证金的，每逾期一日按应退金额的百分之一支付违约金。"),
    ("unfair/excessive_late_fee", "甲方迟延付款的，每日支付五元，本合同月服务费为六万元。"),
    ("unfair/excessive_late_fee", "响应率每低一个百分点，扣减当月服务费的百分之二。"),
    ("unfair/excessive_damages", "任何一方提前解约的，支付一个月服务费的违约金。"),
    ("unfair/excessive_damages", "乙方泄露买家信息的，赔偿甲方二十万元。"),
    ("unfair/unequal_damages", "甲方违约的，支付违约金五千元；乙方违约的，支付违约金五千元。"),
    ("unfair/unequal_damages", "因不可抗力不能履行的，双方互不承担违约责任；甲方违约的支付违约金，乙方违约的同样支付。"),
    ("unfair/unequal_damages", "甲方违约的，支付违约金一万元；乙方不达标的，按项核减服务费，核减以当月服务费的百分之十为限，另赔偿损失。"),
    ("unfair/unequal_damages", "甲方逾期付款的，每日按欠款的万分之五支付违约金。乙方擅自停止服务的，每日按当月服务费的5%支付违约金，累计以当月服务费的30%为限。"),
    ("unfair/unequal_damages", "甲方逾期付款的，每日按欠款的万分之五支付违约金。乙方违约的，赔偿甲方损失。甲方加派工作应提前两日通知；未提前通知的，乙方不承担违约责任。"),
    ("unfair/unequal_damages", "甲方提前解除的，支付半个月服务费；乙方缺岗的，每小时扣五十元；乙方提前解除的，支付半个月服务费。"),
    ("unfair/unequal_damages", "甲方配发的电脑损坏的，由乙方照价赔偿。"),
    ("unfair/non_refundable", "合同提前终止的，乙方应在十日内退还未使用的预付款。"),
    ("unfair/non_refundable", "客服不得对买家答复「概不退款」。"),
    ("unfair/unilateral_change", "经甲方书面同意后，乙方可以调整服务人员。"),
    ("unfair/unilateral_change", "乙方不得单方调整服务价格。"),
    ("unfair/unilateral_change", "“席位”：指由乙方安排、登录甲方账号接待买家的岗位。"),
    ("unfair/unilateral_change", "得分低于70分的，扣减当月服务费的3%，并由乙方安排该客服重新培训。"),
    ("unfair/unilateral_change", "单笔三十元以内的补偿，乙方可以直接处理，无须另行征得甲方同意。"),
    ("unfair/auto_renewal", "合同期满不自动续约，需要继续合作的另行签订合同。"),
    ("unfair/auto_renewal", "期满前三十日双方均未书面提出终止的，本合同自动延续一年。"),
    ("unfair/provider_court", "因本合同发生的争议，由甲方所在地人民法院管辖。"),
    ("unfair/provider_court", "由被告所在地人民法院管辖，即甲方起诉的，由乙方所在地人民法院管辖。"),
    ("unfair/blanket_exclusion", "因不可抗力造成损失的，乙方不承担责任。"),
    ("unfair/blanket_exclusion", "乙方依据甲方资料答复买家，对资料的准确性不承担责任。"),
    ("unfair/blanket_exclusion", "甲方提供的资料有误造成答复错误的，乙方不承担责任。"),
    ("unfair/blanket_exclusion", "乙方不得以客服个人行为为由免除赔偿责任。"),
    ("unfair/sole_interpretation", "后台无统计的，以乙方质检软件的记录为准，该记录甲方可以随时调取核对。"),
    ("unfair/non_refundable", "因乙方原因没有开始的，乙方双倍返还；因甲方原因没有开始的，定金不退。"),
    ("unfair/non_refundable", "“月度服务费”指按第四条计算的、乙方当月应得的服务费。"),
    ("unfair/sole_interpretation", "平台规则的最终解释权归平台所有。"),
    ("unfair/unequal_termination", "任何一方可以提前三十日书面通知对方解除本合同。"),
    ("unfair/unequal_termination", "聊天记录归甲方所有，乙方不得挪作他用，合同结束后五日内返还。"),
    ("unfair/unequal_termination", "乙方单方终止服务的，每终止一日支付当月服务费的5%。"),
    ("unfair/unequal_termination", "甲方逾期付款超过三十日，经催告仍不支付的，乙方可以解除本合同。"),
    ("unfair/unmeasured_guarantee", "乙方承诺三分钟回复率不低于95%，以平台后台数据为准。"),
    ("unfair/no_deadline", "乙方应尽快安排，最长不超过三个工作日。"),
    ("unfair/one_sided_restriction", "合同期内任何一方不得招揽对方的员工。"),
    ("unfair/one_sided_restriction", "乙方不得将甲方的经营数据用于为其他商家服务。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "clause"), FAULTS)
def test_a_fault_is_found_by_its_rule(rule: str, clause: str) -> None:
    assert rule in rules_of(clause)


def test_every_unfair_rule_has_a_clause() -> None:
    rules = {risk.id for risk in RISKS.risks if risk.category.startswith("unfair/")}
    assert rules == {rule for rule, _ in FAULTS}


@pytest.mark.parametrize("rule", MIRRORED)
def test_what_weighs_on_the_provider_is_found_for_it(rule: str) -> None:
    clause = next(clause for name, clause in FAULTS if name == rule)
    assert rule in rules_of(mirrored(clause), "provider")
    assert rule not in rules_of(mirrored(clause))


@pytest.mark.parametrize(("category", "clause"), FAIR)
def test_a_fair_clause_is_left_alone(category: str, clause: str) -> None:
    assert category not in categories_of(clause)


@pytest.mark.parametrize(("rule", "clause"), FAULTS)
def test_it_is_told_without_a_gap(rule: str, clause: str) -> None:
    teller = Teller(case_of(clause), RISKS.by_id, real(), lambda reference: True)
    finding = next(one for one in map(teller.finding, found_in(clause)) if one and one.rule == rule)
    told = finding.message + finding.consequence + finding.suggestion
    assert not set("{}" + MERCHANT + PROVIDER) & set(told)
    assert "「三、" not in finding.message
    assert finding.message.startswith("第三条")
    assert finding.statutes
