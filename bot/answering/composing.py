"""One question's answer, put together: premise, sum, law, guidance, and what the knowledge does not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from bot.answering.answer import Said
from bot.answering.asking import Asking, ReadQuestion
from bot.answering.builtin import BuiltinEngine
from bot.answering.disagreeing import Disagreeing
from bot.answering.instructions import Instructions
from bot.answering.law import Law
from bot.answering.memory import Remembering
from bot.answering.premises import Premises, PremiseVerdict
from bot.answering.side import Side
from bot.answering.smalltalk import Phrases
from bot.answering.sums import SumAnswer, Sums
from bot.conversation import Calculation
from bot.glossary import Glossary
from bot.grounding.words import GROUNDING_FILE, Lexicon
from bot.retrieval.index import Contents
from bot.retrieval.passages import Passage
from bot.retrieval.retriever import Hit, Result

STATUTES_FOLDER = "statutes"
SUMS_FILE = "sums.yaml"
PREMISES_FILE = "premises.yaml"
INSTRUCTIONS_FILE = "instructions.yaml"
SIDES_FILE = "sides.yaml"

_FRAMED = re.compile(r"^(?:另外要留意：)?(?:要留意：)?(?:按《[^》]+》，)?")
_ADDRESSED = re.compile(r"你（(甲方|乙方)）")

FAR_BEHIND = 5.0
"""A passage whose odds are less than e^-5 of the first's is not what the question is about."""

Kind: TypeAlias = Literal["answer", "clarify"]


@dataclass(frozen=True)
class Part:
    """One question of a turn with what was found for it; `sure` says that the knowledge answers it."""

    asked: ReadQuestion
    result: Result
    sure: bool


@dataclass(frozen=True)
class Composed:
    """An answer before it is written down.

    `said` is the whole of it. A model's answer begins with `opening`, ends with `closing` and may cite `sources`
    besides the passages found; it has nothing to add to one that is `closed`. `instead` is told when nothing of
    `said` is borne out.
    """

    said: tuple[Said, ...]
    opening: tuple[Said, ...] = ()
    closing: tuple[Said, ...] = ()
    closed: bool = False
    kind: Kind = "answer"
    calculations: tuple[Calculation, ...] = ()
    suggestions: tuple[str, ...] = ()
    instead: tuple[Said, ...] = ()
    sources: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Desk:
    """The rules that answers are put together with, read once: they outlive every generation of the index."""

    asking: Asking
    phrases: Phrases
    law: Law
    premises: Premises
    sums: Sums
    instructions: Instructions
    lexicon: Lexicon
    disagreeing: Disagreeing
    remembering: Remembering

    @classmethod
    def load(cls, knowledge: Path, asking: Asking, phrases: Phrases, glossary: Glossary) -> Desk:
        """The rule files of the knowledge folder; ConfigurationError names file, line and field."""
        law = Law.load(knowledge / STATUTES_FOLDER)
        premises = Premises.load(knowledge / PREMISES_FILE, glossary)
        instructions = Instructions.load(knowledge / INSTRUCTIONS_FILE)
        lexicon = Lexicon.load(knowledge / GROUNDING_FILE)
        sums = Sums.load(knowledge / SUMS_FILE)
        remembering = Remembering.load(knowledge / SIDES_FILE, glossary)
        return cls(
            asking, phrases, law, premises, sums, instructions, lexicon, Disagreeing(premises), remembering
        )


