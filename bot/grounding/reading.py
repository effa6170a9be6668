"""A text as the gate reads it: clauses, and words with who does it, to whom, and whether it must, may or must not be.

Both sides are read alike, the sentence of an answer and the sentences of its source, so that a word can be held
against the same word over there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from bot.grounding.words import Lexicon, Sort
from bot.quantities import Quantity, parse

State: TypeAlias = Literal["", "must", "need", "advice", "may", "must_not", "need_not", "not"]
Order: TypeAlias = Literal["", "before", "after", "first", "then"]

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}
_ANYWHERE = "不没未无难"
_BLANK = re.compile(r"_{2,}(万?元)?")
BLANK = "空白"
"""The key of a place left open in a form, and of the words for it."""

_CLAUSE_END = re.compile(r"(?<!\d),|,(?!\d{3})|[;。!?\n]|:(?!\d{2})|(?<!\d):")
_WEIGHTS: dict[Sort, float] = {"verb": 1.0, "head": 1.2, "exact": 0.8, "light": 0.15, "word": 1.0}
_CONTENT = frozenset("nvailjzbstg")
_PREDICATE = frozenset("vail")
_EMPTY_WORDS = frozenset(
    [
        "的",
        "了",
        "着",
        "过",
        "是",
        "把",
        "将",
        "也",
        "都",
        "还",
        "又",
        "就",
        "等",
        "等等",
        "会",
        "该",
        "其",
        "来",
        "去",
        "上",
        "下",
        "里",
        "中",
        "个",
        "所",
        "之",
        "一",
        "这",
        "那",
        "使",
        "让",
        "被",
        "给",
        "对",
        "从",
        "到",
        "在",
        "为",
    ]
)


@dataclass(frozen=True)
class Token:
    """A word: `key` is its group's name, or the word itself where it has no group.

    `verbal` are verbs among the predicates. `state` is what the clause says of it (应/可以/不得…); `agent` does it
    (`carried` when only an earlier clause named them), `recipient` has it done to them,
    `owner` has it (乙方所在地). `denied` is a word right behind 没有 or 不, `anchored` the first behind any of these,
    `unsaid` what is not written (没有写……). `order` is 前/后 or 先/再 around it.
    """

    key: str
    word: str
    start: int
    end: int
    clause: int
    sort: Sort | Literal["plain"]
    weight: float
    predicate: bool
    verbal: bool = False
    state: State = ""
    agent: str = ""
    carried: bool = False
    recipient: str = ""
    owner: str = ""
    denied: bool = False
    anchored: bool = False
    unsaid: bool = False
    order: Order = ""


@dataclass(frozen=True)
class Clause:
    """What stands between two commas: `text[start:end]`, and the mark behind it."""

    start: int
    end: int
    mark: str


@dataclass(frozen=True)
class Mention:
    """A party named in a text; `side` is a, b, both or customer."""

    side: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True)
class Reading:
    """One text, read. Offsets are of `text`, which is as long as what was given."""

    text: str
    clauses: tuple[Clause, ...]
    tokens: tuple[Token, ...]
    figures: tuple[Quantity, ...]
    mentions: tuple[Mention, ...] = ()
    modals: tuple[tuple[int, State], ...] = field(default=(), repr=False)

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of all words."""
        return frozenset(token.key for token in self.tokens)

    def having(self, key: str) -> list[Token]:
        """The words with a key."""
        return [token for token in self.tokens if token.key == key]

    def within(self, clause: int) -> list[Token]:
        """The words of one clause."""
        return [token for token in self.tokens if token.clause == clause]

    def figures_within(self, clause: int) -> list[Quantity]:
        """The figures of one clause."""
        there = self.clauses[clause]
        return [figure for figure in self.figures if there.start <= figure.start < there.end]

    def clause_at(self, place: int) -> int:
        """The clause that a place of the text lies in."""
        return next(
            (at for at, clause in enumerate(self.clauses) if place < clause.end), len(self.clauses) - 1
        )

    def words(self, clause: int) -> str:
        """The text of one clause."""
        there = self.clauses[clause]
        return self.text[there.start : there.end]


def fold(text: str) -> str:
    """Full-width letters, digits and punctuation as ASCII; no character more or less."""
    return text.translate(_WIDE)


def clauses_of(text: str) -> tuple[Clause, ...]:
    """The clauses of a folded text; a comma inside a figure (50,000) ends none."""
    found, start = [], 0
    for mark in _CLAUSE_END.finditer(text):
        if text[start : mark.start()].strip():
            found.append(Clause(start, mark.start(), mark[0]))
            start = mark.end()
        else:
            start = mark.end()
    if text[start:].strip():
        found.append(Clause(start, len(text), ""))
    return tuple(found)


