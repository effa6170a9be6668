"""Passages: the clauses and paragraphs of documents, each under its heading path and with a stable id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.conversation import Origin
from bot.documents.model import Block, Document

BEFORE_HEADINGS = "开头"
"""The place of what stands before the first heading."""

LONGEST_GROUP = 700
"""An introduction and its list stay one passage up to this many characters."""

_REPEATED = "（原文编号重复，第{}处）"
_REPEATED_MARK = re.compile(_REPEATED.format(r"\d+"))
_NOTE_MARK = " 编者提示"

_SUB_NUMBER = re.compile(r"[(\uff08①-⑳]")
_INTRODUCES = ("\uff1a", ":", "如下", "如下。", "几点。")


@dataclass(frozen=True)
class Passage:
    """A clause or paragraph that can be cited: `document.text[start:end] == text`.

    `id` is made of the document and a hash of the content, so the same words in the same place keep it.
    `locator` names the place as a reader would (`五、违约责任 第2条`). `kind` is `paragraph`, `clause`,
    `table` or `note` (our own remark on a clause). `status` says of an article of law whether it is in force.
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
    status: str = ""

    def to_json(self) -> dict[str, Any]:
        """All fields, for the index's own files."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Passage:
        """The inverse of `to_json`."""
        lists = {key: tuple(data[key]) for key in ("headings", "platforms", "topics")}
        return cls(**(data | lists))

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
    clause: tuple[Block, str] | None = None
    for start, end, block in _groups(document):
        text = document.text[start:end]
        digest = hashlib.sha256("\n".join((*block.headings, text)).encode()).hexdigest()[:12]
        if block.kind == "note":
            locator = f"{_annotated(block, clause)}{_NOTE_MARK}".strip()
        else:
            locator = _locator(block)
            locators[locator] = locators.get(locator, 0) + 1
            if block.number and locators[locator] > 1:
                locator += _REPEATED.format(locators[locator])
            clause = block, locator
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
        return place or BEFORE_HEADINGS
    number = f"第{block.number}条" if block.number.isdecimal() else block.number
    return f"{place} {number}".strip()


def _annotated(note: Block, clause: tuple[Block, str] | None) -> str:
    """The place of the clause before a note, unless a heading came between; else the note's own."""
    return clause[1] if clause and clause[0].headings == note.headings else _locator(note)


def noted_clauses(passages: Sequence[Passage]) -> dict[str, Passage]:
    """By the id of a note, the clause it remarks on: the last one before it, under the same heading."""
    found: dict[str, Passage] = {}
    clause: Passage | None = None
    for passage in passages:
        if passage.kind != "note":
            clause = passage
        elif clause and (clause.document_id, clause.headings) == (passage.document_id, passage.headings):
            found[passage.id] = clause
    return found


def place_of(passage: Passage) -> str:
    """The passage's locator as its author wrote it: without our remark that a number is repeated."""
    return _REPEATED_MARK.sub("", passage.locator)
