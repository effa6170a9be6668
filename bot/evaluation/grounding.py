"""The gate: what of changed claims it catches, what of faithful ones it keeps, and what it costs.

Every share is given for both halves: `tune`, which the gate's words were made with, and `held`, which they were
not. With a model set, what the model writes is counted twice: as it wrote it, and as the gate let it through.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.answering.checked_stream import CheckedStream
from bot.answering.model_engine import REQUIRED_PROMPTS, Leaning, ModelEngine, NothingSupported
from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply
from bot.errors import ProviderError
from bot.evaluation import pairs
from bot.evaluation.bench import DATA, Bench, progress, project_file
from bot.evaluation.datasets import load_gold
from bot.evaluation.outcome import Failure, Outcome
from bot.evaluation.pairs import Pair
from bot.evaluation.statute_passages import statute_passages
from bot.grounding.blanking import articles
from bot.grounding.gate import Gate
from bot.grounding.laws import Resolve
from bot.grounding.markup import MARKER
from bot.grounding.verdicts import Dropped, GateReport, Kept
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.prompts import load_prompts
from bot.quantities import parse, supports
from bot.retrieval.passages import Passage
from bot.settings import Settings

QUESTIONS = ("questions_dev.jsonl", "questions_own.jsonl")
TIMED = 40
"""Answers whose time is held against the gate's."""

SIDE_BY_SIDE = 60
"""Questions that a model answers with the gate's verdict and without."""

SOURCES = 4


def measure(bench: Bench) -> Outcome:
    """All of it. Shares by half and kind, seconds, and counts of what a model wrote, where one is set."""
    library = bench.assistant.library
    passages = list(library.shelf().contents.passages)
    lexicon = Lexicon.load(library.knowledge / GROUNDING_FILE)
    found = every_pair([p for p in passages if p.origin == "knowledge"])
    judged = [Judged(pair, _verdict(pair, lexicon, bench.assistant)) for pair in found]
    figures = shares(judged) | cost(judged, lexicon, bench)
    if bench.modelled:
        figures |= side_by_side(bench)
    return Outcome(figures, tuple(_failures(judged)))


def every_pair(passages: Sequence[Passage]) -> list[Pair]:
    """The pairs written by hand and those made from our passages and from articles of law."""
    return [*pairs.by_hand(DATA, passages), *pairs.made(DATA, [*passages, *statute_passages()])]


@dataclass(frozen=True)
class Judged:
    """A pair and what the gate said of it."""

    pair: Pair
    verdict: Kept | Dropped

    @property
    def right(self) -> bool:
        """Kept when it is true, caught when it is not."""
        return isinstance(self.verdict, Kept) == self.pair.true


def shares(judged: Sequence[Judged]) -> dict[str, float]:
    """Caught and kept, by half; by hand or made; by kind."""
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for item in judged:
        pair = item.pair
        what = "kept" if pair.true else "caught"
        origin = "by hand" if pair.by_hand else "made"
        for name in (
            f"{pair.split} {what}",
            f"{pair.split} {what} {origin}",
            f"{pair.split} {what}: {pair.kind}",
        ):
            right[name] += item.right
            every[name] += 1
    figures = {name: right[name] / every[name] for name in sorted(every)}
    for half in ("held", "tune"):
        figures[f"{half} pairs n"] = float(sum(item.pair.split == half for item in judged))
    figures["pairs n"] = float(len(judged))
    figures["changed n"] = float(sum(not item.pair.true for item in judged))
    return figures


