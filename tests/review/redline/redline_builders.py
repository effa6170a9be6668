"""Word files to track changes in: plain, numbered by Word, with a table, with another hand in it, with links."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from documents.document_samples import append_xml, numbered, numbering_levels, word_file

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里写十日。</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
)
Builder = Callable[[Any], None]


def plain(document: Any) -> None:
    document.add_paragraph("客服外包服务合同")
    words = document.add_paragraph("1、甲方每逾期一日按")
    words.add_run("千分之").bold = True
    words.add_run("五支付违约金，").italic = True
    words.add_run("上限为合同总价的30%。")
    document.add_paragraph("2、乙方应当保密。")
    document.add_paragraph("3、甲方可以解除合同。")
    document.add_paragraph("签字盖章：")


def automatic(document: Any) -> None:
    numbering_levels(document, [("chineseCounting", "第%1条"), ("decimal", "%2.")])
    document.add_paragraph("客服外包服务合同")
    numbered(document, "付款", 0)
    numbered(document, "甲方每月付款。", 1)
    numbered(document, "乙方开具发票。", 1)
    document.add_paragraph("签字盖章：")


def table(document: Any) -> None:
    document.add_paragraph("报价如下：")
    grid = document.add_table(3, 2)
    for cell, text in zip(
        (c for row in grid.rows for c in row.cells),
        ["项目", "金额", "坐席", "5000元", "质检", "5000元"],
        strict=True,
    ):
        cell.text = text
    document.add_paragraph("以上含税。")


def earlier(document: Any) -> None:
    """Changes and a remark of another hand."""
    document.add_paragraph("合同")
    words = document.add_paragraph("按")
    append_xml(
        words,
        '<w:del w:id="7" w:author="张三" w:date="2024-01-01T00:00:00Z"><w:r><w:delText>百</w:delText></w:r></w:del>',
    )
    append_xml(
        words,
        '<w:ins w:id="8" w:author="张三" w:date="2024-01-01T00:00:00Z"><w:r><w:t>千分之五至六</w:t></w:r></w:ins>',
    )
    run = words.add_run("支付违约金。")
    document.add_comment(run, text="太高", author="王律师", initials="王")
    document.add_paragraph("完。")


def linked(document: Any) -> None:
    words = document.add_paragraph("详见")
    append_xml(words, '<w:hyperlink w:anchor="x"><w:r><w:t>附件一的报价</w:t></w:r></w:hyperlink>')
    field = (
        '<w:fldChar w:fldCharType="begin"/>',
        "<w:instrText> REF x </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
    )
    for inner in (*field, "<w:t>第九条</w:t>", '<w:fldChar w:fldCharType="end"/>'):
        append_xml(words, f"<w:r>{inner}</w:r>")
    words.add_run("的约定\t办理。\n另行协商。")
    append_xml(words, "<w:sdt><w:sdtContent><w:r><w:t>控件里的字。</w:t></w:r></w:sdtContent></w:sdt>")
    append_xml(document.add_paragraph("见框。"), BOX)


@cache
def built(build: Builder) -> bytes:
    return word_file(build)
