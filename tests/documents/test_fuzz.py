"""A short run of what `scripts/fuzz_readers.py` does for ten minutes."""

from __future__ import annotations

from pathlib import Path

from scripts.fuzz_readers import run


def test_spoilt_files_end_in_documents_or_sentences(tmp_path: Path) -> None:
    outcome = run(seed=20, seconds=6, folder=tmp_path)
    assert outcome.cases > 10
    assert {path.stem for path in tmp_path.iterdir()} == {"case"}