class Composer:
    """Puts answers together from one generation of the index."""

    def __init__(self, desk: Desk, contents: Contents, glossary: Glossary) -> None:
        self._desk = desk
        self._contents = contents
        self._engine = BuiltinEngine(contents, desk.phrases, glossary)

    def compose(self, part: Part, turns: Sequence[str], side: Side) -> Composed | None:
        """The answer to one question; None when the knowledge, the law and arithmetic have none.

        `turns` are the user's own turns, the last one being answered.
        """
        if reckoned := self._reckoned(part, turns):
            return self._sum(reckoned)
        law = self._desk.law
        question = part.result.question.text
        named = law.asked(question)
        verdict = self._desk.premises.judge(question, part.result, self._contents, side)
        if named and (law.looks_up(question) or not (part.sure or verdict)):
            known = any(said.sources for said in named)
            return Composed(tuple(named), closed=True, kind="answer" if known else "clarify")
        if not part.sure and verdict is None:
            return None
        return self._joined(part, side, named, verdict)

    def _reckoned(self, part: Part, turns: Sequence[str]) -> SumAnswer | None:
        """The sum that is asked for, unless it is on a subject that is not ours (a loan, a rent)."""
        if part.result.signals.get("foreign"):
            return None
        found = [hit.passage for hit in part.result.hits]
        return self._desk.sums.answer(part.result.question.text, turns, found, self._every_passage)

    def _joined(
        self, part: Part, side: Side, named: Sequence[Said], verdict: PremiseVerdict | None
    ) -> Composed | None:
        """Premise, articles asked for, guidance and the law on the topic, in the order of what was asked."""
        law, question = self._desk.law, part.result.question.text
        judged = self._judged(verdict) if verdict else []
        opening = [*judged, *named]
        # A premise that was put right is the answer; what was taken for granted needs no long one. One put
        # right by a clause that the question is not about leaves the question itself to be answered.
        wrong = bool(judged) and verdict is not None and verdict.truth in ("false", "half")
        wrong = wrong and not _off_topic(judged, part.result)
        guidance = self._guidance(part, side) if part.sure else []
        body = [] if wrong else _unrepeated(guidance, judged)
        rules = law.on_topic(question, [*opening, *body])
        closing: list[Said] = []
        if law.asks_law(question):
            # Who asks what the law says is told that first, and what a contract says of it after.
            opening = [*opening, *rules]
            body = [replace(body[0], apart=True), *body[1:]] if body and rules else body
        else:
            closing = rules
        said = _once([*opening, *body, *closing])
        if not said:
            return None
        return Composed(
            said,
            opening=tuple(opening),
            closing=tuple(closing),
            closed=not body,
            instead=tuple(guidance),
            sources=tuple({p.id: p for s in (*opening, *closing) for p in s.sources}.values()),
        )

    def _guidance(self, part: Part, side: Side) -> list[Said]:
        """What the passages say, without what in a file of somebody's speaks to an assistant."""
        asked = self._desk.asking.kind(part.result.question.text)
        differing = self._desk.disagreeing.lines(part.result, self._contents)
        answer = _unrepeated(self._engine.answer(asked, part.result, side), differing)
        if differing and answer:
            answer[0] = replace(answer[0], apart=True)
        missing = self._desk.premises.missing(asked, part.result.question.text, answer)
        told = [*(replace(said, worded="template") for said in differing), *answer]
        if missing:
            # The very figure that was asked for is not known: that first, then what comes nearest to it.
            nearest = [s for s in told if set(s.sources) & set(answer[0].sources)]
            rest = [replace(nearest[0], apart=True), *nearest[1:]] if nearest else []
            told = [Said(missing, (), worded="template"), *rest]
        orders = self._desk.instructions
        plain = [s for s in told if not (_of_own_file(s) and orders.found_in(s.text))]
        return list(self._desk.law.with_sources(plain))

    def _judged(self, verdict: PremiseVerdict) -> list[Said]:
        """The verdict on a premise; one on law with its articles behind the first sentence."""
        references = (*verdict.laws, *verdict.regulations)
        behind = tuple(source for name in references for source in self._desk.law.sources(name))
        said = list(self._desk.law.with_sources(verdict.said))
        if said and behind:
            every = {passage.id: passage for passage in (*said[0].sources, *behind)}
            said[0] = replace(said[0], sources=tuple(every.values()))
        return [replace(sentence, worded="template") for sentence in said]

    def _sum(self, reckoned: SumAnswer) -> Composed:
        """A sum with its lines kept beside it, since all their figures were worked out with it."""
        said = tuple(replace(s, worded="sum") for s in self._desk.law.with_sources(reckoned.said))
        lines = tuple(sentence.text for sentence in said)
        first, *rest = reckoned.calculations or (Calculation("", "", (), ""),)
        worked = () if reckoned.kind == "clarify" else (replace(first, lines=lines), *rest)
        return Composed(
            said,
            closed=True,
            kind=reckoned.kind,
            calculations=worked,
            suggestions=reckoned.suggestions,
        )

    def _every_passage(self) -> Sequence[Passage]:
        return self._contents.passages


def leading(result: Result, focus: Sequence[str], passage: Callable[[str], Passage | None]) -> Result:
    """`result` with the passages that the words point at before all others."""
    wanted = [found for identity in focus if (found := passage(identity))]
    if not wanted:
        return result
    known = {hit.passage.id: hit for hit in result.hits}
    top = max((hit.score for hit in result.hits), default=0.0)
    first = [
        replace(known[p.id], score=top + len(wanted) - at)
        if p.id in known
        else Hit(p, top + len(wanted) - at, {})
        for at, p in enumerate(wanted)
    ]
    rest = [hit for hit in result.hits if hit.passage not in wanted]
    return replace(result, hits=(*first, *rest))


def _off_topic(judged: Sequence[Said], result: Result) -> bool:
    """Whether a verdict rests on passages alone, and on none that the question is about."""
    sources = [passage for said in judged for passage in said.sources]
    if not sources or not result.hits or any(p.document_kind == "statute" for p in sources):
        return False
    least = result.hits[0].score - FAR_BEHIND
    near = {hit.passage.id for hit in result.hits if hit.score >= least}
    return not any(passage.id in near for passage in sources)


def _of_own_file(said: Said) -> bool:
    return any(passage.origin == "own" for passage in said.sources)


def _unrepeated(said: Sequence[Said], before: Sequence[Said]) -> list[Said]:
    """`said` without what `before` says already, be it in another frame or with 你 for the party."""
    told = "".join(_core(sentence.text) for sentence in before)
    return [sentence for sentence in said if _core(sentence.text) not in told]


def _core(text: str) -> str:
    return _ADDRESSED.sub(r"\1", _FRAMED.sub("", text)).rstrip("。")


def _once(said: Sequence[Said]) -> tuple[Said, ...]:
    """Each sentence where it comes first."""
    return tuple({sentence.text: sentence for sentence in said}.values())
