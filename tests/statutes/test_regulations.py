"""The tables of knowledge/statutes: every entry is sourced, resolves, and is told apart from the database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.settings import PROJECT
from bot.statutes.database import Statutes
from bot.statutes.numerals import chinese
from bot.statutes.regulations import UNCHECKED, load_regulations, load_repealed
from bot.statutes.resolver import Resolver
from bot.statutes.words import load_words

FOLDER: Path = PROJECT / "knowledge" / "statutes"
STATUTES = Statutes.open()
RESOLVER = Resolver(STATUTES, FOLDER)
REGULATIONS = load_regulations(FOLDER).regulations
REPEALED = load_repealed(FOLDER)
WORDS = load_words(FOLDER)


def test_a_curated_rule_is_told_and_marked() -> None:
    found = RESOLVER.resolve("法释〔2023〕13号第六十五条")
    assert found.status == "unverified"
    assert found.rule is not None
    assert found.rule.article == "第六十五条"
    assert found.rule.date == "2023-12-05"
    assert found.rule.body == "最高人民法院"
    assert "百分之三十" in found.rule.says
    assert found.rule.mark == UNCHECKED
    assert UNCHECKED in found.says


@pytest.mark.parametrize("rule", REGULATIONS, ids=lambda rule: rule.name)
def test_every_rule_resolves_by_each_of_its_names_and_is_never_verified(rule) -> None:  # type: ignore[no-untyped-def]
    for name in (rule.name, *rule.aliases):
        for entry in rule.articles:
            for form in ("{}第{}条", "《{}》第{}条", "根据《{}》第{}条"):
                found = RESOLVER.resolve(form.format(name, chinese(entry.article)))
                assert found.status == "unverified", found.says
                assert found.rule is not None
                assert (found.rule.name, found.rule.says) == (rule.name, entry.says)
    if rule.last:
        assert RESOLVER.resolve(f"《{rule.name}》第{rule.last + 1}条").status == "no_article"
        assert all(0 < entry.article <= rule.last for entry in rule.articles)


def test_no_name_is_a_law_and_a_rule_at_once() -> None:
    names = [name for rule in REGULATIONS for name in (rule.name, *rule.aliases)]
    assert len(names) == len(set(names))
    assert [name for name in names if STATUTES.law(name)] == []


def test_a_number_that_several_rules_share_names_none() -> None:
    assert RESOLVER.resolve("法释〔2020〕17号第25条").rule is None


def test_an_article_that_is_not_in_the_file_has_no_content() -> None:
    found = RESOLVER.resolve("网络交易监督管理办法第5条")
    assert found.status == "unverified"
    assert found.rule is not None
    assert found.rule.says == ""


@pytest.mark.parametrize("gone", REPEALED.repealed, ids=lambda gone: gone.name)
def test_every_repealed_law_has_a_source_and_its_successors_exist(gone) -> None:  # type: ignore[no-untyped-def]
    law = STATUTES.law(gone.by)
    assert law is not None
    assert law.current
    if gone.article:
        article = STATUTES.article(law, gone.article)
        assert article is not None
        assert gone.name in article.text
        assert "废止" in article.text
    for entry in gone.now:
        found = RESOLVER.resolve(f"{gone.name}第{entry.old}条")
        assert found.status == "repealed"
        assert [new.article.number for new in found.successor if new.article] == list(entry.new)
        assert entry.old <= (gone.last or entry.old)


def test_no_law_in_force_is_called_repealed() -> None:
    names = [name for gone in REPEALED.repealed for name in (gone.name, *gone.aliases)]
    assert [name for name in names if (law := STATUTES.law(name)) and law.current] == []


# What the old article ruled, and words that the new one must therefore hold.
SUCCESSORS = {
    39: "格式条款", 40: "格式条款无效", 41: "通常理解", 42: "磋商", 44: "合同", 49: "代理行为有效", 53: "免责条款无效",
    58: "返还", 60: "全面履行", 61: "交易习惯", 66: "同时履行", 67: "先后履行顺序", 68: "确切证据", 77: "协商一致",
    93: "解除合同的事由", 94: "不可抗力", 95: "解除权", 96: "通知", 97: "恢复原状", 98: "结算和清理", 99: "抵销", 107: "违约责任",
    108: "明确表示", 109: "支付价款", 110: "非金钱债务", 113: "预见", 114: "违约金", 115: "定金", 116: "违约金", 119: "损失扩大",
    120: "都违反合同", 121: "第三人", 122: "损害", 124: "参照", 125: "争议条款", 130: "买卖合同", 196: "借款合同", 212: "租赁合同",
    251: "承揽合同", 268: "随时解除", 396: "委托合同", 399: "指示", 400: "亲自", 404: "财产", 405: "报酬", 406: "过错", 410: "随时解除",
    424: "中介合同", 64: "向第三人履行", 65: "由第三人", 69: "中止履行", 73: "代位", 79: "转让", 84: "债务人将", 88: "一并转让",
    91: "终止", 92: "保密", 78: "推定为未变更", 80: "通知", 12: "一般包括", 10: "书面形式", 32: "签名", 52: "无效", 54: "撤销",
}  # fmt: skip


@pytest.mark.parametrize(("old", "words"), SUCCESSORS.items())
def test_the_new_article_rules_what_the_old_one_ruled(old: int, words: str) -> None:
    found = RESOLVER.resolve(f"合同法第{old}条")
    assert any(words in new.words for new in found.successor), [new.words for new in found.successor]


def test_the_database_says_which_code_replaced_the_environment_laws() -> None:
    for new, old in WORDS.replaced.items():
        law = STATUTES.law(new)
        assert law is not None
        ending = STATUTES.articles(law)[-1].text
        assert [name for name in old if f"《中华人民共和国{name}》" not in ending] == []


def test_every_short_name_means_one_law_of_the_database() -> None:
    assert [name for name in WORDS.abbreviations if not STATUTES.law(name)] == []
    short = [word.replace(" ", "").lower() for words in WORDS.abbreviations.values() for word in words]
    assert len(short) == len(set(short))
    assert [word for word in short if STATUTES.law(word)] == []
    for name, words in WORDS.abbreviations.items():
        for word in words:
            found = RESOLVER.resolve(f"{word} Art. 1" if word.isascii() else f"{word}第一条")
            assert found.article is not None, word
            assert found.article.law.name == name


def test_parts_cover_their_code() -> None:
    parts = [part for part in WORDS.parts if part.law == "民法典"]
    assert [part.first for part in parts[1:]] == [part.last + 1 for part in parts[:-1]]


def test_folk_numbers_exist() -> None:
    for folk in REPEALED.folk:
        law = STATUTES.law(folk.law)
        assert law is not None
        assert STATUTES.article(law, folk.number)
        assert STATUTES.article(law, folk.means)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("regulations.yaml", "date: 2023-12-05", "date: 2023-13-05", "regulations.yaml"),
        (
            "repealed.yaml",
            "last: 428",
            "letzt: 428",
            r"repealed.yaml 第\d+行 字段 repealed\.0\.letzt：不认识这个字段",
        ),
        ("abbreviations.yaml", "parts:", "part:", r"abbreviations.yaml .*字段"),
    ],
)
def test_a_fault_in_a_table_names_file_line_and_field(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    folder = tmp_path / "statutes"
    shutil.copytree(FOLDER, folder)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=says):
        Resolver(STATUTES, folder)
