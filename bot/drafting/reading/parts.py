"""A plain message taken apart: its parts between stops, and what each is for: told, asked, or beside the point."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.drafting.reading.rules import SpeechFile, compiled

Role: TypeAlias = Literal["told", "question", "aside", "measure"]

_PART = re.compile(r"(?:[^,，。;；!！?？、\n]|(?<=\d),(?=\d{3}(?!\d)))+[?？]?|[?？]")
_SENTENCE = re.compile(r"[。;；!！?？\n]")
_NEAR = 12
BLANK = "。"
"""What stands in the place of words that are not to be read."""


@dataclass(frozen=True)
class Part:
    """`text[start:end]` of a message, without the stop behind it."""

    text: str
    start: int
    end: int
    role: Role = "told"


class Speech:
    """The patterns of `speech.yaml`, compiled."""

    def __init__(self, file: SpeechFile) -> None:
        self._slips, self._slip = file.slips, file.slip_pattern
        self._question, self._no_question = compiled(file.question), compiled(file.no_question)
        self._asks_of_before, self._asides = compiled(file.asks_of_before), compiled(file.asides)
        self._reckons, self._reckons_not = compiled(file.reckons), compiled(file.reckons_not)
        self._measures = compiled(file.measures)
        self._no_figures = compiled(file.no_figures)
        self.correcting, self.withholding = compiled(file.correcting), compiled(file.withholding)
        self.withheld_if_asked, self.everything = compiled(file.withheld_if_asked), compiled(file.everything)
        self.ordinal_asked = compiled(file.ordinal_asked)
        self._filler = re.compile(file.filler)
        self._old_before = re.compile(file.taken_back.before)
        self._old_between = re.compile(file.taken_back.between)

    def mended(self, text: str) -> str:
        """The text without the slips that are known; every place stays where it is."""
        return self._slip.sub(lambda match: self._slips[match[0]], text)

    def parts(self, text: str) -> tuple[Part, ...]:
        """The parts of a plain message, each with its role."""
        found: list[Part] = []
        for match in _PART.finditer(text):
            words = match[0].strip()
            if not words:
                continue
            start = match.start() + match[0].index(words)
            role = self._role(words)
            if role == "question":
                self._absorb(text, found, words, start)
            found.append(Part(words, start, start + len(words), role))
        return tuple(found)

    def _absorb(self, text: str, found: list[Part], words: str, start: int) -> None:
        """Parts before a question that it is about: the one it leaves its subject to, or all that it reckons with."""
        reckons = bool(self._reckons.search(words)) and not self._reckons_not.search(words)
        of_before = bool(self._asks_of_before.match(words))
        until = start
        for at in range(len(found) - 1, -1, -1):
            between = text[found[at].end : until]
            if _SENTENCE.search(between) or not (reckons or of_before or "、" in between):
                return
            if found[at].role == "told":
                found[at] = replace(found[at], role="question")
            until, of_before = found[at].start, False

    def is_question(self, words: str) -> bool:
        """Whether words ask something that is no polite order."""
        return bool(self._question.search(words)) and not self._no_question.search(words)

    def no_figures(self, text: str) -> tuple[tuple[int, int], ...]:
        """Places that look like figures and are none."""
        return tuple(match.span() for match in self._no_figures.finditer(text))

    def is_filler(self, words: str) -> bool:
        """Whether nothing but small words is left."""
        return bool(self._filler.fullmatch(words))

    def core(self, words: str) -> str:
        """Words without the small ones around them."""
        rest = self.without_head(words)
        for at in range(len(rest)):
            if self._filler.fullmatch(rest[at:]):
                return rest[:at]
        return rest

    def without_head(self, words: str) -> str:
        """Words without the small ones before them."""
        head = self._filler.match(words)
        return words[head.end() :] if head else words

    def taken_back(self, text: str, start: int, end: int, following: int | None) -> bool:
        """Whether the value at `text[start:end]` is the old one; `following` is where the next value starts."""
        if following is None:
            return False
        if self._old_between.search(text[end:following]):
            return True
        return bool(self._old_before.search(text[:start])) and following - end <= _NEAR

    def _role(self, words: str) -> Role:
        if self.is_question(words):
            return "question"
        if self._asides.search(words):
            return "aside"
        return "measure" if self._measures.search(words) else "told"


def without(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The text with those places blanked, as long as before."""
    chars = list(text)
    for start, end in places:
        chars[start:end] = BLANK * (end - start)
    return "".join(chars)
