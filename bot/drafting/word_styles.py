"""The look of the Word file: paper, fonts, paragraph styles, and the multi-level lists that number them.

Fonts are those that Word and WPS have on every Chinese system: 宋体 for text, 黑体 for headings. East Asian fonts
need their own attribute (`w:eastAsia`), and theme fonts win over named ones, so they are taken away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from bot.drafting.numbering import Style

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

BODY, HEAD, LATIN = "宋体", "黑体", "Times New Roman"
HEADING, CLAUSE, ITEM = "Heading 1", "合同条款", "合同项"
ANNEX, ANNEX_CLAUSE, ANNEX_ITEM = "附件标题", "附件条款", "附件项"
COVER, CELL, NOTE = "封面", "表格文字", "附注"
_KEPT = frozenset(
    [
        "Normal",
        "heading 1",
        "Title",
        "Table Grid",
        "Normal Table",
        "Default Paragraph Font",
        "No List",
        "header",
        "footer",
    ]
)


@dataclass(frozen=True)
class _Level:
    """One level of a list: how Word writes its number, and the indents in centimetres."""

    style: str
    text: str
    form: str = "decimal"
    legal: bool = False
    left: float = 0
    hanging: float = 0
    suffix: str = "tab"


_CHINESE = "chineseCountingThousand"
_LISTS: dict[str, tuple[_Level, ...]] = {
    "第一条": (
        _Level(HEADING, "第%1条", _CHINESE, suffix="space"),
        _Level(CLAUSE, "%1.%2", legal=True, left=1.4, hanging=1.4),
        _Level(ITEM, "（%3）", left=2.5, hanging=1.1),
    ),
    "一、": (
        _Level(HEADING, "%1、", _CHINESE, suffix="nothing"),
        _Level(CLAUSE, "（%2）", _CHINESE, left=1.9, hanging=1.9),
        _Level(ITEM, "%3.", left=2.65, hanging=0.75),
    ),
    "附件": (
        _Level(ANNEX, "附件%1", _CHINESE, suffix="space"),
        _Level(ANNEX_CLAUSE, "%2.", left=0.9, hanging=0.9),
        _Level(ANNEX_ITEM, "（%3）", left=2.0, hanging=1.1),
    ),
}


def set_up(document: Document, style: Style) -> None:
    """Give an empty document paper, fonts, styles and the lists of `style`."""
    _paper(document)
    _drop_unused(document)
    _defaults(document)
    _styles(document)
    _lists(document, (style, "附件"))


def write_number(paragraph: Paragraph, name: str, style: Style, number: str) -> None:
    """Write a number as words, with the indents of its level, and take the paragraph out of the list."""
    level = next(level for each in (style, "附件") for level in _LISTS[each] if level.style == name)
    numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = numbering.get_or_add_numId().val = 0
    paragraph.paragraph_format.left_indent = Cm(level.left)
    paragraph.paragraph_format.first_line_indent = Cm(-level.hanging)
    paragraph.add_run(number + {"tab": "\t", "space": " ", "nothing": ""}[level.suffix])


def set_fonts(properties: BaseOxmlElement, east_asian: str) -> None:
    """Name the fonts of run properties, in place of what was named there."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{script}"), font)
    properties.insert(0, fonts)


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2.54)
    section.left_margin = section.right_margin = Cm(2.8)
    section.footer_distance = Cm(1.5)
    section.different_first_page_header_footer = True


def _drop_unused(document: Document) -> None:
    root = document.styles.element
    for style in list(root.findall(qn("w:style"))):
        name = style.find(qn("w:name"))
        if name is None or name.get(qn("w:val")) not in _KEPT:
            root.remove(style)
        for link in style.findall(qn("w:link")):
            style.remove(link)


