"""Write docs/screenshots/*.png: the page on the real assistant, as a visitor sees it.

`python scripts/screenshots.py` (or with names of pictures behind it) uses the settings of the environment; an index that is not there yet is
built first. It needs the development requirements and a Chromium.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

import uvicorn  # noqa: E402
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bot.assistant import build_assistant  # noqa: E402
from bot.data_files import load_yaml  # noqa: E402
from bot.evaluation.review_papers import KeyedPaper, written  # noqa: E402
from bot.settings import load_settings  # noqa: E402
from bot.storage import Store  # noqa: E402
from bot.web.opening import Opening  # noqa: E402
from bot.web.serve import free_port, make_app  # noqa: E402

FOLDER = PROJECT / "docs" / "screenshots"
QUESTION = "正常解约要提前多久通知对方？"
LATER = "逾期付款要付多少滞纳金？"
LAWFUL = "对方写了每天5%滞纳金，合理吗？"
DRAFTED = (
    "起草整份合同，淘宝和拼多多两个店，4个坐席，每个坐席每月4500元，早8点到晚12点",
    "2027年1月1日开始，签一年，逾期付款那条强硬一点",
)
RECEIVED = PROJECT / "tests" / "data" / "review" / "tune" / "jd_appliance.yaml"
ABOUT_IT = "合同里违约金是怎么写的？"
OUTSIDE = "火锅底料怎么炒？"


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the window, and what is done before it is taken."""

    name: str
    width: int
    height: int
    dark: bool
    prepare: Callable[[Page], None]


def ask(page: Page, question: str) -> None:
    """Ask, and wait until the answer has been written."""
    before = page.locator("#chat .answer").count()
    page.fill("#question", question)
    page.press("#question", "Enter")
    page.wait_for_function("n => document.querySelectorAll('#chat .answer').length > n", arg=before)
    page.wait_for_function("() => !document.querySelector('#chat .answer.writing')")
    page.evaluate("document.activeElement.blur()")


def first(page: Page) -> None:
    """The first visit, as it is."""


def answered(page: Page) -> None:
    """Two answers."""
    ask(page, QUESTION)
    ask(page, LATER)


def source(page: Page) -> None:
    """An answer with its source beside it."""
    ask(page, LATER)
    page.locator("#chat .cite").first.click()
    page.wait_for_selector("body.sheet-open")


def statute(page: Page) -> None:
    """An answer on law with the article's full text beside it."""
    ask(page, LAWFUL)
    page.locator("#chat .cite.law").first.click()
    page.wait_for_selector("body.sheet-open")


def refused(page: Page) -> None:
    """A question outside the knowledge."""
    ask(page, OUTSIDE)


def paper(page: Page) -> None:
    """A contract drafted in the chat, beside it, at the place that the last message changed."""
    for said in DRAFTED:
        ask(page, said)
    page.wait_for_selector("body.has-paper")
    if page.locator("#switch-paper").is_visible():
        page.locator("#switch-paper").click()
    page.wait_for_selector("#paper .clause.changed")
    page.locator("#paper .clause.changed").first.evaluate(
        "clause => clause.scrollIntoView({block: 'center'})"
    )
    page.wait_for_function("() => !document.querySelector('#spoken.shown')")


def drafting(page: Page) -> None:
    """The chat while a contract is drafted in it."""
    for said in DRAFTED:
        ask(page, said)


def positions(page: Page) -> None:
    """A clause unfolded: its three positions, what would change, and the law behind it."""
    paper(page)
    clause = page.locator('#paper [data-clause="refund-approval"]')
    clause.locator(".more").click()
    clause.locator("summary").first.click()
    clause.evaluate("clause => clause.scrollIntoView({block: 'start'})")


def blank(page: Page) -> None:
    """The small editor of a blank."""
    paper(page)
    page.locator('#paper [data-fact="peak_seats"]').first.click()
    page.wait_for_selector("#fact-value")


