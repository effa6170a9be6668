"""How models write: citation markers, bullets, emphasis, links; and a sentence without them."""

from __future__ import annotations

import re

_NUMBERS = r"\^?(?:来源|资料)?\s*\d{1,3}(?:\s*[,，、]\s*(?:来源|资料)?\s*\d{1,3})*\s*"
_HEADING = r"(?:来源|资料)\s*\d{1,3}\s*[(（][^\[\]\n]{0,80}[)）][:：]?"
MARKER = re.compile(rf"[\[［【](?:{_NUMBERS}|{_HEADING})[\]］】](?!\()|[（(](?:来源|资料){_NUMBERS}[）)]")
"""A citation as models write it: `[1]`, `[1,2]`, `【1】`, `[^1]`, `[来源1]`, `(资料1)`, `[资料1(第2条)]`."""

_LAYOUT = re.compile(
    r"\s*(?:(?:[-*+•·]|#{1,6}|>|\d{1,2}[.)](?!\d))[ \t]+|\d{1,2}[、）]|[（(]\d{1,2}[)）])*\s*"
)
_HTML = re.compile(r"<[^<>]{0,300}>")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\((?:[^)\s]+)[^)]*\)|\(?https?://[^\s)）]+\)?")
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9%‰]")


def marker_numbers(marker: str) -> list[str]:
    """The numbers that a citation names, without the place that some models copy into it (`[资料1(第2条)]`)."""
    place = re.search(r"\d\s*[(（]", marker)
    return [number.lstrip("0") for number in re.findall(r"\d+", marker[: place.end()] if place else marker)]


def taken_apart(sentence: str) -> tuple[str, str, tuple[str, ...]]:
    """Layout, plain words and the numbers of the markers, each once.

    Emphasis, images, links and HTML of the model are taken out; `~` would strike out what lies between two.
    """
    text = _IMAGE.sub("", _HTML.sub("", sentence))
    numbers = tuple(
        dict.fromkeys(number for mark in MARKER.finditer(text) for number in marker_numbers(mark[0]))
    )
    text = _LINK.sub(lambda match: match[1] or "", MARKER.sub("", text))
    head = _LAYOUT.match(text)
    end = head.end() if head else 0
    body = re.sub(r"[*_`|]+", "", text[end:]).replace("~", "～")
    body = re.sub(r"[ \t]+(?=[。，；：！？,;:!?]|$)", "", body).strip()
    return _layout(text[:end]), body, numbers


def _layout(written: str) -> str:
    """The line break and the bullet or number, without headings and quotation marks."""
    breaks = "\n" * min(written.count("\n"), 2)
    number = re.search(r"(\d{1,2})[.、)）]", written)
    bullet = f"{number[1]}. " if number else "- " if re.search(r"[-*+•·]", written) else ""
    return breaks + bullet


def bare(text: str) -> str:
    """The letters, digits and Chinese characters of a text."""
    return "".join(_WORD.findall(text))


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s", "", text)


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, punctuation left out; a single character stands for itself."""
    plain = bare(text)
    return frozenset(plain[at : at + 2] for at in range(max(len(plain) - 1, 0))) or frozenset(plain)
