"""Figures of Chinese text: what is found, what is not, and when two are the same."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.quantities import number, parse, supports


def figures(text: str) -> list[tuple[str, str]]:
    """Value and unit of every figure, as short strings."""
    return [(format(q.value.normalize(), "f"), q.unit) for q in parse(text)]


@pytest.mark.parametrize(
    ("texts", "value", "unit", "kind"),
    [
        (
            (
                "伍万元",
                "5万元",
                "50000元",
                "50,000 元",
                "五万块钱",
                "¥50000",
                "５万元",
                "5w元",
                "人民币伍万元整",
            ),
            50_000,
            "元",
            "amount",
        ),
        (("贰拾万元/人", "20万元", "二十万元", "200000元"), 200_000, "元", "amount"),
        (("百万元", "一百万元", "100万元"), 1_000_000, "元", "amount"),
        (("5%", "百分之五", "５％", "5个点", "5个百分点", "50‰"), 5, "%", "rate"),
        (("5‰", "千分之五", "0.5%"), "0.5", "%", "rate"),
        (("每天千3", "日千三", "按千3", "日千3"), "0.3", "%", "rate"),
        (("日万5", "每天万五", "每天,万5"), "0.05", "%", "rate"),
        (("叁佰元零伍分", "300.05元"), "300.05", "元", "amount"),
        (("三天半", "3天半", "3.5天"), "3.5", "日", "duration"),
        (("一半", "50%", "百分之五十", "五成", "五折", "二分之一"), 50, "%", "rate"),
        (("四倍", "4倍"), 4, "倍", "rate"),
        (("十日", "10天", "10日", "10个自然日"), 10, "日", "duration"),
        (("二个工作日", "两个工作日", "2个工作日", "2 个工作日"), 2, "工作日", "duration"),
        (("一个月", "1个月"), 1, "月", "duration"),
        (("七年", "7年", "七周年"), 7, "年", "duration"),
        (("半个月", "0.5个月"), "0.5", "月", "duration"),
        (("两个半月", "2.5个月"), "2.5", "月", "duration"),
        (("一年半", "1.5年"), "1.5", "年", "duration"),
        (("24小时", "二十四小时", "24h"), 24, "小时", "duration"),
        (("30秒", "三十秒", "30s"), 30, "秒", "duration"),
        (("十分钟", "10分钟"), 10, "分钟", "duration"),
        (
            ("2024-09-06", "2024年9月6日", "2024/9/6", "2024.09.06", "二〇二四年九月六日"),
            20240906,
            "日期",
            "date",
        ),
        (("2024年9月", "2024-09", "二〇二四年九月份"), 202409, "年月", "date"),
        (("9月6日", "九月六号"), 906, "月日", "date"),
        (("次月15日", "每月15号", "15号"), 15, "号", "date"),
        (("第5条", "第五条", "第 5 条"), 5, "条", "ordinal"),
        (("第五百八十五条", "第585条"), 585, "条", "ordinal"),
        (("5名客服", "五个人", "5人", "5位"), 5, "人", "count"),
        (("两份", "2份", "一式两份"), 2, "份", "count"),
        (("八个方面", "8方面"), 8, "方面", "count"),
        (("2.5万", "两万五", "25000", "25k", "2万5", "2万5千", "二点五万"), 25_000, "", "count"),
        (("5千", "5000", "五千", "5k"), 5000, "", "count"),
        (("15万", "十五万", "拾伍万"), 150_000, "", "count"),
        (("1千2百元", "1200元", "一千二百块"), 1200, "元", "amount"),
        (("105元3角", "105.30元", "壹佰零伍元叁角"), "105.3", "元", "amount"),
        (("1.5元", "1块5", "一块五", "1块5毛", "1元5角"), "1.5", "元", "amount"),
        (("万分之三", "0.03%", "0.3‰"), "0.03", "%", "rate"),
        (("百分之三点五", "三点五个点", "3.5%"), "3.5", "%", "rate"),
        (("两成五", "25%", "2.5成"), 25, "%", "rate"),
        (("八五折", "85折", "8.5折"), 85, "%", "rate"),
        (("10^20", "10的20次方"), 10**20, "", "count"),
        (("上午9点半", "9:30", "早9点30分"), 570, "时刻", "time"),
        (("晚6点", "18:00", "下午六点"), 1080, "时刻", "time"),
    ],
)
def test_ways_of_writing_one_figure(texts: tuple[str, ...], value: object, unit: str, kind: str) -> None:
    for text in texts:
        assert [(q.value, q.unit, q.kind) for q in parse(text)] == [(Decimal(str(value)), unit, kind)], text


@pytest.mark.parametrize(
    "text",
    [
        "一定要统一安排,任一方不得擅自变更",
        "第三者、第三方、第三人的责任",
        "一般来说,一旦违约,万一起了争议,双方协商",
        "三方签约,一次性打入,进一步说明",
        "十分重要,同一天,有一点不同,百般推脱",
        "一些零件,B2C 3C A4 F1",
        "每逾期一天、每个月、每年、每一单",
        "1、合同内容\n2. 合同期限\n(3)合同违约",
        "万一,千万不要,几十万元,数十家",
        "十来万元,三四万,两三天,一两个月,十几天,100多万,十余人,三五个人,二三十万",
        "十万火急,相同一点",
    ],
)
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("质保期3~5日,10-15日", [("3", "日"), ("5", "日"), ("10", "日"), ("15", "日")]),
        ("5到10万元", [("50000", "元"), ("100000", "元")]),
        ("9:00-24:00在线", [("540", "时刻"), ("1440", "时刻")]),
        ("9点到18点", [("540", "时刻"), ("1080", "时刻")]),
        ("3天猫店", [("3", "")]),
        ("应付3万5%滞纳金", [("30000", ""), ("5", "%")]),
        ("应付3万6,拖8天", [("36000", ""), ("8", "日")]),
        ("千分之二一天,百分之一一个月", [("0.2", "%"), ("1", "%")]),
        ("合同一年,一式两份", [("1", "年"), ("2", "份")]),
        ("每天千五,日万三", [("0.5", "%"), ("0.03", "%")]),
        ("天猫商城店铺销售额的 %,每月结算一次,次月15日前支付", [("1", "次"), ("15", "号")]),
    ],
)
def test_figures_in_their_surroundings(text: str, expected: list[tuple[str, str]]) -> None:
    assert figures(text) == expected


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("按应付款额每日5%支付", "日"),
        ("每逾期一天,付应付款额的 5% 作滞纳金", "日"),
        ("贰拾万元/人", "人"),
        ("每人20万元", "人"),
        ("每月结算,佣金比例另行商定。滞纳金5%", ""),
        ("一次付清5%", ""),
        ("3万元每天", "日"),
    ],
)
def test_what_a_figure_is_reckoned_on(text: str, per: str) -> None:
    assert [q.per for q in parse(text) if q.kind in ("rate", "amount")] == [per]


@pytest.mark.parametrize(
    ("source", "claim", "borne"),
    [
        ("违约金伍万元", "50000元", True),
        ("违约金伍万元", "5万", True),
        ("违约金伍万元", "5%", False),
        ("违约金伍万元", "伍万美元", False),
        ("提前一个月", "30天", False),
        ("提前三十日", "30天", True),
        ("每日5%", "5%", True),
        ("每日5%", "每天百分之五", True),
        ("每日5%", "每月5%", False),
        ("2024年9月6日", "2024年", True),
        ("2024年9月6日", "9月6日", True),
        ("2024年9月6日", "2024年8月", False),
        ("2024年", "2024年9月6日", False),
        ("次月15日前", "15日", True),
        ("次月15日前", "15天", False),
        ("两种模式", "两个模式", True),
        ("两份", "两人", False),
        ("第2条", "第二款", False),
    ],
)
def test_what_bears_out_what(source: str, claim: str, borne: bool) -> None:
    held, (wanted,) = parse(source), parse(claim)
    assert any(supports(one, wanted) for one in held) is borne


def chinese(value: int, digits: str, places: str) -> str:
    """A numeral below a hundred million as one would write it by hand."""

    def below_ten_thousand(part: int) -> str:
        text, gap = "", False
        for power in (3, 2, 1, 0):
            digit = part // 10**power % 10
            if digit:
                text += ("零" if gap and text else "") + digits[digit] + (places[power] if power else "")
            gap = not digit
        return text

    high, low = divmod(value, 10_000)
    if not high:
        return below_ten_thousand(low)
    zero = "零" if 0 < low < 1000 else ""
    return below_ten_thousand(high) + "万" + zero + below_ten_thousand(low)


@given(st.integers(1, 99_999_999))
def test_written_numerals_come_back(value: int) -> None:
    assert number(chinese(value, "零一二三四五六七八九", "个十百千")) == value
    assert number(chinese(value, "零壹贰叁肆伍陆柒捌玖", "个拾佰仟")) == value
    assert number(f"{value:,}") == value


@given(st.integers(1, 9_999_999), st.sampled_from(["元", "个工作日", "小时", "个月", "份", "%"]))
def test_digits_and_numerals_are_one_figure(value: int, unit: str) -> None:
    (digits,) = parse(f"合计{value}{unit}")
    (numeral,) = parse(f"合计{chinese(value, '零一二三四五六七八九', '个十百千')}{unit}")
    assert supports(digits, numeral)
    assert supports(numeral, digits)


@given(st.text(alphabet="一二三十百万0123456789.,%‰年月日号个点分之每第元/-~:、()人 半\n起", max_size=40))
def test_places_are_exact_in_order_and_apart(text: str) -> None:
    found = parse(text)
    assert all(text[q.start : q.end] == q.text and q.text for q in found)
    assert all(one.end <= next_.start for one, next_ in pairwise(found))


@pytest.mark.parametrize("text", ["", "合同", "5x", "一起"])
def test_not_a_number(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(text)


@pytest.mark.parametrize(
    "text",
    ["一" * 9000, "百分之" + "一" * 9000, "百分之" + "1" * 9000, "1,111" * 2000, "1 " * 9000, "每一" * 5000],
)
def test_endless_numerals_neither_break_nor_stall(text: str) -> None:
    started = time.perf_counter()
    parse(text)
    assert time.perf_counter() - started < 3


def test_what_stands_before_a_rate_belongs_to_the_rate() -> None:
    amount, rate = parse("3万元每天千分之五")
    assert (amount.per, rate.per) == ("", "日")
