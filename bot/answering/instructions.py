"""Sentences of a document that speak to an assistant: content, never told and never given to a model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

_UNSEEN = ("Cf", "Cc", "Co", "Cn")
_LETTERS = str.maketrans("013457", "oieast")
_TAGS = range(0xE0020, 0xE007F)
"""Characters that show nothing and stand for ASCII, which a machine reads."""


@dataclass(frozen=True)
class Seen:
    """A text as a machine reads it: full-width letters narrowed, unseen characters gone, line ends kept.

    The character `text[at]` stands at `places[at]` of the source.
    """

    text: str
    places: tuple[int, ...]


class InstructionsFile(BaseModel):
    """`knowledge/instructions.yaml` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    patterns: tuple[str, ...] = Field(min_length=1)
    encoded_from: int = Field(gt=8)


class Instructions:
    """Recognises what is addressed to an assistant."""

    def __init__(self, rules: InstructionsFile) -> None:
        self._orders = re.compile("|".join(f"(?:{pattern})" for pattern in rules.patterns), re.I)
        self._encoded = re.compile(rf"[A-Za-z0-9+/_-]{{{rules.encoded_from},}}={{0,2}}")

    @classmethod
    def load(cls, path: Path) -> Instructions:
        """The patterns in a file; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, InstructionsFile))

    def found_in(self, text: str) -> bool:
        """Whether `text` holds words addressed to an assistant, plain, disguised or encoded."""
        read = seen(text).text.replace("\n", "")
        return any(self.orders(read)) or bool(self._encoded.search(read))

    def orders(self, read: str) -> Iterator[tuple[int, int]]:
        """Where a text, as it is seen, speaks to an assistant, in plain letters or with digits in their place."""
        for form in (read, read.translate(_LETTERS)):
            yield from (match.span() for match in self._orders.finditer(form))


def seen(text: str) -> Seen:
    """`text` as a machine reads it."""
    chars: list[str] = []
    places: list[int] = []
    for at, char in enumerate(text):
        narrow = (
            chr(ord(char) - _TAGS.start + 0x20) if ord(char) in _TAGS else unicodedata.normalize("NFKC", char)
        )
        for one in narrow:
            if one == "\n" or unicodedata.category(one) not in _UNSEEN:
                chars.append(one)
                places.append(at)
    return Seen("".join(chars), tuple(places))
