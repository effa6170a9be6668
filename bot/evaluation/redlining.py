"""Whether the redline of a reviewed Word file is right: rejected it is the original, accepted it has the suggestions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.documents import Document, read_documents
from bot.review.editing import changes
from bot.review.redline import accepted, redline, rejected
from bot.review.review import Review
from bot.review.state import kept

_DATE = datetime(2026, 1, 1)


def redline_is_right(path: Path, document: Document, review: Review) -> bool:
    """Whether the redline of the .docx at `path` keeps its promise: what it changes is the suggestions, of two for the
    same words the graver."""
    wanted = changes(kept(review, str(path), path.name))
    marked = redline(path.read_bytes(), document, wanted, "合同助手", _DATE)
    if _solid(_text(path, rejected(marked))) != _solid(document.text):
        return False
    settled = _solid(_text(path, accepted(marked)))
    return all(_solid(change.text) in settled for change in wanted if change.text)


def _text(path: Path, data: bytes) -> str:
    settled = path.with_name(f"settled-{path.name}")
    settled.write_bytes(data)
    return read_documents(settled)[0].text


def _solid(text: str) -> str:
    """The words alone: where tables have their bars and lines their ends is another matter."""
    return "".join(text.split()).replace("|", "")
