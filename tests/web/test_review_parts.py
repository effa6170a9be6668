"""The pieces of a review as HTML, and what is kept of it: no browser needed."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_sample import COVERAGE, EVIL, FINDINGS, LATE, REVIEW, TEXT, TOLD, WHOLE, cited, long_review, reply
from scripted_door import ScriptedDoor
from test_desk import finished
from test_paper import Tags

from bot.conversation import Conversation, Done, Event, Finding
from bot.errors import InputError
from bot.review.phrases import ReviewPhrases
from bot.review.state import Decision, KeptReview, review_in
from bot.settings import PROJECT
from bot.storage import Store
from bot.web.desk import Desk
from bot.web.drafting import StaleError
from bot.web.review_findings import cards, deciding
from bot.web.review_frame import panel
from bot.web.review_paper import paper
from bot.web.review_reply import shortened
from bot.web.review_summary import checklist, left, overview
from bot.web.reviews import Decide, Reviews, Shown
from bot.web.uploads import Uploads

ME, YOU, TALK = "a" * 43, "b" * 43, "0" * 32
PHRASES = ReviewPhrases.load(PROJECT / "knowledge")
GRADES = PHRASES.report.grades
FLAG = re.compile(r'<button type="button" class="flag.*?</button>')


def words(html: str) -> str:
    return re.sub(r"[\s|]", "", unescape(re.sub(r"<[^>]+>", "", FLAG.sub("", html))))


def marked(html: str, finding: str) -> str:
    pieces = re.findall(r'<mark class="hit \w+" data-findings="([^"]*)">(.*?)</mark>', html)
    return words("".join(inner for ids, inner in pieces if finding in ids.split()))


def test_the_paper_is_its_own_words_and_every_finding_is_marked_where_it_stands() -> None:
    html = paper(REVIEW, GRADES)
    assert words(html) == re.sub(r"[\s|]", "", TEXT)
    for finding in FINDINGS[:4]:
        assert marked(html, finding.id) == re.sub(r"\s", "", finding.quote or "")
    tags = Tags.of(html)
    flags = [a["data-finding"] for _, a in tags.seen if (a.get("class") or "").startswith("flag")]
    assert flags == ["f1", "f3", "f2", "f4"]
    assert [a["data-start"] for _, a in tags.seen if "data-start" in a] == [
        str(c.start) for c in REVIEW.clauses
    ]
    assert sum(a.get("class") == "cell" for _, a in tags.seen) == 6


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(1, 60)), max_size=8))
@settings(max_examples=60, deadline=None)
def test_highlights_that_overlap_in_any_way_lose_no_word(spans: list[tuple[int, int]]) -> None:
    findings = tuple(
        Finding(
            "format/blank",
            "low",
            TEXT[s : s + n],
            "",
            "",
            "",
            start=s,
            end=min(len(TEXT), s + n),
            id=f"f{at}",
        )
        for at, (s, n) in enumerate(spans)
        if TEXT[s : s + n].strip()
    )
    html = paper(REVIEW.model_copy(update={"findings": findings}), GRADES)
    Tags.of(html)
    assert words(html) == re.sub(r"[\s|]", "", TEXT)
    for finding in findings:
        assert marked(html, finding.id) == re.sub(r"[\s|]", "", TEXT[finding.start : finding.end])


def test_whatever_stands_in_a_paper_stays_words() -> None:
    decided = REVIEW.decided("f2", Decision(choice="accepted", text=EVIL))
    html = panel(Shown(decided, 1), PHRASES, {})
    tags = Tags.of(html)
    assert {tag for tag, _ in tags.seen} & {"script", "img", "iframe", "style", "strong"} == set()
    assert not any(name.startswith("on") for _, attributes in tags.seen for name in attributes)
    assert "**粗**" in html
    assert html.count("&lt;script&gt;") >= 5
    ids = [a["id"] for _, a in tags.seen if "id" in a]
    assert len(ids) == len(set(ids))
    controlled = {a["aria-controls"] for _, a in tags.seen if "aria-controls" in a}
    assert controlled <= set(ids)


def test_a_card_offers_what_fits_the_finding() -> None:
    html = cards(REVIEW, PHRASES, {})
    assert html.index("合同里的") < html.index("finding-f1") < html.index("要补上") < html.index("finding-f5")
    assert "模型提出" in html.split('id="finding-f3"')[1].split('id="finding-f4"')[0]
    assert html.count("模型提出") == 1
    by_id = {finding.id: finding for finding in FINDINGS}
    assert ">采纳<" in deciding(REVIEW, by_id["f2"])
    assert ">加上<" in deciding(REVIEW, by_id["f5"])
    advice = deciding(REVIEW, by_id["f4"])
    assert ">记下要谈<" in advice
    assert "textarea" not in advice
    own = deciding(REVIEW.decided("f2", Decision(choice="accepted", text="我们的写法")), by_id["f2"])
    assert "你的写法" in own
    assert "撤销" in own
    assert "我们的写法" in own


def test_the_overview_counts_and_the_checklist_says_where() -> None:
    html = overview(REVIEW, PHRASES)
    assert re.findall(r"<b>(\d+)</b>", html) == ["2", "2", "1"]
    assert re.findall(r'data-go="(\w+)"', html) == ["f2", "f3"]
    rows = re.findall(r'<th scope="row">(.*?)</th>.*?</svg></td>(.*?)</tr>', html)
    assert rows == [
        ("没有写", "<td>·</td><td>1</td><td>·</td>"),
        ("不公平", "<td>2</td><td>1</td><td>1</td>"),
    ]
    assert left(REVIEW.decided("f1", Decision(choice="ignored"))) == "还有 4 处没决定"
    table = checklist(REVIEW, PHRASES)
    assert re.findall(r'data-at="(\d+)"', table) == [
        str(line.starts[0]) for line in (COVERAGE[1], COVERAGE[0])
    ]
    assert 'data-go="f5"' in table
    assert "只写了甲方的责任" in table


def test_in_the_chat_a_review_is_its_summary_and_what_to_settle_first() -> None:
    short = shortened(TOLD)
    assert short.left == 3
    assert short.text.endswith("2. **只罚甲方**（要紧）：不对等。[1]")
    assert "1. **滞纳金过高**（要紧）：过高。[1][2]" in short.text
    assert shortened("看完了，没有找到问题。\n\n以上供参考。").left == 0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "web.sqlite3")


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(ScriptedDoor(), store, Uploads(store.folder / "uploads"))


@pytest.fixture
def reviews(store: Store) -> Reviews:
    store.save_review(ME, TALK, REVIEW.model_dump_json(), 0)
    return Reviews(store, ScriptedDoor(), PROJECT / "knowledge")


def test_decisions_are_kept_changed_and_taken_back(reviews: Reviews) -> None:
    accepted = reviews.decide(
        ME, TALK, Decide(version=1, finding="f2", choice="accepted", text=f" {FINDINGS[1].suggestion} ")
    )
    assert accepted.version == 2
    assert reviews.there(ME, TALK).review.decisions == {"f2": Decision(choice="accepted")}
    reviews.decide(ME, TALK, Decide(version=2, finding="f2", choice="accepted", text="我们的写法"))
    assert reviews.there(ME, TALK).review.wording(FINDINGS[1]) == "我们的写法"
    reviews.decide(ME, TALK, Decide(version=3, finding="f2"))
    assert reviews.there(ME, TALK).review.decisions == {}
    assert reviews.file(ME, TALK, "md") == (f"{Path(REVIEW.name).stem}（审阅报告）.md", b"md 0")


@pytest.mark.parametrize(
    ("act", "error", "told"),
    [
        (
            lambda r: r.decide(ME, TALK, Decide(version=7, finding="f2", choice="ignored")),
            StaleError,
            "另一个页面",
        ),
        (
            lambda r: r.decide(ME, TALK, Decide(version=1, finding="f9", choice="ignored")),
            InputError,
            "找不到这一处",
        ),
        (
            lambda r: r.decide(YOU, TALK, Decide(version=1, finding="f2", choice="ignored")),
            InputError,
            "还没有审过",
        ),
        (lambda r: r.file(YOU, TALK, "redline"), InputError, "还没有审过"),
        (lambda r: r.there("", TALK), InputError, "还没有审过"),
        (lambda r: r.there(ME, "../x"), InputError, "编号不对"),
    ],
)
def test_what_cannot_be_decided_is_a_sentence(
    reviews: Reviews, act: Callable[[Reviews], object], error: type[Exception], told: str
) -> None:
    with pytest.raises(error, match=told):
        act(reviews)


def test_a_review_stands_beside_its_conversation_and_a_new_one_keeps_what_was_decided(
    desk: Desk, store: Store
) -> None:
    file = Uploads(store.folder / "uploads").add(ME, TALK, "合同.txt", b"x")
    desk.ask(ME, TALK, "", [file.id])
    assert [text for _, text in finished(desk)] == ["帮我看看这份合同。", TOLD]
    kept = store.load_review(ME, TALK)
    assert kept
    assert kept.version == 1
    assert store.load(ME, TALK)[1].turn.reply == reply().__class__(
        "review", TOLD, reply().citations, FINDINGS
    )
    decided = REVIEW.decided("f2", Decision(choice="ignored"))
    store.save_review(ME, TALK, decided.model_dump_json(), 1)
    desk.ask(ME, TALK, "请站在服务商的立场再看一遍")
    finished(desk)
    again = store.load_review(ME, TALK)
    assert again
    review = review_in(again.review)
    assert review
    assert (again.version, review.stance, set(review.decisions)) == (3, "provider", {"f2"})
    assert isinstance(desk.door, ScriptedDoor)
    assert review_in(desk.door.asked[-1].review) == decided


def test_a_conversation_deleted_while_its_review_is_written_leaves_nothing(store: Store) -> None:
    class Deleting(ScriptedDoor):
        def reply(self, conversation: Conversation, stop: threading.Event | None = None) -> Iterator[Event]:
            desk.delete(ME, TALK)
            yield Done(reply())

    uploads = Uploads(store.folder / "uploads")
    desk = Desk(Deleting(), store, uploads)
    desk.ask(ME, TALK, "看看", [uploads.add(ME, TALK, "合同.txt", b"x").id])
    assert finished(desk) == []
    assert store.load_review(ME, TALK) is None
    assert list((store.folder / "uploads").rglob("*.txt")) == []


def test_decisions_stay_with_what_was_found_in_the_same_paper_only() -> None:
    earlier = REVIEW.decided("f2", Decision(choice="ignored"))
    moved = [finding.__class__(**{**vars(finding), "id": f"g{at}"}) for at, finding in enumerate(FINDINGS)]
    again = REVIEW.model_copy(update={"findings": tuple(moved[1:])})
    assert again.with_decisions_of(earlier).decisions == {"g1": Decision(choice="ignored")}
    assert long_review(1).with_decisions_of(earlier).decisions == {}


def test_a_citation_of_the_paper_is_shown_in_its_place(desk: Desk, store: Store) -> None:
    store.save_review(ME, TALK, REVIEW.model_dump_json(), 0)
    desk.ask(ME, TALK, "这份合同里滞纳金怎么写？")
    finished(desk)
    view, _ = desk.source(ME, TALK, 1, "7")
    assert view.quote == LATE
    assert view.before.endswith(WHOLE[:4])
    assert view.after.startswith("，\n并支付")
    store.save_review(ME, TALK, long_review(1).model_dump_json(), 1)
    view, _ = desk.source(ME, TALK, 1, "7")
    assert not view.before.endswith(WHOLE[:4])
    assert cited(LATE, "7").quote == view.quote


def test_a_paper_of_200_pages_is_drawn_once_and_soon() -> None:
    review: KeptReview = long_review()
    html = panel(Shown(review, 1), PHRASES, {})
    assert html.count('class="node') == 3000
    assert len(html) < 2_000_000
