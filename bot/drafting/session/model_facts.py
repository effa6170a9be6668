"""Facts that the grammar left unread, as a language model points at them: an addition, and never the last word.

What the model says counts only where its words stand in the user's message, can be a value of that fact, and touch
nothing that the grammar has read. Whatever fails, fails silently: the draft goes on without.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.drafting.facts import read_value
from bot.drafting.parameters import Parameter
from bot.drafting.reading.said import Reading, Saying
from bot.drafting.values import Unreadable
from bot.errors import BotError
from bot.models import chat_model, stream_chat
from bot.prompts import load_prompts
from bot.quantities import parse
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

PROMPT = "draft_facts"
REQUIRED_PROMPTS: Mapping[str, tuple[str, ...]] = {PROMPT: ("parameters", "message")}
LEAST_UNREAD = 4
"""Letters that must be left unread before a model is asked."""
LONGEST_MESSAGE = 600
LONGEST_ANSWER = 2000
SECONDS = 8.0
"""How long a turn waits for the model at most."""

_LINE = re.compile(r'^[\s"\-*·]*(?P<name>[a-z][a-z0-9_]*)"?\s*[=:：]\s*(?P<words>.+?)[\s,]*$', re.MULTILINE)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_LETTERS = re.compile(r"[^\W_]")
_QUOTES = "\"'“”「」『』`"
_log = logging.getLogger(__name__)


class ModelFacts:
    """Asks the model that the settings name."""

    def __init__(self, settings: Settings) -> None:
        """Reads the prompt; ConfigurationError where it is missing or faulty."""
        self._settings = settings.model_copy(
            update={
                "openai_deadline": min(settings.openai_deadline, SECONDS),
                "openai_timeout": min(settings.openai_timeout, SECONDS),
                "openai_retries": 0,
            }
        )
        self._prompt = load_prompts(settings.bot_prompts_dir, REQUIRED_PROMPTS)[PROMPT]

    def more(
        self, message: str, reading: Reading, parameters: Mapping[str, Parameter], asked: tuple[str, ...]
    ) -> Reading:
        """The reading with what the model found besides, `asked` being the facts that were asked for last.

        Nobody is asked where an order or a question makes up the message, or nothing of it is left unread.
        """
        if reading.orders or reading.question or reading.wishes or len(message) > LONGEST_MESSAGE:
            return reading
        if len(_LETTERS.findall(_unread(message, reading))) < LEAST_UNREAD:
            return reading
        known = {one.parameter for one in reading.sayings}
        known |= {one.parameter for one in reading.withheld} | {one.parameter for one in reading.impossible}
        open_ones = {name: one for name, one in parameters.items() if name not in known}
        try:
            text = self._asked(message, open_ones)
        except BotError as error:
            _log.warning("the model named no facts: %s", type(error).__name__)
            return reading
        found = tuple(verified(text, message, reading, open_ones, asked))
        return replace(reading, sayings=(*reading.sayings, *found))

    def _asked(self, message: str, parameters: Mapping[str, Parameter]) -> str:
        from langchain_core.messages import HumanMessage
        from langchain_core.runnables import RunnableLambda

        listed = "\n".join(
            f"{name}：{one.label}{f'（{one.unit}）' if one.unit else ''}" for name, one in parameters.items()
        )

        def messages(said: str) -> list[BaseMessage]:
            return [HumanMessage(self._prompt.render(parameters=listed, message=said))]

        text = ""
        for piece in stream_chat(
            RunnableLambda(messages) | chat_model(self._settings), message, self._settings
        ):
            text += piece
            if len(text) > LONGEST_ANSWER:
                break
        return _THOUGHT.sub("", text)


def verified(
    text: str,
    message: str,
    reading: Reading,
    parameters: Mapping[str, Parameter],
    asked: tuple[str, ...] = (),
) -> Iterator[Saying]:
    """What of a model's lines (`parameter=words`) the message bears out.

    Words that two facts claim belong to neither. A fact in words, such as a name, is taken only where it was asked
    for: any words could be one.
    """
    lines = {match["name"]: match["words"].strip(_QUOTES + " ") for match in _LINE.finditer(text)}
    claims = Counter(lines.values())
    taken = list(_read(reading))
    for name, words in lines.items():
        parameter = parameters.get(name)
        start = message.find(words) if words else -1
        if parameter is None or start < 0 or claims[words] > 1:
            continue
        end = start + len(words)
        if any(start < until and at < end for at, until in taken):
            continue
        if parameter.numeric and not parse(words):
            continue
        if parameter.type in ("party", "text", "place") and name not in asked:
            continue
        try:
            yield Saying(name, read_value(parameter, words), start, end)
        except Unreadable:
            continue


def _read(reading: Reading) -> Iterator[tuple[int, int]]:
    """Every place that the grammar has read."""
    yield from ((one.start, one.end) for one in reading.sayings)
    yield from ((one.start, one.end) for one in reading.withheld)
    yield from ((one.start, one.end) for one in reading.impossible)
    yield from ((one.start, one.end) for one in reading.doubts)


def _unread(message: str, reading: Reading) -> str:
    for start, end in sorted(_read(reading), reverse=True):
        message = message[:start] + message[end:]
    return message
