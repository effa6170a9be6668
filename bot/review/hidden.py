"""What a paper holds that its reader does not see, or that was written for a machine: told, and never obeyed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.documents.model import AsideKind, Document
from bot.review.injections import Injections, Place
from bot.review.phrases import ReviewPhrases
from bot.review.quoting import cut_short

LONGEST = 120
"""Characters of a hidden text that are repeated."""

MOST = 5
"""Hidden texts that are told one by one."""

_PLACES: dict[AsideKind, Place] = {
    "hidden": "hidden",
    "comment": "comment",
    "header": "header",
    "footer": "footer",
    "deleted": "hidden",
    "inserted": "visible",
}


def told_of_hidden(document: Document, injections: Injections, phrases: ReviewPhrases) -> tuple[str, ...]:
    """A sentence for each stretch that speaks to a machine, and for each text that the page does not show."""
    orders = list(dict.fromkeys(_orders(document, injections)))
    hidden = [cut_short(aside.text, LONGEST) for aside in document.asides if aside.kind == "hidden"]
    said = [phrases.injected.format(text=text) for text in orders]
    said += [phrases.hidden.format(text=text) for text in dict.fromkeys(hidden) if text not in orders]
    return tuple(said[:MOST])


def _orders(document: Document, injections: Injections) -> Iterator[str]:
    for span in injections.find(document.text):
        yield cut_short(document.text[span.start : span.end], LONGEST)
    for aside in document.asides:
        for span in injections.find(aside.text, _PLACES[aside.kind]):
            yield cut_short(aside.text[span.start : span.end], LONGEST)
