"""The sources of an answer in a real browser: the sheet, the articles of law, and documents that mean harm."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlparse

import pytest
from conftest import Served, ask, opened
from playwright.sync_api import BrowserContext, Page, expect
from scripted_door import EVIL

pytestmark = pytest.mark.browser

Visitor = Callable[..., BrowserContext]


def test_a_chip_opens_its_source_scrolled_to_the_passage_and_escape_returns(page: Page) -> None:
    ask(page, "逾期付款会怎样？")
    page.locator(".answer .cite").first.click()
    sheet = page.locator("#sheet")
    expect(sheet.locator("h2")).to_be_focused()
    for words in (
        "淘宝客服外包合同怎么签？",
        "五、违约责任 第2条",
        "2024-09-06",
        "随产品提供的资料",
        "萌萌客官网",
    ):
        expect(sheet).to_contain_text(words)
    expect(sheet.locator("mark")).to_contain_text("每逾期一日，按应付款额的5%")
    assert page.locator(".paper").evaluate("paper => paper.scrollTop") > 0
    expect(sheet.locator("mark")).to_be_in_viewport()
    sheet.get_by_role("button", name="依据3").click()
    expect(sheet).to_contain_text("你们自己的资料")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert page.evaluate("document.activeElement.id").startswith("cite-1-3-")


def test_an_article_of_law_unfolds_whole_and_says_where_it_stands(page: Page) -> None:
    ask(page, "法律怎么说？")
    chip = page.locator(".answer .cite.law").first
    assert chip.get_attribute("title") == "中华人民共和国民法典 第五百八十五条（现行有效）"
    chip.click()
    sheet = page.locator("#sheet")
    expect(sheet.locator("h2")).to_have_text("中华人民共和国民法典")
    for words in (
        "法律条文，来自法条库",
        "现行有效 · 2020-05-28 的文本",
        "第八章 违约责任 › 第五百八十五条",
        "条文全文",
    ):
        expect(sheet).to_contain_text(words)
    assert sheet.locator("mark p").all_inner_texts() == [
        "当事人可以约定一方违约时应当支付违约金。",
        "约定的违约金过分高于造成的损失的，可以请求适当减少。",
    ]
    seal, jade = (
        page.locator(kind).evaluate("e => getComputedStyle(e).borderTopColor")
        for kind in ("#sheet .tab:not(.law)", "#sheet .tab.law:not(.unchecked)")
    )
    assert seal != jade


def test_a_rule_that_the_database_lacks_is_shown_as_unchecked(page: Page) -> None:
    ask(page, "法律怎么说？")
    chip = page.locator(".answer .cite.unchecked")
    assert (chip.get_attribute("title") or "").endswith("第六十五条（未经法条库核对）")
    assert chip.evaluate("e => getComputedStyle(e).borderTopStyle") == "dashed"
    chip.click()
    sheet = page.locator("#sheet")
    expect(sheet.locator(".origin.unchecked")).to_contain_text("法条库里没有")
    expect(sheet).to_contain_text("未经法条库核对 · 法释〔2023〕13号 · 2023-12-05")
    expect(sheet.locator("mark .label")).to_have_text("大意")
    assert "条文全文" not in sheet.inner_text()


def test_copied_words_name_the_laws_and_their_standing(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "法律怎么说？")
    page.locator(".act.copy").click()
    expect(page.locator("#spoken")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "\n[5] 中华人民共和国民法典 第五百八十五条（现行有效）\n" in copied
    assert "若干问题的解释 第六十五条（未经法条库核对）\n" in copied
    assert "- 30,000 元 × 5%/天 × 19 天 = 28,500 元\n" in copied


def test_a_document_is_inert_and_nothing_leaves_the_machine(visitor: Visitor, scripted: Served) -> None:
    context = visitor()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = opened(context, scripted)
    ask(page, f"坏文件 {EVIL}")
    page.locator(".answer .cite").click()
    expect(page.locator("#sheet mark")).to_contain_text("<script>")
    ask(page, "列个表")
    page.wait_for_timeout(500)
    assert page.evaluate("window.pwned") is None
    assert page.locator("#chat img, #sheet img, #chat a, #chat script").count() == 0
    expect(page.locator("#chat .words").first).to_have_text(f"坏文件 {EVIL}")
    expect(page.locator(".answer .leaf").last).to_contain_text("交货期3~5日，质保期10~15日;2024*100*3")
    assert page.locator(".answer .leaf").last.locator("table").count() == 1
    assert page.locator("#chat :is(del, em, i)").count() == 0
    outside = {url for url in requests if urlparse(url).hostname not in ("127.0.0.1", None)}
    assert outside == set()


def test_a_source_that_comes_late_takes_no_focus_from_who_types(visitor: Visitor, scripted: Served) -> None:
    page = opened(visitor(), scripted)
    ask(page, f"坏文件 {EVIL}")
    page.locator(".answer .cite").click()
    expect(page.locator("#sheet-title")).to_be_focused()
    page.evaluate("() => { window.desk.sheetReady(); document.getElementById('question').focus(); }")
    page.wait_for_timeout(300)
    expect(page.locator("#question")).to_be_focused()


def test_on_a_phone_the_sheet_rises_and_closes_and_the_rail_is_a_drawer(
    visitor: Visitor, scripted: Served
) -> None:
    page = opened(visitor(390, 844), scripted)
    ask(page, "逾期付款会怎样？")
    page.locator(".answer .cite").first.tap()
    expect(page.locator("#sheet-title")).to_be_focused()
    box = page.locator("#sheet").bounding_box()
    assert box and abs(box["height"] - 0.85 * 844) < 3
    assert abs(box["y"] + box["height"] - 844) < 2
    page.get_by_role("button", name="返回").tap()
    expect(page.locator("#sheet")).to_be_hidden()
    page.get_by_role("button", name="打开会话列表").tap()
    expect(page.locator("#close-rail")).to_be_focused()
    page.locator("#rail .new").tap()
    expect(page.locator("#rail")).to_be_hidden()
    page.wait_for_selector(".welcome")
    small = page.evaluate(
        "() => [...document.querySelectorAll('#centre button')].filter(e => e.checkVisibility())"
        ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.className)"
    )
    assert small == []
