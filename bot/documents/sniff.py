"""What a file's content is, whatever its name says."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib

from bot.documents.text import decode

NAMES: dict[str, str] = {
    "text": "纯文本",
    "html": "网页(HTML)",
    "pdf": "PDF 文件",
    "docx": "Word 文档（.docx）",
    "docm": "带宏的 Word 文档(.docm)",
    "doc": "旧版 Word 或 Office 文件(.doc、.xls)",
    "encrypted-office": "加了密码的 Office 文件",
    "xlsx": "Excel 表格",
    "pptx": "幻灯片",
    "odt": "OpenDocument 文档",
    "epub": "电子书",
    "zip": "压缩包",
    "archive": "压缩包",
    "damaged": "损坏的文件，可能没有下载完整",
    "program": "程序文件",
    "image": "图片",
    "media": "音频或视频",
    "rtf": "RTF 文档",
    "binary": "二进制文件，不是文字",
}
"""Kinds of content, and how to call them to a user."""

DAMAGED_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What an archive raises that is damaged, locked, or packed in an unknown way: zipfile lets through what it meets."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"BM", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"ID3", "media"),
    (b"OggS", "media"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"{\\rtf", "rtf"),
)
_TEXT_MAGIC = frozenset({"MZ", "BM", "GIF8", "RIFF", "ID3", "OggS", "Rar!", "BZh"})
_HTML_START = re.compile(
    # Each comment ends where it first can, whatever follows: else a row of them could be split in countless ways.
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?:(?><!--.{0,2000}?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAGS = re.compile(r"<(?:div|p|span|table|script|ul|section|article|meta)\b[^>]*>", re.IGNORECASE)


def kind_of(data: bytes) -> str:
    """The kind of content, one of `NAMES`."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(data)
    if data.startswith(_OLE):
        return "encrypted-office" if "EncryptedPackage".encode("utf-16-le") in data else "doc"
    for magic, kind in _MAGIC:
        if data.startswith(magic) and _is_truly(magic, data):
            return kind
    text = decode(data)
    if text is None:
        return "binary"
    return "html" if _is_html(text) else "text"


def _is_truly(magic: bytes, data: bytes) -> bool:
    """Magic made of plain letters may begin a text too; a program also has bytes that no text has."""
    if magic.decode("latin-1") not in _TEXT_MAGIC:
        return True
    return b"\x00" in data[:4096] or decode(data) is None


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except DAMAGED_ZIP:
        return "damaged"
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "docm" if any(name.startswith("word/") for name in names) else "zip"
    for prefix, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if "[Content_Types].xml" in names and any(name.startswith(prefix) for name in names):
            return kind
    if "content.xml" in names:
        return "odt"
    return "epub" if "META-INF/container.xml" in names else "zip"


def _is_html(text: str) -> bool:
    head = text[:50_000].lstrip("\ufeff")
    if _HTML_START.match(head):
        return True
    return head.lstrip().startswith("<") and len(_HTML_TAGS.findall(head)) >= 3
