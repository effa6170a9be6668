"""`python -m bot evaluate`: measure everything, hold it against the record, and write the report."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.assistant import Assistant, build_assistant
from bot.errors import InputError
from bot.evaluation import areas, fitting, record, report
from bot.evaluation.bench import RECORD, Bench, project_file, say
from bot.evaluation.datasets import load_gold
from bot.evaluation.outcome import Outcome
from bot.evaluation.start import start_ratio
from bot.retrieval.library import RANKING_FILE
from bot.retrieval.retriever import Retriever
from bot.settings import PROJECT, Settings, load_settings

FITTED = ("questions_own.jsonl", "questions_guidance_a.jsonl", "questions_guidance_b.jsonl")
"""The files whose `tune` lines weights may be fitted on."""


def parser() -> argparse.ArgumentParser:
    """The options of the command."""
    made = argparse.ArgumentParser(
        prog="python -m bot evaluate", description="量一量回答靠不靠得住，和记录、上次比。"
    )
    made.add_argument("files", nargs="*", type=Path, help="只量这些题目文件（JSONL）")
    names = [area.name for area in areas.AREAS]
    made.add_argument("--only", nargs="+", choices=names, default=[], help="只量这几部分")
    made.add_argument("--engine", choices=("builtin", "model"), default="builtin", help="用哪个引擎回答")
    made.add_argument("--limit", type=int, default=0, help="每部分最多用多少道题")
    made.add_argument("--verbose", action="store_true", help="逐条列出没通过的")
    made.add_argument("--fit", action="store_true", help="重新拟合 knowledge/ranking.yaml 后再量")
    made.add_argument("--start", action="store_true", help="再量一次启动时间（约一分钟）")
    made.add_argument("--check", action="store_true", help="低于记录就以 1 退出")
    made.add_argument("--record", action="store_true", help="把这次的结果记下来")
    made.add_argument("--readme", action="store_true", help="把这次的结果写进 README")
    made.add_argument("--json", type=Path, help="把结果另写成 JSON")
    made.add_argument("--html", type=Path, help="把报告另写成网页")
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command; 1 when `--check` finds a figure below its record, else 0."""
    options = parser().parse_args(argv)
    settings = load_settings() if options.engine == "model" else _without_model()
    # Not beside what users said: neither their index nor their files have a part in what is measured.
    with tempfile.TemporaryDirectory(prefix="kefu-evaluation-") as folder:
        kept = settings.bot_data_dir / "evaluation"
        settings = settings.model_copy(update={"bot_data_dir": Path(folder)})
        assistant = _prepared(settings)
        if options.fit:
            _fit(assistant)
            assistant = _prepared(settings)
        # A run that only checks leaves out what no record is held against.
        compare = not options.check or options.record or options.readme
        outcomes = _measured(Bench(assistant, settings, options.limit, compare), options)
    return _told(outcomes, options, kept)


def _prepared(settings: Settings) -> Assistant:
    assistant = build_assistant(settings)
    assistant.prepare()
    return assistant


def _without_model() -> Settings:
    return load_settings(openai_model="", openai_api_key="", openai_base_url="")


def _measured(bench: Bench, options: argparse.Namespace) -> dict[str, Outcome]:
    outcomes: dict[str, Outcome] = {}
    if options.files:
        outcomes.update(areas.question_files(bench, options.files))
    else:
        for area in areas.chosen(options.only, bench.modelled):
            outcomes.update(area.measure(bench))
    if options.start:
        outcomes["start"] = Outcome(start_ratio())
    return outcomes


def _told(outcomes: Mapping[str, Outcome], options: argparse.Namespace, kept: Path) -> int:
    """Print, write and compare what was measured; the exit code."""
    figures = {name: outcome.figures for name, outcome in outcomes.items()}
    last_file = kept / f"last-{options.engine}.json"
    recorded, last = record.read(RECORD), record.read(last_file)
    say(report.table(figures, recorded, last))
    if options.verbose:
        for name, outcome in outcomes.items():
            for failure in outcome.failures:
                say(f"[{name}] {failure.id} {failure.asked} | {failure.expected} -> {failure.got}")
    page = report.page(outcomes, recorded, last, options.engine)
    record.write(last_file, last | figures)
    _write(kept / f"report-{options.engine}.html", page)
    say(f"\n报告：{kept / f'report-{options.engine}.html'}")
    if options.html:
        _write(options.html, page)
    if options.json:
        record.write(options.json, figures)
    if options.record:
        record.write(RECORD, recorded | figures if options.only or options.files else figures)
    if options.readme:
        report.readme_table(PROJECT / "README.md", figures)
    asked = {
        name: recorded[name] for name in recorded if name in figures or not (options.only or options.files)
    }
    faults = list(record.below(figures, asked)) if options.check else []
    for fault in faults:
        say(f"低于记录：{fault}")
    return 1 if faults else 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} 写不进去：请换一个能写的位置。") from error


def _fit(assistant: Assistant) -> None:
    library, shelf = assistant.library, assistant.library.shelf()
    questions = load_gold([project_file(name) for name in FITTED])
    words_only = Retriever(shelf.contents, library.glossary, library.ranking)
    judges = [
        fitting.fit(fitting.samples(retriever, shelf.reader, assistant.readings, questions))
        for retriever in (shelf.retriever, words_only)
    ]
    fitting.write(library.knowledge / RANKING_FILE, *judges)
