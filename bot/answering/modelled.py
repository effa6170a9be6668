"""The model's answer as events, and the built-in answer in its place when the model fails."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterable, Iterator, Sequence

from bot.answering.answer import Markers, citation
from bot.answering.model_engine import REQUIRED_PROMPTS, Leaning, ModelEngine
from bot.conversation import Cited, Conversation, Event, Notice, Replace, Token
from bot.errors import ConfigurationError, ProviderError
from bot.grounding.verdicts import GateReport
from bot.prompts import load_prompts
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Result
from bot.settings import Settings

SOURCES_PER_QUESTION = 4
"""Passages the model is given for each question of the turn."""

_MARKER = re.compile(r"\[(\d+)\]")
_log = logging.getLogger(__name__)


class Modelled:
    """The model engine behind the same events as the built-in one; by default the one that the settings name."""

    def __init__(self, settings: Settings, engine: ModelEngine | None = None) -> None:
        self._engine = engine or ModelEngine(
            settings, load_prompts(settings.bot_prompts_dir, REQUIRED_PROMPTS)
        )

    def events(
        self,
        conversation: Conversation,
        results: Sequence[Result],
        markers: Markers,
        builtin: Iterable[Event],
        stop: threading.Event,
        replaced: str,
        leaning: Leaning | None = None,
        reports: list[GateReport] | None = None,
    ) -> Iterator[Event]:
        """The model's checked sentences. When it fails, also in the middle, what it wrote is withdrawn, the
        notice `replaced` is given, and `builtin` takes over.

        `leaning` is what else the answer may lean on. What the gate kept and took out is appended to `reports`,
        once, when the model has finished.
        """
        leaning = leaning or Leaning()
        passages = _each_once([*_sources(results), *leaning.sources])
        table = {markers.of(passage): passage for passage in passages}
        numbers = {passage.id: number for number, passage in table.items()}
        told = self._engine.remembered(conversation.turns, leaning.memory)
        # What the user told is asked with the question, so that no budget ever cuts it off.
        facts = [told.facts] if told.facts else []
        question = "\n".join([*facts, *(result.question.text for result in results)])
        shown: set[str] = set()
        try:
            for piece in self._engine.answer(question, passages, told.history, numbers, stop, leaning):
                if isinstance(piece, GateReport):
                    if reports is not None:
                        reports.append(piece)
                    continue
                for number in dict.fromkeys(_MARKER.findall(piece)):
                    if number in table and number not in shown:
                        shown.add(number)
                        yield Cited(citation(table[number], number))
                yield Token(piece)
        except (ProviderError, ConfigurationError) as error:
            _log.warning("model failed, built-in answer takes over: %s", type(error).__name__)
            yield Replace("")
            yield Notice(replaced)
            yield from builtin


def _sources(results: Sequence[Result]) -> list[Passage]:
    """The best passages of every question, each once, the best ones of each first."""
    ranked = [
        result.hits[at].passage
        for at in range(SOURCES_PER_QUESTION)
        for result in results
        if at < len(result.hits)
    ]
    return _each_once(ranked)


def _each_once(passages: Iterable[Passage]) -> list[Passage]:
    return list({passage.id: passage for passage in passages}.values())
