"""Sentences of a document that speak to an assistant: content, never told and never given to a model."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

_UNSEEN = ("Cf", "Cc", "Co", "Cn")
_LETTERS = str.maketrans("013457", "oieast")


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
        seen = "".join(
            char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) not in _UNSEEN
        )
        return any(self._orders.search(form) for form in (seen, seen.translate(_LETTERS))) or bool(
            self._encoded.search(seen)
        )
