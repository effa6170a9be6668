"""Markdown without its markup."""

from __future__ import annotations

from pathlib import Path

import pytest
from document_samples import sketch

from bot.documents import read_documents
from bot.documents.readers.markdown import plain

TEXT = """---
id: sample
title: 合同范本
kind: contract
---

# 合同范本

开头的**话**。

## 五、违约责任

1. 逾期付款的，每日 __5%__。
2. 擅自解约的，
   付五万元。
3. 少做一项的，返还 10%。
3. 编号重复的一条。

> 编者提示：每日 5% *偏高*。

| 项目 | 金额 |
|---|---:|
| 客服 | 500 元 |
| 质检 | |

<script>
alert("脚本")
</script>
<!-- 注释 -->
![图](a.png) 见[附件](https://example.com/a_(1)) 与 <b>说明</b>。

### 附则

- 一式两份
- 第三条约定的除外
"""


def test_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(TEXT, encoding="utf-8")
    [document] = read_documents(path)
    five = ("五、违约责任",)
    assert (document.meta.id, document.meta.kind) == ("sample", "contract")
    assert sketch(document) == [
        ("heading", "", (), "合同范本"),
        ("paragraph", "", (), "开头的话。"),
        ("heading", "五", (), "五、违约责任"),
        ("clause", "1", five, "1. 逾期付款的，每日 5%。"),
        ("clause", "2", five, "2. 擅自解约的，"),
        ("paragraph", "", five, "付五万元。"),
        ("clause", "3", five, "3. 少做一项的，返还 10%。"),
        ("clause", "3", five, "3. 编号重复的一条。"),
        ("note", "", five, "编者提示：每日 5% 偏高。"),
        ("table", "", five, "项目 | 金额\n客服 | 500 元\n质检"),
        ("paragraph", "", five, "见附件 与 说明。"),
        ("heading", "", five, "附则"),
        ("paragraph", "", (*five, "附则"), "一式两份"),
        ("paragraph", "", (*five, "附则"), "第三条约定的除外"),
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("甲方**“名称”**应当，乙方**（公司）**应", "甲方“名称”应当，乙方（公司）应"),
        ("3~5日，10~15日", "3~5日，10~15日"),
        ("~~作废~~有效", "有效"),
        ("2024*100*3 元", "2024*100*3 元"),
        ("*强调*与_重点_", "强调与重点"),
        ("年____月____日", "年____月____日"),
        ("[甲方](以下简称“甲方”)", "[甲方](以下简称“甲方”)"),
        ('[规则](http://a.b/c "题") 和 [二][2]', "规则 和 二"),
        ("<https://a.b/c> ![x](javascript:alert(1))", "https://a.b/c"),
        ("`代码*x*` \\*星\\*", "代码*x* *星*"),
        ("<甲方> <b onclick='x'>粗</b><img src=x>", "<甲方> 粗"),
        ("a &lt; b &amp; c", "a < b & c"),
    ],
)
def test_inline_markup(source: str, words: str) -> None:
    assert plain(source).strip() == words


def test_paragraphs_cut_at_a_margin_are_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    long = "甲方应当在每月十五日以前向乙方支付上一个月的客服服务费，如果逾"
    path.write_text(f"{long}\n{long}\n期支付的，每日千分之五。\n", encoding="utf-8")
    [document] = read_documents(path)
    assert document.text == f"{long}{long}期支付的，每日千分之五。"


def test_headings_without_a_title_above(tmp_path: Path) -> None:
    path = tmp_path / "说明.md"
    path.write_text("第一段\n===\n正文\n\n第二段\n---\n正文二\n\n# 第三段 #\n正文三\n", encoding="utf-8")
    [document] = read_documents(path)
    assert document.meta.title == "第一段"
    assert [(block.headings, block.level) for block in document.blocks] == [
        ((), 1),
        (("第一段",), 0),
        (("第一段",), 2),
        (("第一段", "第二段"), 0),
        ((), 1),
        (("第三段",), 0),
    ]
