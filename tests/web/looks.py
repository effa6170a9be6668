"""The windows that every page must stand in, and the look of axe at one."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOOKS = pytest.mark.parametrize(
    ("width", "height", "dark"),
    [(1440, 900, False), (1440, 900, True), (390, 844, False), (390, 844, True), (720, 450, False)],
    ids=["desk", "desk-dark", "phone", "phone-dark", "zoomed"],
)


def serious(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    bad = [
        (item["id"], node["target"], node["failureSummary"])
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]
    assert bad == []
