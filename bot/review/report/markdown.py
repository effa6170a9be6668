"""A report as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.review.report.content import Part

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def markdown(parts: Iterable[Part]) -> str:
    """The report; nothing in it can be taken for Markdown of its own."""
    return "\n\n".join(_block(part) for part in parts) + "\n"


def _block(part: Part) -> str:
    match part.kind:
        case "title":
            return f"# {_plain(part.text)}"
        case "heading":
            return f"## {_plain(part.text)}"
        case "entry":
            return f"### {_plain(part.text)}"
        case "field":
            lines = part.text.split("\n")
            return f"**{part.label}**：" + "  \n".join(_plain(line) for line in lines)
        case "table":
            head, *rows = ("| " + " | ".join(_plain(cell) for cell in row) + " |" for row in part.rows)
            return "\n".join([head, "|" + " --- |" * len(part.rows[0]), *rows])
        case _:
            return _plain(part.text)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
