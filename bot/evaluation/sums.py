"""Sums: conversations with the results that must be said, and questions that are none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.answering.sums import SumAnswer, Sums
from bot.documents.reading import read_documents
from bot.evaluation.case_files import load_lines, turns_of_others
from bot.evaluation.outcome import Failure, Outcome
from bot.retrieval.passages import Passage, passages_of
from bot.settings import PROJECT

TODAY = date(2026, 1, 10)
"""The day on which the questions of the set are asked."""

DATA = PROJECT / "tests" / "data"
SET = DATA / "sums.jsonl"
NOT_SUMS = ("questions_*.jsonl", "premises.jsonl", "injections.jsonl")
"""Questions of the other sets; all but `MEANT` must be left to the passages."""

MEANT = frozenset(("own-113", "own-126", "prem-229", "prem-474"))
"""Those of them that do give figures to reckon with."""


class SumCase(BaseModel):
    """One line of the set. `result` are strings of the answer, commas aside; `passages` the user's own clauses."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    turns: tuple[str, ...]
    result: tuple[str, ...]
    must_not: tuple[str, ...] = ()
    kind: Literal["answer", "clarify", "none"]
    split: Literal["tune", "held"]
    passages: tuple[str, ...] = ()


def load_sums(path: Path = SET) -> list[SumCase]:
    """The cases of a file; InputError names the line that is none."""
    return load_lines(path, SumCase)


def contract_passages(knowledge: Path = PROJECT / "knowledge") -> list[Passage]:
    """The clauses of the sample contracts."""
    paths = sorted((knowledge / "contracts").glob("*.md"))
    return [
        p for path in paths for document in read_documents(path) for p in passages_of(document, "knowledge")
    ]


def shown(answer: SumAnswer) -> str:
    """The words of an answer, one sentence a line."""
    return "\n".join(said.text for said in answer.said)


def measure_sums(sums: Sums, cases: Iterable[SumCase], sample: Sequence[Passage]) -> Outcome:
    """The share of cases whose kind and figures are exactly right, by split; and what went wrong."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    failures = []
    for case in cases:
        own = [_own(sample[0], text, at) for at, text in enumerate(case.passages)]
        answer = sums.answer(case.turns[-1], case.turns, own, lambda: sample)
        wrong = _wrong(case, answer)
        parts = ("all", case.split, "sums" if case.kind == "answer" else case.kind)
        every.update(parts)
        if wrong:
            got = shown(answer) if answer else "(不当作算账)"
            failures.append(Failure(case.id, " | ".join(case.turns), wrong, got))
        else:
            right.update(parts)
    figures = {f"right_{part}": right[part] / every[part] for part in every}
    return Outcome(
        figures | {f"cases_{part}": float(count) for part, count in every.items()}, tuple(failures)
    )


def measure_fires(sums: Sums, sample: Sequence[Passage], folder: Path = DATA) -> Outcome:
    """How many questions of the other sets are taken for sums; none may be."""
    failures = []
    asked = 0
    for case, turns in turns_of_others(folder, NOT_SUMS, but=MEANT):
        for upto in range(1, len(turns) + 1):
            asked += 1
            answer = sums.answer(turns[upto - 1], turns[:upto], (), lambda: sample)
            if answer is not None:
                failures.append(Failure(case, turns[upto - 1], "(不当作算账)", shown(answer)))
    return Outcome({"false_fires": float(len(failures)), "not_sums": float(asked)}, tuple(failures))


def measure(knowledge: Path = PROJECT / "knowledge", path: Path = SET) -> Outcome:
    """Both measurements as one."""
    sums = Sums.load(knowledge / "sums.yaml", lambda: TODAY)
    sample = contract_passages(knowledge)
    exact = measure_sums(sums, load_sums(path), sample)
    fires = measure_fires(sums, sample)
    return Outcome(dict(exact.figures) | dict(fires.figures), (*exact.failures, *fires.failures))


def _wrong(case: SumCase, answer: SumAnswer | None) -> str:
    """What an answer lacks or says too much; empty when it is right."""
    kind = answer.kind if answer else "none"
    if kind != case.kind:
        return f"{case.kind} {'、'.join(case.result)}".strip()
    text = shown(answer).replace(",", "") if answer else ""
    missing = [result for result in case.result if not _stands(result, text)]
    surplus = [words for words in case.must_not if _stands(words, text)]
    return "；".join([*(f"缺 {result}" for result in missing), *(f"多 {words}" for words in surplus)])


def _stands(words: str, text: str) -> bool:
    """Whether `words` stand in `text`, a number not merely as a part of another."""
    before = r"(?<![\d.])" if words[0].isdigit() else ""
    after = r"(?!\d|\.\d)" if words[-1].isdigit() else ""
    return bool(re.search(before + re.escape(words) + after, text))


def _own(like: Passage, text: str, at: int) -> Passage:
    """A clause of the user's own contract."""
    return replace(
        like, id=f"own:{at}", document_id="own", text=text, start=0, end=len(text), kind="clause",
        headings=(), number="", title="我的合同.docx", source="我的合同.docx", locator=f"第{at + 1}条",
        document_kind="contract", origin="own",
    )  # fmt: skip
