"""A redlined Word file: which strokes are tracked, and what it says accepted and rejected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from redline_builders import Builder, automatic, built, earlier, linked, plain, table
from redline_samples import (
    AUTHOR,
    WHEN,
    applied,
    at,
    behind,
    paragraphs,
    read,
    solid,
    tracked,
)

from bot.documents import Document
from bot.review.redline import Change, accepted, redline, rejected

CASES: list[tuple[str, Builder, Callable[[Document], list[Change]], list[tuple[str, str]]]] = [
    (
        "a figure",
        plain,
        lambda d: [at(d, "按千分之五支付", "按万分之五支付")],
        [("del", "千"), ("ins", "万")],
    ),
    ("a percentage", plain, lambda d: [at(d, "30%", "20%")], [("del", "30%"), ("ins", "20%")]),
    (
        "over three looks",
        plain,
        lambda d: [at(d, "一日按千分之五支付违约金，上", "二月付违约金，下")],
        [
            ("del", "一日按"),
            ("del", "千分之"),
            ("del", "五支"),
            ("ins", "二月"),
            ("del", "上"),
            ("ins", "下"),
        ],
    ),
    (
        "deletes words",
        plain,
        lambda d: [at(d, "，上限为合同总价的30%", "")],
        [("del", "，"), ("del", "上限为合同总价的30%")],
    ),
    (
        "deletes a paragraph",
        plain,
        lambda d: [at(d, "2、乙方应当保密。", "")],
        [("del", "¶"), ("del", "2、乙方应当保密。")],
    ),
    ("inserts words", plain, lambda d: [at(d, "保密", "长期保密")], [("ins", "长期")]),
    (
        "inserts at a point",
        plain,
        lambda d: [Change(d.text.index("保密"), d.text.index("保密"), "长期")],
        [("ins", "长期")],
    ),
    (
        "new paragraphs",
        plain,
        lambda d: [behind(d, "解除合同。", "4、乙方交接。\n5、甲方验收。")],
        [("ins", "¶"), ("ins", "4、乙方交接。"), ("ins", "¶"), ("ins", "5、甲方验收。")],
    ),
    (
        "at the very end",
        plain,
        lambda d: [behind(d, "签字盖章：", "附件一")],
        [("ins", "¶"), ("ins", "附件一")],
    ),
    (
        "one paragraph becomes two",
        plain,
        lambda d: [at(d, "2、乙方应当保密。", "2、乙方应当长期保密。\n乙方离职人员同样保密。")],
        [("ins", "长期"), ("ins", "¶"), ("ins", "乙方离职人员同样保密。")],
    ),
    (
        "two paragraphs become one",
        plain,
        lambda d: [at(d, "2、乙方应当保密。\n3、甲方可以解除合同。", "2、乙方应当长期保密。")],
        [("ins", "长期"), ("del", "¶"), ("del", "3、甲方可以解除合同。")],
    ),
    (
        "a number that Word counts stays Word's",
        automatic,
        lambda d: [at(d, "1. 甲方每月付款。", "1. 甲方每季付款。")],
        [("del", "月"), ("ins", "季")],
    ),
    (
        "a cell",
        table,
        lambda d: [at(d, "质检 | 5000元", "质检 | 3000元")],
        [("del", "5000"), ("ins", "3000")],
    ),
    (
        "two cells",
        table,
        lambda d: [at(d, "坐席 | 5000元", "班长 | 300元")],
        [("del", "坐席"), ("ins", "班长"), ("del", "5000"), ("ins", "300")],
    ),
    (
        "the gap before a cell",
        table,
        lambda d: [Change(d.text.index("质检 | ") + 4, d.text.index("质检 | ") + 5, "约")],
        [("ins", "约")],
    ),
    (
        "behind a table",
        table,
        lambda d: [behind(d, "质检 | 5000元", "另收税费。")],
        [("ins", "¶"), ("ins", "另收税费。")],
    ),
    (
        "a hyperlink",
        linked,
        lambda d: [at(d, "附件一的报价", "附件二的报价")],
        [("del", "一"), ("ins", "二")],
    ),
    (
        "a field goes whole",
        linked,
        lambda d: [at(d, "第九条", "附件")],
        [("del", ""), ("del", ""), ("del", ""), ("del", "第九条"), ("del", ""), ("ins", "附件")],
    ),
    (
        "a tab and a break",
        linked,
        lambda d: [at(d, "约定 办理。\n另行", "约定另行")],
        [("del", "约定办理。"), ("ins", "约定")],
    ),
    ("a content control", linked, lambda d: [at(d, "控件里", "控件外")], [("del", "里"), ("ins", "外")]),
    ("a text box", linked, lambda d: [at(d, "十日", "二十日")], [("ins", "二")]),
    (
        "words of another hand",
        earlier,
        lambda d: [at(d, "五至六", "三")],
        [("del", "五至六"), ("ins", "三")],
    ),
]


@pytest.mark.parametrize(
    ("build", "make", "strokes"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_what_is_tracked_and_what_it_comes_to(
    tmp_path: Path,
    build: Builder,
    make: Callable[[Document], list[Change]],
    strokes: list[tuple[str, str]],
) -> None:
    data = built(build)
    document = read(tmp_path, data)
    changes = make(document)
    made = redline(data, document, changes, AUTHOR, WHEN)
    assert tracked(made) == strokes
    assert solid(read(tmp_path, accepted(made)).text) == solid(applied(document.text, changes))
    assert paragraphs(rejected(made)) == paragraphs(rejected(data))
