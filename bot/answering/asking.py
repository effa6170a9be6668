"""What a turn asks: how many questions, what each wants, and how each reads without the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.earlier import Earlier, Exchange
from bot.answering.follow_rules import FollowRules, Read
from bot.answering.following import Following
from bot.answering.side import Side, Sides, Stance, normal
from bot.answering.swapping import Swapping
from bot.conversation import Conversation, Reply, Turn
from bot.data_files import load_yaml
from bot.glossary import Glossary
from bot.retrieval.question import plain, simplified

AskKind: TypeAlias = Literal[
    "compare", "how_much", "how_long", "when", "how_many", "where", "who", "list", "why", "may", "what",
    "how", "general",
]  # fmt: skip
FigureKind: TypeAlias = Literal["amount", "rate", "duration", "date", "count", "ordinal", "time"]

MOST_PARTS = 4
"""Questions of one turn that are answered one by one; what is beyond stays with the last."""

MOST_TURNS = 60
"""Earlier turns of the user that a new one is read in the light of."""

SIDES_FILE = "sides.yaml"

_Q = "?？"
_HAN = re.compile(r"[\u4e00-\u9fff]")


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class KindRule(_Model):
    """How one kind of question is recognised, and which figures answer it."""

    name: AskKind
    patterns: tuple[str, ...] = Field(min_length=1)
    figures: tuple[FigureKind, ...] = ()


class AskingFile(_Model):
    """`knowledge/asking.yaml` as it is written."""

    kinds: tuple[KindRule, ...]
    leaning: tuple[str, ...]
    particles: tuple[str, ...]
    joints: str
    comma: str
    asks_something: str
    asks_nothing: str
    goes_on: str
    generic_terms: tuple[str, ...]
    follow: FollowRules


@dataclass(frozen=True)
class Asked:
    """What a question wants: its kind, the kinds of figure that would answer it."""

    kind: AskKind
    figures: tuple[FigureKind, ...] = ()


@dataclass(frozen=True)
class ReadQuestion:
    """One question of a turn as it reads without its conversation.

    `readings` are the one or two texts to search with (two are fused, see `Assistant.search`); the last is the
    fullest. `focus` are ids of passages that the words point at (「第二条」 of a list, 「刚才说的5万」): where they
    are still indexed, they lead. `again` says that it repeats an earlier question on purpose (a return, a
    correction), so that the answer may be one that was given before. `near` are the documents that the last answer
    came from, for a question that may go on with them.
    """

    readings: tuple[str, ...]
    same_turn: bool = False
    focus: tuple[str, ...] = ()
    again: bool = False
    near: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The fullest reading."""
        return self.readings[-1]


@dataclass(frozen=True)
class ReadTurn:
    """The last turn of a conversation, read in its light.

    `side` is the party the asker stands on, for this turn. `says` is what is told before the answer (that it
    now speaks to the other side), or empty. Where `reply` is not empty nothing is searched: it is the whole
    reply, of the kind `reply_kind` (facts taken note of, or a list that has no such item).
    """

    questions: tuple[ReadQuestion, ...]
    side: Side = "甲方"
    says: str = ""
    reply: str = ""
    reply_kind: Literal["notice", "clarify"] = "notice"


