"""Names, titles, places and quoted words: they stand in a source, or they do not stand in the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.glossary import Glossary
from bot.grounding.evidence import Evidence
from bot.grounding.markup import squeezed
from bot.grounding.verdicts import Fault

SHORTEST_QUOTE = 5
"""Quoted words of fewer characters are a way of speaking, not a quotation."""

_QUOTE = re.compile(rf"[“「『]([^”」』]{{{SHORTEST_QUOTE},}})[”」』]")
_BOOK = re.compile(r"《([^《》]{2,40})》")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,3}(?:省|自治区|市(?!场|面|值|价|民)|(?<![地社专景校园战禁片误盲时])区(?!别|分|域|间|块))"
)
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9.+-]{2,}")
_NO_PLACE = frozenset(
    [
        "上市",
        "城市",
        "都市",
        "超市",
        "门市",
        "股市",
        "入市",
        "地区",
        "社区",
        "园区",
        "小区",
        "专区",
        "片区",
        "特区",
        "省市",
    ]
)
_NOT_IN_NAMES = frozenset("内及和与的在对给把被就都也")
_STATE = "中华人民共和国"


def fault_of(
    body: str,
    sources: Sequence[Evidence],
    own: str,
    glossary: Glossary | None,
    known_titles: Sequence[str] = (),
) -> Fault | None:
    """The first name or quotation of `body` that neither the sources nor the asker's own words hold."""
    seen = "\n".join((*(source.squeezed for source in sources), squeezed(own)))
    for quote in _QUOTE.findall(body):
        if squeezed(quote) not in seen:
            return Fault("quote", quote)
    plain = seen.replace(_STATE, "")
    for title in _BOOK.findall(body):
        name = squeezed(title).replace(_STATE, "")
        if name not in plain and name not in known_titles:
            return Fault(
                "law" if name.endswith(("法", "法典", "条例", "规定", "解释", "办法")) else "name", title
            )
    return _place(body, seen) or _latin(body, seen) or _platform(body, sources, own, glossary)


def _place(body: str, seen: str) -> Fault | None:
    for match in _PLACE.finditer(body):
        if not any(match[0].endswith(word) for word in _NO_PLACE) and not _part_held(match[0], seen):
            return Fault("name", match[0])
    import rjieba

    for word, tag in rjieba.tag(body):
        if (
            tag in ("ns", "nt")
            and len(word) > 1
            and not _NOT_IN_NAMES & set(word)
            and word not in seen
            and word.rstrip("省市区县") not in seen
        ):
            return Fault("name", word)
    return None


def _part_held(place: str, seen: str) -> bool:
    """Whether the place, or its end (杭州市 of 为杭州市), stands in the sources."""
    return any(place[at:] in seen for at in range(len(place) - 1) if len(place) - at >= 3 or at == 0)


def _latin(body: str, seen: str) -> Fault | None:
    held = seen.lower()
    for match in _LATIN.finditer(body):
        if match[0].lower() not in held:
            return Fault("name", match[0])
    return None


def _platform(body: str, sources: Sequence[Evidence], own: str, glossary: Glossary | None) -> Fault | None:
    """A platform that the sources are not about."""
    if glossary is None:
        return None
    names = _platform_names(glossary)
    for words, name in names.items():
        if words in body and not any(
            other in text
            for other, its in names.items()
            if its == name
            for text in (own, *(s.text for s in sources))
        ):
            return Fault("name", words)
    return None


@lru_cache(maxsize=8)
def _platform_names(glossary: Glossary) -> dict[str, str]:
    """Every formal name of a platform, with the one we use."""
    return {word: term.name for term in glossary.platforms for word in (term.name, *term.same)}
