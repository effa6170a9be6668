"""Facts that follow from other facts, and facts that contradict each other.

A computed fact is only made where the library declares its parameter and nobody gave it a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeAlias

from bot.arithmetic.capitals import capitals
from bot.arithmetic.dates import Span, term_end
from bot.drafting.contract import Fact
from bot.drafting.parameters import Parameter

Values: TypeAlias = Mapping[str, Fact]
START, TERM, END = "start_date", "term_months", "end_date"
PARTY_A, PARTY_B = "party_a", "party_b"


def _end(facts: Values) -> str:
    """The last day of the term: the day before the same day (民法典 第二百零二条)."""
    return term_end(facts[START].day, Span(months=int(facts[TERM].number))).date.isoformat()


def _product(*names: str) -> Callable[[Values], str]:
    def total(facts: Values) -> str:
        result = facts[names[0]].number
        for name in names[1:]:
            result *= facts[name].number
        return f"{result.normalize():f}"

    return total


RULES: tuple[tuple[str, tuple[str, ...], Callable[[Values], str]], ...] = ((END, (START, TERM), _end),)
"""Target, what it follows from, and how."""


def computed(facts: Values, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, str]]:
    """Id and plain value of every fact that follows from those there are."""
    known = dict(facts)
    for target, sources, work in RULES:
        free = target not in known or known[target].origin == "default"
        if target in parameters and free and all(name in known for name in sources):
            yield target, work(known)
    for name, parameter in parameters.items():
        money = facts.get(name.removesuffix("_in_words"))
        if name.endswith("_in_words") and name not in facts and money and parameter.type == "text":
            yield name, f"人民币{capitals(money.number)}"


def contradictions(facts: Values) -> Iterator[tuple[str, str]]:
    """Id of a fact that cannot stand beside another, and what to do about it."""
    first, second = facts.get(PARTY_A), facts.get(PARTY_B)
    if first and second and _same(first.value, second.value):
        yield PARTY_B, "和甲方是同一个名字：一方不能自己和自己订合同，请核对"
    start, end, term = facts.get(START), facts.get(END), facts.get(TERM)
    if start and end and end.day < start.day:
        yield END, f"早于开始日期 {start.text}：请核对两个日期"
    elif start and end and term and term.origin == end.origin == "user":
        expected = date.fromisoformat(_end(facts))
        if end.day != expected:
            yield END, f"和开始日期加期限对不上（应当是 {expected.isoformat()}）：请改正，或者只写其中两项"


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(name: str) -> str:
    return re.sub(r"[\s（）()·.。]", "", name).casefold()