class Asking:
    """The rules of `knowledge/asking.yaml` and `knowledge/sides.yaml`, compiled."""

    def __init__(self, rules: AskingFile, glossary: Glossary, sides: Sides) -> None:
        self.sides = sides
        self._glossary = glossary
        self._kinds = [(rule, re.compile("|".join(rule.patterns))) for rule in rules.kinds]
        self._joints = re.compile(rules.joints)
        self._comma = re.compile(rules.comma)
        self._asks = re.compile(rules.asks_something)
        self._asks_nothing = re.compile(rules.asks_nothing)
        self._goes_on = re.compile(rules.goes_on)
        self._swapping = Swapping(glossary, sides, rules.generic_terms, rules.particles, self._asks)
        leaning = re.compile("|".join(rules.leaning))
        self._following = Following(rules.follow, glossary, self._swapping, self._asks, leaning)
        # Every turn of a conversation is read again at each that follows.
        self._spelt = lru_cache(maxsize=4096)(lambda typed: self._swapping.spelt(normal(typed)))

    @classmethod
    def load(cls, path: Path, glossary: Glossary) -> Asking:
        """The rules in a file and in the one on sides beside it; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, AskingFile), glossary, Sides.load(path.with_name(SIDES_FILE)))

    def kind(self, question: str) -> Asked:
        """What a stand-alone question wants."""
        text = simplified(plain(question)).lower().rstrip(_Q + " 。.")
        for rule, pattern in self._kinds:
            if pattern.search(text):
                return Asked(rule.name, rule.figures)
        return Asked("general")

    def parts(self, typed: str) -> list[str]:
        """The questions of one turn; one unless each part asks something of its own."""
        pieces = [piece.strip(" ,，。") for piece in self._joints.split(plain_lines(typed))]
        pieces = [piece for piece in pieces if piece]
        if len(pieces) < 2 or not all(self._asks.search(p) and len(p) >= 4 for p in pieces):
            pieces = self._at_commas(typed)
        if len(pieces) < 2:
            return [typed]
        return [*pieces[: MOST_PARTS - 1], "?".join(pieces[MOST_PARTS - 1 :])][: min(len(pieces), MOST_PARTS)]

    def _at_commas(self, typed: str) -> list[str]:
        """Two questions or more with only commas between them: each asks, and each of something else."""
        pieces = [piece.strip(_Q + " 。") for piece in self._comma.split(plain(typed))]
        pieces = [piece for piece in pieces if piece]
        seen: set[str] = set()
        for number, piece in enumerate(pieces):
            text = normal(piece)
            topics = self._swapping.topics(text)
            asks = self._asks.search(text) and not self._asks_nothing.search(text)
            if not asks or not topics - seen or (number and self._goes_on.search(text)):
                return []
            seen |= topics
        return pieces

    def turn(self, conversation: Conversation) -> ReadTurn:
        """The last turn, read in the light of those before it."""
        spoken = _spoken(conversation.turns)
        texts = [self._swapping.spelt(normal(turn.text)) for turn, _ in spoken]
        exchanges: list[Exchange] = []
        reads: list[Read] = []
        stance = Stance()
        start = max(0, len(spoken) - MOST_TURNS)
        stances = self.sides.stances(texts)
        for (turn, reply), stance in zip(spoken[start:], stances[start:], strict=True):
            reads = self._read(turn.text, Earlier(exchanges), stance)
            exchanges.append(_exchange(turn.text, reads, reply))
        platform = self._swapping.spoken_of(texts[:-1])
        missing = next((read.missing for read in reads if read.missing), "")
        if missing or not reads:
            reply_text = missing or self.sides.acknowledged(stance.side)
            return ReadTurn((), stance.side, "", reply_text, "clarify" if missing else "notice")
        near = _documents(exchanges[:-1])
        questions = tuple(self._question(read, at, stance, platform, near) for at, read in enumerate(reads))
        return ReadTurn(questions, stance.side, stance.says)

    def side(self, conversation: Conversation) -> Side:
        """The party the asker stands on at the last turn."""
        texts = [self._spelt(turn.text) for turn, _ in _spoken(conversation.turns)]
        return self.sides.stances(texts)[-1].side if texts else Stance().side

    def readings(self, typed: str, before: str, *, same_turn: bool = False) -> tuple[str, ...]:
        """The one or two readings of a question after another, with no replies to look at."""
        known = Earlier([Exchange(before, before, before, readings=(before,))] if before else [])
        read = self._read_part(typed, known, Stance(), same_turn)
        return read.readings if read else (typed,)

    def _read(self, typed: str, earlier: Earlier, stance: Stance) -> list[Read]:
        """The questions of a turn; none when it only says whose side the asker is on."""
        reads: list[Read] = []
        before = list(earlier.exchanges)
        for part in self.parts(typed):
            known = Earlier(before)
            read = self._read_part(part, known, stance, same_turn=bool(reads))
            if read:
                reads.append(read)
                before.append(Exchange(part, read.base, read.root))
        return reads

    def _read_part(self, typed: str, earlier: Earlier, stance: Stance, same_turn: bool) -> Read | None:
        text = self._following.tidied(typed)
        claims = self.sides.claims(text)
        rest = self._following.tidied(self.sides.without_claims(text)) if claims else text
        if claims and self._following.says_no_more(rest):
            latest = earlier.latest
            again = bool(rest) or any(claim.supposed for claim in claims)
            if latest is None or not again:
                return None
            return Read((latest.base,), latest.base, latest.root, latest.focus, again=True)
        if (
            claims
            and stance.told
            and self._swapping.party_in(rest, stance.side) is None
            and _HAN.search(rest)
        ):
            rest = f"{stance.side}{rest}"
        read = self._following.read(rest, earlier, stance.side, same_turn)
        if claims and not self._asks.search(rest) and not self._swapping.topics(rest):
            read = replace(read, base="", root="")
        as_typed = rest == normal(typed)
        return replace(read, readings=tuple(typed if as_typed and r == rest else r for r in read.readings))

    def _question(
        self, read: Read, at: int, stance: Stance, platform: str, near: tuple[str, ...]
    ) -> ReadQuestion:
        """A question with the parties as the asker's side has them, and the platform spoken of before."""
        readings = [self._sided(text, stance) for text in read.readings]
        if platform and not read.focus and self._swapping.platform(readings[-1].lower()) is None:
            readings = [readings[0], f"{platform}，{readings[-1]}"]
        return ReadQuestion(tuple(readings), bool(at), read.focus, read.again, near if read.leans else ())

    def _sided(self, text: str, stance: Stance) -> str:
        if not stance.told:
            return text
        turned = self.sides.turned(text, stance.side)
        named = self._swapping.party_in(turned.lower(), stance.side)
        unsaid = stance.side == "乙方" and not named and _HAN.search(turned)
        return f"{stance.side}{turned}" if unsaid else turned


def _spoken(turns: Sequence[Turn]) -> list[tuple[Turn, Reply | None]]:
    """The user's turns, each with the reply it got; the last has none."""
    spoken: list[tuple[Turn, Reply | None]] = []
    for turn in turns:
        if turn.role == "user":
            spoken.append((turn, None))
        elif spoken:
            spoken[-1] = (spoken[-1][0], turn.reply)
    return spoken


def _documents(exchanges: Sequence[Exchange]) -> tuple[str, ...]:
    """The documents that the last answer cites."""
    answer = next((e.reply for e in reversed(exchanges) if e.reply and e.reply.kind == "answer"), None)
    return tuple(dict.fromkeys(c.document_id for c in answer.citations)) if answer else ()


def _exchange(typed: str, reads: Sequence[Read], reply: Reply | None) -> Exchange:
    if not reads:
        return Exchange(typed, "", "", reply=reply)
    last = reads[-1]
    return Exchange(
        typed,
        last.base,
        last.root,
        parts=tuple(read.base for read in reads),
        readings=last.readings,
        reply=reply,
        focus=last.focus,
        list_of=last.list_of,
        picked=last.picked,
    )


def plain_lines(text: str) -> str:
    """The question with its line ends kept, since they part questions."""
    return "\n".join(plain(line) for line in text.splitlines())
