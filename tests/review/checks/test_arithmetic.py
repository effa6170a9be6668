"""Sums of sentences and tables: what the paper's own figures contradict is found, with the right figure."""

from __future__ import annotations

import pytest
from checking_lines import articles, found_in

from bot.review.checks.arithmetic import arithmetic
from bot.review.checks.groups import group_totals
from bot.review.checks.percentages import shares
from bot.review.checks.sums_below import sums_below
from bot.review.checks.table_sums import table_sums, weights

WRONG = {
    "基础服务费每月8,500元，全年12个月，共计人民币112,000元（大写：壹拾壹万贰仟元整）。": "共计人民币102,000元（大写：壹拾万贰仟元整）",
    "每个坐席每月人民币 4,800 元，6 个坐席合计每月人民币 28,000 元。": "合计每月人民币 28,800 元",
    "乙方派驻客服8人，每人每月5200元，合计每月40600元。": "合计每月41600元",
    "服务费每月16500元，即4个客服，每人4000元。": "16000元",
    "每席位单价为5,000元/月，共10个席位，总计50,500元/月。": "总计50,000元/月",
    "合同总价为 120,000 元，其中首付款 36,000 元，尾款 80,000 元。": "116,000 元",
    "月服务费由坐席费 30,000 元和管理费 6,000 元组成，合计 35,000 元。": "合计 36,000 元",
    "合同总金额100,000元，签订后支付30%即35,000元，余款验收后支付。": "即30,000元",
    "服务费每月 41,700 元，其中客服费 35,700 元，主管费 5,000 元。": "每月 40,700 元",
    "每人每月 5,000 元，4 人，12 个月，合计 250,000 元。": "合计 240,000 元",
    "月服务费=6人×4,500元=28,000元。": "=27,000元",
    "合同总价款为96,000元，按12个月平均支付，每月9,000元。": "108,000元",
    "年服务费120,000元，折合每月12,000元。": "144,000元",
    "服务费总额为180,000元，分三期支付：第一期60,000元，第二期60,000元，第三期50,000元。": "170,000元",
}
RIGHT = [
    "基础服务费每月8,500元，全年12个月，共计人民币102,000元。",
    "服务费每月 41,700 元，其中客服 7 人，每人 5,100 元，计 35,700 元；主管 1 人，计 6,000 元。",
    "每个客服岗的月费为 5,600 元，8 个客服岗每月合计 44,800 元；负责人费用每月 6,200 元；每月费用总计人民币 51,000 元。",
    "每个坐席由两名客服人员轮流担任，每月 4,500 元；共设坐席 4 个，每月服务费 18,000 元。",
    "每个席位每月 5,000 元，10 个席位全年共计 600,000 元。",
    "每增减一人，每月服务费增减 2,000 元，最低每月 8,000 元。",
    "乙方缺岗的，每岗每日支付 240 元违约金，每月合计不超过 3,000 元。",
    "服务费每月 8,000 元，押金 10,000 元，合同签订后 5 日内支付。",
    "合同总价 100,000 元，首付 30% 即 30,000 元，中期 40% 即 40,000 元，尾款 30,000 元。",
    "总费用 50,000 元，其中包含培训费 3,000 元、设备费 2,000 元及服务费。",
    "直播跟播按每人每小时 35 元另计，每场不超过 4 小时，合计不超过 500 元。",
    "超出 12,000 次的部分，每次加收 0.5 元，每月合计不超过 2,000 元。",
    "年费 96,000 元，按月支付，每月 8,000 元。",
    "3 名客服每月合计 13,500 元，组长 1 名每月 6,000 元，两项合计 19,500 元。",
    "日班6个，每个每月4,700元，计28,200元；晚班4个，每个每月5,000元，计20,000元；每月合计48,200元，十二个月合计578,400元。",
    "售前每月10,000元，售后每月6,000元，两项每月合计16,000元，六个月合计96,000元。",
    "服务费按坐席计算：售前坐席 4 个，每个 4,800 元；售后坐席 2 个，每个 5,000 元；每月合计 29,200 元。",
]


@pytest.mark.parametrize(("line", "right"), WRONG.items())
def test_a_sum_that_does_not_come_out(line: str, right: str) -> None:
    found = found_in(arithmetic, articles("接待。", line, "其他。"))
    assert len(found) == 1
    assert right in str(found[0][0].suggestion)


@pytest.mark.parametrize("line", RIGHT)
def test_sums_that_come_out_or_are_none(line: str) -> None:
    assert found_in(arithmetic, articles("接待。", line, "其他。")) == []


GROUPS = "早班3个、晚班2个，均由乙方配备。"


