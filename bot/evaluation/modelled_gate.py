"""The gate on and off, side by side: what a model wrote to our questions, and what of it was shown.

Every question is written once. The front door's reply is the text with the gate on; the raw stream of the same
call is the text with the gate off. Both are judged by rules that know nothing of the gate: figures must stand in
a source, a shown sum or the user's words; statutes must resolve and be named there too. The reply's sources are
its own citations, the raw text's are all that the model was given: the doubt is the gate's.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from bot.answering.answer import citation
from bot.answering.model_engine import REQUIRED_PROMPTS, Asked, ModelEngine
from bot.answering.modelled import Modelled
from bot.assistant import Assistant
from bot.conversation import Citation, Conversation, Done, Reply
from bot.errors import InputError
from bot.evaluation import measuring
from bot.evaluation.bench import Bench, progress, project_file
from bot.evaluation.datasets import GoldQuestion, load_gold
from bot.evaluation.outcome import Failure, Outcome
from bot.prompts import load_prompts
from bot.settings import Settings
from bot.statutes.resolver import Resolver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

    from bot.retrieval.passages import Passage

NAME = "gate-model"

CHOSEN = {
    "questions_dev.jsonl": 30,
    "questions_own.jsonl": 10,
    "questions_guidance_a.jsonl": 10,
    "questions_guidance_b.jsonl": 10,
}
"""How many answerable questions are taken of each file, evenly over its length."""

RESOLVES = ("verified", "repealed", "unverified")
"""What the statute library says of a reference that something stands behind."""

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?(?:\s*\[\d+\])*")
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_NUMBERED = re.compile(
    r"[\[【(（]\s*(?:资料|编号)?\s*\d+(?:\s*[,，、]\s*(?:资料|编号)?\s*\d+)*\s*[\]】)）]|(?:资料|编号)\s*[:：]?\s*\d+"
)
"""A source as a model may name it: [1], [1, 2], 【资料1】, 资料1."""

_LAW_NAME = re.compile(r"《([^《》\n]{2,40}(?:法|法典|条例|办法|规定|解释))》")
_STATE = "中华人民共和国"
Item = TypeVar("Item")


@dataclass(frozen=True)
class Written:
    """A question, the reply that was shown, and the same text as the model wrote it with what it was given.

    `asked` says whether the model was asked at all: some replies leave it nothing to add.
    """

    question: GoldQuestion
    shown: Reply
    raw: Reply
    asked: bool


class Listening(ModelEngine):
    """The model engine as it is, which also notes what the model was given and what it wrote, unchecked."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, load_prompts(settings.bot_prompts_dir, REQUIRED_PROMPTS))
        self.forget()

    def forget(self) -> None:
        """Note the next answer afresh."""
        self.raw, self.given, self.called = "", list[Citation](), False

    def asked(
        self,
        question: str,
        passages: Sequence[Passage],
        history: Sequence[tuple[str, str]],
        markers: Mapping[str, str],
    ) -> Asked:
        """What is sent, noted."""
        sent = super().asked(question, passages, history, markers)
        self.called = True
        self.given = [citation(passage, markers[passage.id]) for passage in sent.passages]
        return sent

    @cached_property
    def _chain(self) -> Runnable[Asked, BaseMessage]:
        from langchain_core.runnables import RunnableGenerator

        return super()._chain | RunnableGenerator(self._noted)

    def _noted(self, pieces: Iterator[BaseMessage]) -> Iterator[BaseMessage]:
        for piece in pieces:
            self.raw += str(piece.text)
            yield piece


def measure(bench: Bench) -> Outcome:
    """The counts with the gate on and off; every counted sentence is told as a failure, with which of the two.

    Raises InputError where no model is set, StatutesUnavailable without the statute database.
    """
    if not bench.modelled:
        raise InputError(f"{NAME} 要有大模型才能量：请设置 OPENAI_MODEL 并加上 --engine model。")
    resolver = Resolver.load(bench.settings.bot_knowledge_dir / "statutes")
    return judged(_every(bench, bench.some(questions())), resolver)


def judged(every: Iterable[Written], resolver: Resolver) -> Outcome:
    """The counts over answers, and every sentence that was counted."""
    counts: Counter[str] = Counter()
    failures: list[Failure] = []
    for written in every:
        builtin = written.shown.engine == "builtin"
        counts["questions n"] += 1
        counts["answered by model n"] += written.asked and not builtin
        counts["fallen back n"] += written.asked and builtin
        counts["model not asked n"] += not written.asked
        for gate, reply in (("on", written.shown), ("off", written.raw)):
            for sentence in sentences(reply.text):
                counts[f"gate {gate}: sentences n"] += 1
                one = measuring.Asked(written.question, replace(reply, text=sentence), None, 0.0)
                for kind, found in (
                    ("figures", unsupported_figures(one, resolver)),
                    ("statutes", unsupported_statutes(one, resolver)),
                ):
                    counts[f"gate {gate}: sentences with unsupported {kind} n"] += bool(found)
                    if found:
                        told = f"gate {gate}: {kind} {'、'.join(found)}"
                        asked = written.question.turns[-1].text
                        failures.append(Failure(written.question.id, asked, told, sentence))
    return Outcome(_figures(counts), tuple(failures))


