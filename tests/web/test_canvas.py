"""The contract beside the chat in a real browser: by mouse, by keyboard, on a phone, in two tabs, after a reload."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import Served, ask, opened, owner_of, with_draft
from looks import LOOKS, serious
from playwright.sync_api import BrowserContext, Page, expect

from bot.drafting.library import ClauseLibrary
from bot.drafting.session import editing
from bot.drafting.session.draft import Draft, History
from bot.settings import PROJECT

pytestmark = pytest.mark.browser

Visitor = Callable[..., BrowserContext]
LIBRARY = ClauseLibrary.load(PROJECT / "knowledge" / "clauses")
EVIL = '青禾"><img src=http://evil.example/x onerror=window.pwned=1>公司'
FACTS = {"party_a": "杭州青禾电子商务有限公司", "seats": "10", "seat_price": "8000"}


def history() -> History:
    made = editing.step(LIBRARY, History(), Draft(given={"party_b": EVIL}), "起草一份合同")
    for name, value in FACTS.items():
        made = editing.set_fact(LIBRARY, made, name, value)
    return made


@pytest.fixture
def page(reader: BrowserContext, scripted: Served) -> Page:
    return with_draft(opened(reader, scripted), scripted, history())


def standing(page: Page, served: Served) -> Draft:
    saved = served.store.load_draft(owner_of(page), page.evaluate("desk.conversation"))
    assert saved
    return History.model_validate_json(saved.draft).current.draft


def test_without_a_draft_there_is_no_paper(visitor: Visitor, scripted: Served) -> None:
    page = opened(visitor(), scripted)
    expect(page.locator("#paper-zone")).to_be_hidden()
    expect(page.locator("#open-paper")).to_be_hidden()


def test_a_fact_is_filled_in_and_a_wrong_value_is_told(page: Page, scripted: Served) -> None:
    expect(page.locator("#paper .count")).to_contain_text("待填")
    before = int(page.locator("#paper .count").inner_text().split()[1])
    page.locator('#paper [data-fact="start_date"].blank').first.click()
    expect(page.locator("#paper-window-title")).to_have_text("合同开始日期")
    expect(page.locator("#fact-value")).to_be_focused()
    page.keyboard.type("2027-02-30")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-error")).to_contain_text("日历上没有 2027-02-30 这一天")
    expect(page.locator("#fact-value")).to_be_focused()
    page.locator("#fact-value").fill("2027年3月1日")
    page.keyboard.press("Enter")
    expect(page.locator("#paper-window")).to_be_hidden()
    expect(page.locator('#paper [data-fact="start_date"]').first).to_have_text("2027年3月1日")
    expect(page.locator('#paper [data-fact="start_date"]').first).to_be_focused()
    assert int(page.locator("#paper .count").inner_text().split()[1]) < before
    expect(page.locator("#paper .clause.changed .touched").first).to_have_text("改过")
    assert standing(page, scripted).given["start_date"] == "2027-03-01"


def test_another_position_shows_its_difference_then_stands_and_is_undone(
    page: Page, scripted: Served
) -> None:
    box = page.locator('#paper [data-clause="sub-accounts"]')
    expect(box.locator(".words").first).not_to_contain_text("插件")
    box.locator(".more").click()
    box.locator(".position", has_text="先推定为乙方所为").locator("summary").click()
    expect(box.locator("ins").first).to_contain_text("甲方只提供限定权限的子账号")
    box.get_by_role("button", name="偏甲方", exact=True).click()
    expect(box.locator(".words").first).to_contain_text("插件")
    expect(page.locator("#paper .clause.changed")).to_have_count(1)
    expect(box.locator('.position [aria-pressed="true"]')).to_have_text("偏甲方")
    page.get_by_role("button", name="版本", exact=True).click()
    expect(page.locator(".versions li[aria-current]")).to_contain_text("子账号与登录安全：双方均衡 → 偏甲方")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(box.locator(".words").first).not_to_contain_text("插件")
    page.get_by_role("button", name="重做", exact=True).click()
    expect(box.locator(".words").first).to_contain_text("插件")
    assert standing(page, scripted).positions == {"sub-accounts": "merchant"}


def test_law_behind_a_clause_opens_in_the_sheet_and_escape_comes_back(page: Page) -> None:
    box = page.locator('#paper [data-clause="sub-accounts"]')
    box.locator(".more").click()
    box.locator(".law").first.click()
    expect(page.locator("#sheet-title")).to_have_text("中华人民共和国网络安全法")
    expect(page.locator("#sheet-title")).to_be_focused()
    expect(page.locator("#sheet mark")).to_contain_text("网络运营者")
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(box.locator(".law").first).to_be_focused()


COUNT_DRAWINGS = """async () => {
  let drawn = 0;
  const watch = new MutationObserver((changes) => (drawn += changes.length));
  watch.observe(document.getElementById("paper"), { childList: true });
  await Promise.all([desk.paper.refresh(), desk.paper.refresh()]);
  drawn += watch.takeRecords().length;
  return drawn;
}"""
WATCH_FOLDING = """() => {
  const isFolded = () => document.querySelector('#paper [data-clause="sub-accounts"] .clause-more').hidden;
  window.wasFolded = false;
  new MutationObserver(() => (window.wasFolded ||= isFolded())).observe(document.getElementById("paper"), { childList: true });
}"""


def test_two_looks_at_once_draw_the_paper_once(page: Page, scripted: Served) -> None:
    # Drawn twice, the paper would lose in the middle of a deed what the reader has hold of.
    newer = editing.set_fact(LIBRARY, history(), "seats", "12")
    saved = scripted.store.save_draft(
        owner_of(page), page.evaluate("desk.conversation"), newer.model_dump_json(), 1
    )
    assert saved == 2
    assert page.evaluate(COUNT_DRAWINGS) == 1
    expect(page.locator('#paper [data-fact="seats"]').first).to_contain_text("12")


def test_what_is_unfolded_stays_so_while_the_paper_is_drawn_anew(page: Page) -> None:
    box = page.locator('#paper [data-clause="sub-accounts"]')
    box.locator(".more").click()
    expect(box.locator(".law").first).to_be_visible()
    page.evaluate(WATCH_FOLDING)
    box.get_by_role("button", name="偏甲方", exact=True).click()
    expect(box.locator('.position [aria-pressed="true"]')).to_have_text("偏甲方")
    assert not page.evaluate("wasFolded")


def test_sections_move_by_button_by_key_and_by_mouse(page: Page, scripted: Served) -> None:
    def headings() -> list[str]:
        return page.locator("#paper .part[data-kind=main] h3").all_inner_texts()

    first = headings()
    assert first[1].endswith("服务内容")
    page.locator('#paper [data-section="scope"]').hover()
    page.get_by_role("button", name="下移 第二条 服务内容").click()
    expect(page.locator("#paper .part h3").nth(2)).to_have_text("第三条服务内容")
    page.locator('#paper [data-section="scope"] .fact').first.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#paper .part h3").nth(1)).to_have_text("第二条服务内容")
    expect(page.locator('#paper [data-section="scope"] .grip')).to_be_focused()
    assert standing(page, scripted).order == ()
    # Both ends of the way must be in view before the mouse goes down: a scroll in between drags something else.
    page.locator("#part-e-signature").evaluate("heading => heading.scrollIntoView({block: 'start'})")
    page.locator('#paper [data-section="entire-agreement"] .grip').drag_to(page.locator("#part-e-signature"))
    expect(page.locator("#paper .part.drop-here")).to_have_count(0)
    ids = "parts => parts.map(part => part.dataset.section)"
    page.wait_for_function(
        f"() => {{ const ids = ({ids})([...document.querySelectorAll('#paper .part')]);"
        " return ids.indexOf('entire-agreement') + 1 === ids.indexOf('e-signature'); }"
    )
    order = standing(page, scripted).order
    assert order.index("entire-agreement") + 1 == order.index("e-signature")


def test_a_clause_moves_by_button_by_key_and_by_mouse(page: Page, scripted: Served) -> None:
    def stands_behind(clause: str, other: str) -> None:
        page.wait_for_function(
            "([clause, other]) => document.querySelector(`#paper [data-clause=${clause}]`)"
            ".previousElementSibling?.dataset.clause === other",
            arg=[clause, other],
        )

    box = page.locator('#paper [data-clause="payment-arrears"]')
    box.locator(".more").click()
    box.get_by_role("button", name="上移").click()
    stands_behind("price-per-seat", "payment-arrears")
    expect(page.locator("#spoken")).to_contain_text("上移了：结算与付款")
    box.locator(".hold").focus()
    page.keyboard.press("Alt+ArrowDown")
    stands_behind("payment-arrears", "price-per-seat")
    expect(box.locator(".more")).to_be_focused()
    page.locator("#part-confidentiality").evaluate("heading => heading.scrollIntoView({block: 'center'})")
    page.locator('#paper [data-clause="breach-notice"]').hover()
    page.locator('#paper [data-clause="breach-notice"] .hold').drag_to(page.locator("#part-confidentiality"))
    stands_behind("confidentiality", "breach-notice")
    expect(page.locator("#paper .drop-here")).to_have_count(0)
    last = standing(page, scripted).placed[-1]
    assert (last.clause, last.section, last.before) == (
        "breach-notice",
        "confidentiality",
        "confidentiality",
    )


def test_a_clause_is_found_put_in_and_taken_out(page: Page, scripted: Served) -> None:
    page.get_by_role("button", name="加条款").click()
    page.locator("#insert-words").fill("试用期")
    expect(page.locator("#insert-found button").first).to_contain_text("试用")
    name = page.locator("#insert-found button").first.get_attribute("data-subject")
    page.locator("#insert-found button").first.click()
    box = page.locator(f'#paper [data-clause="{name}"]')
    expect(box).to_have_count(1)
    assert standing(page, scripted).add == (name,)
    box.locator(".more").click()
    box.locator(".drop").click()
    expect(box).to_have_count(0)


def test_it_survives_a_reload_and_a_turn_of_the_conversation(page: Page, scripted: Served) -> None:
    ask(page, "逾期付款会怎样？")
    page.locator('#paper [data-fact="seats"]').first.click()
    page.locator("#fact-value").fill("十二个")
    page.keyboard.press("Enter")
    expect(page.locator('#paper [data-fact="seats"]').first).to_have_text("12个")
    page.reload()
    expect(page.locator('#paper [data-fact="seats"]').first).to_have_text("12个")
    expect(page.locator("#chat .answer")).to_have_count(1)
    page.get_by_role("button", name="收起合同").click()
    expect(page.locator("#paper")).to_be_hidden()
    expect(page.locator("#open-paper")).to_be_focused()
    page.locator("#open-paper").click()
    expect(page.locator("#paper")).to_be_visible()
    page.locator("#rail .new").click()
    expect(page.locator("#paper")).to_be_hidden()
    page.locator("#rail .entry .open").first.click()
    expect(page.locator('#paper [data-fact="seats"]').first).to_have_text("12个")


def test_of_two_tabs_the_later_one_is_told_and_shown_the_newest(page: Page, scripted: Served) -> None:
    other = page.context.new_page()
    other.goto(scripted.url)
    conversation = page.evaluate("desk.conversation")
    other.wait_for_function("() => window.desk?.paper && document.querySelector('#composer.empty')")
    other.evaluate("id => { desk.remember(id); return desk.paper.refresh() }", conversation)
    expect(other.locator("#paper .contract")).to_be_visible()
    for tab, value in ((page, "11"), (other, "13")):
        tab.locator('#paper [data-fact="seats"]').first.evaluate("e => e.click()")
        tab.locator("#fact-value").fill(value)
        tab.locator(".fact-form").evaluate("form => form.requestSubmit()")
        expect(tab.locator("#paper-window")).to_be_hidden()
    expect(other.locator("#spoken")).to_contain_text("另一个页面改过")
    expect(other.locator('#paper [data-fact="seats"]').first).to_have_text("11个")
    assert standing(page, scripted).given["seats"] == "11"


def test_files_are_downloaded_and_a_draft_is_brought_back(
    page: Page, visitor: Visitor, scripted: Served
) -> None:
    page.get_by_role("button", name="下载").click()
    for name, end in (
        ("Word 文件", "电商客服外包服务合同.docx"),
        ("草稿文件，可以再导入", "电商客服外包服务合同.json"),
    ):
        with page.expect_download() as got:
            page.get_by_role("link", name=name, exact=True).click()
        assert got.value.suggested_filename == end
    other = opened(visitor(), scripted)
    other.locator("#rail-import").set_input_files(got.value.path())
    expect(other.locator('#paper [data-fact="party_a"]').first).to_have_text(FACTS["party_a"])
    other.get_by_role("button", name="下载").click()
    other.locator("#paper-import").set_input_files(
        files=[{"name": "x.json", "mimeType": "application/json", "buffer": b"{"}]
    )
    expect(other.locator("#spoken")).to_contain_text("读不出这份草稿")


def test_a_name_is_never_markup_and_nothing_leaves_the_machine(visitor: Visitor, scripted: Served) -> None:
    context = visitor()
    requests: list[str] = []
    context.on("request", lambda request: requests.append(request.url))
    page = with_draft(opened(context, scripted), scripted, history())
    expect(page.locator('#paper [data-fact="party_b"]').first).to_have_text(EVIL)
    page.locator('#paper [data-fact="party_b"]').first.click()
    expect(page.locator("#fact-value")).to_have_value(EVIL)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="版本", exact=True).click()
    assert page.locator("#paper img, #paper-window img").count() == 0
    assert page.evaluate("window.pwned") is None
    assert [url for url in requests if not url.startswith((scripted.url, "data:", "blob:"))] == []


@LOOKS
def test_axe_finds_nothing_serious_on_the_paper_and_nothing_scrolls_sideways(
    visitor: Visitor, scripted: Served, width: int, height: int
) -> None:
    page = with_draft(opened(visitor(width, height), scripted), scripted, history())
    if width <= 900:
        page.locator("#switch-paper").click()
        expect(page.locator("#centre")).to_be_hidden()
    box = page.locator('#paper [data-clause="sub-accounts"]')
    box.locator(".more").click()
    box.locator("summary").first.click()
    serious(page)
    page.locator("#paper .paper-bar").get_by_role("button", name="版本").click()
    expect(page.locator("#paper-window")).to_be_visible()
    serious(page, "#paper-window")
    page.keyboard.press("Escape")
    page.locator('#paper [data-fact="seats"]').first.click()
    page.locator("#fact-value").fill("0")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-error")).to_be_visible()
    serious(page, "#paper-window")
    page.keyboard.press("Escape")
    wide = page.evaluate(
        "() => [...document.querySelectorAll('#paper *')].filter(e => e.checkVisibility() &&"
        " !e.closest('.grid, .unseen') && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.className)"
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width < 500:
        small = page.evaluate(
            "() => [...document.querySelectorAll('#paper button, .switch button')].filter(e => e.checkVisibility())"
            ".filter(e => e.getBoundingClientRect().height < 44).map(e => e.className)"
        )
        assert small == []


def test_the_whole_paper_is_worked_by_keyboard(page: Page, scripted: Served) -> None:
    page.locator("#paper .count").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#paper-window-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#fact-value")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#paper-window")).to_be_hidden()
    page.locator('#paper [data-fact="shops"]').first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#fact-value")).to_be_focused()
    page.keyboard.type("青禾家居旗舰店")
    page.keyboard.press("Enter")
    expect(page.locator('#paper [data-fact="shops"]').first).to_have_text("青禾家居旗舰店")
    assert standing(page, scripted).given["shops"] == "青禾家居旗舰店"
