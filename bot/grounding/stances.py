"""应当, 可以, 不得: what a clause says of each of its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from bot.grounding.reading import Clause, State, Token

Modal: TypeAlias = tuple[int, int, State]
"""A word such as 不得: where it stands, and what it says."""

INABILITY = re.compile(r"[达做走办说查分找付收看拿回追联还受来去用]不[到了起成上清着]")
"""做不到, 走不了: the 不 is of the verb before it, not of what follows."""

_UNABLE = ("不了", "不成", "不起", "不上", "不到", "不清")
_RESETS = re.compile(
    r"(?<![不都才])(?:会|就|则|便|却|但|而(?!且)|(?<![及准按同届平临随当])时(?![间候期长])|时候|之后|以后)"
)
_NOT_REQUIRED = re.compile(r"(?:不是|并非|没有)$")
_FREE_NOT_TO = re.compile(r"(?:可以|也可|可)$")
_WRITING = frozenset(("写明", "规定"))
_SAYING = frozenset(("写明", "规定", "提出"))


class Stance(NamedTuple):
    """What a clause says of one word; the fields are those of `Token`."""

    state: State = ""
    denied: bool = False
    anchored: bool = False
    unsaid: bool = False


def stances(
    text: str, clauses: Sequence[Clause], tokens: Sequence[Token], modals: Sequence[Modal]
) -> list[Stance]:
    """For each word the modality that stands last before it in its clause."""
    found = []
    for token in tokens:
        start = clauses[token.clause].start
        before = [modal for modal in modals if start <= modal[0] < token.start]
        stance = _stance(text, start, token, tokens, before) if before else Stance()
        if text.startswith(_UNABLE, token.end) and INABILITY.match(text, token.end - 1):
            stance = stance._replace(state="not")
        found.append(stance)
    return found


def _stance(text: str, clause: int, token: Token, tokens: Sequence[Token], before: Sequence[Modal]) -> Stance:
    start, end, _ = before[-1]
    state = _meant(text[clause:start], before)
    between = text[end : token.start]
    passed = [t for t in tokens if end <= t.start < token.start]
    unsaid = state == "not" and any(t.key in _WRITING for t in passed)
    denied = state in ("not", "must_not") and not passed and not between.strip("有")
    spent = any(t.verbal or t.key in _SAYING for t in passed)
    of_noun = "的" in between and any(not t.predicate and t.key != "优质" for t in passed)
    if state == "not" and (spent or of_noun or "、" in between or _RESETS.search(between)):
        state = ""
    if state in ("must", "need", "may", "advice") and any(t.key == "要求" for t in passed):
        state = ""  # what one may ask for is not what one may do
    if passed and passed[0].verbal and text[passed[0].end] == "的":
        # 不得雇佣的限制: what is forbidden is the hiring, not the limit
        return Stance(unsaid=unsaid)
    return Stance(state, denied, not passed, unsaid)


def _meant(ahead: str, before: Sequence[Modal]) -> State:
    """What the last modal word says, with the one before it: 不是必须 and 可以不 let off, 不得要求 forbids."""
    state = before[-1][2]
    needed = state in ("must", "need")
    if (needed and _NOT_REQUIRED.search(ahead)) or (state == "not" and _FREE_NOT_TO.search(ahead)):
        return "need_not"
    if needed and len(before) > 1 and before[-2][2] == "must_not":
        return "must_not"
    return state
