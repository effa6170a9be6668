"""The way from a path to documents: checks, sniffing, the reader, and what holds for every document."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path

from bot.documents import registry
from bot.documents.limits import MEGABYTE, Limits, unusable
from bot.documents.model import Document
from bot.documents.sniff import NAMES, kind_of
from bot.errors import InputError

_LONGEST_CHARACTER = 4  # bytes, in every encoding that is read
_SUFFIX_OF = {"pdf": ".pdf", "docx": ".docx", "html": ".html", "text": ".txt"}
_REMEDY = {
    "doc": "请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
    "docm": "宏可能带来风险，请另存为不带宏的 .docx 后再上传。",
    "encrypted-office": "请在 Word 或 WPS 里去掉密码后再上传。",
    "xlsx": "请把要看的内容复制到 Word 文档，或另存为 PDF 后再上传。",
    "pptx": "请另存为 PDF 后再上传。",
    "odt": "请另存为 .docx 后再上传。",
    "rtf": "请用 Word 或 WPS 打开，另存为 .docx 后再上传。",
    "zip": "请解压后上传里面的文件。",
    "archive": "请解压后上传里面的文件。",
    "damaged": "请重新保存或重新下载后再上传。",
    "image": "请先用文字识别(OCR)转成文字，或直接粘贴合同内容。",
}


def read_documents(path: Path, *, limits: Limits = Limits()) -> list[Document]:  # noqa: B008 - frozen
    """The documents of one file: a web page that lists articles gives several, other files one.

    Raises InputError, with a sentence for the user, when the file is absent, too large, damaged, not what
    its name says, or without text; ConfigurationError when front matter of a knowledge file is not valid.
    """
    found = _format(path)
    data = _bytes(path, limits)
    kind = kind_of(data)
    if kind not in found.contents:
        raise unusable(path, _mismatch(path, kind))
    if kind == "text" and len(data) > _LONGEST_CHARACTER * limits.characters:
        raise _too_long(path, limits)
    if found.guard is not None:
        found.guard(data, path, limits)
    documents = [document for document in found.reader(data, path) if document.blocks]
    if not documents:
        raise unusable(path, "里没有可读的文字。请确认内容完整，或直接粘贴文字。")
    if sum(len(document.text) for document in documents) > limits.characters:
        raise _too_long(path, limits)
    digest = hashlib.sha256(data).hexdigest()
    return [replace(document, origin_path=str(path), sha256=digest) for document in _distinct(documents)]


def _format(path: Path) -> registry.Format:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise unusable(path, "找不到。请检查文件名和位置。") from error
    except (OSError, ValueError) as error:
        raise unusable(path, "打不开。请检查文件名、位置和权限。") from error
    if stat.S_ISDIR(mode):
        raise unusable(path, "是文件夹，不是文件。请选择里面的文件。")
    if not stat.S_ISREG(mode):
        raise unusable(path, "不是普通文件，不能读取。请另选文件。")
    found = registry.format_for(path.suffix)
    if found is None:
        known = "、".join(registry.suffixes())
        kind = f" {path.suffix} 文件" if path.suffix else "没有扩展名的文件"
        raise unusable(path, f"不能读取：不支持{kind}。可以用 {known}。")
    return found


def _bytes(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise _too_large(path, size, limits)
        with path.open("rb") as file:
            data = file.read(limits.file_bytes + 1)
    except OSError as error:
        raise unusable(path, "读不出来。请检查权限，并确认没有被别的程序占用。") from error
    if len(data) > limits.file_bytes:
        raise _too_large(path, len(data), limits)
    if not data.strip(b"\x00 \t\r\n"):
        raise unusable(path, "是空文件，里面没有内容。请重新保存或换一个文件。")
    return data


def _too_large(path: Path, size: int, limits: Limits) -> InputError:
    had, most = size / MEGABYTE, limits.file_bytes / MEGABYTE
    return unusable(path, f"有 {had:.3g} MB,超过 {most:.3g} MB 的上限。请去掉图片或拆成几个文件后再上传。")


def _too_long(path: Path, limits: Limits) -> InputError:
    return unusable(path, f"的文字超过 {limits.characters:,} 字的上限。请拆成几个文件再上传。")


def _mismatch(path: Path, kind: str) -> str:
    name = NAMES[kind]
    if kind in _SUFFIX_OF and registry.format_for(_SUFFIX_OF[kind]):
        right = _SUFFIX_OF[kind]
        return (
            f"的扩展名是 {path.suffix}，内容看起来却是{name}。如果没有弄错，请把扩展名改成 {right} 再上传。"
        )
    remedy = _REMEDY.get(kind, "请确认选对了文件。")
    return f"看起来是{name},不能读取。{remedy}"


def _distinct(documents: list[Document]) -> list[Document]:
    """Without documents that stand twice in one file; namesakes get a number."""
    seen: set[str] = set()
    titles: dict[str, int] = {}
    distinct = []
    for document in documents:
        if document.text in seen:
            continue
        seen.add(document.text)
        title = document.meta.title
        titles[title] = titles.get(title, 0) + 1
        if titles[title] > 1:
            document = replace(document, meta=replace(document.meta, title=f"{title}({titles[title]})"))
        distinct.append(document)
    return distinct
