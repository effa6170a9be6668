"""PDF files with text: visual lines joined into paragraphs, numbers found again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

from bot.documents.asides import Found, placed, solid
from bot.documents.limits import Limits, unusable
from bot.documents.model import AsideKind, Document, DocumentMeta
from bot.documents.outline import outline
from bot.documents.readers.pdf_flow import Page
from bot.documents.readers.pdf_line import VisualLine
from bot.documents.readers.pdf_margins import is_page_number, without_margins
from bot.documents.readers.pdf_page import read_pages
from bot.documents.readers.pdf_paragraphs import paragraphs
from bot.documents.readers.pdf_tables import TableLine, join_over_pages
from bot.documents.titles import with_title

_BROKEN = re.compile(r"[\ufffd\ue000-\uf8ff]|\(cid:\d+\)")
_FEW_CHARACTERS = 20
_HIDDEN = "文件里有看不见的文字，没有算作正文。"
_PASSWORD_ERROR = 4
_XFA_ONLY = 2


def guard_pdf(data: bytes, path: Path, limits: Limits) -> None:
    """Refuse a file that is locked or damaged, has too many pages, or whose pages a program would first fill."""
    with _opened(data, path) as document:
        pages, form = len(document), document.get_formtype()
    if form == _XFA_ONLY:
        raise unusable(path, "是动态表单(XFA)，内容不在页面里，读不了。请打印成新的 PDF，或上传 Word 原件。")
    if pages > limits.pages:
        raise unusable(path, f"有 {pages} 页，超过 {limits.pages} 页的上限。请只上传合同所在的那些页。")


def read_pdf(data: bytes, path: Path) -> list[Document]:
    """The one document of a PDF. Raises InputError when its pages are pictures or its text is garbled."""
    with _opened(data, path) as document:
        read = read_pages(document)
    pages = [page.lines for page in read]
    words = "".join(line.text for page in pages for line in page)
    if len(words) < _FEW_CHARACTERS * min(len(pages), 3):
        raise unusable(
            path,
            "里几乎没有文字，像是扫描件或图片。请先用 WPS 或手机做文字识别(OCR)再上传，或直接粘贴文字。",
        )
    if len(_BROKEN.findall(words)) > 0.05 * len(words):
        raise unusable(
            path, "的文字取出来是乱码（字体缺少编码）。请上传 Word 原件，或做文字识别(OCR)后再上传。"
        )
    kept = without_margins(pages)
    flow = [line for page in kept for line in page]
    join_over_pages(flow)
    title, lines = with_title(paragraphs(flow), path)
    text, blocks = outline(lines)
    asides = tuple(placed(_found(read, kept), text))
    return [Document(DocumentMeta(title=title), text, blocks, notes=tuple(_notes(read)), asides=asides)]


def _notes(pages: Sequence[Page]) -> Iterator[str]:
    for chosen, sentence in (
        (lambda page: not page.lines, "没有文字，可能是图片，没有读取。"),
        (lambda page: page.scanned, "是扫描图片，文字来自文件自带的识别结果，可能有错字，请对照原件。"),
    ):
        numbers = [str(number) for number, page in enumerate(pages, 1) if chosen(page)]
        if numbers:
            yield f"第{'、'.join(numbers)}页{sentence}"
    if any(page.hidden for page in pages):
        yield _HIDDEN


def _found(read: Sequence[Page], kept: Sequence[Sequence[VisualLine]]) -> Iterator[Found]:
    """What is hidden, by the text in front of it, and each running head and foot that was left out, once."""
    before = 0
    margins: dict[tuple[AsideKind, str], str] = {}
    for page, lines in zip(read, kept, strict=True):
        inside = {id(line) for line in lines}
        skipped = [line.skipped if isinstance(line, TableLine) else 0 for line in page.lines]
        lengths = [
            solid(line.text) - less if id(line) in inside else 0
            for line, less in zip(page.lines, skipped, strict=True)
        ]
        ends = list(accumulate(lengths, initial=before))
        for one in page.hidden:
            # Only a table has characters in front of what is hidden in it, and they may not be in the text.
            within = min(max(one.inside - skipped[one.lines], 0), lengths[one.lines]) if one.inside else 0
            yield Found("hidden", one.words, ends[one.lines] + within)
        before = ends[-1]
        for line in page.lines:
            if id(line) not in inside and not is_page_number(line.text):
                kind: AsideKind = "header" if line.top < line.page_height / 2 else "footer"
                margins.setdefault((kind, re.sub(r"\d+", "#", line.text)), line.text)
    for (kind, _), words in margins.items():
        yield Found(kind, words)


@contextmanager
def _opened(data: bytes, path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD_ERROR or "password" in str(error).lower():
            raise unusable(path, "加了密码，读不了。请去掉密码（例如打印成新的 PDF）后再上传。") from error
        raise unusable(path, "已损坏，打不开。请重新导出 PDF 后再上传。") from error
    try:
        yield document
    except pypdfium2.PdfiumError as error:
        raise unusable(path, "里有打不开的页。请重新导出 PDF 后再上传。") from error
    finally:
        document.close()
