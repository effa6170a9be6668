"""Measuring: the same front door as every user, over questions with gold."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from bot.assistant import Assistant
from bot.conversation import Conversation, Done, Reply
from bot.evaluation.datasets import GoldQuestion
from bot.quantities import parse

MARKER = re.compile(r"\[(\d+)\]")
VARIANTS = ("traditional", "typo", "colloquial", "english", "followup")
_NO_QUESTION = ("notice",)


@dataclass(frozen=True)
class Asked:
    """A question with the reply it got and the rank of its gold passage (None: not in the index)."""

    question: GoldQuestion
    reply: Reply
    rank: int | None
    seconds: float

    @property
    def answered(self) -> bool:
        """Whether it is an answer that holds every fact it must."""
        return self.reply.kind == "answer" and self.question.is_answered_by(self.reply.text)


def ask_all(
    assistant: Assistant,
    questions: Sequence[GoldQuestion],
    progress: Callable[[int, int], None],
    known: dict[str, Asked],
) -> list[Asked]:
    """Play every conversation through the front door, and look up where its gold passage ranked.

    What is in `known` by the question's id is not asked again; what is asked is put there.
    """
    made = []
    for number, question in enumerate(questions, 1):
        if question.id not in known:
            known[question.id] = _played(assistant, question)
        made.append(known[question.id])
        progress(number, len(questions))
    return made


def _played(assistant: Assistant, question: GoldQuestion) -> Asked:
    conversation, reply, seconds = Conversation(), Reply("notice", ""), 0.0
    for turn in question.turns:
        conversation = conversation.asked(turn.text)
        started = time.perf_counter()
        reply = _reply(assistant, conversation)
        seconds = time.perf_counter() - started
        conversation = conversation.answered(reply)
    return Asked(question, reply, _rank(assistant, question) if question.answerable else None, seconds)


def _reply(assistant: Assistant, conversation: Conversation) -> Reply:
    done = [event for event in assistant.reply(conversation) if isinstance(event, Done)]
    return done[-1].reply


def _rank(assistant: Assistant, question: GoldQuestion) -> int | None:
    """Where the gold passage ranks for the last question, as the front door searches for it."""
    shelf = assistant.library.shelf()
    readings = assistant.readings([turn.text for turn in question.turns])
    found = assistant.search(shelf, readings)
    return next((at for at, hit in enumerate(found.hits) if question.is_gold(hit.passage)), None)


def retrieval(ranks: Iterable[int | None]) -> dict[str, float]:
    """R@1, R@3, R@5 and MRR@10 of ranks counted from 0."""
    places = np.array([99 if rank is None else rank for rank in ranks])
    if not len(places):
        return {}
    reciprocal = np.where(places < 10, 1.0 / (places + 1), 0.0)
    return {
        "R@1": float((places < 1).mean()),
        "R@3": float((places < 3).mean()),
        "R@5": float((places < 5).mean()),
        "MRR": float(reciprocal.mean()),
    }


def answers(asked: Sequence[Asked]) -> dict[str, float]:
    """Facts held, refusals right and wrong, and what is wrong with citations and figures."""
    inside = [a for a in asked if a.question.answerable]
    outside = [a for a in asked if not a.question.answerable]
    figures = {
        "facts held": _share(a.answered for a in inside),
        "wrongly refused": _share(a.reply.kind != "answer" for a in inside),
        "gold cited": _share(_cites_gold(a) for a in inside),
    }
    if outside:
        figures["outside refused"] = _share(a.reply.kind == "refusal" for a in outside)
    return figures


def trust(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """Markers with a citation, quotes exact at their offsets, sentences marked, figures without source."""
    given = [a for a in asked if a.reply.kind == "answer"]
    markers = [
        (m, {c.marker for c in a.reply.citations}) for a in given for m in MARKER.findall(a.reply.text)
    ]
    cited = [c for a in given for c in a.reply.citations]
    exact = [assistant.document_text(c.document_id)[c.start : c.end] == c.quote for c in cited]
    return {
        "markers with citation": _share(marker in known for marker, known in markers),
        "quotes exact": _share(exact),
        "lines marked": _share(bool(MARKER.search(line)) for a in given for line in _lines(a.reply.text)),
        "figures without source": float(sum(len(unsupported_figures(a)) for a in given)),
    }


def unsupported_figures(asked: Asked) -> list[str]:
    """Figures of an answer that stand in none of its citations and not in the user's own words."""
    own = " ".join(turn.text for turn in asked.question.turns)
    sums = [" ".join((c.formula, c.result, *c.lines)) for c in asked.reply.calculations]
    sources = " ".join([own, *sums, *(c.quote + c.locator + c.source for c in asked.reply.citations)])
    known = {(q.value, q.unit) for q in parse(sources)}
    shown = MARKER.sub("", asked.reply.text)
    return [
        q.text
        for q in parse(shown)
        # The paragraph of an article is checked by the statute library, which counts them.
        if not (q.kind == "ordinal" and q.unit in ("款", "项"))
        and (q.value, q.unit) not in known
        and q.text not in sources
    ]


def robustness(asked: Sequence[Asked]) -> dict[str, float]:
    """Points of facts held that the variants of questions lose against the questions they vary."""
    by_id = {a.question.id: a for a in asked}
    pairs = [(a, by_id[a.question.variant_of]) for a in asked if a.question.variant_of in by_id]
    lost = {}
    for style in VARIANTS:
        chosen = [(a.answered, base.answered) for a, base in pairs if a.question.style == style]
        if chosen:
            lost[style] = 100 * (_share(b for _, b in chosen) - _share(v for v, _ in chosen))
    if pairs:
        lost["all"] = 100 * (_share(b.answered for _, b in pairs) - _share(a.answered for a, _ in pairs))
    return lost


def latency(assistant: Assistant, asked: Sequence[Asked]) -> dict[str, float]:
    """Seconds of a built-in reply beside those of one query embedding in the same run."""
    from bot.retrieval.embeddings import LocalEmbedder

    embedder = LocalEmbedder()
    spent = []
    for item in asked[:60]:
        started = time.perf_counter()
        embedder.questions([item.reply.question or item.question.turns[-1].text])  # `query` remembers
        spent.append(time.perf_counter() - started)
    seconds = [a.seconds for a in asked if a.reply.kind not in _NO_QUESTION]
    p95, one = float(np.percentile(seconds, 95)), float(np.median(spent))
    return {
        "p50 s": float(np.median(seconds)),
        "p95 s": p95,
        "embedding s": one,
        "p95 / embedding": p95 / one,
    }


def _cites_gold(asked: Asked) -> bool:
    gold = asked.question
    return any(
        c.source == gold.source and all(w in c.quote for w in gold.passage_has) for c in asked.reply.citations
    )


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def _share(values: Iterable[bool]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 1.0
