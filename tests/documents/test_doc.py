"""Old Word files, through a real LibreOffice where there is one."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import pytest

from bot.documents import read_documents
from bot.documents.isolated import read_isolated
from bot.documents.readers import doc
from bot.errors import InputError

SAMPLE = Path(__file__).parents[1] / "data" / "linked_picture.doc"
"""Two clauses, a section linked to a file, and a picture linked to port 47113, written by LibreOffice 7.4."""

needs_libreoffice = pytest.mark.skipif(doc.converter() is None, reason="LibreOffice is not installed")


@needs_libreoffice
def test_an_old_word_file_is_read_and_its_links_are_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = str(server.getsockname()[1]).rjust(5, "0")
        path = tmp_path / "旧合同.doc"
        path.write_bytes(SAMPLE.read_bytes().replace(b"47113", port.encode()))
        [document] = read_isolated(path)
        with pytest.raises(TimeoutError):
            server.accept()
    assert document.text == "第一条 甲方应当按月付款。\n链接的内容\n第二条 双方保守秘密。"
    assert [note for note in document.notes if "LibreOffice" in note]
    assert sorted(tmp_path.iterdir()) == [temporary, path]
    assert list(temporary.iterdir()) == []


@needs_libreoffice
def test_a_damaged_old_word_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "坏.doc"
    path.write_bytes(SAMPLE.read_bytes()[:512] + "WordDocument".encode("utf-16-le"))
    with pytest.raises(InputError, match=r"「坏\.doc」转换失败，可能已损坏或加了密码"):
        read_documents(path)


@needs_libreoffice
def test_a_conversion_that_takes_too_long_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "_SECONDS", 0.05)
    path = tmp_path / "慢.doc"
    path.write_bytes(SAMPLE.read_bytes())
    with pytest.raises(InputError, match=r"「慢\.doc」转换超过 0\.05 秒"):
        read_documents(path)


def test_without_libreoffice_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    path = tmp_path / "旧.doc"
    path.write_bytes(SAMPLE.read_bytes())
    with pytest.raises(InputError, match="没有装 LibreOffice，读不了。请用 Word 或 WPS 打开，另存为 "):
        read_documents(path)


def test_other_office_files_under_the_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "表.doc"
    path.write_bytes(SAMPLE.read_bytes().replace("WordDocument".encode("utf-16-le"), bytes(24)))
    with pytest.raises(InputError, match=r"「表\.doc」不是 Word 文档"):
        read_documents(path)
