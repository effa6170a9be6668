"""Sources that disagree: both shown with where they come from, which to follow, and nothing said where they agree.

Each case is files of a folder and of the reader's own, ingested as any others are, and a question about them.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.disagreeing import Disagreeing
from bot.answering.premises import Premises
from bot.evaluation.case_files import load_lines
from bot.evaluation.outcome import Failure, Outcome
from bot.glossary import Glossary
from bot.retrieval.index import Generations
from bot.retrieval.ingest import GLOSSARY_FILE, Ingestor, Places
from bot.retrieval.library import RANKING_FILE
from bot.retrieval.question import QuestionReader
from bot.retrieval.ranking import Ranking
from bot.retrieval.retriever import Retriever

PREMISES_FILE = "premises.yaml"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseFile(_Model):
    """One document of a case: ours, or the reader's `own`."""

    title: str
    body: str
    own: bool
    date: str = ""
    platforms: tuple[str, ...] = ()
    kind: Literal["guidance", "contract"] = "guidance"

    def markdown(self, number: int) -> str:
        """The file as it is ingested."""
        platforms = ", ".join(self.platforms)
        return (
            f'---\nid: case-{number}\ntitle: "{self.title}"\nkind: {self.kind}\ndate: "{self.date}"\n'
            f"platforms: [{platforms}]\n---\n\n## 说明\n\n{self.body}\n"
        )


class Case(_Model):
    """A question over documents. `with` are files of our knowledge; `follow` is the title to be followed."""

    id: str
    question: str
    with_: tuple[str, ...] = Field((), alias="with")
    files: tuple[CaseFile, ...]
    disagree: bool
    follow: str = ""
    must: tuple[tuple[str, ...], ...] = ()
    split: Literal["tune", "held"]


def load_cases(path: Path) -> list[Case]:
    """The cases of a file; InputError names file and line."""
    return load_lines(path, Case)


class Bench:
    """Ingests the files of a case and asks; the knowledge folder gives rules and glossary."""

    def __init__(self, knowledge: Path) -> None:
        self._knowledge = knowledge
        self._glossary = Glossary.load(knowledge / GLOSSARY_FILE)
        self._ranking = Ranking.load(knowledge / RANKING_FILE)
        self._disagreeing = Disagreeing(Premises.load(knowledge / PREMISES_FILE, self._glossary))

    def answer(self, case: Case) -> str:
        """The lines said of a disagreement, or empty."""
        with tempfile.TemporaryDirectory() as folder:
            return self._answer(case, Path(folder))

    def _answer(self, case: Case, folder: Path) -> str:
        knowledge, own = folder / "knowledge", folder / "own"
        for place in (knowledge / "articles", knowledge / "contracts", own):
            place.mkdir(parents=True)
        for name in (GLOSSARY_FILE, RANKING_FILE):
            shutil.copy(self._knowledge / name, knowledge)
        for name in case.with_:
            shutil.copy(self._knowledge / name, knowledge / name)
        for number, file in enumerate(case.files):
            target = own if file.own else knowledge / "articles"
            (target / f"case-{number}.md").write_text(file.markdown(number), encoding="utf-8")
        places = Places(knowledge, folder / "index")
        ingestor = Ingestor(places, None)
        ingestor.ingest()
        if any(file.own for file in case.files):
            ingestor.ingest([own])
        generations = Generations(places.index)
        contents = generations.read(generations.current())
        retriever = Retriever(contents, self._glossary, self._ranking)
        result = retriever.search(QuestionReader(self._glossary).read(case.question))
        said = self._disagreeing.lines(result, contents)
        return "\n".join(sentence.text for sentence in said)


def wrong(case: Case, text: str) -> str:
    """What is wrong with the lines of a case, or empty."""
    if not case.disagree:
        return "两份资料并不矛盾" if text else ""
    if not text:
        return "没有指出说法不一"
    missing = [group for group in case.must if not any(words in text for words in group)]
    if missing:
        return f"没有列出：{'、'.join(group[0] for group in missing)}"
    last = text.splitlines()[-1]
    return "" if not case.follow or f"《{case.follow}》" in last else f"没有说先按《{case.follow}》"


def measure(knowledge: Path, path: Path, progress: Callable[[int, int], None] | None = None) -> Outcome:
    """Share of disagreements shown rightly and of other pairs left alone, on all lines and on the held half."""
    bench, cases = Bench(knowledge), load_cases(path)
    failures: list[Failure] = []
    right: dict[tuple[bool, str], list[bool]] = {}
    for number, case in enumerate(cases, 1):
        text = bench.answer(case)
        fault = wrong(case, text)
        for split in ("", case.split):
            right.setdefault((case.disagree, split), []).append(not fault)
        if fault:
            failures.append(Failure(case.id, case.question, fault, text))
        if progress:
            progress(number, len(cases))
    names = {True: "disagreements shown", False: "agreeing sources left alone"}
    figures = {
        f"{names[kind]}{', held' if split else ''}": _share(right.get((kind, split), ()))
        for kind in (True, False)
        for split in ("", "held")
    }
    return Outcome(figures, tuple(failures))


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0