def questions() -> list[GoldQuestion]:
    """The questions, the same ones every time."""
    made = []
    for name, many in CHOSEN.items():
        answerable = [q for q in load_gold([project_file(name)]) if q.answerable]
        made += spread(answerable, many)
    return made


def spread(items: Sequence[Item], many: int) -> list[Item]:
    """As many of `items`, evenly over their length."""
    many = min(many, len(items))
    return [items[at * len(items) // many] for at in range(many)]


def sentences(text: str) -> list[str]:
    """The sentences of a text that say something, each with the markers behind it."""
    return [
        match[0] for match in _SENTENCE.finditer(text) if re.search(r"\w", measuring.MARKER.sub("", match[0]))
    ]


def unsupported_figures(asked: measuring.Asked, resolver: Resolver) -> list[str]:
    """Figures of a reply that no citation, shown sum or word of the user's holds, numbers of articles and of
    sources aside: the articles are counted as statutes."""
    text = _NUMBERED.sub("", asked.reply.text)
    for reference in reversed(resolver.references(text)):
        text = f"{text[: reference.start]} {text[reference.end :]}"
    return measuring.unsupported_figures(replace(asked, reply=replace(asked.reply, text=text)))


def unsupported_statutes(asked: measuring.Asked, resolver: Resolver) -> list[str]:
    """Articles and laws of a reply that do not resolve, or that no citation, sum or word of the user's names."""
    own = " ".join(turn.text for turn in asked.question.turns)
    cited = [f"《{c.source}》{c.locator}\n{c.quote}\n{' '.join(c.headings)}" for c in asked.reply.citations]
    sums = [" ".join((c.title, c.formula, c.result, *c.lines)) for c in asked.reply.calculations]
    evidence = "\n".join([own, *cited, *sums])
    named = {(r.law, r.article, r.branch) for r in resolver.references(evidence)}
    asked_for = {(r.law, r.article, r.branch) for r in resolver.references(own)}
    text = measuring.MARKER.sub("", asked.reply.text)
    found, places = [], []
    for resolution in resolver.check_text(text):
        reference = resolution.reference
        if reference is None:
            continue
        places.append((reference.start, reference.end))
        key = (reference.law, reference.article, reference.branch)
        # What the user named may be repeated, to say that there is no such thing.
        if key not in asked_for and (key not in named or resolution.status not in RESOLVES):
            found.append(reference.text)
    known = evidence.replace(_STATE, "")
    for match in _LAW_NAME.finditer(text):
        alone = not any(start < match.end() and match.start() < end for start, end in places)
        if alone and match[1].replace(_STATE, "") not in known:
            found.append(match[0])
    return found


def _every(bench: Bench, chosen: Sequence[GoldQuestion]) -> Iterator[Written]:
    """Each question asked once. Earlier turns of its conversation are answered without the model."""
    engine = Listening(bench.settings)
    library = bench.assistant.library
    assistant = Assistant(bench.settings, library, Modelled(bench.settings, engine))
    plain = Assistant(bench.settings.model_copy(update={"openai_model": ""}), library)
    for number, question in enumerate(chosen, 1):
        *earlier, last = question.turns
        conversation = Conversation()
        for turn in earlier:
            conversation = conversation.asked(turn.text)
            conversation = conversation.answered(_reply(plain, conversation))
        engine.forget()
        shown = _reply(assistant, conversation.asked(last.text))
        # The model may still be writing where the front door gave it up; what came later was never on the way.
        raw = replace(shown, text=_THOUGHT.sub("", engine.raw), citations=tuple(engine.given))
        yield Written(question, shown, raw, engine.called)
        progress(number, len(chosen))


def _reply(assistant: Assistant, conversation: Conversation) -> Reply:
    return [event for event in assistant.reply(conversation) if isinstance(event, Done)][-1].reply


def _figures(counts: Counter[str]) -> dict[str, float]:
    """The counts in a fixed order. Those with the gate on are held against a record, the rest is told."""
    names = ["questions n", "answered by model n", "fallen back n", "model not asked n"]
    for gate in ("on", "off"):
        names.append(f"gate {gate}: sentences n")
        names += [f"gate {gate}: sentences with unsupported {kind} n" for kind in ("figures", "statutes")]
    return {
        name.removesuffix(" n") if "on: sentences with" in name else name: float(counts[name])
        for name in names
    }
