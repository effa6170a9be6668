"""The words the statute library speaks: laws, articles, references to them and what became of a reference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.errors import BotError

Status: TypeAlias = Literal[
    "verified",
    "repealed",
    "unverified",
    "unknown_law",
    "no_article",
    "no_paragraph",
    "unreadable",
]
"""`verified`: the article (and paragraph, item) stands in the database and is in force or about to be.
`unverified`: a regulation or interpretation the database does not hold. All others must not be shown as law."""


class StatutesUnavailable(BotError):  # noqa: N818  an exit code of configuration, named by what happened
    """The statute database is missing or damaged: answers go on without statutes and say so."""

    exit_code = 3


@dataclass(frozen=True)
class Law:
    """One law of the database. `name` is official, `short` leaves 中华人民共和国 out; dates are ISO, or "".

    `status` is the database's own word (现行有效, 已被修改, 已废止, 历史版本), `version` the day of this
    text, `effective` the day the law came into force (of an amended law: often of its first text).
    """

    name: str
    short: str
    status: str
    effective: str
    version: str
    department: str
    id: str = ""
    kind: str = "法律"

    @property
    def current(self) -> bool:
        """Whether the database holds it as law that stands: neither repealed nor an older text."""
        return self.status in ("现行有效", "已被修改")


@dataclass(frozen=True)
class Article:
    """One article. `label` is its number as the law writes it; `branch` is 2 for 第二百八十七条之二, else 0.

    `text` holds one paragraph (款) a line, and its items (项) a line each behind it, without the number.
    A law without articles has one with number 0 and the label 全文. Where the database has lost the next article,
    parts of that one stand in this one, and it is not `whole`.
    """

    law: Law
    number: int
    label: str
    text: str
    headings: tuple[str, ...]
    branch: int = 0
    whole: bool = True

    @property
    def name(self) -> str:
        """How the article is written in full: `《民法典》第五百八十五条`."""
        return f"《{self.law.short}》{self.label}"
