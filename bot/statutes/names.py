"""Names of laws in a text: which words before 第五百八十五条 are a law's name. Exact, or not at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from bot.statutes.alike import MOST, Alike
from bot.statutes.database import Statutes
from bot.statutes.model import Article, Law
from bot.statutes.numerals import numeral
from bot.statutes.regulations import (
    FolkName,
    Regulations,
    RepealedLaw,
    RepealedLaws,
    Rule,
    load_regulations,
    load_repealed,
)
from bot.statutes.words import load_words

Source: TypeAlias = Literal["law", "repealed", "regulation", "unknown_law", "unknown_rule"]


@dataclass(frozen=True)
class Named:
    """A name found before a number: from `start` to `end` in the plain text, and what it names.

    `name` is official where it is known, else as written. `year` is that of a version, as in （2018修正）, or 0.
    """

    name: str
    source: Source
    start: int
    end: int
    year: int = 0
    part: str = ""
    chapter: str = ""


_OPENING = dict(zip('》〉”"」』’】>', '《〈“"「『‘【<', strict=True))
_LINK = re.compile(r"(?:规定的|里面的?|当中的?|其中|中的?|里的?|的|之|[·•・:：/])$")
_VERSION = re.compile(
    r"[(（](?:(?P<year>(?:19|20)\d\d)年?(?:\d{1,2}月)?(?:\d{1,2}日)?[^()（）]{0,10}"
    r"|[^()（）]{0,6}(?:修正|修订|修改|版|施行|现行|试行|简称)[^()（）]{0,16})[)）]$"
)
_CHAPTER = re.compile(r"第([一二三四五六七八九十]{1,3}|\d{1,2})(编|分编|章|节)$")
_AFTER_TITLE = re.compile(
    r"[》〉”\"」』](?P<kind>(?:的|相关|配套|最新)*(?:司法解释|实施条例|实施细则|实施办法|解释|条例|细则|草案|修正案|释义)"
    r"(?:[(（]?[一二三四五六七八九十\d]{1,2}[)）]?)?)$"
)
_OWN_RULES = re.compile(r"(?:及其|和其|与其)(?P<kind>司法解释|实施条例|实施细则|实施办法)$")
_CHAPTER_TITLE = re.compile(
    r"(?P<chapter>第[一二三四五六七八九十\d]{1,3}(?:编|分编|章|节))[\u4e00-\u9fff]{1,14}$"
)
_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9()（）〔〕\[\]《》〈〉'’.]{1,70}$")
_YEARED = re.compile(r"(?P<year>(?:19|20)\d\d)年?(?:版|修正|修订|修改)?的?$")
_LISTED = re.compile(r"[^\u4e00-\u9fff]$|[条款项号法典例定释办章节编案]$")
_LIST_MARK = re.compile(r"[(（][一二三四五六七八九十\d]{1,2}[)）]$")
_LATIN = re.compile(r"[A-Za-z0-9]")
_STATE = "中华人民共和国"
_TIDY = str.maketrans("（）〔〕", "()[]", "《》〈〉 \u3000\n")


class Names:
    """Every name we know, and the search for one before a number."""

    def __init__(self, statutes: Statutes, folder: Path) -> None:
        """Read the tables of `folder`. Raises ConfigurationError where one is not valid."""
        self.words = load_words(folder)
        self.regulations: Regulations = load_regulations(folder)
        self.repealed: RepealedLaws = load_repealed(folder)
        self.laws: dict[str, Law] = {}
        for law in statutes.every_law():
            if not law.current:
                self._add_law(law)
        for law in statutes.laws():
            self._add_law(law)
        for name, short in self.words.abbreviations.items():
            known = statutes.law(name)
            if known:
                self.laws |= {_key(word): known for word in short}
        self.rules = _rule_names(self.regulations)
        self.gone: dict[str, RepealedLaw] = {
            _key(name): law for law in self.repealed.repealed for name in (law.name, *law.aliases)
        }
        self._simplify = str.maketrans(self.words.traditional)
        self._longest = max(map(len, (*self.laws, *self.rules, *self.gone)))
        self._before = re.compile(f"(?:{'|'.join(_longest_first(self.words.before))})$")
        self._not_before = re.compile(f"(?:{'|'.join(_longest_first(self.words.not_before))})$")
        self._in_titles = frozenset(
            law.short[at : at + length]
            for law in statutes.laws()
            for length in (2, 3)
            for at in range(len(law.short) - length + 1)
        )
        self._joins = "|".join(_longest_first(self.words.joined))
        self._joined = re.compile(f"(?:{self._joins})$")
        self._part = re.compile(
            f"[(（]?(?P<part>{'|'.join(p.name for p in self.words.parts)})(?:的?(?:通则|典型合同|准合同)(?:分编)?)?[)）]?$"
        )
        self._law_like = re.compile(f"(?:{'|'.join(_longest_first(self.words.law_endings))})$")
        ending = "|".join(_longest_first(self.words.rule_endings))
        self._rule_like = re.compile(
            f"(?:{ending})(?:[(（][^()（）]{{1,6}}[)）])?$|[(（][^()（）]{{0,6}}(?:{ending})[)）]$"
        )
        self._no_law = re.compile(f"(?:{'|'.join(_longest_first(self.words.no_law))})$")
        self._alone = frozenset(self.words.no_law_alone)
        self._draft = re.compile("|".join(self.words.drafts))

    def simplified(self, char: str) -> str:
        """The simplified form of one character that occurs in names or numbers."""
        return char.translate(self._simplify)

    def before(self, text: str, end: int, gaps: frozenset[int], floor: int = 0) -> Named | None:
        """The name that ends where the number begins at `end`, or None when the words there are no law's name.

        `gaps` are the places of `text` where white space was; before `floor` stands another reference.
        """
        found = self._ending_at(text, end, gaps, floor)
        if found is None and (title := _CHAPTER_TITLE.search(text, max(floor, end - 40), end)):
            found = self._ending_at(text, title.end("chapter"), gaps, floor)
        return found

    def _ending_at(self, text: str, end: int, gaps: frozenset[int], floor: int) -> Named | None:
        stop, year, part, chapter = self._without_links(text, end)
        if not stop:
            return None
        if (own := _OWN_RULES.search(text, max(floor, stop - 40), stop)) and own.start():
            law = self._ending_at(text, own.start(), gaps, floor)
            if law and law.source in ("law", "repealed"):
                return self._named(law.name + own["kind"], law.start, stop, year, part, chapter)
        if found := _AFTER_TITLE.search(text, max(0, stop - 40), stop):
            start = _opening(text, found.start())
            inside = text[start + 1 : found.start()] if start is not None else ""
            if start is not None and (self._known(inside) or self._law_like.search(inside)):
                return self._named(inside + found["kind"].lstrip("的"), start, stop, year, part, chapter)
        if text[stop - 1] in _OPENING:
            start = _opening(text, stop - 1)
            if start is None:
                return None
            return self._quoted(text[start + 1 : stop - 1], text[start], start, stop, year, part, chapter)
        return self._unquoted(text, stop, gaps, floor, year, part, chapter)

    def exact(self, name: str) -> tuple[str, Source] | None:
        """The official name behind exactly this name or abbreviation, and its kind."""
        key = _key(name)
        if key in self.laws:
            return self.laws[key].short, "law"
        if key in self.gone:
            return self.gone[key].name, "repealed"
        if key in self.rules:
            return self.rules[key].name, "regulation"
        return None

    def rule(self, name: str) -> Rule | None:
        """The curated regulation of exactly this name."""
        return self.rules.get(_key(name))

    def repealed_law(self, name: str) -> RepealedLaw | None:
        """The law of the table of repealed ones of exactly this name."""
        return self.gone.get(_key(name))

    def replaced(self, law: Law) -> Law | None:
        """The law that says it repeals `law`, where the words file knows one."""
        by = next((new for new, old in self.words.replaced.items() if law.short in old), "")
        return self.laws.get(_key(by))

    def folk(self, law: str, article: Article) -> FolkName | None:
        """What people mean who still use this number, where that is another article."""
        known = self.repealed.folk
        return next(
            (f for f in known if f.law == law and f.number == article.number and not article.branch), None
        )

    def chapter(self, written: str) -> int | None:
        """The number of 第二章."""
        match = _CHAPTER.fullmatch(written)
        return numeral(match[1]).value if match else None

    def near(self, name: str) -> tuple[str, ...]:
        """Known names that look like `name`, the most alike first."""
        official = (found[0] for known in self._all.like(_key(name)) if (found := self.exact(known)))
        return tuple(dict.fromkeys(official))[:MOST]

    @cached_property
    def _all(self) -> Alike:
        return Alike((*self.laws, *self.rules))

    def _add_law(self, law: Law) -> None:
        self.laws[_key(law.name)] = self.laws[_key(law.short)] = law

    def _known(self, name: str) -> bool:
        return self.exact(name) is not None

    def _without_links(self, text: str, end: int) -> tuple[int, int, str, str]:
        """Where the name ends, with 的, a part, a chapter and a version taken off; the last three as found."""
        year, part, chapter = 0, "", ""
        while end:
            window = text[max(0, end - 60) : end]
            if match := _LINK.search(window):
                end -= len(match[0])
            elif match := _CHAPTER.search(window):
                chapter = match[0] if match[2] == "章" else chapter
                end -= len(match[0])
            elif (
                (match := _VERSION.search(window))
                and not self._draft.search(match[0])
                and self._suffix(text, end) is None
            ):
                year = int(match["year"] or year)
                end -= len(match[0])
            elif match := self._part.search(window):
                part = match["part"]
                end -= len(match[0])
            else:
                break
        return end, year, part, chapter

    def _suffix(self, text: str, end: int) -> int | None:
        """Where the longest known name that ends at `end` begins."""
        for start in range(max(0, end - self._longest - len(_STATE)), end - 1):
            if self._known(text[start:end]):
                return start
        return None

    def _quoted(
        self, inside: str, mark: str, start: int, stop: int, year: int, part: str, chapter: str
    ) -> Named | None:
        """A title in quotes is a name from end to end; other quotes only around what is or looks like one."""
        if not self._known(inside):
            end, in_year, in_part, _ = self._without_links(inside, len(inside))
            if self._known(inside[:end]):
                inside, year, part = inside[:end], in_year or year, in_part or part
        if self._known(inside) or mark in "《〈" or self._law_like.search(inside):
            return self._named(inside, start, stop, year, part, chapter)
        return None

    def _unquoted(
        self, text: str, stop: int, gaps: frozenset[int], floor: int, year: int, part: str, chapter: str
    ) -> Named | None:
        start = self._suffix(text, stop)
        if start is not None:
            begins = start
            if match := _YEARED.search(text, max(floor, start - 12), start):
                year, begins = int(match["year"]), match.start()
            if self._free(text[max(0, begins - 20) : begins], begins, gaps, text[start:stop]):
                return self._named(text[start:stop], start, stop, year, part, chapter)
        run = _RUN.search(text, max(floor, stop - 70), stop)
        if run is None:
            return None
        start = self._left_edge(text, run.start(), stop, gaps)
        return self._named(text[start:stop], start, stop, year, part, chapter)

    def _free(self, head: str, begins: int, gaps: frozenset[int], name: str) -> bool:
        """Whether a name may begin after `head`: nothing there, a gap, a mark, or a word that leads up to a name."""
        if not head or begins in gaps:
            return True
        last = head[-1]
        if _LATIN.match(name):
            return not re.match(r"[A-Za-z]", last)
        if not re.match(r"[\u4e00-\u9fffA-Za-z0-9)）〕]", last) or _LIST_MARK.search(head):
            return True
        if leads := self._before.search(head[-12:]):
            of_a_title = head[-3:] in self._in_titles or (len(leads[0]) == 1 and head[-2:] in self._in_titles)
            return not of_a_title and not (len(leads[0]) == 1 and self._not_before.search(head))
        joint = self._joined.search(head[-12:])
        rest = head[: -len(joint[0])] if joint else ""
        at = begins - len(joint[0]) if joint else begins
        return joint is not None and (not rest or at in gaps or bool(_LISTED.search(rest)))

    def _left_edge(self, text: str, start: int, stop: int, gaps: frozenset[int]) -> int:
        """Where an unknown name begins at the earliest: after the last gap or word that leads up to a name."""
        edge = next((at for at in range(stop - 1, start, -1) if at in gaps), start)
        if self._law_like.search(text[edge:stop]) and not self._rule_like.search(text[edge:stop]):
            edge = max(edge, text.rfind("》", edge, stop) + 1)
        if joint := re.match(rf"(?:{self._joins})", text[edge:stop]):
            edge += len(joint[0])
        for at in range(stop - 2, edge, -1):
            lead = self._before.search(text[max(edge, at - 12) : at])
            if lead and len(lead[0]) > 1 and not self._known(text[at:stop]):
                edge = at
                break
        cut = (
            text[edge] in self.words.leading and stop - edge > _CUT and not self._known(text[edge + 1 : stop])
        )
        return edge + cut

    def _named(self, written: str, start: int, stop: int, year: int, part: str, chapter: str) -> Named | None:
        if found := self.exact(written):
            name, source = found
            return Named(name, source, start, stop, year, part, chapter)
        plain = written.strip("《》〈〉")
        no_law = self._no_law.search(plain) and not plain.endswith(self.words.law_after_all)
        if len(plain) < _SHORTEST or no_law or plain in self._alone:
            return None
        if self._rule_like.search(plain):
            if any(word in plain[-_NEAR_ENDING:] for word in self.words.contract_words):
                return None
            return Named(plain, "unknown_rule", start, stop, year, part, chapter)
        return (
            Named(plain, "unknown_law", start, stop, year, part, chapter)
            if self._law_like.search(plain)
            else None
        )


_SHORTEST = 2
_CUT = 4
"""Characters an unknown name must have for a word before it to be cut off, as in 问电子商务消费者法."""
_NEAR_ENDING = 12
"""Characters of a name in which a word marks it as a contract's own paper (客服考核办法)."""


def _key(name: str) -> str:
    """`name` as it is compared: without 中华人民共和国 and title marks inside, Latin in lower case."""
    return name.translate(_TIDY).removeprefix(_STATE).lower()


def _rule_names(regulations: Regulations) -> dict[str, Rule]:
    """Rules by name, alias and number; a number that several rules share names none of them."""
    rules = regulations.regulations
    counted = Counter(rule.number for rule in rules)
    numbered = {_key(rule.number): rule for rule in rules if counted[rule.number] == 1}
    return numbered | {_key(name): rule for rule in rules for name in (rule.name, *rule.aliases)}


def _longest_first(words: Iterable[str]) -> list[str]:
    return [re.escape(word) for word in sorted(words, key=len, reverse=True)]


def _opening(text: str, close: int) -> int | None:
    """Where the quote that closes at `close` opened, at most a long title before; None where it did not."""
    shut, depth = text[close], 0
    opens = _OPENING[shut]
    for at in range(close, max(-1, close - 120), -1):
        if text[at] == shut and (shut != opens or at == close):
            depth += 1
        elif text[at] == opens:
            depth -= 1
            if depth == 0 or shut == opens:
                return at
    return None
