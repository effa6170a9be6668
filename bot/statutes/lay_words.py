"""How people say it and how the law says it: `knowledge/statutes/lay_words.yaml`."""

from __future__ import annotations

import re
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

_ASCII = re.compile(r"[a-z0-9-]+")


class Saying(BaseModel):
    """Expressions of a question, one is enough, and the words of the law that are looked for as well."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: str = Field(min_length=1)
    law: str = Field(min_length=1)


class Asked(BaseModel):
    """What people ask that the articles of one law answer.

    A key is the number of an article, or its whole label for 第…条之…; `version` (ISO date) says which text of
    the law is meant where it is not the newest.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    law: str = Field(min_length=1)
    version: str = Field("", pattern=r"^(\d{4}-\d{2}-\d{2})?$")
    articles: dict[int | str, str]


class LayWords(BaseModel):
    """The file as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: tuple[Saying, ...] = ()
    asked: tuple[Asked, ...] = ()

    def in_law(self, question: str) -> str:
        """The words of the law for what a question (simplified, lower case) says, one after the other."""
        english = set(_ASCII.findall(question))
        found = [law for say, law in self._table if (say in english if say.isascii() else say in question)]
        return " ".join(dict.fromkeys(found))

    @cached_property
    def _table(self) -> tuple[tuple[str, str], ...]:
        return tuple((say.lower(), saying.law) for saying in self.words for say in saying.say.split())
