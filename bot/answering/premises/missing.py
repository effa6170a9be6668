"""What of a question the chosen sentences leave open: the figure that was asked for, said in the question's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from bot.answering.asking import Asked
from bot.answering.premises.readings import Reader
from bot.answering.premises.rules import Rules
from bot.quantities import parse
from bot.retrieval.passages import Passage
from bot.retrieval.question import plain, simplified

_BLANK = "____"
_ME = re.compile(r"我们|咱们|我")
LONGEST = 24
"""Characters of a question's words that are told back."""


class Missing:
    """Says which figure is not there."""

    def __init__(self, rules: Rules, reader: Reader) -> None:
        self._rules = rules
        self._reader = reader

    def line(self, asked: Asked, question: str, said: Sequence[tuple[str, Passage]]) -> str:
        """「资料里没有写要赔多少。」 when a figure is asked for that no sentence holds; else empty.

        `said` are the chosen sentences, each with its passage. A sentence that says how much in words (以实际损失为限)
        or when (及时) answers as well, and so does any figure of a kind asked for: this must not call missing what
        is there.
        """
        text = simplified(plain(question)).lower()
        found = self._rules.asks_figure.search(text)
        if asked.kind not in ("how_much", "how_long", "when") or not asked.figures or not said:
            return ""
        if not found or any(self._answers(s, asked.kind, asked) for s, _ in said):
            return ""
        wording = self._rules.file.wording.missing
        what = _ME.sub("你", found[1])[-LONGEST:].strip(" ,")
        blank = any(_BLANK in sentence for sentence, _ in said)
        return (wording.blank if blank else wording.asked).format(what=what)

    def _answers(self, sentence: str, kind: Literal["how_much", "how_long", "when"], asked: Asked) -> bool:
        """Whether a sentence holds a figure of a kind that was asked for, or says in words how much or when."""
        text = simplified(plain(sentence))
        if any(quantity.kind in asked.figures for quantity in parse(text)):
            return True
        return bool(self._rules.says_how_much[kind].search(text)) and _BLANK not in sentence
