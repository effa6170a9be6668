"""The windows that every page must stand in, and the look of axe at one."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# What passes is not written out, which takes axe several times as long as finding faults. The colours are all that the
# dark page has of its own: nothing else is looked at twice.
_FAULTS = {"resultTypes": ["violations"]}
_OPTIONS: dict[Scheme, dict[str, Any]] = {
    "light": _FAULTS,
    "dark": {**_FAULTS, "runOnly": ["color-contrast"]},
}
LOOKS = pytest.mark.parametrize(
    ("width", "height"), [(1440, 900), (390, 844), (720, 450)], ids=["desk", "phone", "zoomed"]
)


def serious(page: Page, within: str | None = None) -> None:
    """Assert that axe finds nothing serious at the page as it stands, or in a part of it, in its light and its dark colours.

    Narrow pages have the colours of the wide one: what is dark is looked at there.
    """
    wide = page.evaluate("innerWidth > 900")
    bad = []
    for scheme in SCHEMES if wide else SCHEMES[:1]:
        page.emulate_media(color_scheme=scheme)
        bad += [
            (scheme, item["id"], node["target"], node["failureSummary"])
            for item in Axe().run(page, within, options=_OPTIONS[scheme]).response["violations"]
            if item["impact"] in ("serious", "critical")
            for node in item["nodes"]
        ]
    page.emulate_media(color_scheme="light")
    assert bad == []
