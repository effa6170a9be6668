"""Facts with fixed values: which words say which value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.data_files import fault
from bot.drafting.parameters import Parameter
from bot.drafting.reading.names import Side
from bot.drafting.reading.parts import Part
from bot.drafting.reading.rules import ChoiceFile


@dataclass(frozen=True)
class Chosen:
    """A value of a choice and the words that say it."""

    parameter: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Value:
    value: str
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    asked: re.Pattern[str] | None


class Choices:
    """The rules of `choices.yaml`, compiled for one side of the table; 〔A〕 and 〔B〕 are words for the parties."""

    def __init__(self, file: ChoiceFile, parties: dict[str, str], side: Side) -> None:
        own, other = parties["own"], parties["other"]
        if side == "provider":
            own, other = other, own
        words = {"〔A〕": f"(?:{parties['party_a']}|{own}|我)", "〔B〕": f"(?:{parties['party_b']}|{other})"}
        if side == "provider":
            words = {
                "〔A〕": f"(?:{parties['party_a']}|{own})",
                "〔B〕": f"(?:{parties['party_b']}|{other}|我)",
            }

        def made(pattern: str) -> str:
            for mark, meant in words.items():
                pattern = pattern.replace(mark, meant)
            return pattern

        self._rules = {
            rule.parameter: tuple(
                _Value(
                    one.value,
                    re.compile("|".join(f"(?:{made(p)})" for p in one.patterns)),
                    re.compile(one.unless) if one.unless else None,
                    re.compile("|".join(f"(?:{made(p)})" for p in one.asked)) if one.asked else None,
                )
                for one in rule.values
            )
            for rule in file.choices
        }
        self.called = {rule.parameter: rule.called for rule in file.choices if rule.called}

    @staticmethod
    def check(path: Path, file: ChoiceFile, parameters: Mapping[str, Parameter]) -> None:
        """Raise ConfigurationError where a rule names no parameter with choices, or a value that it lacks."""
        for at, rule in enumerate(file.choices):
            if rule.parameter not in parameters:
                raise fault(path, ("choices", at, "parameter"), f"没有参数 {rule.parameter}")
            known = {choice.id for choice in parameters[rule.parameter].choices}
            for index, one in enumerate(rule.values):
                if one.value not in known:
                    raise fault(path, ("choices", at, "values", index, "value"), f"没有 {one.value} 这个值")

    def find(self, text: str, parts: tuple[Part, ...]) -> Iterator[Chosen]:
        """Every choice that the text says, each parameter once; the earlier value of the file goes before."""
        for parameter, values in self._rules.items():
            for value in values:
                chosen = next((m for m in value.pattern.finditer(text) if not _barred(value, m, parts)), None)
                if chosen:
                    yield Chosen(parameter, value.value, chosen.start(), chosen.end())
                    break

    def answer(self, parameter: str, words: str) -> str:
        """The value that words say as an answer to the question for it, or nothing."""
        for value in self._rules.get(parameter, ()):
            if value.pattern.search(words) or (value.asked and value.asked.search(words)):
                return value.value
        return ""


def _barred(value: _Value, match: re.Match[str], parts: tuple[Part, ...]) -> bool:
    if value.unless is None:
        return False
    return any(
        value.unless.search(part.text)
        for part in parts
        if part.start < match.end() and match.start() < part.end
    )
