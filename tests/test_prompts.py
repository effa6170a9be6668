"""Prompt files: ours render, faulty ones are named with file, line and field."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.model_engine import REQUIRED_PROMPTS
from bot.errors import ConfigurationError
from bot.prompts import load_prompts, parse_prompt
from bot.settings import PROJECT

HEAD = "---\nname: ask\npurpose: 试用\nvariables: [question]\n---\n"


def test_every_prompt_of_ours_renders() -> None:
    prompts = load_prompts(PROJECT / "prompts", REQUIRED_PROMPTS)
    for prompt in prompts.values():
        rendered = prompt.render(**{name: f"<{name} 的值>" for name in prompt.variables})
        assert all(f"<{name} 的值>" in rendered for name in prompt.variables)
        assert "{" not in rendered
        assert len(prompt.digest) == 64


def test_the_standing_instructions_fit_a_small_model() -> None:
    assert len(load_prompts(PROJECT / "prompts")["answer_system"].body) <= 350


@given(st.text(max_size=30))
def test_a_value_is_put_in_as_it_is(value: str) -> None:
    prompt = parse_prompt(HEAD + '问:{question} {"json": {}}', "ask.md")
    assert (
        prompt.render(question=value + "{question}{other}")
        == f'问:{value}{{question}}{{other}} {{"json": {{}}}}'
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("没有说明", ["ask.md 第1行", "---"]),
        (HEAD.replace("purpose: 试用\n", "") + "{question}", ["ask.md", "purpose", "缺少"]),
        (
            HEAD.replace("purpose", "purpos: 1\npurpose") + "{question}",
            ["ask.md 第3行 字段 purpos：", "不认识"],
        ),
        (HEAD + "第一行\n{question}{who}\n{where}", ["ask.md 第7行 字段 who", "第8行 字段 where"]),
        (HEAD + "没有变量", ["ask.md 第4行 字段 question", "没有用到"]),
        (HEAD.replace("name: ask", "name: [") + "{question}", ["ask.md 第"]),
        (HEAD.replace("[question]", "[]"), ["正文", "不能为空"]),
    ],
)
def test_a_faulty_file_is_named_with_line_and_field(text: str, says: list[str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_prompt(text, "ask.md")
    assert all(part in str(caught.value) for part in says), str(caught.value)


def test_missing_and_unknown_values_are_named_at_once() -> None:
    prompt = parse_prompt(HEAD.replace("[question]", "[question, who]") + "{question}{who}", "ask.md")
    with pytest.raises(ConfigurationError, match="缺少变量 question、缺少变量 who、没有声明变量 where"):
        prompt.render(where="x")


def test_all_faulty_files_are_named_together(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("nothing", encoding="utf-8")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "c.md").write_text(HEAD + "{question}", encoding="utf-8")
    (tmp_path / "d.md").write_text(HEAD + "{question}", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_prompts(tmp_path, {"answer_system": (), "ask": ("question", "sources")})
    message = str(caught.value)
    assert [
        name for name in ("a.md", "b.md", "d.md", "answer_system", "sources") if name not in message
    ] == []


def test_the_digest_changes_with_the_words() -> None:
    first, second = (parse_prompt(HEAD + text, "ask.md") for text in ("{question}", "{question}。"))
    assert first.digest != second.digest
