"""What a file seems to be: a contract that the checklist is made for, another contract, or none at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.retrieval.question import simplified

Is: TypeAlias = Literal["reviewed", "contract", "other"]
UNKNOWN = ""
LOOKED_AT = 60_000
"""Characters of a file that are looked at: what it is shows early."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Kind(_Model):
    """One kind of paper."""

    name: str = Field(min_length=1)
    is_: Is = Field(alias="is")
    needed: int = Field(ge=1)
    signs: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def patterns(self) -> tuple[re.Pattern[str], ...]:
        """The signs, ready to be looked for."""
        return tuple(re.compile(sign, re.MULTILINE) for sign in self.signs)


class Kinds(_Model):
    """The whole file."""

    kinds: tuple[Kind, ...] = Field(min_length=1)

    @classmethod
    def load(cls, knowledge: Path) -> Kinds:
        """The kinds of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / "review" / "kinds.yaml", cls)

    def of(self, text: str) -> Seeming:
        """What a text seems to be; of equally strong kinds the first."""
        read = simplified(text[:LOOKED_AT])
        best, share = None, 0.0
        for kind in self.kinds:
            found = sum(bool(pattern.search(read)) for pattern in kind.patterns)
            if found >= kind.needed and found / len(kind.patterns) > share:
                best, share = kind, found / len(kind.patterns)
        return Seeming(best.name, best.is_) if best else Seeming(UNKNOWN, "other")


@dataclass(frozen=True)
class Seeming:
    """What a paper seems to be, by name (empty when nothing fits) and by what can be done with it."""

    name: str
    what: Is
