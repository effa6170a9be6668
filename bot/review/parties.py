"""Who is who in a paper: the two labels, the names behind them, and which of them is the merchant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from bot.data_files import load_yaml
from bot.review.paper import Paper

Role: TypeAlias = Literal["merchant", "provider"]


class PartyWords(BaseModel):
    """`knowledge/review/parties.yaml`: how papers call the two sides, and what tells which one is the merchant.

    `labels` are the words that stand for a side in the clauses (甲方). `merchant` and `provider` are words for the
    roles: they stand in clauses themselves or in brackets behind a label. `signs` are patterns with the group `side`
    that holds the label of the role; each match is one vote. `…_spoken` are words by which a paper that the provider
    wrote speaks to the merchant and of the provider (您, 我们); a paper in which one of `merchant_speaks` matches is
    the merchant's own, where they mean the other side. `…_by_name` are labels that tell whose they are (委托方).
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    labels: tuple[str, ...] = Field(min_length=2)
    merchant: tuple[str, ...] = Field(min_length=1)
    provider: tuple[str, ...] = Field(min_length=1)
    merchant_signs: tuple[str, ...] = Field(min_length=1)
    provider_signs: tuple[str, ...] = Field(min_length=1)
    merchant_spoken: tuple[str, ...] = ()
    provider_spoken: tuple[str, ...] = ()
    merchant_speaks: tuple[str, ...] = ()
    merchant_by_name: tuple[str, ...] = ()
    provider_by_name: tuple[str, ...] = ()
    names: tuple[str, ...] = Field(min_length=1)

    @classmethod
    def load(cls, knowledge: Path) -> PartyWords:
        """The words of the knowledge folder; ConfigurationError names file, line and field."""
        return load_yaml(knowledge / "review" / "parties.yaml", cls)


@dataclass(frozen=True)
class Party:
    """One side: its label as the clauses use it (乙方), the name behind it (empty when blank), every word for it, and
    how it is spoken of besides (我们)."""

    label: str
    name: str
    words: tuple[str, ...]
    spoken: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> str:
        """A regular expression for any word that names this side."""
        return any_of(self.words)

    @property
    def spoken_pattern(self) -> str:
        """The same for any word by which a sentence may mean this side, but not anybody in its role (其他服务商)."""
        return f"{self.pattern}|{_NOBODY}{any_of(self.spoken)}{_NOT_BOTH}" if self.spoken else self.pattern


@dataclass(frozen=True)
class Parties:
    """Both sides. `told` says whether the paper itself tells who is the merchant; otherwise 甲方 is taken for it."""

    merchant: Party
    provider: Party
    told: bool = True

    def side(self, role: Role) -> Party:
        """The party of a role."""
        return self.merchant if role == "merchant" else self.provider

    def fill(self, pattern: str) -> str:
        """`<merchant>`, `<provider>` and `<either>` of a rule's pattern as expressions for this paper."""
        if "<" not in pattern:
            return pattern
        either = f"(?:{self.merchant.pattern}|{self.provider.pattern})"
        return (
            pattern.replace("<merchant>", self.merchant.pattern)
            .replace("<provider>", self.provider.pattern)
            .replace("<either>", either)
        )


def parties_of(paper: Paper, words: PartyWords, merchant: str = "") -> Parties:
    """Who is who. `merchant` is the label that the user says is theirs or the merchant's; it wins over the paper."""
    text = paper.plain
    labels = _labels(text, words)
    votes = [_votes(text, words, label) for label in labels]
    first = votes[0] >= votes[1]
    if merchant in labels:
        first = labels[0] == merchant
    ours = any(re.search(sign, text) for sign in words.merchant_speaks)
    merchant_spoken, provider_spoken = words.merchant_spoken, words.provider_spoken
    mine, theirs = (labels[0], labels[1]) if first else (labels[1], labels[0])
    return Parties(
        _party(text, words, mine, words.merchant, provider_spoken if ours else merchant_spoken),
        _party(text, words, theirs, words.provider, merchant_spoken if ours else provider_spoken),
        told=merchant in labels or votes[0] != votes[1],
    )


_NOBODY = (
    "(?<!其他)(?<!其它)(?<!别的)(?<!任何)(?<!同类)(?<!第三方)(?<!多家)(?<!另一)(?<!平台)(?<!客服)(?<!新的)"
)
_NOT_BOTH = "(?!双方|两家|一起)"


def any_of(words: Iterable[str]) -> str:
    """One pattern for words, the longest first."""
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


def _labels(text: str, words: PartyWords) -> tuple[str, str]:
    """The two labels that the clauses use most, in the order of `words.labels`; 甲方 and 乙方 when there are none."""
    pairs = list(zip(words.labels[::2], words.labels[1::2], strict=True))

    def used(pair: tuple[str, str]) -> int:
        return min(text.count(label) for label in pair)

    # Besides the usual pairs: each side's label that the paper introduces (`服务商：某某公司`, `甲方（品牌方）：`).
    first, second = (_head_word(text, label) for label in pairs[0])
    if first and second and first != second and used((first, second)) >= used(pairs[0]):
        return first, second
    sides = [[label for label in words.labels[side::2] if _introduced(text, label)] for side in (0, 1)]
    own = (max(sides[0], key=text.count), max(sides[1], key=text.count)) if all(sides) else pairs[0]
    best = max((own, *pairs, _headed(text) or own), key=used)
    return best if used(best) else own


def _head_word(text: str, label: str) -> str:
    """The word that the head gives a label for the clauses, whatever it is; empty without one."""
    match = re.search(_OWN_WORD.replace("<side>", re.escape(label)), text, re.MULTILINE)
    return match["word"] if match else ""


