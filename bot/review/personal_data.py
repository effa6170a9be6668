"""Personal data in a text: what `knowledge/review/personal_data.yaml` describes, found with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.data_files import fault, load_yaml
from bot.retrieval.question import simplified
from bot.review import identifiers
from bot.review.personal_rules import FILE, Kind, PersonalDataFile, RuleData, Test

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_NUMERALS = dict(zip("〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖", "000123456789123456789", strict=True))
_SPELT = re.compile(f"[{''.join(_NUMERALS)}]{{7,}}")
_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_BETWEEN = re.compile(r"[ ]?(?:[、,/;|和及与或]|以及|或者|[ ])[ ]?")
_BEFORE = 24
"""Characters in front of a number in which the word stands that says what it is."""


@dataclass(frozen=True)
class Personal:
    """`text[start:end]` is personal data of that kind."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class _Rule:
    kind: Kind
    label: re.Pattern[str] | None
    value: re.Pattern[str]
    passes: Callable[[str], bool]
    many: bool
    everywhere: bool

    def values(self, text: str, not_after: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Where the values stand in a folded text."""
        if self.label is None:
            for match in self.value.finditer(text):
                if not not_after.search(text[max(0, match.start() - _BEFORE) : match.start()]):
                    yield match.span()
            return
        for label in self.label.finditer(text):
            value = self.value.match(text, label.end())
            while value:
                yield value.span()
                between = _BETWEEN.match(text, value.end()) if self.many else None
                value = self.value.match(text, between.end()) if between else None


class PersonalData:
    """Finds personal data by the rules of one file. `tokens` are the words that a mask shows for each kind."""

    def __init__(self, data: PersonalDataFile, path: Path) -> None:
        """Raises ConfigurationError that names line and field where a pattern is none."""
        self._fragments = {name: _either(words) for name, words in data.words.items()}
        for name, pattern in data.fragments.items():
            self._fragments[name] = f"(?:{self._filled(pattern, path, ('fragments', name))})"
        self.tokens: Mapping[Kind, str] = {kind.kind: kind.token for kind in data.kinds}
        self._not_names = data.not_names
        self._title = re.compile(f"{self._fragments['title']}$")
        self._not_after = self._compiled(f"(?:{data.not_after})$", path, ("not_after",))
        self._left_alone = [
            self._compiled(pattern, path, ("left_alone", at)) for at, pattern in enumerate(data.left_alone)
        ]
        self._rules = [
            self._rule(kind.kind, rule, path, ("kinds", at, "rules", number))
            for at, kind in enumerate(data.kinds)
            for number, rule in enumerate(kind.rules)
        ]

    @classmethod
    def load(cls, knowledge: Path) -> PersonalData:
        """The rules of the knowledge folder; ConfigurationError names file, line and field."""
        path = knowledge / "review" / FILE
        return cls(load_yaml(path, PersonalDataFile), path)

    def find(self, text: str) -> tuple[Personal, ...]:
        """All of it in order, no two overlapping. A name that stood behind its label is found wherever it stands."""
        plain = folded(text)
        taken = bytearray(len(plain))
        for pattern in self._left_alone:
            for match in pattern.finditer(plain):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
        found: list[Personal] = []
        known: set[tuple[Kind, str]] = set()

        def claim(kind: Kind, start: int, end: int) -> bool:
            free = start < end and not any(taken[start:end])
            if free:
                taken[start:end] = b"\1" * (end - start)
                found.append(Personal(kind, start, end))
            return free

        for rule in self._rules:
            for start, end in rule.values(plain, self._not_after):
                value = plain[start:end]
                if rule.passes(value) and claim(rule.kind, start, end) and rule.everywhere:
                    known.add((rule.kind, value))
        for kind, value in sorted(known, key=lambda one: -len(one[1])):
            if not self._title.search(value):
                for match in re.finditer(re.escape(value), plain):
                    claim(kind, *match.span())
        return tuple(sorted(found, key=lambda one: one.start))

    def _rule(self, kind: Kind, rule: RuleData, path: Path, place: tuple[int | str, ...]) -> _Rule:
        label = self._compiled(rule.label, path, (*place, "label")) if rule.label else None
        value = self._compiled(rule.value, path, (*place, "value"))
        return _Rule(kind, label, value, self._test(rule.check), rule.many, rule.everywhere)

    def _test(self, check: Test) -> Callable[[str], bool]:
        tests: dict[Test, Callable[[str], bool]] = {
            "": lambda _: True,
            "birthday": identifiers.has_birthday,
            "id_number": identifiers.is_id_number,
            "luhn": identifiers.is_luhn,
            "person": self._may_be_a_name,
        }
        return tests[check]

    def _may_be_a_name(self, text: str) -> bool:
        return not self._title.sub("", text).startswith(self._not_names)

    def _compiled(self, pattern: str, path: Path, place: tuple[int | str, ...]) -> re.Pattern[str]:
        try:
            return re.compile(self._filled(pattern, path, place))
        except re.error as error:
            raise fault(path, place, "不是有效的正则表达式") from error

    def _filled(self, pattern: str, path: Path, place: tuple[int | str, ...]) -> str:
        for name in _FRAGMENT.findall(pattern):
            if name not in self._fragments:
                raise fault(path, place, f"没有叫 {name} 的片段")
        return _FRAGMENT.sub(lambda match: self._fragments[match[1]], pattern)


def folded(text: str) -> str:
    """`text` as the patterns see it, character for character: narrow letters, plain spaces and dashes, digits."""
    plain = "".join(_folded(char) for char in text)
    simple = simplified(plain)
    plain = simple if len(simple) == len(plain) else plain
    return _SPELT.sub(lambda match: "".join(_NUMERALS[char] for char in match[0]), plain)


def _folded(char: str) -> str:
    if char == "\n" or (char.isascii() and char.isprintable()):
        return char
    if char.isspace() or unicodedata.category(char) in ("Cf", "Cc"):
        return " "
    if char in _DASHES:
        return "-"
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if len(narrow) == 1 else char


def _either(words: tuple[str, ...]) -> str:
    """Any of the words, the longest first. Looking at the first letter before trying hundreds of words saves time."""
    first = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{first}])(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"
