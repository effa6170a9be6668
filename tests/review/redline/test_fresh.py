"""A paper that came as text or PDF: a Word file of its own with the changes tracked."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
from redline_samples import AUTHOR, WHEN, applied, at, behind, comments, looks, read, solid, tracked

from bot.documents import Document, read_documents
from bot.review.redline import accepted, new_redline, rejected

TEXT = """客服外包服务合同
一、付款
1、甲方每月付款。
2、逾期的，每日按千分之五支付违约金。
二、保密
1、乙方应当保密。"""


def document(folder: Path) -> Document:
    path = folder / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_documents(path)[0]


def test_the_text_comes_as_word_with_the_changes_tracked(tmp_path: Path) -> None:
    paper = document(tmp_path)
    changes = [
        at(paper, "千分之五", "万分之五", "太高"),
        behind(paper, "应当保密。", "三、交接\n1、乙方交接。", "缺"),
    ]
    made = new_redline(paper, changes, AUTHOR, WHEN)
    assert read(tmp_path, rejected(made)).text == paper.text
    assert solid(read(tmp_path, accepted(made)).text) == solid(applied(paper.text, changes))
    assert tracked(made)[:2] == [("del", "千"), ("ins", "万")]
    assert comments(made) == [(AUTHOR, "太高", "千万分之五"), (AUTHOR, "缺", "三、交接1、乙方交接。")]
    assert looks(made, "一、付款") == ["b"]
    assert made == new_redline(paper, changes, AUTHOR, WHEN)


def test_letters_that_word_cannot_hold_get_a_stand_in(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{TEXT}\n2、甲\ufffe方保密。", encoding="utf-8")
    paper = read_documents(path)[0]
    made = new_redline(paper, [at(paper, "方保密", "方长期保密")], AUTHOR, WHEN)
    assert read(tmp_path, accepted(made)).text.endswith("2、甲\ufffd方长期保密。")


def test_rows_come_as_a_table_with_the_changes_in_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    rows = "| 坐席 | 数量 | 小计 |\n|---|---|---|\n| 早班 | 3 | 18,000 |\n| 晚班 |  | 12,000 |\n"
    path.write_text(
        f"# 客服外包服务合同\n\n1、费用如下：\n\n{rows}\n2、逾期的，每日按千分之五支付违约金。\n",
        encoding="utf-8",
    )
    paper = read_documents(path)[0]
    changes = [at(paper, "18,000", "15,000", "算错了"), at(paper, "千分之五", "万分之五")]
    made = new_redline(paper, changes, AUTHOR, WHEN)
    assert read(tmp_path, rejected(made)).text == paper.text
    assert read(tmp_path, accepted(made)).text == applied(paper.text, changes)
    table = docx.Document(io.BytesIO(rejected(made))).tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["坐席", "数量", "小计"],
        ["早班", "3", "18,000"],
        ["晚班", "", "12,000"],
    ]


def test_uneven_rows_stay_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# 合同\n\n| 坐席 | 数量 |\n|---|---|\n| 早班 | 3 |\n\n1、乙方保密。\n", encoding="utf-8")
    paper = read_documents(path)[0]
    uneven = replace(paper, text=paper.text.replace("坐席 | 数量", "坐席 , 数量"))
    made = new_redline(uneven, [at(uneven, "保密", "长期保密")], AUTHOR, WHEN)
    assert docx.Document(io.BytesIO(made)).tables == []
    assert read(tmp_path, rejected(made)).text == uneven.text
