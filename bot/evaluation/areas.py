"""The parts of the evaluation, in one place: what each is called and what measures it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bot.evaluation import (
    citations,
    clause_sayings,
    conversations,
    disagreement,
    drafting,
    drafting_reading,
    grounding,
    guidance,
    injections,
    masking,
    modelled_gate,
    premises,
    review,
    statute_references,
    sums,
)
from bot.evaluation.bench import Bench, progress, project_file
from bot.evaluation.outcome import Outcome

Measure: TypeAlias = Callable[[Bench], Mapping[str, Outcome]]

QUESTION_FILES = (
    "questions_dev.jsonl",
    "questions_own.jsonl",
    "questions_guidance_a.jsonl",
    "questions_guidance_b.jsonl",
)


@dataclass(frozen=True)
class Area:
    """One part. `answered` says that its figures hang on which engine answers, `needs_model` that it has none
    without a model."""

    name: str
    about: str
    measure: Measure
    answered: bool = True
    needs_model: bool = False


def _questions(bench: Bench) -> Mapping[str, Outcome]:
    return question_files(bench, [project_file(name) for name in QUESTION_FILES])


def question_files(bench: Bench, paths: list[Path]) -> dict[str, Outcome]:
    """The figures of several question files."""
    return {name: outcome for path in paths for name, outcome in guidance.measure(bench, path).items()}


def _one(name: str, measure: Callable[[Bench], Outcome]) -> Measure:
    return lambda bench: {name: measure(bench)}


def _conversations(bench: Bench) -> Outcome:
    played = conversations.load_conversations(project_file("conversations.jsonl"))
    return conversations.measure(bench.assistant, bench.some(played), progress)


def _drafting(bench: Bench) -> Outcome:
    drafted = drafting.load_drafted(project_file("drafting_conversations.yaml"))
    return drafting.measure(bench.assistant, bench.settings.bot_knowledge_dir, bench.some(drafted), progress)


def _disagreement(bench: Bench) -> Outcome:
    return disagreement.measure(
        bench.settings.bot_knowledge_dir, project_file("disagreements.jsonl"), progress
    )


def _sums(bench: Bench) -> Outcome:
    return sums.measure(bench.settings.bot_knowledge_dir)


def _drafting_reading(bench: Bench) -> Outcome:
    return drafting_reading.measure(bench.settings.bot_knowledge_dir)


def _masking(bench: Bench) -> Outcome:
    return masking.measure(bench.settings.bot_knowledge_dir)


def _review_sayings(bench: Bench) -> Outcome:
    return clause_sayings.measure(bench.settings.bot_knowledge_dir)


def _review(bench: Bench) -> Outcome:
    return review.measure(bench.assistant.reviewing.reviewer, project_file("review"), progress)


def _references(bench: Bench) -> Outcome:
    return statute_references.measure(folder=bench.settings.bot_knowledge_dir / "statutes")


AREAS: tuple[Area, ...] = (
    Area("questions", "检索、回答和拒答", _questions),
    Area("citations", "每句话的依据", _one("citations", citations.measure)),
    Area("premises", "错误的前提", _one("premises", premises.measure)),
    Area("disagreement", "互相矛盾的资料", _one("disagreement", _disagreement), answered=False),
    Area("sums", "算账", _one("sums", _sums), answered=False),
    Area("conversations", "多轮对话", _one("conversations", _conversations)),
    Area("drafting", "在对话里起草", _one("drafting", _drafting), answered=False),
    Area("injections", "夹带的指令", _one("injections", injections.measure)),
    Area("masking", "个人信息不出门", _one("masking", _masking), answered=False),
    Area("review-sayings", "单个条款的毛病", _one("review sayings", _review_sayings), answered=False),
    Area("grounding", "核对每句话的关口", _one("grounding", grounding.measure), answered=False),
    Area(
        modelled_gate.NAME,
        "同一份模型回答，有关口和没有关口",
        _one(modelled_gate.NAME, modelled_gate.measure),
        needs_model=True,
    ),
    Area("statutes", "法条引用", _one("statute references", _references), answered=False),
    Area(
        "drafting-reading",
        "起草时怎么说都读得懂",
        _one("drafting reading", _drafting_reading),
        answered=False,
    ),
    Area("review", "审对方的合同", _one("review", _review), answered=False),
    Area("ingest", "再次导入", _one("re-ingest", guidance.reingest), answered=False),
)


def chosen(names: list[str], modelled: bool) -> Iterator[Area]:
    """The areas of these names, all when there are none: for a model those it has a hand in, else all that need
    no model."""
    for area in AREAS:
        fits = area.answered if modelled else not area.needs_model
        if area.name in names or (not names and fits):
            yield area
