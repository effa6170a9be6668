"""Dates and terms: either convention of the last day is right, everything else that does not fit is found."""

from __future__ import annotations

import pytest
from checking_lines import articles, found_in

from bot.review.checks.dates import dates

WRONG = {
    "本合同有效期为一年，自 2025 年 9 月 1 日起至 2026 年 2 月 28 日止。": (
        "date-term",
        "2026 年 8 月 31 日",
    ),
    "自2025年10月15日起至2025年10月14日止。": ("date-reversed", ""),
    "合作期两年，从2025-01-01到2026-12-30。": ("date-term", "2026-12-31"),
    "本协议自2025年5月1日起至2025年12月31日止，为期六个月。": ("date-term", "2025年10月31日"),
    "合同期限自2025年2月30日起至2026年2月28日止。": ("date-impossible", ""),
    "服务期限自二〇二五年三月一日起至二〇二五年二月一日止。": ("date-reversed", ""),
    "合同期一年，2025 年 11 月 1 日开始，2026 年 12 月 31 日结束。": ("date-term", "2026 年 10 月 31 日"),
    "于2025年4月31日前付清。": ("date-impossible", ""),
    "期限：贰年，自2025年7月1日至2026年6月30日。": ("date-term", "2027年6月30日"),
    "本合同自2025年6月1日生效，有效期一年，至2026年12月31日届满。": ("date-term", "2026年5月31日"),
    "有效期3年（2025.1.1-2027.1.1）。": ("date-term", "2027.12.31"),
    "前30日为磨合期，即2025年11月1日至2025年12月15日。": ("date-term", "2025年11月30日"),
}
RIGHT = [
    "合同期限一年，自2025年1月1日起至2025年12月31日止。",
    "合同期限一年，自2025年1月1日起至2026年1月1日止。",
    "合同期限为12个月，自 2025 年 3 月 15 日起至 2026 年 3 月 14 日止，其中首月为试运行期。",
    "合作一年，从2025年5月6日到2026年5月5日。",
    "期满前一个月协商续签；合同自2025年1月1日至2026年12月31日。",
    "本合同自2024年2月29日起至2025年2月28日止，为期一年。",
    "开学季（8月20日至9月10日）延长服务时间，旺季（11月1日至次年1月31日）加派人员。",
    "春节（2026年2月16日至2月22日）服务时间为 10:00 至 18:00。",
    "签订于2025年8月20日，自2025年8月1日起生效。",
    "保密期两年。合同自2025年1月1日起至2025年12月31日止。",
    "电话 2025-13-45，版本 2.30，考核得分 4.31 分。",
    "2025年3月1日至2025年5月31日为试运行期。",
    "自2025年9月1日起至2026年8月31日止，共12个月，其中2025年9月1日至9月30日为试运行期。",
    "前30天为磨合期，即2025年11月1日至2025年11月30日。",
    "比例为 3.31%，每月 31 日前付款。",
]


@pytest.mark.parametrize(("line", "expected"), WRONG.items())
def test_dates_that_do_not_fit(line: str, expected: tuple[str, str]) -> None:
    found = found_in(dates, articles("接待。", line, "其他。"))
    assert [one.rule for one, _ in found] == [expected[0]]
    assert expected[1] in (found[0][0].suggestion or "")


@pytest.mark.parametrize("line", RIGHT)
def test_dates_that_fit(line: str) -> None:
    assert found_in(dates, articles("接待。", line, "其他。")) == []


def test_two_terms() -> None:
    body = articles(
        "合同期限自2025年1月1日起至2025年12月31日止。",
        "付款。",
        "服务期限自2025年2月1日起至2026年1月31日止。",
    )
    assert [one.rule for one, _ in found_in(dates, body)] == ["date-two-terms"]
