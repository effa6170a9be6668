"""Further findings as a language model proposes them: an addition, one clause at a time, and never the last word.

What leaves for the endpoint is masked, and what comes back counts only as far as the clause bears it out. A failing
endpoint ends the asking with one notice; the built-in findings stand without it.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import ProviderError
from bot.models import ModelRefused, ProviderSlow, chat_model, stream_chat
from bot.prompts import load_prompts
from bot.review.found import Span
from bot.review.injections import Injections
from bot.review.masking import Masked, Masking
from bot.review.proposed import Proposal, proposals_in
from bot.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

PROMPT = "review_clause"
REQUIRED_PROMPTS: Mapping[str, tuple[str, ...]] = {PROMPT: ("clause",)}
MOST_CLAUSES = 12
SHORTEST_CLAUSE = 20
LONGEST_CLAUSE = 900
"""Characters of a clause that are sent at most, once it is masked."""
LONGEST_ANSWER = 4000

_THOUGHT = re.compile(r"<think>.*?(?:</think>|$)", re.DOTALL)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Proposed:
    """What a model proposed, in the order of the paper; `notice` says why clauses were left out, or is empty."""

    proposals: tuple[Proposal, ...] = ()
    notice: str = ""


class Proposer:
    """Asks the model that the settings name. Holds no paper.

    `resolves` says whether a reference to law is real.
    """

    def __init__(
        self, settings: Settings, masking: Masking, injections: Injections, resolves: Callable[[str], bool]
    ) -> None:
        """Reads the prompt; ConfigurationError where it is missing or faulty."""
        self._settings = settings.model_copy(update={"openai_retries": 0})
        self._masking, self._injections, self._resolves = masking, injections, resolves
        self._prompt = load_prompts(settings.bot_prompts_dir, REQUIRED_PROMPTS)[PROMPT]

    def propose(
        self,
        text: str,
        clauses: Sequence[Span],
        seconds: float | None = None,
        stop: threading.Event | None = None,
    ) -> Proposed:
        """Proposals about the clauses of a paper's `text`, the first `MOST_CLAUSES` that have something to say.

        Ends after `seconds` in all, by default the settings' deadline, and when `stop` is set. Clauses that speak to
        a machine are not sent. Nothing is asked where no model is configured. Never raises for what an endpoint does.
        """
        if not self._settings.has_model:
            return Proposed()
        worth = [one for one in clauses if self._is_worth_asking(text[one.start : one.end])]
        masked = self._masking.mask(text)
        ends = time.monotonic() + (self._settings.openai_deadline if seconds is None else seconds)
        found: list[Proposal] = []
        asked = 0
        why = ""
        try:
            model = chat_model(self._settings)
            for clause in worth[:MOST_CLAUSES]:
                left = ends - time.monotonic()
                if left <= 0 or (stop and stop.is_set()):
                    break
                found.extend(self._about(model, masked, clause, left, stop))
                asked += 1
        except ProviderError as error:
            _log.warning("the model left off after %d clauses: %s", asked, type(error).__name__)
            if not (isinstance(error, ProviderSlow) and time.monotonic() >= ends):
                why = str(error)
        return Proposed(_distinct(found), _notice(asked, len(worth), why))

    def _is_worth_asking(self, words: str) -> bool:
        return len(words.strip()) >= SHORTEST_CLAUSE and not self._injections.find(words)

    def _about(
        self, model: BaseChatModel, masked: Masked, clause: Span, seconds: float, stop: threading.Event | None
    ) -> list[Proposal]:
        """What the model says of one clause and the clause bears out; nothing where it would not answer."""
        from langchain_core.messages import HumanMessage
        from langchain_core.runnables import RunnableLambda

        def messages(words: str) -> list[BaseMessage]:
            return [HumanMessage(self._prompt.render(clause=words))]

        sent = masked.part(clause.start, clause.end).strip()[:LONGEST_CLAUSE]
        settings = self._settings.model_copy(update={"openai_deadline": seconds})
        answer = ""
        try:
            for piece in stream_chat(RunnableLambda(messages) | model, sent, settings, stop):
                answer += piece
                if len(answer) > LONGEST_ANSWER:
                    break
        except ModelRefused:
            return []
        return list(proposals_in(_THOUGHT.sub("", answer), masked, clause, self._resolves))


def _distinct(found: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """In order of place, without those that overlap an earlier one of the same category."""
    kept: list[Proposal] = []
    for one in sorted(found, key=lambda proposal: (proposal.start, proposal.end)):
        if not any(one.category == other.category and one.start < other.end for other in kept):
            kept.append(one)
    return tuple(kept)


def _notice(asked: int, worth: int, why: str) -> str:
    """What is said where not every clause was seen."""
    if why:
        return f"大模型看了 {worth} 条里的 {asked} 条就停了，其余只有内置检查的结果。{why}"
    if asked < worth:
        return f"大模型只看了 {worth} 条里的前 {asked} 条，其余只有内置检查的结果。"
    return ""
