"""Tracked changes of any hand, accepted and rejected."""

from __future__ import annotations

import pytest
from redline_samples import paragraphs, part
from test_any_change import packed

from bot.review.redline import accepted, rejected

HAND = 'w:id="1" w:author="张"'


@pytest.mark.parametrize(
    ("body", "yes", "no"),
    [
        (
            f"<w:p><w:ins {HAND}><w:r><w:t>新</w:t></w:r></w:ins><w:r><w:t>旧</w:t></w:r></w:p>",
            ["新旧"],
            ["旧"],
        ),
        (
            f"<w:p><w:del {HAND}><w:r><w:delText>去</w:delText></w:r></w:del><w:r><w:t>留</w:t></w:r></w:p>",
            ["留"],
            ["去留"],
        ),
        (
            f"<w:p><w:ins {HAND}><w:del {HAND}><w:r><w:delText>来去</w:delText></w:r></w:del></w:ins></w:p>",
            [""],
            [""],
        ),
        (
            f"<w:p><w:pPr><w:rPr><w:del {HAND}/></w:rPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>二</w:t></w:r></w:p>",
            ["一二"],
            ["一", "二"],
        ),
        (
            f"<w:p><w:pPr><w:rPr><w:ins {HAND}/></w:rPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>"
            "<w:p><w:r><w:t>二</w:t></w:r></w:p>",
            ["一", "二"],
            ["一二"],
        ),
        (
            f'<w:p><w:moveFromRangeStart {HAND} w:name="m"/><w:moveFrom {HAND}><w:r><w:t>移</w:t></w:r></w:moveFrom>'
            f'<w:moveFromRangeEnd w:id="1"/></w:p><w:p><w:moveTo {HAND}><w:r><w:t>移</w:t></w:r></w:moveTo></w:p>',
            ["", "移"],
            ["移", ""],
        ),
        (
            f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>留</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:ins {HAND}/></w:trPr>"
            f"<w:tc><w:p><w:r><w:t>新</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:trPr><w:del {HAND}/></w:trPr>"
            "<w:tc><w:p><w:r><w:t>旧</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
            ["留", "新"],
            ["留", "旧"],
        ),
    ],
)
def test_words_paragraphs_and_rows(body: str, yes: list[str], no: list[str]) -> None:
    assert paragraphs(accepted(packed(body))) == yes
    assert paragraphs(rejected(packed(body))) == no


def test_looks() -> None:
    body = (
        f'<w:p><w:pPr><w:jc w:val="center"/><w:rPr><w:b/></w:rPr><w:pPrChange {HAND}><w:pPr><w:jc w:val="left"/></w:pPr>'
        f"</w:pPrChange></w:pPr><w:r><w:rPr><w:b/><w:rPrChange {HAND}><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr>"
        "<w:t>字</w:t></w:r></w:p>"
    )
    assert names(accepted(packed(body))) == "pPr jc=center rPr b rPr b"
    assert names(rejected(packed(body))) == "pPr jc=left rPr b rPr i"


def names(data: bytes) -> str:
    """The elements that shape the text, with their values."""
    found = []
    for element in part(data).iter(
        "{*}pPr", "{*}jc", "{*}rPr", "{*}b", "{*}i", "{*}rPrChange", "{*}pPrChange"
    ):
        value = next((str(value) for key, value in element.attrib.items() if key.endswith("}val")), "")
        found.append(element.tag.rpartition("}")[2] + (f"={value}" if value else ""))
    return " ".join(found)
