"""Instructions hidden in a paper: stretches that speak to a machine that reads it. They are content, and reported."""

from __future__ import annotations

import base64
import binascii
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.instructions import Instructions, Seen, seen
from bot.data_files import fault, load_yaml
from bot.retrieval.question import simplified
from bot.review.found import Span

FILE = "injections.yaml"
Place: TypeAlias = Literal["visible", "hidden", "comment", "header", "footer", "metadata"]
"""Where a text stands: among the visible words, in text that no reader sees, or beside the text."""

UNSEEN: frozenset[Place] = frozenset(("hidden", "metadata"))

_FRAGMENT = re.compile(r"\{([a-z_]+)\}")
_NEAR = 60
"""Characters around an order within which the words of an ordinary duty are looked for."""

_END = re.compile(r"[。！？!?；;\n]")
_SPACED = re.compile(r"(?:[^\W\d_a-z] ){3,}", re.IGNORECASE)


class InjectionsFile(BaseModel):
    """`knowledge/review/injections.yaml` as it is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    fragments: Mapping[str, str]
    certain: tuple[str, ...] = Field(min_length=1)
    addressed: tuple[str, ...] = Field(min_length=1)
    ordinary: tuple[str, ...] = Field(min_length=1)
    unseen: tuple[str, ...] = Field(min_length=1)
    encoded_from: int = Field(ge=16)


class Injections:
    """Finds what in a paper is addressed to a machine. Holds no paper."""

    def __init__(self, data: InjectionsFile, instructions: Instructions, path: Path) -> None:
        """Raises ConfigurationError that names line and field where a pattern is none."""
        self._instructions = instructions
        self._data, self._path = data, path
        self._certain = self._compiled("certain")
        self._addressed = self._compiled("addressed")
        self._ordinary = self._compiled("ordinary")
        self._unseen = self._compiled("unseen")
        self._encoded = re.compile(rf"[A-Za-z0-9+/]{{{data.encoded_from},}}={{0,2}}")

    @classmethod
    def load(cls, knowledge: Path) -> Injections:
        """The rules of the knowledge folder; ConfigurationError names file, line and field."""
        path = knowledge / "review" / FILE
        return cls(load_yaml(path, InjectionsFile), Instructions.load(knowledge / "instructions.yaml"), path)

    def find(self, text: str, place: Place = "visible") -> tuple[Span, ...]:
        """The sentences of `text` that speak to a machine, in order; neighbours are one stretch."""
        stretches: list[Span] = []
        ends = [match.end() for match in _END.finditer(text)]
        for start, end in sorted(set(self._hits(text, place))):
            if stretches and end <= stretches[-1].end:
                continue
            span = _sentence(text, ends, start, end)
            if stretches and span.start <= stretches[-1].end:
                stretches[-1] = Span(stretches[-1].start, max(stretches[-1].end, span.end))
            else:
                stretches.append(span)
        return tuple(stretches)

    def _hits(self, text: str, place: Place) -> Iterator[tuple[int, int]]:
        for form in _forms(text):
            for start, end in self._orders(form.text, place):
                yield form.places[start], form.places[end - 1] + 1
        for run in self._encoded.finditer(text):
            if (words := _decoded(run[0])) and any(self._orders(words, place)):
                yield run.span()

    def _orders(self, text: str, place: Place) -> Iterator[tuple[int, int]]:
        """Where a text in plain letters gives orders to a machine."""
        doubtful = [match.span() for pattern in self._addressed for match in pattern.finditer(text)]
        for start, end in (*doubtful, *self._instructions.orders(text)):
            if not self._is_ordinary(text, start):
                yield start, end
        for pattern in (*self._certain, *(self._unseen if place in UNSEEN else ())):
            yield from (match.span() for match in pattern.finditer(text))

    def _is_ordinary(self, text: str, start: int) -> bool:
        """Whether the words at `start` begin within an ordinary duty: of the same sentence, and not far off."""
        stop = _END.search(text, start, start + _NEAR)
        last = stop.start() if stop else start + _NEAR
        first = max(0, start - _NEAR)
        first = max([first, *(match.end() for match in _END.finditer(text, first, start))])
        return any(
            match.start() <= start < match.end()
            for pattern in self._ordinary
            for match in pattern.finditer(text, first, last)
        )

    def _compiled(self, field: str) -> list[re.Pattern[str]]:
        filled: dict[str, str] = {}

        def fill(pattern: str, place: tuple[int | str, ...]) -> str:
            for name in _FRAGMENT.findall(pattern):
                if name not in filled:
                    raise fault(self._path, place, f"没有叫 {name} 的片段")
            return _FRAGMENT.sub(lambda match: filled[match[1]], pattern)

        for name, pattern in self._data.fragments.items():
            filled[name] = fill(pattern, ("fragments", name))
        made = []
        for at, pattern in enumerate(getattr(self._data, field)):
            try:
                made.append(re.compile(fill(pattern, (field, at)), re.IGNORECASE))
            except re.error as error:
                raise fault(self._path, (field, at), "不是有效的正则表达式") from error
        return made


def _forms(text: str) -> Iterator[Seen]:
    """A text as a machine may read it: as it is, and without the spaces of what is written character by character."""
    plain = seen(text)
    short = simplified(plain.text)
    if len(short) == len(plain.text):
        plain = Seen(short, plain.places)
    yield plain
    gaps = {at for match in _SPACED.finditer(plain.text) for at in range(match.start() + 1, match.end(), 2)}
    if gaps:
        kept = [at for at in range(len(plain.text)) if at not in gaps]
        yield Seen("".join(plain.text[at] for at in kept), tuple(plain.places[at] for at in kept))


def _decoded(run: str) -> str:
    """The words behind Base64; empty where there are none."""
    try:
        return base64.b64decode(run + "=" * (-len(run) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _sentence(text: str, ends: Sequence[int], start: int, end: int) -> Span:
    """The sentences in which a stretch stands, with their stop and without spaces at either end.

    `ends` are the offsets behind every stop of the text.
    """
    before = bisect_right(ends, start)
    begin = ends[before - 1] if before else 0
    after = bisect_left(ends, end)
    until = ends[after] if after < len(ends) else len(text)
    begin += len(text[begin:start]) - len(text[begin:start].lstrip())
    return Span(begin, begin + len(text[begin:until].rstrip()))
