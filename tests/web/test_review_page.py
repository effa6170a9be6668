"""A review beside the chat in a real browser: found, decided, filtered, by mouse, by keys, on a phone, in two tabs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from conftest import Served, ask, opened, owner_of, settle
from looks import serious
from playwright.sync_api import BrowserContext, Page, expect
from review_sample import FINDINGS, LATE, REVIEW, long_review

from bot.review.state import KeptReview, review_in
from bot.web.owner import COOKIE

pytestmark = pytest.mark.browser
Visitor = Callable[..., BrowserContext]


def with_review(page: Page, served: Served, review: KeptReview = REVIEW) -> Page:
    """Put a review beside the conversation on the page, and wait until it is there."""
    conversation = page.evaluate("desk.conversation")
    assert served.store.save_review(owner_of(page), conversation, review.model_dump_json(), 0) == 1
    page.evaluate("desk.review.refresh()")
    page.wait_for_selector("body.has-review #review .finding", state="attached")
    return page


def standing(page: Page, served: Served) -> KeptReview:
    saved = served.store.load_review(owner_of(page), page.evaluate("desk.conversation"))
    review = review_in(saved.review) if saved else None
    assert review
    return review


@pytest.fixture
def page(visitor: Visitor, scripted: Served) -> Page:
    return with_review(opened(visitor(), scripted), scripted)


def test_a_file_is_reviewed_beside_the_chat_asked_about_and_read_from_the_other_side(
    visitor: Visitor, scripted: Served
) -> None:
    page = opened(visitor(), scripted)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    expect(page.locator("#review-zone")).to_be_hidden()
    page.set_input_files("#attach", {"name": "合同.txt", "mimeType": "text/plain", "buffer": b"x"})
    expect(page.locator(".detach")).to_be_visible()
    page.locator(".send").click()
    expect(page.locator("#review-title")).to_be_visible()
    settle(page)
    chat = page.locator("#chat .answer")
    expect(chat).to_contain_text("只罚甲方")
    expect(chat).not_to_contain_text("对方能单方改价")
    expect(chat).to_contain_text("其余 3 处，见右边")
    page.locator("#review-close").click()
    expect(page.locator("#open-review")).to_be_focused()
    page.locator(".see-review").click()
    expect(page.locator("#review-title")).to_be_focused()
    ask(page, "这份合同里滞纳金怎么写？")
    page.locator("#chat .answer").last.locator(".cite.in-paper").click()
    expect(page.locator(".node.cited")).to_contain_text(LATE)
    expect(page.locator(".node.cited")).to_be_focused()
    expect(page.locator("#sheet-zone")).to_be_hidden()
    page.get_by_role("button", name="中立").click()
    expect(page.get_by_role("button", name="中立")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#chat .question").last).to_contain_text("请从中立的角度再看一遍")
    assert standing(page, scripted).stance == "neutral"
    assert page.evaluate("window.pwned") is None
    assert all(url.startswith((scripted.url, "data:", "blob:")) for url in asked)


def test_paper_and_findings_lead_to_each_other(page: Page) -> None:
    page.locator("#head-f4").click()
    expect(page.locator("mark.hit.current")).to_have_text("小毛病乙方所在地法院")
    expect(page.locator("#body-f4")).to_be_visible()
    page.locator("#flag-f1").click()
    expect(page.locator("#head-f1")).to_be_focused()
    expect(page.locator("#body-f4")).to_be_hidden()
    # Words that two findings are about open one after the other.
    for finding in ("f3", "f2"):
        page.locator("mark.hit.high", has_text="每日按应付款").evaluate("mark => mark.click()")
        expect(page.locator(f"#head-{finding}")).to_have_attribute("aria-expanded", "true")
    page.locator(".first button").first.click()
    expect(page.locator("#head-f2")).to_be_focused()
    page.locator("#tab-checklist").click()
    page.get_by_role("button", name="第二条 违约责任").click()
    expect(page.locator(".node.cited")).to_have_text("第二条 违约责任")
    page.get_by_role("button", name="看要补的条款").click()
    expect(page.locator("#head-f5")).to_be_focused()


def test_filters_leave_what_is_wanted_and_say_how_many(page: Page) -> None:
    page.select_option('[data-filter="severity"]', "high")
    expect(page.locator(".finding:visible")).to_have_count(2)
    expect(page.locator("#review-shown")).to_have_text("2 / 5")
    page.select_option('[data-filter="kind"]', "missing")
    expect(page.locator("#review-none")).to_be_visible()
    page.locator("#review-all").click()
    expect(page.locator(".finding:visible")).to_have_count(5)
    page.locator("#head-f4").click()
    page.locator("#finding-f4 .ignore").click()
    expect(page.locator("#finding-f4 .made")).to_have_text("不用谈")
    page.select_option('[data-filter="state"]', "decided")
    expect(page.locator(".finding:visible")).to_have_count(1)


def test_decisions_are_saved_at_once_redraw_one_card_and_survive_a_reload(
    page: Page, scripted: Served
) -> None:
    page.evaluate("document.querySelector('.reviewed').mine = true")
    page.locator("#head-f2").click()
    page.locator("#finding-f2 .accept").first.click()
    expect(page.locator("#finding-f2 .undo")).to_be_focused()
    expect(page.locator("#review-left")).to_have_text("还有 4 处没决定")
    page.locator("#finding-f2 .own").click()
    expect(page.locator("#words-f2")).to_be_focused()
    page.fill("#words-f2", "每日万分之三。\n<b>以此为准</b>")
    page.locator("#own-f2 [type=submit]").click()
    expect(page.locator("#wording-f2")).to_have_text("每日万分之三。<b>以此为准</b>")
    expect(page.locator("#finding-f2 .made")).to_have_text("用自己的写法")
    assert standing(page, scripted).decisions["f2"].text == "每日万分之三。\n<b>以此为准</b>"
    assert page.evaluate("document.querySelector('.reviewed').mine")
    page.reload()
    expect(page.locator("#finding-f2 .made")).to_have_text("用自己的写法")
    page.locator("#head-f2").click()
    page.locator("#finding-f2 .undo").click()
    expect(page.locator("#wording-f2")).to_have_text(FINDINGS[1].suggestion)
    assert standing(page, scripted).decisions == {}


def test_the_keys_go_through_the_findings_and_decide(page: Page, scripted: Served) -> None:
    expect(page.locator(".keys kbd").first).to_be_visible()
    page.locator("#head-f1").focus()
    page.keyboard.press("j")
    expect(page.locator("#head-f1")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#head-f2")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("#finding-f2 .made")).to_have_text("已采纳")
    expect(page.locator("#head-f2")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("i")
    expect(page.locator("#finding-f3 .made")).to_have_text("不改")
    page.keyboard.press("u")
    expect(page.locator("#finding-f3 .made")).to_have_text("")
    page.keyboard.press("k")
    page.keyboard.press("e")
    expect(page.locator("#words-f2")).to_be_focused()
    page.keyboard.type("aji")
    page.keyboard.press("Escape")
    expect(page.locator("#head-f2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#body-f2")).to_be_hidden()
    decided = standing(page, scripted).decisions
    assert {name: made.choice for name, made in decided.items()} == {"f2": "accepted"}
    page.fill("#question", "aji")
    assert standing(page, scripted).decisions == decided


def test_a_second_tab_never_writes_over_the_first_and_nobody_else_sees_it(
    page: Page, scripted: Served, visitor: Visitor
) -> None:
    other = page.context.new_page()
    other.add_init_script(
        f"sessionStorage.setItem('desk.conversation', '{page.evaluate('desk.conversation')}')"
    )
    other.goto(scripted.url)
    other.wait_for_selector("#head-f2")
    page.locator("#head-f2").click()
    page.locator("#finding-f2 .accept").first.click()
    expect(page.locator("#finding-f2 .made")).to_have_text("已采纳")
    # What a tab that was looked at meanwhile would have fetched by itself is kept back here.
    other.evaluate("window.addEventListener('focus', (event) => event.stopImmediatePropagation(), true)")
    other.evaluate(
        "document.querySelector('#head-f2').click(); document.querySelector('#finding-f2 .ignore')?.click()"
    )
    expect(other.locator("#finding-f2 .made")).to_have_text("已采纳")
    assert standing(page, scripted).decisions["f2"].choice == "accepted"
    address = f"{scripted.url}review/{page.evaluate('desk.conversation')}"
    for cookies in ({}, {COOKIE: "z" * 43}):
        with httpx.Client(cookies=cookies) as stranger:
            assert stranger.get(address).json() == {"version": 0}
            assert stranger.get(f"{address}/file/redline").status_code == 422
            deed = {"version": 2, "finding": "f2", "choice": "ignored"}
            assert stranger.post(address, json=deed).status_code == 422


def test_the_files_are_named_after_the_paper_and_a_fault_is_a_sentence(page: Page, scripted: Served) -> None:
    for kind, end in (
        ("redline", "（带修订）.docx"),
        ("docx", "（审阅报告）.docx"),
        ("md", "（审阅报告）.md"),
    ):
        page.locator("#review-files").click()
        with page.expect_download() as coming:
            page.locator(f'[data-file="{kind}"]').click()
        assert coming.value.suggested_filename.endswith(end)
        assert Path(coming.value.path()).read_bytes() in (b"PK redline", b"docx 0", b"md 0")
    expect(page.locator("#review-files")).to_be_focused()
    review = standing(page, scripted).model_copy(update={"stance": "neutral"})
    talk = page.evaluate("desk.conversation")
    assert scripted.store.save_review(owner_of(page), talk, review.model_dump_json(), 1) == 2
    page.locator("#review-files").click()
    page.locator('[data-file="redline"]').click()
    expect(page.locator("#spoken.shown")).to_contain_text("请重新上传")


def test_on_a_phone_it_rises_from_below_with_three_tabs(visitor: Visitor, scripted: Served) -> None:
    page = with_review(opened(visitor(390, 844), scripted), scripted)
    expect(page.locator("#review-zone")).to_be_hidden()
    page.locator("#open-review").tap()
    expect(page.locator("#pane-findings")).to_be_visible()
    expect(page.locator("#pane-paper")).to_be_hidden()
    assert page.evaluate("document.getElementById('centre').inert")
    page.locator("#head-f4").tap()
    page.locator("#finding-f4 .see").tap()
    expect(page.locator("#pane-paper")).to_be_visible()
    expect(page.locator(".node", has_text="2.2")).to_be_in_viewport()
    page.locator("#flag-f2").tap()
    expect(page.locator("#body-f2")).to_be_visible()
    page.locator("#tab-checklist").tap()
    expect(page.locator(".checks")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(
        "[...document.querySelectorAll('#review .pane')].every((pane) => pane.scrollWidth <= pane.clientWidth)"
    )
    small = page.evaluate(
        """() => [...document.querySelectorAll('#review button:not(.flag), #review select')]
          .filter((one) => one.offsetWidth && one.getBoundingClientRect().height < 44).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert small == []
    page.locator("#review-close").tap()
    expect(page.locator("#open-review")).to_be_focused()
    assert not page.evaluate("document.getElementById('centre').inert")


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)], ids=["desk", "phone"])
def test_axe_has_nothing_serious_to_say(visitor: Visitor, scripted: Served, width: int, height: int) -> None:
    page = with_review(opened(visitor(width, height), scripted), scripted)
    if not page.locator("#review-title").is_visible():
        page.locator("#open-review").click()
    page.locator("#head-f2").click()
    page.locator("#finding-f2 .own").click()
    serious(page)
    if width > height:
        page.locator("#tab-checklist").click()
        serious(page, "#review-zone")


