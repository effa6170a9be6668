"""Names of the parties, sides exchanged, and terms."""

from __future__ import annotations

import pytest
from checking_lines import HEAD, articles, found_in

from bot.review.checks.names import party_names
from bot.review.checks.swapped import party_swapped
from bot.review.checks.terms import terms

FEES = "甲方应于每月 10 日前向乙方支付服务费。"
STAFF = "乙方应为甲方店铺配备客服人员。"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("合肥应达客户服务有限公司与甲方各执一份。", "合肥应达客户服务有限公司"),
        ("收款账户：户名合肥应答客服服务有限公司，开户行中国银行合肥支行。", "合肥应答客服服务有限公司"),
        ("杭州青禾家具用品有限公司应提供商品资料。", "杭州青禾家具用品有限公司"),
        ("南京迅捷网络科技有限公司在本协议项下的权利不得转让给任何第三方。", "南京迅捷网络科技有限公司"),
        ("服务费付至合肥应答客户服务股份有限公司的账户。", "合肥应答客户服务股份有限公司"),
        ("委托单位：浙江青山供应链管理有限公司", "浙江青山供应链管理有限公司"),
        ("发包方：嘉兴绿野贸易有限公司", "嘉兴绿野贸易有限公司"),
        ("承接单位：蚌埠云客信息技术有限公司", "蚌埠云客信息技术有限公司"),
        ("收款单位：安徽快答科技有限公司，账号 6222。", "安徽快答科技有限公司"),
        ("服务商名称：池州应声网络有限公司", "池州应声网络有限公司"),
    ],
)
def test_a_party_by_another_name(line: str, written: str) -> None:
    found = found_in(party_names, articles("接待。", line, "其他。"))
    assert [one.fields["written"] for one, _ in found] == [written]


def test_the_signature_bears_another_name() -> None:
    signed = "\n甲方（盖章）：杭州青禾家居用品有限公司\n乙方（盖章）：南京迅捷网络科技有限公司"
    found = found_in(party_names, articles("接待。", "付款。", "其他。"), signed=signed)
    assert [one.fields["right"] for one, _ in found] == ["合肥应答客户服务有限公司"]


@pytest.mark.parametrize(
    "line",
    [
        "户名：合肥应答客户服务有限公司，开户行中国工商银行股份有限公司合肥分行。",
        "甲方的关联公司杭州青山供应链有限公司可以享受同样的服务。",
        "数据存放在浙江天猫技术有限公司提供的平台。",
        "快递由顺丰速运有限公司承运。",
        "收款单位：合肥应答客户服务有限公司，开户行：徽商银行股份有限公司。",
        "承运单位：安吉物流有限公司。",
        "委托单位：杭州青禾家居用品有限公司",
        "乙方（合肥应答客户服务有限公司）负责接待。",
        "仓储由上海云仓物流有限公司负责。",
        "工商变更的，应答客户服务有限公司以书面通知为准。",
        "甲方预付而尚未提供服务部分的服务费应当退还。",
        "服务费转到乙方工作室的对公账户。",
        "甲方是一家依照中国法律设立并有效存续的有限责任公司。",
        "乙方（下称工作室）：合肥应答客户服务有限公司",
    ],
)
def test_other_companies(line: str) -> None:
    assert found_in(party_names, articles("接待。", line, "其他。")) == []


