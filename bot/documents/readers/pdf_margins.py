"""Running heads and page numbers: the lines of a PDF's pages that are no part of its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.documents.readers.pdf_line import VisualLine

_PAGE_NUMBER = re.compile(
    r"(?:第\s*)?[-–—·\s]*\d{1,4}\s*(?:页)?[-–—·\s]*(?:[/,，、]?\s*共?\s*\d{1,4}\s*页?)?|page\s*\d+(?:\s*of\s*\d+)?|[ivx]{1,6}",
    re.IGNORECASE,
)
_MARGIN_LINES = 3
_REPEATED_SHARE = 0.4


def without_margins(pages: Sequence[Sequence[VisualLine]]) -> list[list[VisualLine]]:
    """The pages without page numbers, and without heads and feet that repeat from page to page."""
    candidates = [_outer(page) for page in pages]
    filled = sum(bool(page) for page in pages)
    counts = Counter(shape for page in candidates for shape in {_shape(line) for line in page})
    often = max(2, _REPEATED_SHARE * filled)
    kept = []
    for page, outer in zip(pages, candidates, strict=True):
        dropped = {
            id(line)
            for line in outer
            if counts[_shape(line)] >= often or (line.in_margin and is_page_number(line.text))
        }
        kept.append([line for line in page if id(line) not in dropped])
    return kept


def is_page_number(text: str) -> bool:
    """Whether a line holds the number of its page and nothing else."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def _outer(page: Sequence[VisualLine]) -> list[VisualLine]:
    ordered = sorted(page, key=lambda line: line.top)
    outer = {
        id(line): line for line in (*ordered[:_MARGIN_LINES], *ordered[-_MARGIN_LINES:]) if line.in_margin
    }
    return list(outer.values())


def _shape(line: VisualLine) -> tuple[str, int]:
    """What makes two margin lines the same: their words with any figures, and their height on the page."""
    return re.sub(r"\d+", "#", line.text), round(line.top / 6)
