"""Files that cannot be used: each gets one clear sentence, and nothing is read that should not be."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import pdf_file, picture_pdf, repacked, word_file

from bot.documents import Limits, read_documents
from bot.errors import InputError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BILLION = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&b;</w:t>
</w:r></w:p></w:body></w:document>"""


def docx() -> bytes:
    return word_file(lambda document: document.add_paragraph("甲方付款。"))


def pdf() -> bytes:
    return pdf_file(["甲方应当在每月十五日前付款，乙方应当提供在线客服。" * 3])


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    return pdf_file(["甲方付款。"], encrypt=StandardEncryption("secret"))


def bomb() -> bytes:
    return repacked(docx(), {"word/media/image1.bmp": bytes(30_000_000)})


def archive() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("合同.txt", "甲方")
    return target.getvalue()


def encrypted_entry() -> bytes:
    data = bytearray(docx())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def workbook() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("xl/workbook.xml", "<workbook/>")
    return target.getvalue()


HTML = "<!DOCTYPE html><html><body><p>甲方付款。</p></body></html>".encode()

CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.txt", lambda: b"", "空文件"),
    "only zeros": ("a.txt", lambda: bytes(100), "空文件"),
    "only spaces": ("a.md", lambda: "\u3000\n\u200b\n".encode(), "没有可读的文字"),
    "unknown suffix": ("a.xyz", lambda: b"x", "不支持 .xyz 文件"),
    "no suffix": ("合同", lambda: b"x", "没有扩展名"),
    "pdf called txt": ("a.txt", pdf, "PDF 文件。如果没有弄错，请把扩展名改成 .pdf"),
    "docx called pdf": ("a.pdf", docx, "Word 文档（.docx）。如果没有弄错，请把扩展名改成 .docx"),
    "text called docx": ("a.docx", lambda: "甲方付款。".encode(), "改成 .txt"),
    "text called pdf": ("a.pdf", lambda: "甲方付款。".encode(), "改成 .txt"),
    "html called txt": ("a.txt", lambda: HTML, "网页(HTML)"),
    "html called md": ("a.md", lambda: HTML, "改成 .html"),
    "program called txt": ("a.txt", lambda: b"MZ\x90\x00\x03" + bytes(range(256)), "程序文件"),
    "program called docx": ("a.docx", lambda: b"\x7fELF\x02\x01" + bytes(99), "程序文件"),
    "picture called pdf": ("a.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "图片"),
    "rtf called txt": ("a.txt", lambda: b"{\\rtf1 abc}", "RTF"),
    "old word": ("a.docx", lambda: OLE, "旧版 Word"),
    "locked word": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
    "locked entries": ("a.docx", encrypted_entry, "去掉密码"),
    "workbook": ("a.docx", workbook, "Excel"),
    "zip": ("a.docx", archive, "解压"),
    "macros": ("a.docx", lambda: repacked(docx(), {"word/vbaProject.bin": b"x"}), "宏"),
    "zip bomb": ("a.docx", bomb, "大得不正常"),
    "entities": ("a.docx", lambda: repacked(docx(), {"word/document.xml": BILLION}), "实体定义"),
    "entities in styles": (
        "a.docx",
        lambda: repacked(docx(), {"word/styles.xml": BILLION.decode().encode("utf-16")}),
        "实体定义",
    ),
    "broken xml": ("a.docx", lambda: repacked(docx(), {"word/document.xml": b"<w:doc"}), "已损坏"),
    "half a docx": ("a.docx", lambda: docx()[:3000], "损坏的文件"),
    "docx with no words": ("a.docx", lambda: word_file(lambda _: None), "没有可读的文字"),
    "binary": ("a.txt", lambda: bytes(range(1, 256)) * 9, "二进制"),
    "locked pdf": ("a.pdf", locked_pdf, "加了密码"),
    "scan": ("a.pdf", picture_pdf, "扫描件"),
    "broken pdf": ("a.pdf", lambda: b"%PDF-1.7\nrubbish", "已损坏"),
    "page of scripts": ("a.html", lambda: b"<html><body><script>x</script></body></html>", "没有可读的文字"),
    "abyss": ("a.html", lambda: b"<html><body>" + b"<div>" * 9000 + b"x", "层次深得不正常"),
}


@pytest.mark.parametrize("case", CASES)
def test_one_clear_sentence(tmp_path: Path, case: str) -> None:
    name, make, fragment = CASES[case]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError) as caught:
        read_documents(path)
    assert str(caught.value).startswith(f"「{name}」")
    assert fragment in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_a_file_of_200_mb_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "大.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(InputError, match="有 200 MB,超过 20 MB 的上限"):
        read_documents(path)


@pytest.mark.parametrize(
    ("name", "make", "limits", "fragment"),
    [
        ("a.pdf", lambda: pdf_file(["甲方。"] * 120), Limits(pages=2), "超过 2 页的上限"),
        ("a.docx", docx, Limits(zip_entries=3), "个部件"),
        ("a.docx", docx, Limits(zip_ratio=1.01), "大得不正常"),
        ("a.docx", docx, Limits(zip_bytes=1000), "大得不正常"),
        ("a.docx", docx, Limits(characters=3), "超过 3 字的上限"),
        ("a.txt", lambda: "甲方付款。".encode() * 90, Limits(characters=100), "超过 100 字的上限"),
        ("a.txt", lambda: b"abcdef", Limits(file_bytes=5), "的上限"),
    ],
)
def test_limits(tmp_path: Path, name: str, make: Callable[[], bytes], limits: Limits, fragment: str) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError, match=fragment):
        read_documents(path, limits=limits)


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "夹.txt").mkdir()
    os.mkfifo(tmp_path / "管.txt")
    for path, fragment in (
        (tmp_path / "无.txt", "找不到"),
        (tmp_path / "夹.txt", "是文件夹"),
        (tmp_path / "管.txt", "不是普通文件"),
        (Path("a\x00.txt"), "打不开"),
        (tmp_path / ("长" * 300 + ".txt"), "打不开"),
    ):
        with pytest.raises(InputError, match=fragment):
            read_documents(path)


def test_a_name_that_would_spoil_the_sentence_is_tidied(tmp_path: Path) -> None:
    path = tmp_path / f"合同\u202e\n{'很' * 60}长.txt"
    path.write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_documents(path)
    assert "\n" not in str(caught.value)
    assert "\u202e" not in str(caught.value)
    assert len(str(caught.value)) < 110
