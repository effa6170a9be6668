"""A claim or a sentence of a source as data: its figures, how it settles matters, what is done and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from bot.answering.premises.rules import Role, Rules
from bot.answering.side import Side
from bot.glossary import Glossary, Mention, TermKind
from bot.quantities import Quantity, parse
from bot.retrieval.question import plain, simplified, words

Family: TypeAlias = Literal["money", "duration", "date", "count", "ordinal", "time"]

_WEIGHTS: Mapping[TermKind, float] = {"party": 0.3, "platform": 0.2, "document": 0.6}
WORD_WEIGHT = 0.3
"""A plain word against a term of the glossary, which counts 1."""

ACT_WEIGHT = 0.7
"""Who does what: tells 甲方单方解除 from 乙方单方解除."""

DEED_WEIGHT = {"付款": 0.2, "提供": 0.3, "提出": 0.3, "法律规定": 0.3}
"""What is done, however it is called; what is done everywhere tells little."""

LEAST_BARE_AMOUNT = 1000
"""A bare number from here on is an amount of money: 「赔5万」."""

_SEGMENT = re.compile(r"[,，。;；:：!?！？\n]")
_ARTICLE_ONE = re.compile(r"^[一1]")
_DAY = re.compile(r"^[一1](?:天|日)$")
_CONDITION = re.compile(r"^[^,]{0,6}(?:如果|如|若|要是|因为|(?<!原)因)|的(?:话)?$|(?:时|后|之后|的情况下)$")
_FORBIDS = re.compile(r"不得|不准|禁止|不允许|无权")
_NO_HEADS = ("付款", "固定成本")
_OWNS = re.compile(r"的|在职|员工|人员|客服|指定")
_THEN = re.compile(r"的[^,]{0,6}?(?:是|为|要|得|不|按|由|归|赔)")
_OPPOSITE: Mapping[str, Side] = {"甲方": "乙方", "乙方": "甲方"}


@dataclass(frozen=True)
class Figure:
    """A figure with its family, and `head`, the term of money or deed nearest before it in its clause.

    `loose` is set for 「左右」 and the like, `above` for 「超过」 and 「以上」, `only` where a claim says that it holds
    only from there on. `span` is the clause the figure stands in, `led_by` and `follows` the two characters
    before and behind it.
    """

    quantity: Quantity
    family: Family
    head: str
    loose: bool
    span: str
    above: bool = False
    only: bool = False
    led_by: str = ""
    follows: str = ""


@dataclass(frozen=True)
class Deed:
    """Something done: by whom (`by` when said right there, else `subject`), and whether it is denied.

    `near` is the party that the same clause names as the doer. `given` says that it is a condition of something
    else (甲方如单方解除……), not what is laid down.
    """

    name: str
    denied: bool
    by: Role | None
    near: Role | None
    subject: Role | None
    given: bool
    start: int


@dataclass(frozen=True)
class Reading:
    """What can be compared of a text. `tokens` weigh its words; `choices` are the values by contrast.

    `denied` are words that it denies. A text that `advises` says what should be agreed on, not what is.
    """

    text: str
    figures: tuple[Figure, ...]
    choices: Mapping[str, frozenset[str]]
    deeds: tuple[Deed, ...]
    tokens: Mapping[str, float]
    money: frozenset[str]
    places: frozenset[str]
    denied: frozenset[str]
    advises: bool
    exceptions: tuple[str, ...]

    @property
    def asserted(self) -> Deed | None:
        """The last thing done that is not a condition of another: what a claim comes down to."""
        return max((d for d in self.deeds if not d.given), key=lambda deed: deed.start, default=None)


class Reader:
    """Reads claims and sentences alike, so that they can be laid side by side."""

    def __init__(self, rules: Rules, glossary: Glossary) -> None:
        self._rules = rules
        self._glossary = glossary

    def claim(self, text: str, side: Side, focus: str = "") -> Reading:
        """A claim as one who is on `side` makes it: 我 is that party, 他们 the other.

        Of a claim with a `focus` only what stands in that can be right or wrong.
        """
        reading = self._read(self._from_side(text, side), asked=True)
        if not focus:
            return reading
        inside = self._read(self._from_side(focus, side), asked=True)
        return replace(
            reading,
            figures=tuple(f for f in reading.figures if f.quantity.text in inside.text),
            choices={
                name: values
                for name, values in reading.choices.items()
                if any(pattern.search(inside.text) for pattern in self._rules.values_of(name))
            },
            places=inside.places,
            deeds=inside.deeds,
        )

    def _from_side(self, text: str, side: Side) -> str:
        rules = self._rules
        text = rules.first_person.sub(side, rules.other_person.sub(_OPPOSITE[side], text))
        return rules.own_place.sub(f"{side}所在地", text).replace(side * 2, side)

    def sentence(self, text: str) -> Reading:
        """A sentence of a source."""
        return self._read(simplified(plain(text)).lower(), asked=False)

    def tokens(self, text: str, asked: bool) -> dict[str, float]:
        """Terms (as §name) and words of a text with their weight."""
        mentions = self._mentions(text, asked)
        found = {f"§{m.term.name}": _WEIGHTS.get(m.term.kind, 1.0) for m in mentions}
        named = {text[m.start : m.end] for m in mentions}
        for word in words(text):
            if len(word) > 1 and not word.isascii() and word not in self._rules.empty | named:
                found[word] = WORD_WEIGHT
        return found

    def terms(self, clause: str) -> set[str]:
        """The terms that a clause names, as tokens."""
        return {f"§{m.term.name}" for m in self._mentions(clause, asked=True)}

    def question_tokens(self, text: str) -> Mapping[str, float]:
        """The words of a text as those of a claim."""
        return self._read(text, asked=True).tokens

    def _mentions(self, text: str, asked: bool) -> list[Mention]:
        """Terms of a text; of two that overlap the first, so that 逾期满 names no 期满."""
        found: list[Mention] = []
        for mention in (self._glossary.in_question if asked else self._glossary.in_document)(text):
            if not found or mention.start >= found[-1].end or mention.start == found[-1].start:
                found.append(mention)
        return found

    def _read(self, text: str, asked: bool) -> Reading:
        rules = self._rules
        figures = tuple(self._figures(text, asked))
        deeds = tuple(self._deeds(text, asked))
        common = {*rules.file.roles, *rules.file.plain}
        acts = {f"{d.near}>{d.name}": ACT_WEIGHT for d in deeds if d.near and d.name not in common}
        acts |= {f"~{d.name}": DEED_WEIGHT.get(d.name, 0.6) for d in deeds}
        acts |= {token: ACT_WEIGHT for token, pattern in rules.opposites if pattern.search(text)}
        return Reading(
            text=text,
            figures=figures,
            choices=self._choices(text),
            deeds=deeds,
            tokens={**self.tokens(text, asked), **acts},
            money=frozenset(self._money(text, asked)),
            places=frozenset(rules.cities.findall(text)),
            denied=frozenset(self._denied_words(text)),
            advises=bool(rules.advises.search(text)),
            exceptions=tuple(match[1] for match in rules.exception.finditer(text)),
        )

    def _figures(self, text: str, asked: bool) -> Iterator[Figure]:
        found = list(parse(text))
        rates = [q for q in found if q.kind in ("rate", "amount")]
        by_day = any(_DAY.match(q.text) for q in found) and bool(rates)
        for quantity in found:
            if self._says_nothing(quantity, text, by_day):
                continue
            if by_day and quantity.kind == "rate" and not quantity.per:
                quantity = replace(quantity, per="日")
            start = max((m.end() for m in _SEGMENT.finditer(text, 0, quantity.start)), default=0)
            end = _SEGMENT.search(text, quantity.end)
            span = text[start : end.start() if end else len(text)]
            around = text[max(0, quantity.start - 4) : quantity.start] + text[quantity.end : quantity.end + 3]
            yield Figure(
                quantity=quantity,
                family="money" if self._rules.unit_of_pay.match(text, quantity.end) else _family(quantity),
                head=self._head(text[start : quantity.end], span[quantity.end - start :], asked, quantity),
                loose=bool(self._rules.near.search(around)),
                span=span,
                above=bool(self._rules.above.search(around)),
                follows=text[quantity.end : quantity.end + 2],
                led_by=text[max(start, quantity.start - 2) : quantity.start],
                only=bool(self._rules.only_from.search(text)),
            )

    def _says_nothing(self, quantity: Quantity, text: str, by_day: bool) -> bool:
        """Figures that claim nothing: 一个, 几十万, 第二条, 五天了 (so it is with the asker), 一天 of a daily rate."""
        if self._rules.vague.search(text[: quantity.start]) or text.startswith("了", quantity.end):
            return True
        if quantity.kind == "ordinal":
            return True
        if quantity.kind == "count" and quantity.value == 1 and _ARTICLE_ONE.match(quantity.text):
            return True
        return by_day and bool(_DAY.match(quantity.text))

    def _head(self, before: str, after: str, asked: bool, quantity: Quantity) -> str:
        """The money that a figure is of: what it stands right before (五万违约金), else the last one before it."""
        follows = [m for m in self._mentions(after.removeprefix("的")[:6], asked) if m.start == 0]
        named = self._mentions(before, asked)
        said = [m.term.name for m in named if m.term.kind == "money" and m.term.name not in _NO_HEADS]
        terms = {m.term.name for m in named}
        for mention in follows:
            if mention.term.kind == "money" and mention.term.name not in _NO_HEADS:
                return mention.term.name
        for term, kind, head in self._rules.file.implied_heads:
            if term in terms and quantity.kind == kind and head not in said and "违约金" not in said:
                return head
        return said[-1] if said else ""

    def _money(self, text: str, asked: bool) -> set[str]:
        return {
            m.term.name
            for m in self._mentions(text, asked)
            if m.term.kind == "money" and m.term.name not in (*_NO_HEADS, "退还", "赔偿")
        }

    def _denied_words(self, text: str) -> Iterator[str]:
        """The words of two characters and more that a text denies: 重要 of 不重要, 协商 of 不用协商."""
        for match in self._rules.denies_word.finditer(text):
            word = next(iter(words(match[1])), "")
            if text[: match.start()].endswith(match[1][0]):  # 符不符合 asks
                continue
            if len(word) > 1 and word not in self._rules.empty:
                yield word

    def _choices(self, text: str) -> dict[str, frozenset[str]]:
        """By contrast, the values that a text names without denying them."""
        found: dict[str, frozenset[str]] = {}
        for name, about, values in self._rules.contrasts:
            if about and not about.search(text):
                continue
            said = {value for value, pattern in values if self._affirmed(pattern, text)}
            if said:
                found[name] = frozenset(said)
        return found

    def _affirmed(self, pattern: re.Pattern[str], text: str) -> bool:
        return any(
            not self._denies(text[: match.start()]) and not self._rules.turns_off.match(text, match.end())
            for match in pattern.finditer(text)
        )

    def _denies(self, before: str) -> bool:
        """Whether the words right before deny what follows."""
        tail = _SEGMENT.split(before)[-1][-3:]
        return tail.endswith(("不是", "并非", "不用", "不去", "没有", "而非", "不按", "非"))

    def _deeds(self, text: str, asked: bool) -> Iterator[Deed]:
        """Each deed of each clause; in a source the subject is carried over from the clause before."""
        subject: Role | None = None
        at = 0
        for segment in _SEGMENT.split(text):
            given = bool(_CONDITION.search(segment))
            parties = list(self._rules.party.finditer(segment))
            for name, pattern in self._rules.deeds.items():
                for match in pattern.finditer(segment):
                    before = segment[: match.start()]
                    own = [
                        p for p in parties if p.end() <= match.start() and not _OWNS.match(segment, p.end())
                    ]
                    free = [p for p in own if not self._rules.recipient.search(segment[: p.start()])]
                    by = self._doer(before, own)
                    near = by or (_role(free[-1]) if free else None)
                    yield Deed(
                        name=name,
                        denied=self._denied(before, match[0]),
                        by=by,
                        near=near,
                        subject=near or (None if asked else subject),
                        given=given or (asked and bool(_THEN.search(segment, match.end()))),
                        start=at + match.start(),
                    )
            if parties:
                subject = _role(parties[0])
            at += len(segment) + 1

    def _doer(self, before: str, parties: list[re.Match[str]]) -> Role | None:
        """The party named right before the deed: 由乙方(按时)支付."""
        for party in reversed(parties):
            between = before[party.end() :]
            by = before[: party.start()].endswith(("由", "归", "让")) and len(between) <= 8
            if (by or self._rules.link.fullmatch(between)) and not self._rules.recipient.search(
                before[: party.start()]
            ):
                return _role(party)
        return None

    def _denied(self, before: str, deed: str) -> bool:
        """Whether a deed is denied: forbidden in its clause, or by a word right before it or within it."""
        before = self._rules.double_denial.sub("", before)
        near = self._rules.denied_before.search(before) or self._rules.denial.match(deed)
        return bool(near or _FORBIDS.search(before))


def _role(match: re.Match[str]) -> Role | None:
    name = match.lastgroup
    return name if name in ("甲方", "乙方", "双方", "败诉方", "胜诉方") else None  # type: ignore[return-value]


def _family(quantity: Quantity) -> Family:
    if quantity.kind in ("amount", "rate"):
        return "money"
    if quantity.kind == "count" and not quantity.unit and quantity.value >= LEAST_BARE_AMOUNT:
        return "money"
    return quantity.kind  # type: ignore[return-value]
