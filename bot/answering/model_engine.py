"""Answers written by a language model from numbered sources, sentence by sentence through the gate."""

from __future__ import annotations

import hashlib
import logging
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot import tokens
from bot.answering.checked_stream import CheckedStream
from bot.answering.memory import Memory, Trimmed, trimmed
from bot.conversation import Turn
from bot.errors import ProviderError
from bot.glossary import Glossary
from bot.grounding.agents import Side
from bot.grounding.gate import Gate
from bot.grounding.laws import Resolve
from bot.grounding.markup import MARKER
from bot.grounding.verdicts import GateReport, Kept
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.models import ModelRefused, chat_model, failure, stream_chat
from bot.prompts import Prompt
from bot.retrieval.ingest import GLOSSARY_FILE
from bot.retrieval.passages import Passage
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

_LOG = logging.getLogger(__name__)

SYSTEM = "answer_system"
QUESTION = "answer_question"
REQUIRED_PROMPTS: Mapping[str, tuple[str, ...]] = {SYSTEM: (), QUESTION: ("sources", "question")}
"""The prompt files that this engine uses, with their variables."""

_SPARE_TOKENS = 60
_QUESTION_SHARE = 0.3
_HISTORY_SHARE = 0.25
_LEAST_SOURCE_TOKENS = 100
_REFUSAL = re.compile(
    r"抱歉|对不起|无法(?:回答|提供|协助)|不能(?:回答|提供)|作为(?:一个)?(?:AI|人工智能|语言模型)|[Ss]orry|cannot"
)


class NothingSupported(ProviderError):  # noqa: N818 - named for what happened, like its siblings
    """The model answered, and not one sentence of it was borne out by the sources; `report` says why."""

    report: GateReport | None = None


@dataclass(frozen=True)
class Asked:
    """The input of the chain, already within the token budget: sources as the model reads them, best first."""

    question: str
    passages: tuple[Passage, ...]
    sources: tuple[str, ...]
    history: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Leaning:
    """What an answer may lean on besides the passages found: the texts of sums that are shown, statutes, the side
    that 「你」 is, further `sources` that it may cite, and the `memory` of what the user told so far."""

    sums: tuple[str, ...] = ()
    resolve: Resolve | None = None
    side: Side = "a"
    sources: tuple[Passage, ...] = ()
    memory: Memory = field(default_factory=Memory)


