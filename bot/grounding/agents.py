"""Who does what to whom: the sides named in a text, and for each word its doer, its recipient and its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from bot.grounding.reading import Clause, Mention, Token
from bot.grounding.words import Parties

Side: TypeAlias = Literal["a", "b"]
"""The party that 「你」 is: a orders the service, b provides it."""

_OTHER = {"a": "b", "b": "a", "both": "any", "any": "any", "customer": "any"}
_PAID = re.compile(r"(?:已经|已|所)(?:支付|付|交|缴)?|(?:支付|付|交)的")
_SPEECH = re.compile(r"[「“][^」”]*[」”]")
_ACTS = re.compile(r"自行|自己|不|能|可|要|应|需|会|就|只|必须|无需|往往|与|和")
_OPENINGS = ("", ",", "。", ";", ":", "\n", "、", "但", "而")
_JOINS = ("或", "和", "与", "及", "、", "或者", "以及")
_BESIDE = ("和", "与", "跟", "同", "对", "为")
_TELLING = ("告知", "提醒")


class Role(NamedTuple):
    """Who acts where one word stands; the fields are those of `Token`."""

    agent: str = ""
    carried: bool = False
    recipient: str = ""
    owner: str = ""


def mentions_of(
    text: str, clauses: Sequence[Clause], names: Sequence[tuple[int, int, str]], side: Side
) -> list[Mention]:
    """The parties named, 「你」 and 「对方」 put down to one side; what is quoted speech is nobody's.

    「对方」 is the other side of whoever was named before it in the sentence, else of 「你」.
    """
    found: list[Mention] = []
    named: list[Mention] = []
    spoken = [match.span() for match in _SPEECH.finditer(text)]
    for start, end, name in names:
        if name in ("you", "other") and any(first < start < last for first, last in spoken):
            continue
        if name == "shop":
            if not _ACTS.match(text, end) or text[max(start - 1, 0) : start] not in _OPENINGS:
                continue
            name = "a"
        clause = next((at for at, c in enumerate(clauses) if start < c.end), max(len(clauses) - 1, 0))
        if name == "other":
            since = max(text.rfind(mark, 0, start) for mark in "。!?\n")
            before = [mention for mention in named if mention.start > since]
            found.append(Mention(_OTHER[before[0].side if before else side], start, end, clause))
            continue
        if name == "staff":
            # they do what side b does, and yet 「对方」 after them is their employer
            found.append(Mention("b", start, end, clause))
            continue
        found.append(Mention(side if name == "you" else name, start, end, clause))
        named.append(found[-1])
    return found


def roles_of(
    text: str,
    clauses: Sequence[Clause],
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    parties: Parties,
) -> list[Role]:
    """For each word its role; a doer is carried on to the clauses that follow."""
    return _Walk(text, clauses, tokens, mentions, parties).roles()


@dataclass
class _Frame:
    """Who acts at a place of the text; `outer` acts again when the clause ends, `once` does the next verb only."""

    agent: str = ""
    outer: str | None = None
    recipient: str = ""
    carried: bool = False
    once: str = ""


class _Walk:
    """Goes through a text once, party by party and word by word."""

    def __init__(
        self,
        text: str,
        clauses: Sequence[Clause],
        tokens: Sequence[Token],
        mentions: Sequence[Mention],
        parties: Parties,
    ) -> None:
        self._text, self._clauses, self._tokens = text, clauses, tokens
        self._mentions, self._parties = mentions, parties
        self._frame = _Frame()
        self._previous: Mention | None = None
        self._last: Token | None = None
        self._owned: dict[int, str] = {}
        self._given: dict[int, str] = {}

    def roles(self) -> list[Role]:
        """The roles in the order of the words."""
        found: list[tuple[Token, Role]] = []
        clause = -1
        for event in self._events():
            if event.clause != clause:
                self._enter(clause)
                clause = event.clause
            if isinstance(event, Mention):
                self._meet(event)
                self._previous = event
            else:
                found.append((event, self._role(event)))
                self._last = event
        return [
            role._replace(recipient=self._given.get(token.start, role.recipient)) for token, role in found
        ]

    def _events(self) -> Iterator[Mention | Token]:
        mentions = list(self._mentions)
        for token in self._tokens:
            while mentions and mentions[0].start <= token.start:
                yield mentions.pop(0)
            yield token
        yield from mentions

    def _enter(self, left: int) -> None:
        """A new clause: the doer is carried on within a sentence."""
        ended = left >= 0 and self._clauses[left].mark in ("。", "!", "?", "\n")
        frame = self._frame
        agent = "" if ended else frame.agent if frame.outer is None else frame.outer
        self._frame, self._last = _Frame(agent, carried=True), None

    def _role(self, token: Token) -> Role:
        frame = self._frame
        agent, carried = frame.agent, frame.carried
        if frame.once and token.verbal:
            agent, carried, frame.once = frame.once, False, ""
        return Role(agent, bool(agent) and carried, frame.recipient, self._owned.get(token.start, ""))

    def _meet(self, party: Mention) -> None:
        """What a party's name does to who acts from here on."""
        before = self._text[self._clauses[party.clause].start : party.start]
        after = self._text[party.end :]
        frame, last, to = self._frame, self._last, self._parties.to
        if after.startswith(self._parties.owns):
            self._owns(party)
        elif self._previous and self._text[self._previous.end : party.start] in _JOINS:
            if party.side != self._previous.side and frame.agent:
                frame.agent = "both"
        elif before.endswith("把") or (before.endswith(to) and _PAID.match(after)):
            frame.once = party.side
            if last and not before.endswith("把"):
                self._given[last.start] = party.side
        elif before.endswith(("经", "经过")):
            frame.once = party.side
        elif before.endswith(self._parties.by):
            frame.outer = frame.agent if frame.outer is None else frame.outer
            frame.agent, frame.carried = party.side, False
        elif before.endswith(to) or (last and last.verbal and last.end == party.start):
            self._receives(party, before)
        elif _PAID.match(after) and frame.agent:
            frame.once = party.side
        else:
            frame.agent, frame.outer, frame.carried = party.side, None, False

    def _owns(self, party: Mention) -> None:
        """甲方的……: what follows is theirs."""
        following = next((t for t in self._tokens if t.start >= party.end and t.clause == party.clause), None)
        if following:
            self._owned[following.start] = party.side

    def _receives(self, party: Mention, before: str) -> None:
        """向乙方……, 赔偿乙方: it is done to them."""
        last = self._last
        if last and last.predicate and last.end == party.start:
            self._given[last.start] = party.side
            if last.key in _TELLING:
                self._frame.agent = ""
        elif not before.endswith(_BESIDE):
            self._frame.recipient = party.side
