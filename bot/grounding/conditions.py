"""Conditions and exceptions of a text: which words set one, and what they govern."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.grounding.reading import Reading, Token
from bot.grounding.words import Lexicon
from bot.quantities import Quantity

_APPROVED = re.compile(r"经(?:过)?[^,;。]{0,14}?(?:确认|同意|认可|批准|许可)(?:后|才)?")
_EXCEPT = re.compile(r"除(?!了解)[^,;。]{1,30}?外")
_ONLY_IF = re.compile(r"[^,;。]{2,20}后才")
_SCOPE = re.compile(r"(?:在[^,;。]{1,24}[内间]|期[内间])$")
_CAUSE = re.compile(r"(?:因|由于)[^,;。]{0,10}(?:原因|造成|导致|引起)")
_LASTING = re.compile(r"(?:是|属于)[^,;。]{0,20}的$")
_SUBJECT_OF = re.compile(r"的$")
_OPENS_WITHIN = 8
_TOPIC_UPTO = 9
_LEAST_WEIGHT = 0.5
_GENERIC = frozenset(("合同", "服务", "客服", "提出", "店铺", "平台", "外包", "合作模式"))


@dataclass(frozen=True)
class Condition:
    """A condition of a text: `text[start:end]`, binding what stands in `text[governs_from:governs_to]`.

    `scope` is a time in which a ban holds; it binds bans only.
    """

    start: int
    end: int
    governs_from: int
    governs_to: int
    scope: bool = False

    def words(self, reading: Reading) -> list[Token]:
        """The words that make the condition what it is: not those of what it governs as well."""
        inside = [t for t in reading.tokens if self.start <= t.start < self.end and t.sort != "light"]
        governed = {t.key for t in reading.tokens if self.governs_from <= t.start < self.governs_to}
        alone = [t for t in inside if t.key not in governed]
        return alone if sum(map(weight, alone)) >= _LEAST_WEIGHT else inside

    def figures(self, reading: Reading) -> list[Quantity]:
        """The figures of the condition."""
        return [figure for figure in reading.figures if self.start <= figure.start < self.end]


def weight(token: Token) -> float:
    """What a word counts for in a condition: what is done tells it from others, what everybody says does not."""
    if token.key in _GENERIC:
        return 0.2
    return token.weight if token.predicate or token.sort == "exact" else 0.7 * token.weight


def conditions_of(reading: Reading, lexicon: Lexicon) -> tuple[Condition, ...]:
    """Every condition of a sentence or two, in order."""
    return tuple(_found(reading, lexicon))


def is_condition(reading: Reading, at: int, lexicon: Lexicon) -> bool:
    """Whether a clause sets a condition for the ones after it."""
    words = reading.words(at).strip()
    marks = lexicon.file.conditions
    if at + 1 >= len(reading.clauses) or reading.clauses[at].mark not in (",", ":"):
        return False
    if any(_opens(words, word, marks.never) for word in marks.opens):
        return True
    if words.endswith("的"):
        return (not _LASTING.search(words) or bool(_CAUSE.search(words))) and any(
            t.predicate for t in reading.within(at)
        )
    return words.endswith(tuple(w for w in marks.closes if w != "的")) or words.startswith(("除", "除了"))


def _opens(words: str, word: str, never: tuple[str, ...]) -> bool:
    place = words.find(word)
    if not 0 <= place <= _OPENS_WITHIN or words.endswith("等"):
        return False
    return not any(words.startswith(other, place - other.find(word)) for other in never if word in other)


def _found(reading: Reading, lexicon: Lexicon) -> Iterator[Condition]:
    for at, clause in enumerate(reading.clauses):
        until = _sentence_end(reading, at)
        words = reading.words(at)
        if clause.mark in (",", ":") and at + 1 < len(reading.clauses):
            scope = bool(_SCOPE.search(words.strip()))
            if cause := _CAUSE.search(words):
                start = clause.start + cause.start()
                yield Condition(start, clause.start + cause.end(), clause.end, until)
            if is_condition(reading, at, lexicon) or scope or is_topic(reading, at) or _of_whom(reading, at):
                yield Condition(clause.start, clause.end, clause.end, until, scope)
                continue
        if any(word in words for word in ("除外", "另有约定", "另有规定")):
            start = reading.clauses[_sentence_start(reading, at)].start
            yield Condition(clause.start, clause.end, start, clause.start)
        for pattern in (_APPROVED, _EXCEPT, _ONLY_IF):
            if match := pattern.search(words):
                start, end = clause.start + match.start(), clause.start + match.end()
                yield Condition(start, end, end, clause.end if end < clause.end else until)
                break


def is_topic(reading: Reading, at: int) -> bool:
    """短期外包，可以选择拼客服: a few words without a verb, then what may or must be done, by nobody named."""
    here, there = reading.clauses[at], reading.clauses[at + 1]
    starts = at == 0 or reading.clauses[at - 1].mark in ("。", ";", "\n")
    if not starts or here.end - here.start > _TOPIC_UPTO or any(m.clause == at for m in reading.mentions):
        return False
    opens = any(there.start <= place <= there.start + 1 for place, _ in reading.modals)
    said = any(here.start <= place < here.end for place, _ in reading.modals)
    words = reading.within(at)
    return opens and not said and bool(words) and not any(t.sort == "verb" for t in words)


def _of_whom(reading: Reading, at: int) -> bool:
    """需要保密的商家，可以……: a party that something is said of."""
    words = reading.words(at)
    last = next((m for m in reversed(reading.mentions) if m.clause == at), None)
    if last is None or last.end != reading.clauses[at].end:
        return False
    before = words[: last.start - reading.clauses[at].start]
    here = reading.clauses[at]
    wants = any(here.start <= place < here.end for place, _ in reading.modals)
    said = wants or any(t.predicate for t in reading.within(at))
    return bool(_SUBJECT_OF.search(before)) and said


def _sentence_end(reading: Reading, at: int) -> int:
    for later in range(at, len(reading.clauses)):
        if reading.clauses[later].mark in ("。", ";", "!", "?", "\n", ""):
            return reading.clauses[later].end
    return reading.clauses[-1].end


def _sentence_start(reading: Reading, at: int) -> int:
    while at > 0 and reading.clauses[at - 1].mark not in ("。", ";", "!", "?", "\n"):
        at -= 1
    return at