def scan(
    text: str, lexicon: Lexicon
) -> tuple[str, tuple[Clause, ...], tuple[Quantity, ...], list[Token], list[tuple[int, int, str, str]]]:
    """Folded text, clauses, figures, words without roles, and the other marks: (start, end, sort, value)."""
    folded = fold(text)
    figures = parse(text)
    masked = _masked(folded, figures)
    cut = _cut(masked)
    clauses = clauses_of(folded)
    tokens: list[Token] = []
    marks: list[tuple[int, int, str, str]] = []
    taken = bytearray(len(masked))
    edges = {edge for _, start, end, _ in cut for edge in (start, end)}

    def stands(word: str, start: int, end: int) -> bool:
        if len(word) == 1:
            if word in lexicon.entries and word not in lexicon.modal and lexicon.every.begins(masked, end):
                return True
            return _stands(word, start, cut)
        return word not in lexicon.modal or word[0] in _ANYWHERE or (start in edges and end in edges)

    for word, start, end in lexicon.every.find(masked, stands):
        taken[start:end] = b"\1" * (end - start)
        if word in lexicon.modal:
            kind = lexicon.modal[word]
            if kind:
                marks.append((start, end, "modal", kind))
        if side := lexicon.parties.get(word):
            marks.append((start, end, "party", side))
        elif entry := lexicon.entries.get(word):
            verb = entry.sort in ("verb", "light")
            place, weight = _at(clauses, start), _WEIGHTS[entry.sort]
            tokens.append(
                Token(entry.name, word, start, end, place, entry.sort, weight, verb, entry.sort == "verb")
            )
    tokens += _plain(cut, taken, clauses)
    for blank in _BLANK.finditer(folded):
        keys = (BLANK, "金额") if blank[1] else (BLANK,)
        place = _at(clauses, blank.start())
        tokens += [
            Token(key, blank[0], blank.start(), blank.end(), place, "word", 0.5, False) for key in keys
        ]
    return folded, clauses, figures, sorted(tokens, key=lambda token: token.start), sorted(marks)


def _masked(text: str, figures: Sequence[Quantity]) -> str:
    for figure in figures:
        if figure.text == "一部分":
            continue
        text = text[: figure.start] + "\0" * (figure.end - figure.start) + text[figure.end :]
    return text


def _cut(text: str) -> list[tuple[str, int, int, str]]:
    """The segmenter's words with offsets and parts of speech."""
    import rjieba

    found, at = [], 0
    for word, tag in rjieba.tag(text):
        found.append((word, at, at + len(word), tag))
        at += len(word)
    return found


def _stands(char: str, start: int, cut: Sequence[tuple[str, int, int, str]]) -> bool:
    """Whether one character is a word here. 不, 没, 未 and 无 are in any company, as 不退 may be cut as one."""
    if char in _ANYWHERE:
        return True
    for word, begin, end, _ in cut:
        if begin <= start < end:
            return end - begin == 1 or (
                end - begin == 2 and start > begin and word[0] in "不没未要应需可能得"
            )
    return False


def _plain(
    cut: Sequence[tuple[str, int, int, str]], taken: bytearray, clauses: Sequence[Clause]
) -> list[Token]:
    """The content words that the lexicon does not know."""
    found = []
    for word, begin, stop, tag in cut:
        start, end = begin, stop
        while start < end and taken[start]:
            start += 1
        while end > start and taken[end - 1]:
            end -= 1
        left = word[start - begin : end - begin]
        if not left or any(taken[start:end]) or left in _EMPTY_WORDS or not _is_word(left):
            continue
        whole = left == word
        adverb = whole and tag == "d" and len(left) > 1
        if whole and tag[0] not in _CONTENT and tag not in ("eng", "x") and not adverb:
            continue
        weight = 0.25 if len(left) == 1 or adverb else 0.8
        predicate = whole and tag[0] in _PREDICATE
        verbal = whole and tag[0] == "v"
        found.append(Token(left, left, start, end, _at(clauses, start), "plain", weight, predicate, verbal))
    return found


def _is_word(text: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" or char.isalnum() for char in text)


def _at(clauses: Sequence[Clause], place: int) -> int:
    return next((at for at, clause in enumerate(clauses) if place < clause.end), max(len(clauses) - 1, 0))
