"""Markdown of an answer as HTML: what has meaning, and that nothing else has."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Citation
from bot.web import render

CITED = (Citation("1", "某文", "第2条", "q", ""), Citation("12", "他文", "", "q", ""))
OURS = {
    "p",
    "br",
    "ul",
    "ol",
    "li",
    "blockquote",
    "div",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "strong",
    "button",
    "span",
}


class Seen(HTMLParser):
    """The elements of a piece of HTML, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def shown(source: str) -> str:
    return re.sub(r"依据(?=\d)", "", Seen(source).text)


@pytest.mark.parametrize(
    ("text", "elements"),
    [
        ("一句。\n\n另一句。", ["p", "p"]),
        ("一行\n又一行", ["p", "br"]),
        ("- 甲\n- 乙", ["ul", "li", "li"]),
        ("3. 丙\n4. 丁", ["ol", "li", "li"]),
        ("> 原话", ["blockquote"]),
        ("**要紧**", ["p", "strong"]),
        ("要紧。[1]", ["p", "span", "button", "span"]),
        ("**要紧[1]**", ["p", "strong", "span", "button", "span"]),
        ("|甲|乙|\n|---|---|\n|1|2|", ["div", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]),
        ("|只有一行|", ["p"]),
    ],
)
def test_what_the_engine_writes_gets_its_meaning(text: str, elements: list[str]) -> None:
    assert Seen(render.answer(text, 1, CITED)).elements == elements


@pytest.mark.parametrize(
    "text",
    [
        "交货期3~5日,质保期10~15日",
        "2024*100*3",
        "<script>alert(1)</script>",
        "![x](http://evil.example/i.png)",
        "[字](javascript:alert(1))",
        "http://evil.example/",
        "第一条 === ---",
        "# 不是标题",
        "`代码` _下划线_ $x^2$ $$y$$",
        "甲方**“名称”",
        "[2] [999] 没有这条依据",
        "&lt;b&gt; &amp;",
        "<甲方>",
    ],
)
def test_what_a_document_holds_stays_characters(text: str) -> None:
    source = render.answer(text, 1, CITED)
    assert Seen(source).elements == ["p"]
    assert shown(source) == text


@given(st.text(alphabet=st.one_of(st.sampled_from("<>&\"'`*_~[]()!|-#>1 \n甲"), st.characters())))
def test_no_text_makes_an_element_or_a_line_of_its_own(text: str) -> None:
    source = render.answer(text, 1, CITED)
    seen = Seen(source)
    assert set(seen.elements) <= OURS
    assert seen.attributes <= {
        "class",
        "id",
        "type",
        "title",
        "value",
        "scope",
        "role",
        "tabindex",
        "aria-label",
    }
    assert len(source.splitlines()) <= 1
    assert html.unescape(render.escape(text)) == re.sub(
        r"[\n\r\u2028\u2029\x0b\x0c\x85\x1c-\x1e]", " ", text.replace("\x00", "")
    )


def test_every_chip_can_be_told_from_the_others() -> None:
    source = render.answer("甲。[1] 乙。[1][12]", 3, CITED)
    assert re.findall(r'id="([^"]+)"', source) == ["cite-3-1-1", "cite-3-1-2", "cite-3-12-3"]


@pytest.mark.parametrize(
    ("citation", "look", "name"),
    [
        (Citation("1", "某文", "第2条", "q", ""), "cite", "某文 第2条"),
        (Citation("1", "某文.docx", "", "q", "", origin="own"), "cite", "某文.docx"),
        (
            Citation("1", "某法", "第三条", "q", "", origin="statute", status="现行有效"),
            "cite law",
            "某法 第三条（现行有效）",
        ),
        (
            Citation("1", "某规定", "第四条", "q", "", origin="regulation", status="未经法条库核对"),
            "cite law unchecked",
            "某规定 第四条（未经法条库核对）",
        ),
    ],
)
def test_a_chip_looks_like_what_it_leads_to(citation: Citation, look: str, name: str) -> None:
    source = html.unescape(render.chip(1, citation, 1))
    assert f'class="{look}"' in source
    assert f'title="{name}"' in source
