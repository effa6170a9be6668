"""How much is quoted: the stretch between commas around what was found, and a long text cut short."""

from __future__ import annotations

from collections.abc import Callable

from bot.review.found import Span
from bot.review.paper import Paper, Sentence

_STOPS = "，,；;。：:！？\n"
_ENDS = "；;。\n"


def part_of(paper: Paper, span: Span, sentence: Sentence) -> Span:
    """The stretch of the sentence around `span`, from stop to stop, without the stops."""
    start, end = span.start, span.end
    while start > sentence.start and not _stops(paper.text, start - 1, _STOPS):
        start -= 1
    while end < sentence.end and not _stops(paper.text, end, _STOPS):
        end += 1
    return trimmed(paper, Span(start, end))


def whole(paper: Paper, sentence: Sentence) -> Span:
    """The sentence without the stop at its end."""
    end = sentence.end
    while end > sentence.start and paper.text[end - 1] in _ENDS:
        end -= 1
    return Span(sentence.start, end)


def trimmed(paper: Paper, span: Span) -> Span:
    """The span without white space at its ends."""
    text = paper.text[span.start : span.end]
    return Span(span.start + len(text) - len(text.lstrip()), span.end - (len(text) - len(text.rstrip())))


def replaced(paper: Paper, quoted: Span, part: Span, words: str | Callable[[str], str]) -> str:
    """The quoted words with other words in the place of a part of them."""
    old = paper.text[part.start : part.end]
    new = words if isinstance(words, str) else words(old)
    return paper.text[quoted.start : part.start] + new + paper.text[part.end : quoted.end]


def cut_short(text: str, most: int) -> str:
    """The text in one line, cut after `most` characters."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[:most]}…"


def _stops(text: str, at: int, stops: str) -> bool:
    """Whether a sentence stops there; commas and colons inside figures (8,500; 9:00) are none."""
    inside = text[at] in ",:" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()
    return text[at] in stops and not inside
