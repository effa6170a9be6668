"""Real files for the tests: Word documents with true numbering, PDFs in Chinese, web pages, archives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from bot.documents import Block, Document, read_documents

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

CONTRACT = (
    "客服外包服务合同",
    "甲方：杭州某某贸易有限公司",
    "一、服务内容",
    "1、乙方每天9:00至24:00提供在线客服。",
    "2、首次响应时间不超过30秒。",
    "二、违约责任",
    "1、甲方逾期付款的，每逾期一日按应付未付金额的0.5%支付违约金。",
    "2、逾期超过10日的，乙方有权解除合同。",
)
"""A short contract in lines, as most text files hold it."""


def read_one(folder: Path, name: str, data: bytes) -> Document:
    """The one document that the product reads from a file of this name."""
    path = folder / name
    path.write_bytes(data)
    [document] = read_documents(path)
    return document


def with_footnotes(data: bytes, notes: str) -> bytes:
    """A Word file with a part of footnotes."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels").decode()
    more = f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    return repacked(
        data,
        {
            "word/_rels/document.xml.rels": relations.replace("</Relationships>", more).encode(),
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>".encode(),
        },
    )


def sketch(document: Document) -> list[tuple[str, str, tuple[str, ...], str]]:
    """Kind, number, headings and words of every block, to compare with a whole expectation."""
    return [
        (block.kind, block.number, block.headings, document.block_text(block)) for block in document.blocks
    ]


def outline_of(text: str, blocks: Sequence[Block]) -> list[tuple[str, str]]:
    """Kind and words of every block."""
    return [(block.kind, text[block.start : block.end]) for block in blocks]


def word_file(build: Callable[[Any], None]) -> bytes:
    """The bytes of a Word document that `build` fills."""
    import docx

    document = docx.Document()
    build(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def numbering_levels(document: Any, levels: Sequence[tuple[str, str]], *, number: int = 77) -> None:
    """Define a numbering of (format, text) levels in a python-docx document."""
    from docx.oxml import parse_xml

    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {_W} w:abstractNumId="{number}">{inner}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {_W} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))