class ModelEngine:
    """Asks the model that the settings name. Building it is cheap; the model's library is loaded on first use.

    Raises ConfigurationError from `answer` when no model is set.
    """

    def __init__(self, settings: Settings, prompts: Mapping[str, Prompt]) -> None:
        self._settings = settings
        self._system = prompts[SYSTEM]
        self._question = prompts[QUESTION]
        digests = f"{self._system.digest}{self._question.digest}"
        self.prompt_hash = hashlib.sha256(digests.encode()).hexdigest()[:16]

    @cached_property
    def _chain(self) -> Runnable[Asked, BaseMessage]:
        from langchain_core.runnables import RunnableLambda

        return RunnableLambda(self.messages) | chat_model(self._settings)

    def answer(
        self,
        question: str,
        passages: Sequence[Passage],
        history: Sequence[tuple[str, str]],
        markers: Mapping[str, str],
        stop: threading.Event | None = None,
        leaning: Leaning | None = None,
    ) -> Iterator[str | GateReport]:
        """Checked sentences as they are finished, then one GateReport.

        `passages` come best first and only those in `markers` are shown; `history` is (question, answer), oldest
        first. Raises ProviderError, also after sentences have been given: the caller then replaces them all.
        Raises ModelRefused or NothingSupported when no sentence was borne out. After `stop` the report comes
        at once.
        """
        shown = [passage for passage in passages if passage.id in markers]
        if not shown:
            # The bare question never goes to a model.
            raise NothingSupported("资料里没有能用来回答的内容。")
        asked = self.asked(question, shown, history, markers)
        checked = CheckedStream(self._gate(question, asked.passages, history, markers, leaning or Leaning()))
        thoughts = _ThoughtFilter()
        raw = ""
        for piece in stream_chat(self._chain, asked, self._settings, stop):
            raw = (raw + piece)[:200]
            yield from _texts(checked.feed(thoughts.feed(piece)))
        stopped = stop is not None and stop.is_set()
        if not stopped:
            yield from _texts([*checked.feed(thoughts.finish()), *checked.finish()])
        report = checked.report(self.prompt_hash, stopped)
        self._log(report)
        if not report.kept and not stopped:
            if _REFUSAL.search(raw):
                raise failure(ModelRefused)
            unsupported = NothingSupported("模型的回答没有一句能在资料里核对上。")
            unsupported.report = report
            raise unsupported
        yield report

    def _gate(
        self,
        question: str,
        passages: Sequence[Passage],
        history: Sequence[tuple[str, str]],
        markers: Mapping[str, str],
        leaning: Leaning,
    ) -> Gate:
        return Gate(
            passages,
            markers,
            self._lexicon,
            own_words=(leaning.memory.own_words(question), *(earlier for earlier, _ in history)),
            sums=leaning.sums,
            instructions=f"{self._system.body}\n{self._question.body}",
            side=leaning.side,
            glossary=self._glossary,
            resolve=leaning.resolve,
        )

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon.load(self._settings.bot_knowledge_dir / GROUNDING_FILE)

    @cached_property
    def _glossary(self) -> Glossary:
        return Glossary.load(self._settings.bot_knowledge_dir / GLOSSARY_FILE)

    def remembered(self, turns: Sequence[Turn], memory: Memory) -> Trimmed:
        """The earlier turns within their share of the budget; what the user told is never cut."""
        return trimmed(turns, memory, int(self._budget() * _HISTORY_SHARE), self._model)

    def asked(
        self,
        question: str,
        passages: Sequence[Passage],
        history: Sequence[tuple[str, str]],
        markers: Mapping[str, str],
    ) -> Asked:
        """What is sent, within the token budget: sources go from the lowest rank, history from the oldest turn.

        The best source is there in any case, cut if it must be; a very long question is cut too.
        """
        budget = self._budget()
        question = tokens.clip(question, int(budget * _QUESTION_SHARE), self._model)
        turns = [(earlier, _unmarked(answer)) for earlier, answer in reversed(history)]
        texts = ["\n".join(turn) for turn in turns]
        recent = tokens.fit(texts, int(budget * _HISTORY_SHARE), self._model)
        left = budget - sum(tokens.count(text, self._model) for text in [question, *texts[:recent]])
        sources = [_source(passage, markers[passage.id]) for passage in passages]
        fitting = tokens.fit(sources, left, self._model)
        if not fitting:
            sources, fitting = [tokens.clip(sources[0], max(left, _LEAST_SOURCE_TOKENS), self._model)], 1
        return Asked(
            question, tuple(passages[:fitting]), tuple(sources[:fitting]), tuple(reversed(turns[:recent]))
        )

    def messages(self, asked: Asked) -> list[BaseMessage]:
        """The chat messages: standing instructions, earlier turns, then sources and question."""
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        last = self._question.render(sources="\n\n".join(asked.sources), question=asked.question)
        earlier = [
            message
            for question, answer in asked.history
            for message in (HumanMessage(question), AIMessage(answer))
        ]
        return [SystemMessage(self._system.render()), *earlier, HumanMessage(last)]

    @property
    def _model(self) -> str:
        return self._settings.openai_model

    def _budget(self) -> int:
        """Tokens for question, history and sources together."""
        fixed = tokens.count_messages([self._system.body, self._question.body], self._model)
        settings = self._settings
        return max(
            settings.openai_context_tokens - settings.openai_answer_tokens - fixed - _SPARE_TOKENS, 200
        )

    def _log(self, report: GateReport) -> None:
        reasons = sorted({dropped.reason for dropped in report.dropped})
        _LOG.info(
            "model answer: prompt=%s kept=%d dropped=%d reasons=%s stopped=%s",
            self.prompt_hash,
            report.kept,
            len(report.dropped),
            ",".join(reasons),
            report.stopped,
        )


class _ThoughtFilter:
    """Takes `<think>…</think>` out of text that arrives in pieces; a thought without an end is dropped whole."""

    _OPEN, _CLOSE = "<think>", "</think>"

    def __init__(self) -> None:
        self._buffer = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        """What of the text so far is certainly no thought."""
        self._buffer += piece
        out = ""
        while True:
            tag = self._CLOSE if self._thinking else self._OPEN
            before, found, after = self._buffer.partition(tag)
            if not found:
                break
            out += "" if self._thinking else before
            self._buffer, self._thinking = after, not self._thinking
        # The end of the buffer may be the beginning of a tag.
        held = next((n for n in range(len(tag) - 1, 0, -1) if self._buffer.endswith(tag[:n])), 0)
        ready = self._buffer[: len(self._buffer) - held]
        self._buffer = self._buffer[len(ready) :]
        return out if self._thinking else out + ready

    def finish(self) -> str:
        """The rest, unless it is a thought."""
        return "" if self._thinking else self._buffer


def _source(passage: Passage, marker: str) -> str:
    """One source as the model reads it. The form is not a marker, so that a copy of it cites nothing."""
    place = " ".join(part for part in (passage.title, passage.locator) if part)
    return f"资料{marker}（{place}）：\n{passage.text}"


def _texts(kept: Sequence[Kept]) -> list[str]:
    return [sentence.text for sentence in kept]


def _unmarked(answer: str) -> str:
    """An earlier answer without its markers, whose numbers may stand for other sources now."""
    return MARKER.sub("", answer)
