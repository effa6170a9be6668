"""Whether what the clauses rest on exists: articles of law, and passages of our knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.documents import read_documents
from bot.drafting.library import ClauseLibrary
from bot.retrieval.ingest import KNOWLEDGE_FOLDERS
from bot.retrieval.passages import passages_of, place_of
from bot.statutes.resolver import Resolver


@dataclass(frozen=True)
class Shelf:
    """The documents of our knowledge: titles by id, and the places of their passages."""

    titles: dict[str, str]
    places: frozenset[tuple[str, str]]

    @classmethod
    def load(cls, knowledge: Path) -> Shelf:
        """What stands in `knowledge`. Raises InputError for a file that cannot be read."""
        titles: dict[str, str] = {}
        places: set[tuple[str, str]] = set()
        for path in (
            path for folder in KNOWLEDGE_FOLDERS for path in sorted((knowledge / folder).glob("*.md"))
        ):
            for document in read_documents(path):
                titles[document.meta.id] = document.meta.title
                places |= {
                    (document.meta.id, place_of(passage)) for passage in passages_of(document, "knowledge")
                }
        return cls(titles, frozenset(places))


def faults(library: ClauseLibrary, resolver: Resolver, shelf: Shelf) -> Iterator[str]:
    """A sentence for each reference that leads nowhere: of a clause, or of a fact's caution."""
    for clause in library.clauses:
        where = f"{clause.section}.yaml 条款 {clause.id}"
        for written in clause.basis:
            found = resolver.check_text(written)
            if len(found) != 1 or not found[0].verified or found[0].name != written:
                says = found[0].says if found else "读不出是哪部法律的第几条。"
                yield f"{where} 字段 basis 的“{written}”要写成一处已核对的完整引用：{says}"
        for guidance in clause.follows:
            if guidance.document not in shelf.titles:
                yield f"{where} 字段 follows：没有编号为 {guidance.document} 的资料。"
            elif (guidance.document, guidance.at) not in shelf.places:
                yield f"{where} 字段 follows：资料 {guidance.document} 里没有“{guidance.at}”这一段。"
    for parameter in library.parameters.values():
        for one in resolver.check_text(parameter.caution):
            if not one.verified:
                yield f"parameters.yaml 参数 {parameter.id} 字段 caution：{one.says}"
