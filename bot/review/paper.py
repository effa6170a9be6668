"""A contract as it was received: one normalised text and a tree of clauses that points into it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.documents.model import Block, BlockKind, Document
from bot.documents.numbering import RANK_ARTICLE, RANK_CN, RANK_SMALL, Number, parse
from bot.quantities import Quantity
from bot.quantities import parse as quantities
from bot.retrieval.question import simplified
from bot.review.clause_tables import clause_blocks

MOST_ITEMS = 40
"""Items of a list that are looked back over for its lead-in."""

TEXT_RANK = 99.0
"""The rank of a block without a number: deeper than any."""


@dataclass(frozen=True)
class Clause:
    """A node of the tree: a heading, a numbered clause or item, a paragraph, rows of a table.

    `start` and `end` are offsets into `Paper.text` of its own words, without those of the nodes below it. `number`
    is its number as parsed, `visible` as it is written (`第三条`, `2.1`; empty without one). `title` is a heading
    without its number, empty for what is no heading. `parent` is the index of the node above, None at the top.
    `rank` is how deep such numbers stand (smaller is further out).
    """

    index: int
    start: int
    end: int
    kind: BlockKind
    title: str
    number: Number | None
    visible: str
    rank: float
    parent: int | None

    @property
    def after_number(self) -> int:
        """The offset of its first word behind its number."""
        return self.start + (self.number.end if self.number else 0)


@dataclass(frozen=True)
class Sentence:
    """One sentence in simplified characters: `paper.plain[start:end]`, in the clause of that index, without the
    clause's number in front."""

    text: str
    start: int
    end: int
    clause: int


