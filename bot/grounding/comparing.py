"""A word of an answer against the same word of a source: who does it, must they, is it denied, in what order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.grounding.evidence import Evidence, Unit
from bot.grounding.reading import Reading, State, Token
from bot.grounding.verdicts import Fault
from bot.grounding.words import Lexicon

NEGATIVE: frozenset[State] = frozenset(("not", "must_not", "need_not"))
_CLASH: frozenset[tuple[State, State]] = frozenset(
    (
        ("must", "may"),
        ("may", "must"),
        ("may", "need"),
        ("must_not", "need_not"),
        ("need_not", "must_not"),
    )
)
_SAID = frozenset(("写明", "规定", "包括"))
_TRANSFERS = frozenset(("支付", "赔偿", "退还", "告知", "提醒", "提供", "交还"))
_OPERATIVE = frozenset(
    (
        "支付",
        "赔偿",
        "退还",
        "解除",
        "雇佣",
        "确认",
        "监督",
        "承担",
        "起诉",
        "协商",
        "收取",
        "删除",
        "交还",
        "停止",
        "分包",
        "扣除",
        "违约",
    )
)
"""Deeds with consequences, which an answer may only name where its source does."""

_ORDERS = {"before": "after", "after": "before", "first": "then", "then": "first"}

FULL, NEAR, HEADED = 1.0, 0.5, 0.35
"""What a word counts for that stands in the sentence, in the one beside it, in a heading."""


def credit(token: Token, unit: Unit) -> float:
    """How far a source sentence holds a word, 0 to 1."""
    if token.key in unit.reading.keys or (token.sort == "plain" and token.word in unit.reading.text):
        return FULL
    held = sum(char in unit.reading.text for char in token.word) / len(token.word)
    return 0.6 * held if held >= 0.5 else 0.0


def nearby(token: Token, near: frozenset[str], headed: frozenset[str]) -> float:
    """What a word counts for that stands in the sentences beside, or in a heading."""
    return NEAR if token.key in near else HEADED if token.key in headed else 0.0


def polarity(token: Token, same: Sequence[Token], even: bool, denies: bool) -> Fault | None:
    """Whether the source says of a word what the answer says of it.

    `denies` says that the answer denies anything. `even` says that the answer denies the condition as well (「没收到钱就不开工」 of 「收到后才开工」).
    """
    if not same:
        return None
    if len(token.word) == 1 and token.sort == "plain" and not token.anchored:
        return None
    if token.sort == "light" and token.key not in _SAID:
        return None
    if token.unsaid or all(s.unsaid for s in same):
        return None if token.unsaid or denies else Fault("polarity", token.word, token.key)
    if not token.predicate and not token.anchored:
        if token.denied and all(s.state not in NEGATIVE for s in same):
            return Fault("polarity", token.word, token.key)
        if token.state not in NEGATIVE and all(s.denied for s in same):
            return Fault("polarity", token.word, token.key)
        return None
    states = {s.state for s in same}
    if token.key == "要求" and token.state in ("may", "advice") and states & {"must", "need"}:
        return None  # what you should ask for, you may ask for
    negative = token.state in NEGATIVE
    if all((state in NEGATIVE) != negative for state in states):
        return None if even else Fault("polarity", token.word, token.key)
    if all(clash(token.state, state) for state in states):
        return Fault("modality", token.word, token.key)
    return None


def party(token: Token, same: Sequence[Token]) -> Fault | None:
    """Whether the one who does it, has it done to them or owns it is the source's."""
    if token.owner and (owners := {s.owner for s in same if s.owner}) and _differs(token.owner, owners):
        return Fault("party", token.word, token.key)
    if not token.predicate:
        return None
    doers = {s.agent for s in same if s.agent and not s.carried}
    named = token.agent and not token.carried
    if named and doers and len(doers) == len({s.agent for s in same}) and _differs(token.agent, doers):
        return Fault("party", token.word, token.key)
    takers = {s.recipient for s in same if s.recipient}
    if token.recipient and (takers or doers):
        if takers and _differs(token.recipient, takers):
            return Fault("party", token.word, token.key)
        if not takers and doers == {token.recipient} and token.key in _TRANSFERS:
            return Fault("party", token.word, token.key)
    given = token.key in _TRANSFERS and not doers and takers == {token.agent}
    if named and token.agent in ("a", "b") and given:
        return Fault("party", token.word, token.key)
    return None


def supposed(token: Token, unit: Unit) -> bool:
    """Whether a source sentence only supposes what the answer says must, may or must not be done."""
    here = unit.reading.having(token.key)
    conditions = [c for c in unit.conditions if not c.scope]
    return bool(here) and all(any(c.start <= s.start < c.end for c in conditions) for s in here)


def closest(
    token: Token, same: Sequence[Token], claim: Reading, evidence: Evidence, at: int
) -> Sequence[Token]:
    """Of a word that a source sentence has several times, those in the clause most like the claim's."""
    here = evidence.units[at].reading
    if len(same) < 2 or same[0] not in here.tokens:
        return same
    mine = claim.having(token.key)
    if len(mine) == len(same) and len(claim.clauses) == len(here.clauses):
        # a sentence kept almost as it is: the second time is the second time
        return [same[mine.index(token)]]
    about = {t.key for t in claim.within(token.clause)}
    alike = {c: sum(t.weight for t in here.within(c) if t.key in about) for c in {s.clause for s in same}}
    most = max(alike.values())
    return [s for s in same if alike[s.clause] >= most - 0.3]


