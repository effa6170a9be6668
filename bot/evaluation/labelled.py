"""What the classifier is taught from: sentences of the contracts and clauses that are tuned on, each with its faults."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.documents import read_documents
from bot.documents.model import Document
from bot.evaluation.clause_sayings import PAPER, SET, load_sayings
from bot.evaluation.review_papers import load_papers, written
from bot.review.consistency import Consistency
from bot.review.found import Case
from bot.review.paper import paper_of
from bot.review.parties import PartyWords, parties_of
from bot.review.reviewing import found_by_rules
from bot.review.rules import Risks

_SHORTEST = 4
_PART = 6
"""Characters from which a sentence may be one of several that a quote goes over."""
_MARKS = re.compile(r"[\s，。；、：,;:|]")


@dataclass(frozen=True)
class Labelled:
    """A sentence in roles, with the words that lead to it: which categories of faults it is, which it may be called, and
    which rules are met by it. `contract` is the whole paper that it is from; empty for a single clause."""

    contract: str
    said: str
    faults: frozenset[str]
    arguable: frozenset[str]
    rules: frozenset[str]


def corpus_hash(papers: Path, sayings: Path = SET) -> str:
    """Tells whether what the classifier was taught from has changed since."""
    digest = hashlib.sha256()
    for path in sorted((papers / "tune").glob("*.yaml")):
        digest.update(path.read_bytes())
    for saying in load_sayings(sayings):
        if saying.split == "tune":
            digest.update(saying.model_dump_json().encode())
    return digest.hexdigest()


def labelled(papers: Path, knowledge: Path, sayings: Path = SET) -> Iterator[Labelled]:
    """Every sentence that may be learned from: nothing that is held out."""
    reader = _Reader(knowledge)
    with tempfile.TemporaryDirectory() as folder:
        for half, source, paper in load_papers(papers):
            if half == "tune":
                document = read_documents(written(paper, source, Path(folder)))[0]
                faults = [(fault.category, fault.quote or "") for fault in paper.faults]
                allowed = [(fault.category, fault.quote or "") for fault in paper.allowed]
                yield from reader.read(
                    document, faults, allowed, contract=source.stem, merchant=paper.merchant
                )
        path = Path(folder) / "clause.txt"
        for saying in load_sayings(sayings):
            if saying.split == "tune":
                path.write_text(PAPER.format(clause=saying.text), encoding="utf-8")
                faults = [(saying.category, saying.quote or saying.text)] if saying.category else []
                also = [(category, saying.text) for category in saying.also]
                document = read_documents(path)[0]
                yield from reader.read(document, faults if saying.fault else [], also, within=saying.text)


class _Reader:
    """Reads documents to labelled sentences."""

    def __init__(self, knowledge: Path) -> None:
        self._words = PartyWords.load(knowledge)
        self._risks = Risks.load(knowledge)
        self._consistency = Consistency.load(knowledge)

    def read(
        self,
        document: Document,
        faults: Sequence[tuple[str, str]],
        arguable: Sequence[tuple[str, str]],
        *,
        contract: str = "",
        merchant: str = "",
        within: str = "",
    ) -> Iterator[Labelled]:
        """The sentences of one document, each category with its quote; only those `within` some of its words."""
        paper = paper_of(document)
        case = Case(paper, parties_of(paper, self._words, merchant), "merchant", self._consistency)
        found = found_by_rules(case, self._risks)
        for sentence in paper.sentences:
            words = _bare(sentence.text)
            if len(words) < _SHORTEST or (within and words not in _bare(within)):
                continue
            yield Labelled(
                contract,
                case.lead_in(sentence) + case.said(sentence),
                frozenset(category for category, quote in faults if _about(words, quote)),
                frozenset(category for category, quote in arguable if _about(words, quote)),
                frozenset(
                    one.rule
                    for one in found
                    if one.quoted and one.quoted.start < sentence.end and sentence.start < one.quoted.end
                ),
            )


def _bare(text: str) -> str:
    return _MARKS.sub("", text)


def _about(words: str, quote: str) -> bool:
    """Whether a sentence holds a quote, or is a part of it that is no mere number."""
    quoted = _bare(quote)
    return bool(quoted) and (quoted in words or (len(words) > _PART and words in quoted))
