"""An answer before it is shown: sentences, each with the passages that bear it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.conversation import Citation
from bot.retrieval.passages import Passage

Worded: TypeAlias = Literal["source", "template", "lookup", "sum"]


@dataclass(frozen=True)
class Said:
    """One sentence of an answer with its sources; `bullet` stands in a list, `apart` opens a paragraph.

    `worded` says whose words it is made of, and so what is left to check: the source's own, a data file of ours
    with figures filled in, the statute library's on a reference it looked up, or the sum library's.
    """

    text: str
    sources: tuple[Passage, ...]
    bullet: bool = False
    apart: bool = False
    worded: Worded = "source"


class Markers:
    """Numbers for sources. A source keeps its number through a conversation."""

    def __init__(self, earlier: Iterable[Citation] = ()) -> None:
        self._numbers = {c.passage_id: c.marker for c in earlier if c.passage_id}

    def of(self, passage: Passage) -> str:
        """The passage's number, a new one if it has none yet."""
        if passage.id not in self._numbers:
            taken = (int(number) for number in self._numbers.values() if number.isdigit())
            self._numbers[passage.id] = str(max(taken, default=0) + 1)
        return self._numbers[passage.id]

    def table(self, passages: Iterable[Passage]) -> Mapping[str, str]:
        """Numbers by passage id, in the order of `passages`."""
        return {passage.id: self.of(passage) for passage in passages}


def markdown(said: Iterable[Said], markers: Markers) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Pieces of Markdown, a sentence each with its `[n]`, and the passages that the piece cites."""
    previous: Said | None = None
    for sentence in said:
        marks = "".join(f"[{markers.of(passage)}]" for passage in sentence.sources)
        yield f"{_joint(previous, sentence)}{sentence.text}{marks}", sentence.sources
        previous = sentence


def _joint(previous: Said | None, sentence: Said) -> str:
    """What stands between two sentences: nothing, a new line of a list, or a paragraph."""
    if previous is None:
        return "- " if sentence.bullet else ""
    if sentence.bullet:
        return "\n- " if previous.bullet and not sentence.apart else "\n\n- "
    return "\n\n" if sentence.apart or previous.bullet else ""


def citation(passage: Passage, marker: str) -> Citation:
    """The citation of a passage: its exact words and where they stand."""
    return Citation(
        marker=marker,
        source=passage.source,
        locator=passage.locator,
        quote=passage.text,
        date=passage.date,
        passage_id=passage.id,
        document_id=passage.document_id,
        start=passage.start,
        end=passage.end,
        headings=passage.headings,
        platforms=passage.platforms,
        origin=passage.origin,
        site=passage.site,
        author=passage.author,
        status=passage.status,
    )
