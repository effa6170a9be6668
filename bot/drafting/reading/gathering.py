"""Facts said in one message, put together: claims of all kinds, checked by the parameter they are for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation

from bot.drafting.facts import read_value
from bot.drafting.parameters import Parameter
from bot.drafting.reading.said import Doubt, Impossible, Saying, Withheld
from bot.drafting.values import Unreadable


@dataclass
class Gathered:
    """What was found so far; each parameter once. `followed` are those that a figure alone was taken for."""

    parameters: Mapping[str, Parameter]
    message: str
    sayings: dict[str, Saying] = field(default_factory=dict)
    impossible: dict[str, Impossible] = field(default_factory=dict)
    withheld: dict[str, Withheld] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    followed: list[str] = field(default_factory=list)

    def has(self, parameter: str) -> bool:
        """Whether something was said of the parameter."""
        return parameter in self.sayings or parameter in self.impossible or parameter in self.withheld

    def claim(self, parameter: str, raw: str, start: int, end: int) -> None:
        """A value was stated; what cannot stand is kept with the reason."""
        if self.has(parameter):
            self._join(parameter, raw, start, end)
            return
        try:
            value = read_value(self.parameters[parameter], raw)
        except Unreadable as error:
            label = self.parameters[parameter].label
            self.impossible[parameter] = Impossible(parameter, start, end, f"{label}{_says(str(error))}。")
            return
        self.sayings[parameter] = Saying(parameter, value, start, end)

    def withhold(self, parameter: str, start: int, end: int) -> None:
        """A fact shall stay blank, unless its value was said."""
        if not self.has(parameter):
            self.withheld[parameter] = Withheld(parameter, start, end)

    def doubt(self, parameters: tuple[str, ...], start: int, end: int) -> None:
        """A value could be any of these."""
        self.doubts.append(Doubt(parameters, start, end))

    def correct(self, start: int, end: int) -> None:
        """Mark what was said in a part of the message as taking something back."""
        for name, saying in self.sayings.items():
            if start <= saying.start < end:
                self.sayings[name] = replace(saying, correcting=True)

    def claimed(self, start: int, end: int) -> bool:
        """Whether anything was found within a part of the message."""
        found: list[Iterable[Saying | Impossible | Withheld | Doubt]] = [
            self.sayings.values(),
            self.impossible.values(),
            self.withheld.values(),
            self.doubts,
        ]
        return any(one.start < end and start < one.end for group in found for one in group)

    def _join(self, parameter: str, raw: str, start: int, end: int) -> None:
        """Several shops are one fact."""
        standing = self.sayings.get(parameter)
        if parameter == "shops" and standing and raw not in standing.value.split("、"):
            self.sayings[parameter] = replace(
                standing, value=f"{standing.value}、{raw}", end=max(end, standing.end)
            )


def same_value(standing: str | None, raw: str) -> bool:
    """Whether a figure is the value that stands."""
    try:
        return standing is not None and Decimal(standing) == Decimal(raw)
    except InvalidOperation:
        return standing == raw


def _says(reason: str) -> str:
    return reason if reason.startswith(("不能", "没有", "要", "应当")) else f"：{reason}"