def cost(judged: Sequence[Judged], lexicon: Lexicon, bench: Bench) -> dict[str, float]:
    """Seconds of one check with its sources read before, the gate's share of an answer, and a stream's delay."""
    timed = [item.pair for item in judged[:400]]
    spent = [_seconds(partial(_verdict, pair, lexicon, bench.assistant)) for pair in timed]
    return {
        "check p50 s": float(np.median(spent)),
        "check p95 s": float(np.percentile(spent, 95)),
        "share of an answer": _share_of_answer(bench, lexicon),
        "first sentence late by its length": max(_late(pair, lexicon) for pair in timed if pair.true),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _verdict(pair: Pair, lexicon: Lexicon, assistant: Assistant) -> Kept | Dropped:
    markers = {passage.id: str(at) for at, passage in enumerate(pair.cited, 1)}
    gate = Gate(pair.cited, markers, lexicon, glossary=assistant.library.glossary)
    return gate.check(pair.claim + "".join(f"[{number}]" for number in markers.values()))


def _share_of_answer(bench: Bench, lexicon: Lexicon) -> float:
    """The gate's time over the whole time of built-in answers: each of their sentences checked once more."""
    passages = {p.id: p for p in bench.assistant.library.shelf().contents.passages}
    answering = checking = 0.0
    for question in load_gold([project_file(name) for name in QUESTIONS])[:TIMED]:
        started = time.perf_counter()
        reply = _reply(bench.assistant, question.turns[-1].text)
        answering += reply.seconds or time.perf_counter() - started
        gate = Gate((), {}, lexicon, own_words=(question.turns[-1].text,))
        for support in reply.supports:
            if support.source in passages:
                sources = (passages[support.source],)
                checking += _seconds(partial(gate.check_said, support.text, sources))
    return checking / answering if answering else 0.0


def _late(pair: Pair, lexicon: Lexicon) -> float:
    """How many characters after its end a stream's first sentence is shown, in lengths of the sentence."""
    markers = {passage.id: str(at) for at, passage in enumerate(pair.cited, 1)}
    sentence = pair.claim + "".join(f"[{number}]" for number in markers.values())
    stream = CheckedStream(Gate(pair.cited, markers, lexicon))
    for at, char in enumerate(sentence + "再看下一条，" * 20, 1):
        if stream.feed(char):
            return max(0, at - len(sentence)) / len(sentence)
    return 0.0


def side_by_side(bench: Bench) -> dict[str, float]:
    """A model's answers to our questions: figures and articles without a source, as written and as shown."""
    engine = ModelEngine(bench.settings, load_prompts(bench.settings.bot_prompts_dir, REQUIRED_PROMPTS))
    resolve = _resolver(bench.settings)
    counts: Counter[str] = Counter()
    questions = [q for q in load_gold([project_file(name) for name in QUESTIONS]) if q.answerable]
    asked = bench.some(questions[:SIDE_BY_SIDE])
    for number, question in enumerate(asked, 1):
        text = question.turns[-1].text
        passages = _found(bench.assistant, text)
        report, shown = _written(engine, text, passages, resolve)
        counts["answers n"] += 1
        counts["answers with nothing borne out"] += not shown
        for name, words in (("off", report.raw), ("on", shown)):
            counts[f"gate {name}: figures without source"] += len(_untraced(words, text, passages))
            counts[f"gate {name}: articles without source"] += len(_unheld(words, passages, resolve))
        counts["sentences removed n"] += len(report.dropped)
        counts["sentences kept n"] += report.kept
        progress(number, len(asked))
    return {f"model {name}": float(value) for name, value in counts.items()}


def _found(assistant: Assistant, text: str) -> list[Passage]:
    found = assistant.search(assistant.library.shelf(), assistant.readings([text]))
    return [hit.passage for hit in found.hits[:SOURCES]]


def _written(
    engine: ModelEngine, question: str, passages: Sequence[Passage], resolve: Resolve | None
) -> tuple[GateReport, str]:
    """What the gate made of a model's answer, and what of it is shown; nothing when the endpoint failed."""
    markers = {passage.id: str(at) for at, passage in enumerate(passages, 1)}
    shown, report = "", GateReport(0, (), ())
    try:
        for piece in engine.answer(question, passages, (), markers, leaning=Leaning(resolve=resolve)):
            if isinstance(piece, GateReport):
                report = piece
            else:
                shown += piece
    except NothingSupported as error:
        return error.report or report, ""
    except ProviderError:
        return report, ""
    return report, shown


def _untraced(text: str, question: str, passages: Sequence[Passage]) -> list[str]:
    """The figures of a text that stand in none of the passages it was written from, nor in the question."""
    held = parse("\n".join((question, *(f"{p.text}\n{p.locator}\n{p.title}\n{p.date}" for p in passages))))
    body = MARKER.sub("", text)
    return [
        q.text
        for q in parse(body)
        if not (q.kind == "count" and q.value <= 10) and not any(supports(h, q) for h in held)
    ]


def _unheld(text: str, passages: Sequence[Passage], resolve: Resolve | None) -> list[str]:
    """The articles of law of a text that no passage names and the database does not verify."""
    held = articles("\n".join(f"{p.text}\n《{p.source}》{p.locator}" for p in passages))
    found = []
    for law, number in articles(text) - held:
        name = f"《{law}》第{number}条"
        if resolve is None or not any(one.status == "verified" for one in resolve(name)):
            found.append(name)
    return found


def _resolver(settings: Settings) -> Resolve | None:
    from bot.statutes.model import StatutesUnavailable
    from bot.statutes.resolver import Resolver

    try:
        return Resolver.load(settings.bot_knowledge_dir / "statutes").check_text
    except StatutesUnavailable:
        return None


def _failures(judged: Sequence[Judged]) -> Iterator[Failure]:
    for item in judged:
        if not item.right:
            pair, verdict = item.pair, item.verdict
            got = "放行" if isinstance(verdict, Kept) else f"拦下：{verdict.reason} {verdict.detail}"
            source = "；".join(passage.text for passage in pair.cited)
            expected = "放行" if pair.true else f"拦下（{pair.kind}）"
            yield Failure(f"{pair.split} {pair.id}", f"{pair.claim} ← {source}", expected, got)


def _reply(assistant: Assistant, text: str) -> Reply:
    events = assistant.reply(Conversation().asked(text))
    return [event for event in events if isinstance(event, Done)][-1].reply