def reviewed(page: Page) -> None:
    """The other side's contract, handed in and reviewed."""
    with tempfile.TemporaryDirectory() as folder:
        page.set_input_files(
            "#attach",
            written(load_yaml(RECEIVED, KeyedPaper), RECEIVED.with_stem("对方发来的合同"), Path(folder)),
        )
        page.wait_for_selector(".detach")
    page.locator(".send").click()
    page.wait_for_selector("body.has-review")
    page.wait_for_function("() => !document.querySelector('#chat .answer.writing')")
    if not page.locator("#review-title").is_visible():
        page.locator("#open-review").click()


def finding(page: Page) -> None:
    """One finding open, with its words in the paper, after two others were decided on."""
    reviewed(page)
    page.locator("#review .first button").nth(1).click()
    page.locator("#review .finding.current .accept").first.click()
    page.locator("#review .first button").first.click()
    page.wait_for_function("() => !document.querySelector('#spoken.shown')")


def checklist(page: Page) -> None:
    """What of the checklist the contract covers."""
    reviewed(page)
    page.locator("#tab-checklist").click()


def asked_about(page: Page) -> None:
    """A question about the paper, and the clause that its answer cites."""
    reviewed(page)
    if page.locator("#review-close").is_visible() and page.locator("#tab-paper").is_visible():
        page.locator("#review-close").click()
    ask(page, ABOUT_IT)
    page.locator("#chat .answer").last.locator(".cite.in-paper").first.click()


def clauses(page: Page) -> None:
    """The clause desk with one clause open."""
    page.goto(f"{page.url}clauses?id=response-levels&position=merchant")
    page.wait_for_selector("#title")


SHOTS = (
    Shot("first", 1440, 900, False, first),
    Shot("answer", 1440, 900, False, answered),
    Shot("source", 1440, 900, False, source),
    Shot("source-dark", 1440, 900, True, source),
    Shot("statute", 1440, 900, False, statute),
    Shot("refusal", 1440, 900, False, refused),
    Shot("phone-first", 390, 844, False, first),
    Shot("phone-answer", 390, 844, False, answered),
    Shot("phone-source", 390, 844, False, source),
    Shot("phone-source-dark", 390, 844, True, source),
    Shot("paper", 1440, 900, False, paper),
    Shot("paper-dark", 1440, 900, True, paper),
    Shot("paper-positions", 1440, 900, False, positions),
    Shot("phone-drafting", 390, 844, False, drafting),
    Shot("phone-paper", 390, 844, False, paper),
    Shot("phone-paper-blank", 390, 844, False, blank),
    Shot("review", 1440, 900, False, reviewed),
    Shot("review-finding", 1440, 900, False, finding),
    Shot("review-dark", 1440, 900, True, finding),
    Shot("review-checklist", 1440, 900, False, checklist),
    Shot("review-asked", 1440, 900, False, asked_about),
    Shot("phone-review", 390, 844, False, reviewed),
    Shot("phone-review-finding", 390, 844, False, finding),
    Shot("phone-review-paper", 390, 844, False, asked_about),
    Shot("clauses", 1440, 900, False, clauses),
    Shot("phone-clauses", 390, 844, False, clauses),
)


def take(browser: Browser, url: str, shot: Shot) -> None:
    """Take one picture as a new visitor."""
    phone = shot.width < 500
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height},
        color_scheme="dark" if shot.dark else "light",
        locale="zh-CN",
        is_mobile=phone,
        has_touch=phone,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector(".welcome .ask")
    shot.prepare(page)
    page.wait_for_timeout(400)
    page.screenshot(path=FOLDER / f"{shot.name}.png")
    context.close()


def main() -> int:
    """Serve the page, take every picture or those named, and say where they are."""
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    FOLDER.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    door = Opening(lambda: build_assistant(settings)).open()
    while not door.status().ready:
        time.sleep(0.5)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        listener, _ = free_port("127.0.0.1", 0)
        app = make_app(door, Store(Path(folder) / "web.sqlite3"), settings.bot_knowledge_dir)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        for shot in wanted:
            take(browser, f"http://127.0.0.1:{listener.getsockname()[1]}/", shot)
        browser.close()
        server.should_exit = True
        thread.join(10)
    sys.stdout.write(f"{len(wanted)} 张截图在 {FOLDER.relative_to(PROJECT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
