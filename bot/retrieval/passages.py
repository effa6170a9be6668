"""Passages: the clauses and paragraphs of documents, each under its heading path and with a stable id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.conversation import Origin
from bot.documents.model import Block, Document

LONGEST_GROUP = 700
"""An introduction and its list stay one passage up to this many characters."""

REPEATED = "(原文编号重复,第"
"""Follows the locator of a clause whose number stood under the same heading before."""

_SUB_NUMBER = re.compile(r"[(\uff08①-⑳]")
_INTRODUCES = ("\uff1a", ":", "如下", "如下。", "几点。")


@dataclass(frozen=True)
class Passage:
    """A clause or paragraph that can be cited: `document.text[start:end] == text`.

    `id` is made of the document and a hash of the content, so the same words in the same place keep it.
    `locator` names the place as a reader would (`五、违约责任 第2条`). `kind` is `paragraph`, `clause`,
    `table` or `note` (our own remark on a clause).
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    kind: str
    headings: tuple[str, ...]
    number: str
    title: str
    source: str
    locator: str
    site: str
    author: str
    date: str
    platforms: tuple[str, ...]
    topics: tuple[str, ...]
    document_kind: str
    origin: Origin

    def to_json(self) -> dict[str, Any]:
        """All fields, for the index's own files."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Passage:
        """The inverse of `to_json`."""
        lists = ("headings", "platforms", "topics")
        return cls(**{key: tuple(value) if key in lists else value for key, value in data.items()})

    @property
    def heading_path(self) -> str:
        """Title and headings in one line, outermost first."""
        return " / ".join((self.title, *self.headings))


def document_id(document: Document) -> str:
    """The document's own id, or one made of where it came from and its title."""
    if document.meta.id:
        return document.meta.id
    name = f"{document.origin_path}\n{document.meta.title}"
    return "doc-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def passages_of(document: Document, origin: Origin) -> list[Passage]:
    """The document's passages in reading order; identical blocks under one heading are kept once."""
    identity = document_id(document)
    locators: dict[str, int] = {}
    seen: set[str] = set()
    passages = []
    clause: Block | None = None
    for start, end, block in _groups(document):
        text = document.text[start:end]
        digest = hashlib.sha256("\n".join((*block.headings, text)).encode()).hexdigest()[:12]
        if block.kind == "note":
            locator = f"{_locator(_annotated(block, clause))} 编者提示".strip()
        else:
            clause = block
            locator = _locator(block)
            locators[locator] = locators.get(locator, 0) + 1
            if block.number and locators[locator] > 1:
                locator += f"{REPEATED}{locators[locator]}处)"
        if digest in seen:
            continue
        seen.add(digest)
        passages.append(
            Passage(
                id=f"{identity}:{digest}",
                document_id=identity,
                text=text,
                start=start,
                end=end,
                kind=block.kind,
                headings=block.headings,
                number=block.number,
                title=document.meta.title,
                source=document.meta.source or document.meta.title,
                locator=locator,
                site=document.meta.site,
                author=document.meta.author,
                date=document.meta.date,
                platforms=document.meta.platforms,
                topics=document.meta.topics,
                document_kind=document.meta.kind,
                origin=origin,
            )
        )
    return passages


def _groups(document: Document) -> Iterator[tuple[int, int, Block]]:
    """Blocks joined into passages: an introduction with the list that it opens, everything else alone."""
    body = [block for block in document.blocks if block.kind != "heading"]
    at = 0
    while at < len(body):
        first = body[at]
        upto = at + 1
        if _opens_list(document.block_text(first)):
            while upto < len(body) and _is_item(document, first, body[upto]):
                upto += 1
        yield first.start, body[upto - 1].end, first
        at = upto


def _opens_list(text: str) -> bool:
    return text.rstrip().endswith(_INTRODUCES)


def _is_item(document: Document, first: Block, block: Block) -> bool:
    return (
        block.headings == first.headings
        and block.kind in ("clause", "paragraph")
        and bool(_SUB_NUMBER.match(document.block_text(block)))
        and block.end - first.start <= LONGEST_GROUP
    )


def _locator(block: Block) -> str:
    """Where a block stands, in words: the heading path, then its own number."""
    place = " ".join(block.headings)
    if not block.number:
        return place
    number = block.number if block.number.startswith("第") or not block.number.isdigit() else f"第{block.number}条"
    return f"{place} {number}".strip()


def _annotated(note: Block, clause: Block | None) -> Block:
    """A note stands where the clause before it stands, unless a heading came between."""
    return clause if clause and clause.headings == note.headings else note


def passage_table(passages: Sequence[Passage]) -> dict[str, Passage]:
    """Passages by id."""
    return {passage.id: passage for passage in passages}
