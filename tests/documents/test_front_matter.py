"""Front matter of knowledge files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.documents import DocumentMeta
from bot.documents.front_matter import parse
from bot.errors import ConfigurationError

PATH = Path("knowledge/articles/x.md")
GOOD = """---
id: x-1
title: "怎么签?"
kind: guidance
source: 原文
site: 某网站
author: ""
date: 2024-09-06
platforms: [拼多多]
topics: [合同, 期限]
---

正文。
"""


def test_every_field() -> None:
    meta, body, line = parse(GOOD, PATH)
    assert meta == DocumentMeta(
        id="x-1",
        title="怎么签?",
        kind="guidance",
        source="原文",
        site="某网站",
        date="2024-09-06",
        platforms=("拼多多",),
        topics=("合同", "期限"),
    )
    assert (body, line) == ("\n正文。\n", 12)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("date: 2024-09-06", "date: 九月六日", "第8行 字段 date"),
        ("date: 2024-09-06", 'date: "2024-13-40"', "第8行 字段 date"),
        ("date: 2024-09-06", "date: 2024-02-30", "第8行 字段 date"),
        ("kind: guidance", "kind: essay", "第4行 字段 kind"),
        ("site: 某网站", "sight: 某网站", "第6行 字段 sight"),
        ("topics: [合同, 期限]", "topics: 合同", "第10行 字段 topics"),
        ("id: x-1\n", "", "字段 id"),
        ("id: x-1", "id: 中文 编号", "第2行 字段 id"),
        ('title: "怎么签?"', 'title: "怎么签?', "行：不是有效的 YAML"),
        ("\n---\n\n", "\n\n", "第1行 字段 ---"),
    ],
)
def test_errors_name_file_line_and_field(old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(ConfigurationError) as caught:
        parse(GOOD.replace(old, new, 1), PATH)
    assert "knowledge/articles/x.md" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("# 我们的流程\n\n正文", "我们的流程", "# 我们的流程\n\n正文"),
        ("正文\n\n## 小节\n", "x", "正文\n\n## 小节\n"),
        ("---\n正文，上面是一条线", "x", "---\n正文，上面是一条线"),
        ("---\ntags: [a]\naliases: b\n---\n# 笔记\n", "笔记", "# 笔记\n"),
        ("", "x", ""),
    ],
)
def test_a_file_without_front_matter_is_an_upload(text: str, title: str, body: str) -> None:
    meta, rest, _ = parse(text, PATH)
    assert (meta, rest) == (DocumentMeta(title=title), body)
