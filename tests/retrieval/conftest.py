"""What the retrieval tests share: our knowledge as it would be indexed, and a small corpus that embeds fast."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.glossary import Glossary
from bot.retrieval.index import Contents
from bot.retrieval.ingest import GLOSSARY_FILE, Ingestor, Places
from bot.retrieval.question import QuestionReader


@pytest.fixture(scope="session")
def glossary(knowledge_dir: Path) -> Glossary:
    return Glossary.load(knowledge_dir / GLOSSARY_FILE)


@pytest.fixture(scope="session")
def contents(knowledge_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """Our knowledge as an ingestion would index it, without vectors."""
    return Ingestor(Places(knowledge_dir, tmp_path_factory.mktemp("none")), None).read_only()


@pytest.fixture(scope="session")
def reader(glossary: Glossary, contents: Contents) -> QuestionReader:
    asks = [ask for group in contents.questions.values() for ask in group]
    return QuestionReader(glossary, [*(passage.text for passage in contents.passages), *asks])
