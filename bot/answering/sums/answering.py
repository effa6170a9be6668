"""Sums in a conversation: what was asked so far is read again at every turn, so nothing has to be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from bot.answering.answer import Said
from bot.answering.sums import capitals, late, prices, samples, shares, terms, yardsticks
from bot.answering.sums.frames import Folder
from bot.answering.sums.job import AskError, Job, unused
from bot.answering.sums.reading import Figure, Reader
from bot.answering.sums.words import SumsFile
from bot.arithmetic.worked import Worked
from bot.conversation import Calculation
from bot.data_files import load_yaml
from bot.retrieval.passages import Passage

_WORKED_OUT: Mapping[str, Callable[[Job], None]] = {
    "late_fee": late.reckon_late_fee,
    "days_late": late.reckon_days_late,
    "crossing": late.reckon_crossing,
    "annual": late.reckon_annual,
    "damages": yardsticks.reckon_damages,
    "deposit_cap": yardsticks.reckon_deposit_cap,
    "deposit_back": yardsticks.reckon_deposit_back,
    "seats": prices.reckon_seats,
    "part_month": prices.reckon_part_month,
    "refund": prices.reckon_refund,
    "unit_price": prices.reckon_unit_price,
    "by_count": prices.reckon_by_count,
    "change": prices.reckon_change,
    "total": prices.reckon_total,
    "capitals": capitals.reckon_capitals,
    "commission": shares.reckon_commission,
    "steps": shares.reckon_steps,
    "price_steps": shares.reckon_price_steps,
    "tax": shares.reckon_tax,
    "deduction": shares.reckon_deduction,
    "percent": shares.reckon_percent,
    "term_end": terms.reckon_term_end,
    "notice_by": terms.reckon_notice_by,
    "notice_end": terms.reckon_notice_end,
    "due": terms.reckon_due,
    "monthly_due": terms.reckon_monthly_due,
    "days_between": terms.reckon_days_between,
    "termination": samples.reckon_termination,
    "missing_service": samples.reckon_missing_service,
    "poaching": samples.reckon_poaching,
}

LONGEST = 1500
"""Characters: what is longer is a text to be read, not a sum."""

_NOTHING_BUT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class SumAnswer:
    """A sum that is answered, or the one question that is left before it can be.

    `said` begins with the result in one sentence; `laws` are references in the words of the law (民法典第五百八十五条)
    that the caution rests on; `suggestions` are what one may ask next.
    """

    kind: Literal["answer", "clarify"]
    said: tuple[Said, ...]
    calculations: tuple[Calculation, ...] = ()
    laws: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


class Sums:
    """Finds sums in what users write, and works them out. Keeps nothing of a conversation."""

    def __init__(self, path: Path, today: Callable[[], date]) -> None:
        self._path = path
        self._today = today

    @classmethod
    def load(cls, path: Path, today: Callable[[], date] = date.today) -> Sums:
        """Sums by the rules at `path`, which are read at the first question: starting up does not wait for them.

        `today` is what 今天 means, and which year a date without one belongs to. The first `answer` raises
        ConfigurationError, with file, line and field, for rules that are wrong.
        """
        return cls(path, today)

    @cached_property
    def _words(self) -> SumsFile:
        return load_yaml(self._path, SumsFile)

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._words, self._today)

    def answer(
        self,
        question: str,
        turns: Sequence[str],
        passages: Sequence[Passage] = (),
        sample: Callable[[], Sequence[Passage]] = tuple,
    ) -> SumAnswer | None:
        """The sum that the last of the user's `turns` asks for; None when it asks for none.

        `question` is the part of that turn being answered, or the whole of it, as it reads by itself; a rate
        or an amount that the user did not give is taken from `passages`, else from `sample`.
        """
        *earlier, last = (turn for turn in turns or [question] if len(turn) <= LONGEST or turn is turns[-1])
        if len(last) > LONGEST:
            return None
        said_days = (day for turn in reversed(turns) if (day := self._reader.stated_today(turn)))
        folder = Folder(self._words, next(said_days, self._today()))

        def everything() -> Sequence[Passage]:
            known = {passage.id for passage in passages}
            return [*passages, *(passage for passage in sample() if passage.id not in known)]

        for turn in earlier:
            if folder.is_ours(self._reader.plain(turn)):
                for at, piece in enumerate(self._reader.pieces(self._reader.plain(turn))):
                    list(self._answers(piece, folder, everything, same_turn=at > 0))
        if not folder.is_ours(self._reader.plain(last)):
            return None
        plain = self._reader.plain(last)
        pieces = self._reader.pieces(plain)
        asked = _asked_now(pieces, self._reader.plain(question))
        found: list[SumAnswer] = []
        for at, piece in enumerate(pieces):
            answers = list(self._answers(piece, folder, everything, same_turn=at > 0))
            if piece in asked:
                found += answers
        return _together(found)

    def _answers(
        self, piece: str, folder: Folder, passages: Callable[[], Sequence[Passage]], same_turn: bool
    ) -> Iterator[SumAnswer]:
        """The sums of one question; the folder learns what came out, or had to be asked."""
        together = self._reader.read(f"{folder.unanswered},{piece}") if folder.unanswered else None
        reading = self._reader.read(piece)
        frames = folder.fold(reading, same_turn, together)
        folder.leave_open("" if frames else piece, reading)
        for frame in frames:
            job = Job(frame, self._words, self._reader, passages, folder.today)
            try:
                _work_out(job)
            except AskError as asking:
                folder.waits_for(frame, asking.slot)
                suggestions = self._words.kind(frame.kind).suggest
                yield SumAnswer("clarify", (Said(asking.text, asking.sources),), suggestions=suggestions)
            else:
                amounts = [worked for worked in job.sums if isinstance(worked, Worked)]
                if amounts:
                    folder.came_to(frame, (job.result or amounts[-1]).amount)
                yield self._answer(job)

    def _answer(self, job: Job) -> SumAnswer:
        """Result, formulas, origin of the inputs, caution; each a sentence with its sources."""
        sources = tuple({p.id: p for name in job.used for p in job.source_of(name)}.values())
        said = [Said(job.lead, sources)]
        said += [
            Said(line, (), bullet=True)
            for line in dict.fromkeys(s.line for s in job.sums if s.formula != s.result)
        ]
        said += [Said(text, from_, bullet=True) for text, from_ in self._origins(job)]
        rest = [Said(line.text, line.sources) for line in job.lines]
        rounded = any(getattr(worked, "rounded", False) for worked in job.sums)
        if rounded:
            rest.append(Said(self._words.says["rounded"], ()))
        if rest:
            rest[0] = replace(rest[0], apart=True)
        kind = self._words.kind(job.frame.kind)
        return SumAnswer("answer", (*said, *rest), job.calculations(), tuple(job.laws), kind.suggest)

    def _origins(self, job: Job) -> Iterator[tuple[str, tuple[Passage, ...]]]:
        """Where the inputs come from: the user's words, a passage, an assumption."""
        named: dict[str, dict[str, list[str]]] = {}
        for name, slot in job.inputs():
            written = f"{_basis(slot.figure)}{slot.figure.text}"
            named.setdefault(slot.origin, {}).setdefault(job.name_of(name, slot.figure), []).append(written)
        by_origin = {
            origin: [self._words.says["input"].format(name=n, text="、".join(t)) for n, t in texts.items()]
            for origin, texts in named.items()
        }
        if given := by_origin.get("user"):
            several = any(len(texts) > 1 for texts in named["user"].values())
            yield self._words.says["from_user"].format(inputs=("；" if several else "、").join(given)), ()
        sourced = [name for name, slot in job.used.items() if slot.origin == "source"]
        if sourced:
            passages = tuple({p.id: p for name in sourced for p in job.source_of(name)}.values())
            where = "、".join(f"《{p.title}》{p.locator}" for p in passages)
            yield (
                self._words.says["from_source"].format(inputs="、".join(by_origin["source"]), where=where),
                passages,
            )
        if supposed := by_origin.get("default"):
            yield self._words.says["supposed"].format(inputs="、".join(supposed)), ()


