"""Questions with gold: what is found, what is answered, what is refused, and how fast."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.evaluation import baseline, measuring
from bot.evaluation.bench import Bench, progress
from bot.evaluation.datasets import GoldQuestion, load_gold
from bot.evaluation.outcome import Failure, Outcome
from bot.retrieval.embeddings import LocalEmbedder
from bot.retrieval.ingest import Ingestor, Places


def measure(bench: Bench, path: Path) -> dict[str, Outcome]:
    """The figures of one question file, in groups; those of lines held out of every fit beside the whole."""
    name = path.stem
    questions = bench.some(load_gold([path]))
    assistant = bench.assistant
    asked = measuring.ask_all(assistant, questions, progress, bench.known)
    groups = {"": asked}
    if any(q.split for q in questions):
        groups[" (held out)"] = [a for a in asked if a.question.split == "held"]
    made: dict[str, Outcome] = {}
    for suffix, group in groups.items():
        inside = [a for a in group if a.question.answerable]
        made[f"{name}{suffix} retrieval"] = Outcome(measuring.retrieval(a.rank for a in inside))
        failures = () if suffix else tuple(_failures(group))
        made[f"{name}{suffix} answers"] = Outcome(measuring.answers(group), failures)
    if bench.compare:
        made[f"{name} stock recipe"] = _stock_recipe(bench, [q for q in questions if q.answerable])
    made[f"{name} trust"] = Outcome(measuring.trust(assistant, asked))
    if lost := measuring.robustness(asked):
        made[f"{name} points lost"] = Outcome(lost)
    made[f"{name} engines"] = Outcome(dict(Counter(f"{a.reply.engine} n" for a in asked)))
    made[f"{name} latency"] = Outcome(measuring.latency(assistant, asked))
    return made


def _stock_recipe(bench: Bench, questions: Sequence[GoldQuestion]) -> Outcome:
    contents = bench.assistant.library.shelf().contents
    ranks = baseline.stock_ranks(contents, LocalEmbedder(), questions)
    return Outcome(measuring.retrieval(None if rank == baseline.NEAREST else rank for rank in ranks))


def _failures(asked: Sequence[measuring.Asked]) -> Iterator[Failure]:
    """Questions not answered in full, not refused as they should be, or with a figure that has no source."""
    for a in asked:
        gold = a.question
        wrong = not a.answered if gold.answerable else a.reply.kind != "refusal"
        figures = measuring.unsupported_figures(a) if a.reply.kind == "answer" else []
        if wrong or figures:
            wanted = " + ".join("/".join(group) for group in gold.must_include) if gold.answerable else "拒答"
            told = f"（{a.reply.kind}，{a.reply.engine}）{a.reply.text}"
            unsourced = f" 没有出处的数字：{'、'.join(figures)}" if figures else ""
            yield Failure(gold.id, gold.turns[-1].text, wanted, f"{told}{unsourced}")


def reingest(bench: Bench) -> Outcome:
    """Seconds of a first ingest into an empty folder, with the shipped vectors, and of the same once more."""
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        places = Places(bench.settings.bot_knowledge_dir, Path(folder))
        ingestor = Ingestor(places, LocalEmbedder())
        for name in ("first s", "again s"):
            started = time.perf_counter()
            ingestor.ingest()
            figures[name] = time.perf_counter() - started
    figures["again / first ratio"] = figures["again s"] / figures["first s"]
    return Outcome(figures)
