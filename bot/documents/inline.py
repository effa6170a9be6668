"""Items that run on inside one line (`…几点: (1)…; (2)…。 2、期限 …`), taken apart without losing a word."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.documents.numbering import Number, parse

_BOUNDARY = re.compile(r"(?:^|(?<=[\s。；;！!？?：:]))(?=\S)")
_ENDS = "。；;！!？?"
_PARAGRAPH = re.compile(r"(?<=[。！？!?]) +(?=[\u4e00-\u9fff“《])")
_LOOK_BACK = 50
_FLAT_LENGTH = 300
_FLAT_BREAKS = 2
_NEVER_INLINE = frozenset({"upper", "lower"})


@dataclass
class _Run:
    """Numbers of one series that follow each other inside the line."""

    last: int
    rank: float
    starts: list[int]


def split_items(line: str) -> list[str]:
    """The line cut before each of its numbered items; a line without such items comes back alone.

    A number counts when it stands after a space or the end of a sentence, and continues a series, repeats
    one of its numbers (a slip of the writer) or starts one anew, and when its series has two members.
    A long line that was a whole article, its paragraphs run together, is also cut between paragraphs.
    """
    starts = _item_starts(line)
    pieces = [line[start:end] for start, end in zip([0, *starts], [*starts, len(line)], strict=True)]
    if len(line) >= _FLAT_LENGTH and len(_PARAGRAPH.findall(line)) >= _FLAT_BREAKS:
        pieces = [part for piece in pieces for part in _PARAGRAPH.split(piece)]
    return [piece.strip() for piece in pieces if piece.strip()]


def _item_starts(line: str) -> list[int]:
    runs: list[_Run] = []
    current: dict[str, _Run] = {}
    upto = 0
    for match in _BOUNDARY.finditer(line):
        at = match.start()
        number = parse(line, at) if at >= upto else None
        if number is None or number.style in _NEVER_INLINE:
            continue
        run = _run_of(number, current.get(number.style), line, at)
        if run is None:
            continue
        if run is not current.get(number.style):
            runs.append(run)
        run.last = number.value
        run.starts.append(at)
        upto = number.end
        current = {style: other for style, other in current.items() if other.rank <= number.rank}
        current[number.style] = run
    return sorted(at for run in runs if len(run.starts) > 1 for at in run.starts if at > 0)


def _run_of(number: Number, run: _Run | None, line: str, at: int) -> _Run | None:
    """The series that a number belongs to: `run`, a new one, or none."""
    if run is not None:
        if number.value == run.last + 1:
            return run
        ended = line[max(0, at - _LOOK_BACK) : at].rstrip().endswith(tuple(_ENDS))
        if 1 < number.value <= run.last and ended:
            return run
    if number.value == 1 or at == 0:
        return _Run(number.value, number.rank, [])
    return None
