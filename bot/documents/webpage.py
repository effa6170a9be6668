"""What a web page is made of: articles with title and date, and the noise around them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.documents.model import Document, DocumentMeta
from bot.documents.numbering import parse
from bot.documents.outline import Line, outline
from bot.documents.text import width
from bot.documents.titles import plain_title

_DATE = re.compile(
    r"(?:(?:发布|更新|发表)?(?:时间|日期|于)?\s*[:：]?\s*)"
    r"(?P<year>(?:19|20)\d{2})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_LABELLED_DATE = re.compile(
    r"(?:发布|更新|发表)(?:时间|日期|于)?\s*[:：]?\s*(?P<year>(?:19|20)\d{2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
)
_NOISE = re.compile(
    r"copyright|©|版权所有|all rights reserved|icp[备证]|公网安备|增值电信|营业执照"
    r"|^(?:上|下)一(?:篇|页|条)|^(?:返回|回到)(?:顶部|首页)|^(?:首页|菜单|更多|查看更多|阅读全文|展开|收起|搜索|登录|注册)$"
    r"|^(?:微信|QQ|电话|在线|立即|方案|免费|即时|全国)?(?:咨询|联系|服务)(?:在线客服|热线|我们|电话|微信)?$|热线$"
    r"|^咨询在线客服$|^分享(?:到|至)|扫一扫|扫码|^(?:当前)?位置\s*[:：]|^来源[:：]\S{0,20}$|^(?:浏览|阅读)(?:量|次数)?\s*[:：]?\s*\d+"
    r"|^\+?\d[\d\-－ ]{5,}$|^\d{1,2}:\d{2}\s*[-~—至]\s*\d{1,2}:\d{2}$",
    re.IGNORECASE,
)
_MARKETING = re.compile(
    r"(?:内容|信息|资料)?(?:来自于|来源于).{0,30}(?:官网|网站|网友|客户)|在这里[您你]可以(?:了解|找到|看到)"
)
_SENTENCE_END = re.compile(r"[。！!；;]")
_LONGEST_TITLE = 60
_LONGEST_NOISE = 80
_LONG = 60
_SHORTEST_BODY = 60


@dataclass(frozen=True)
class Article:
    """One article of a page. `date` is ISO or empty; `lines` is its body without title and date."""

    title: str
    lines: tuple[Line, ...]
    date: str


def date_of(text: str) -> str:
    """The ISO date of a line that holds a date and nothing else, or an empty string."""
    match = _DATE.fullmatch(text.strip()) or _LABELLED_DATE.fullmatch(text.strip())
    if match is None:
        return ""
    month, day = int(match["month"]), int(match["day"])
    return f"{match['year']}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def is_noise(text: str) -> bool:
    """Whether a line is furniture of a web page: copyright, phone numbers, opening hours, buttons."""
    if date_of(text):
        return False
    return len(text) <= _LONGEST_NOISE and not _SENTENCE_END.search(text) and bool(_NOISE.search(text))


def split_articles(lines: Sequence[Line]) -> list[Article]:
    """The articles of a page that lists several, each a title, a body and a line with its date.

    Fewer than two such articles give an empty list: then the lines are one document, or something else.
    Lines outside the articles, and sentences that the page repeats, are left out.
    """
    filled = [line for line in lines if line.text.strip()]
    dated = [index for index, line in enumerate(filled) if date_of(line.text)]
    if len(dated) < 2:
        return []
    counts = Counter(line.text for line in filled)
    articles = []
    for start, end in zip([0, *(index + 1 for index in dated)], [*dated, len(filled)], strict=True):
        segment = [
            line for line in filled[start:end] if counts[line.text] == 1 and not _is_page_text(line.text)
        ]
        date = date_of(filled[end].text) if end < len(filled) else ""
        article = _article(segment, date)
        if article is not None and (date or _length(article) >= _SHORTEST_BODY):
            articles.append(article)
    whole = [article for article in articles if article.date and _length(article) >= _SHORTEST_BODY]
    return articles if len(whole) >= 2 else []


def _length(article: Article) -> int:
    return sum(len(line.text) for line in article.lines)


def article_document(article: Article, *, site: str = "", author: str = "") -> Document:
    """The article as a document; its title is the first line of its text."""
    text, blocks = outline([Line(article.title, "heading", 1, title=True), *article.lines])
    title = plain_title(article.title)
    return Document(DocumentMeta(title=title, site=site, author=author, date=article.date), text, blocks)


def _is_page_text(text: str) -> bool:
    return is_noise(text) or (len(text) < 3 * _LONG and bool(_MARKETING.search(text)))


def _is_long(line: Line) -> bool:
    return line.kind != "heading" and (
        len(line.text) >= _LONG or (len(line.text) >= _LONG // 2 and bool(_SENTENCE_END.search(line.text)))
    )


def _is_title(line: Line) -> bool:
    text = line.text
    if line.kind not in (None, "heading") or line.number or width(text) < 4 or len(text) > _LONGEST_TITLE:
        return False
    return (
        not _SENTENCE_END.search(text[:-1])
        and not text.endswith(("。", "；", ";", "：", ":"))
        and parse(text) is None
    )


def _article(segment: Sequence[Line], date: str) -> Article | None:
    """The article that a stretch of lines ends with, or None when it holds none."""
    first_long = next((index for index, line in enumerate(segment) if _is_long(line)), None)
    if first_long is None:
        return None
    titles = [index for index in range(first_long) if _is_title(segment[index])]
    if not titles:
        return None
    marked = [index for index in titles if segment[index].kind == "heading"]
    at = (marked or titles)[-1]
    return Article(segment[at].text, tuple(segment[at + 1 :]), date)
