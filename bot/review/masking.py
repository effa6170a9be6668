"""A text with its personal data put out of sight, and the way back: what goes to a model endpoint is this."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.review.personal_data import Personal, PersonalData, folded
from bot.review.personal_rules import Kind

_OPEN, _CLOSE = "〔", "〕"
_SEPARATORS = re.compile(r"[\s()./·•-]|^\+?86|^0086")


@dataclass(frozen=True)
class Masked:
    """A masked text. `spans` are what was masked, with offsets into `original`; `values` the words behind tokens.

    A token says the kind and counts values: 〔手机号1〕 is the same number wherever it stands, and 〔手机号1-2〕 that
    number in a second way of writing it, so that each leads back to its exact words.
    """

    text: str
    original: str
    spans: tuple[Personal, ...]
    tokens: tuple[str, ...]
    values: Mapping[str, str]

    def restore(self, text: str) -> str:
        """`text` with the words behind every token put back; tokens that are none of ours stay."""
        if not self.values:
            return text
        either = "|".join(re.escape(token) for token in self.values)
        return re.sub(either, lambda match: self.values[match[0]], text)

    def part(self, start: int, end: int) -> str:
        """`original[start:end]`, masked with the same tokens. A value that only begins or ends in it is masked whole."""
        pieces, at = [], start
        for span, token in zip(self.spans, self.tokens, strict=True):
            if span.end <= start or span.start >= end:
                continue
            pieces += [self.original[at : max(at, span.start)], token]
            at = span.end
        return "".join([*pieces, self.original[at:end]])


class Masking:
    """Masks texts by the rules of one knowledge folder. Holds no text."""

    def __init__(self, finder: PersonalData) -> None:
        self._finder = finder

    @classmethod
    def load(cls, knowledge: Path) -> Masking:
        """The rules of the knowledge folder; ConfigurationError names file, line and field."""
        return cls(PersonalData.load(knowledge))

    def mask(self, text: str) -> Masked:
        """The text with every piece of personal data as a token. `restore` of the result gives the text back."""
        spans = self._finder.find(text)
        forms: dict[tuple[Kind, str], list[str]] = {}
        numbers: dict[tuple[Kind, str], int] = {}
        tokens: list[str] = []
        values: dict[str, str] = {}
        free = self._free_number(text)
        for span in spans:
            written = text[span.start : span.end]
            same = (span.kind, _SEPARATORS.sub("", folded(written)).lower())
            if same not in numbers:
                numbers[same] = free + sum(kind == span.kind for kind, _ in numbers)
            known = forms.setdefault(same, [])
            if written not in known:
                known.append(written)
            form = known.index(written)
            token = f"{_OPEN}{self._finder.tokens[span.kind]}{numbers[same]}{f'-{form + 1}' if form else ''}{_CLOSE}"
            tokens.append(token)
            values[token] = written
        masked = Masked("", text, spans, tuple(tokens), values)
        return Masked(masked.part(0, len(text)), text, spans, tuple(tokens), values)

    def _free_number(self, text: str) -> int:
        """The first number above all that the text itself uses in what looks like a token of ours."""
        either = "|".join(self._finder.tokens.values())
        used = re.findall(rf"{_OPEN}(?:{either})(\d{{1,9}})(?:-\d{{1,9}})?{_CLOSE}", text)
        return max((int(number) for number in used), default=0) + 1