def numbered(document: Any, text: str, level: int, *, number: int = 77) -> Any:
    """Add a paragraph with an automatic number."""
    from docx.oxml import parse_xml

    paragraph = document.add_paragraph(text)
    paragraph._p.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {_W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def append_xml(paragraph: Any, xml: str) -> None:
    """Append raw WordprocessingML to a paragraph; `w:` is declared."""
    from docx.oxml import parse_xml

    paragraph._p.append(parse_xml(re.sub(r"^<([\w:]+)", rf"<\1 {_W}", xml)))


def repacked(data: bytes, changes: dict[str, bytes]) -> bytes:
    """An archive with parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in source.namelist():
            copy.writestr(name, changes.get(name, source.read(name)))
        for name in changes.keys() - set(source.namelist()):
            copy.writestr(name, changes[name])
    return target.getvalue()


def pdf_file(paragraphs: Sequence[str], *, head: str = "", indent: float = 0.0, encrypt: Any = None) -> bytes:
    """A PDF with Chinese text set in paragraphs, with a running head and a page number on each page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle(
        "body", fontName="STSong-Light", fontSize=11, leading=18, wordWrap="CJK", firstLineIndent=indent
    )

    def margins(canvas: Any, template: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, 810, head)
        canvas.drawCentredString(300, 20, f"第 {template.page} 页")

    target = io.BytesIO()
    template = SimpleDocTemplate(target, encrypt=encrypt)
    template.build([Paragraph(text, style) for text in paragraphs], onFirstPage=margins, onLaterPages=margins)
    return target.getvalue()


def picture_pdf() -> bytes:
    """A PDF of two pages that hold only drawings, as a scan does."""
    from reportlab.pdfgen import canvas

    target = io.BytesIO()
    page = canvas.Canvas(target)
    for _ in range(2):
        page.rect(50, 50, 400, 700, fill=1)
        page.showPage()
    page.save()
    return target.getvalue()


def list_page(lines: Sequence[str]) -> str:
    """A web page around the lines of a saved list page: title, body and date of each article in a list.

    Navigation, scripts, hidden text and the footer are added; the lines after the last date go there.
    """
    dated = [index for index, line in enumerate(lines) if re.fullmatch(r"\d{4}-\d\d-\d\d", line)]
    items = []
    for start, end in zip([-1, *dated], dated, strict=False):
        title, body = lines[end - 2], lines[end - 1]
        above = "".join(f"<div class='column-title'>{line}</div>" for line in lines[start + 1 : end - 2][-1:])
        items.append(
            f'{above}<li><h3><a href="/detail/{end}.html" title="{title}">{title}</a></h3>'
            f'<p class="summary">{body}</p><span class="date">{lines[end]}</span></li>'
        )
    footer = "".join(f"<p>{line}</p>" for line in lines[dated[-1] + 1 :])
    intro = next((line for line in lines if "相关内容" in line), "")
    return f"""<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{lines[0]}</title>
<style>.a{{color:red}}</style><script>var 追踪 = "<p>脚本里的字</p>";</script></head><body>
<div id="topNav" class="nav-bar"><ul><li><a href="/">首页</a></li><li><a href="/p">产品中心</a></li>
<li><a href="/c">客户案例</a></li></ul></div>
<div class="main"><h1>{lines[0]}</h1><p>{intro}</p><div style="display: none">隐藏的关键词</div>
<ul class="list">{"".join(items)}</ul><p>{intro}</p></div>
<div class="fixed-kefu"><p>微信联系</p><p>400-000-0000</p><p>9:00-24:00</p></div>
<footer>{footer}<p>Copyright ©2006-2022 某公司 京ICP备00000000号</p></footer>
<script>alert("尾部脚本")</script></body></html>"""


def pdf_canvas(pages: Sequence[Callable[[Any], None]]) -> bytes:
    """A PDF whose pages the functions draw, with a Chinese font set."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target)
    for draw in pages:
        canvas.setFont("STSong-Light", 11)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def word_xml(body: str, parts: dict[str, str] | None = None, relations: Sequence[str] = ()) -> bytes:
    """A Word file written by hand: the XML inside `w:body`, further parts, and relations of the main part.

    A relation is `role target`; with ` External` after it, it leads outside. A part named like a role
    (`styles`) is related without being told.
    """
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    space = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
    parts = parts or {}
    named = [f"{name} {name}.xml" for name in parts if "/" not in name]
    told = [relation.split(" ") for relation in [*named, *relations]]
    listed = "".join(
        f'<Relationship Id="r{at}" Type="{office}/{role}" Target="{target}"'
        + (f' TargetMode="{mode[0]}"/>' if mode else "/>")
        for at, (role, target, *mode) in enumerate(told)
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(
            "_rels/.rels",
            f'<Relationships {space}><Relationship Id="r" Type="{office}/officeDocument"'
            ' Target="word/document.xml"/></Relationships>',
        )
        made.writestr("word/_rels/document.xml.rels", f"<Relationships {space}>{listed}</Relationships>")
        made.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            made.writestr(name if "/" in name else f"word/{name}.xml", text)
    return target.getvalue()


def word_part(name: str, inner: str) -> str:
    """The XML of a part whose root is `w:name`."""
    return f"<w:{name} {_W}>{inner}</w:{name}>"


def raw_pdf(*objects: str | bytes, root: int = 1, tail: str = "") -> bytes:
    """A PDF of objects written by hand, numbered from 1, with a correct table of their places."""
    written = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(written))
        body = content if isinstance(content, bytes) else content.encode("latin-1")
        written += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(written)
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    written += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{rows}".encode()
    written += (
        f"trailer\n<</Size {len(objects) + 1} /Root {root} 0 R {tail}>>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    return bytes(written)