def _defaults(document: Document) -> None:
    properties = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    assert properties is not None  # the template of python-docx has them
    set_fonts(properties, BODY)
    for language in properties.findall(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")
    for theme in document.settings.element.findall(qn("w:themeFontLang")):
        theme.set(qn("w:eastAsia"), "zh-CN")
    for zoom in document.settings.element.findall(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")
    for unused in ("w:rsids", "w:savePreviewPicture", "w:proofState"):
        for element in document.settings.element.findall(qn(unused)):
            document.settings.element.remove(element)


def _styles(document: Document) -> None:
    normal = document.styles["Normal"]
    _shape(normal, BODY, 11, after=4, line=1.35)
    _shape(document.styles["Title"], HEAD, 20, before=6, after=14, centred=True)
    document.styles["Title"].font.bold = True
    _shape(document.styles[HEADING], HEAD, 13, before=14, after=5, keep=True)
    for identity, name, base, size, font in (
        ("ContractClause", CLAUSE, "Normal", 11, BODY),
        ("ContractItem", ITEM, "Normal", 11, BODY),
        ("AnnexHeading", ANNEX, HEADING, 14, HEAD),
        ("AnnexClause", ANNEX_CLAUSE, "Normal", 11, BODY),
        ("AnnexItem", ANNEX_ITEM, "Normal", 11, BODY),
        ("Cover", COVER, "Normal", 15, BODY),
        ("TableCell", CELL, "Normal", 10.5, BODY),
        ("Note", NOTE, "Normal", 10.5, BODY),
    ):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.set(qn("w:styleId"), identity)
        style.base_style = document.styles[base]
        style.quick_style = True
        _shape(style, font, size, after=2 if name in (CELL, ITEM, ANNEX_ITEM) else 4)
    document.styles[ANNEX].paragraph_format.page_break_before = True
    document.styles[ANNEX].paragraph_format.space_after = Pt(10)
    document.styles[CELL].paragraph_format.space_before = Pt(2)
    document.styles[CELL].paragraph_format.line_spacing = 1.15
    document.styles[COVER].paragraph_format.line_spacing = 1.8


def _shape(
    style: ParagraphStyle,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    line: float = 0,
    centred: bool = False,
    keep: bool = False,
) -> None:
    """Give a style its font, size and spacing (points; `line` in lines), black, without lines around it."""
    set_fonts(style.element.get_or_add_rPr(), font)
    style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.get_or_add_pPr().remove(border)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    if line:
        shape.line_spacing = line
    if centred:
        shape.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if keep:
        shape.keep_with_next = True


def _lists(document: Document, names: tuple[str, ...]) -> None:
    """Put the lists in place of the template's; definitions come before the numbers that use them."""
    root = document.part.numbering_part.element
    for element in list(root):
        root.remove(element)
    for number, name in enumerate(names, start=1):
        root.append(_definition(document, number, _LISTS[name]))
    for number, name in enumerate(names, start=1):
        use = OxmlElement("w:num", attrs={qn("w:numId"): str(number)})
        use.append(OxmlElement("w:abstractNumId", attrs={qn("w:val"): str(number)}))
        root.append(use)
        for depth, level in enumerate(_LISTS[name]):
            _attach(document.styles[level.style], number, depth)


def _definition(document: Document, number: int, levels: tuple[_Level, ...]) -> BaseOxmlElement:
    definition = OxmlElement("w:abstractNum", attrs={qn("w:abstractNumId"): str(number)})
    definition.append(OxmlElement("w:nsid", attrs={qn("w:val"): f"5A17C0{number:02X}"}))
    definition.append(OxmlElement("w:multiLevelType", attrs={qn("w:val"): "multilevel"}))
    for depth, level in enumerate(levels):
        element = OxmlElement("w:lvl", attrs={qn("w:ilvl"): str(depth)})
        parts = [("w:start", "1"), ("w:numFmt", level.form)]
        parts.append(("w:pStyle", document.styles[level.style].style_id))
        for tag, value in parts:
            element.append(OxmlElement(tag, attrs={qn("w:val"): value}))
        if level.legal:
            element.append(OxmlElement("w:isLgl"))
        for tag, value in (("w:suff", level.suffix), ("w:lvlText", level.text), ("w:lvlJc", "left")):
            element.append(OxmlElement(tag, attrs={qn("w:val"): value}))
        indents = {"w:left": level.left, "w:hanging": level.hanging}
        properties = OxmlElement("w:pPr")
        properties.append(
            OxmlElement("w:ind", attrs={qn(k): str(round(v * 567)) for k, v in indents.items()})
        )
        element.append(properties)
        definition.append(element)
    return definition


def _attach(style: ParagraphStyle, number: int, depth: int) -> None:
    """Let a paragraph style carry a level of a list."""
    numbering = style.element.get_or_add_pPr().get_or_add_numPr()
    numbering.get_or_add_ilvl().val = depth
    numbering.get_or_add_numId().val = number
