"""References to clauses that the paper does not have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.documents.numbering import RANK_BRACKET, RANK_CAPITAL, RANK_CN
from bot.review.found import Case, Found, Span
from bot.review.paper import Clause, Paper, Sentence
from bot.review.quoting import part_of
from bot.review.regions import regions_of
from bot.statutes.numerals import numeral

_N = "[零〇一二三四五六七八九十百]{1,7}|[0-9]{1,3}"
_SUB = rf"(?:[的之]?\s*第\s*[（(]?\s*(?:{_N})\s*[)）]?\s*[款项点])"
_CLAUSE = re.compile(
    rf"第\s*(?P<article>{_N})\s*(?P<unit>大?条|章|部分)(?![件例])(?P<subs>{_SUB}{{0,2}})"
    rf"|(?<=本合同)(?:第|的)?(?P<bare>{_N})条(?![件例款])|(?<=本协议)(?P<bare_too>{_N})条(?![件例款])"
    rf"|(?P<here>本条)\s*(?P<own>{_SUB}{{1,2}})"
    r"|(?:第\s*|(?<=本合同)\s*|(?<=本协议)\s*|(?<=按照)\s*|(?<=依照)\s*|(?<=根据)\s*|(?<=违反)\s*|(?<=[见按])\s*)"
    r"(?P<dotted>\d{1,2}(?:[.．]\d{1,2}){1,3})\s*[条款项]"
    r"|(?<=[照据反守合出见按依用])\s*(?:上述|前述)?\s*(?P<told>\d{1,2}(?:[.．]\d{1,2}){1,3})(?=\s*(?:[之的中]|所[述列])?(?:约定|规定|要求|办理|处理|执行|标准|赔偿|承担|通知|支付))"
)
_STEP = re.compile(rf"第\s*[（(]?\s*(?P<n>{_N})\s*[)）]?\s*(?P<unit>[款项点])")
_ELSEWHERE = re.compile(
    r"(?:》|法典?|条例|规定|解释|办法|规则|细则|准则|公约|附[件表录]\s*[一二三四五六七八九十\d]*|[主原]合同|原协议|框架(?:合同|协议)"
    r"|补充(?:合同|协议)|另行签订的\S{0,8}|订单)(?:[（(][^）)]{0,30}[)）])?[的之中]?\s*$"
)
_OURS = re.compile(r"本(?:合同|协议|合约|契约)(?:的?规定)?[的之中]?\s*$")
_JOINED = re.compile(r"\s*(?:[、，,和与及或至到—~-]|以及|或者)\s*")
_COUNTED = re.compile(r"\s*(?:消息|回复|信息|短信|差评|评[论价]|留言|会话|记录|微信|链接|视频|订单)")
_FEWEST = 3


def dangling_references(case: Case) -> Iterator[Found]:
    """Every reference to an article, paragraph or item of this paper that is not there, once for each target."""
    regions = regions_of(case.paper)
    body = case.paper.clauses[: regions.body]
    clauses = _Clauses.of(case.paper, body)
    if clauses is None:
        return
    told: set[str] = set()
    for sentence in case.paper.sentences:
        for match in _own_references(sentence):
            written = "".join(match[0].split())
            if written in told or clauses.has(match, case.paper.clauses[sentence.clause]):
                continue
            told.add(written)
            start = sentence.start + match.start()
            span = part_of(case.paper, Span(start, sentence.start + match.end()), sentence)
            yield Found("dangling-reference", span, {"reference": written, "last": clauses.last})


def _own_references(sentence: Sentence) -> Iterator[re.Match[str]]:
    """The references of a sentence that are to this paper, without those to laws and to other papers."""
    elsewhere = 0
    for match in _CLAUSE.finditer(sentence.text):
        before = sentence.text[: match.start()]
        chained = elsewhere and _JOINED.fullmatch(before[elsewhere:])
        if chained or (_ELSEWHERE.search(before) and not _OURS.search(before)):
            elsewhere = match.end()
        elif not _COUNTED.match(sentence.text, match.end()):
            yield match


@dataclass(frozen=True)
class _Clauses:
    """What can be referred to. `articles` are what the paper's 第N条 are: its 第N条, or else its outermost numbers."""

    paper: Paper
    articles: dict[int, Clause]
    chapters: frozenset[int]
    loose: frozenset[int]
    dotted: frozenset[str]

    @classmethod
    def of(cls, paper: Paper, body: Sequence[Clause]) -> _Clauses | None:
        """The clauses of a body; None where too few are numbered to say what is missing."""
        numbered = [clause for clause in body if clause.number]
        articles = next((found for style in _styles(numbered) if len(found := _first(style)) >= _FEWEST), {})
        articles = articles or _by_dots(numbered)
        if 1 not in articles:
            return None
        plain = _values(numbered, "arabic")
        return cls(
            paper,
            articles,
            frozenset(_values(numbered, "第章") | _values(numbered, "第部分") | _values(numbered, "第节")),
            frozenset(plain if max(plain, default=0) > max(articles) else ()),
            frozenset(_bare(clause.visible) for clause in numbered if "." in _bare(clause.visible)),
        )

    @property
    def last(self) -> str:
        """The last article as the paper writes it."""
        return self.articles[max(self.articles)].visible

    def has(self, match: re.Match[str], where: Clause) -> bool:
        """Whether what a reference names is there."""
        dotted = match["dotted"] or match["told"]
        if dotted:
            return self._has_dotted(_bare(dotted))
        if match["here"]:
            article = self._article_over(where)
            return article is None or self._has_steps(article, match["own"])
        written = match["article"] or match["bare"] or match["bare_too"]
        value = numeral(written).value
        if value is None:
            return True
        if match["unit"] not in ("条", "大条", None) and self.chapters:
            return value in self.chapters
        if value in self.articles:
            return self._has_steps(self.articles[value], match["subs"] or "")
        return value in self.loose or value in self._siblings(where, written)

    def _has_dotted(self, written: str) -> bool:
        if written in self.dotted:
            return True
        head, *steps = (int(part) for part in written.split("."))
        if head not in self.articles:
            return False
        if any(number.startswith(f"{head}.") for number in self.dotted):
            return False
        return all(step <= self._most(self.articles[head]) for step in steps)

    def _siblings(self, where: Clause, written: str) -> set[int]:
        """第3条 said inside 二、 may be its own item 3."""
        if not written.isdecimal() or where.parent is None:
            return set()
        above = self.paper.path(where)[0]
        return {clause.number.value for clause in self.paper.below(above) if clause.number}

    def _article_over(self, where: Clause) -> Clause | None:
        above = {clause.index for clause in self.paper.path(where)}
        return next((article for article in self.articles.values() if article.index in above), None)

    def _has_steps(self, article: Clause, written: str) -> bool:
        """Whether an article has that paragraph (款) and item (项): no more are counted than it can have."""
        for match in _STEP.finditer(written):
            value = numeral(match["n"]).value
            if value is not None and value > self._most(article):
                return False
        return True

    def _most(self, article: Clause) -> int:
        """The highest number that a paragraph or item of an article can have."""
        below = list(self.paper.below(article))
        values = [clause.number.value for clause in below if clause.number]
        inside = self.paper.text[article.start : self.paper.end_of(article)]
        marked = [numeral(n).value or 0 for n in re.findall(rf"[（(]({_N})[)）]", inside)]
        direct = sum(clause.parent == article.index for clause in below)
        return max([1, direct + (0 if article.title else 1), *values, *marked])


