"""Our own knowledge: no fact is lost in the retelling, no words are copied, every question has its passage."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.documents import read_documents
from bot.retrieval.ingest import KNOWLEDGE_FOLDERS, QUESTIONS_FOLDER
from bot.retrieval.passages import Passage, passages_of
from bot.retrieval.questions import attach, load_questions
from bot.retrieval.sentences import sentences

DATA = Path(__file__).resolve().parents[1] / "data"
LONGEST_SHARED = 13
"""Characters that a sentence of ours may have in common with one of the page: titles and terms."""


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


FACTS = _lines("facts.jsonl")
OURS = "客服合同助手"
"""Who wrote the articles that retell no page: the facts of those are statutes, or advice and worded as such."""


@pytest.fixture(scope="module")
def passages(knowledge_dir: Path) -> list[Passage]:
    paths = [path for folder in KNOWLEDGE_FOLDERS for path in sorted((knowledge_dir / folder).glob("*.md"))]
    documents = [document for path in paths for document in read_documents(path)]
    assert len(documents) >= 30
    return [passage for document in documents for passage in passages_of(document, "knowledge")]


def test_there_are_facts_of_all_articles(passages: list[Passage]) -> None:
    assert len(FACTS) >= 80
    retold = {passage.source for passage in passages if passage.site != OURS}
    assert {fact["article"] for fact in FACTS} == retold


@pytest.mark.parametrize("fact", FACTS, ids=[fact["fact"] for fact in FACTS])
def test_a_fact_stands_in_one_clause(fact: dict[str, Any], passages: list[Passage]) -> None:
    """Strings of `has` must all stand there; of a list, one."""
    groups = [[group] if isinstance(group, str) else group for group in fact["has"]]
    clauses: dict[str, str] = {}
    for passage in passages:
        if passage.source == fact["article"] and passage.kind != "note":
            place = f"{passage.title} {passage.locator}"
            clauses[place] = f"{clauses.get(place, '')}\n{passage.text}"
    assert any(all(any(words in text for words in group) for group in groups) for text in clauses.values())


def test_no_sentence_is_copied_from_the_page(passages: list[Passage], shared_dir: Path) -> None:
    page = "".join(_bare(path.read_text(encoding="utf-8")) for path in (shared_dir / "seed").glob("*.txt"))
    assert len(page) > 5000
    own = [_bare(sentence.text) for passage in passages for sentence in sentences(passage.text)]
    assert [words for words in own if len(words) > LONGEST_SHARED and words in page] == []


@pytest.fixture(scope="module")
def reader_questions(knowledge_dir: Path, passages: list[Passage]) -> list[str]:
    """All reader questions, which this attaches to their passages; an entry that finds none fails here."""
    asks: list[str] = []
    for path in sorted((knowledge_dir / QUESTIONS_FOLDER).glob("*.yaml")):
        attached = attach(passages, load_questions(path), path.name)
        assert attached.asks, f"{path.name} belongs to no document"
        asks += [ask for group in attached.asks.values() for ask in group]
    return asks


def test_every_passage_but_notes_is_asked_for(knowledge_dir: Path, passages: list[Passage]) -> None:
    asked: set[str] = set()
    for path in (knowledge_dir / QUESTIONS_FOLDER).glob("*.yaml"):
        asked |= attach(passages, load_questions(path), path.name).asks.keys()
    assert [
        passage.locator for passage in passages if passage.kind != "note" and passage.id not in asked
    ] == []


def test_a_reader_question_stands_at_one_passage_only(reader_questions: list[str]) -> None:
    counts = Counter(map(_bare, reader_questions))
    assert len(counts) > 500
    assert [ask for ask, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("name", ["questions_dev.jsonl", "questions_own.jsonl"])
def test_no_measured_question_is_given_away(name: str, reader_questions: list[str]) -> None:
    """A question that is measured must not stand among those that are indexed."""
    measured = {_bare(turn["text"]) for line in _lines(name) for turn in line["turns"]}
    assert len(measured) > 60
    assert measured & set(map(_bare, reader_questions)) == set()


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()
