"""YAML files with a schema: what is wrong is said with file, line and field, in Chinese."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from pydantic import BaseModel

from bot.data_files import load_yaml, parse_yaml
from bot.errors import ConfigurationError
from bot.glossary import GlossaryFile
from bot.retrieval.questions import OutsideFile, QuestionFile
from bot.retrieval.ranking import Ranking

GLOSSARY = """terms:
  - name: 滞纳金
    kind: money
    lay: [罚息]
"""
QUESTIONS = """document: x
questions:
  - at: 一、付款
    asks:
      - 什么时候付
"""


@pytest.mark.parametrize(
    ("text", "model", "message"),
    [
        (
            GLOSSARY.replace("kind: money", "kind: coin"),
            GlossaryFile,
            "第3行 字段 terms.0.kind:只能取规定的值",
        ),
        (GLOSSARY.replace("lay:", "lays:"), GlossaryFile, "第4行 字段 terms.0.lays:不认识这个字段"),
        (GLOSSARY.replace("[罚息]", "罚息"), GlossaryFile, "第4行 字段 terms.0.lay:应当是一个列表"),
        (GLOSSARY.replace("[罚息]", "[罚息, 5]"), GlossaryFile, "第4行 字段 terms.0.lay.1:应当是一段文字"),
        (GLOSSARY.replace("name: 滞纳金", 'name: ""'), GlossaryFile, "第2行 字段 terms.0.name:不能为空"),
        (GLOSSARY.replace("    lay: [", "   lay: ["), GlossaryFile, "第4行:不是有效的 YAML"),
        (GLOSSARY.replace("滞纳金", "滞\x00纳金"), GlossaryFile, "第2行:有不能用的控制字符"),
        (QUESTIONS.replace("document: x\n", ""), QuestionFile, "第1行 字段 document:缺少这个字段"),
        (
            QUESTIONS.replace("    asks:\n      - 什么时候付\n", ""),
            QuestionFile,
            "第3行 字段 questions.0.asks:缺少这个字段",
        ),
        (
            QUESTIONS.replace("\n      - 什么时候付", " []"),
            QuestionFile,
            "第4行 字段 questions.0.asks:不能为空",
        ),
        ("", OutsideFile, "字段 (整个文件)"),
        ("- 天气\n", OutsideFile, "字段 (整个文件)"),
        (
            "with_vectors:\n  rank: {weights: {ask: 多}}\n",
            Ranking,
            "第2行 字段 with_vectors.rank.weights.ask:应当是数字",
        ),
    ],
)
def test_what_is_wrong_and_where(text: str, model: type[BaseModel], message: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_yaml(text, model, "某文件.yaml")
    said = unicodedata.normalize("NFKC", str(caught.value))
    assert said.startswith("某文件.yaml ")
    assert message in said


def test_lines_are_counted_from_where_the_text_begins() -> None:
    with pytest.raises(ConfigurationError, match=r"第12行 字段 document.缺少这个字段"):
        parse_yaml("questions: []", QuestionFile, "x", first_line=12)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "glossary.yaml 读不出来:请确认文件存在、编码是 UTF-8"),
        (GLOSSARY.encode("gbk"), "glossary.yaml 读不出来:请确认文件存在、编码是 UTF-8"),
        (GLOSSARY.replace("滞纳金", "2024-02-30").encode(), "glossary.yaml 里有不存在的日期"),
    ],
    ids=["absent", "not UTF-8", "no such day"],
)
def test_a_file_that_cannot_be_read(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load_yaml(path, GlossaryFile)
    assert message in unicodedata.normalize("NFKC", str(caught.value))


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    """The Windows editor writes one."""
    path = tmp_path / "glossary.yaml"
    path.write_text(GLOSSARY, encoding="utf-8-sig")
    assert load_yaml(path, GlossaryFile).terms[0].name == "滞纳金"
