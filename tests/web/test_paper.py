"""The contract as HTML: the same words as in Markdown, everything escaped, every handle in its place."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.drafting.layout import Reminder, laid_out
from bot.drafting.library import ClauseLibrary
from bot.drafting.markdown import plain_lines
from bot.drafting.numbering import STYLES
from bot.drafting.session import editing
from bot.drafting.session.draft import Draft, History, Special
from bot.drafting.session.papers import contract_of
from bot.drafting.words import load_drafting_words
from bot.errors import ConfigurationError
from bot.settings import PROJECT
from bot.web.clause_reply import REPLY_FILE, ReplyWords
from bot.web.drafting import Paper
from bot.web.paper import paper
from bot.web.paper_frame import panel
from bot.web.paper_windows import difference, fact_window

LIBRARY = ClauseLibrary.load(PROJECT / "knowledge" / "clauses")
WORDS = load_drafting_words(PROJECT / "knowledge")
EVIL = "\"><script>window.pwned=1</script><img src=x onerror=alert(1)>&amp;'公司"


class Tags(HTMLParser):
    """Collects tags and attributes, and fails where one is closed that is not open."""

    VOID = ("input", "path")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    @classmethod
    def of(cls, html: str) -> Tags:
        tags = cls()
        tags.feed(html)
        tags.close()
        assert tags.open == []
        return tags


def shown(draft: Draft) -> Paper:
    contract = contract_of(LIBRARY, WORDS, draft)
    history = editing.step(LIBRARY, History(), draft, EVIL)
    return Paper(history, 1, contract, laid_out(contract, draft.style, WORDS))


def bare(text: str) -> str:
    return re.sub(r"[\s|]", "", text)


def test_the_paper_says_what_markdown_says_in_both_styles() -> None:
    tools = r'<div class="clause-foot">.*?</div>|<caption.*?</caption>|<span class="moves".*?</button></span>'
    for style in STYLES:
        draft = Draft(given={"party_a": "青禾公司", "seats": "10", "seat_price": "8000"}, style=style)
        found = shown(draft)
        written = unescape(re.sub(r"<[^>]+>", "", re.sub(tools, "", paper(found.blocks))))
        page = [block for block in found.blocks if not isinstance(block, Reminder)]
        assert bare(written) == bare("".join(plain_lines(page)))


def test_every_blank_and_fact_has_its_handle_and_ids_are_unique() -> None:
    found = shown(Draft(given={"party_a": "青禾公司", "seats": "10"}))
    tags = Tags.of(paper(found.blocks, {"seats", "sub-accounts"}))
    facts = {a["data-fact"]: a["class"] for _, a in tags.seen if "data-fact" in a}
    assert {blank.fact for blank in found.contract.blanks()} <= set(facts)
    assert facts["party_a"] == "fact fact"
    assert facts["seats"] == "fact fact touched-fact"
    clauses = [a for _, a in tags.seen if "data-clause" in a]
    assert [a["data-clause"] for a in clauses] == [c.id for c in found.contract.clauses()]
    assert [a["data-clause"] for a in clauses if a["class"] == "clause changed"] == ["sub-accounts"]
    ids = [a["id"] for _, a in tags.seen if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {(a["href"] or "")[1:] for tag, a in tags.seen if tag == "a"}
    assert targets <= set(ids)


def test_words_from_outside_stay_words() -> None:
    own = Special(id="special-1", title=EVIL, text=EVIL, section="scope")
    draft = Draft(given={"party_a": EVIL, "shops": EVIL, "party_b": "乙公司"}, special=(own,))
    found = shown(draft)
    for html in (
        panel(found, "0" * 32),
        fact_window(found, LIBRARY, "party_a"),
        difference(EVIL, EVIL + "。"),
    ):
        tags = Tags.of(html)
        assert {tag for tag, _ in tags.seen} & {"script", "img", "iframe", "style"} == set()
        assert not any(name.startswith("on") for _, attributes in tags.seen for name in attributes)
        assert "&lt;script&gt;" in html


def test_the_editor_of_a_fact_tells_unit_range_and_where_the_value_came_from() -> None:
    found = shown(Draft(given={"seats": "500"}))
    seats = fact_window(found, LIBRARY, "seats")
    assert 'value="500"' in seats
    assert '<span class="unit">个</span>' in seats
    assert "一般不超过 300个" in seats
    assert "现场主管、质检" in seats
    assert "还没有人确认" in fact_window(found, LIBRARY, "term_months")
    choice = fact_window(found, LIBRARY, "service_kinds")
    assert '<option value="both" selected>' in choice


def test_the_reply_s_sentences_are_checked_when_they_are_read(tmp_path: Path) -> None:
    ReplyWords.load(PROJECT / "knowledge")
    written = (PROJECT / "knowledge" / REPLY_FILE).read_text(encoding="utf-8")
    (tmp_path / REPLY_FILE).write_text(written.replace("{basis}", "{law}"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="basis"):
        ReplyWords.load(tmp_path)
