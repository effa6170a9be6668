"""The one place where the Markdown of an answer becomes HTML.

Everything is escaped first. Then only what our engine writes is given meaning: paragraphs, lists, quotes,
tables, `**bold**` and `[n]` markers of known citations. Any other character of a document stays a character.
The result has no line breaks, so that the Markdown reader inside the chat takes it as one piece of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import count, groupby

from bot.conversation import Citation, Origin

_BOLD = re.compile(r"\*\*(?=\S)([^*]+?)(?<=\S)\*\*")
_MARKER = re.compile(r"\[([0-9]{1,3})\]")
_ITEM = re.compile(r"\s*[-•]\s+(.*)")
_NUMBERED = re.compile(r"\s*(\d{1,3})\.\s+(.*)")
_QUOTED = re.compile(r"\s*>\s?(.*)")
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"[\s|:-]+")
_CHIPS = re.compile(r"(&#?\w+;|[^<>&;\s])((?:<button.*?</button>)+)")
# Besides what HTML acts on, what a Markdown reader or a mathematics renderer might still act on.
_ACTIVE = str.maketrans({char: f"&#{ord(char)};" for char in "&<>\"'\\`*_~[]{}()#+!$|^="} | {"\x00": ""})

Inline = Callable[[str], str]

LAW_CLASSES: Mapping[Origin, str] = {"statute": " law", "regulation": " law unchecked"}
"""What a number's look says of its source beyond being one."""


def escape(text: str) -> str:
    """`text` as HTML that shows exactly these characters, on one line."""
    return _one_line(text).translate(_ACTIVE)


def plain(text: str) -> str:
    """`text` as HTML that shows exactly these characters and keeps its line breaks."""
    return "<br>".join(escape(line) for line in text.strip().splitlines())


def answer(text: str, position: int, citations: Iterable[Citation]) -> str:
    """The HTML of an answer that stands at `position` of its conversation; its citations become chips."""
    known = {citation.marker: citation for citation in citations}

    serial = count(1)

    def mark(match: re.Match[str]) -> str:
        citation = known.get(match[1])
        return chip(position, citation, next(serial)) if citation else escape(match[0])

    def marked(words: str) -> str:
        return _split(_MARKER, words, mark, escape)

    def inline(words: str) -> str:
        return _split(_BOLD, words, lambda match: f"<strong>{marked(match[1])}</strong>", marked)

    # A chip never stands alone at the beginning of a line: it is kept with the character before it.
    blocks = groupby(_unpadded(text).splitlines(), key=_kind)
    whole = "".join(_BLOCKS[kind](list(lines), inline) for kind, lines in blocks)
    return _CHIPS.sub(r'<span class="kept">\1\2</span>', whole)


def chip(position: int, citation: Citation, serial: int) -> str:
    """The button that opens one source; `serial` tells it from others of the same source.

    The chat's sanitizer drops every aria attribute, so the name is made of words.
    """
    name = escape(source_name(citation))
    marker = escape(citation.marker)
    look = LAW_CLASSES.get(citation.origin, "")
    if citation.origin == "paper":
        # Where it stands in the paper beside the chat: the sanitizer leaves nothing but class and id to say it.
        look = f" in-paper of-{escape(citation.document_id)} at-{citation.start}-{citation.end}"
    return (
        f'<button type="button" class="cite{look}" id="cite-{position}-{marker}-{serial}" title="{name}">'
        f'<span class="unseen">依据</span>{marker}</button>'
    )


def source_name(citation: Citation) -> str:
    """A source as it is called on hover and in copied text; a law's with what is known of its standing."""
    status = f"（{citation.status}）" if citation.status else ""
    return f"{citation.source} {citation.locator}".strip() + status


def _unpadded(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")


def _one_line(text: str) -> str:
    return re.sub(r"[\n\r\u2028\u2029\x0b\x0c\x1c-\x1e\x85]", " ", text)


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    for kind, pattern in (("item", _ITEM), ("numbered", _NUMBERED), ("quoted", _QUOTED), ("row", _ROW)):
        if pattern.fullmatch(line):
            return kind
    return "paragraph"


def _split(
    pattern: re.Pattern[str], words: str, inside: Callable[[re.Match[str]], str], outside: Inline
) -> str:
    pieces, end = [], 0
    for match in pattern.finditer(words):
        pieces += [outside(words[end : match.start()]), inside(match)]
        end = match.end()
    return "".join([*pieces, outside(words[end:])])


def _paragraph(lines: list[str], inline: Inline) -> str:
    return f"<p>{'<br>'.join(inline(line.strip()) for line in lines)}</p>"


def _items(lines: list[str], inline: Inline) -> str:
    return f"<ul>{''.join(f'<li>{inline(_ITEM.fullmatch(line)[1])}</li>' for line in lines)}</ul>"  # type: ignore[index]


def _numbered(lines: list[str], inline: Inline) -> str:
    matches = [match for line in lines if (match := _NUMBERED.fullmatch(line))]
    items = "".join(f'<li value="{int(match[1])}">{inline(match[2])}</li>' for match in matches)
    return f"<ol>{items}</ol>"


def _quoted(lines: list[str], inline: Inline) -> str:
    words = [match[1] for line in lines if (match := _QUOTED.fullmatch(line))]
    return f"<blockquote>{'<br>'.join(inline(line) for line in words)}</blockquote>"


def _table(lines: list[str], inline: Inline) -> str:
    if len(lines) < 2 or not _RULE.fullmatch(lines[1]):
        return _paragraph(lines, inline)
    head, *rows = (
        [inline(cell.strip()) for cell in line.strip()[1:-1].split("|")]
        for line in lines
        if not _RULE.fullmatch(line)
    )
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        '<div class="table" role="region" aria-label="表格" tabindex="0">'
        f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
    )


_BLOCKS: Mapping[str, Callable[[list[str], Inline], str]] = {
    "blank": lambda lines, inline: "",
    "paragraph": _paragraph,
    "item": _items,
    "numbered": _numbered,
    "quoted": _quoted,
    "row": _table,
}
