"""`python -m bot evaluate`: fit the weights, print what is measured, hold it against the record."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.assistant import Assistant, build_assistant
from bot.evaluation import baseline, fitting, measuring
from bot.evaluation.datasets import GoldQuestion, load_gold
from bot.evaluation.report import Figures, readme_table, table
from bot.evaluation.start import start_ratio
from bot.retrieval.embeddings import LocalEmbedder
from bot.retrieval.ingest import Ingestor, Places
from bot.retrieval.library import RANKING_FILE
from bot.retrieval.retriever import Retriever
from bot.settings import PROJECT, Settings, load_settings

DATA = PROJECT / "tests" / "data"
DEV, OWN = DATA / "questions_dev.jsonl", DATA / "questions_own.jsonl"
RECORD = DATA / "recorded_figures.json"
TOLERANCE = 0.005
"""How far below its record a share may fall before the check fails; one question of two hundred."""


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m bot evaluate", description="量一量检索、回答、拒答和速度。"
    )
    made.add_argument("files", nargs="*", type=Path, help="题目文件(JSONL),默认是随项目的两份")
    made.add_argument("--engine", choices=("builtin", "model"), default="builtin", help="用哪个引擎回答")
    made.add_argument("--limit", type=int, default=0, help="每份题目最多用多少道")
    made.add_argument("--verbose", action="store_true", help="逐条列出没答好的题")
    made.add_argument("--fit", action="store_true", help="重新拟合 knowledge/ranking.yaml 后再量")
    made.add_argument("--start", action="store_true", help="再量一次启动时间（约一分钟）")
    made.add_argument("--check", action="store_true", help="低于记录就以 1 退出")
    made.add_argument("--record", action="store_true", help="把这次的结果记下来")
    made.add_argument("--readme", action="store_true", help="把这次的结果写进 README")
    made.add_argument("--json", type=Path, help="把结果写成 JSON")
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command; 1 when `--check` finds a figure below its record, else 0."""
    options = parser().parse_args(argv)
    settings = load_settings() if options.engine == "model" else _without_model()
    assistant = build_assistant(settings)
    assistant.prepare()
    if options.fit:
        _fit(assistant)
        assistant = build_assistant(settings)
        assistant.prepare()
    figures: Figures = {}
    for path in options.files or (DEV, OWN):
        questions = load_gold([path])[: options.limit or None]
        figures.update(_measure(assistant, path.stem, questions, options.verbose))
    if options.engine == "builtin":
        figures["re-ingest"] = _reingest(settings)
    if options.start:
        figures["start"] = start_ratio()
    _say(table(figures, _recorded()))
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    if options.record:
        RECORD.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if options.readme:
        readme_table(PROJECT / "README.md", figures)
    return _below_record(figures) if options.check else 0


def _without_model() -> Settings:
    return load_settings(openai_model="", openai_api_key="", openai_base_url="")


def _measure(assistant: Assistant, name: str, questions: list[GoldQuestion], verbose: bool) -> Figures:
    asked = measuring.ask_all(assistant, questions, _progress)
    groups = {"": asked}
    if any(q.split for q in questions):
        groups[" (held out)"] = [a for a in asked if a.question.split == "held"]
    figures: Figures = {}
    for suffix, group in groups.items():
        inside = [a for a in group if a.question.answerable]
        figures[f"{name}{suffix} retrieval"] = measuring.retrieval(a.rank for a in inside)
        figures[f"{name}{suffix} answers"] = measuring.answers(group)
    inside_questions = [q for q in questions if q.answerable]
    contents = assistant.library.shelf().contents
    stock = baseline.stock_ranks(contents, LocalEmbedder(), inside_questions)
    figures[f"{name} stock recipe"] = measuring.retrieval(
        None if rank == baseline.NEAREST else rank for rank in stock
    )
    figures[f"{name} trust"] = measuring.trust(assistant, asked)
    if lost := measuring.robustness(asked):
        figures[f"{name} points lost"] = lost
    figures[f"{name} engines"] = dict(Counter(a.reply.engine for a in asked).items())
    figures[f"{name} latency"] = measuring.latency(assistant, asked)
    if verbose:
        _failures(asked)
    if any(a.reply.engine == "model" or a.reply.notices for a in asked):
        _model_record(asked)
    return figures


def _model_record(asked: Sequence[measuring.Asked]) -> None:
    """A line a question: which engine answered, how many sources it cites, figures without one, seconds."""
    for a in asked:
        _say(
            f"{a.question.id} {a.reply.kind} {a.reply.engine} 依据{len(a.reply.citations)} "
            f"无出处的数字{len(measuring.unsupported_figures(a))} {a.seconds:.1f}s {' '.join(a.reply.notices)}"
        )


def _failures(asked: Sequence[measuring.Asked]) -> None:
    for a in asked:
        wrong = not a.answered if a.question.answerable else a.reply.kind != "refusal"
        figures = measuring.unsupported_figures(a) if a.reply.kind == "answer" else []
        if wrong or figures:
            _say(
                f"{a.question.id} [{a.reply.kind}] {a.question.turns[-1].text} -> {a.reply.text[:80]!r} {figures}"
            )


def _fit(assistant: Assistant) -> None:
    library, shelf = assistant.library, assistant.library.shelf()
    questions = load_gold([OWN])
    words_only = Retriever(shelf.contents, library.glossary, library.ranking)
    judges = [
        fitting.fit(fitting.samples(retriever, shelf.reader, assistant.readings, questions))
        for retriever in (shelf.retriever, words_only)
    ]
    fitting.write(library.knowledge / RANKING_FILE, *judges)


def _reingest(settings: Settings) -> dict[str, float]:
    """Seconds of a first ingest into an empty folder, with the shipped vectors, and of the same once more."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        places = Places(settings.bot_knowledge_dir, Path(folder))
        ingestor = Ingestor(places, LocalEmbedder())
        started = time.perf_counter()
        ingestor.ingest()
        figures["first s"] = time.perf_counter() - started
        started = time.perf_counter()
        ingestor.ingest()
        figures["again s"] = time.perf_counter() - started
    figures["again / first"] = figures["again s"] / figures["first s"]
    return figures


def _recorded() -> Figures:
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def _below_record(figures: Figures) -> int:
    """1 and a line for each share that fell below what was recorded."""
    rising = ("R@1", "R@3", "MRR", "facts held", "outside refused", "markers with citation", "quotes exact")
    falling = ("wrongly refused", "figures without source")
    below = []
    for group, recorded in _recorded().items():
        for name, value in recorded.items():
            now = figures.get(group, {}).get(name)
            worse = name in rising and (now is None or now < value - TOLERANCE)
            if worse or (name in falling and (now is None or now > value + TOLERANCE)):
                below.append(f"{group} / {name}: {now} 低于记录 {value}")
    for line in below:
        _say(line)
    return 1 if below else 0


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done}/{total}")
        sys.stderr.write("\n" if done == total else "")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