def _headed(text: str) -> tuple[str, str] | None:
    """The words before the first two names of the head, whatever they are: 网店：某某公司, 客服公司：某某公司."""
    found = [match["word"] for match in _NAMED.finditer(text) if not _OTHER_HEADS.search(match["word"])]
    words = list(dict.fromkeys(found))[:2]
    return (words[0], words[1]) if len(words) > 1 else None


def _introduced(text: str, label: str) -> bool:
    """Whether a paper says somewhere at whom a label points."""
    label = re.escape(label)
    signs = rf"^ *{label} ?(?:[(（][^)）\n]*[)）])? ?[:：]|[“「]{label}[”」][)）]|{_BEHIND_LABEL.replace('<side>', label)}"
    return bool(re.search(signs, text, re.MULTILINE))


def _votes(text: str, words: PartyWords, label: str) -> int:
    """How much speaks for this label being the merchant's."""

    def count(signs: Iterable[str]) -> int:
        return sum(
            len(re.findall(sign.replace("<side>", re.escape(label)), text, re.MULTILINE)) for sign in signs
        )

    told = _BY_ITSELF * ((label in words.merchant_by_name) - (label in words.provider_by_name))
    return told + count(words.merchant_signs) - count(words.provider_signs)


def _party(
    text: str, words: PartyWords, label: str, role_words: tuple[str, ...], spoken: tuple[str, ...]
) -> Party:
    plain = label in words.labels[:2]
    meant = f"(?:{_STANDS_FOR})|{_BEHIND_LABEL}".replace("<side>", re.escape(label))
    alias = None if plain else re.search(meant, text)
    other = [alias["label"] or alias["head"]] if alias else []
    name = next(filter(None, (_name(text, words, one, role_words) for one in (label, *other))), "")
    called = re.findall(_CALLED.replace("<side>", re.escape(label)), text, re.MULTILINE)
    said = [word for word in (*role_words, *called) if word not in words.labels[:2]]
    used = tuple(word for word in said if _names_a_side(text, word))
    named = tuple(dict.fromkeys((label, *other, *used, *([name] if name else []))))
    besides = [word for word in spoken if word not in words.labels or label[0] in "甲乙"]
    fronted = re.search(_FRONTED.replace("<side>", re.escape(label)), text, re.MULTILINE)
    if fronted and fronted["word"] not in (*named, *besides):
        besides.append(fronted["word"])
    return Party(label, name, named, tuple(besides))


def _name(text: str, words: PartyWords, label: str, role_words: tuple[str, ...]) -> str:
    """The name that stands behind a label, empty without one."""
    for pattern in words.names:
        for found in re.finditer(pattern.replace("<side>", re.escape(label)), text, re.MULTILINE):
            candidate = re.split("[，,；;]", found["name"].strip())[0]
            if candidate not in (*words.labels, *role_words) and not _ADDRESS.search(candidate):
                return candidate
    return ""


_ADDRESS = re.compile("[路街巷道弄号楼层室幢栋][\\d０-９]|\\d+ ?[号楼层室幢栋]|^\\d")
"""What stands behind a label in a clause on notices and is no name."""

_STANDS_FOR = r"[“「]?<side>[”」]?(?:均|都)?(?:是指|即|指|系|是|为)(?:本(?:合同|协议)(?:中)?的?)?(?P<label>[甲乙]方)(?![\u4e00-\u9fff])"
"""That a word of the clauses means a label of the head: 贵司指甲方，我司指乙方."""

_CALLED_SO = r" ?[(（](?:以?下)?(?:均|统)?(?:简?称)?(?:为)?[“「\"]?"
_OWN_WORD = (
    r"^ *<side>"
    + _CALLED_SO
    + r"(?P<word>(?![\u4e00-\u9fff]{0,5}[章签字印名])[\u4e00-\u9fff]{2,6})[”」\"]?[)）] ?[:：]"
)
"""The word that stands in brackets behind a label of the head, but no place to sign: 乙方（客服公司）：."""

_FRONTED = r"^ *(?P<word>[\u4e00-\u9fff]{2,6}) ?[(（]<side>[)）] ?[:：]"
"""The word that the head has before a label, by which the clauses may call the side as well: 工作室（乙方）：."""

_NAMED = re.compile(
    r"^ *(?P<word>[\u4e00-\u9fff]{2,6}) ?[:：] ?[^\n:：，。；]{2,30}?(?:公司|工作室|商行|经营部|合作社|[\u4e00-\u9fff]店|[\u4e00-\u9fff]厂|服务部|中心)(?=[\s（(，,；;]|$)",
    re.MULTILINE,
)
_OTHER_HEADS = re.compile(
    "地址|住所|户名|账户|开户|收款|名称|抬头|单位|店铺|平台|联系|收件|全称|盖章|签|银行"
)
"""Words before a name that are no label of a side."""

_BEHIND_LABEL = r"(?P<head>[甲乙]方)" + _CALLED_SO + r"<side>[”」\"]?[)）]"
"""That the head of a paper gives a label the word of the clauses: 甲方（品牌方）：."""

_BY_ITSELF = 5
"""Votes of a label that tells by itself whose it is (委托方)."""

_CALLED = r"^ *<side>[^\n]{4,60}[(（][^)）\n]{0,6}[“「]([^”」\n]{2,8})[”」][)）]"
"""A name of its own that the head gives a party behind its label."""

_OFTEN = 4
"""How often a word for a role stands in a paper that uses it as a name."""


def _names_a_side(text: str, word: str) -> bool:
    """Whether a word for a role is a name of a party here, and not of anybody in that role (其他服务商)."""
    anybody = re.search(f"(?:其他|其它|任何|第三方|另一家|别的|平台|同类)的?{word}", text)
    return anybody is None and text.count(word) >= _OFTEN
