"""One way of writing for what patterns are held against: no white space, Chinese punctuation, plain figures."""

from __future__ import annotations

import re

_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3})")
_COLON = re.compile(r"(?<!\d):|:(?!\d)")
_FOLDS = str.maketrans(
    {",": "，", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！", **dict.fromkeys(" \t\n\u3000", "")}
)


def folded(text: str) -> str:
    """The text without white space and commas in figures, with Chinese punctuation. Times keep their colon."""
    text = text.translate(_FOLDS)
    if "，" in text:
        text = _THOUSANDS.sub("", text)
    return _COLON.sub("：", text) if ":" in text else text
