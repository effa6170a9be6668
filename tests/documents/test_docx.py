"""Word files: what a reader of the page sees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from document_samples import append_xml, numbered, numbering_levels, repacked, sketch, word_file

from bot.documents import Document, read_documents
from bot.documents.readers.docx_numbering import chinese


def read(folder: Path, data: bytes) -> Document:
    path = folder / "合同草稿.docx"
    path.write_bytes(data)
    [document] = read_documents(path)
    return document


def test_headings_numbers_and_tables(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        numbering_levels(
            document, [("chineseCountingThousand", "第%1条"), ("decimal", "（%2）"), ("upperLetter", "%3.")]
        )
        document.add_paragraph("客服外包服务合同", style="Title")
        document.add_paragraph("甲方：某公司")
        numbered(document, "服务内容", 0)
        numbered(document, "乙方提供客服。", 1)
        numbered(document, "每天十二小时；", 2)
        numbered(document, "全年无休。", 2)
        numbered(document, "响应不超过30秒。", 1)
        numbered(document, "违约责任", 0)
        numbered(document, "逾期每日5%。", 1)
        table = document.add_table(2, 3)
        for row, words in zip(table.rows, (("项目", "单价", "数量"), ("客服", "500", "3")), strict=True):
            for cell, word in zip(row.cells, words, strict=True):
                cell.text = word
        document.add_heading("附则", level=1)
        document.add_paragraph("一式两份。")

    document = read(tmp_path, word_file(build))
    assert document.meta.title == "客服外包服务合同"
    one, two = ("第一条 服务内容",), ("第二条 违约责任",)
    assert sketch(document) == [
        ("heading", "", (), "客服外包服务合同"),
        ("paragraph", "", (), "甲方：某公司"),
        ("heading", "第一条", (), "第一条 服务内容"),
        ("clause", "（1）", one, "（1）乙方提供客服。"),
        ("clause", "A", one, "A. 每天十二小时；"),
        ("clause", "B", one, "B. 全年无休。"),
        ("clause", "（2）", one, "（2）响应不超过30秒。"),
        ("heading", "第二条", (), "第二条 违约责任"),
        ("clause", "（1）", two, "（1）逾期每日5%。"),
        ("table", "", two, "项目 | 单价 | 数量\n客服 | 500 | 3"),
        ("heading", "", (), "附则"),
        ("paragraph", "", ("附则",), "一式两份。"),
    ]


@pytest.mark.parametrize(
    ("form", "text", "seen"),
    [
        ("decimal", "%1、", ["1、甲", "2、甲", "3、甲"]),
        ("chineseCounting", "%1、", ["一、甲", "二、甲", "三、甲"]),
        ("chineseCountingThousand", "第%1章", ["第一章 甲", "第二章 甲", "第三章 甲"]),
        ("japaneseCounting", "（%1）", ["（一）甲", "（二）甲", "（三）甲"]),
        ("upperLetter", "%1.", ["A. 甲", "B. 甲", "C. 甲"]),
        ("lowerLetter", "%1)", ["a)甲", "b)甲", "c)甲"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 甲", "III. 甲"]),
        ("lowerRoman", "%1.", ["i. 甲", "ii. 甲", "iii. 甲"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、甲", "丙、甲"]),
        ("chineseLegalSimplified", "%1、", ["壹、甲", "贰、甲", "叁、甲"]),
        ("decimalEnclosedCircle", "%1", ["① 甲", "② 甲", "③ 甲"]),
        ("decimalZero", "%1.", ["01. 甲", "02. 甲", "03. 甲"]),
        ("decimalFullWidth", "%1．", ["1. 甲", "2. 甲", "3. 甲"]),
        ("bullet", "●", ["甲", "甲", "甲"]),
        ("none", "", ["甲", "甲", "甲"]),
    ],
)
def test_number_formats(tmp_path: Path, form: str, text: str, seen: list[str]) -> None:
    def build(document: Any) -> None:
        numbering_levels(document, [(form, text)])
        for _ in range(3):
            numbered(document, "甲", 0)

    document = read(tmp_path, word_file(build))
    assert [document.block_text(block) for block in document.blocks] == seen


def test_chinese_numbers() -> None:
    values = (1, 10, 11, 20, 25, 100, 101, 110, 115, 1005)
    words = ["一", "十", "十一", "二十", "二十五", "一百", "一百零一", "一百一十", "一百一十五", "一千零五"]
    assert [chinese(value) for value in values] == words


def test_numbers_of_styles_and_of_several_levels(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        numbering_levels(document, [("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")])
        for level, text in (
            (0, "总则"),
            (1, "目的。"),
            (2, "细目。"),
            (2, "细目。"),
            (0, "费用"),
            (1, "单价。"),
        ):
            numbered(document, text, level)
        document.add_paragraph("样式里的编号。", style="List Number")
        document.add_paragraph("样式里的编号。", style="List Number")

    document = read(tmp_path, word_file(build))
    assert [(block.number, document.block_text(block)) for block in document.blocks] == [
        ("1", "1 总则"),
        ("1.1", "1.1 目的。"),
        ("1.1.1", "1.1.1 细目。"),
        ("1.1.2", "1.1.2 细目。"),
        ("2", "2 费用"),
        ("2.1", "2.1 单价。"),
        ("1", "1. 样式里的编号。"),
        ("2", "2. 样式里的编号。"),
    ]


def test_a_numbering_can_start_again(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        numbering_levels(document, [("decimal", "%1、")])
        numbered(document, "甲。", 0)
        numbered(document, "乙。", 0)
        paragraph = numbered(document, "丙。", 0, number=78)
        root = paragraph.part.numbering_part.element
        from docx.oxml import parse_xml

        root.append(
            parse_xml(
                '<w:num xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:numId="78">'
                '<w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
                "</w:lvlOverride></w:num>"
            )
        )
        numbered(document, "丁。", 0, number=78)

    assert read(tmp_path, word_file(build)).text == "1、甲。\n2、乙。\n5、丙。\n6、丁。"


def test_tracked_changes_are_accepted_and_comments_left_out(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("每逾期一日按未付金额的")
        append_xml(paragraph, '<w:del w:id="1" w:author="乙"><w:r><w:delText>万</w:delText></w:r></w:del>')
        append_xml(paragraph, '<w:ins w:id="2" w:author="乙"><w:r><w:t>千</w:t></w:r></w:ins>')
        run = paragraph.add_run("分之五付违约金")
        document.add_comment(run, text="批注里的话", author="乙")
        append_xml(
            paragraph, '<w:moveFrom w:id="3" w:author="乙"><w:r><w:t>搬走的话</w:t></w:r></w:moveFrom>'
        )
        paragraph._p.get_or_add_pPr().append(_deleted_mark())
        document.add_paragraph("，直到付清。")

    document = read(tmp_path, word_file(build))
    assert document.text == "每逾期一日按未付金额的千分之五付违约金，直到付清。"
    assert any("修订" in note for note in document.notes)


def _deleted_mark() -> Any:
    from docx.oxml import parse_xml

    return parse_xml(
        '<w:rPr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        '<w:del w:id="9" w:author="乙"/></w:rPr>'
    )


def test_hidden_text_is_left_out_and_said(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        paragraph = document.add_paragraph("看得见。")
        paragraph.add_run("看不见。").font.hidden = True

    document = read(tmp_path, word_file(build))
    assert (document.text, len(document.notes)) == ("看得见。", 1)


def test_localized_styles_outline_levels_and_breaks(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        style = document.styles.add_style("标题 2", 1)
        document.add_paragraph("第一部分", style=style)
        paragraph = document.add_paragraph("大纲级别的标题")
        from docx.oxml import parse_xml

        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                '<w:outlineLvl w:val="2"'
                ' xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
            )
        )
        document.add_paragraph("第一行\n1、第二行。")
        document.add_paragraph("目录里的字", style=document.styles.add_style("toc 1", 1))

    assert [
        (kind, headings, text) for kind, _, headings, text in sketch(read(tmp_path, word_file(build)))
    ] == [
        ("heading", (), "第一部分"),
        ("heading", ("第一部分",), "大纲级别的标题"),
        ("paragraph", ("第一部分", "大纲级别的标题"), "第一行"),
        ("clause", ("第一部分", "大纲级别的标题"), "1、第二行。"),
    ]


def test_layout_tables_text_boxes_and_content_controls(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        cell = document.add_table(1, 1).cell(0, 0)
        cell.text = "一、框里的标题"
        cell.add_paragraph("框里的正文。")
        paragraph = document.add_paragraph("框外。")
        append_xml(
            paragraph,
            "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
        )
        append_xml(
            paragraph, "<w:sdt><w:sdtContent><w:r><w:t>控件里的字。</w:t></w:r></w:sdtContent></w:sdt>"
        )

    document = read(tmp_path, word_file(build))
    assert document.text == "一、框里的标题\n框里的正文。\n框外。控件里的字。\n文本框。"


def test_a_document_of_the_strict_kind(tmp_path: Path) -> None:
    data = word_file(lambda document: document.add_paragraph("严格格式。"))
    from zipfile import ZipFile

    (tmp_path / "x.docx").write_bytes(data)
    with ZipFile(tmp_path / "x.docx") as archive:
        main = archive.read("word/document.xml")
    strict = main.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert read(tmp_path, repacked(data, {"word/document.xml": strict})).text == "严格格式。"
