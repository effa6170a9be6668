"""The gate: what of changed claims it catches, what of faithful ones it keeps, and what it costs.

Every share is given for both halves: `tune`, which the gate's words were made with, and `held`, which they were
not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from bot.answering.checked_stream import CheckedStream
from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply
from bot.evaluation import pairs
from bot.evaluation.bench import DATA, Bench, project_file
from bot.evaluation.datasets import load_gold
from bot.evaluation.outcome import Failure, Outcome
from bot.evaluation.pairs import Pair
from bot.evaluation.statute_passages import statute_passages
from bot.grounding.gate import Gate
from bot.grounding.verdicts import Dropped, Kept
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.retrieval.passages import Passage

QUESTIONS = ("questions_dev.jsonl", "questions_own.jsonl")
TIMED = 40
"""Answers whose time is held against the gate's."""


def measure(bench: Bench) -> Outcome:
    """All of it. Shares by half and kind, and seconds."""
    library = bench.assistant.library
    passages = list(library.shelf().contents.passages)
    lexicon = Lexicon.load(library.knowledge / GROUNDING_FILE)
    found = every_pair([p for p in passages if p.origin == "knowledge"])
    judged = [Judged(pair, _verdict(pair, lexicon, bench.assistant)) for pair in found]
    figures = shares(judged) | cost(judged, lexicon, bench)
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