def _by_dots(numbered: Sequence[Clause]) -> dict[int, Clause]:
    """The articles of a paper whose headings bear no dot (1 服务, 1.1 …): the first clause of each."""
    found: dict[int, Clause] = {}
    dotted = [clause for clause in numbered if "." in _bare(clause.visible)]
    for clause in dotted:
        found.setdefault(int(_bare(clause.visible).split(".")[0]), clause)
    whole_series = sorted(found) == list(range(1, len(found) + 1))
    return found if whole_series and len(dotted) >= _FEWEST else {}


def _styles(numbered: Iterable[Clause]) -> Iterator[list[Clause]]:
    """What 第N条 may stand for, the likeliest first."""
    clauses = list(numbered)
    styles = [clause.number.style if clause.number else "" for clause in clauses]
    yield [clause for clause, style in zip(clauses, styles, strict=True) if style == "第条"]
    for rank in (RANK_CAPITAL, RANK_BRACKET, RANK_CN):
        yield [clause for clause in clauses if clause.rank == rank]
    for style in ("arabic", "第章", "cn-paren"):
        yield [clause for clause, own in zip(clauses, styles, strict=True) if own == style]


def _first(clauses: Iterable[Clause]) -> dict[int, Clause]:
    found: dict[int, Clause] = {}
    for clause in clauses:
        if clause.number:
            found.setdefault(clause.number.value, clause)
    return found


def _values(clauses: Iterable[Clause], style: str) -> set[int]:
    return {clause.number.value for clause in clauses if clause.number and clause.number.style == style}


def _bare(written: str) -> str:
    return written.replace("．", ".")
