"""References to articles of law in a text: which law, article, paragraph and item, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.statutes.names import Named, Names
from bot.statutes.numerals import Numeral, numeral


@dataclass(frozen=True)
class Reference:
    """One article referred to: `text` is `source[start:end]` as it is written there.

    `law` is the official short name where it is known, else as written. `article`, `paragraph` and `item` are
    None where they are not written or have no one reading; `fault` and `numeral` tell the latter apart.
    `branch` is 2 for 第二百八十七条之二.
    """

    law: str
    article: int | None
    paragraph: int | None
    item: int | None
    start: int
    end: int
    text: str
    branch: int = 0
    named: Named | None = None
    numeral: Numeral | None = None
    written: str = ""
    unit: str = "条"

    @property
    def readable(self) -> bool:
        """Whether every number of it has one reading."""
        return self.numeral is None


_DIGIT = "0-9零〇○一二三四五六七八九十百千万两壹贰叁肆伍陆柒捌玖拾佰仟廿卅"
_CHINESE = "零〇一二三四五六七八九十百千"
_NUM = rf"(?:[-－−负]?[{_DIGIT}]{{1,60}}(?:[.．点][{_DIGIT}]{{1,6}})?|[IVXLCDMivxlcdm]{{1,12}}|[\u2160-\u2188]{{1,8}})"
_AND = r"(?:、|,|，|和|与|及|以及|或|或者|至|到|[-~～—–]{1,2})"
_RANGE = re.compile(r"[至到~～—–-]")
_NOT_ARTICLE = r"(?!件|例)"
_NOT_COUNTED = r"(?!件|例|形|纹|约|理|规|建议|意见|内容|线|路|命|龙|以[上下内])"
_BRANCH = r"(?:之(?P<branch>[一二三四五六七八九十]{1,2}|[0-9]{1,2})(?![方个些般部切条]))?"
_LIST = rf"(?P<list>{_NUM}(?:之{_NUM})?(?:{_AND}第?{_NUM}){{0,30}})"
_ARTICLES = re.compile(
    rf"(?:第{_LIST}条{_NOT_ARTICLE}|(?<![{_DIGIT}]){_LIST.replace('list', 'counted')}条{_NOT_COUNTED}){_BRANCH}"
)
_UNREAD = re.compile(rf"第(?P<list>[^第条款项,，。；;、《》\n]{{1,12}}?)条{_NOT_ARTICLE}")
_BARE = re.compile(
    rf"(?:第(?P<list>{_NUM})|(?<![{_DIGIT}])(?P<bare>-?[0-9]{{1,5}}|[{_CHINESE}]{{0,8}}[百千][{_CHINESE}]{{0,8}}|[{_CHINESE}]{{3,6}}))"
    rf"(?![{_DIGIT}A-Za-z.．年月日版个部章编节款元件%％‰号届次修家种名期批条多余几来-])"
)
_ENGLISH = re.compile(r"(?:[Aa]rt(?:icle)?s?\.?|§|[Ss]ection\.?)(?P<list>[0-9]{1,5})(?![0-9.])")
_ENGLISH_LAW = re.compile(r"(?:of|,)?(?:the)?(?:(?:PRC|Chinese|China's?)'?s?)?(?P<name>[A-Za-z'-]{3,60})")
_MANY = rf"{_NUM}(?:、{_NUM})*"
_PARAGRAPH = re.compile(rf"[的之]?第?(?P<number>{_MANY})款")
_ITEM = re.compile(
    rf"[的之]?(?:第[(（]?(?P<a>{_MANY})[)）]?项|[(（](?P<b>{_NUM})[)）]项|[(（](?P<c>[一二三四五六七八九十]{{1,3}})[)）])"
)
_ITEM_OF_PARAGRAPH = re.compile(rf"(?P<a>{_MANY})项")
_POINT = re.compile(rf"第?(?P<number>{_NUM})目")
_MORE = re.compile(r"(?:、|和|与|及|以及|或者|或|至|到|[-~～—–]{1,2})")
_MORE_ARTICLES = re.compile(
    rf"(?:、|和|与|及|以及|或者|或|至|到|[-~～—–]{{1,2}})(?=第|{_NUM}条{_NOT_COUNTED})|[,，](?=第[^条]{{1,24}}条(?!约定))"
)
_YEARS = range(1949, 2100)


@dataclass(frozen=True)
class _Plain:
    """A text without white space, in half-width and simplified characters; `at` leads back to the source."""

    source: str
    text: str
    at: tuple[int, ...]
    gaps: frozenset[int]

    def written(self, start: int, end: int) -> tuple[int, int, str]:
        """Place and words in the source of `text[start:end]`."""
        first, last = self.at[start], self.at[end - 1] + 1
        return first, last, self.source[first:last]


class Finder:
    """Finds references in a text; `names` says what is a law's name."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def references(self, text: str) -> list[Reference]:
        """Every reference of `text`, in order; lists and ranges give one for each number written.

        第五条 or 该法第十条 without a law's name is none: it may be the contract's own article.
        """
        plain = self._plain(text)
        found: list[Reference] = []
        done = 0
        for match in _starts(plain.text):
            if match.start() < done:
                continue
            named = self._named(plain, match, done)
            if named is None or named.start < done:
                continue
            references, done = self._chain(plain, named, match)
            found += references
        return found

    def _plain(self, text: str) -> _Plain:
        chars: list[str] = []
        at: list[int] = []
        gaps: set[int] = set()
        for place, char in enumerate(text):
            narrow = unicodedata.normalize("NFKC", char) if "\uff01" <= char <= "\uff5e" else char
            if char.isspace() or unicodedata.category(char) in ("Cf", "Cc"):
                gaps |= {len(chars)} if char.isspace() else set()
                continue
            chars.append(self._names.simplified(narrow))
            at.append(place)
        return _Plain(text, "".join(chars), tuple(at), frozenset(gaps))

    def _named(self, plain: _Plain, match: re.Match[str], floor: int) -> Named | None:
        """The name the number belongs to: before it, or in English also behind it."""
        text = plain.text
        english = match.re is _ENGLISH
        end = match.start()
        if english:
            end -= text[max(0, end - 1) : end] == ","
        named = self._names.before(text, end, plain.gaps, floor)
        if english and named is None and (after := _ENGLISH_LAW.match(text, match.end())):
            for length in range(len(after["name"]), 2, -1):
                if known := self._names.exact(after["name"][:length]):
                    return Named(*known, match.start(), after.start("name") + length)
        if named is None or (match.re in (_BARE, _ENGLISH) and named.source.startswith("unknown")):
            return None
        bare = match.groupdict().get("bare")
        return None if bare and bare.isdigit() and int(bare) in _YEARS else named

    def _chain(self, plain: _Plain, named: Named, match: re.Match[str]) -> tuple[list[Reference], int]:
        """All references that share one name, and where they end."""
        found: list[Reference] = []
        start = min(named.start, match.start())
        done = max(match.end(), named.end)
        while True:
            bases = self._articles(plain, named, match, start)
            tail, done = _details(plain, bases[-1], done)
            found += [*bases[:-1], *tail]
            link = _MORE_ARTICLES.match(plain.text, done)
            following = link and (
                _ARTICLES.match(plain.text, link.end()) or _UNREAD.match(plain.text, link.end())
            )
            if not following:
                return found, done
            match, start, done = following, following.start(), following.end()

    def _articles(self, plain: _Plain, named: Named, match: re.Match[str], start: int) -> list[Reference]:
        """A reference for each number of a list (第577、578条) or for both ends of a range (第577-580条)."""
        groups = match.groupdict()
        written = groups.get("list") or groups.get("counted") or groups["bare"]
        numbers = _numbers(written)
        end = max(match.end(), named.end if match.re is _ENGLISH else 0)
        place = plain.written(start, end)
        made = []
        for at, (number, inner) in enumerate(numbers):
            read = numeral(number)
            branch = (inner or groups.get("branch") or "") if at == len(numbers) - 1 else inner
            of = numeral(branch) if branch else Numeral(0)
            fault = next((n for n in (read, of) if n.value is None), None)
            made.append(
                Reference(
                    named.name, read.value, None, None, *place, of.value or 0, named, fault, number, "条"
                )
            )
        if len(made) == 2 and _falling(made) and _RANGE.search(written):
            made[1] = replace(made[1], article=None, numeral=Numeral(None, "broken"), written=written)
        return made


