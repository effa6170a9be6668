"""Claims with their sources and whether they are true to them: made from our own passages, and written by hand.

Half of the documents (and of the sample contract, half of its parts) are held out: the gate's words and
thresholds are tuned on the other half only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.evaluation import changing
from bot.evaluation.changing import Rewordings
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences

Split: TypeAlias = Literal["tune", "held"]

REWORDINGS = "grounding_rewordings.yaml"
HAND_WRITTEN: tuple[tuple[str, bool], ...] = (("paraphrases.jsonl", True), ("wrong_claims.jsonl", False))

_SHORTEST, _LONGEST = 12, 90
_MOST_A_KIND = 3
"""Pairs of one kind from one document, so that long documents do not outweigh the others."""

_HELD_DOCUMENTS = frozenset(
    ("pinduoduo-outsourcing-contract", "pinduoduo-problems-solved", "taobao-outsourcing-contract")
)
_TUNED_DOCUMENTS = frozenset(
    (
        "choosing-outsourcing-company",
        "pinduoduo-conversion-rate",
        "damages-too-high",
        "service-level-figures",
    )
)
_HELD_PARTS = ("二、", "四、", "六、")


@dataclass(frozen=True)
class Pair:
    """A claim, the passages it cites, and whether they bear it (`true`); `kind` is how it was made."""

    id: str
    kind: str
    claim: str
    cited: tuple[Passage, ...]
    true: bool
    split: Split
    by_hand: bool = False


class _Cited(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    has: str = Field(min_length=2)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    claim: str
    cited: tuple[_Cited, ...]


def split_of(passages: Sequence[Passage]) -> Split:
    """Which half a pair belongs to: held out as soon as one of its passages is."""
    return "held" if any(_is_held(passage) for passage in passages) else "tune"


def _is_held(passage: Passage) -> bool:
    if passage.document_id == "taobao-sample-contract":
        return bool(passage.headings) and passage.headings[0].startswith(_HELD_PARTS)
    if passage.document_id in _HELD_DOCUMENTS:
        return True
    if passage.document_id in _TUNED_DOCUMENTS:
        return False
    key = passage.document_id if passage.document_kind != "statute" else passage.source + passage.locator
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 1


def by_hand(folder: Path, passages: Iterable[Passage]) -> list[Pair]:
    """The pairs of the files that were written by hand; ValueError names a passage that is not there."""
    every = list(passages)
    found = []
    for name, true in HAND_WRITTEN:
        for text in (folder / name).read_text(encoding="utf-8").splitlines():
            line = _Line.model_validate(json.loads(text))
            cited = tuple(_passage(every, one, line.id) for one in line.cited)
            found.append(Pair(line.id, line.kind, line.claim, cited, true, split_of(cited), by_hand=True))
    return found


def _passage(passages: Sequence[Passage], cited: _Cited, identity: str) -> Passage:
    for passage in passages:
        if passage.document_id == cited.document and cited.has in passage.text:
            return passage
    raise ValueError(f"{identity}: no passage of {cited.document!r} holds {cited.has!r}")


def made(folder: Path, passages: Sequence[Passage]) -> list[Pair]:
    """Pairs made from the sentences of passages: changed so that they say something else, or reworded."""
    words = load_yaml(folder / REWORDINGS, Rewordings)
    counts: dict[tuple[str, str], int] = {}
    found: list[Pair] = []
    by_document = _by_document(passages)
    for passage in passages:
        for claim, kind, true, cited in _of_passage(
            passage, by_document[passage.document_id], passages, words
        ):
            key = (passage.document_id if passage.document_kind != "statute" else "statutes", kind)
            most = _MOST_A_KIND * (12 if key[0] in ("statutes", "taobao-sample-contract") else 1)
            if counts.get(key, 0) < most:
                counts[key] = counts.get(key, 0) + 1
                digest = hashlib.sha256(f"{kind}{claim}{passage.id}".encode()).hexdigest()[:8]
                found.append(Pair(f"m-{digest}", kind, claim, cited, true, split_of(cited)))
    return found


def _by_document(passages: Sequence[Passage]) -> Mapping[str, list[Passage]]:
    found: dict[str, list[Passage]] = {}
    for passage in passages:
        found.setdefault(passage.document_id, []).append(passage)
    return found


_Made: TypeAlias = tuple[str, str, bool, tuple[Passage, ...]]


def _of_passage(
    passage: Passage, document: Sequence[Passage], passages: Sequence[Passage], words: Rewordings
) -> Iterator[_Made]:
    texts = [s.text for s in sentences(passage.text) if _is_whole(s.text)]
    for number, text in enumerate(texts):
        for kind, change in _CHANGES.items():
            changed = change(text, passage.text, words)
            if changed and changed != text:
                yield changed, kind, False, (passage,)
        for kind, change in _REWORDINGS.items():
            changed = change(text, passage.text, words)
            if changed and changed != text:
                yield changed, kind, True, (passage,)
        if number and changing.stands_alone(text) and changing.stands_alone(texts[number - 1]):
            yield f"{text.rstrip('。')}；{texts[number - 1].rstrip('。')}。", "reordered", True, (passage,)
        yield from _of_two(text, passage, document, passages)


def _of_two(
    text: str, passage: Passage, document: Sequence[Passage], passages: Sequence[Passage]
) -> Iterator[_Made]:
    """Pairs that need a second passage: wrong citation, two facts mixed, two sources merged."""
    other = _pick(text, [p for p in document if changing.unlike(text, p.text)] or _others(passage, passages))
    if other is None or not changing.stands_alone(text):
        return
    if changing.unlike(text, other.text):
        yield text, "citation", False, (other,)
    theirs = [s.text for s in sentences(other.text) if _is_whole(s.text) and changing.stands_alone(s.text)]
    if not theirs:
        return
    yield f"{text.rstrip('。')}；{theirs[0].rstrip('。')}。", "merged", True, (passage, other)
    if mixed := changing.mixed(text, [t for t in theirs if t not in passage.text]):
        yield mixed, "mixed", False, (passage, other)


def _others(passage: Passage, passages: Sequence[Passage]) -> list[Passage]:
    return [
        p for p in passages if p.document_id != passage.document_id and changing.unlike(passage.text, p.text)
    ]


def _pick(text: str, passages: Sequence[Passage]) -> Passage | None:
    """One of several, the same at every run, whatever their order."""

    def place(passage: Passage) -> str:
        return hashlib.sha256(f"{text}{passage.id}".encode()).hexdigest()

    same_half = [p for p in passages if p.kind != "note"]
    return min(same_half, key=place, default=None)


def _is_whole(text: str) -> bool:
    return (
        _SHORTEST <= len(text) <= _LONGEST
        and text.endswith("。")
        and "____" not in text
        and "（1）" not in text
    )


_Change: TypeAlias = Callable[[str, str, Rewordings], str]
_CHANGES: Mapping[str, _Change] = {
    "figure": changing.figure_changed,
    "unit": changing.unit_changed,
    "party": changing.party_swapped,
    "negation": changing.negated,
    "modality": changing.modality_changed,
    "condition": changing.condition_dropped,
    "invented": changing.statute_invented,
    "wrong law": changing.law_replaced,
}
_REWORDINGS: Mapping[str, _Change] = {
    "numerals": changing.numerals,
    "paraphrase": changing.reworded,
    "addressed": changing.addressed,
    "shortened": changing.shortened,
    "if first": changing.condition_reworded,
}