def test_a_paper_of_200_pages_answers_at_once(visitor: Visitor, scripted: Served) -> None:
    page = with_review(opened(visitor(), scripted), scripted, long_review())
    page.locator("#head-f190").click()
    expect(page.locator("mark.current")).to_be_in_viewport()
    waited = page.evaluate(
        """async () => {
          const start = performance.now(), made = document.querySelector("#finding-f190 .made");
          document.querySelector("#finding-f190 .ignore").click();
          while (!made.textContent) await new Promise((then) => setTimeout(then, 5));
          return performance.now() - start;
        }"""
    )
    assert waited < 2000
    assert page.locator(".node").count() == 3000


def test_a_contract_of_a_user_is_reviewed_by_the_real_assistant(
    visitor: Visitor, real: Served, tmp_path: Path
) -> None:
    page = opened(visitor(), real)
    path = tmp_path / "对方发来的合同.txt"
    path.write_text(REAL, encoding="gbk")
    page.set_input_files("#attach", path)
    expect(page.locator(".detach")).to_be_visible()
    page.locator(".send").click()
    expect(page.locator("#review-title")).to_have_text("对方发来的合同.txt", timeout=30_000)
    settle(page)
    assert page.locator("mark.hit.high").count() > 0
    page.locator(".first button").first.click()
    expect(page.locator("mark.current").first).to_be_in_viewport()
    page.locator("#review .finding.current .accept").first.click()
    expect(page.locator("#review .finding.current .made")).to_have_text("已采纳")
    page.locator("#review-files").click()
    with page.expect_download() as coming:
        page.locator('[data-file="redline"]').click()
    assert coming.value.suggested_filename == "对方发来的合同（带修订）.docx"
    assert Path(coming.value.path()).read_bytes().startswith(b"PK")
    ask(page, "合同里第四条是怎么写的？")
    page.locator("#chat .answer").last.locator(".cite.in-paper").first.click()
    expect(page.locator(".node.cited")).to_contain_text("第四条")


REAL = """客服外包服务合同
甲方：杭州青禾电子商务有限公司
乙方：成都云响客服服务有限公司
第一条 乙方为甲方的淘宝店铺提供客服服务，安排4名客服人员，每天8:00至24:00在线。
第二条 服务费每月22,000元，甲方应当在每月5日前支付给乙方。乙方可以随时调整服务费，通知甲方后生效。
第三条 合同期限一年，自2027年1月1日起至2027年12月31日止。
第四条 甲方逾期付款的，每逾期一日按应付款的5%向乙方支付滞纳金。
第五条 无论什么原因造成的损失，乙方均不承担任何责任。
第六条 因本合同发生争议，由乙方所在地人民法院管辖。
甲方（盖章）：        乙方（盖章）：
"""