def _starts(text: str) -> Iterator[re.Match[str]]:
    """Everything that may be an article's number, from left to right."""
    following = {form: form.search(text) for form in _FORMS}
    while matches := [match for match in following.values() if match]:
        first = min(matches, key=lambda match: (match.start(), _FORMS.index(match.re)))
        yield first
        for form, match in following.items():
            if match and match.start() <= first.start():
                following[form] = form.search(text, first.start() + 1)


_FORMS = (_ARTICLES, _UNREAD, _BARE, _ENGLISH)


def _numbers(written: str) -> list[tuple[str, str]]:
    """The numbers of a list, each with what follows 之 in it. A leading minus stays with its number."""
    head = written[0] if written[0] in "-－−负" else ""
    parts = re.split(rf"{_AND}第?", written[len(head) :])
    numbers = [part.partition("之")[::2] for part in parts if part]
    return [(head + numbers[0][0], numbers[0][1]), *numbers[1:]] if numbers else [(written, "")]


def _falling(pair: list[Reference]) -> bool:
    first, last = pair
    return first.article is not None and last.article is not None and last.article <= first.article


def _details(plain: _Plain, base: Reference, done: int) -> tuple[list[Reference], int]:
    """Paragraphs and items behind an article: 第一款、第二款 are two, 第一款第（三）项 is one."""
    found: list[Reference] = []
    current = base
    while True:
        link = _MORE.match(plain.text, done) if found else None
        at = link.end() if link else done
        if match := _PARAGRAPH.match(plain.text, at):
            found += [_with(plain, base, match.end(), "款", number) for number in match["number"].split("、")]
        elif match := _item(plain.text, at, current):
            within = replace(base, paragraph=current.paragraph, numeral=current.numeral)
            numbers = next(filter(None, match.groups())).split("、")
            found = found[:-1] if found and not link and found[-1].item is None else found
            found = [*found, *(_with(plain, within, match.end(), "项", number) for number in numbers)]
        elif match := _POINT.match(plain.text, done):
            last = _with(plain, current, match.end(), "目", match["number"])
            found = [*found[:-1], replace(last, numeral=Numeral(None, "sub_item"))]
        else:
            return found or [base], done
        current, done = found[-1], match.end()


def _item(text: str, at: int, current: Reference) -> re.Match[str] | None:
    return _ITEM.match(text, at) or (
        _ITEM_OF_PARAGRAPH.match(text, at) if current.paragraph is not None and current.item is None else None
    )


def _with(plain: _Plain, base: Reference, end: int, unit: str, written: str) -> Reference:
    """`base` with a paragraph or item number, reaching to `end`."""
    read = numeral(written)
    last = plain.at[end - 1] + 1
    made = replace(base, end=last, text=plain.source[base.start : last])
    if unit == "款":
        made = replace(made, paragraph=read.value)
    elif unit == "项":
        made = replace(made, item=read.value)
    if read.value is None and base.numeral is None:
        return replace(made, numeral=read, written=written, unit=unit)
    if unit == "目":
        return replace(made, written=written, unit=unit)
    return made