def alongside(
    token: Token, same: Sequence[Token], claim: Reading, evidence: Evidence, at: int
) -> Sequence[Token]:
    """Of a word that everybody uses (写, 有) those that stand with something the claim's clause speaks of."""
    about = [t for t in claim.within(token.clause) if t.weight >= 0.5]
    here = evidence.units[at].reading
    alike = {
        at: sum(t.weight for t in here.within(at) if any(_akin(one, t) for one in about))
        for at in range(len(here.clauses))
    }
    most = max(alike.values(), default=0.0)
    return [s for s in same if s in here.tokens and alike[s.clause] and alike[s.clause] >= most - 0.3]


def _akin(one: Token, other: Token) -> bool:
    """The same word, or one that holds two characters of it in a row."""
    if one.key == other.key:
        return True
    return any(one.word[at : at + 2] in other.word for at in range(len(one.word) - 1))


def stated(token: Token, claim: Reading, same: Sequence[Token], source: Reading) -> Fault | None:
    """「写明了」 of what a source only says should be written."""
    done = claim.text.startswith("了", token.end) or claim.text[: token.start].endswith(("已", "已经"))
    if not done or not same or token.key not in ("写明", "规定"):
        return None
    for other in same:
        asked = any(t.key == "要求" and t.start < other.start for t in source.tokens)
        if other.state not in ("must", "need", "advice") and not asked:
            return None
    return Fault("polarity", token.word, token.key)


def clash(claim: State, source: State) -> bool:
    """Whether what an answer says of something cannot be said where the source says the other."""
    return (claim, source) in _CLASH or (claim in NEGATIVE) != (source in NEGATIVE)


def _differs(side: str, others: set[str]) -> bool:
    """Whether a side is none of the others; what both do, each does."""
    return (
        side not in others and not (side in ("a", "b") and "both" in others) and "any" not in (side, *others)
    )


def order(token: Token, same: Sequence[Token]) -> Fault | None:
    """Whether 前 and 后, 先 and 再 are where the source has them."""
    # 没收到之前 is 收到之后
    against = None if token.state in NEGATIVE else _ORDERS.get(token.order)
    orders = {s.order for s in same}
    if against and against in orders and token.order not in orders:
        return Fault("word", token.word, token.key)
    return None


def qualifier(token: Token, unit: Unit, evidence: Evidence, at: int, lexicon: Lexicon) -> Fault | None:
    """Words that an answer may only say where the source does, and words that its source excludes."""
    keys = unit.reading.keys
    if token.key in keys or (token.sort == "plain" and token.word in unit.reading.text):
        return None
    if lexicon.opposites.get(token.key, set()) & keys:
        return Fault("word", token.word, token.key)
    around = evidence.near_keys[at] | evidence.heading_keys
    if token.sort == "exact" and token.key not in around:
        return Fault("word", token.word, token.key)
    if token.key in _OPERATIVE and len(token.word) > 1 and token.key not in around:
        return Fault("unsupported", token.word, token.key)
    if token.sort == "head" and not _head_there(token, keys):
        heads = {t.key for t in unit.reading.tokens if t.sort == "head"}
        if heads or not _head_there(token, around):
            return Fault("bound", token.word, token.key)
    return None


def equated(claim: Reading, clauses: Sequence[int], source: Reading) -> Fault | None:
    """「佣金是……基本服务费」: one thing said to be another, where the source does not."""
    for at in clauses:
        heads = [t for t in claim.within(at) if t.sort == "head"]
        for one, other in pairwise(heads):
            last = not claim.text[other.end : claim.clauses[at].end].strip("。")
            if one.key == other.key or not last or "是" not in claim.text[one.end : other.start]:
                continue
            said = any(
                "是" in source.text[first.end : second.start]
                for first in source.having(one.key)
                for second in source.having(other.key)
            )
            if not said:
                return Fault("bound", other.word)
    return None


def _head_there(token: Token, keys: Iterable[str]) -> bool:
    return any(token.key == key or token.key in key or (key in token.key and len(key) > 2) for key in keys)


def same(token: Token, evidence: Evidence, at: int) -> list[Token]:
    """The same word in the source sentence, or else in those beside it."""
    here = evidence.units[at].reading.having(token.key)
    if here or (token.state and not token.anchored):
        return here
    return [other for unit in evidence.neighbours(at) for other in unit.reading.having(token.key)]


def only_side(reading: Reading, tokens: Sequence[Token]) -> str:
    """The side of 「只有乙方……」, or empty."""
    for mention in reading.mentions:
        if reading.text[: mention.start].endswith(("只有", "仅", "只由", "仅由", "只是", "只需")):
            return mention.side if any(t.clause == mention.clause for t in tokens) else ""
    return ""
