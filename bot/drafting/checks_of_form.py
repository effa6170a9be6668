"""Checks of the page's form: numbers in order, references by computation, no leftovers, no repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.documents.numbering import cn_value
from bot.drafting.checking import Fault, Page, check
from bot.drafting.contract import Blank, Text
from bot.drafting.layout import Heading, Line, plain

_N = r"[\d一二三四五六七八九十百.]+"
_TYPED = re.compile(
    rf"(?:见|按照?|依照?|依据|根据|本合同|违反|适用|履行)\s*第\s*{_N}\s*条|第\s*{_N}\s*条(?:第|的?约定|所列|所称|规定)"
    rf"|附件\s*[一二三四五六七八九十\d]"
)
_LAW_BEFORE = re.compile(r"(?:》|法|法典|条例|办法|规定|解释)(?:第[^，。；]{0,20}[、和及至])?$")
_LEFTOVER = re.compile(r"[{}]|_{3,}|＿{3,}|XX+|某某|待定|undefined|\b(?:TBD|None|nan)\b")
_OPENS_NUMBER = re.compile(r"^第|^（|^附件")
_ENDS_NUMBER = re.compile(r"[条、）.]$")


@check
def numbering(page: Page) -> Iterator[Fault]:
    """Sections, sub-clauses and items count up from 1 without a gap, as they are read off the page."""
    section, place, item = 0, 0, 0
    in_annex = False
    for block in page.blocks:
        if isinstance(block, Heading):
            section = 1 if block.annex and not in_annex else section + 1
            in_annex, place, item = block.annex, 0, 0
            read = _value(block.number)
            expected = section
        elif isinstance(block, Line):
            place, item = (place + 1, 0) if block.level == 1 else (place, item + 1)
            read, expected = _value(block.number), (place if block.level == 1 else item)
            dotted = block.level == 1 and "." in block.number.rstrip(".")
            if dotted and not block.number.startswith(f"{section}."):
                yield Fault("numbering", block.number, f"编号应当以 {section}. 开头")
        else:
            continue
        if read != expected:
            yield Fault("numbering", block.number, f"编号不连续：这里应当是第 {expected} 个")


@check
def references(page: Page) -> Iterator[Fault]:
    """Numbers of clauses come from references only: one typed into a text goes stale unnoticed."""
    for clause in page.contract.clauses():
        for paragraph in clause.paragraphs:
            for pieces in (paragraph.pieces, *paragraph.items):
                for piece in pieces:
                    if isinstance(piece, Text):
                        yield from _typed_numbers(clause.title, piece.text)


def _typed_numbers(where: str, text: str) -> Iterator[Fault]:
    if "第" not in text and "附件" not in text:
        return
    for match in _TYPED.finditer(text):
        at = match.start() + max(match[0].find("第"), 0)
        if not _LAW_BEFORE.search(text[:at]):
            yield Fault("references", where, f"“{match[0]}”是写死的编号：请改用引用")


@check
def leftovers(page: Page) -> Iterator[Fault]:
    """Nothing of the template is left: braces, underlines, words that stand for something else."""
    if not _LEFTOVER.search(page.text):
        return
    for number, text in page.lines:
        for match in _LEFTOVER.finditer(text):
            yield Fault("leftovers", number, f"“{match[0]}”没有换成实际内容")


@check
def blanks(page: Page) -> Iterator[Fault]:
    """A blank stands for a fact that is missing; a final contract has none, and no value nobody confirmed."""
    for piece in page.contract.pieces():
        if isinstance(piece, Blank) and piece.fact in page.contract.facts:
            yield Fault("blanks", piece.label, "已经给了这一项，合同里却还空着")
    if page.final:
        for missing in page.contract.blanks():
            yield Fault("blanks", missing.label, "还没有填")


@check
def repetition(page: Page) -> Iterator[Fault]:
    """No sub-clause stands twice."""
    seen = Counter(_own_words(block) for block in page.blocks if isinstance(block, Line) and block.level == 1)
    for text, times in seen.items():
        if times > 1:
            yield Fault("repetition", text[:20], f"同样的一款写了 {times} 遍：请只留一处")


@check
def empty(page: Page) -> Iterator[Fault]:
    """No heading without text, no line without words."""
    previous = None
    for block in page.blocks:
        if isinstance(block, Heading) and isinstance(previous, Heading):
            yield Fault("empty", previous.number, f"“{previous.text}”下面没有内容")
        if isinstance(block, Line) and not _own_words(block):
            yield Fault("empty", block.number, "这一款没有文字")
        previous = block


def _own_words(line: Line) -> str:
    """What a line says, without the title of its clause."""
    return plain(span for span in line.spans if span.mark != "title").strip()


def _value(number: str) -> int:
    """The last value of a visible number (第三条 is 3, 1.2 is 2, （四） is 4), 0 where it is none."""
    bare = _ENDS_NUMBER.sub("", _OPENS_NUMBER.sub("", number)).rpartition(".")[2]
    if bare.isdecimal():
        return int(bare)
    try:
        return cn_value(bare) if bare else 0
    except KeyError:
        return 0
