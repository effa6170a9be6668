"""`knowledge/premises.yaml`: how premises are recognised, what contradicts what, and rules of law people get wrong."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.data_files import load_yaml

Role: TypeAlias = Literal["甲方", "乙方", "双方", "败诉方", "胜诉方"]

_MACRO = re.compile(r"@(\w+)")


def _pattern(text: str) -> str:
    """A regular expression as it is written; macros are put in later, so a word stands in for each."""
    re.compile(_MACRO.sub("x", text))
    return text


Pattern: TypeAlias = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Contrast(_Model):
    """The ways one matter can be settled; a claim with one of them contradicts a source with only others."""

    name: str
    about: Pattern | None = None
    values: dict[str, Pattern] = Field(min_length=2)


class Measure(_Model):
    """Words that settle how much without a figure, for claims that name what they are about."""

    about: Pattern
    pattern: Pattern


class FigureRule(_Model):
    """The figure that is right: `other` makes any other wrong, `above` only a greater one.

    A figure of at least `unless_above` is another matter; `claims_only` is what the claim must hold.
    """

    kind: Literal["amount", "rate", "duration", "count"]
    unit: str = ""
    right: tuple[str, ...] = Field(min_length=1)
    wrong: Literal["other", "above"]
    unless_above: str = ""
    claims_only: Pattern | None = None


class LawRule(_Model):
    """A rule of law that people get wrong. All of `about` and none of `unless` must stand in the claim."""

    id: str
    about: tuple[Pattern, ...] = Field(min_length=1)
    unless: tuple[Pattern, ...] = ()
    figure: FigureRule | None = None
    wrong: tuple[Pattern, ...] = ()
    wrong_unless: tuple[Pattern, ...] = ()
    fine: tuple[Pattern, ...] = ()
    says: str = Field(min_length=1)
    laws: tuple[str, ...] = ()
    regulations: tuple[str, ...] = ()


class Missing(_Model):
    """What is said when no source holds the figure that was asked for; `{what}` is the question's own words."""

    asked: str
    blank: str


class Wording(_Model):
    """The sentences around a judgement."""

    wrong: str
    wrong_figure: str
    partly: str
    partly_other: str
    partly_unsaid: str
    partly_other_unsaid: str
    right: str
    unknown: str
    missing: Missing
    disagree: str
    disagree_line: str
    dated: str
    undated: str
    own_file: str
    sample: str
    follow_own: str
    follow_law: str
    follow_platform: str
    follow_newer: str
    follow_article: str
    follow_none: str


class PremisesFile(_Model):
    """`knowledge/premises.yaml` as it is written; what each field is for stands there."""

    tags: tuple[Pattern, ...]
    denied_question: Pattern
    embedded: Pattern
    plain_question: Pattern
    leads: Pattern
    why: Pattern
    stated: Pattern
    doubt: Pattern
    claim_ends: Pattern
    asks_rather: Pattern
    asks_leave: Pattern
    own_contract: Pattern
    if_so: Pattern
    near: Pattern
    vague: Pattern
    says_source: Pattern
    english: tuple[tuple[Pattern, str], ...]
    numerals: dict[str, str]
    contrasts: tuple[Contrast, ...]
    measures: tuple[Measure, ...]
    alike_heads: tuple[tuple[str, str], ...]
    advises: Pattern
    cities: Pattern
    deeds: dict[str, Pattern]
    denial: Pattern
    after_denial: Pattern
    double_denial: Pattern
    link: Pattern
    recipient: Pattern
    exception: Pattern
    parties: dict[Role, Pattern]
    first_person: Pattern
    other_person: Pattern
    own_place: Pattern
    roles: tuple[str, ...]
    implied_heads: tuple[tuple[str, str, str], ...]
    turns_off: Pattern
    always: tuple[str, ...]
    opposites: tuple[tuple[Pattern, Pattern], ...]
    above: Pattern
    only_from: Pattern
    unit_of_pay: Pattern
    plain: tuple[str, ...]
    payables: tuple[str, ...]
    empty: tuple[str, ...]
    same_words: tuple[tuple[Pattern, str], ...]
    macros: dict[str, Pattern]
    laws: tuple[LawRule, ...]
    wording: Wording
    asks_figure: Pattern
    says_how_much: dict[Literal["how_much", "how_long", "when"], Pattern]


