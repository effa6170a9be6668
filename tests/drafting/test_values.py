"""What people write for a fact, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drafting import values
from bot.drafting.values import Unreadable

seconds = partial(values.duration, unit="秒")
months = partial(values.duration, unit="个月")
workdays = partial(values.duration, unit="个工作日")
permille = partial(values.rate, unit="‰")
WAYS = {"per_seat": "按坐席计价", "mixed": "坐席费加提成"}
way = partial(values.choice, choices=WAYS)

READ: list[tuple[Callable[[str], str], str, str]] = [
    (values.money, "8千元", "8000"),
    (values.money, "8,000", "8000"),
    (values.money, "1.2万", "12000"),
    (values.money, "¥8000", "8000"),
    (values.money, "人民币捌仟元整", "8000"),
    (values.money, "0.35元", "0.35"),
    (values.rate, "5%", "5"),
    (values.rate, "千分之五", "0.5"),
    (values.rate, "0.5", "0.5"),
    (permille, "千分之五", "5"),
    (permille, "0.05%", "0.5"),
    (permille, "0.5", "0.5"),
    (values.count, "十个", "10"),
    (values.count, "10人", "10"),
    (seconds, "30秒", "30"),
    (seconds, "半分钟", "30"),
    (seconds, "30", "30"),
    (months, "1年", "12"),
    (months, "半年", "6"),
    (months, "3月", "3"),
    (workdays, "5个工作日", "5"),
    (values.clock, "早八点", "08:00"),
    (values.clock, "9：30", "09:30"),
    (values.clock, "晚上11点半", "23:30"),
    (values.clock, "24:00", "24:00"),
    (values.day, "2027年3月1日", "2027-03-01"),
    (values.day, "2027/3/1", "2027-03-01"),
    (values.day, "二〇二七年三月五日", "2027-03-05"),
    (way, "按坐席计价", "per_seat"),
    (way, "mixed", "mixed"),
    (values.name, " 甲 & <公司>（有限合伙） ", "甲 & <公司>（有限合伙）"),
    (values.words, "+86-571-8888 0000", "+86-571-8888 0000"),
    (values.words, "a@b.cn", "a@b.cn"),
]

REFUSED: list[tuple[Callable[[str], str], str, str]] = [
    (values.money, "-5元", "不能是负数"),
    (values.money, "8000美元", "要用元"),
    (values.money, "8千到9千元", "读不懂"),
    (values.money, "0.001", "最多到分"),
    (values.money, "看着给", "读不懂"),
    (values.money, "9" * 16, "太长"),
    (values.rate, "-3%", "不能是负数"),
    (values.count, "10.5", "整数"),
    (seconds, "3天", "单位要用秒"),
    (months, "90天", "单位要用月"),
    (workdays, "5天", "单位要用工作日"),
    (months, "100年零3天", "读不懂"),
    (values.clock, "25:00", "没有 25:00 这个时间"),
    (values.clock, "9:75", "没有 9:75 这个时间"),
    (values.clock, "有空的时候", "读不懂"),
    (values.day, "2027-02-30", "没有 2027-02-30 这一天"),
    (values.day, "明年", "写全年月日"),
    (way, "随便", "只能选"),
    (values.name, "", "空的"),
    (values.name, "甲" * 101, "太长"),
    (values.name, "甲公司😀", "表情"),
    (values.name, "甲\x07公司", "控制字符"),
    (values.name, "甲\u202e公司", "看不见的字符"),
    (values.name, "甲\n公司", "一行"),
    (values.name, "{{ 7*7 }}", "花括号"),
    (values.name, "{% for x in y %}", "花括号"),
    (values.name, "=cmd|' /C calc'!A0", "开头"),
    (values.name, "@SUM(A1)", "开头"),
    (values.name, "+甲公司", "开头"),
    (values.name, "-甲公司", "开头"),
    (values.name, "＝甲公司", "开头"),
    (values.name, "12345", "没有文字"),
    (values.words, "【待填：金额】", "待填"),
]


@pytest.mark.parametrize(("read", "raw", "plain"), READ, ids=[f"{raw}" for _, raw, _ in READ])
def test_what_people_write_is_read(read: Callable[[str], str], raw: str, plain: str) -> None:
    assert read(raw) == plain


@pytest.mark.parametrize(("read", "raw", "says"), REFUSED, ids=[ascii(raw)[:20] for _, raw, _ in REFUSED])
def test_what_cannot_be_used_is_refused_with_a_reason(
    read: Callable[[str], str], raw: str, says: str
) -> None:
    with pytest.raises(Unreadable, match=says):
        read(raw)


@given(st.text(max_size=120))
def test_text_of_any_kind_is_read_or_refused(raw: str) -> None:
    """Nothing else is raised, and what passes is one line without anything that steers a program."""
    for read in (values.money, values.rate, seconds, values.clock, values.day, values.words, values.name):
        try:
            plain = read(raw)
        except Unreadable:
            continue
        assert plain.isprintable()
        assert "{" not in plain
        assert "}" not in plain
