"""Orders in a message: what shall be done to the draft, and to which clauses of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.drafting.parameters import Position
from bot.drafting.reading.beginning import Beginning
from bot.drafting.reading.clause_names import ClauseNames
from bot.drafting.reading.leaning import Leaning
from bot.drafting.reading.names import Side
from bot.drafting.reading.order_rules import OrderFile
from bot.drafting.reading.parts import Part
from bot.drafting.reading.rules import compiled
from bot.drafting.reading.said import Order, OrderKind, Table

_PLAIN: tuple[OrderKind, ...] = ("redo", "undo", "leave", "finish", "show")
_SENTENCE_END = re.compile(r"\n|$")
_END = re.compile(r"[。.!！\s]+$")


@dataclass(frozen=True)
class Given:
    """An order and the place of its words; `whole` says that the words are no facts besides."""

    order: Order
    start: int
    end: int
    whole: bool = True


class Ordering:
    """The rules of `orders.yaml`, compiled."""

    def __init__(self, file: OrderFile, names: ClauseNames) -> None:
        self._names = names
        self._beginning = Beginning(file.begin, names)
        self._leaning = Leaning(file.positions)
        self._plain = {kind: compiled(getattr(file, kind)) for kind in _PLAIN}
        self._drop, self._weak_drop = re.compile(file.drop), re.compile(file.weak_drop)
        self._add, self._about = re.compile(file.add), re.compile(file.about)
        self._special, self._duty = re.compile(file.special), re.compile(file.special_duty)
        self._mark, self._figure = re.compile(file.clause_mark), re.compile(file.figure)
        self._move = re.compile(file.move.pattern)
        self._last, self._first = re.compile(file.move.last), re.compile(file.move.first)
        self._before = re.compile(file.move.before)
        self._styles = [(rule.style, compiled(rule.patterns)) for rule in file.styles]

    def find(
        self, message: str, text: str, parts: tuple[Part, ...], table: Table, side: Side
    ) -> tuple[Given, ...]:
        """All orders of a message in order. Without a draft only one to begin is an order."""
        found: list[Given] = []
        if begun := self._beginning.find(text, parts, table):
            order, part = begun
            if (
                table.drafting and order.document == "clauses"
            ):  # in a draft 写一条… is one more of its clauses
                order = Order("add", clauses=order.clauses, unknown=order.unknown)
            found.append(Given(order, part.start, part.end, whole=False))
        if not table.drafting and not found:
            return ()
        if special := self._specially(message, text, parts):
            return (*found, special)
        asks = any(part.role == "question" for part in parts)
        for at, part in enumerate(parts):
            before = parts[at - 1].text if at else ""
            given = self._of_part(part, before, table, side)
            if given and _leans_at_all(given.order) and asks:
                continue  # 站在乙方的角度, … 怎么办 is the stance of a question
            if given and any(given.order == one.order for one in found):
                continue
            if given and not (found and given.order.kind == "add" and found[0].start == part.start):
                found.append(given)
        if table.drafting and any(given.order.kind == "finish" for given in found):
            found = [given for given in found if given.order.kind != "begin"]  # 没别的了, 出合同吧
        told = all(part.role == "told" for part in parts)
        if not found and told and (kind := self._plainly(text.strip())):
            found.append(Given(Order(kind), 0, len(text)))
        return tuple(found)

    def writes(self, parts: tuple[Part, ...]) -> bool:
        """Whether a message asks for something to be written, whatever it is."""
        return any(part.role == "told" and self._beginning.writes(part.text) for part in parts)

    def narrowed(self, given: Given, text: str, followed: Sequence[str], table: Table) -> Order:
        """The order; 再严一点，20秒 is of the clause whose fact the figure is, and not of the whole draft."""
        order = given.order
        if not followed or order.kind != "position" or order.clauses or order.unknown:
            return order
        if self._leaning.says_whole(text[given.start : given.end]):
            return order
        found = (self._names.speaking_of(name, table) for name in followed)
        return replace(order, clauses=tuple(dict.fromkeys(clause for clause in found if clause)))

    def _of_part(self, part: Part, before: str, table: Table, side: Side) -> Given | None:
        words = part.text
        kind = self._plainly(words)
        if kind and (part.role == "told" or kind == "show"):
            return Given(Order(kind), part.start, part.end)
        if part.role != "told":
            return None
        for order in self._changes(words, before, table, side):
            return Given(order, part.start, part.end, whole=order.kind != "position")
        return None

    def _changes(self, words: str, before: str, table: Table, side: Side) -> Iterator[Order]:
        for style, pattern in self._styles:
            if pattern.search(words):
                yield Order("style", text=style)
        yield from self._moved(words, table)
        yield from self._dropped(words, table)
        yield from self._leant(words, before, table, side)
        yield from self._added(words, table)

    def _plainly(self, words: str) -> OrderKind | None:
        return next((kind for kind in _PLAIN if self._plain[kind].search(words)), None)

    def _specially(self, message: str, text: str, parts: tuple[Part, ...]) -> Given | None:
        for part in parts:
            if part.role != "told":
                continue
            until = _SENTENCE_END.search(text, part.start)
            end = until.start() if until else len(text)
            match = self._special.match(text[part.start : end])
            if match and self._duty.search(match["text"]):
                start = part.start + match.start("text")
                words = _END.sub("", message[start:end])
                return Given(Order("special", text=words), part.start, end)
        return None

    def _in_draft(self, words: str, table: Table) -> tuple[tuple[str, ...], str, bool]:
        """Clauses of the draft that the words mean, the words of one that is not there, and whether by number."""
        numbered = self._names.numbered(words, table.numbers)
        if numbered:
            ids = tuple(dict.fromkeys(one for meant in numbered for one in meant.clauses))
            missing = next((words[m.start : m.end] for m in numbered if not m.clauses), "")
            return ids, missing, True
        named = self._names.named(words)
        ids = tuple(dict.fromkeys(one for meant in named for one in meant.clauses))
        there = tuple(one for one in ids if one in table.clauses) if table.clauses else ids
        missing = words[named[0].start : named[-1].end] if named and not there else ""
        order = {one: at for at, one in enumerate(table.clauses)}
        return tuple(sorted(there, key=lambda one: order.get(one, 0))), missing, False

    def _dropped(self, words: str, table: Table) -> Iterator[Order]:
        strong, weak = self._drop.search(words), self._weak_drop.search(words)
        if not (strong or weak):
            return
        ids, missing, by_number = self._in_draft(words, table)
        alone = bool(ids and table.clauses) and self._is_all_named(words, strong or weak)
        marked = by_number or bool(self._mark.search(words)) or alone
        if not marked and ((weak and not strong) or not ids or self._figure.search(words)):
            return
        if not ids and not missing:
            verb = strong or weak
            missing = self._subject(words.replace(verb[0], "", 1)) if verb else ""
        if ids or missing:
            yield Order("drop", clauses=ids, unknown=missing)

    def _is_all_named(self, words: str, verb: re.Match[str] | None) -> bool:
        """Whether the words are a clause's name and what is done to it, and nothing else: 保险不要了."""
        if verb is None:
            return False
        left = words[: verb.start()] + words[verb.end() :]
        for meant in reversed(self._names.named(left)):
            left = left[: meant.start] + left[meant.end :]
        return left != words and not self._subject(left).strip("了吧,，。 ")

    def _added(self, words: str, table: Table) -> Iterator[Order]:
        verb = self._add.search(words)
        if not verb or self._figure.search(words):
            return
        inserted = verb.end() >= len(words) - 1  # 把试用期加上
        named = [one for one in self._names.named(words) if inserted or one.start >= verb.end()]
        marked = bool(self._mark.search(words))
        if not (marked or (named and (verb.start() <= 3 or inserted))):
            return
        ids: list[str] = []
        for meant in named:
            fitting = self._names.applying(meant.clauses, table)
            ids += [one for one in fitting if one not in table.clauses][:1] or fitting[:1]
        unknown = "" if ids else self._subject(words.replace(verb[0], "", 1))
        if ids or unknown:
            yield Order("add", clauses=tuple(dict.fromkeys(ids)), unknown=unknown)

    def _leant(self, words: str, before: str, table: Table, side: Side) -> Iterator[Order]:
        position: Position | None = self._leaning.position(words, side)
        if position is None or self._figure.search(self._without_numbers(words, table)):
            return
        ids, missing, by_number = self._in_draft(words, table)
        if not ids and not missing and not self._leaning.says_whole(words):  # 考核条款太狠了, 放松一点
            ids, _, by_number = self._in_draft(before, table)
            if ids:
                yield Order("position", clauses=ids, position=position)
                return
        if ids or missing or self._leaning.is_whole(words):
            said = self._leaning.says_whole(words) or not ids  # 提前解约和对方折中 is of that clause
            whole = said and self._leaning.is_whole(words) and not by_number and not self._mark.search(words)
            yield Order(
                "position", clauses=() if whole else ids, position=position, unknown="" if whole else missing
            )

    def _moved(self, words: str, table: Table) -> Iterator[Order]:
        match = self._move.search(words)
        if not match:
            return
        ids, missing, _ = self._in_draft(match["what"], table)
        if not ids and not missing:
            return
        where, place = match["where"], match["place"] or ""
        if self._first.search(where + place):
            yield Order("move", clauses=ids, before=next(iter(table.clauses), ""), unknown=missing)
        elif self._last.search(where + place):
            yield Order("move", clauses=ids, unknown=missing)
        else:
            there, unknown, _ = self._in_draft(where, table)
            ahead = bool(self._before.search(place))
            if there or unknown:
                yield Order(
                    "move",
                    clauses=ids,
                    before=there[0] if there and ahead else "",
                    after=there[-1] if there and not ahead else "",
                    unknown=missing or unknown,
                )

    def _without_numbers(self, words: str, table: Table) -> str:
        for meant in reversed(self._names.numbered(words, table.numbers)):
            words = words[: meant.start] + words[meant.end :]
        return words

    def _subject(self, words: str) -> str:
        return self._about.sub("", words).strip()


def _leans_at_all(order: Order) -> bool:
    """Whether an order leans the whole draft."""
    return order.kind == "position" and not order.clauses
