"""Processes that are killed in the middle of an ingestion: `kill -9` at a chosen moment."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from corpus import HashingEmbedder

from bot.retrieval.index import Generations
from bot.retrieval.ingest import Ingestor, Places

_BY_PATH = ("open", "os.mkdir", "os.rename", "os.listdir", "os.scandir", "sqlite3.connect")
_REMOVALS = ("shutil.rmtree", "os.remove", "os.rmdir")
"""Folders are emptied by names that say nothing of where they are."""


def ingest_and_count(knowledge: Path, index: Path, die_at: int, counted: Path) -> None:
    """Ingest without vectors; die at the given step on the index's files, or write down how many there were."""
    steps = 0
    # Young generations would stay; removing them is among the steps to die at.
    Generations.keep_seconds = -1.0

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event in _REMOVALS or (event in _BY_PATH and str(index) in str(arguments[0])):
            steps += 1
            if steps == die_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    Ingestor(Places(knowledge, index), None).ingest()
    if die_at == 0:
        counted.write_text(str(steps), encoding="utf-8")


def ingest_with_vectors(knowledge: Path, index: Path) -> None:
    """Ingest with vectors, until somebody kills it."""
    Ingestor(Places(knowledge, index), HashingEmbedder()).ingest()
