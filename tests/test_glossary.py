"""The glossary: a thing is found by every name it goes by, and by no accident of letters."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.glossary import Glossary, GlossaryFile, Term

FEE = Term(
    name="滞纳金",
    kind="money",
    same=("逾期付款违约金",),
    lay=("罚息", "JD费"),
    typos=("滞娜金", "治那今"),
    english=("late fee",),
)
SHOP = Term(name="京东", same=("京东商城",), lay=("jd", "JD.com"), typos=("京冬", "狗冬商场"))


@pytest.fixture(scope="module")
def small() -> Glossary:
    return Glossary(GlossaryFile(platforms=(SHOP,), terms=(FEE,)))


@pytest.fixture(scope="module")
def ours(knowledge_dir: Path) -> Glossary:
    return Glossary.load(knowledge_dir / "glossary.yaml")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("滞纳金和罚息", [("滞纳金", "滞纳金"), ("滞纳金", "罚息")]),
        ("The Late Fee?", [("滞纳金", "Late Fee")]),
        ("later feedback", []),
        ("jd的店", [("京东", "jd")]),
        ("在JD.com开店", [("京东", "JD.com")]),
        ("x-jdk", []),
        ("京东商城", [("京东", "京东商城")]),
        ("", []),
    ],
)
def test_names_in_a_question(text: str, found: list[tuple[str, str]], small: Glossary) -> None:
    mentions = small.in_question(text)
    assert [(m.term.name, text[m.start : m.end]) for m in mentions] == found


def test_lay_words_do_not_name_anything_in_a_document(small: Glossary) -> None:
    assert [m.term.name for m in small.in_document("逾期付款违约金")] == ["滞纳金"]
    assert small.in_document("罚息 late fee jd") == []


def test_platforms_in_order_of_mention(ours: Glossary) -> None:
    assert ours.platforms_in("抖音、拼夕夕还有淘宝网，淘宝最好") == ("抖店", "拼多多", "淘宝")
    assert ours.platforms_in("合同怎么签") == ()


def test_a_typo_means_the_name_it_looks_like(small: Glossary) -> None:
    assert small.typos == {"滞娜金": "滞纳金", "治那今": "滞纳金", "京冬": "京东", "狗冬商场": "京东商城"}


def test_no_typo_of_ours_is_a_name_of_something(ours: Glossary) -> None:
    names = {name for term in ours.terms for name in (term.name, *term.same, *term.lay)}
    assert sorted(names & set(ours.typos)) == []
    assert [
        typo for typo, count in Counter(t for term in ours.terms for t in term.typos).items() if count > 1
    ] == []


def test_our_names_are_told_apart(ours: Glossary) -> None:
    names = Counter(term.name for term in ours.terms)
    assert len(names) > 60
    assert [name for name, count in names.items() if count > 1] == []


def test_adding_a_word_needs_no_code(tmp_path: Path, knowledge_dir: Path) -> None:
    text = (knowledge_dir / "glossary.yaml").read_text(encoding="utf-8")
    path = tmp_path / "glossary.yaml"
    path.write_text(f"{text}\n  - name: 押金\n    kind: money\n    lay: [先压的钱]\n", encoding="utf-8")
    assert "押金" in {m.term.name for m in Glossary.load(path).in_question("先压的钱退吗")}


def test_a_broken_file(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yaml"
    path.write_text("terms:\n  - kind: money\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"glossary\.yaml 第2行 字段 terms\.0\.name.缺少这个字段"):
        Glossary.load(path)
