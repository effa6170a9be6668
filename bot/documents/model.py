"""A document as the rest of the product sees it: one normalised text, and blocks that point into it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

BlockKind: TypeAlias = Literal["heading", "paragraph", "clause", "table", "note"]
DocumentKind: TypeAlias = Literal["guidance", "contract", "upload"]
AsideKind: TypeAlias = Literal["hidden", "comment", "header", "footer", "deleted", "inserted"]


@dataclass(frozen=True)
class DocumentMeta:
    """What is known about a document apart from its words.

    `date` is ISO (`2024-09-06`) or empty. `source` is the title that a citation names: for a sample
    contract it is the article it was published in, otherwise the document's own title. `platforms` and
    `topics` are the canonical names of the glossary.
    """

    title: str
    kind: DocumentKind = "upload"
    source: str = ""
    site: str = ""
    author: str = ""
    date: str = ""
    platforms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, clause, table row group or note: the unit that a citation names.

    `start` and `end` are character offsets into `Document.text`. `headings` is the path of headings above
    the block, outermost first, without the document's title. `number` is the visible number of a clause as
    it is written, without punctuation (`第三条`, `2`, `(1)`), or empty. `level` is the depth of a heading
    (1 = outermost); 0 for everything else.
    """

    start: int
    end: int
    kind: BlockKind
    headings: tuple[str, ...] = ()
    number: str = ""
    level: int = 0


@dataclass(frozen=True)
class Aside:
    """Words that stand in the file but not, or not only, in the text that a reader of the page sees.

    `hidden` is marked as hidden, too small to read or as white as the page. `comment` is a remark of `author`.
    `header` and `footer` repeat on the pages. `deleted` and `inserted` are changes tracked by `author`; what was
    inserted is part of the text too. `near` is the offset in `Document.text` where the words belong, 0 for those
    that belong to the whole.
    """

    kind: AsideKind
    text: str
    near: int = 0
    author: str = ""


@dataclass(frozen=True)
class Place:
    """Where a stretch of the text stands in the file it was read from, letter for letter.

    `Document.text[start:end]` is, normalised, what stands from character `offset` on in text element number `run`
    of paragraph number `paragraph` of `part`, the path of a part of a Word file. Paragraphs are counted over the whole
    part, text elements over all that is inside their paragraph, both from 0 and in the order of the file. A character
    that the file writes as two has the place of the first; two that it writes as one (a ligature) share its place.
    """

    start: int
    end: int
    part: str
    paragraph: int
    run: int
    offset: int


@dataclass(frozen=True)
class Document:
    """Normalised text with its blocks in order; `document.text[block.start:block.end]` is a block's text.

    `places` lead back to the file, in the order of the text and without overlaps. Numbers that Word counts, and spaces,
    bars and line ends that reading made, have none. Only Word files have places.
    """

    meta: DocumentMeta
    text: str
    blocks: tuple[Block, ...]
    origin_path: str = ""
    sha256: str = ""
    notes: tuple[str, ...] = field(default=())
    asides: tuple[Aside, ...] = ()
    places: tuple[Place, ...] = ()

    def block_text(self, block: Block) -> str:
        """The words of a block."""
        return self.text[block.start : block.end]

    def body(self) -> Iterator[Block]:
        """Every block that is not a heading."""
        return (block for block in self.blocks if block.kind != "heading")