@pytest.mark.parametrize(
    ("sizes", "line", "right"),
    [
        (GROUPS, "早班每人每月3,600元，晚班每人每月3,900元，5个人一个月共19,200元。", "18,600元"),
        (GROUPS, "早班每席每月4,000元，晚班每席每月4,500元，每月合计22,000元。", "21,000元"),
        (
            "售前坐席设四席，售后坐席设两席。",
            "售前每席每月5,000元，售后每席每月4,800元，合计30,000元。",
            "29,600元",
        ),
        (
            "白班安排6人，夜班安排2人。",
            "白班每人每月4,000元，夜班每人每月5,000元，每月共计36,000元。",
            "34,000元",
        ),
        (
            "淘宝客服4名，京东客服3名。",
            "淘宝每人每月4,000元，京东每人每月4,200元，合计29,600元。",
            "28,600元",
        ),
        (GROUPS, "早班每人每月3,600元，晚班每人每月3,900元，5个人一个月共18,600元。", ""),
        ("坐席共5个。", "早班每人每月3,600元，晚班每人每月3,900元，5个人一个月共19,200元。", ""),
        (GROUPS + "大促时早班5个。", "早班每人每月3,600元，晚班每人每月3,900元，一个月共19,200元。", ""),
        (GROUPS, "早班每人每月3,600元，晚班每人每月3,900元，另加管理费2,000元，共20,600元。", ""),
    ],
)
def test_a_total_of_groups_whose_sizes_are_told_elsewhere(sizes: str, line: str, right: str) -> None:
    found = found_in(group_totals, articles(sizes, line, "其他。"))
    assert [right in str(one.suggestion) for one, _ in found] == ([True] if right else [])


def table(*rows: str) -> str:
    return articles("接待。", "如下表：\n" + "\n".join(rows), "其他。")


def test_tables_that_do_not_add_up() -> None:
    head = "| 店铺 | 人数 | 单价（元） | 小计（元） |"
    rows = ["| 甲店 | 4 | 4,900 | 19,600 |", "| 乙店 | 3 | 4,700 | 14,100 |"]
    assert found_in(table_sums, table(head, *rows, "| 合计 | 7 |  | 33,700 |")) == []
    total = found_in(table_sums, table(head, *rows, "| 每月合计 |  |  | 44,300 |"))
    assert [(quote, one.suggestion) for one, quote in total] == [
        ("| 每月合计 |  |  | 44,300 |", "| 每月合计 |  |  | 33,700 |")
    ]
    row = found_in(
        table_sums, table(head, "| 甲店 | 4 | 4,900 | 18,600 |", rows[1], "| 合计 | 7 |  | 33,700 |")
    )
    assert [quote for _, quote in row] == ["| 甲店 | 4 | 4,900 | 18,600 |"]
    people = found_in(table_sums, table("| 店铺 | 人数 |", "| 甲店 | 4 |", "| 乙店 | 3 |", "| 合计 | 9 |"))
    assert len(people) == 1


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("以上两店每月服务费合计 34,700 元。", ["以上两店每月服务费合计 33,700 元"]),
        ("以上两店每月服务费合计 33,700 元。", []),
        ("每年合计 404,400 元。", []),
        ("以上费用合计不超过 40,000 元。", []),
        ("甲方每月另付管理费 2,000 元。", []),
    ],
)
def test_a_sum_told_below_a_table(line: str, right: list[str]) -> None:
    rows = [
        "| 店铺 | 人数 | 单价（元） | 月费（元） |",
        "| 甲店 | 4 | 4,900 | 19,600 |",
        "| 乙店 | 3 | 4,700 | 14,100 |",
    ]
    assert [one.suggestion for one, _ in found_in(sums_below, table(*rows, line))] == right
    assert found_in(sums_below, table(*rows, "| 合计 | 7 |  | 33,700 |", line)) == []


def test_tables_that_are_no_sums() -> None:
    for rows in (
        ("| 指标 | 目标 |", "| 响应 | 30 |", "| 满意度 | 90 |"),
        ("| 项目 | 数量 | 单价 | 年费 |", "| 坐席 | 10 | 5,000 | 600,000 |", "| 合计 |  |  | 600,000 |"),
        ("| 班次 | 天猫 | 京东 |", "| 早班 | 2 | 1 |", "| 晚班 | 2 | 1 |"),
        ("| 项目 | 数量 |", "| 坐席 | 7 |", "| 夜班 | 5 |", "| 主管 | 2人 |", "| 合计 | 12席 |"),
        ("| 项目 | 费用 |", "| 坐席费 | 30,000 |", "| 提成 | 按实 |", "| 合计 | 40,000 |"),
    ):
        assert found_in(table_sums, table(*rows)) == []


