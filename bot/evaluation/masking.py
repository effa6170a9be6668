"""Personal data in contract lines: how much of it is masked, and how much that is none."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.evaluation.case_files import load_lines
from bot.evaluation.outcome import Failure, Outcome
from bot.review.personal_data import PersonalData
from bot.review.personal_rules import Kind
from bot.settings import PROJECT

SET = PROJECT / "tests" / "data" / "review" / "personal_data.jsonl"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expected(_Model):
    """`text[start:end]` of a line is personal data of that kind."""

    kind: Kind
    start: int
    end: int


class MaskingCase(_Model):
    """One line of a contract with the personal data in it; without any it is a negative."""

    id: str
    text: str
    spans: tuple[Expected, ...]
    split: Literal["tune", "held"]


def load_masking(path: Path = SET) -> list[MaskingCase]:
    """The lines of a file; InputError names the line that is none."""
    return load_lines(path, MaskingCase)


def measure(knowledge: Path = PROJECT / "knowledge", path: Path = SET) -> Outcome:
    """Recall and precision of exact spans, of the right kind, by split; and every span that is amiss."""
    finder = PersonalData.load(knowledge)
    counted: Counter[tuple[str, str]] = Counter()
    failures = []
    for case in load_masking(path):
        expected = {(one.kind, one.start, one.end) for one in case.spans}
        found = {(one.kind, one.start, one.end) for one in finder.find(case.text)}
        counted.update(
            {
                (case.split, "expected"): len(expected),
                (case.split, "found"): len(found),
                (case.split, "right"): len(expected & found),
                (case.split, "negatives"): not expected,
            }
        )
        if expected != found:
            failures.append(
                Failure(case.id, case.text, _shown(case.text, expected), _shown(case.text, found))
            )
    figures: dict[str, float] = {}
    for split in ("tune", "held"):
        right = counted[split, "right"]
        figures[f"recall ({split})"] = right / max(1, counted[split, "expected"])
        figures[f"precision ({split})"] = right / max(1, counted[split, "found"])
        figures[f"forms ({split}) n"] = float(counted[split, "expected"] + counted[split, "negatives"])
    return Outcome(figures, tuple(failures))


def _shown(text: str, spans: set[tuple[Kind, int, int]]) -> str:
    return "；".join(
        f"{kind} {text[start:end]}" for kind, start, end in sorted(spans, key=lambda one: one[1])
    )