@pytest.mark.parametrize(
    "line",
    [
        "乙方应于每月10日前向甲方支付服务费。",
        "乙方应于每月 10 日前，将上月服务费足额支付至甲方指定账户。",
        "乙方应于每月8日前将上月接待费汇至乙方账户。",
        "甲方应为乙方店铺配备客服人员 6 名。",
        "甲方客服人员应当遵守平台规则。",
        "甲方应在收到服务费后五日内向乙方开具增值税专用发票。",
        "甲方应当为客服人员缴纳社会保险。",
        "乙方逾期支付服务费的，每日按万分之五支付违约金。",
        "乙方未按期付款的，甲方有权暂停客服服务。",
        "乙方应向甲方提供店铺子账号和商品资料。",
        "乙方应在活动开始3日前，把活动规则和赠品清单交给甲方学习。",
        "甲方应按约定安排合格的坐席人员。",
        "甲方应保证其客服人员上岗前经过培训。",
        "甲方派驻的客服人员须经乙方考核合格后上岗。",
        "未经乙方书面同意，甲方不得将客服业务转包给第三方。",
        "甲方应当保证客服人员按时到岗。",
        "甲方并应为全体客服缴纳社会保险、按月发放工资。",
        "坐席的工资和社保由甲方依法承担。",
        "甲方须按月给客服发工资。",
        "客服由甲方招聘，乙方不承担用工成本。",
        "店铺子账号由乙方开通。",
        "客服的劳动报酬全部由甲方支付。",
        "甲方应与客服专员签订劳动合同。",
        "甲方应对新进客服人员组织三天的岗前培训并支付其培训期间工资。",
    ],
)
def test_sides_exchanged(line: str) -> None:
    found = found_in(party_swapped, articles(FEES, STAFF, line, "其他。"))
    assert len(found) == 1
    words = str(found[0][0].suggestion)
    exchanged = line.replace("甲方", "□").replace("乙方", "甲方").replace("□", "乙方")
    assert words == exchanged.rstrip("。")


def test_a_label_before_the_name_says_whose_it_is() -> None:
    found = found_in(party_names, articles("接待。", "乙方深圳市鸿远人力资源有限公司应负责招聘。", "其他。"))
    assert [one.fields["right"] for one, _ in found] == ["合肥应答客户服务有限公司"]


@pytest.mark.parametrize(
    "line",
    [
        FEES,
        STAFF,
        "乙方违约的，应向甲方支付相当于当月服务费 10% 的违约金。",
        "合同解除的，乙方应向甲方退还已收取而未提供服务的服务费。",
        "乙方应向甲方支付履约保证金 20,000 元。",
        "甲方应向乙方提供开票信息，乙方开具发票。",
        "甲方应安排人员对乙方客服进行产品培训。",
        "甲方可以要求更换乙方客服人员。",
        "因甲方商品质量问题引起的投诉，由甲方承担。",
        "乙方不得经营与甲方店铺相同的店铺。",
        "甲方自有客服人员应当协助交接。",
        "乙方应向其员工支付工资，并为客服人员缴纳社会保险。",
        "甲方对乙方的服务质量进行考核。",
        "乙方应将多收的服务费退还给甲方。",
        "乙方在甲方提供的客服系统内查询、登记。",
        "甲方要求加班的，客服人员的加班费由甲方承担。",
        "甲方为客服开通子账号并提供话术培训。",
        "客服的工资、社会保险由乙方承担，与甲方无关。",
    ],
)
def test_sides_in_their_place(line: str) -> None:
    assert found_in(party_swapped, articles(FEES, STAFF, line, "其他。")) == []


def test_a_paper_in_which_the_merchant_is_the_second_party() -> None:
    head = HEAD.replace("甲方（委托方）", "甲方（服务方）").replace("乙方（受托方）", "乙方（商家）")
    fees, staff = "乙方应于每月 10 日前向甲方支付服务费。", "甲方应为乙方店铺配备客服人员。"
    assert found_in(party_swapped, articles(fees, staff, "其他。"), head) == []
    assert len(found_in(party_swapped, articles(fees, staff, FEES), head)) == 1


DEFINED = "“坐席”，指由一名客服人员担任的岗位。"


