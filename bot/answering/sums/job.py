"""One sum being worked out: inputs are taken from its frame, checked, and written down with their origin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bot.answering.sums.frames import Frame, Slot
from bot.answering.sums.reading import BAD_DATE, Figure, Reader
from bot.answering.sums.words import SourceRule, SumsFile
from bot.arithmetic.capitals import LARGEST
from bot.arithmetic.dates import Span, add_months, days_of_month
from bot.arithmetic.workdays import WorkingCalendar
from bot.arithmetic.worked import Dated, Worked
from bot.conversation import Calculation, SumInput
from bot.retrieval.passages import Passage
from bot.retrieval.sentences import sentences

LAST_YEAR = 2200
"""Dates beyond are slips of the pen."""

SOON = 180
"""Days: a date without a year that lies further back than this is one of next year."""


Result = TypeVar("Result", Worked, Dated)


class AskError(Exception):
    """The sum cannot be worked out: `text` asks for what is missing or cannot be meant, `slot` says which."""

    def __init__(self, text: str, slot: str = "", sources: tuple[Passage, ...] = ()) -> None:
        super().__init__(text)
        self.text = text
        self.slot = slot
        self.sources = sources


@dataclass(frozen=True)
class Line:
    """One sentence of the answer that is no result: caution, an assumption, what else one should know."""

    text: str
    sources: tuple[Passage, ...] = ()


@dataclass
class Job:
    """Works out one frame. Functions of the kinds fill in `lead`, `sums` and `lines`."""

    frame: Frame
    words: SumsFile
    reader: Reader
    passages: Callable[[], Sequence[Passage]]
    today: date
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    lead: str = ""
    sums: list[Worked | Dated] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    laws: list[str] = field(default_factory=list)
    result: Worked | None = None
    """What a later question goes on with, where that is not the last of `sums`."""
    used: dict[str, Slot] = field(default_factory=dict)
    listed: list[tuple[str, Figure]] = field(default_factory=list)
    """Figures that went into the sum as one of several of an input, with its name."""

    # Inputs -------------------------------------------------------------------------------------------------

    def get(self, name: str) -> Figure | None:
        """The input if it is given, checked. Raises AskError for one that cannot be meant."""
        slot = self.frame.slots.get(name)
        if slot is None:
            return None
        self.check(name, slot.figure)
        self.used[name] = slot
        return slot.figure

    def need(self, name: str) -> Figure:
        """The input. Raises AskError when it is not given or cannot be meant."""
        figure = self.get(name)
        if figure is None:
            raise AskError(self.words.slots[name].ask, name)
        return figure

    def value(self, name: str) -> Decimal | None:
        """The value of an input if it is given."""
        figure = self.get(name)
        return None if figure is None else figure.value

    def cue(self, name: str) -> bool:
        """Whether the question holds a cue, or the answer to what was asked back."""
        return name in self.frame.cues or self.said(name)

    def said(self, name: str) -> bool:
        """Whether this was the answer to what was asked back."""
        return f"said_{name}" in self.frame.cues

    def take(self, name: str, *figures: Figure) -> None:
        """Several figures of one input, each checked."""
        for figure in figures:
            self.check(name, figure)
            self.listed.append((name, figure))

    def suppose(self, name: str, figure: Figure) -> Figure:
        """An assumption that is shown as one."""
        self.used[name] = Slot(figure, "default")
        return figure

    def from_source(self, name: str, key: str, among: Sequence[Passage] | None = None) -> Figure | None:
        """An input that a contract at hand gives, with its passage; None when none does."""
        rule = self.words.sources[key]
        for passage in self.contracts() if among is None else among:
            if rule.passage and not re.search(rule.passage, passage.text):
                continue
            for sentence in sentences(passage.text):
                if figure := self._stated(rule, sentence.text):
                    self.used[name] = Slot(figure, "source", passage)
                    return figure
        return None

    def contracts(self) -> list[Passage]:
        """Clauses of the asker's own files before those of the sample; only the sample's when it is named."""
        clauses = [p for p in self.passages() if p.kind != "note"]
        own = [p for p in clauses if p.origin == "own"]
        sample = [p for p in clauses if p.document_kind == "contract" and p.origin == "knowledge"]
        return sample if self.cue("sample") else [*own, *sample]

    def source_of(self, name: str) -> tuple[Passage, ...]:
        """The passage that an input came from."""
        source = self.used[name].source if name in self.used else None
        return (source,) if source else ()

    def _stated(self, rule: SourceRule, sentence: str) -> Figure | None:
        text = self.reader.plain(sentence)
        if not all(re.search(word, text) for word in rule.words):
            return None
        figures = self.reader.read(text).figures
        return next(
            (f for f in figures if f.of == rule.of and (not rule.basis or rule.basis in f.bases)), None
        )

    def check(self, name: str, figure: Figure) -> None:
        """Raises AskError for what cannot be meant: negative, nothing, beyond all measure, a day that is none."""
        slot = self.words.slots[name]
        key = ""
        if figure.of == "date":
            if not _exists(figure):
                key = "no_such_day"
        elif figure.value < 0:
            key = "negative"
        elif slot.above is not None and figure.value <= slot.above:
            key = "nothing"
        elif figure.value > slot.most or (figure.of == "amount" and figure.value >= LARGEST):
            key = "too_much"
        elif slot.whole and figure.value != figure.value.to_integral_value():
            key = "not_whole"
        if key:
            sign = "−" if figure.value < 0 else ""
            text = slot.absurd if slot.absurd and key != "negative" else self.words.says[key]
            raise AskError(text.format(name=slot.name, text=f"{sign}{figure.text}"), name)

    # Dates and lengths --------------------------------------------------------------------------------------

    def day(self, name: str, near: date | None = None) -> date:
        """An input as a day of the calendar; the year that is not given is the one nearest to `near` or today."""
        figure = self.need(name)
        if figure.unit == "日期":
            value = int(figure.value)
            return date(value // 10_000, value // 100 % 100, value % 100)
        if figure.unit == "号":
            return self._this_month(figure)
        if figure.unit != "月日":
            raise AskError(self.words.says["which_day"].format(text=figure.text), name)
        month, day = divmod(int(figure.value), 100)
        year = self._year(near, month, day)
        if (month, day) == (2, 29):
            while not _is_day(year, 2, 29):
                year += 1
        return date(year, month, day)

    def _this_month(self, figure: Figure) -> date:
        """A day of which only the number is given, or 下个月 and 上个月 besides."""
        months = 1 if re.match("[次下]", figure.text) else -1 if figure.text.startswith("上") else 0
        if not months:
            self.once(self.words.says["this_month"])
        first = add_months(self.today.replace(day=1), months)
        return first.replace(day=min(int(figure.value), days_of_month(first.year, first.month)))

    def _year(self, near: date | None, month: int, day: int) -> int:
        """The year of another date that has one; else the next such day after `near`, or about today."""
        dated = [slot.figure for slot in self.frame.slots.values() if slot.figure.unit == "日期"]
        if near is None and dated:
            return int(dated[0].value) // 10_000
        around = near or self.today
        if near is None:
            self.once(self.words.says["year_supposed"])
        behind = (around - date(around.year, month, min(day, 28))).days
        return around.year + (behind > (SOON if near is None else 0))

    def span(self, name: str) -> Span:
        """An input as a length of time; half a month is 15 days, and that is said."""
        return self.as_span(self.need(name))

    def as_span(self, figure: Figure) -> Span:
        """A figure as a length of time."""
        value = figure.value
        if figure.of == "workdays":
            return Span(workdays=int(value))
        if figure.of == "months":
            months = int(value)
            rest = value - months
            if rest:
                self.once(self.words.says["half_month"])
            return Span(months=months, days=int(rest * 30))
        return Span(days=int(value))

    # What is said -------------------------------------------------------------------------------------------

    def say(self, key: str, **values: object) -> str:
        """A sentence of the file, filled in."""
        return self.words.says[key].format(**values)

    def once(self, text: str, sources: tuple[Passage, ...] = ()) -> None:
        """One more line, unless it stands there already."""
        if all(line.text != text for line in self.lines):
            self.lines.append(Line(text, sources))

    def note(self, key: str, **values: object) -> None:
        """A line of caution with the law behind it."""
        note = self.words.notes[key]
        self.once(note.text.format(**values))
        if note.then:
            self.once(note.then.format(**values))
        self.laws += [law for law in note.laws if law not in self.laws]

    def add(self, worked: Result) -> Result:
        """A sum or a day whose line is shown."""
        self.sums.append(worked)
        return worked

    def inputs(self) -> list[tuple[str, Slot]]:
        """Every figure that went in, once, with the input it is."""
        used = list(self.used.items())
        places = {(slot.figure.start, slot.figure.text) for _, slot in used}
        return used + [(name, Slot(f)) for name, f in self.listed if (f.start, f.text) not in places]

    def name_of(self, name: str, figure: Figure) -> str:
        """What an input is called: in the user's word where it has one."""
        return figure.called or self.words.slots[name].name

    def calculations(self) -> tuple[Calculation, ...]:
        """The sums as the reply keeps them, each with the inputs of all."""
        inputs = tuple(
            SumInput(self.name_of(name, slot.figure), slot.figure.text, slot.origin, _id(slot.source))
            for name, slot in self.inputs()
        )
        title = self.words.kind(self.frame.kind).title
        return tuple(worked.calculation(title, inputs) for worked in self.sums)


