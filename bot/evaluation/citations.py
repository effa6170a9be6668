"""Citations of answers by a rule that knows nothing of the gate: each sentence is borne out, each citation bears.

A sentence is borne out when its citations together hold at least `WHOLE` of its pairs of characters and all of
its figures (which may also be the user's own, or a shown sum's). A citation of it bears when it holds `PART`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.conversation import Citation, Reply
from bot.evaluation import measuring
from bot.evaluation.bench import Bench, progress, project_file
from bot.evaluation.datasets import load_gold
from bot.evaluation.outcome import Failure, Outcome
from bot.quantities import parse

FILES = ("questions_dev.jsonl", "questions_own.jsonl")
MOST = 200
WHOLE, PART = 0.55, 0.3

_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?(?:\[\d+\])*")
_NO_CLAIM = re.compile(
    r"资料里(?:没有|都没有)|没有专门讲|下面(?:来自|按)|关于这一点|情形不一定相同|点编号看|一问资料里"
)
_FRAME = re.compile(
    r"^(?:- )?(?:按《[^》]+》，|要留意：|另外要留意：|法律上：|不可以。|可以。|对。|不对：|不完全对：)+"
)
_WORD = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")


def measure(bench: Bench) -> Outcome:
    """Precision and recall over the answers to our question files."""
    questions = [q for q in load_gold([project_file(name) for name in FILES]) if q.answerable]
    asked = measuring.ask_all(bench.assistant, bench.some(questions[:MOST]), progress, bench.known)
    given = [a for a in asked if a.reply.kind == "answer"]
    bears: list[bool] = []
    borne: list[bool] = []
    failures: list[Failure] = []
    for item in given:
        own = " ".join(turn.text for turn in item.question.turns)
        for sentence, ok, each in judged(item.reply, own):
            borne.append(ok)
            bears += each
            if not ok or not all(each):
                failures.append(
                    Failure(item.question.id, item.question.turns[-1].text, "依据撑得住", sentence)
                )
    return Outcome(
        {"precision": _share(bears), "recall": _share(borne), "answers n": float(len(given))}, tuple(failures)
    )


def judged(reply: Reply, own: str) -> Iterator[tuple[str, bool, list[bool]]]:
    """Each sentence of a reply that claims something, whether it is borne out, and whether each citation bears."""
    known = {citation.marker: citation for citation in reply.citations}
    sums = " ".join(
        " ".join((c.formula, c.result, *c.lines, *(given.value for given in c.inputs)))
        for c in reply.calculations
    )
    for match in _SENTENCE.finditer(reply.text):
        sentence = match[0].strip()
        body = _FRAME.sub("", measuring.MARKER.sub("", sentence)).replace("*", "").strip()
        if not _pairs(body) or _NO_CLAIM.search(body):
            continue
        cited = [known[m] for m in measuring.MARKER.findall(sentence) if m in known]
        if not cited and sums and _figures_in(body, f"{own} {sums}"):
            continue
        together = " ".join(_seen(citation) for citation in cited)
        ok = _held(body, f"{together} {sums}") >= WHOLE and _figures_in(body, f"{together} {own} {sums}")
        yield sentence, bool(cited) and ok, [_held(body, _seen(citation)) >= PART for citation in cited]


def _seen(citation: Citation) -> str:
    """What a reader of a citation sees."""
    return " ".join(
        (
            citation.quote,
            citation.locator,
            citation.source,
            citation.date,
            citation.status,
            *citation.headings,
        )
    )


def _held(body: str, source: str) -> float:
    """The share of the pairs of `body` that `source` holds; 你 stands for the party it replaces."""
    wanted = _pairs(body.replace("你（甲方）", "甲方").replace("你（乙方）", "乙方"))
    return len(wanted & _pairs(source)) / max(len(wanted), 1)


def _figures_in(body: str, source: str) -> bool:
    known = {(q.value, q.unit) for q in parse(source)}
    return all((q.value, q.unit) in known or q.text in source for q in parse(body))


def _pairs(text: str) -> set[str]:
    bare = "".join(_WORD.findall(text))
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def _share(values: list[bool]) -> float:
    return sum(values) / len(values) if values else 1.0
