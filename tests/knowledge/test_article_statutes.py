"""Every reference to a law in our knowledge leads to an article, and a rule that nobody checked says so there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.data_files import load_yaml
from bot.documents import Document, read_documents
from bot.retrieval.ingest import KNOWLEDGE_FOLDERS
from bot.retrieval.passages import passages_of
from bot.statutes.regulations import UNCHECKED
from bot.statutes.resolver import Resolution, Resolver
from bot.statutes.search import Relevant

RULE_FILES = ("premises.yaml", "sums.yaml", "statutes/topics.yaml")
REFERENCE_FIELDS = ("law", "laws", "regulations")
"""Fields of rule files whose whole value is a reference. Their text is marked when it is told."""

NAMED_LAW = re.compile(r"《([^《》]{2,40}(?:法|法典|条例|办法|规定|解释|细则|决定))》")
DAY = re.compile(r"20\d\d-\d\d-\d\d")


@dataclass(frozen=True)
class Written:
    """A piece of our knowledge, with the place that a failure names."""

    place: str
    text: str


@pytest.fixture(scope="module")
def resolver(knowledge_dir: Path) -> Resolver:
    return Resolver.load(knowledge_dir / "statutes")


@pytest.fixture(scope="module")
def documents(knowledge_dir: Path) -> list[Document]:
    paths = [path for folder in KNOWLEDGE_FOLDERS for path in sorted((knowledge_dir / folder).glob("*.md"))]
    return [document for path in paths for document in read_documents(path)]


@pytest.fixture(scope="module")
def passages(documents: list[Document]) -> list[Written]:
    return [
        Written(f"{document.meta.id} {passage.locator}", passage.text)
        for document in documents
        for passage in passages_of(document, "knowledge")
    ]


def strings(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """Every string of a YAML file with the name of the field it stands in."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from strings(inner, str(name))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner, field)
    elif isinstance(value, str):
        yield field, value


def rules(knowledge_dir: Path, name: str) -> list[tuple[str, str]]:
    return list(strings(yaml.safe_load((knowledge_dir / name).read_text(encoding="utf-8"))))


def stands(found: Resolution) -> bool:
    """Whether there is something behind a reference: an article, or a curated rule with its gist."""
    return found.verified or bool(found.rule and found.rule.says)


def test_every_reference_in_a_passage_leads_to_an_article(
    passages: list[Written], resolver: Resolver
) -> None:
    found = [(written, each) for written in passages for each in resolver.check_text(written.text)]
    assert len(found) > 150
    assert [(w.place, each.says) for w, each in found if not stands(each)] == []


def test_a_rule_that_the_database_lacks_is_marked_where_it_stands(
    passages: list[Written], resolver: Resolver
) -> None:
    with_rules = [w for w in passages if any(each.rule for each in resolver.check_text(w.text))]
    assert with_rules
    assert [w.place for w in with_rules if UNCHECKED not in w.text] == []


def test_a_law_named_without_an_article_is_in_the_database_or_marked(
    passages: list[Written], resolver: Resolver
) -> None:
    """《发票管理办法》 alone is a claim on the law too."""
    wrong = [
        (written.place, name)
        for written in passages
        for name in NAMED_LAW.findall(written.text)
        if resolver.statutes.law(name) is None and UNCHECKED not in written.text
    ]
    assert wrong == []


def test_references_in_reader_questions_lead_somewhere(knowledge_dir: Path, resolver: Resolver) -> None:
    """Readers may ask by a number; one that leads nowhere would teach the search a law that there is not."""
    wrong = [
        (path.name, each.says)
        for path in sorted((knowledge_dir / "questions").glob("*.yaml"))
        for _, text in rules(knowledge_dir, f"questions/{path.name}")
        for each in resolver.check_text(text)
        if not stands(each) and each.status != "repealed"
    ]
    assert wrong == []


@pytest.mark.parametrize("name", RULE_FILES)
def test_references_of_the_rules_lead_to_articles(name: str, knowledge_dir: Path, resolver: Resolver) -> None:
    texts = rules(knowledge_dir, name)
    named = [resolver.resolve(text) for field, text in texts if field in REFERENCE_FIELDS]
    assert len(named) > 5
    told = [each for field, text in texts for each in resolver.check_text(text) if "{" not in text]
    assert [each.says for each in (*named, *told) if not stands(each)] == []


def test_the_laws_that_are_searched_first_exist_and_stand(knowledge_dir: Path, resolver: Resolver) -> None:
    laws = load_yaml(knowledge_dir / "statutes" / "relevant.yaml", Relevant).laws
    found = {entry.law: resolver.statutes.law(entry.law) for entry in laws}
    assert len(found) == len(laws) > 15
    assert [name for name, law in found.items() if law is None or not law.current] == []
    assert [entry.law for entry in laws if not entry.reason.strip()] == []


def test_every_document_says_what_it_is_whose_and_of_when(documents: list[Document]) -> None:
    assert len(documents) >= 30
    untold = [
        document.meta.id
        for document in documents
        if not (
            document.meta.title
            and document.meta.source
            and document.meta.site
            and DAY.fullmatch(document.meta.date)
        )
    ]
    assert untold == []


def test_no_two_documents_have_one_name(documents: list[Document]) -> None:
    for names in ([d.meta.id for d in documents], [d.meta.title for d in documents]):
        assert len(names) == len(set(names))
