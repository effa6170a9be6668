"""Markdown: our knowledge files with front matter, and a user's own `.md`."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.documents.limits import unusable
from bot.documents.model import Document
from bot.documents.numbering import STARTS_ITEM
from bot.documents.outline import Line, outline
from bot.documents.tables import table_lines
from bot.documents.text import decode, normalise, one_line, unwrap

_TAGS = (
    "a|abbr|article|aside|audio|b|big|blockquote|body|br|button|canvas|center|code|col|dd|del|details|div|dl|dt|em"
    "|embed|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|li|link|main|mark|meta"
    "|nav|object|ol|p|picture|pre|q|s|section|select|small|source|span|strong|style|script|sub|summary|sup|svg"
    "|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video"
)
_DROPPED = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|iframe|svg|template|noscript)\b[^>]{0,2000}>.*?(?:</\1\s{0,20}>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}(#{1,6})(?: +|(?=[\u4e00-\u9fff]))(.*)$")
_RULE = re.compile(r" {0,3}([-*_])(?: *\1){2,}$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_QUOTE = re.compile(r" {0,3}> ?")
_BULLET = re.compile(r" *[-*+•] +(?:\[[ xX]\] +)?(?=\S)")
_ORDERED = re.compile(r" *(\d{1,3}[.)]) +(?=\S)")
_DELIMITERS = re.compile(r" {0,3}\|?(?: *:?-+:? *\|)+(?: *:?-+:? *)?$")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]: *\S+")

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_PROTECTED = 0xF0000
_LONGEST_MARKED_UP = 20_000
"""A longer paragraph is no Markdown that somebody wrote; its signs are left as they are."""
_CODE = re.compile(r"(`+)(.{1,2000}?)\1")
_IMAGE = re.compile(r"!\[[^\]]{0,500}\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_TARGET = r"<?(?:[!-'*-~]*(?:\([!-'*-~]*\))?[!-'*-~]*|[^()\s]+\.\w{2,5})>?(?: +[\"'][^\"']*[\"'])?"
_LINK = re.compile(rf"\[([^\[\]]+)\]\( *{_TARGET} *\)")
_REFERENCE = re.compile(r"\[([^\[\]^]+)\]\[[^\]]*\]|\[\^[^\]]+\]")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
_STRUCK = re.compile(r"~~(?=\S).{1,2000}?(?<=\S)~~")
# Marks close within 2,000 characters: a line of openings that never close would be searched to its end for each.
_MARKS = (
    re.compile(r"\*\*(?=[^\s*])(.{1,2000}?)(?<=[^\s*])\*\*"),
    re.compile(r"(?<!_)__(?=[^\s_])(.{1,2000}?)(?<=[^\s_])__(?!_)"),
    re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*]+?)(?<=[^\s*])\*(?![A-Za-z0-9*])"),
    re.compile(r"(?<![A-Za-z0-9_])_(?=[^\s_])([^_]+?)(?<=[^\s_])_(?![A-Za-z0-9_])"),
)


def read_markdown(data: bytes, path: Path) -> list[Document]:
    """The one document of a Markdown file, without its markup.

    Raises ConfigurationError when front matter of ours is not valid.
    """
    # It brings pydantic along, for which a process that reads one Word file should not wait.
    from bot.documents.front_matter import parse

    text = decode(data)
    if text is None:
        raise unusable(path, "不是能识别的文字编码。请用编辑器另存为 UTF-8 后再上传。")
    meta, body, _ = parse(text, path)
    lines = markdown_lines(body)
    top = [i for i, line in enumerate(lines) if line.kind == "heading" and line.level == 1]
    if top == [0]:
        lines[0] = replace(lines[0], title=True)
    if meta.kind == "upload" and top:
        meta = replace(meta, title=one_line(lines[top[0]].text))
    content, blocks = outline(lines)
    return [Document(meta, content, blocks)]


def markdown_lines(body: str) -> list[Line]:
    """The lines of a Markdown text: headings, quotes and tables marked, the rest left to its numbers."""
    return _Parser(_DROPPED.sub("", normalise(body))).lines


class _Parser:
    """Walks over the lines once; `_pending` holds the paragraph or list item that may go on."""

    def __init__(self, body: str) -> None:
        self.lines: list[Line] = []
        self._pending: list[str] = []
        self._source = body.split("\n")
        at = 0
        while at < len(self._source):
            at = self._step(at)
        self._flush()

    def _step(self, at: int) -> int:
        """Take the construct that begins at a line; the index of the next one."""
        line = self._source[at]
        fence = _FENCE.match(line)
        if fence:
            return self._code(at + 1, fence[1])
        if _QUOTE.match(line):
            return self._quote(at)
        if "|" in line and at + 1 < len(self._source) and _DELIMITERS.match(self._source[at + 1]):
            return self._table(at)
        heading = _HEADING.match(line)
        if heading:
            self._flush()
            words, _, marks = heading[2].rpartition(" ")
            self._add(heading[2] if marks.strip("#") else words, level=len(heading[1]))
        elif _UNDERLINE.match(line) and len(self._pending) == 1:
            level = 1 if "=" in line else 2
            text = self._pending.pop()
            self._add(text, level=level)
        elif not line or _RULE.match(line) or _DEFINITION.match(line):
            self._flush()
        else:
            self._text(line)
        return at + 1

    def _text(self, line: str) -> None:
        bullet = _BULLET.match(line)
        if bullet or _ORDERED.match(line):
            self._flush()
            line = line[bullet.end() :] if bullet else line.strip()
        self._pending.append(line)

    def _add(self, text: str, *, level: int = 0) -> None:
        for part in plain(text).split("\n"):
            if part.strip():
                self.lines.append(Line(part.strip(), "heading" if level else None, level))

    def _flush(self) -> None:
        for text in unwrap(self._pending, STARTS_ITEM):
            self._add(text)
        self._pending = []

    def _code(self, at: int, fence: str) -> int:
        self._flush()
        end = at
        while end < len(self._source) and not self._source[end].lstrip().startswith(fence):
            end += 1
        text = "\n".join(self._source[at:end]).strip()
        if text:
            self.lines.append(Line(text, "paragraph"))
        return end + 1

    def _quote(self, at: int) -> int:
        self._flush()
        part: list[str] = []
        while at < len(self._source) and _QUOTE.match(self._source[at]):
            line = self._source[at]
            while match := _QUOTE.match(line):
                line = line[match.end() :]
            part.append(_BULLET.sub("", line))
            at += 1
        for paragraph in re.split(r"\n\n+", "\n".join(part)):
            text = plain("\n".join(unwrap(paragraph.split("\n"), STARTS_ITEM))).strip()
            if text:
                self.lines.append(Line(text, "note"))
        return at

    def _table(self, at: int) -> int:
        self._flush()
        rows = [_cells(self._source[at])]
        at += 2
        while at < len(self._source) and "|" in self._source[at]:
            rows.append(_cells(self._source[at]))
            at += 1
        self.lines.extend(table_lines(rows))
        return at


def _cells(line: str) -> Sequence[str]:
    guarded = line.replace("\\|", chr(_PROTECTED + ord("|"))).strip()
    return [plain(cell) for cell in guarded.removeprefix("|").removesuffix("|").split("|")]


def plain(text: str) -> str:
    """The words of a piece of Markdown: links keep their text, images and raw HTML tags vanish.

    Text that was struck out is gone, as it is for a reader.
    """
    if len(text) > _LONGEST_MARKED_UP:
        return normalise(text)
    text = _ESCAPE.sub(lambda match: _protected(match[1]), text)
    text = _CODE.sub(lambda match: _protected(match[2]), text)
    text = _AUTOLINK.sub(r"\1", _TAG.sub("", _BREAK.sub("\n", text)))
    text = _REFERENCE.sub(lambda match: match[1] or "", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    text = _STRUCK.sub("", text)
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    text = "".join(
        chr(ord(char) - _PROTECTED) if ord(char) >= _PROTECTED else char for char in html.unescape(text)
    )
    return normalise(text)


def _protected(text: str) -> str:
    """The same characters moved out of reach of the rules that follow."""
    return "".join(chr(_PROTECTED + ord(char)) if char.isascii() else char for char in text)
