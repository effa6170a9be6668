"""Our own passages without an index, and the gate on one of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bot.documents.reading import read_documents
from bot.glossary import Glossary
from bot.grounding.gate import Gate
from bot.grounding.verdicts import Dropped, Kept
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.retrieval.passages import Passage, passages_of
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
LEXICON = Lexicon.load(KNOWLEDGE / GROUNDING_FILE)
GLOSSARY = Glossary.load(KNOWLEDGE / "glossary.yaml")


@cache
def own_passages() -> tuple[Passage, ...]:
    """Every passage of our own knowledge, in the order of the files."""
    files = sorted([*KNOWLEDGE.glob("articles/*.md"), *KNOWLEDGE.glob("contracts/*.md")])
    return tuple(p for file in files for d in read_documents(file) for p in passages_of(d, "knowledge"))


def holding(words: str) -> Passage:
    """The first passage that holds `words`."""
    return next(passage for passage in own_passages() if words in passage.text)


def gate(passages: Sequence[Passage], **more: object) -> Gate:
    """A gate whose sources are numbered from 1."""
    markers = {passage.id: str(at) for at, passage in enumerate(passages, 1)}
    return Gate(passages, markers, LEXICON, glossary=GLOSSARY, **more)  # type: ignore[arg-type]


def verdict(claim: str, *words: str, **more: object) -> Kept | Dropped:
    """What the gate says of `claim`, which cites the passages that hold `words`."""
    passages = [holding(some) for some in words]
    marks = "".join(f"[{at}]" for at in range(1, len(passages) + 1))
    return gate(passages, **more).check(claim + marks)
