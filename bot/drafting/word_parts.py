"""Pieces of a Word file that python-docx has no call for: fields, shading, borders, and a file of fixed bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Literal, TypeAlias

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

Look: TypeAlias = Literal["", "bold", "yellow", "tinted"]
AUTHOR = "客服合同助手"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every part in the archive: the earliest that zip can write, the same in every run."""


def page_footer(document: Document) -> None:
    """第 X 页 共 Y 页 at the foot of every page but the cover."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run("第 ")
    field(paragraph, "PAGE")
    paragraph.add_run(" 页　共 ")
    field(paragraph, "NUMPAGES")
    paragraph.add_run(" 页")


def field(paragraph: Paragraph, code: str) -> None:
    """A field that Word works out itself; 1 stands there until it does."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "1":
            run.text = kind
        elif kind:
            run._r.append(OxmlElement("w:fldChar", attrs={qn("w:fldCharType"): kind}))
        else:
            instruction = OxmlElement("w:instrText", attrs={qn("xml:space"): "preserve"})
            instruction.text = f" {code} "
            run._r.append(instruction)


def shade(cell: _Cell, colour: str = "F2F2F2") -> None:
    """A background for a cell of a table's head."""
    cell._tc.get_or_add_tcPr().append(_shading(colour))


def paragraph(style: str) -> BaseOxmlElement:
    """An empty paragraph of the style with that id."""
    element, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    properties.append(OxmlElement("w:pStyle", attrs={qn("w:val"): style}))
    element.append(properties)
    return element


def run(text: str, look: Look = "") -> BaseOxmlElement:
    """Words that look alike. `tinted` is a pale background: Word's highlights know strong colours only."""
    element, words = OxmlElement("w:r"), OxmlElement("w:t", attrs={qn("xml:space"): "preserve"})
    words.text = text
    if look:
        properties = OxmlElement("w:rPr")
        if look == "bold":
            properties.append(OxmlElement("w:b"))
        elif look == "yellow":
            properties.append(OxmlElement("w:highlight", attrs={qn("w:val"): "yellow"}))
        else:
            properties.append(_shading("DAE6F2"))
        element.append(properties)
    element.append(words)
    return element


def _shading(colour: str) -> BaseOxmlElement:
    attrs = {qn("w:val"): "clear", qn("w:color"): "auto", qn("w:fill"): colour}
    return OxmlElement("w:shd", attrs=attrs)


def keep_rows(table: Table, head: bool) -> None:
    """Rows do not break over pages; the head is repeated on each."""
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if head and at == 0:
            properties.append(OxmlElement("w:tblHeader"))


def without_borders(table: Table) -> None:
    """A table that only puts things side by side."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(OxmlElement(f"w:{edge}", attrs={qn("w:val"): "nil"}))
    properties = table._tbl.tblPr
    behind = [
        e for tag in ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook") for e in properties.iter(qn(tag))
    ]
    if behind:  # the order of these elements is part of the format
        behind[0].addprevious(borders)
    else:
        properties.append(borders)


def fixed_bytes(document: Document) -> bytes:
    """The file; the same document gives the same bytes, whenever and wherever it is written."""
    core = document.core_properties._element
    for element in list(core):
        core.remove(element)
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    document.core_properties.title = document.paragraphs[0].text
    document.core_properties.language = "zh-CN"
    package = document.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):  # a picture of the template, not of this contract
            del package.rels[key]
    written = io.BytesIO()
    document.save(written)
    fixed = io.BytesIO()
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w") as target:
        for entry in source.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 3
            target.writestr(info, source.read(entry))
    return fixed.getvalue()
