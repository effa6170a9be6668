"""A message in plain characters, every one in its own place: half width, simplified, lower case."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from bot.retrieval.question import simplified


def plain(message: str) -> str:
    """The message as the patterns read it; `plain(m)[start:end]` and `m[start:end]` are always the same words."""
    text = "".join(map(_narrow, message))
    turned = simplified(text)
    return turned if len(turned) == len(text) else "".join(map(_simple, text))


@lru_cache(maxsize=8192)
def _narrow(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return " " if char.isspace() and char != "\n" else folded if len(folded) == 1 else char


@lru_cache(maxsize=8192)
def _simple(char: str) -> str:
    turned = simplified(char)
    return turned if len(turned) == 1 else char
