"""Web pages: the words a reader would see, without navigation, scripts, hidden parts and footer."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.limits import unusable
from bot.documents.model import Document, DocumentMeta
from bot.documents.outline import Line, outline
from bot.documents.readers.html_lines import lines_of
from bot.documents.text import decode, normalise, one_line
from bot.documents.titles import name_title, plain_title, with_title
from bot.documents.webpage import Article, article_document, date_of, is_noise, split_articles

if TYPE_CHECKING:
    from lxml.html import HtmlElement
else:
    HtmlElement: TypeAlias = Any

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_XML_START = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED_TAG = re.compile(
    "script|style|noscript|template|svg|canvas|iframe|object|embed|nav|footer|aside|button|select|option"
    "|textarea|dialog|audio|video|head|map|datalist"
)
_FURNITURE = re.compile(
    "nav|navbar|navigation|menus?|footer|foot|sidebar|breadcrumbs?|crumbs?|copyright|share|sharing|toolbar"
    "|login|adverts?|ads?|banner|popup|modal|qrcode|comments?|related|recommend|pagination|pager|topbar|sitemap",
    re.IGNORECASE,
)
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:hidden|hide|d-none|visually-hidden|sr-only)(?:\s|$)")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|$)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]\s*[^-_|–—]{1,20}$")
_BYLINE = re.compile(r"(?:来源|作者|编辑|浏览|阅读|发布|更新)")
_DATE = re.compile(r"((?:19|20)\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_STATES = re.compile(r"[:：]\s*\S|\d{3}")
_MOSTLY = 0.4
_SHORTEST_ARTICLE = 80


def read_html(data: bytes, path: Path) -> list[Document]:
    """The documents of a web page: one, or one for each article of a page that lists several."""
    page = _parsed(data, path)
    told = _told(page)
    _remove_furniture(page)
    site = told.get("og:site_name", "")
    articles = [
        article
        for root in _roots(page)
        for article in (split_articles(lines_of(root)) or [_single(root, path, told)])
        if article.lines
    ]
    return [
        article_document(article, site=site, author=told.get("author", ""))
        if article.title
        else _untitled(article, path, told, site)
        for article in articles
    ]


def _parsed(data: bytes, path: Path) -> HtmlElement:
    from lxml import etree
    from lxml import html as lxml_html

    text = _decoded(data)
    if text is None:
        raise unusable(path, "不是能识别的文字编码。请用浏览器打开，另存为网页后再上传，或直接粘贴正文。")
    text = _XML_START.sub("", normalise(text))
    parser = lxml_html.HTMLParser(huge_tree=True)
    try:
        page = lxml_html.document_fromstring(text or "<p></p>", parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise unusable(path, "里没有可读的文字。请确认网页保存完整，或直接粘贴正文。") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        # What lies deeper was left out by the parser: better no page than half of one.
        raise unusable(path, "的层次深得不正常，读不完整。请在浏览器里复制正文，直接粘贴。")
    return page


def _decoded(data: bytes) -> str | None:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        name = "gb18030" if name in ("gbk", "gb2312") else name
        try:
            return data.decode(name)
        except (LookupError, UnicodeDecodeError):
            return decode(data)
    return decode(data)


def _told(page: HtmlElement) -> dict[str, str]:
    """What the page's head says about it: title, site, author, date of publication."""
    told: dict[str, str] = {}
    for element in page.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        told.setdefault(name, one_line(element.get("content") or ""))
    title = page.find(".//title")
    if title is not None:
        told.setdefault("title", one_line(title.text_content()))
    return told


def _remove_furniture(page: HtmlElement) -> None:
    _drop_all(page, _is_dropped)
    most = _MOSTLY * len(_words(page))
    _drop_all(page, lambda element: _is_furniture(element) and len(_words(element)) < most)