class Rules:
    """The rules of a file, compiled."""

    def __init__(self, file: PremisesFile) -> None:
        self.file = file
        self.tail = re.compile(rf"[,，。;]?\s*(?:{'|'.join(file.tags)})[?!。~]*$")
        self.denied = re.compile(file.denied_question)
        self.embedded = re.compile(file.embedded)
        self.plain_question = re.compile(file.plain_question)
        self.leads = re.compile(file.leads)
        self.why = re.compile(file.why)
        self.stated = re.compile(file.stated)
        self.doubt = re.compile(file.doubt)
        self.claim_ends = re.compile(file.claim_ends)
        self.asks_rather = re.compile(file.asks_rather)
        self.asks_leave = re.compile(file.asks_leave)
        self.own_contract = re.compile(file.own_contract)
        self.if_so = re.compile(file.if_so)
        self.near = re.compile(rf"(?:{file.near})")
        self.vague = re.compile(rf"(?:{file.vague})$")
        self.says_source = re.compile(file.says_source)
        self.denial = re.compile(file.denial)
        self.denied_before = re.compile(rf"(?:{file.denial})(?:{file.after_denial})*$")
        self.denies_word = re.compile(rf"(?:{file.denial})(?:{file.after_denial})*([\u4e00-\u9fff]{{2,6}})")
        self.double_denial = re.compile(file.double_denial)
        self.exception = re.compile(file.exception)
        self.cities = re.compile(file.cities)
        self.english = [(re.compile(pattern), by) for pattern, by in file.english]
        self.same_words = [(re.compile(pattern), by) for pattern, by in file.same_words]
        self.measures = [(re.compile(m.about), re.compile(m.pattern)) for m in file.measures]
        self.advises = re.compile(file.advises)
        self.alike_heads = {frozenset(pair) for pair in file.alike_heads}
        self.deeds = {name: re.compile(pattern) for name, pattern in file.deeds.items()}
        self.first_person = re.compile(file.first_person)
        self.other_person = re.compile(file.other_person)
        self.own_place = re.compile(file.own_place)
        self.party = re.compile("|".join(f"(?P<{n}>{p})" for n, p in file.parties.items()))
        self.link = re.compile(rf"(?:{file.link}|\s)*$")
        self.recipient = re.compile(file.recipient)
        self.opposites = [
            (f"{sign}{number}>", re.compile(pattern))
            for number, pair in enumerate(file.opposites)
            for sign, pattern in zip("+-", pair, strict=True)
        ]
        self.above = re.compile(file.above)
        self.only_from = re.compile(file.only_from)
        self.unit_of_pay = re.compile(file.unit_of_pay)
        self.asks_figure = re.compile(file.asks_figure)
        self.says_how_much = {kind: re.compile(words) for kind, words in file.says_how_much.items()}
        self.turns_off = re.compile(file.turns_off)
        self.mid_tag = re.compile(r"(?:对吧|对吗|是吧|没错吧|是吗|吧)[,。?]")
        self.empty = frozenset(file.empty)

    @classmethod
    def load(cls, path: Path) -> Rules:
        """The rules in a file; ConfigurationError names file, line and field."""
        return cls(load_yaml(path, PremisesFile))

    def compiled(self, text: str) -> re.Pattern[str]:
        """A pattern with its macros put in."""
        return re.compile(_MACRO.sub(lambda match: self.file.macros.get(match[1], match[0]), text))

    @cached_property
    def contrasts(
        self,
    ) -> list[tuple[str, re.Pattern[str] | None, list[tuple[str, re.Pattern[str]]]]]:
        """Name, what it is about, and the values of each contrast."""
        return [
            (c.name, self.compiled(c.about) if c.about else None, self._values(c))
            for c in self.file.contrasts
        ]

    def values_of(self, name: str) -> list[re.Pattern[str]]:
        """The patterns of a contrast's values."""
        return [pattern for own, _, values in self.contrasts if own == name for _, pattern in values]

    def _values(self, contrast: Contrast) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, self.compiled(pattern)) for name, pattern in contrast.values.items()]