def test_words_in_columns_are_a_table_too() -> None:
    rows = [
        "店铺 人数 单价（元/人/月） 小计（元）",
        "甲店 4 4,900 19,600",
        "乙店 3 4,700 14,100",
        "每月合计 44,300",
    ]
    assert [quote for _, quote in found_in(table_sums, table(*rows))] == ["每月合计 44,300"]
    rows[-1] = "每月合计 33,700"
    assert found_in(table_sums, table(*rows)) == []


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        (("| 考核项 | 权重 |", "| 响应 | 30% |", "| 满意度 | 30% |", "| 质检 | 20% |"), "80"),
        (("| 考核项 | 目标 | 权重 |", "| 响应 | 30 秒 | 60% |", "| 满意度 | 90% | 50% |"), "110"),
        (("| 指标 | 分值 |", "| 响应 | 40 |", "| 满意度 | 50 |", "| 合计 | 100 |"), "90"),
    ],
)
def test_weights_that_do_not_make_a_hundred(rows: tuple[str, ...], total: str) -> None:
    assert [one.fields["total"] for one, _ in found_in(weights, table(*rows))] == [total]


@pytest.mark.parametrize(
    "rows",
    [
        ("| 考核项 | 权重 |", "| 响应 | 30% |", "| 满意度 | 70% |"),
        ("| 指标 | 分值 |", "| 响应 | 40 |", "| 满意度 | 60 |", "| 合计 | 100 |"),
        ("| 销售额 | 提成比例 |", "| 10 万以下 | 2% |", "| 10 万以上 | 3% |"),
        ("| 事项 | 扣分值 |", "| 迟到 | 2 |", "| 辱骂买家 | 10 |"),
    ],
)
def test_weights_that_do_and_rates_that_need_not(rows: tuple[str, ...]) -> None:
    assert found_in(weights, table(*rows)) == []


@pytest.mark.parametrize(
    ("line", "total"),
    [
        ("考核得分中，响应时长占30%，满意度占30%，质检占20%。", "80"),
        ("合同总价分三期支付：签订后付30%，上线后付40%，验收后付20%。", "90"),
        ("考核权重：响应时长权重40%，满意度权重40%，质检权重30%。", "110"),
        (
            "考核指标及权重如下：\n（1）响应时长，权重30%；\n（2）满意度，权重40%；\n（3）质检，权重20%。",
            "90",
        ),
        ("绩效得分=响应时长×40%+满意度×30%+质检×20%。", "90"),
        ("各项权重：接待量20%，响应30%，转化20%，满意度20%。", "90"),
        ("考核由三部分组成：服务质量（50%）、服务效率（30%）、团队管理（30%）。", "110"),
        ("月度评分由首答、满意度、转化率三项构成，分别占40%、35%和30%。", "105"),
        ("考核分三块，各自占百分之五十、百分之三十、百分之三十。", "110"),
        ("首付、中期、尾款的比例依次为30%、40%、20%。", "90"),
        ("响应、满意度与质检的权重分别为50%、30%以及30%。", "110"),
        (
            "建设费为60,000元，分三笔支付：生效后七日内支付百分之三十，验收后七日内支付百分之四十五，期满后七日内支付百分之三十。",
            "105",
        ),
        ("总费用分两期支付：首付款为总价的60%，尾款为总价的30%。", "90"),
    ],
)
def test_shares_in_sentences(line: str, total: str) -> None:
    assert [one.fields["total"] for one, _ in found_in(shares, articles("接待。", line, "其他。"))] == [total]


@pytest.mark.parametrize(
    "line",
    [
        "考核得分中，响应时长占30%，满意度占40%，质检占30%。",
        "合同总价分三期支付：签订后付30%，上线后付40%，剩余款项验收后付清。",
        "得分90分以上奖励当月费用的2%，80分以下扣减当月费用的4%，70分以下扣减8%。",
        "满意度不低于92%，响应率不低于98%，应答率不低于95%。",
        "评分由三项构成，分别占40%、35%和25%。",
        "响应率、满意度分别不低于95%和92%。",
        "售前、售后的提成分别占成交额的2%和3%。",
        "逾期付款的按3%支付违约金，逾期三十日的按10%支付。",
        "税率6%，佣金比例3%，价格已含税。",
        "首付款为合同总价的30%，逾期支付的按日加收0.05%。",
    ],
)
def test_rates_that_are_no_shares(line: str) -> None:
    assert found_in(shares, articles("接待。", line, "其他。")) == []
