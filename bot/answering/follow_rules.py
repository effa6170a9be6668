"""The rules of `follow` in `knowledge/asking.yaml`, compiled, and what reading a turn by them comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

SHORT = 14
"""Characters: a question this short without a topic of its own leans on what was asked before."""

ENDS = " ?？。.,，!！"
"""What may stand around a turn and says nothing."""

_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z']+|\d+")


class FollowRules(BaseModel):
    """`follow` of `knowledge/asking.yaml`; what each pattern is for stands beside it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    leading: tuple[str, ...] = Field(min_length=1)
    trailing: str
    fresh: str
    nth: str
    nth_typo: str
    nth_english: str
    last_item: str
    next_item: str
    previous_item: str
    latter: str
    former: str
    clause_before: str
    number_only: str
    item_words: str
    my_nth: str
    my_first: str
    back: str
    back_words: str
    back_end: str
    said: str
    what_of: str
    cue: str
    cue_after: str
    meant_not: tuple[str, ...]
    meant: tuple[str, ...]
    meant_cued: tuple[str, ...]
    bare: str
    pronouns: str
    common_words: tuple[str, ...]
    empty_words: str
    swap: str
    bare_party: str
    platform_swap: str
    nth_missing: str


@dataclass(frozen=True)
class Read:
    """One question of a turn, read: see `ReadQuestion`; `base` and `root` are what the next turn goes on from.

    `leans` says that the words may go on with what the last answer spoke of; `missing` is the sentence that says that a list has no such item.
    """

    readings: tuple[str, ...]
    base: str
    root: str
    focus: tuple[str, ...] = ()
    again: bool = False
    list_of: int | None = None
    picked: int = 0
    leans: bool = False
    missing: str = ""


def alone(text: str) -> Read:
    """A question that is read by itself."""
    return Read((text,), text, text)


def size(text: str) -> int:
    """How much a text says, in Chinese characters; a Latin word or a number counts as two."""
    return len(_HAN.findall(text)) + 2 * len(_WORD.findall(text))


class FollowPatterns:
    """The patterns of `FollowRules` by their names; those that are lists keep their order."""

    def __init__(self, rules: FollowRules) -> None:
        self.missing = rules.nth_missing
        self.common_words = frozenset(rules.common_words)
        self.leading = re.compile("^(?:" + "|".join(rules.leading) + ")")
        self.meant_not = [re.compile(pattern) for pattern in rules.meant_not]
        self.meant = [re.compile(pattern) for pattern in rules.meant]
        self.meant_cued = [re.compile(pattern) for pattern in rules.meant_cued]
        self._named = {
            name: re.compile(value)
            for name, value in vars(rules).items()
            if isinstance(value, str) and name != "nth_missing"
        }

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self._named[name]

    def filled(self, name: str, **words: str) -> re.Pattern[str]:
        """A pattern with words of the turn in place of `{name}`."""
        pattern = self._named[name].pattern
        for key, value in words.items():
            pattern = pattern.replace("{" + key + "}", re.escape(value))
        return re.compile(pattern)
