"""A question with one thing in it exchanged for another: a platform, a party, a topic, a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.answering.side import SIDES, Side, Sides, normal
from bot.glossary import Glossary, Mention
from bot.quantities import parse

_ENDS = " ?？。.,，!！"
LONGEST_BASE = 24
"""Characters of a question whose topic can be exchanged for one of another kind without the rest mattering."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-z][a-z /-]+")
_OF = re.compile(r"\s*(?<![a-z])(?:of|the|an?)(?![a-z])\s*")
_NOT = ("不是", "不在", "不做")


@dataclass(frozen=True)
class NamedPlatform:
    """A platform as a turn names it, and its own name."""

    name: str
    words: str


class Swapping:
    """Exchanges what the glossary knows. Texts are normalised."""

    def __init__(
        self,
        glossary: Glossary,
        sides: Sides,
        generic: Sequence[str],
        particles: Sequence[str],
        asks: re.Pattern[str],
    ) -> None:
        self._glossary = glossary
        self._sides = sides
        self._generic = frozenset(generic)
        self._particles = tuple(particles)
        self._asks = asks
        kinds = {typo: term.kind for term in glossary.terms for typo in term.typos}
        self._slips: Mapping[str, str] = {
            typo: meant for typo, meant in glossary.typos.items() if kinds[typo] in ("party", "platform")
        }

    def spelt(self, text: str) -> str:
        """Slips in the names of parties and platforms put right, English terms in a Chinese text in Chinese."""
        for typo, meant in self._slips.items():
            text = text.replace(typo, meant)
        if not _HAN.search(text):
            return text
        for mention in reversed(_apart(self._glossary.in_question(text))):
            if _LATIN.fullmatch(text[mention.start : mention.end]):
                text = text[: mention.start].rstrip() + mention.term.name + text[mention.end :].lstrip()
        return _OF.sub("", text)

    def topics(self, text: str) -> set[str]:
        """The terms of a text that tell what it is about; parties, platforms and general terms do not."""
        return {mention.term.name for mention in self._telling(text)}

    def terms(self, text: str) -> set[str]:
        """All terms of a text but parties and platforms."""
        mentions = self._glossary.in_question(text)
        return {m.term.name for m in mentions if m.term.kind not in ("party", "platform")}

    def generic_words(self, text: str) -> list[str]:
        """The words of a text that name general terms or parties, longest first."""
        found = [m for m in self._glossary.in_question(text) if m.term.name in {*self._generic, *SIDES}]
        return sorted({text[m.start : m.end] for m in found}, key=len, reverse=True)

    def _telling(self, text: str) -> list[Mention]:
        return [
            mention
            for mention in self._glossary.in_question(text)
            if mention.term.kind not in ("party", "platform") and mention.term.name not in self._generic
        ]

    # Platforms --------------------------------------------------------------------------------------------

    def platform(self, text: str) -> NamedPlatform | None:
        """The first platform that a text names."""
        for mention in self._glossary.in_question(text):
            if mention.term.kind == "platform":
                return NamedPlatform(mention.term.name, text[mention.start : mention.end])
        return None

    def spoken_of(self, turns: Sequence[str]) -> str:
        """The platform that the user's turns came to speak of last, or empty."""
        for typed in reversed(turns):
            text = self.spelt(normal(typed))
            named = [m for m in self._glossary.in_question(text) if m.term.kind == "platform"]
            meant = [m for m in named if not text[: m.start].endswith(_NOT)]
            if meant:
                return meant[-1].term.name
        return ""

    def on_platform(self, question: str, name: str) -> str:
        """A question about the platform `name` instead of its own."""
        mentions = [m for m in _apart(self._glossary.in_question(question)) if m.term.kind == "platform"]
        text = question
        for mention in reversed(mentions):
            text = text[: mention.start] + name + text[mention.end :]
        return text if mentions else f"{name}{question}"

    # Parties ----------------------------------------------------------------------------------------------

    def with_parties(self, question: str, side: Side) -> str:
        """A question that calls the parties 甲方 and 乙方, whoever asks and whatever they are called.

        An English question calls them what `Sides.english` says.
        """
        english = not _HAN.search(question)
        text = self._sides.turned(question, side)
        named = self._names(question)
        mentions = [m for m in _apart(self._glossary.in_question(text)) if m.term.name in SIDES]
        for mention in reversed(mentions):
            name = named[mention.term.name == "乙方"]
            before = text[: mention.start].removesuffix("the ") if english else text[: mention.start]
            text = before + name + text[mention.end :]
        return text

    def _names(self, text: str) -> tuple[str, str]:
        """What the parties are called in a text of `with_parties`."""
        if _HAN.search(text):
            return SIDES
        return self._sides.english["甲方"], self._sides.english["乙方"]

    def exchanged(self, question: str, side: Side) -> str:
        """A question with the parties exchanged; one that names none was asked of the asker's."""
        text = self.with_parties(question, side)
        if not self.party_in(text, side):
            text = f"{side}{text}"
        one, other = self._names(text)
        return text.replace(one, "\0").replace(other, one).replace("\0", other)

    def party_in(self, text: str, side: Side) -> Side | None:
        """The party that a text speaks of first, if any."""
        called = self.with_parties(text, side)
        named = zip(SIDES, self._names(called), strict=True)
        places = [(called.find(name), party) for party, name in named if name in called]
        return min(places)[1] if places else None

    def asked_of(self, question: str, party: str, side: Side) -> str:
        """A question asked of a party by whatever name: exchanged, unless it is asked of that one already."""
        wanted = self.party_in(party, side)
        first = self.party_in(question, side)
        if first and first != wanted:
            return self.exchanged(question, side)
        text = self.with_parties(question, side)
        return text if first or not wanted else f"{wanted}{text}"

    # Topics -----------------------------------------------------------------------------------------------

    def other_topic(self, question: str, text: str) -> tuple[str, ...]:
        """The readings of 「那佣金呢」: the question before with that topic in place of its own.

        Empty when the text says more than a topic. Where the question has no topic of the same kind, the new
        one is read by itself as well, and by itself only when the question is long.
        """
        topic = self.bare(text)
        mentions = self._glossary.in_question(topic)
        new = next((m.term for m in mentions if m.end - m.start == len(topic)), None)
        if new is None:
            alike = _alike(question, topic) if len(topic) <= 3 else ""
            return (question.replace(alike, topic, 1),) if alike else ()
        if new.kind in ("party", "platform"):
            return ()
        if any(m.term == new for m in self._glossary.in_question(question)):
            return ()
        if len(question) > 2 * LONGEST_BASE:
            return (topic,)
        for old in self._glossary.in_question(question):
            if old.term.kind == new.kind and old.term.name not in self._generic:
                return (question[: old.start] + topic + question[old.end :],)
        telling = self._telling(question)
        if len(question) > LONGEST_BASE or not telling:
            return (topic,)
        return (topic, question[: telling[0].start] + topic + question[telling[0].end :])

    def bare(self, text: str) -> str:
        """A text without the particles around it; what is left is put right when it is a known slip."""
        before = ""
        while text != before:
            before = text = text.strip(_ENDS)
            for particle in self._particles:
                text = text.removeprefix(particle).removesuffix(particle).strip(_ENDS)
        return self._glossary.typos.get(text, text)

    def whole(self, text: str) -> str:
        """「佣金什么时候付」 of 「那佣金什么时候付呢」."""
        text = text.rstrip(_ENDS).removesuffix("呢")
        for particle in self._particles:
            text = text.removeprefix(particle).lstrip(_ENDS)
        return text

    # Corrections ------------------------------------------------------------------------------------------

    def corrected(self, question: str, new: str, old: str) -> tuple[str, ...]:
        """The readings of a question with `new` for `old`, or for what in it is of the same kind.

        A topic of another kind takes the place of the question's topic, and is read by itself as well.
        """
        new = self.bare(new)
        if changed := self.put_right(question, new, old):
            return (changed,)
        if self._telling(new) and (topics := self._telling(question)):
            return (new, question[: topics[0].start] + new + question[topics[0].end :])
        return (f"{new},{question}",)

    def put_right(self, question: str, new: str, old: str) -> str:
        """A question with `new` for `old`, or for what in it is of the same kind; empty when there is nothing."""
        new = self.bare(new)
        if old and (place := self._place_of(question, old)):
            return question[: place[0]] + new + question[place[1] :]
        for figure in parse(new):
            for before in parse(question):
                if (before.kind, before.unit) == (figure.kind, figure.unit):
                    return question[: before.start] + figure.text + question[before.end :]
        if (platform := self.platform(new)) and len(new) <= len(platform.words) + 3:
            return self.on_platform(question, platform.name)
        for meant in self._glossary.in_question(new):
            for said in self._glossary.in_question(question):
                if said.term.kind == meant.term.kind and said.term != meant.term:
                    return question[: said.start] + new + question[said.end :]
        alike = _alike(question, new)
        return question.replace(alike, new, 1) if alike else ""

    def _place_of(self, question: str, old: str) -> tuple[int, int] | None:
        """Where a question names `old`, in these words or others."""
        old = self.bare(old)
        at = question.find(old)
        if at >= 0:
            return at, at + len(old)
        names = {mention.term.name for mention in self._glossary.in_question(old)}
        places = (m for m in self._glossary.in_question(question) if m.term.name in names)
        return next(((m.start, m.end) for m in places), None)


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions that do not overlap, the longer ones of those that do: 拼多多 and not the 多多 in it."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _alike(question: str, new: str) -> str:
    """A word of the question that differs from `new` in one character at the same length, or empty."""
    if not 2 <= len(new) <= 5:
        return ""
    windows = (question[at : at + len(new)] for at in range(len(question) - len(new) + 1))
    return next((w for w in windows if sum(a != b for a, b in zip(w, new, strict=True)) == 1), "")
