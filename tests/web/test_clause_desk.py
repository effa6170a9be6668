"""The clause desk in a real browser: find, choose, fill in, copy, read the law; on a phone as well."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Served
from looks import serious
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

Visitor = Callable[..., BrowserContext]


def desk(context: BrowserContext, served: Served, rest: str = "") -> Page:
    page = context.new_page()
    page.goto(f"{served.url}clauses{rest}")
    expect(page.locator("#list a").first).to_be_visible()
    return page


def test_a_clause_is_found_filled_in_and_copied(visitor: Visitor, scripted: Served) -> None:
    context = visitor()
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = desk(context, scripted)
    page.locator("#words").fill("回复太慢")
    expect(page.locator("#list section")).to_have_count(0)
    page.locator("#words").fill("响应标准")
    page.locator("#list a", has_text="响应标准").click()
    expect(page.locator("#title")).to_be_focused()
    page.get_by_role("button", name="偏甲方").click()
    expect(page.locator(".positions [aria-pressed=true]")).to_contain_text("偏甲方")
    expect(page.locator("#text mark")).to_have_count(0)
    field = page.get_by_label("首次响应时间上限")
    field.fill("明天")
    expect(page.locator(".says.fault")).to_contain_text("请写成")
    expect(page.locator("#text mark")).to_have_text("【待填：首次响应时间上限（秒）】")
    field.fill("半分钟")
    expect(page.locator("#text mark")).to_have_count(0)
    expect(page.locator("#text")).to_contain_text("不超过30秒")
    page.get_by_role("button", name="平衡").click()
    expect(page.locator("#text")).to_contain_text("不超过30秒")
    expect(page.get_by_label("首次响应时间上限")).to_have_value("半分钟")
    page.get_by_role("button", name="复制回复").click()
    expect(page.locator("#spoken")).to_have_text("已复制。")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("您好，关于“响应标准”")
    assert "不超过30秒" in copied
    page.locator(".law summary").first.click()
    expect(page.locator(".law .facts").first).to_contain_text("现行有效")
    page.reload()
    expect(page.locator("#title")).to_have_text("响应标准")
    page.go_back()
    expect(page.locator(".positions [aria-pressed=true]")).to_contain_text("偏甲方")


@pytest.mark.parametrize("width", [1440, 390], ids=["desk", "phone"])
def test_axe_finds_nothing_serious_and_a_phone_shows_one_half_at_a_time(
    visitor: Visitor, scripted: Served, width: int
) -> None:
    page = desk(visitor(width, 850), scripted)
    serious(page)
    page.locator("#list a", has_text="退款与改单审批").click()
    expect(page.locator("#title")).to_be_focused()
    serious(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 500:
        expect(page.locator(".library")).to_be_hidden()
        small = page.evaluate(
            "() => [...document.querySelectorAll('button, a, input, select, summary')].filter(e => e.checkVisibility())"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.outerHTML.slice(0, 80))"
        )
        assert small == []
        page.locator("a.back").click()
        expect(page.locator("#list a", has_text="退款与改单审批")).to_be_focused()
