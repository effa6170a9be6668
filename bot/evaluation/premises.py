"""Premises: false ones are put right before anything else is said, true ones are left alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply
from bot.evaluation.bench import Bench, progress, project_file
from bot.evaluation.case_files import load_lines
from bot.evaluation.outcome import Failure, Outcome

FILE = "premises.jsonl"
CORRECTS = ("不对", "不完全对", "不是这样", "不成立")
"""How a correction begins."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Turn(_Model):
    text: str


class PremiseCase(_Model):
    """One conversation whose last turn takes something for granted.

    `must` are groups of alternatives that a correction holds in its first paragraph; cases of the `held` split were
    never looked at while the rules were made.
    """

    id: str
    turns: tuple[_Turn, ...]
    truth: Literal["false", "true", "half"]
    must: tuple[tuple[str, ...], ...] = ()
    split: Literal["tune", "held"]


def load_cases(path: Path) -> list[PremiseCase]:
    """The cases of a file; InputError names file and line."""
    return load_lines(path, PremiseCase)


def judged_rightly(case: PremiseCase, text: str) -> bool:
    """Whether the first paragraph of a reply puts a false premise right, or does not "correct" a true one."""
    first = text.strip().partition("\n\n")[0]
    corrected = first.lstrip("- ").startswith(CORRECTS)
    if case.truth == "true":
        return not corrected
    return corrected and all(any(words in first for words in group) for group in case.must)


def measure(bench: Bench) -> Outcome:
    """Every case through the front door: shares of all and of the held half, and what went wrong."""
    return measured(bench.assistant, bench.some(load_cases(project_file(FILE))))


def measured(assistant: Assistant, cases: Sequence[PremiseCase]) -> Outcome:
    """The figures of these cases."""
    right: dict[tuple[bool, str], list[bool]] = {}
    failures = []
    for number, case in enumerate(cases, 1):
        reply = _asked(assistant, case)
        good = judged_rightly(case, reply.text)
        for split in ("", case.split):
            right.setdefault((case.truth == "true", split), []).append(good)
        if not good:
            wanted = "不纠正" if case.truth == "true" else " + ".join("/".join(group) for group in case.must)
            failures.append(Failure(case.id, case.turns[-1].text, wanted, reply.text))
        progress(number, len(cases))
    names = {False: "false premises corrected", True: "true premises left alone"}
    figures = {
        f"{names[true]}{' (held out)' if split else ''}": _share(right[true, split])
        for true in (False, True)
        for split in ("", "held")
        if (true, split) in right
    }
    return Outcome(figures | {"cases n": float(len(cases))}, tuple(failures))


def _asked(assistant: Assistant, case: PremiseCase) -> Reply:
    conversation, reply = Conversation(), Reply("notice", "")
    for turn in case.turns:
        conversation = conversation.asked(turn.text)
        reply = [event for event in assistant.reply(conversation) if isinstance(event, Done)][-1].reply
        conversation = conversation.answered(reply)
    return reply


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0
