"""Facts in words: parties and their details, platforms, shops, places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.drafting.reading.rules import NameFile

Side: TypeAlias = Literal["merchant", "provider"]
_GAP = re.compile(r"(?:号|码)?(?:就|目前)?(?:是|为|叫|写|在|用)?[:\s]{0,3}")
_SPACE = re.compile(r"\s*")
_TAIL = re.compile(r"(?:吧|啊|哦|呢|的|了|哈|呀|这个|那个)+$")
_NAMED = re.compile(r"叫做?|:|名|=|填")
_BRANCH = re.compile(r"[一-龥]{2,8}分公司")
_SHOP_NEAR = re.compile(r"(?:店|店铺|平台)[^。;]{0,6}$")
_FIRM = re.compile(r"(?:公司|企业|单位)(?:的)?$")
_SHORT_BODY = "仲裁委"
_LEFT_OUT = re.compile(
    r"(?:那边|店|的店|的)?(?:先|就|暂时|都|也)?不(?:做|接|要|管|上|开|包括|算|用做|考虑)(?!么)"
)
_NO_NAME = re.compile(r"[=+@{<][^,，。;；\n]*")
_NEGATED = re.compile(r"(?:不是|不在|不做|没有|没|不要|而不是|并非)\s?$")


@dataclass(frozen=True)
class Named:
    """A fact in words: where its words stand. `value` is set where the plain form is not simply those words."""

    parameter: str
    start: int
    end: int
    value: str = ""


class Names:
    """The rules of `names.yaml`, compiled for one side of the table."""

    def __init__(self, file: NameFile, side: Side) -> None:
        own, other = ("party_a", "party_b") if side == "merchant" else ("party_b", "party_a")
        self.own = own
        self._sides = {"own": own, "other": other, "party_a": "party_a", "party_b": "party_b"}
        self._marker = re.compile(
            "|".join(f"(?P<{name}>{pattern})" for name, pattern in file.parties.items())
        )
        marked = f"(?P<marker>{'|'.join(file.parties.values())})"
        self._organisation = re.compile(file.organisation)
        self._person = re.compile(file.person)
        self._surnamed = re.compile(file.surnamed)
        self._not_names = re.compile(file.not_names)
        self._not_in_names = re.compile(file.not_in_names)
        self._being = re.compile(file.being)
        self._called = re.compile(file.party_called)
        self._details = [(rule, re.compile(rule.called), re.compile(rule.value)) for rule in file.details]
        self._platforms = {name: re.compile("|".join(words)) for name, words in file.platforms.items()}
        self.court_named = re.compile(file.court_named)
        self._adding = re.compile(file.adding)
        self._shops = [re.compile(pattern) for pattern in file.shop]
        self._not_shops = re.compile(file.not_shops)
        named = {f"{name}": re.compile(pattern) for name, pattern in file.called.items()}
        self._blanks = {**named, **{r.parameter: called for r, called, _ in self._details if not r.party}}
        self._blank_details = {rule.parameter: called for rule, called, _ in self._details if rule.party}
        self._blank_party = re.compile(f"{marked}(?:{file.party_named})")

    def find(self, text: str, values: str) -> tuple[Named, ...]:
        """Everything in words that a plain text says. `values` are what stands for platforms now, 、 between."""
        found: list[Named] = []
        for one in (*self._details_of(text), *self._parties_of(text), *self._shops_of(text)):
            if not any(one.start < other.end and other.start < one.end for other in found):
                found.append(one)
        found += self._platforms_of(text, found, values)
        return tuple(found)

    def answer(self, parameter: str, words: str) -> str:
        """The words as an answer to the question for that fact, or nothing where they cannot be one."""
        if parameter in ("party_a", "party_b"):
            whole = self._organisation.fullmatch(words) or (
                self._person.fullmatch(words) and not self._not_in_names.search(words)
            )
            return words if whole and len(words) >= 2 and not self._not_names.match(words) else ""
        if parameter == "platforms":
            return "、".join(name for name, pattern in self._platforms.items() if pattern.search(words))
        if parameter == "shops":
            return words.strip('"“”「」『』《》') if not self._not_shops.match(words) else ""
        base = re.sub(r"^party_[ab]_(?=code|address|representative|contact|phone|email)", "", parameter)
        for rule, _, value in self._details:
            if rule.parameter == base and (match := value.search(words)) and match.start() == 0:
                return match[0]
        return ""

    def side_at(self, text: str, place: int) -> str:
        """The party that was named last before a place; the speaker's own where none was."""
        last = ""
        for match in self._marker.finditer(text, 0, place):
            last = self._sides[match.lastgroup or "own"]
        return last or self.own

    def blanks(self, text: str, part: tuple[int, int]) -> Iterator[tuple[str, int, int]]:
        """Facts in words that a part of the text names: parameter and place."""
        start, end = part
        for match in self._blank_party.finditer(text, start, end):
            yield self._side_of(match["marker"]), match.start(), match.end()
        for parameter, pattern in self._blanks.items():
            for match in pattern.finditer(text, start, end):
                yield parameter, match.start(), match.end()
        for detail, pattern in self._blank_details.items():
            for match in pattern.finditer(text, start, end):
                yield f"{self.side_at(text, match.start())}_{detail}", match.start(), match.end()

    def _side_of(self, words: str) -> str:
        match = self._marker.match(words)
        return self._sides[match.lastgroup or "own"] if match else self.own

    def _details_of(self, text: str) -> Iterator[Named]:
        for rule, called, value in self._details:
            for match in called.finditer(text):
                gap = _GAP.match(text, match.end())
                found = value.match(text, gap.end() if gap else match.end())
                if found:
                    yield self._named(rule.parameter, rule.party, text, found)
            if rule.alone:
                for found in value.finditer(text):
                    yield self._named(rule.parameter, rule.party, text, found)

    def _named(self, parameter: str, party: bool, text: str, found: re.Match[str]) -> Named:
        name = f"{self.side_at(text, found.start())}_{parameter}" if party else parameter
        end = found.start() + len(_TAIL.sub("", found[0]))
        value = f"{found[0]}员会" if found[0].endswith(_SHORT_BODY) else ""
        return Named(name, found.start(), end, value)

    def _parties_of(self, text: str) -> Iterator[Named]:
        for marker in self._marker.finditer(text):
            side = self._sides[marker.lastgroup or "own"]
            being = self._being.match(text, marker.end())
            space = _SPACE.match(text, marker.end())
            ended = marker[0].endswith(("是", "叫"))
            at = being.end() if being else space.end() if space else marker.end()
            if one := self._party(
                side, text, at, bool(being and _NAMED.search(being[0])), bool(being) or ended
            ):
                yield one
        for called in self._called.finditer(text):
            before = text[: called.start()]
            named = list(self._marker.finditer(before))
            if not named and _FIRM.search(before):
                if one := self._party(self.own, text, called.end(), True, True):
                    yield one
            elif named and not _SHOP_NEAR.search(before[named[-1].end() :][-8:]):
                side = self._sides[named[-1].lastgroup or "own"]
                if one := self._party(side, text, called.end(), True, True):
                    yield one

    def _party(self, side: str, text: str, at: int, named: bool, said: bool) -> Named | None:
        """The name of a party that starts at a place; without 叫 or a colon it must look like a firm's."""
        strange = _NO_NAME.match(text, at) if said else None
        if strange:  # what no name begins with is told to be none, and never left unread
            return Named(side, at, strange.end())
        found = self._organisation.match(text, at)
        if found and not self._not_names.match(found[0]):
            branch = _BRANCH.match(text, found.end())
            return Named(side, at, branch.end() if branch else found.end())
        person = self._person.match(text, at) if named and said else None
        if person is None and said:
            person = self._surnamed.match(text, at)
        if person is None or self._not_names.match(person[0]):
            return None
        words = _TAIL.sub("", person[0])
        return Named(side, at, at + len(words)) if len(words) >= 2 else None

    def _shops_of(self, text: str) -> Iterator[Named]:
        found: list[tuple[int, int]] = []
        for pattern in self._shops:
            for match in pattern.finditer(text):
                for group in range(1, pattern.groups + 1):
                    words = _TAIL.sub("", match[group] or "")
                    if not words or self._not_shops.match(words):
                        continue
                    start = match.start(group)
                    if not any(start < end and begin < start + len(words) for begin, end in found):
                        found.append((start, start + len(words)))
        yield from self._each_called(text)
        for start, end in sorted(found):
            yield Named("shops", start, end)

    def _each_called(self, text: str) -> Iterator[Named]:
        """「一个叫糖果屋一个叫米粒童装」"""
        if "店" not in text:
            return
        for match in re.finditer(r"一个叫([^,，。;\s]{2,16}?)(?=[,，、和]?(?:另)?一个叫|[,，。;\s]|$)", text):
            yield Named("shops", match.start(1), match.end(1))

    def _platforms_of(self, text: str, taken: list[Named], standing: str) -> list[Named]:
        said: list[tuple[int, int, str]] = []
        for name, pattern in self._platforms.items():
            for match in pattern.finditer(text):
                if _NEGATED.search(text[: match.start()]) or _LEFT_OUT.match(text, match.end()):
                    continue
                if any(match.start() < one.end and one.start < match.end() for one in taken):
                    continue
                said.append((match.start(), match.end(), name))
        if not said:
            return []
        said.sort()
        names = [name for _, _, name in said]
        if standing and self._adding.search(text[: said[0][0]]):
            names = [*standing.split("、"), *names]
        value = "、".join(dict.fromkeys(names))
        return [Named("platforms", said[0][0], said[-1][1], value)]
