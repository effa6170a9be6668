"""The way back from the text of a Word file to the file: paragraph, text element, character."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from document_samples import (
    append_xml,
    numbered,
    numbering_levels,
    read_one,
    with_footnotes,
    word_file,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from bot.documents import Document, normalise
from bot.documents.tracing import matched, traced

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BOX = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里的字。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"


def unplaced(document: Document, data: bytes) -> str:
    """The text without what has a place; every place is looked up in the file and must say the same."""
    parts: dict[str, Any] = {}
    left, at = "", 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for place in document.places:
            assert place.start >= at
            root = parts.setdefault(place.part, etree.fromstring(archive.read(place.part)))
            paragraph = list(root.iter(f"{W}p"))[place.paragraph]
            element = list(paragraph.iter(f"{W}t"))[place.run]
            text = document.text[place.start : place.end]
            said = normalise(f"{element.text[place.offset :]}.")
            # Each letter of a ligature has the place of the whole; a mark may stand in the next text element.
            said = said.removeprefix("f" if text[0] == "i" else "")
            assert said.startswith(text) or unicodedata.normalize("NFD", text).startswith(said[:-1])
            left += document.text[at : place.start]
            at = place.end
    return left + document.text[at:]


def plain(document: Any) -> None:
    document.add_paragraph("客服外包服务合同")
    document.add_paragraph("  甲方：　杭州某某贸易有限公司  ")
    words = document.add_paragraph("每逾期一日按")
    words.add_run("0.5").bold = True
    words.add_run("%支付 ")
    words.add_run("违约金。")


def automatic(document: Any) -> None:
    numbering_levels(document, [("chineseCounting", "第%1条"), ("decimal", "%2.")])
    numbered(document, "付款", 0)
    numbered(document, "甲方1.1付款。", 1)
    numbered(document, "1.1", 1)


def tables(document: Any) -> None:
    table = document.add_table(2, 3)
    for cell, text in zip(
        (c for row in table.rows for c in row.cells), ["甲 ", "乙|丙", "", "丁\n戊", " ", "甲"], strict=True
    ):
        cell.text = text
    table.cell(1, 2).add_paragraph("己  庚")


def tracked(document: Any) -> None:
    words = document.add_paragraph("按")
    append_xml(words, '<w:del w:id="1" w:author="张三"><w:r><w:delText>万</w:delText></w:r></w:del>')
    append_xml(words, '<w:ins w:id="2" w:author="李四"><w:r><w:t>千</w:t></w:r></w:ins>')
    append_xml(words, '<w:moveFrom w:id="3" w:author="李四"><w:r><w:t>移走</w:t></w:r></w:moveFrom>')
    words.add_run("分之五。")
    goes_on = document.add_paragraph("本句")
    append_xml(goes_on, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>")
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    goes_on._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {space}><w:del w:id="9"/></w:rPr>'))
    document.add_paragraph("未完，接下段。")


def odd(document: Any) -> None:
    document.add_paragraph("第１条\u200b 甲\u00ad方ＡＢ付e\u0301款ﬁn⽅。").add_run("\u0301续\u2028行")
    words = document.add_paragraph("e")
    words.add_run("\u0301")
    words.add_run("款\t间 隔\n换行。")


def beside(document: Any) -> None:
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.add_paragraph("目录一", style=document.styles.add_style("toc 1", 1))
    append_xml(document.add_paragraph("外。"), BOX)
    append_xml(
        document.add_paragraph("请看"),
        '<w:hyperlink w:anchor="x"><w:r><w:t>附件</w:t></w:r></w:hyperlink>',
    )
    append_xml(
        document.paragraphs[-1], "<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>"
    )


@pytest.mark.parametrize(
    ("build", "left"),
    [
        (plain, ""),
        (automatic, "第一条1.2."),
        (tables, "|||"),
        (tracked, ""),
        (odd, ""),
        (beside, ""),
    ],
)
def test_what_stands_in_the_file_has_a_place(tmp_path: Path, build: Callable[[Any], None], left: str) -> None:
    data = word_file(build)
    assert "".join(unplaced(read_one(tmp_path, "a.docx", data), data).split()) == left


def test_footnotes_and_formulas(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        words = document.add_paragraph("按")
        words._p.append(
            etree.fromstring(
                '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
                "<m:r><m:t>x</m:t></m:r></m:oMath>"
            )
        )
        words.add_run("付款。")

    note = "<w:footnote><w:p><w:r><w:t>注：</w:t></w:r><w:r><w:t>含税。</w:t></w:r></w:p></w:footnote>"
    data = with_footnotes(word_file(build), note)
    document = read_one(tmp_path, "a.docx", data)
    assert document.text == "按x付款。\n注：含税。"
    assert unplaced(document, data) == "x\n"
    assert [place.part for place in document.places] == ["word/document.xml"] * 2 + ["word/footnotes.xml"] * 2


letters = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)), st.sampled_from("甲1１ |\n\re\u0301\u200bﬁ\u1100\u1161")
    ),
    max_size=20,
)


@settings(deadline=None)
@given(letters)
def test_traced_is_the_one_normalisation(text: str) -> None:
    made, origins = traced(text)
    assert normalise(made) == normalise(text)
    assert len(made) == len(origins)
    assert list(origins) == sorted(origins)
    assert all(0 <= at < len(text) for at in origins)


@settings(deadline=None)
@given(letters, st.data())
def test_matched_stretches_are_equal_and_hold_every_character(text: str, data: st.DataObject) -> None:
    source, _ = traced(text)
    spaced = "".join(char + data.draw(st.sampled_from(["", "", " ", " | "])) for char in source).strip(" |\n")
    stretches = list(matched(source, spaced, 0, len(spaced)))
    assert all(source[a : a + n] == spaced[b : b + n] for a, b, n in stretches)
    held = "".join(source[a : a + n] for a, _, n in stretches)
    assert [c for c in held if not c.isspace() and c != "|"] == [
        c for c in source if not c.isspace() and c != "|"
    ]