@dataclass(frozen=True)
class Paper:
    """The whole contract; `text` and the offsets are those of `document`."""

    document: Document
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.document.text

    @cached_property
    def plain(self) -> str:
        """The text in simplified characters, letter for letter, for reading: offsets are those of `text`."""
        return self.text.translate(
            {ord(char): plain for char in set(self.text) if len(plain := simplified(char)) == 1}
        )

    def words(self, clause: Clause) -> str:
        """The clause's own words, with its number."""
        return self.text[clause.start : clause.end]

    def said(self, clause: Clause) -> str:
        """The clause's own words, without its number."""
        return self.text[clause.after_number : clause.end]

    def at(self, offset: int) -> Clause:
        """The clause in which a character stands; the one before it for a line end."""
        return self.clauses[max(0, bisect_right(self._starts, offset) - 1)]

    def path(self, clause: Clause) -> tuple[Clause, ...]:
        """The nodes above a clause, outermost first, and the clause itself."""
        nodes = [clause]
        while nodes[0].parent is not None:
            nodes.insert(0, self.clauses[nodes[0].parent])
        return tuple(nodes)

    def below(self, clause: Clause) -> Iterator[Clause]:
        """Every node under a clause, in order; they follow it without a gap."""
        for other in self.clauses[clause.index + 1 :]:
            if clause not in self.path(other):
                return
            yield other

    def end_of(self, clause: Clause) -> int:
        """Where the clause ends with everything below it."""
        return max([clause.end, *(other.end for other in self.below(clause))])

    def name(self, clause: Clause) -> str:
        """What a reader calls the clause: its heading and number (`第五条 违约责任 5.2`)."""
        above = [node for node in self.path(clause) if node.title or node.visible]
        if not above:
            return ""
        outer, inner = above[0], above[-1]
        name = self.words(outer).strip() if outer.title else outer.visible
        return name if inner is outer or not inner.visible else f"{name} {inner.visible}"

    def place(self, index: int) -> str:
        """The name of the clause of that index, for a sentence: what has none stands at the beginning."""
        return self.name(self.clauses[index]) or "开头部分"

    def short(self, clause: Clause) -> str:
        """The clause as it is cited in a sentence: 第2.2条, 第三条第2款, 「三、费用」第2条, 第五条第（一）项.

        Empty for what stands under no heading and has no number.
        """
        above = [node for node in self.path(clause) if node.number]
        if not above:
            titled = [node for node in self.path(clause) if node.title and node.index]
            return f"「{titled[-1].title}」" if titled else ""
        dotted = max((at for at, node in enumerate(above) if "." in node.visible), default=-1)
        articles = [at for at, node in enumerate(above) if node.rank == _article_rank(node)]
        first = max(dotted, articles[-1] if articles else 0, 0)
        name = _cited(above[first])
        parts = above[first + 1 :]
        return name + "".join(
            _below(node, at == 0 and not name.endswith("条")) for at, node in enumerate(parts[-2:])
        )

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Every sentence of clauses and paragraphs, tables by row, headings as one sentence each."""
        return tuple(sentence for clause in self.clauses for sentence in _sentences(self.plain, clause))

    def sentences_of(self, clause: int) -> tuple[Sentence, ...]:
        """The sentences of the clause of that index."""
        return self._by_clause.get(clause, ())

    def lead_in(self, clause: int) -> str:
        """The sentence with a colon that a numbered item stands under; empty for a clause that is no item of a list."""
        item = self.clauses[clause]
        if item.number is None:
            return ""
        for other in reversed(self.clauses[max(0, clause - MOST_ITEMS) : clause]):
            if other.rank >= item.rank and other.number:
                continue
            words = self.plain[other.start : other.end].rstrip()
            return words.split("。")[-1] if words.endswith(("：", ":")) else ""
        return ""

    @cached_property
    def _by_clause(self) -> dict[int, tuple[Sentence, ...]]:
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.clause, []).append(sentence)
        return {clause: tuple(found) for clause, found in grouped.items()}

    def figures(self, sentence: Sentence) -> tuple[Quantity, ...]:
        """The figures of a sentence, with offsets into the sentence; read when first asked for, they are not cheap."""
        if sentence.start not in self._figures:
            self._figures[sentence.start] = quantities(sentence.text)
        return self._figures[sentence.start]

    @cached_property
    def _figures(self) -> dict[int, tuple[Quantity, ...]]:
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [clause.start for clause in self.clauses]


def paper_of(document: Document) -> Paper:
    """The tree of clauses of a document; no block is left out."""
    blocks = list(clause_blocks(document))
    numbers = [_number(document, block) for block in blocks]
    articles_below = _articles_below(numbers)
    clauses: list[Clause] = []
    open_nodes: list[Clause] = []
    for block, number in zip(blocks, numbers, strict=True):
        rank = _rank(block, number, articles_below)
        if rank < TEXT_RANK or block.kind == "heading":
            open_nodes = [node for node in open_nodes if node.rank < rank]
        title = ""
        if block.kind == "heading":
            title = document.block_text(block)[number.end if number else 0 :].strip()
        clause = Clause(
            len(clauses),
            block.start,
            block.end,
            block.kind,
            title,
            number,
            block.number,
            rank,
            open_nodes[-1].index if open_nodes else None,
        )
        clauses.append(clause)
        if rank < TEXT_RANK:
            open_nodes.append(clause)
    return Paper(document, tuple(clauses))


def _number(document: Document, block: Block) -> Number | None:
    return parse(document.block_text(block)) if block.number else None


def _articles_below(numbers: list[Number | None]) -> bool:
    """Whether 第X条 stand below 一、 in this paper, and not the other way round."""
    ranks = [number.rank for number in numbers if number and number.rank in (RANK_ARTICLE, RANK_CN)]
    return bool(ranks) and ranks[0] == RANK_CN


def _rank(block: Block, number: Number | None, articles_below: bool) -> float:
    if number is None:
        # The title of the paper is over nothing; another heading without a number is over what follows it.
        return (
            float(block.level)
            if block.kind == "heading" and (block.level > 1 or block.start > 0)
            else TEXT_RANK
        )
    if number.rank == RANK_ARTICLE and articles_below:
        return RANK_CN + 0.5
    return number.rank


def _article_rank(node: Clause) -> float:
    """The rank of the node where it is an article (第三条), else none that there is."""
    return node.rank if node.visible.startswith("第") and node.visible.endswith("条") else -1.0


_BRACKETS = "）)】〕"
"""What ends a number that stands in brackets, and takes no stroke behind it."""


def _cited(node: Clause) -> str:
    """The outermost number of a citation."""
    if node.visible.startswith("第"):
        return node.visible
    if node.title and "." not in node.visible:
        return f"「{node.visible}{'' if node.visible[-1] in _BRACKETS else '、'}{node.title}」"
    return f"第{node.visible}{'项' if node.rank >= RANK_SMALL or node.visible[-1] in _BRACKETS else '条'}"


def _below(node: Clause, heads: bool) -> str:
    """A number below another: a paragraph of an article, a clause under a heading, an item of a list."""
    if node.visible.startswith("第"):
        return node.visible
    if node.visible[-1] in _BRACKETS or node.rank >= RANK_SMALL:
        return f"第{node.visible}项"
    return f"第{node.visible}{'条' if heads else '款'}"


_ENDS = "。！？!?；;\n"
_CLOSERS = "”」』）)"


def _sentences(text: str, clause: Clause) -> Iterator[Sentence]:
    start = clause.after_number
    at = start
    while at < clause.end:
        if text[at] in _ENDS:
            while at + 1 < clause.end and text[at + 1] in _CLOSERS:
                at += 1
            yield from _trimmed(text, start, at + 1, clause.index)
            start = at + 1
        at += 1
    yield from _trimmed(text, start, clause.end, clause.index)


def _trimmed(text: str, start: int, end: int, clause: int) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Sentence(text[start:end], start, end, clause)
