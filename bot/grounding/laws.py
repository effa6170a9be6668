"""Laws and articles in a sentence: named by a cited source, or found in the statute database, or not shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from bot.grounding.blanking import NAMED_LAW, Article, articles, without_state
from bot.grounding.evidence import Evidence
from bot.grounding.verdicts import Fault


class Resolved(Protocol):
    """What the statute library says of one reference: its status, and the words of what was referred to."""

    @property
    def status(self) -> str:
        """verified, repealed, unverified, unknown_law, no_article, no_paragraph or unreadable."""

    @property
    def words(self) -> str:
        """The exact words of the article, paragraph or item; empty when there are none."""


Resolve: TypeAlias = Callable[[str], Sequence[Resolved]]
"""Every reference of a text, resolved."""

_LAW_SAYS = re.compile(
    r"(?<!不是)(?<!并非)(?<!没有)(?<!而非)(?<!还是)(?<!不等于)(?:法律(?:明确|明文)?(?:规定|要求|上规定)|法定|法律上必须|依法(?:应|必须))"
)
_DENIED = re.compile(
    r"(?:不是|并非|没有|而非|还是|不等于|不属于|未作|没)[^,，。]{0,6}$|^[^,，。]{0,4}(?:并没有|没有|并未|未|不)"
)


def held(sources: Sequence[Evidence]) -> set[Article]:
    """The articles that sources name, or are."""
    return {article for source in sources for article in source.articles}


def fault_of(body: str, sources: Sequence[Evidence], own: str, resolve: Resolve | None) -> Fault | None:
    """The first law, article or 「法律规定」 of `body` that no source names and the database does not verify."""
    if not (NAMED_LAW.search(body) or "法" in body or "条" in body):
        return None
    wanted = articles(body) - held(sources)
    if wanted and len(set(words_behind(body, resolve))) < len(wanted):
        name, number = sorted(wanted, key=str)[0]
        return Fault("law", f"{name}第{number}条")
    seen = without_state("\n".join((*(source.squeezed for source in sources), own)))
    in_articles = {name for name, _ in articles(body)}
    for law in NAMED_LAW.findall(body):
        if law not in seen and law not in in_articles:
            return Fault("law", str(law))
    for says in _LAW_SAYS.finditer(body):
        behind = body[says.end() : says.end() + 8]
        if (
            _DENIED.search(body[: says.start()])
            or _DENIED.match(body[says.start() :])
            or behind.startswith("没")
        ):
            continue
        if not any(_is_law(source) for source in sources):
            return Fault("law", says[0])
    return None


def _is_law(source: Evidence) -> bool:
    """Whether a source is an article of law, or tells what one says."""
    if source.passage.origin in ("statute", "regulation"):
        return True
    text = source.squeezed
    return any(
        not _DENIED.search(text[: match.start()][-12:])
        for match in re.finditer(r"法律(?!适用|法规)|法定|法典|法》|最高人民法院", text)
    )


def words_behind(body: str, resolve: Resolve | None) -> list[str]:
    """The words of every article that `body` names and the database verifies: what it says must be in them."""
    if resolve is None:
        return []
    return [found.words for found in resolve(body) if found.status == "verified" and found.words]
