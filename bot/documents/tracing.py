"""The one normalisation and matching of texts, character by character: which letter came from where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.documents.text import normalise

# Characters that normalisation changes at most into one other character each, whatever stands beside them.
_EVEN = re.compile("[\\n\\x20-\\x7e\u00a0\u2010-\u2027\u2030-\u203b\u3000-\u3020\u4e00-\u9fff\uff01-\uff9d]*")
_JAMO = re.compile("[\u1160-\u11ff]")


def traced(text: str) -> tuple[str, Sequence[int]]:
    """`normalise(text)`, but with spaces kept at the ends of lines; and for each character of it the index in `text`
    of the one it came from.

    A character that became two is named twice; one that vanished, or went into the one before it, is not named.
    """
    if _EVEN.fullmatch(text):
        return "\n".join(map(_normalised, text.split("\n"))), range(len(text))
    pieces: list[str] = []
    origins: list[int] = []
    for start, end in _clusters(text):
        made = _normalised(text[start:end])
        pieces.append(made)
        seen = [at for at in range(start, end) if _normalised(text[at])]
        origins += [seen[min(at, len(seen) - 1)] for at in range(len(made))]
    return "".join(pieces), origins


def _normalised(text: str) -> str:
    """One line or less, with the spaces at its end."""
    return normalise(f"{text}.")[:-1]


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that can be normalised one by one: a character with the marks that go on it."""
    start = 0
    for at, char in enumerate(text):
        if at and not _goes_on(text[at - 1], char):
            yield start, at
            start = at
    if text:
        yield start, len(text)


def _goes_on(before: str, char: str) -> bool:
    if before == "\r":
        return char == "\n"
    return unicodedata.category(char)[0] in "MC" or bool(_JAMO.match(char))


def matched(source: str, target: str, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Stretches (index in `source`, index in `target`, length) that are the same letter for letter.

    `target[start:end]` holds the characters of `source` that are not white space and no bar, in their order; the
    white space and bars between them may differ and are matched where they do not. Nothing is matched where the
    characters are others.
    """
    words = source.strip()
    if target[start:end] == words:
        yield source.find(words), start, len(words)
        return
    own, theirs = list(_solid(source, 0, len(source))), list(_solid(target, start, end))
    if [source[at] for at in own] != [target[at] for at in theirs]:
        return
    first = 0
    for at in range(1, len(own) + 1):
        joined = at < len(own) and source[own[at - 1] : own[at]] == target[theirs[at - 1] : theirs[at]]
        if not joined:
            yield own[first], theirs[first], own[at - 1] - own[first] + 1
            first = at


def _solid(text: str, start: int, end: int) -> Iterator[int]:
    return (at for at in range(start, end) if text[at] != "|" and not text[at].isspace())
