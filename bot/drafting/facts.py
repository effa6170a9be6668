"""What the user says of the contract -> checked facts, each with where it came from, or sentences that say what to mend.

Three sources and no other: the user, a default of the library, a computation from the first two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.drafting import values
from bot.drafting.computing import cautions, computed, contradictions, superseded
from bot.drafting.contract import Fact, Origin
from bot.drafting.library import ClauseLibrary
from bot.drafting.parameters import Parameter, Position
from bot.errors import InputError


@dataclass(frozen=True)
class FactFault:
    """A given value that cannot stand: the field as the user wrote it, its label, and what to write instead."""

    field: str
    label: str
    message: str

    def __str__(self) -> str:
        name = f"{self.label}（{self.field}）" if self.label and self.label != self.field else self.field
        return f"{name}：{self.message}"


class FactsError(InputError):
    """Some facts cannot stand; all of them are named at once."""

    def __init__(self, faults: tuple[FactFault, ...]) -> None:
        listed = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"有 {len(faults)} 项事实要改：\n{listed}")
        self.faults = faults


@dataclass(frozen=True)
class Unusual:
    """A value that is possible and out of the ordinary, and why it should be looked at again."""

    field: str
    label: str
    text: str
    reason: str


@dataclass(frozen=True)
class Facts:
    """The facts of one contract by parameter id, and those the user should look at again."""

    facts: dict[str, Fact]
    unusual: tuple[Unusual, ...] = ()

    @cached_property
    def values(self) -> dict[str, str]:
        """Plain values by parameter id, for conditions of clauses."""
        return {name: fact.value for name, fact in self.facts.items()}


def read_facts(library: ClauseLibrary, given: Mapping[str, object], position: Position = "balanced") -> Facts:
    """Check what was given (parameter ids or labels -> text or figures) and add defaults and computed facts.

    Raises FactsError that names every value that cannot stand. An empty value counts as not given.
    """
    faults: list[FactFault] = []
    facts: dict[str, Fact] = {}
    for field, raw in given.items():
        parameter = _parameter(library, field)
        if parameter is None:
            faults.append(FactFault(field, "", "不认识这一项：请核对名称，或删去这一行"))
        elif raw is not None and raw != "":
            try:
                plain = read_value(parameter, raw)
                if parameter.id in facts and facts[parameter.id].value != plain:
                    raise values.Unreadable("写了两次，而且不一样：请只留一个")
                facts[parameter.id] = fact_of(parameter, plain, "user")
            except values.Unreadable as error:
                faults.append(FactFault(field, parameter.label, str(error)))
    if not faults:
        for name, plain in library.defaults(position).items():
            if name not in facts and not superseded(name, facts):
                facts[name] = fact_of(library.parameters[name], plain, "default")
        faults += [FactFault(name, facts[name].label, says) for name, says in contradictions(facts)]
    if faults:
        raise FactsError(tuple(faults))
    for name, plain in computed(facts, library.parameters):
        facts[name] = fact_of(library.parameters[name], plain, "computed")
    return Facts(facts, tuple(_unusual(library, facts)))


def read_value(parameter: Parameter, raw: object) -> str:
    """One value in the plain form of its parameter. Raises Unreadable with a clause that says what to write."""
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise values.Unreadable("要写成一个值，不能是列表、对象或者是否")
    try:
        return parameter.read(_plain(parameter, str(raw)))
    except InputError as error:
        says = str(error).rstrip("。").removeprefix(parameter.label)
        raise values.Unreadable(f"{says}：请改成允许的值") from error


def fact_of(parameter: Parameter, plain: str, origin: Origin) -> Fact:
    """A fact of the contract from its plain value."""
    return Fact(
        id=parameter.id,
        label=parameter.label,
        kind=parameter.type,
        value=plain,
        text=_written(parameter, plain),
        unit=parameter.unit,
        origin=origin,
    )


def _plain(parameter: Parameter, raw: str) -> str:
    kind, unit = parameter.type, parameter.unit
    if kind == "money":
        return values.money(raw)
    if kind == "rate":
        return values.rate(raw, unit)
    if kind == "count":
        return values.count(raw, unit)
    if kind == "duration":
        return values.duration(raw, unit)
    if kind == "time":
        return values.clock(raw)
    if kind == "date":
        return values.day(raw)
    if kind == "choice":
        return values.choice(raw, {choice.id: choice.label for choice in parameter.choices})
    return values.name(raw) if kind == "party" else values.words(raw)


def _written(parameter: Parameter, plain: str) -> str:
    """How the contract writes it: amounts with separators of thousands, everything else as the library says."""
    if parameter.type == "money":
        whole, point, cents = plain.partition(".")
        return f"{int(whole):,}{point}{cents.ljust(2, '0') if cents else ''}{parameter.unit}"
    return parameter.shown(plain)


def _parameter(library: ClauseLibrary, field: str) -> Parameter | None:
    """The parameter of that id or label."""
    if field in library.parameters:
        return library.parameters[field]
    wanted = _bare(field)
    found = [parameter for parameter in library.parameters.values() if _bare(parameter.label) == wanted]
    return found[0] if len(found) == 1 else None


def _bare(label: str) -> str:
    return re.sub(r"[\s（）()：:]", "", label)


def _unusual(library: ClauseLibrary, facts: Mapping[str, Fact]) -> Iterator[Unusual]:
    for name, fact in facts.items():
        if fact.origin == "user" and (reason := library.parameters[name].caution_for(fact.value)):
            yield Unusual(name, fact.label, fact.text, reason)
    for name, reason in cautions(facts):
        yield Unusual(name, facts[name].label, facts[name].text, reason)
