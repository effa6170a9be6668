"""The side the asker is on: the merchant's unless a turn says otherwise, and until a turn says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.retrieval.question import plain, simplified

Side: TypeAlias = Literal["甲方", "乙方"]

SIDES: tuple[Side, Side] = ("甲方", "乙方")
_IN_CASE = "的话"
_CLAUSES = re.compile(r"[,，。.;；!！?？、\s]+")


class SidesFile(BaseModel):
    """`knowledge/sides.yaml` as it is written; `memory` is read by `bot.answering.memory`."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    self_: str = Field(alias="self", min_length=1)
    being: str = Field(min_length=1)
    filler: str
    parties: Mapping[Side, str]
    not_claim: str
    claims: tuple[str, ...]
    telling: Mapping[Side, tuple[str, ...]]
    again: str
    denied: str
    supposed: str
    says: Mapping[Side, str]
    says_once: Mapping[Side, str]
    reply: Mapping[Side, str]
    own: tuple[str, ...]
    other: Mapping[Side, tuple[str, ...]]
    partner: Mapping[Side, str]
    own_english: str
    other_english: str
    english: Mapping[Side, str]
    not_own: str
    memory: object = None


@dataclass(frozen=True)
class Claim:
    """A place in a turn that says whose side the asker is on; `supposed` when for this turn only."""

    side: Side
    supposed: bool
    start: int
    end: int


@dataclass(frozen=True)
class Stance:
    """The side for a turn, the one that stays after it, and what is said of the change (empty: no change).

    `told` says that the asker spoke of being the provider so far, be it for one turn.
    """

    side: Side = "甲方"
    stays: Side = "甲方"
    says: str = ""
    told: bool = False


class Sides:
    """The rules of `knowledge/sides.yaml`, compiled."""

    def __init__(self, rules: SidesFile) -> None:
        self._rules = rules
        self.english = rules.english
        self._not_claim = re.compile(rules.not_claim)
        self._supposed = re.compile(rules.supposed)
        self._not_own = re.compile(rules.not_own)
        self._partner = {side: re.compile(rules.partner[side]) for side in SIDES}
        self._own_english = re.compile(rules.own_english, re.IGNORECASE)
        self._other_english = re.compile(rules.other_english, re.IGNORECASE)
        parties = "|".join(rules.parties.values())
        self._again = re.compile(_filled(rules.again, parties, rules.filler))
        self._claims = {side: self._claim_patterns(side) for side in SIDES}
        self._denied = {
            side: re.compile(_filled(rules.denied, rules.parties[side], rules.filler)) for side in SIDES
        }

    def _claim_patterns(self, side: Side) -> tuple[re.Pattern[str], ...]:
        rules, party = self._rules, self._rules.parties[side]
        first = f"{rules.self_}{rules.being}{rules.filler}{party}"
        patterns = (first, *rules.claims, *rules.telling[side])
        return tuple(re.compile(_filled(pattern, party, rules.filler)) for pattern in patterns)

    @classmethod
    def load(cls, path: Path) -> Sides:
        """The rules in a file; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, SidesFile))

    def claims(self, text: str) -> list[Claim]:
        """The claims of one turn in order. `text` is normalised; offsets are of it."""
        found = sorted(self._found(text), key=lambda claim: (claim.start, -claim.end))
        kept: list[Claim] = []
        for claim in found:
            if not kept or claim.start >= kept[-1].end:
                kept.append(claim)
        return kept

    def _found(self, text: str) -> Iterator[Claim]:
        for side in SIDES:
            for match in self._denied[side].finditer(text):
                yield Claim(_opposite(side), False, *match.span())
            for pattern in self._claims[side]:
                for match in pattern.finditer(text):
                    after = text[match.end() :]
                    if not self._not_claim.search(after):
                        supposed = after.startswith(_IN_CASE) or bool(
                            self._supposed.search(text[: match.start()])
                        )
                        yield Claim(side, supposed, *match.span())

    def stance(self, turns: Sequence[str]) -> Stance:
        """The side for the last of the user's turns, in the light of those before it."""
        return (self.stances(turns) or [Stance()])[-1]

    def stances(self, turns: Sequence[str]) -> list[Stance]:
        """The side for each of the user's turns."""
        stays: Side = "甲方"
        made: list[Stance] = []
        told = False
        for typed in turns:
            claims = self.claims(normal(typed))
            meant = [claim for claim in claims if not claim.supposed]
            before, stays = stays, meant[-1].side if meant else stays
            side = claims[-1].side if claims else stays
            told = told or any(claim.side == "乙方" for claim in claims)
            says = ""
            if side != stays:
                says = self._rules.says_once[side]
            elif stays != before:
                says = self._rules.says[side]
            made.append(Stance(side, stays, says, told))
        return made

    def acknowledged(self, side: Side) -> str:
        """The reply to a turn that says nothing but its side."""
        return self._rules.reply[side]

    def without_claims(self, text: str) -> str:
        """What a turn says beside its claims, without the clause marks around them."""
        rest, at = "", 0
        for claim in self.claims(text):
            before = (
                self._supposed.sub("", text[at : claim.start]) if claim.supposed else text[at : claim.start]
            )
            rest += before
            at = claim.end
        if not at:
            return text
        after = self._again.sub("", re.sub(r"^(?:的话|的|来说|了|now)+", "", text[at:].lstrip()))
        return f"{rest.rstrip(' ,，。.')}{',' if rest.strip(' ,，。.') else ''}{_lead_off(after)}".strip(
            " ,，"
        )

    def turned(self, question: str, side: Side) -> str:
        """The question with 我 and 对方 as the parties they are, seen from `side`."""
        kept: list[str] = []

        def hidden(match: re.Match[str]) -> str:
            kept.append(match[0])
            return f"\0{len(kept) - 1}\0"

        text = self._not_own.sub(hidden, question)
        for partner in SIDES:
            text = self._partner[partner].sub(partner, text)
        text = self._own_english.sub(self._rules.english[side], text)
        text = self._other_english.sub(self._rules.english[_opposite(side)], text)
        for word in self._rules.other[side]:
            text = text.replace(word, "\1")
        for word in self._rules.own:
            text = text.replace(word, "\2")
        text = text.replace("\1", _opposite(side)).replace("\2", side)
        return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], text)


def normal(text: str) -> str:
    """One script, half width, lower case: what patterns of the data files are written for."""
    return simplified(plain(text)).lower().replace("，", ",")


def _filled(pattern: str, party: str, filler: str) -> str:
    return pattern.replace("{party}", party).replace("{filler}", filler)


def _opposite(side: Side) -> Side:
    return "乙方" if side == "甲方" else "甲方"


def _lead_off(text: str) -> str:
    return _CLAUSES.sub("", text, count=1) if _CLAUSES.match(text) else text
