"""Passages: what is cited stands in the document, under a name of its own that stays."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.documents import read_documents
from bot.documents.model import Document
from bot.retrieval.ingest import KNOWLEDGE_FOLDERS
from bot.retrieval.passages import LONGEST_GROUP, Passage, passages_of
from bot.retrieval.sentences import sentences

PIECES = (
    "# 标题",
    "## 一、付款",
    "## 二、违约责任",
    "### （一）逾期",
    "第三条 双方约定如下：",
    "1、甲方应在次月15日前付款。",
    "2、乙方收到款项后开始工作；逾期的，按日计算。",
    "2、编号写重了的一条。",
    "（1）先付一半；",
    "（2）再付一半。",
    "① 户名",
    "> 留意：付款太早。",
    "- 一个要点",
    "| 项目 | 金额 |\n|---|---|\n| 服务费 | 3~5万元 |",
    "普通的一段话，没有编号。",
    "**重点**和`代码`，还有 [链接](http://x)。",
    "一段\n折行的话",
    "𠮷 emoji 🙂 e\u0301",
)
TYPED = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30)
MARKDOWN = st.lists(st.sampled_from(PIECES) | TYPED, max_size=14).map("\n\n".join)


def read(text: str, name: str = "自己的.md") -> Document:
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_text(text, encoding="utf-8")
        return read_documents(path)[0]


@settings(max_examples=150, deadline=None)
@given(MARKDOWN)
def test_passages_point_into_their_document(text: str) -> None:
    document = read(f"开头一句。\n\n{text}")
    passages = passages_of(document, "own")
    assert len({passage.id for passage in passages}) == len(passages)
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
        assert passage.text.strip()
        for sentence in sentences(passage.text):
            assert passage.text[sentence.start : sentence.end] == sentence.text
    assert passages == passages_of(document, "own")
    assert [Passage.from_json(passage.to_json()) for passage in passages] == passages


@settings(max_examples=60, deadline=None)
@given(MARKDOWN)
def test_no_words_of_the_body_are_left_out(text: str) -> None:
    document = read(f"开头一句。\n\n{text}")
    told = {passage.text for passage in passages_of(document, "own")}
    for block in document.body():
        assert any(document.block_text(block) in text for text in told)


@pytest.fixture(scope="module")
def own_passages(knowledge_dir: Path) -> list[Passage]:
    found = []
    for path in (
        path for folder in KNOWLEDGE_FOLDERS for path in sorted((knowledge_dir / folder).glob("*.md"))
    ):
        for document in read_documents(path):
            passages = passages_of(document, "knowledge")
            assert all(document.text[p.start : p.end] == p.text for p in passages)
            found += passages
    return found


def test_ids_of_our_knowledge_are_its_own(own_passages: list[Passage]) -> None:
    assert len({passage.id for passage in own_passages}) == len(own_passages)


def test_clauses_of_the_sample_contract_are_told_apart(own_passages: list[Passage]) -> None:
    clauses = [p.locator for p in own_passages if p.document_kind == "contract" and p.kind == "clause"]
    assert "五、违约责任 第2条" in clauses
    assert "三、乙方的权利和义务 第3条（原文编号重复，第2处）" in clauses
    assert len(set(clauses)) == len(clauses)


CONTRACT = """# 服务合同

## 一、付款

1、甲方按月付款。

> 留意：没有上限。

2、乙方开票。

2、乙方开的票要合规。

> 留意：编号重复的那一条。

## 二、其他

> 留意：这一部分没有条款。

一段没有编号的话。
"""


@pytest.mark.parametrize(
    ("words", "locator"),
    [
        ("1、甲方按月付款。", "一、付款 第1条"),
        ("留意：没有上限。", "一、付款 第1条 编者提示"),
        ("2、乙方开票。", "一、付款 第2条"),
        ("2、乙方开的票要合规。", "一、付款 第2条（原文编号重复，第2处）"),
        ("留意：编号重复的那一条。", "一、付款 第2条（原文编号重复，第2处） 编者提示"),
        ("留意：这一部分没有条款。", "二、其他 编者提示"),
        ("一段没有编号的话。", "二、其他"),
    ],
)
def test_locators(words: str, locator: str) -> None:
    assert {p.text: p.locator for p in passages_of(read(CONTRACT), "own")}[words] == locator


@pytest.mark.parametrize(
    ("line", "locator"),
    [
        ("第三条 双方应当保密。", "第三条"),
        ("3、双方应当保密。", "第3条"),
        ("3.1 双方应当保密。", "3.1"),
        ("（三）双方应当保密。", "（三）"),
        ("①双方应当保密。", "①"),
    ],
)
def test_a_number_is_named_as_it_is_written(line: str, locator: str) -> None:
    found = {p.text: p.locator for p in passages_of(read(f"前面一段话。\n\n{line}\n\n后面一段话。"), "own")}
    assert found[line] == locator


def test_a_list_stays_with_its_introduction() -> None:
    text = "合同内容包括下面几点：\n\n（1）服务范围；\n\n（2）付款方式；\n\n（3）违约责任。\n\n另外一段。"
    assert [p.text for p in passages_of(read(text), "own")] == [
        "合同内容包括下面几点：\n（1）服务范围；\n（2）付款方式；\n（3）违约责任。",
        "另外一段。",
    ]


def test_a_list_does_not_grow_without_end() -> None:
    items = "\n\n".join(f"（{n}）{'很长的一项' * 12}。" for n in range(1, 30))
    passages = passages_of(read(f"包括：\n\n{items}"), "own")
    assert len(passages) > 2
    assert max(len(passage.text) for passage in passages) <= LONGEST_GROUP


def test_the_same_words_keep_their_id_where_others_change() -> None:
    before = {p.text: p.id for p in passages_of(_with_id("旧的一段。"), "knowledge")}
    after = {p.text: p.id for p in passages_of(_with_id("新的一段，长一些。"), "knowledge")}
    assert before["不变的一段。"] == after["不变的一段。"]
    assert before.keys() & after.keys() == {"不变的一段。"}


def _with_id(changed: str) -> Document:
    return read(f"---\nid: x\ntitle: 文章\nkind: guidance\n---\n\n{changed}\n\n不变的一段。\n")
