"""What the document tests share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def shared_dir() -> Path:
    """The folder with the real page, beside the project; its tests are skipped where it is absent."""
    shared = Path(__file__).resolve().parents[3] / "shared"
    if not (shared / "seed").is_dir():
        pytest.skip("../shared is not here: the real page cannot be read")
    return shared