def _work_out(job: Job) -> None:
    """Fills the job in. Raises AskError where something is missing, cannot be meant, or was not understood."""
    try:
        _WORKED_OUT[job.frame.kind](job)
    except (
        ArithmeticError,
        ValueError,
    ) as error:  # what the calculators do not take: a day beyond the calendar
        raise AskError(job.say("beyond")) from error
    if left := unused(job):
        raise AskError(job.say("unused", figures="、".join(left)))


def _basis(figure: Figure) -> str:
    """每日, 每人每月: what an amount or a rate is reckoned on."""
    if figure.of not in ("amount", "rate") or figure.role in _ON_NOTHING:
        return ""
    order = ("人", "次", "单", "日", "周", "月", "年")
    return "".join(f"每{basis}" for basis in order if basis in figure.bases)


_ON_NOTHING = ("discount", "tax_rate", "cap")
"""Rates that are of the whole, whatever stands beside them."""


def _asked_now(pieces: Sequence[str], question: str) -> list[str]:
    """The pieces of a turn that `question` is made of; all when that cannot be told."""
    bare = _NOTHING_BUT_WORDS.sub("", question)
    within = [piece for piece in pieces if _NOTHING_BUT_WORDS.sub("", piece) in bare]
    if within:
        return within
    return [p for p in pieces if bare and bare in _NOTHING_BUT_WORDS.sub("", p)] or list(pieces)


def _together(answers: Sequence[SumAnswer]) -> SumAnswer | None:
    """Several sums of one question as one answer; it asks back only when none could be worked out."""
    if not answers:
        return None
    said: list[Said] = []
    for answer in answers:
        first, *rest = answer.said
        said += [replace(first, apart=bool(said)), *rest]
    return SumAnswer(
        "answer" if any(answer.kind == "answer" for answer in answers) else "clarify",
        tuple({sentence.text: sentence for sentence in reversed(said)}.values())[::-1],
        tuple(sum for answer in answers for sum in answer.calculations),
        tuple(dict.fromkeys(law for answer in answers for law in answer.laws)),
        tuple(dict.fromkeys(next_ for answer in answers for next_ in answer.suggestions))[:3],
    )
