"""A sum as it stands after some turns: its kind, and the inputs given so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from bot.answering.sums.reading import Figure, Reading
from bot.answering.sums.words import Filling, KindWords, SumsFile, When
from bot.arithmetic.worked import yuan
from bot.retrieval.passages import Passage

RESULT = -2
"""The place of a figure that is the result of the sum before."""


@dataclass(frozen=True)
class Slot:
    """One input that is known: the figure, and where it came from."""

    figure: Figure
    origin: Literal["user", "source", "default"] = "user"
    source: Passage | None = None


@dataclass(frozen=True)
class Frame:
    """A sum that was asked for.

    `figures` are all figures of the question in order, for sums that take a list of them; `cues` those of all
    turns that belong to it; `asked` is the input that the user was asked for last, or empty.
    """

    kind: str
    slots: Mapping[str, Slot]
    figures: tuple[Figure, ...]
    cues: frozenset[str]
    asked: str = ""
    new: tuple[Figure, ...] = ()
    """The figures of the turn that this sum answers."""


@dataclass
class Folder:
    """Folds the questions of a conversation into sums, one after the other."""

    words: SumsFile
    today: date
    frame: Frame | None = None
    fresh: bool = False
    """Whether the turn before was about this sum, so that bare figures may change it."""
    unanswered: str = ""
    """What was said before, if it asked for no sum."""
    ours: bool = False
    """Whether the conversation speaks of a contract for services."""
    stating: bool = False
    """Whether `unanswered` only stated figures."""
    foreign: bool = False
    """Whether the turn before was about money that is none of ours: a loan, a rent, wages."""

    def is_ours(self, turn: str) -> bool:
        """Whether a plain turn may hold sums of ours; after one on a loan, only when it names the contract."""
        speaks = bool(re.search(self.words.ours, turn))
        words = self.words
        maybe = re.search(words.foreign_maybe, turn) and not re.search(words.service, turn)
        self.foreign = bool(maybe or re.search(words.foreign, turn)) or (self.foreign and not speaks)
        self.ours = (self.ours or speaks) and not self.foreign
        if self.foreign:
            self.frame, self.unanswered, self.fresh = None, "", False
        return not self.foreign

    def leave_open(self, piece: str, reading: Reading) -> None:
        """Remember what asked for no sum: figures that are only stated are kept until they are asked about."""
        states = bool(reading.figures) and not reading.cues & _ASKING
        kept = self.unanswered if piece and self.stating else ""
        self.unanswered = ",".join(filter(None, (kept, piece)))[-LONGEST_OPEN:]
        self.stating = bool(piece) and states

    def fold(self, reading: Reading, same_turn: bool = False, together: Reading | None = None) -> list[Frame]:
        """The sums that this question asks for; none when it asks for no sum.

        `same_turn` says that it follows another question of the same turn, and so may lean on it unsaid.
        `together` is the question with the one before it, which asked for no sum: 滞纳金怎么算? 3万,晚8天.
        """
        before = self.frame
        known = {"leans"} if same_turn else set()
        reading = replace(reading, cues=reading.cues | known | ({"ours"} if self.ours else set()))
        frames = self._new(reading)
        if not frames and before is not None:
            changed = self._answered(reading, before) or self._changed(reading, before)
            frames = [changed] if changed else []
        if not frames and together is not None and _belong_together(reading, together):
            ours = frozenset({"ours"} if self.ours else ())
            frames = self._new(replace(together, cues=together.cues | ours))
        frames = [replace(frame, new=frame.new or reading.figures) for frame in frames]
        if frames:
            self.frame = frames[0]
        self.fresh = bool(frames)
        return frames

    def came_to(self, frame: Frame, result: Decimal) -> None:
        """Remember what a sum came to: 那含税呢 goes on with it."""
        figure = Figure(result, "amount", "元", yuan(result), RESULT, RESULT)
        if self.frame is not None and self.frame.kind == frame.kind:
            self.frame = replace(self.frame, slots={**self.frame.slots, "amount": Slot(figure)})

    def waits_for(self, frame: Frame, slot: str) -> None:
        """Remember that `slot` of the last sum was asked for."""
        self.frame = replace(frame, asked=slot)

    def _new(self, reading: Reading) -> list[Frame]:
        """The kinds of sum whose own words and figures stand in the question."""
        found: list[Frame] = []
        before = self.frame
        leans = before is not None and self.fresh and ("leans" in reading.cues or not reading.figures)
        for kind in self.words.kinds:
            if found and not kind.also:
                continue
            slots = bind(kind, reading.figures, self.words)
            if found:
                slots = dict(found[0].slots) | slots
            wanted = any(_is_meant(when, reading.cues, slots) for when in kind.when)
            if not wanted and leans and before is not None:
                # 那年化是多少: the words are those of another sum, the figures those of the last one.
                held = _held(before, kind)
                wanted = kind.name != before.kind and any(
                    _is_meant(when, reading.cues, held | slots) for when in kind.when
                )
            if wanted:
                found.append(self._inherited(kind, slots, reading))
        return found

    def _inherited(self, kind: KindWords, slots: dict[str, Slot], reading: Reading) -> Frame:
        """A new sum with what the one before it knows of the same inputs, when it leans on that one."""
        before = self.frame
        held: dict[str, Slot] = {}
        cues = reading.cues
        figures = reading.figures
        if before is not None and self.fresh and (reading.cues & {"leans", "refer"} or not reading.figures):
            held = _held(before, kind)
            if before.kind == kind.name:
                cues |= before.cues - {"follow", "leans"}
                figures = figures if _lists(figures) else before.figures
        return Frame(kind.name, held | slots, figures, cues, new=reading.figures)

    def _answered(self, reading: Reading, before: Frame) -> Frame | None:
        """The sum with the input that was asked for, if this turn gives it."""
        if not before.asked or not self.fresh:
            return None
        wanted = self.words.slots[before.asked]
        chosen = reading.cues & _CHOICES.get(before.asked, frozenset())
        kind = self.words.kind(before.kind)
        slots = dict(before.slots)
        named = bind(kind, reading.figures, self.words)
        fits = [f for f in reading.figures if f.of in wanted.of or (f.of == "count" and wanted.of)]
        if before.asked in named:
            slots |= named
        elif fits:
            slots |= {name: slot for name, slot in named.items() if slot.figure.role}
            slots[before.asked] = Slot(_as_wanted(fits[0], wanted.of))
        elif not chosen:
            return None  # what was asked is left open
        choice = bool(chosen) and not wanted.of  # 是一个客服的 gives no figure
        figures = before.figures + reading.figures if wanted.of else before.figures
        return replace(
            before,
            slots=slots,
            cues=before.cues | {f"said_{name}" for name in chosen},
            asked="",
            figures=figures,
            new=before.new if choice else (),
        )

    def _changed(self, reading: Reading, before: Frame) -> Frame | None:
        """The sum with other figures: 那要是15天呢, 再加2个坐席呢, 不对,是5万."""
        leaning = self.fresh and (bool(reading.cues & {"follow", "leans"}) or _only_adds(reading))
        referring = "refer" in reading.cues
        modes = reading.cues & _MODES
        if not before.cues & _ON_LEAVING:
            modes -= _LEAVERS  # 甲方擅自解约呢 after a late fee is no other late fee
        removed = reading.removed & set(before.slots) if self.fresh else frozenset()
        if not removed and (not (leaning or referring) or not (reading.figures or modes)):
            return None
        kind = self.words.kind(before.kind)
        slots = dict(before.slots)
        given = bind(kind, reading.figures, self.words)
        if "seats_to" in given:
            given["seats"] = given.pop("seats_to")
        more = slots.get("seats") and _more(reading.figures)
        if more:
            given = {name: slot for name, slot in given.items() if name not in ("seats", "extra", "fewer")}
            slots["seats"] = _added(slots["seats"], more)
        if not given and not more and not modes and not removed:
            return None
        # A cap of 20 % takes the place of a cap of 5,000: both stand in one slot.
        figures = reading.figures if _lists(reading.figures) else before.figures
        cues = _turned(before.cues, modes)
        if before.asked == "fee_mode" and not modes & _CHOICES["fee_mode"]:
            cues |= {"fee_supposed"}  # who changes the number of seats means a price a head
        slots = {name: slot for name, slot in (slots | given).items() if name not in removed or name in given}
        return replace(before, slots=slots, figures=figures, cues=cues, asked="", new=())


_CHOICES = {
    "tier_mode": frozenset(("marginal", "whole_tier")),
    "tax_mode": frozenset(("tax_in", "tax_ex")),
    "fee_mode": frozenset(("per_seat", "whole_fee")),
    "party": frozenset(("we_leave", "they_leave", "only_we", "only_they")),
}
"""What may be said to a question that asks for no figure; kept in the frame as `said_` and its name."""

_LEAVERS = frozenset(("we_leave", "they_leave"))

_ON_LEAVING = frozenset(("leaving", "leaves_alone"))
"""Cues of a sum that turns on who ends the contract."""

_EITHER = (
    frozenset(("marginal", "whole_tier")),
    frozenset(("tax_in", "tax_ex")),
    frozenset(("my_fault", "their_fault", "took")),
    _LEAVERS,
    frozenset(("per_seat", "whole_fee")),
    frozenset(("sample",)),
    frozenset(("from_next_day",)),
)
"""Ways of reckoning that shut one another out: what a later turn says takes the place of the other."""

_MODES = frozenset().union(*_EITHER) - {"per_seat", "whole_fee"}

_ASKING = frozenset(("much", "which_day", "opinion", "stated", "how_write", "advice"))
"""Cues of a question; what holds none of them only states."""

SHORT = 16
"""Characters of a turn that only adds to the sum before."""

LONGEST_OPEN = 200
"""Characters of what was stated that are kept."""


def _turned(cues: frozenset[str], modes: frozenset[str]) -> frozenset[str]:
    """The cues with ways of reckoning put in the place of those that they shut out."""
    for either in _EITHER:
        if modes & either:
            cues -= either
    return cues | modes


def _only_adds(reading: Reading) -> bool:
    """封顶10%, 宽限5天: nothing but figures that say by themselves what they are."""
    short = len(reading.text) <= SHORT and not reading.cues & _ASKING
    return short and bool(reading.figures) and all(figure.role for figure in reading.figures)


def _belong_together(reading: Reading, together: Reading) -> bool:
    """Whether a turn goes on with what was said before: a figure of its own, or a question about those."""
    if any(f.of in ("amount", "rate", "people") for f in reading.figures):
        return True
    return "much" in reading.cues and any(f.of in ("amount", "rate") for f in together.figures)


def bind(kind: KindWords, figures: Sequence[Figure], words: SumsFile) -> dict[str, Slot]:
    """Each input of a kind with the figure that plays its part; each figure is used once."""
    taken: set[int] = set()
    slots: dict[str, Slot] = {}
    for name, filling in kind.slots.items():
        if figure := _by_role(filling, figures, taken, words.slots[name].of):
            taken.add(figure.start)
            slots[name] = Slot(figure)
    for name, filling in kind.slots.items():
        if name not in slots and filling.rest:
            rest = (
                f for f in figures if not f.role and f.start not in taken and f.of in words.slots[name].of
            )
            if figure := next(rest, None):
                taken.add(figure.start)
                slots[name] = Slot(figure)
    return slots


def _by_role(
    filling: Filling, figures: Iterable[Figure], taken: set[int], of: tuple[str, ...]
) -> Figure | None:
    every = [figure for figure in figures if figure.start not in taken and (not of or figure.of in of)]
    return next((f for role in filling.roles for f in every if f.role == role), None)


def _held(before: Frame, kind: KindWords) -> dict[str, Slot]:
    """What the sum before knows of the inputs of another; what it came to may be the price of a contract."""
    held = {name: slot for name, slot in before.slots.items() if name in kind.slots}
    result = before.slots.get("amount")
    if "total" in kind.slots and "total" not in held and result and result.figure.start == RESULT:
        held["total"] = result
    return held


def _is_meant(when: When, cues: frozenset[str], slots: Mapping[str, Slot]) -> bool:
    return (
        all(cue in cues for cue in when.cues)
        and not any(cue in cues for cue in when.without)
        and all(any(name in slots for name in item.split("|")) for item in when.has)
    )


def _lists(figures: Sequence[Figure]) -> bool:
    """Whether figures are a list of their own rather than one that changes."""
    return len(figures) > 2


def _as_wanted(figure: Figure, of: tuple[str, ...]) -> Figure:
    """A bare number takes the class of what was asked for: 「8」 to 「几天」 is 8 days."""
    return figure if figure.of in of else replace(figure, of=of[0])  # type: ignore[arg-type]


def _more(figures: Sequence[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.role in ("extra", "fewer")]


def _added(seats: Slot, more: Sequence[Figure]) -> Slot:
    value = seats.figure.value
    text = seats.figure.text
    for figure in more:
        value += figure.value if figure.role == "extra" else -figure.value
        text += f"{'＋' if figure.role == 'extra' else '－'}{figure.text}"
    return Slot(replace(seats.figure, value=value, text=text))
