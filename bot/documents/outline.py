"""Lines -> the text of a document and its blocks: headings, clauses with their numbers, paragraphs, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.documents.inline import split_items
from bot.documents.model import Block, BlockKind
from bot.documents.numbering import RANK_ARTICLE, RANK_CN, RANK_SMALL, Number, parse
from bot.documents.text import normalise

LONGEST_HEADING = 30
_TEXT_RANKS = 10
_SENTENCE = re.compile(r"[。；;！!，,：:]")
_DUTY = re.compile("应当|不得|有权|必须|须|应[按在向于为对由将及]")
# One space, then a whole sentence: the heading and its text were run together.
_RUN_IN = re.compile(r"(\S{2,30}) (?=[\u4e00-\u9fff“《](\S.*[。；;，,]|.{14}))")
# A single space may also be a blank to be filled in: 「甲方应于 年 月」「乙方提供 名客服」.
_BEFORE_BLANK = re.compile(
    "(?:[于在自至按给和与或及每共以将从到币是即第]|(?<!行)为|(?<![方导])向|(?<![核校])对|(?<![违合签毁履公])约"
    "|(?<![响相适供])应|(?<![事理])由|[合共总]计)$"
)
_AFTER_BLANK = re.compile(
    "(?!个[性人]|人[员事力工]|时间|日常|[年月]度|项目|条款|天猫|位置|折扣|份额|名称|次[日月]|分[包工成配析]|号码)"
    "(?:[年月日时分元万亿%个名人天次份号条家项折倍块位]|公司|有限|银行|先生|女士)"
)
_CLOSING = re.compile("综上|总之|总的来说|总而言之|以上(?:都|就)?是|以上(?:内容|几点)")


@dataclass(frozen=True)
class Line:
    """One line or paragraph of a file. With no `kind` its number and its neighbours decide.

    `level` is the level of a heading that the file itself marks (1 = outermost). `number` is a number that
    the file itself gives and that the text shows. `title` marks the document's own title, which is part of
    its text but of no heading path.
    """

    text: str
    kind: BlockKind | None = None
    level: int = 0
    number: str = ""
    title: bool = False


@dataclass(frozen=True)
class _Item:
    """A line with the number read from it."""

    line: Line
    number: Number | None

    def number_rank(self) -> float:
        """The rank of its number; a line without one is deeper than any."""
        return self.number.rank if self.number else 99


def outline(lines: Iterable[Line]) -> tuple[str, tuple[Block, ...]]:
    """The text made of the lines, and its blocks in order.

    No word is lost: without white space the text equals the lines without white space.
    """
    items = _items(_expanded(lines))
    headings = _chosen_headings(items)
    writer = _Writer()
    for index, item in enumerate(items):
        rank = _rank(item)
        cut = headings.get(index)
        if cut is None:
            writer.body(item, rank)
            continue
        text = item.line.text
        writer.heading(replace(item.line, text=text[:cut].rstrip()), item.number, rank)
        if text[cut:].strip():
            writer.body(_Item(Line(text[cut:].strip()), None), None)
    return "\n".join(writer.texts), tuple(writer.blocks)


def _expanded(lines: Iterable[Line]) -> list[Line]:
    expanded: list[Line] = []
    for line in lines:
        text = normalise(line.text).strip()
        if line.kind is not None or line.title:
            parts = [text]
        else:
            parts = [piece for part in text.split("\n") for piece in split_items(part.strip())]
        expanded.extend(replace(line, text=part) for part in parts if part)
    return expanded


def _items(lines: Sequence[Line]) -> list[_Item]:
    items = [
        _Item(line, None if line.title or line.kind in ("table", "note", "paragraph") else parse(line.text))
        for line in lines
    ]
    first: dict[float, int] = {}
    for index, item in enumerate(items):
        first.setdefault(item.number_rank(), index)
    if first.get(RANK_CN, len(items)) > first.get(RANK_ARTICLE, -1):
        return items
    # In this document 第X条 stand below 一、; in most it is the other way round.
    return [
        _Item(item.line, replace(item.number, rank=RANK_CN + 0.5))
        if item.number and item.number.rank == RANK_ARTICLE
        else item
        for item in items
    ]


def _rank(item: _Item) -> float | None:
    if item.line.kind == "heading":
        return float(item.line.level or 1)
    return item.number.rank if item.number else None


def _chosen_headings(items: Sequence[_Item]) -> dict[int, int]:
    """Index of each heading -> where in its line the heading ends."""
    chosen = {i: len(item.line.text) for i, item in enumerate(items) if item.line.kind == "heading"}
    for run in _series(items):
        cuts = {index: _run_in(items[index]) for index in run}
        short = {index for index in run if _is_short(items[index])}
        looks = [cuts[index] > 0 or (index in short and _is_followed(items, index)) for index in run]
        # The last item of a plain list is followed by other text too: it does not count.
        votes = looks[:-1] if len(run) > 1 else looks
        single_small = len(run) == 1 and items[run[0]].number_rank() >= RANK_SMALL
        if sum(votes) * 2 < len(votes) or single_small:
            continue
        chosen |= {i: cut for i, cut in cuts.items() if cut > 0}
        chosen |= {i: len(items[i].line.text) for i in short}
    return chosen


def _series(items: Sequence[_Item]) -> list[list[int]]:
    """Numbered lines of one style that no outer number interrupts."""
    runs: list[list[int]] = []
    current: dict[str, tuple[float, list[int]]] = {}
    for index, item in enumerate(items):
        if item.line.kind == "heading":
            current = {}
        number = item.number
        if number is None or item.line.kind is not None:
            continue
        current = {style: run for style, run in current.items() if run[0] <= number.rank}
        if number.style not in current:
            current[number.style] = (number.rank, [])
            runs.append(current[number.style][1])
        current[number.style][1].append(index)
    return runs


def _is_short(item: _Item) -> bool:
    """Whether the words after the number could be a heading by themselves."""
    number = item.number
    if number is None:
        return False
    words = item.line.text[number.end :]
    if number.rank <= RANK_CN:
        words = words.rstrip(":：")
    return 0 < len(words) <= LONGEST_HEADING and not _SENTENCE.search(words) and not _DUTY.search(words)


def _is_followed(items: Sequence[_Item], index: int) -> bool:
    """Whether text or deeper numbers come next, and not the next number of the same kind."""
    if index + 1 >= len(items):
        return False
    own, following = items[index], items[index + 1]
    if following.line.kind == "heading":
        return False
    return following.number is None or following.number_rank() > own.number_rank()


def _run_in(item: _Item) -> int:
    """Where the heading ends in a line that goes on with its text; 0 when the line is no such line."""
    number = item.number
    if number is None:
        return 0
    match = _RUN_IN.match(item.line.text, number.end)
    if match is None or _SENTENCE.search(match[1]) or _BEFORE_BLANK.search(match[1]):
        return 0
    return 0 if _AFTER_BLANK.match(item.line.text, match.end()) else match.end()


class _Writer:
    """Collects texts and blocks, keeping the path of headings and the offsets."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.blocks: list[Block] = []
        self._path: list[tuple[float, str]] = []
        self._at = 0

    def heading(self, line: Line, number: Number | None, rank: float | None) -> None:
        """Add a heading; it is over everything up to the next of its rank or further out."""
        visible = number.visible if number else line.number
        if line.title:
            self._add(line.text, "heading", visible, 1)
            return
        self._leave(rank or 1.0)
        self._add(line.text, "heading", visible, len(self._path) + 1)
        self._path.append((rank or 1.0, line.text))

    def body(self, item: _Item, rank: float | None) -> None:
        """Add anything but a heading."""
        line = item.line
        if line.title:
            self.heading(line, None, None)
            return
        if rank is not None:
            self._leave(rank)
        elif line.kind is None and _CLOSING.match(line.text):
            self._leave(_TEXT_RANKS)
        numbered = item.number is not None or bool(line.number)
        kind = line.kind or ("clause" if numbered else "paragraph")
        self._add(line.text, kind, item.number.visible if item.number else line.number, 0)

    def _leave(self, rank: float) -> None:
        """Close the headings of this rank and deeper ones."""
        self._path = [entry for entry in self._path if entry[0] < rank]

    def _add(self, text: str, kind: BlockKind, number: str, level: int) -> None:
        headings = tuple(heading for _, heading in self._path)
        self.texts.append(text)
        self.blocks.append(Block(self._at, self._at + len(text), kind, headings, number, level))
        self._at += len(text) + 1
