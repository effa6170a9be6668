"""The automatic numbers of a Word file, as they are seen: styles, numbering levels, counters, formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.numbering import STEMS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_CN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_ZODIAC = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACEHOLDER = re.compile(r"%([1-9])")
_DEEPEST_STYLE = 20
_LARGEST = 32767
_LONGEST_TEXT = 100


def attribute(element: Element | None, name: str = "val") -> str:
    """A WordprocessingML attribute by its local name, or an empty string."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith(f"}}{name}")), "")


def whole(text: str) -> int | None:
    """The whole number that an attribute holds, no larger than Word counts, or None for anything else."""
    return min(int(text), _LARGEST) if re.fullmatch("[0-9]{1,9}", text) else None


def chinese(value: int, digits: str = _CN, units: str = "十百千") -> str:
    """A number below ten thousand in Chinese, without a leading 一 in 十 to 十九."""
    if value <= 0:
        return digits[0]
    text = ""
    for place, digit in enumerate(reversed(str(value)[-4:])):
        unit = units[place - 1] if place and digit != "0" else ""
        text = digits[int(digit)] + unit + text
    text = re.sub(f"{digits[0]}+", digits[0], text).rstrip(digits[0])
    return text.removeprefix(digits[1]) if text.startswith(digits[1] + units[0]) else text


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, sign in (*_ROMAN, *_ROMAN_SMALL):
        text += sign * (value // worth)
        value %= worth
    return text


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "ideographDigital": lambda value: "".join(_CN[int(digit)] for digit in str(value)).replace("零", "〇"),
    "chineseLegalSimplified": lambda value: chinese(value, _LEGAL, "拾佰仟"),
    "ideographTraditional": lambda value: STEMS[(value - 1) % 10],
    "ideographZodiac": lambda value: _ZODIAC[(value - 1) % 12],
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "none": lambda value: "",
}


@dataclass
class _Level:
    """One level of a numbering: where it starts, how a number is written, and the text around it."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    style: str = ""

    def changed(self, element: Element) -> _Level:
        """This level with what an element says in place of what was."""
        start = whole(attribute(element.find("{*}start")))
        form = attribute(element.find("{*}numFmt")) or self.format
        found = element.find("{*}lvlText")
        return _Level(
            self.start if start is None else start,
            form,
            attribute(found)[:_LONGEST_TEXT] if found is not None else self.text,
            element.find("{*}isLgl") is not None,
            attribute(element.find("{*}pStyle")),
        )


@dataclass
class _Abstract:
    """A numbering definition with its running counters."""

    levels: dict[int, _Level]
    linked_style: str = ""
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Style:
    """What a paragraph style contributes: its name, and the numbering and outline level it carries."""

    name: str = ""
    based_on: str = ""
    numbering: str = ""
    level: int | None = None
    outline: int | None = None


def read_styles(root: Element | None) -> dict[str, Style]:
    """The paragraph styles by id."""
    styles = {}
    for element in root.iterfind("{*}style") if root is not None else ():
        styles[attribute(element, "styleId")] = Style(
            attribute(element.find("{*}name")),
            attribute(element.find("{*}basedOn")),
            attribute(element.find("{*}pPr/{*}numPr/{*}numId")),
            whole(attribute(element.find("{*}pPr/{*}numPr/{*}ilvl"))),
            whole(attribute(element.find("{*}pPr/{*}outlineLvl"))),
        )
    return styles


def style_chain(styles: dict[str, Style], style_id: str) -> Iterator[tuple[str, Style]]:
    """A style and those it is based on, nearest first."""
    for _ in range(_DEEPEST_STYLE):
        style = styles.get(style_id)
        if style is None:
            return
        yield style_id, style
        style_id = style.based_on


class Numbering:
    """Hands out the visible number of each paragraph, in reading order."""

    def __init__(self, root: Element | None, styles: dict[str, Style]) -> None:
        self._styles = styles
        self._abstracts: dict[str, _Abstract] = {}
        self._numbers: dict[str, str] = {}
        self._overrides: dict[str, dict[int, Element]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        for element in root.iterfind("{*}abstractNum"):
            levels = {_ilvl(level): _Level().changed(level) for level in element.iterfind("{*}lvl")}
            self._abstracts[attribute(element, "abstractNumId")] = _Abstract(
                levels, attribute(element.find("{*}numStyleLink"))
            )
        for element in root.iterfind("{*}num"):
            number = attribute(element, "numId")
            self._numbers[number] = attribute(element.find("{*}abstractNumId"))
            self._overrides[number] = {_ilvl(over): over for over in element.iterfind("{*}lvlOverride")}

    def visible(self, properties: Element | None, style_id: str) -> str:
        """The number that stands before a paragraph (`第三条`, `(一)`, `2.`), or an empty string."""
        number, level = self._reference(properties, style_id)
        abstract = self._abstract(number)
        if abstract is None:
            return ""
        shape = self._shape(abstract, number, level)
        self._advance(abstract, number, level, shape.start)
        if shape.format == "bullet":
            return ""
        return _PLACEHOLDER.sub(
            lambda match: self._part(abstract, number, int(match[1]) - 1, shape), shape.text
        )

    def _reference(self, properties: Element | None, style_id: str) -> tuple[str, int]:
        """The numbering that a paragraph belongs to, and its level there."""
        own = properties.find("{*}numPr") if properties is not None else None
        number = attribute(own.find("{*}numId")) if own is not None else ""
        level = whole(attribute(own.find("{*}ilvl"))) if own is not None else None
        for name, style in style_chain(self._styles, style_id):
            if not number and style.numbering:
                number = style.numbering
                level = self._level_of_style(number, name) if level is None and style.level is None else level
            if level is None and style.numbering:
                level = style.level
        return number, level or 0

    def _level_of_style(self, number: str, style_id: str) -> int | None:
        abstract = self._abstract(number)
        levels = abstract.levels if abstract else {}
        return next((depth for depth, level in levels.items() if level.style == style_id), None)

    def _abstract(self, number: str) -> _Abstract | None:
        abstract = self._abstracts.get(self._numbers.get(number, ""))
        if abstract is not None and abstract.linked_style:
            style = self._styles.get(abstract.linked_style)
            linked = self._abstracts.get(self._numbers.get(style.numbering, "")) if style else None
            return linked or abstract
        return abstract

    def _shape(self, abstract: _Abstract, number: str, level: int) -> _Level:
        shape = abstract.levels.get(level, _Level(text=f"%{level + 1}."))
        override = self._overrides.get(number, {}).get(level)
        changed = override.find("{*}lvl") if override is not None else None
        return shape.changed(changed) if changed is not None else shape

    def _advance(self, abstract: _Abstract, number: str, level: int, start: int) -> None:
        """Count this paragraph; a numbering that says so starts again on its first use."""
        override = self._overrides.get(number, {}).get(level)
        restart = whole(attribute(override.find("{*}startOverride"))) if override is not None else None
        if restart is not None and (number, level) not in self._started:
            abstract.counters[level] = restart
        else:
            abstract.counters[level] = abstract.counters.get(level, start - 1) + 1
        self._started.add((number, level))
        abstract.counters = {depth: count for depth, count in abstract.counters.items() if depth <= level}

    def _part(self, abstract: _Abstract, number: str, level: int, shape: _Level) -> str:
        part = self._shape(abstract, number, level)
        value = abstract.counters.setdefault(level, part.start)
        form = "decimal" if shape.legal else part.format
        return _FORMATS.get(form, str)(value)


def _ilvl(element: Element) -> int:
    return whole(attribute(element, "ilvl")) or 0
