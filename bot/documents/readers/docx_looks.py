"""Whether the words of a Word file can be seen: not marked hidden, not white on white, not too small to read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.documents.readers.docx_numbering import attribute

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
else:
    Element: TypeAlias = Any

_OFF = ("0", "false", "off", "none")
_PALEST = 0xF0
_SMALLEST = 6  # half points
_DEEPEST_STYLE = 20
_WHITE_THEME = ("background1", "light1")
_NO_FILL = ("", "auto", "nil", "clear")


@dataclass(frozen=True)
class _Look:
    """What one place says about how its words look; None is silent."""

    hidden: bool | None = None
    pale: bool | None = None
    size: float | None = None
    filled: bool | None = None
    based_on: str = ""

    def over(self, below: _Look) -> _Look:
        """This look, and where it is silent that of another one."""
        return _Look(
            below.hidden if self.hidden is None else self.hidden,
            below.pale if self.pale is None else self.pale,
            below.size if self.size is None else self.size,
            below.filled if self.filled is None else self.filled,
        )


class Looks:
    """Judges runs of one file by its styles."""

    def __init__(self, styles: Element | None, main: Element) -> None:
        self._styles = styles
        self._filled_page = main.find("{*}background") is not None
        self._known: dict[tuple[str, str], _Look] = {}

    def hides(self, run: Element) -> bool:
        """Whether nobody who looks at the page can read the words of a run."""
        own = run.find("{*}rPr")
        paragraph = next(run.iterancestors("{*}p"), None)
        inside = paragraph.find("{*}pPr") if paragraph is not None else None
        look = self._styled(_style(own, "rStyle"), _style(inside, "pStyle"))
        if own is not None:
            look = _look(own).over(look)
        if look.hidden or (look.size is not None and look.size < _SMALLEST):
            return True
        if not look.pale or look.filled or self._filled_page:
            return False
        return not (_is_filled(inside) or self._stands_on_fill(run))

    def _styled(self, character: str, paragraph: str) -> _Look:
        key = (character, paragraph or self._default)
        if key not in self._known:
            chain = self._chain(key[0]).over(self._chain(key[1]))
            self._known[key] = chain.over(self._document)
        return self._known[key]

    def _chain(self, style_id: str) -> _Look:
        look = _Look()
        for _ in range(_DEEPEST_STYLE):
            style = self._by_id.get(style_id)
            if style is None:
                break
            look = look.over(style)
            style_id = style.based_on
        return look

    @cached_property
    def _by_id(self) -> dict[str, _Look]:
        found = {}
        for style in self._styles.iterfind("{*}style") if self._styles is not None else ():
            look = _look(style.find("{*}rPr"))
            filled = look.filled or _is_filled(style.find("{*}pPr")) or None
            based_on = attribute(style.find("{*}basedOn"))
            found[attribute(style, "styleId")] = _Look(look.hidden, look.pale, look.size, filled, based_on)
        return found

    @cached_property
    def _default(self) -> str:
        for style in self._styles.iterfind("{*}style") if self._styles is not None else ():
            if attribute(style, "type") == "paragraph" and attribute(style, "default") not in ("", *_OFF):
                return attribute(style, "styleId")
        return ""

    @cached_property
    def _document(self) -> _Look:
        found = self._styles.find("{*}docDefaults/{*}rPrDefault/{*}rPr") if self._styles is not None else None
        return _look(found)

    @cached_property
    def _filled_tables(self) -> frozenset[str]:
        """The table styles that fill any of their cells, alone or by the style below them."""
        styles = {}
        for style in self._styles.iterfind("{*}style") if self._styles is not None else ():
            fills = any(_has_fill(shade) for shade in style.iter("{*}shd"))
            styles[attribute(style, "styleId")] = (fills, attribute(style.find("{*}basedOn")))
        filled = {name for name, (fills, _) in styles.items() if fills}
        for _ in range(_DEEPEST_STYLE):
            filled |= {name for name, (_, below) in styles.items() if below in filled}
        return frozenset(filled)

    def _stands_on_fill(self, run: Element) -> bool:
        """Whether a cell, table or text box around a run has a colour of its own."""
        for parent in run.iterancestors("{*}tc", "{*}tbl", "{*}pict", "{*}drawing"):
            name = str(parent.tag).rpartition("}")[2]
            if name in ("pict", "drawing"):
                return any(_has_colour(element) for element in parent.iter())
            properties = parent.find(f"{{*}}{name}Pr")
            if _is_filled(properties):
                return True
            if name == "tbl" and _style(properties, "tblStyle") in self._filled_tables:
                return True
        return False


def _style(properties: Element | None, name: str) -> str:
    return attribute(properties.find(f"{{*}}{name}")) if properties is not None else ""


def _look(properties: Element | None) -> _Look:
    if properties is None:
        return _Look()
    vanish = properties.find("{*}vanish")
    color = properties.find("{*}color")
    size = attribute(properties.find("{*}sz"))
    marked = attribute(properties.find("{*}highlight"))
    return _Look(
        attribute(vanish) not in _OFF if vanish is not None else None,
        _is_pale(color) if color is not None else None,
        float(size) if re.fullmatch(r"\d{1,4}(\.\d{1,3})?", size) else None,
        True if marked not in ("", "none", "white") or _is_filled(properties) else None,
    )


def _is_pale(color: Element) -> bool:
    value = attribute(color)
    if re.fullmatch("[0-9A-Fa-f]{6}", value):
        return all(int(value[at : at + 2], 16) >= _PALEST for at in (0, 2, 4))
    return attribute(color, "themeColor") in _WHITE_THEME


def _is_filled(properties: Element | None) -> bool:
    shade = properties.find("{*}shd") if properties is not None else None
    return shade is not None and _has_fill(shade)


def _has_fill(shade: Element) -> bool:
    """Whether a shading has a colour or a pattern: not none, and not white."""
    fill = attribute(shade, "fill").lower()
    if attribute(shade, "themeFill") not in ("", *_WHITE_THEME):
        return True
    return (fill not in (*_NO_FILL, "ffffff")) or attribute(shade) not in _NO_FILL


def _has_colour(element: Element) -> bool:
    """Whether a part of a drawing fills it with anything but white."""
    name = str(element.tag).rpartition("}")[2]
    if name in ("gradFill", "blipFill", "pattFill"):
        return True
    if name == "solidFill":
        return any(
            child.get("val", "").lower() not in ("ffffff", "bg1", "lt1", "window") for child in element
        )
    return element.get("fillcolor", "white").lower().split(" ")[0] not in ("white", "#fff", "#ffffff")
