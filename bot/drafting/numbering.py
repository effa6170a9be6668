"""Visible numbers of a contract, worked out from the order in which things stand, and cross references as numbers.

Two styles: `第一条` numbers 第一条 / 1.1 / （1）, `一、` numbers 一、 / （一） / 1. Annexes are 附件一 with
paragraphs 1. and items （1） in both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from bot.drafting.contract import Contract, Section
from bot.statutes.numerals import chinese

Style: TypeAlias = Literal["第一条", "一、"]
STYLES: tuple[Style, ...] = ("第一条", "一、")


@dataclass(frozen=True)
class Level:
    """A number, the words by which the text refers to it, and the part of them that follows 至 in a range."""

    number: str
    reference: str
    short: str = ""


@dataclass(frozen=True)
class Numbers:
    """Numbers of one contract in one style: by section id, by clause id and the paragraph's index there, and how
    to refer to a clause by id."""

    style: Style
    sections: dict[str, Level]
    paragraphs: dict[tuple[str, int], Level]
    references: dict[str, str]

    def refer(self, target: str) -> str:
        """How the text refers to a clause: 第3.2条, 第3.2条至第3.4条, or 第三条 and 附件一 if it is all of that.

        Raises KeyError for what is not in the contract.
        """
        return self.references[target]

    def item(self, index: int, in_annex: bool) -> str:
        """The number of the item at `index` (0 = first) of its paragraph."""
        return f"（{index + 1}）" if in_annex or self.style == "第一条" else f"{index + 1}."


def numbered(contract: Contract, style: Style) -> Numbers:
    """The numbers of every section, paragraph and annex."""
    numbers = Numbers(style, {}, {}, {})
    for at, section in enumerate(contract.sections, start=1):
        _number(numbers, section, _section(at, style), partial(_paragraph, style, at))
    for at, annex in enumerate(contract.annexes, start=1):
        name = f"附件{chinese(at)}"
        _number(numbers, annex, Level(name, name), partial(_annexed, name))
    return numbers


def _number(numbers: Numbers, section: Section, own: Level, paragraph: Callable[[int], Level]) -> None:
    """Number a section and what stands in it; `paragraph` numbers by place, 1 = first.

    A clause that is all of its section is referred to as the section.
    """
    numbers.sections[section.id] = own
    place = 0
    for clause in section.clauses:
        levels = []
        for index, written in enumerate(clause.paragraphs):
            if not written.pieces:
                continue
            place += 1
            levels.append(paragraph(place))
            numbers.paragraphs[clause.id, index] = levels[-1]
        if len(section.clauses) == 1 or not levels:
            numbers.references[clause.id] = own.reference
        else:
            until = f"至{levels[-1].short}" if len(levels) > 1 else ""
            numbers.references[clause.id] = levels[0].reference + until


def _section(at: int, style: Style) -> Level:
    return Level(f"第{chinese(at)}条" if style == "第一条" else f"{chinese(at)}、", f"第{chinese(at)}条")


def _paragraph(style: Style, section: int, place: int) -> Level:
    if style == "第一条":
        reference = f"第{section}.{place}条"
        return Level(f"{section}.{place}", reference, reference)
    short = f"第（{chinese(place)}）项"
    return Level(f"（{chinese(place)}）", f"第{chinese(section)}条{short}", short)


def _annexed(name: str, place: int) -> Level:
    return Level(f"{place}.", f"{name}第{place}条", f"第{place}条")