COUNTING = frozenset(("amount", "rate", "days", "months", "workdays", "people"))
"""Classes of figures that nobody writes into a question for nothing."""

LISTS = {
    "steps": frozenset(("people",)),
    "total": COUNTING - {"amount", "months"},
    "capitals": frozenset[str](),
    "price_steps": frozenset(("days", "workdays", "rate")),
}
"""Classes that count for the kinds which take all figures of the others as a list."""


def unused(job: Job) -> list[str]:
    """Figures of the question that went into no sum, as written: a sum that leaves one out was not understood."""
    counting = LISTS.get(job.frame.kind, COUNTING)
    used = [slot.figure for _, slot in job.inputs()]
    ignored = re.compile(job.words.kind(job.frame.kind).ignores)
    return [
        f.text
        for f in job.frame.new
        if f.of in counting
        and f.role not in ("extra", "fewer", "known_fee")
        and not ignored.search(f.text)
        and not any(f.value == other.value and f.of == other.of for other in used)
        and not (job.frame.kind == "late_fee" and "flat" in job.used and f.of == "amount")
    ]


def _id(source: Passage | None) -> str:
    return source.id if source else ""


def supposed(value: int | Decimal, of: str, text: str) -> Figure:
    """A figure that nobody gave."""
    return Figure(Decimal(value), of, "", text, -1, -1)  # type: ignore[arg-type]


def _exists(figure: Figure) -> bool:
    value = int(figure.value)
    if figure.unit == BAD_DATE:
        return False
    if figure.unit == "日期":
        year, month, day = value // 10_000, value // 100 % 100, value % 100
        return year <= LAST_YEAR and _is_day(year, month, day)
    if figure.unit == "月日":
        return _is_day(2000, value // 100, value % 100)
    return True


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