@pytest.mark.parametrize(
    ("lines", "rule"),
    [
        (
            ("“服务月”指每一公历月。", "本条所称的“服务月”，自上月 26 日起至当月 25 日止。"),
            "term-defined-twice",
        ),
        ((DEFINED, "每个坐席由两名客服人员轮流担任。"), "term-in-two-senses"),
        (
            ("“有效会话”指买家发言两条以上的会话。", "本条所称有效会话，是指人工回复一次以上的会话。"),
            "term-defined-twice",
        ),
        (
            (
                "有效会话，是指双方各发送三条以上消息的会话。",
                "本条所称有效会话，是指买家的每一次来访，无论有无内容。",
            ),
            "term-defined-twice",
        ),
        (("“服务费”是指甲方支付的报酬。", "甲方每月支付外包费 8,000 元。"), "two-terms"),
        (("（一）“坐席”是指一个岗位。", "甲方增加席位的，提前十五日通知。"), "two-terms"),
        (
            (
                "“有效会话”指买家发起并由客服作出一次以上人工回复的会话。",
                "各项比率的分母为有效会话总数，即买家发言满三句且由客服答复满三句的会话。",
            ),
            "term-in-two-senses",
        ),
        (
            (
                "“净成交额”指当月未发生退款的订单实付金额之和，不含运费。",
                "净成交额以标价汇总，日后退款的部分亦包括在内。",
            ),
            "term-in-two-senses",
        ),
        (("“成交额”指实付金额，扣除退款。", "计算提成时，成交额中的退款不予扣除。"), "term-in-two-senses"),
        (
            ("“成交额”指买家实付金额，不包括运费。", "提成按成交额计算，成交额包括运费和税费。"),
            "term-in-two-senses",
        ),
        (
            ("“接待量”指全部会话，包括机器人会话。", "结算用的接待量不含机器人会话。"),
            "term-in-two-senses",
        ),
        (
            (
                "“大促期”指每年6月1日至6月20日和11月1日至11月12日。",
                "大促期自10月20日起算，直至11月15日为止。",
            ),
            "term-in-two-senses",
        ),
        (("“旺季”指十月二十日至十一月十五日。", "旺季为每年11月1日至11月30日。"), "term-in-two-senses"),
        (
            (
                "“有效接待量”指客服至少人工回复一次的会话数量。",
                "计费时，有效接待量按进入系统的全部会话统计。",
            ),
            "term-in-two-senses",
        ),
        (
            (
                "“有效接待”指至少完成一轮问答的会话。",
                "有效接待（即咨询后48小时内付款的会话）超过三千次的另计。",
            ),
            "term-in-two-senses",
        ),
        (
            ("“有效接待”指人工客服至少回复过一句的会话。", "系统自动回复的会话也算作有效接待，每条一元。"),
            "term-in-two-senses",
        ),
        (
            ("“月费”指每月的全部费用，包括底薪和提成。", "月费为固定金额，提成不计入月费。"),
            "term-in-two-senses",
        ),
    ],
)
def test_terms_that_disagree(lines: tuple[str, str], rule: str) -> None:
    assert [one.rule for one, _ in found_in(terms, articles(*lines, "其他。"))] == [rule]


@pytest.mark.parametrize(
    "lines",
    [
        (DEFINED, "每个坐席由一名客服人员担任，设坐席 6 个。"),
        (DEFINED, "坐席增加两名的，提前通知。"),
        ("“服务费”是指甲方支付的报酬。", "基础服务费每月 8,000 元，服务费按月支付。"),
        ("“店铺”指甲方的天猫店。", "附件中的“店铺”同第一条。"),
        ("甲方杭州青禾（以下简称“甲方”）。", "乙方（以下简称“乙方”）。"),
        (
            "合肥应答客户服务有限公司（以下称“受托方”）为五家店铺服务。",
            "受托方为目标店铺配置十二名客服人员，名单于开始前五日为准。",
        ),
        ("“大促”指“618”和“双11”。", "大促期间加派坐席两名。"),
        ("“大促期”指每年6月1日至6月20日。", "大促期内的加班自6月5日至6月8日由乙方安排。"),
        ("“大促期”指每年6月1日至6月20日。", "夏季大促期自6月1日起至6月20日止。"),
        ("“净成交额”指扣除退款后的实付金额。", "净成交额须扣除退款，按月汇总。"),
        ("“成交额”指实付金额，不含运费。", "成交额按月计算，运费由甲方承担。"),
        ("“有效会话”指人工回复一次以上的会话。", "有效会话，即人工回复一次以上的会话。"),
    ],
)
def test_terms_that_agree(lines: tuple[str, str]) -> None:
    assert found_in(terms, articles(*lines, "其他。")) == []
