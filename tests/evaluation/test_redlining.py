"""The measure of a redline tells a right one from a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as WordDocument

from bot.documents import read_documents
from bot.drafting.library import ClauseLibrary
from bot.evaluation import redlining
from bot.evaluation.redlining import redline_is_right
from bot.review.redline import accepted, rejected
from bot.review.reviewing import Reviewer
from bot.settings import PROJECT

LINES = (
    "客服外包合同",
    "甲方（委托方）：杭州云集服饰有限公司",
    "乙方（受托方）：合肥应答客户服务有限公司",
    "第一条 乙方提供客服五名，甲方每月支付服务费20,000元。",
    "第二条 甲方逾期付款的，每逾期一日按欠款的百分之一支付违约金。",
)


@pytest.mark.parametrize(("name", "other"), [("rejected", accepted), ("accepted", rejected)])
def test_a_redline_that_settles_the_wrong_way_is_no_right_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, other: object
) -> None:
    word = WordDocument()
    for line in LINES:
        word.add_paragraph(line)
    path = tmp_path / "合同.docx"
    word.save(str(path))
    knowledge = PROJECT / "knowledge"
    reviewer = Reviewer(knowledge, ClauseLibrary.load(knowledge / "clauses"), lambda reference: True)
    document = read_documents(path)[0]
    review = reviewer.review(document)
    assert redline_is_right(path, document, review)
    monkeypatch.setattr(redlining, name, other)
    assert not redline_is_right(path, document, review)
