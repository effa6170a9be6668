"""The page in a real browser, on the scripted front door: every state and every way to use it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from conftest import Served, ask, opened, settle
from looks import LOOKS, serious
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser

Visitor = Callable[..., BrowserContext]


def answers(page: Page) -> Any:
    return page.locator("#chat .answer")


def titles(page: Page) -> list[str]:
    return page.locator("#rail .open").all_inner_texts()


def test_the_first_visit_shows_what_can_be_asked_in_chinese(page: Page) -> None:
    expect(page.locator("h1")).to_have_text("客服合同助手")
    assert page.locator(".welcome .ask").count() == 6
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.get_by_text("不是法律意见").count() == 1
    expect(page.locator(".welcome .can")).to_contain_text("看法条")
    names = page.evaluate(
        "() => [...document.querySelectorAll('button, [aria-label]')].filter(e => e.checkVisibility())"
        ".map(e => e.getAttribute('aria-label') || e.innerText).filter(name => /^[A-Za-z ]+$/.test(name))"
    )
    assert names == []


def test_an_example_is_answered_with_chips_and_ways_on(page: Page) -> None:
    page.locator(".welcome .ask").nth(2).click()
    settle_first(page)
    expect(page.locator("#chat .words")).to_have_text("逾期付款会怎样？")
    assert page.locator(".answer .cite").count() == 5
    assert (
        page.locator(".answer .cite").first.get_attribute("title")
        == "淘宝客服外包合同怎么签？ 五、违约责任 第2条"
    )
    page.locator(".next .ask").first.click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#chat .words").last).to_have_text("合同里价格怎么写？")


def settle_first(page: Page) -> None:
    page.wait_for_selector("#chat .answer")
    settle(page)


def test_it_can_be_used_with_the_keyboard_alone(page: Page) -> None:
    page.locator("#question").focus()
    page.keyboard.type("逾期付款会怎样？")
    page.keyboard.press("Enter")
    settle_first(page)
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.classList.contains('cite')"):
            break
    chip = page.evaluate("document.activeElement.id")
    assert chip.startswith("cite-")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-title")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    for _ in range(6):
        if page.evaluate("document.activeElement.id") == "close-sheet":
            break
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == chip


def test_streaming_shows_growth_and_stop_keeps_what_is_there(page: Page) -> None:
    ask(page, "慢慢说，先思考", wait=False)
    expect(page.locator(".thinking")).to_contain_text("正在查资料")
    expect(page.locator("#stop")).to_be_visible()
    expect(page.locator(".composer .send")).to_be_hidden()
    leaf = page.locator(".answer .leaf")
    expect(leaf).to_contain_text("按这份")
    early = len(leaf.inner_text())
    page.wait_for_function("n => document.querySelector('.answer .leaf').innerText.length > n + 3", arg=early)
    page.press("#question", "Enter")
    page.locator("#stop").click()
    expect(page.locator(".answer.stopped .notes")).to_contain_text("没有写完")
    expect(page.locator(".composer .send")).to_be_visible()
    stopped = leaf.inner_text()
    page.wait_for_timeout(600)
    assert leaf.inner_text() == stopped


def test_regenerate_and_rewrite(page: Page) -> None:
    ask(page, "逾期付款会怎样？")
    ask(page, "多少价格？")
    assert page.locator(".act.again").count() == 1
    page.locator(".act.again").click()
    page.wait_for_timeout(200)
    settle(page)
    expect(answers(page)).to_have_count(2)
    page.locator(".question").first.hover()
    page.locator(".act.rewrite").first.click()
    expect(page.locator("#question")).to_have_value("逾期付款会怎样？")
    expect(page.locator("#rewriting")).to_be_visible()
    page.fill("#question", "解约要赔多少？")
    page.press("#question", "Enter")
    expect(answers(page)).to_have_count(1)
    settle(page)
    expect(page.locator("#chat .words")).to_have_text("解约要赔多少？")


@pytest.mark.parametrize(
    ("question", "state", "told", "button"),
    [
        ("多少价格？", ".kind-refusal", "没有客服外包的市场价格", "佣金按什么算？"),
        ("模型断了？", ".done", "模型中断，已改用内置引擎", "重新生成"),
        ("出错", ".failed", "让管理员检查", "再试一次"),
        ("崩溃", ".failed", "不是你的问题", "再试一次"),
    ],
    ids=["refusal", "fallback", "error", "bug"],
)
def test_states_say_what_happened_and_offer_a_way_on(
    page: Page, question: str, state: str, told: str, button: str
) -> None:
    ask(page, question)
    expect(page.locator(f"#chat .answer{state}")).to_contain_text(told)
    expect(page.locator("#chat .answer").get_by_role("button", name=button)).to_be_visible()
    assert "secret" not in page.content()
    assert page.get_by_text("你要付每天百分之").count() == 0


def test_on_a_phone_a_new_question_is_brought_into_view_from_wherever_one_reads(
    visitor: Visitor, scripted: Served
) -> None:
    page = opened(visitor(390, 844), scripted)
    seen = """count => {
        const questions = [...document.querySelectorAll('#chat .question')];
        const box = questions.at(-1)?.getBoundingClientRect();
        const edge = document.querySelector('#chat [role="log"]').getBoundingClientRect();
        return questions.length === count && box.height > 0
            && box.top >= edge.top - 1 && box.bottom <= Math.min(edge.bottom, innerHeight) + 1;
    }"""
    # Until it has stayed at the top for a while of frames: what followed the last answer down has then ended.
    scrolled_up = """() => {
        const log = document.querySelector('#chat [role="log"]');
        window.still = log.scrollTop === 0 ? (window.still || 0) + 1 : 0;
        log.scrollTop = 0;
        return window.still > 20 && log.scrollHeight > log.clientHeight * 2;
    }"""
    ask(page, "长一点说逾期")
    ask(page, "再长一点")
    for count, question in ((3, "多少价格？"), (4, "价格怎么写？")):
        page.wait_for_function(scrolled_up)
        page.evaluate("() => { window.still = 0; }")
        ask(page, question)
        page.wait_for_function(seen, arg=count)
    page.wait_for_function(scrolled_up)
    page.evaluate("document.querySelector('.act.again').click()")
    page.wait_for_function(seen, arg=4)
    settle(page)


def test_a_verdict_is_stored_with_its_reason_shown_again_and_can_be_withdrawn(
    page: Page, scripted: Served
) -> None:
    ask(page, "逾期付款会怎样，我要评价？")
    mine = lambda: [f for f in scripted.store.feedback() if "我要评价" in f.question]  # noqa: E731
    page.locator(".act.down").click()
    page.get_by_label("依据对不上").check()
    page.get_by_label("补充说明").fill("第2条不是这么写的")
    page.get_by_role("button", name="告诉我们").click()
    expect(page.locator("#spoken")).to_contain_text("谢谢")
    page.wait_for_timeout(300)
    assert [(f.verdict, f.reason) for f in mine()] == [("down", "依据对不上：第2条不是这么写的")]
    page.reload()
    expect(page.locator(".act.down")).to_have_text("✓ 没用")
    page.locator(".act.down").click()
    page.wait_for_timeout(300)
    assert mine() == []


def test_copy_takes_the_words_and_their_sources(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "逾期付款会怎样？")
    page.locator(".act.copy").click()
    expect(page.locator("#spoken")).to_contain_text("已复制")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("按这份淘宝合同范本，你会有两层责任:[1]\n- 每逾期一天")
    assert copied.endswith("[3] 我店的外包须知.docx 第3条")


def test_a_reload_keeps_the_conversation_the_draft_and_the_answer_being_written(page: Page) -> None:
    ask(page, "逾期付款会怎样？")
    ask(page, "慢慢说逾期", wait=False)
    page.fill("#question", "还没问完的\n半句话")
    page.reload()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#question")).to_have_value("还没问完的\n半句话")
    expect(page.locator("#stop")).to_be_visible()
    leaf = page.locator(".answer .leaf").last
    expect(leaf).to_contain_text("按这份")
    early = len(leaf.inner_text())
    page.wait_for_function(
        "n => [...document.querySelectorAll('.answer .leaf')].at(-1).innerText.length > n", arg=early
    )
    page.locator("#stop").click()
    settle(page)


def test_conversations_are_listed_opened_renamed_and_deleted(page: Page) -> None:
    assert page.locator("#rail .empty").count() == 1
    ask(page, "逾期付款会怎样？")
    page.locator("#rail .new").click()
    page.wait_for_selector(".welcome")
    ask(page, "多少价格？")
    assert titles(page) == ["多少价格？", "逾期付款会怎样？"]
    page.get_by_role("button", name="逾期付款会怎样？", exact=True).click()
    expect(page.locator("#chat .words")).to_have_text("逾期付款会怎样？")
    page.locator(".entry").last.hover()
    page.get_by_role("button", name="改名：逾期付款会怎样？").click()
    page.get_by_label("会话的名字").fill("<b>滞纳金</b>")
    page.keyboard.press("Enter")
    expect(page.locator("#rail .open").last).to_have_text("<b>滞纳金</b>")
    page.locator(".entry").last.hover()
    page.get_by_role("button", name="删除：<b>滞纳金</b>").click()
    page.locator("#sure").get_by_role("button", name="删除").click()
    expect(page.locator("#rail .open")).to_have_count(1)
    page.wait_for_selector(".welcome")


def test_a_list_made_before_a_deletion_does_not_bring_it_back(page: Page) -> None:
    ask(page, "逾期付款会怎样？")
    page.locator(".entry").last.hover()
    page.get_by_role("button", name="删除：逾期付款会怎样？").click()
    stale = page.locator(".entry").first.evaluate("entry => entry.parentElement.outerHTML")
    page.locator("#sure").get_by_role("button", name="删除").click()
    expect(page.locator("#rail .open")).to_have_count(0)
    page.evaluate("html => document.getElementById('rail').insertAdjacentHTML('beforeend', html)", stale)
    expect(page.locator("#rail .open")).to_have_count(0)


def test_looking_elsewhere_while_an_answer_is_written_mixes_nothing(page: Page) -> None:
    ask(page, "逾期付款会怎样？")
    page.locator("#rail .new").click()
    page.wait_for_selector(".welcome")
    ask(page, "慢慢说", wait=False)
    page.get_by_role("button", name="逾期付款会怎样？", exact=True).click()
    expect(page.locator("#chat .words")).to_have_text("逾期付款会怎样？")
    page.wait_for_timeout(1200)
    expect(page.locator("#chat .words")).to_have_text("逾期付款会怎样？")
    expect(page.locator(".composer .send")).to_be_visible()
    page.get_by_role("button", name="慢慢说", exact=True).click()
    expect(page.locator("#chat .words")).to_have_text("慢慢说")
    page.locator("#stop").click()
    settle(page)
    expect(page.locator("#chat .answer .leaf")).to_contain_text("按这份淘宝合同范本")


def test_another_browser_cannot_read_the_conversation_also_with_its_id(
    visitor: Visitor, scripted: Served
) -> None:
    mine = opened(visitor(), scripted)
    ask(mine, "我的秘密逾期")
    talk = mine.evaluate("sessionStorage.getItem('desk.conversation')")
    other = opened(visitor(), scripted)
    other.evaluate("talk => sessionStorage.setItem('desk.conversation', talk)", talk)
    other.reload()
    other.wait_for_selector(".welcome .ask")
    assert titles(other) == []
    other.evaluate("() => desk.send('select', {do: 'source', position: 1, marker: '1'})")
    expect(other.locator("#sheet")).to_contain_text("找不到这条依据")
    cookies = mine.context.cookies()
    assert [(c["httpOnly"], c["sameSite"]) for c in cookies if c["name"] == "desk_owner"] == [
        (True, "Strict")
    ]
    second = mine.context.new_page()
    second.goto(scripted.url)
    expect(second.locator("#rail .open")).to_have_text("我的秘密逾期")
    second.wait_for_selector(".welcome")


def test_the_composer_breaks_lines_grows_and_leaves_the_input_method_alone(page: Page) -> None:
    field = page.locator("#question")
    field.focus()
    one = field.bounding_box()["height"]  # type: ignore[index]
    page.keyboard.type("一")
    for _ in range(9):
        page.keyboard.press("Shift+Enter")
    assert one + 5 * 26 - 4 <= field.bounding_box()["height"] <= one + 5 * 26 + 4  # type: ignore[index]
    field.fill("nihao")
    field.evaluate(
        "e => { e.dispatchEvent(new CompositionEvent('compositionstart', {bubbles: true}));"
        " e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true}));"
        " e.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', keyCode: 229, bubbles: true})); }"
    )
    page.wait_for_timeout(400)
    assert answers(page).count() == 0
    field.fill("   ")
    page.keyboard.press("Enter")
    page.wait_for_timeout(200)
    assert answers(page).count() == 0


def test_without_a_network_the_question_stays(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_contain_text("网络断了")
    page.fill("#question", "逾期付款会怎样？")
    page.press("#question", "Enter")
    expect(page.locator("#offline")).to_contain_text("还留在这里")
    expect(page.locator("#question")).to_have_value("逾期付款会怎样？")
    page.context.set_offline(False)
    expect(page.locator("#offline")).to_be_hidden()
    page.press("#question", "Enter")
    settle_first(page)


def test_what_could_not_be_asked_goes_back_to_the_composer(page: Page) -> None:
    ask(page, "慢慢说", wait=False)
    page.evaluate("() => desk.show({do: 'ask', text: '另一页来问'})")
    expect(page.locator(".said")).to_contain_text("没写完")
    page.locator("#stop").click()
    settle(page)


def test_the_policy_stops_what_would_leave(page: Page) -> None:
    blocked = page.evaluate(
        "() => fetch('http://192.0.2.1/').then(() => 'sent', error => String(error))"
        ".then(word => performance.getEntriesByName('http://192.0.2.1/').length + word)"
    )
    assert "sent" not in blocked


@LOOKS
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    visitor: Visitor, scripted: Served, width: int, height: int
) -> None:
    page = opened(visitor(width, height), scripted)
    serious(page)
    for question in ("逾期付款会怎样？", "列个表", "出错", "法律怎么说？", "多少价格？"):
        ask(page, question)
    page.locator(".act.up").last.click()
    page.wait_for_timeout(100)
    serious(page)
    page.locator(".answer .cite").first.click()
    expect(page.locator("#sheet-title")).to_be_focused()
    serious(page, "#sheet")
    for kind in (".cite.law", ".cite.unchecked"):
        page.evaluate("kind => document.querySelector(kind).click()", kind)
        expect(page.locator(f"#sheet .tab{kind.removeprefix('.cite')}[aria-pressed=true]")).to_have_count(1)
        serious(page, "#sheet")
    wide = page.evaluate(
        "() => [...document.querySelectorAll('#centre *, #sheet *')].filter(e => e.checkVisibility() &&"
        " !e.closest('.table, .unseen') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