def _drop_all(page: HtmlElement, unwanted: Callable[[HtmlElement], bool]) -> None:
    """Drop the unwanted elements; the inside of a dropped one is not looked at again."""
    waiting = list(page)
    while waiting:
        element = waiting.pop()
        if element.tag != "body" and unwanted(element):
            element.drop_tree()
        else:
            waiting.extend(element)


def _words(element: HtmlElement) -> str:
    return "".join("".join(element.itertext()).split())


def _is_dropped(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or _DROPPED_TAG.fullmatch(element.tag):
        return True
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    if _HIDDEN_STYLE.search(element.get("style") or ""):
        return True
    return bool(_HIDDEN_CLASS.search(element.get("class") or ""))


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article", "h1"):
        return False
    if element.tag == "header" and element.find(".//h1") is None:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if any(_FURNITURE.fullmatch(word) for word in _WORD.findall(names)):
        return element.find(".//article") is None
    return element.tag in ("ul", "ol", "dl") and _is_links(element)


def _is_links(element: HtmlElement) -> bool:
    """Whether a list is made of short links: a menu, whatever it calls itself."""
    links = [one_line(link.text_content()) for link in element.iter("a")]
    linked = sum(len(link) for link in links)
    return len(links) >= 3 and linked >= 0.8 * len(_words(element)) and linked < 20 * len(links)


def _roots(page: HtmlElement) -> Iterator[HtmlElement]:
    """The elements that hold the page's articles: several, one that holds most of the text, or the body."""
    body = page.find("body")
    body = page if body is None else body
    whole = [
        element
        for element in body.iter("article")
        if len(_words(element)) >= _SHORTEST_ARTICLE
        and any(True for _ in element.iter("h1", "h2", "h3"))
        and not any(parent.tag == "article" for parent in element.iterancestors())
    ]
    if len(whole) >= 2:
        yield from whole
        return
    for root in (*whole, *body.iter("main"), *body.xpath(".//*[@role='main']")):
        if len(_words(root)) >= (1 - _MOSTLY) * len(_words(body)):
            yield root
            return
    yield body


def _single(root: HtmlElement, path: Path, told: dict[str, str]) -> Article:
    """The one article of an element; its title is empty when no heading gives it."""
    lines = [line for line in lines_of(root) if not is_noise(line.text)]
    top = [i for i, line in enumerate(lines) if line.kind == "heading"]
    outermost = min((lines[i].level for i in top), default=0)
    heads = [i for i in top if lines[i].level == outermost]
    title = ""
    if len(heads) == 1 and all(len(line.text) <= _SHORTEST_ARTICLE for line in lines[: heads[0]]):
        title = lines[heads[0]].text
        # Words above the title are left-overs of the page, unless they state something (「合同编号:…」).
        above = [line for line in lines[: heads[0]] if _STATES.search(line.text)]
        lines = [*above, *lines[heads[0] + 1 :]]
    date, lines = _without_byline(lines)
    published = told.get("article:published_time") or told.get("pubdate") or told.get("publishdate") or ""
    return Article(title, tuple(lines), date or date_of(published[:10]))


def _without_byline(lines: list[Line]) -> tuple[str, list[Line]]:
    """The date near the top or alone at the end, and the lines without the one that holds it."""
    near = [*range(min(5, len(lines))), *range(max(len(lines) - 1, 0), len(lines))]
    for index in near:
        text = lines[index].text
        date = date_of(text)
        match = _DATE.search(text)
        if not date and match and len(text) <= 60 and _BYLINE.search(text):
            date = date_of("-".join(match.groups()))
        if date:
            return date, [*lines[:index], *lines[index + 1 :]]
    return "", lines


def _untitled(article: Article, path: Path, told: dict[str, str], site: str) -> Document:
    title, lines = with_title(article.lines, path)
    if title == name_title(path):
        page_title = told.get("og:title") or _SITE_SUFFIX.sub("", told.get("title", ""))
        title = plain_title(page_title) or title
    text, blocks = outline([replace(line) for line in lines])
    return Document(DocumentMeta(title=title, site=site, date=article.date), text, blocks)
