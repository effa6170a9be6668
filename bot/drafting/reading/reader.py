"""The front door of the reader: one message and what is on the table -> everything it said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.data_files import load_yaml
from bot.drafting.library import ClauseLibrary
from bot.drafting.reading.attributing import Attribution
from bot.drafting.reading.choosing import Choices
from bot.drafting.reading.clause_names import ClauseNames
from bot.drafting.reading.names import Names, Side
from bot.drafting.reading.order_rules import ClauseNamesFile, OrderFile
from bot.drafting.reading.ordering import Ordering
from bot.drafting.reading.parts import Part, Speech, without
from bot.drafting.reading.plain import plain
from bot.drafting.reading.rules import ChoiceFile, FigureFile, NameFile, SpeechFile
from bot.drafting.reading.said import Reading, Table
from bot.drafting.reading.stating import Stating
from bot.drafting.reading.wishing import Wishes, WishFile


@dataclass(frozen=True)
class MessageReader:
    """Reads messages by the rules of `knowledge/drafting`; keeps no state, so one serves all conversations.

    `wishes` are the entries that an unlawful wish is declined with, by id.
    """

    wishes: Wishes
    _speech: Speech
    _stating: dict[Side, Stating]
    _ordering: Ordering

    @classmethod
    def load(cls, folder: Path, library: ClauseLibrary) -> MessageReader:
        """The reader with the rules in `folder` (knowledge/drafting).

        Raises ConfigurationError that names file, line and field where a rule cannot be used.
        """
        speech = Speech(load_yaml(folder / "speech.yaml", SpeechFile))
        names = load_yaml(folder / "names.yaml", NameFile)
        figures = load_yaml(folder / "figures.yaml", FigureFile)
        Attribution.check(folder / "figures.yaml", figures, library.parameters)
        attribution = Attribution(figures, library.parameters)
        choices = load_yaml(folder / "choices.yaml", ChoiceFile)
        Choices.check(folder / "choices.yaml", choices, library.parameters)
        parties = {str(key): pattern for key, pattern in names.parties.items()}
        sides: tuple[Side, ...] = ("merchant", "provider")
        stating = {
            side: Stating(
                speech, attribution, Choices(choices, parties, side), Names(names, side), library.parameters
            )
            for side in sides
        }
        orders = load_yaml(folder / "orders.yaml", OrderFile)
        clause_names = load_yaml(folder / "clause_names.yaml", ClauseNamesFile)
        ClauseNames.check(folder / "clause_names.yaml", clause_names, library)
        wishes = load_yaml(folder / "wishes.yaml", WishFile)
        Wishes.check(folder / "wishes.yaml", wishes, library)
        ordering = Ordering(orders, ClauseNames(clause_names, library, orders.clause_number))
        return cls(Wishes(wishes), speech, stating, ordering)

    def read(
        self,
        message: str,
        table: Table = Table(),  # noqa: B008 -- it is frozen
        *,
        today: date | None = None,
        side: Side = "merchant",
    ) -> Reading:
        """What one message says. `today` is what 明年 and 下个月 are reckoned from; `side` is who 我们 are.

        Without a draft on the table only a message that orders one says anything; of any other only what it asks
        is told.
        """
        text = self._speech.mended(plain(message))
        parts = self._speech.parts(text)
        given = self._ordering.find(message, text, parts, table, side)
        wishes = self.wishes.find(text, parts)
        if not table.drafting and not given:
            wanted = wishes if self._ordering.writes(parts) else ()  # 帮我写一条，…可以卖买家手机号
            return Reading(wishes=wanted, question=_asked(message, parts))
        wished = [part for part in parts if any(part.start <= wish.start < part.end for wish in wishes)]
        given = tuple(
            one for one in given if one.order.kind == "begin" or not _holds(wished, one.start, one.end)
        )
        taken = [(one.start, one.end) for one in given if one.whole]
        parts = tuple(part for part in parts if not _inside(part, taken) and part not in wished)
        kept = {(part.start, part.end) for part in parts if part.role == "told"}
        unread = without(text, _outside(kept, len(text)))
        if any(one.order.kind != "begin" for one in given):  # 整份偏向我们 is no answer to 公司叫什么
            table = replace(table, asked=())
        found = self._stating[side].gather(message, unread, parts, table, today or date.today())
        return Reading(
            sayings=tuple(sorted(found.sayings.values(), key=lambda saying: saying.start)),
            withheld=tuple(found.withheld.values()),
            impossible=tuple(found.impossible.values()),
            doubts=tuple(found.doubts),
            orders=tuple(self._ordering.narrowed(one, text, found.followed, table) for one in given),
            wishes=wishes,
            question=_asked(message, parts),
        )

    def spoken_of(self, message: str) -> tuple[str, ...]:
        """Facts that a question speaks of: 那就45天 after it is a value of one of them."""
        return self._stating["merchant"].spoken_of(self._speech.mended(plain(message)))


def _asked(message: str, parts: tuple[Part, ...]) -> str:
    return "，".join(message[part.start : part.end] for part in parts if part.role == "question")


def _inside(part: Part, places: list[tuple[int, int]]) -> bool:
    return any(start <= part.start < end for start, end in places)


def _holds(parts: list[Part], start: int, end: int) -> bool:
    return any(part.start < end and start < part.end for part in parts)


def _outside(kept: set[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """What lies in parts that are not kept; stops between kept parts stay."""
    places, at = [], 0
    for start, end in sorted(kept):
        if start - at > 1:
            places.append((at, start - 1))
        at = end
    if at < length:
        places.append((at, length))
    return places
