"""What was said before: earlier questions, the lists and sentences of earlier answers, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.conversation import Reply
from bot.quantities import Quantity, number, parse, supports

_MARK = re.compile(r"\[(\d+)\]")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）])\s*(?=\S)(.*)$")
_HEADING = re.compile(r"^\*\*(.+?)\*\*\s*[:：]?")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?(?:\[\d+\])*")
_NAMED = re.compile(
    r"([一二三四五六七八九十两0-9]{1,3})(?:个|大|组|种|类)?(?:方面|部分|要点|方式|问题|点|项|条)?[^：:。]{0,6}[：:]"
)
_FRAME = re.compile(r"^(?:另外要留意：|要留意：|按《[^》]*》，)+|你（(?=[甲乙]方）)|(?<=[甲乙]方)）")
LONGEST_QUOTE = 60
"""Characters of an earlier sentence that a new question is read with."""

FEWEST_NAMED = 3
"""Things joined by 、 behind a colon that make a list."""


@dataclass(frozen=True)
class Item:
    """A piece of an earlier answer that a turn points at: its words, and the passages it cites."""

    text: str
    passages: tuple[str, ...] = ()
    heading: bool = False


@dataclass(frozen=True)
class Exchange:
    """One earlier turn: as typed (normalised), what it asked without its conversation, and its reply.

    `root` is the last question that stood alone, `parts` are the questions of a turn that held several,
    `readings` those of the last of them.
    `list_of` is the exchange whose list the turn picked from, `picked` the number of the item.
    """

    typed: str
    base: str
    root: str
    parts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    reply: Reply | None = None
    focus: tuple[str, ...] = ()
    list_of: int | None = None
    picked: int = 0

    @property
    def asked(self) -> bool:
        """Whether it was a question; small talk and notes are none."""
        return bool(self.base) and (self.reply is None or self.reply.kind != "notice")

    @property
    def answered(self) -> bool:
        """Whether it was answered, as far as is known."""
        return self.asked and (self.reply is None or self.reply.kind in ("answer", "clarify"))


@dataclass(frozen=True)
class Earlier:
    """The exchanges of a conversation before the turn that is read, oldest first."""

    exchanges: Sequence[Exchange] = field(default_factory=tuple)

    @property
    def last(self) -> Exchange | None:
        """The question that a follow-up goes on from: the last one answered, else the last one asked."""
        asked = [exchange for exchange in self.exchanges if exchange.asked]
        answered = [exchange for exchange in asked if exchange.answered]
        return (answered or asked)[-1] if asked else None

    @property
    def latest(self) -> Exchange | None:
        """The last question, answered or not."""
        return next((e for e in reversed(self.exchanges) if e.asked), None)

    @property
    def offered(self) -> tuple[str, ...]:
        """The questions that the last reply asked to choose from; empty when it answered."""
        reply = self.exchanges[-1].reply if self.exchanges else None
        return reply.suggestions if reply and reply.kind in ("clarify", "refusal") else ()

    @property
    def shows_list(self) -> bool:
        """Whether the last answer is a list or goes into an item of one."""
        latest = self.latest
        if latest is None or latest.reply is None:
            return False
        return latest.list_of is not None or bool(listed(latest.reply))

    def questions(self) -> list[str]:
        """Every question asked so far, several of one turn apart."""
        return [part for e in self.exchanges if e.asked for part in (e.parts or (e.base,))]

    def lists(self, first: bool = False) -> Iterator[tuple[int, list[Item]]]:
        """Lists of earlier answers with the number of their exchange, the nearest one first.

        After an item was picked its list comes first: 「那第三条呢」 goes on with it. `first` begins with the
        oldest.
        """
        order = range(len(self.exchanges)) if first else range(len(self.exchanges) - 1, -1, -1)
        given: list[int] = []
        for at in order:
            source = self.exchanges[at].list_of
            given += [at] if source is None else [source, at]
        for at in dict.fromkeys(given):
            reply = self.exchanges[at].reply
            found = listed(reply) if reply else []
            if found:
                yield at, found

    def sentences(self) -> Iterator[Item]:
        """Sentences of earlier answers, those of the latest first."""
        for exchange in reversed(self.exchanges):
            if exchange.reply and exchange.reply.kind == "answer":
                yield from _sentences(exchange.reply)

    def with_figure(self, figure: Quantity) -> Item | None:
        """The sentence of the latest answer that holds a figure."""
        return next((item for item in self.sentences() if _holds(item.text, figure)), None)

    def with_words(self, words: Sequence[str]) -> Item | None:
        """The sentence of the latest answer that holds one of `words`, tried in order."""
        for word in words:
            for item in self.sentences():
                if word in item.text:
                    return item
        return None


def listed(reply: Reply) -> list[Item]:
    """The items of an answer's list: its bullets, else things named one after another behind a colon."""
    cited = {citation.marker: citation.passage_id for citation in reply.citations}
    bullets = [match[1] for line in reply.text.splitlines() if (match := _ITEM.match(line))]
    if bullets:
        return [_item(text, cited) for text in bullets]
    return next((named for s in _SENTENCE.findall(reply.text) if (named := _named(s))), [])


def counted(written: str) -> int:
    """A small number as written, 0 when it is none."""
    try:
        return int(number(written))
    except ValueError:
        return 0


def shortened(text: str, around: str = "") -> str:
    """A sentence as a question is read with it: the part that holds `around`, not longer than needed."""
    if len(text) <= LONGEST_QUOTE:
        return text
    at = max(text.find(around), 0) if around else 0
    start = max(0, min(at - LONGEST_QUOTE // 2, len(text) - LONGEST_QUOTE))
    return text[start : start + LONGEST_QUOTE]


def _item(text: str, cited: dict[str, str]) -> Item:
    passages = tuple(dict.fromkeys(cited[m] for m in _MARK.findall(text) if cited.get(m)))
    words = _MARK.sub("", text).strip()
    heading = _HEADING.match(words)
    if heading:
        return Item(heading[1], passages, heading=True)
    return Item(_FRAME.sub("", words.replace("**", "")).rstrip("。；;"), passages)


def _named(sentence: str) -> list[Item]:
    """What a sentence names one after another; nothing when it says another number than it names."""
    plain = _MARK.sub("", sentence)
    _, colon, behind = plain.replace(":", "：").partition("：")
    names = [name.strip() for name in re.split(r"[、,，]|以及", behind.rstrip("。等")) if name.strip()]
    said = _NAMED.search(plain)
    if not colon or len(names) < FEWEST_NAMED or (said and counted(said[1]) != len(names)):
        return []
    return [Item(name, heading=True) for name in names]


def _sentences(reply: Reply) -> Iterator[Item]:
    cited = {citation.marker: citation.passage_id for citation in reply.citations}
    for written in _SENTENCE.findall(reply.text):
        item = _item(re.sub(r"^[-*•\s]+", "", written).replace("**", ""), cited)
        if item.text:
            yield item


def _holds(text: str, figure: Quantity) -> bool:
    return any(supports(found, figure) for found in parse(text))
