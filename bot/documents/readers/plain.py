"""Plain text in any of the encodings that Chinese text files come in."""

from __future__ import annotations

from pathlib import Path

from bot.documents.limits import unusable
from bot.documents.model import Document, DocumentMeta
from bot.documents.numbering import STARTS_ITEM
from bot.documents.outline import Line, outline
from bot.documents.text import decode, normalise, unwrap
from bot.documents.titles import with_title
from bot.documents.webpage import article_document, split_articles


def read_plain(data: bytes, path: Path) -> list[Document]:
    """The document of a text file, or one for each article when it is the saved text of a web page."""
    text = decode(data)
    if text is None:
        raise unusable(path, "不是能识别的文字编码。请用记事本或 WPS 打开，另存为 UTF-8 后再上传。")
    text = normalise(text)
    articles = split_articles([Line(line.strip()) for line in text.split("\n")])
    if articles:
        return [article_document(article) for article in articles]
    title, lines = with_title([Line(line) for line in _paragraphs(text)], path)
    content, blocks = outline(lines)
    return [Document(DocumentMeta(title=title), content, blocks)]


def _paragraphs(text: str) -> list[str]:
    paragraphs: list[str] = []
    group: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line:
            group.append(line)
        else:
            paragraphs.extend(unwrap(group, STARTS_ITEM))
            group = []
    return paragraphs
