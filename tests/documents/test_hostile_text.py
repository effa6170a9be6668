"""Text, Markdown and web pages made to break a reader, and names and places that are no files."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import read_one

from bot.documents import read_documents
from bot.documents.numbering import parse
from bot.errors import InputError

CLAUSE = "第一条 甲方应当付款。"


READ: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "two byte order marks": ("a.txt", lambda: b"\xef\xbb\xbf\xef\xbb\xbf" + CLAUSE.encode(), CLAUSE),
    "a byte order mark in the middle": ("a.txt", lambda: "第一条 甲方\ufeff应当付款。".encode(), CLAUSE),
    "UTF-16 the other way round": ("a.txt", lambda: b"\xfe\xff" + CLAUSE.encode("utf-16-be"), CLAUSE),
    "UTF-32": ("a.txt", lambda: CLAUSE.encode("utf-32"), CLAUSE),
    "NULs between the words": ("a.txt", lambda: f"{CLAUSE}\x00{'双方保密。' * 20}".encode(), CLAUSE),
    "marks that turn the direction": ("a.txt", lambda: "第一条 \u202e甲方\u2067应当付款\u202c。".encode(), CLAUSE),
    "tags that nobody sees": ("a.txt", lambda: f"{CLAUSE}\U000e0049\U000e0047".encode(), CLAUSE),
    "figures of another script": ("a.txt", lambda: f"第٣条 保密。\n٣、其他。\n{CLAUSE}".encode(), CLAUSE),
    "every kind of line end": ("a.txt", lambda: f"{CLAUSE}\r\n甲\r乙\x0b丙\x0c丁\u2028戊\x85己".encode(), CLAUSE),
    "100,000 characters in one line": ("a.txt", lambda: (CLAUSE + "甲方付款，" * 20_000).encode(), CLAUSE),
    "20,000 numbers in one line": ("a.txt", lambda: (CLAUSE + "1、甲。2、乙。" * 10_000).encode(), CLAUSE),
    "100,000 blanks in one line": ("a.txt", lambda: (CLAUSE + " " * 100_000 + "乙方。").encode(), CLAUSE),
    "20,000 empty lines": ("a.txt", lambda: ("\n" * 20_000 + CLAUSE).encode(), CLAUSE),
    "one sign a line": ("a.txt", lambda: (CLAUSE + "\n甲" * 5_000).encode(), CLAUSE),
    "comments in a row": ("a.txt", lambda: (CLAUSE + "<!---->" * 3000).encode(), CLAUSE),
    "stars without end": ("a.md", lambda: (CLAUSE + "\n\n" + "**a " * 2000).encode(), CLAUSE),
    "brackets without end": ("a.md", lambda: (CLAUSE + "\n\n" + "![" * 8000).encode(), CLAUSE),
    "quotes 5,000 deep": ("a.md", lambda: (CLAUSE + "\n\n" + ">" * 5000 + " 甲").encode(), CLAUSE),
    "a table of 3,000 columns": ("a.md", lambda: f"{CLAUSE}\n\n|{'a|' * 3000}\n|{'-|' * 3000}".encode(), CLAUSE),
    "front matter of another program": ("a.md", lambda: f"---\nx: !!python/object:os.system\n---\n{CLAUSE}".encode(), CLAUSE),
    "a script in a page": ("a.html", lambda: f"<html><body><p>{CLAUSE}</p><script>alert(1)</script>".encode(), CLAUSE),
    "a list that begins at no figure": (
        "a.html",
        lambda: f"<html><body><p>{CLAUSE}</p><ol start='²'><li value='{'9' * 5000}'>甲。</ol>".encode(),
        CLAUSE,
    ),
    "signs that there are not": ("a.html", lambda: f"<html><body>{CLAUSE}<p>&#x110000;&#0;&#xd800;乙。".encode(), CLAUSE),
    "an entity in a page": (
        "a.html",
        lambda: f'<!DOCTYPE html [<!ENTITY f SYSTEM "file:///etc/passwd">]><html><body>{CLAUSE}&f;'.encode(),
        CLAUSE,
    ),
    "a page that says another encoding": (
        "a.html",
        lambda: b"<html><meta charset='utf-7'><body><p>" + CLAUSE.encode("gb18030"),
        CLAUSE,
    ),
}  # fmt: skip


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "UTF-16 cut in a character": ("a.txt", lambda: CLAUSE.encode("utf-16")[:-1], "二进制"),
    "GBK and UTF-8 in one": ("a.txt", lambda: (CLAUSE.encode() + CLAUSE.encode("gbk")) * 5, "二进制"),
    "a byte order mark alone": ("a.txt", lambda: b"\xff\xfe", "没有可读的文字"),
    "a packed archive": ("a.txt", lambda: b"\x1f\x8b\x08" + bytes(range(200)), "压缩包"),
    "marks that turn the direction, alone": (
        "a.txt",
        lambda: "\u202e\u2066\n".encode() * 9,
        "没有可读的文字",
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", READ)
def test_what_can_be_read_is_read(tmp_path: Path, case: str) -> None:
    name, make, text = READ[case]
    document = read_one(tmp_path, name, make())
    assert text in document.text
    assert "root:" not in document.text
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    name, make, fragment = REFUSED[case]
    with pytest.raises(InputError) as caught:
        read_one(tmp_path, name, make())
    assert str(caught.value).startswith(f"「{name}」")
    assert fragment in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "..\\..\\evil.txt",
        "a;rm -rf x.txt",
        "$(id).txt",
        "-rf.txt",
        " .txt",
        "合同\u202etxt.exe.txt",
        "%00.txt",
    ],
)
def test_odd_names_are_only_names(tmp_path: Path, name: str) -> None:
    assert read_one(tmp_path, name, CLAUSE.encode()).text == CLAUSE
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_links_and_devices(tmp_path: Path) -> None:
    (tmp_path / "真.txt").write_text(CLAUSE, encoding="utf-8")
    (tmp_path / "链.txt").symlink_to("真.txt")
    (tmp_path / "环.txt").symlink_to("环.txt")
    (tmp_path / "断.txt").symlink_to("没有.txt")
    (tmp_path / "零.txt").symlink_to("/dev/zero")
    assert read_documents(tmp_path / "链.txt")[0].text == CLAUSE
    for name, fragment in (("环", "打不开"), ("断", "找不到"), ("零", "不是普通文件")):
        with pytest.raises(InputError, match=fragment):
            read_documents(tmp_path / f"{name}.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "锁.txt"
    path.write_text(CLAUSE, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="读不出来。请检查权限"):
        read_documents(path)


@pytest.mark.parametrize("text", ["第٣条 甲", "٣、甲", "(٣)甲", "1٣. 甲", "٣)甲", "第²条 甲", "第３条 甲"])
def test_only_ascii_figures_number_a_clause(text: str) -> None:
    assert parse(text) is None
