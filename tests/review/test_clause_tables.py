"""A contract in a table is read as clauses; a table of prices stays a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.documents import read_documents
from bot.evaluation.review_word import word_file
from bot.review.paper import Paper, paper_of

ROWS = (
    ("1", "服务内容", "乙方为甲方的天猫店铺提供售前咨询和售后处理，服务时间为每日9:00至22:00。"),
    ("2", "服务费", "服务费为每席位每月6000元，甲方应当在次月10日前付清；逾期的按日万分之五支付违约金。"),
    ("3", "保密", "双方对合作中知悉的对方商业秘密负有保密义务，合同终止后二年内继续有效，泄露的应当赔偿。"),
    ("4", "争议解决", "因本合同发生的争议，双方先行协商；协商不成的，向甲方所在地人民法院起诉。"),
)


def paper(tmp_path: Path, lines: list[str]) -> Paper:
    path = tmp_path / "表.docx"
    path.write_bytes(
        word_file(
            "\n".join(["客服外包合同", "甲方：某某公司", "乙方：某某客服公司", *lines]), automatic=False
        )
    )
    return paper_of(read_documents(path)[0])


@pytest.mark.parametrize("numbered", [True, False])
def test_rows_of_words_are_clauses(tmp_path: Path, numbered: bool) -> None:
    lines = ["| " + " | ".join(row if numbered else row[1:]) + " |" for row in ROWS]
    read = paper(tmp_path, lines)
    headings = [clause for clause in read.clauses if clause.kind == "heading" and clause.start > 0]
    assert [read.words(clause).split(" | ")[-1] for clause in headings] == [row[1] for row in ROWS]
    for heading, row in zip(headings, ROWS, strict=True):
        [below] = read.below(heading)
        assert read.words(below) == row[2]
    assert any(sentence.text.startswith("逾期的按日万分之五") for sentence in read.sentences)


def test_a_table_of_prices_stays_a_table(tmp_path: Path) -> None:
    read = paper(tmp_path, ["| 项目 | 单价 | 金额 |", *["| 客服席位 | 6000 | 24000 |"] * 6])
    assert all(clause.kind == "table" for clause in read.clauses if "席位" in read.words(clause))
