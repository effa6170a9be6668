"""Real files for the fuzz run, and the ways to spoil them."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from lxml import etree
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_CLAUSES = (
    "客服外包服务合同",
    "甲方：杭州某某贸易有限公司",
    "第一条 服务内容",
    "1.1 乙方每天9:00至24:00提供在线客服。",
    "一、违约责任",
    "（一）甲方逾期付款的，每逾期一日按应付未付金额的0.5%支付违约金。",
    "2、逾期超过10日的，乙方有权解除合同。①书面通知；②结清费用。",
)
_FIGURES = ("0", "-1", "1", "99999999999999999999", "²", "٣", "NaN", "1e308", "\ud7ff", "x" * 3000)
_TOKENS = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"<!--",
    b"]]>",
    b"&x;",
    b"%PDF-",
    b"endobj",
    b"<<",
    b"PK\x05\x06",
)
_WRITTEN = ("a.txt", "a.md", "a.html")
_MARKUP = (
    *(
        "<div>",
        "</div>",
        "<table>",
        "</td>",
        "<tr><td>",
        "<ol start=²>",
        "<!--",
        "-->",
        "<script>",
        "&#x110000;",
        "&nbsp;",
    ),
    *(
        "|",
        "|-|-|",
        "**",
        "__",
        "~~",
        "[",
        "](",
        "![",
        "```",
        "> ",
        "- ",
        "# ",
        "`",
        "\\",
        "<",
        "---\n",
        "\n",
        "\n\n",
    ),
    *(
        "第",
        "条",
        "（",
        "1.",
        "1、",
        "、",
        "。",
        " ",
        "\u3000",
        "\u202e",
        "\u200b",
        "\x00",
        "\x0c",
        "\u2028",
        "\U000e0041",
        "é",
        "e\u0301",
    ),
)
_NUMBER_SIGNS = (
    "第一二十百零两〇零条章节编部分0123456789.．、()（）①⑳㊿⒈⑴㈠甲乙癸ABab%％ \n:：；。٣３²ⅢⅣ·-~合同付款应当"
)


def samples() -> dict[str, bytes]:
    """The files that are spoilt, by name."""
    text = "\n".join(_CLAUSES * 3)
    rows = "".join(f"<tr><td>{clause}</td><td>500</td></tr>" for clause in _CLAUSES)
    page = f"<!DOCTYPE html><html><body><h1>{_CLAUSES[0]}</h1><table>{rows}</table><ol><li>甲<li>乙</ol></body></html>"
    marked = f"# {_CLAUSES[0]}\n\n> 留意：付款。\n\n| 项目 | 单价 |\n|---|---|\n| 客服 | **500** |\n\n{text}"
    return {
        "a.docx": _word(),
        "b.docx": _word(),
        "a.pdf": _pdf(),
        "a.txt": text.encode(),
        "b.txt": text.encode("gb18030"),
        "c.txt": text.encode("utf-16"),
        "a.md": marked.encode(),
        "a.html": page.encode(),
    }


def _word() -> bytes:
    document = docx.Document()
    for style in ("Normal", "List Number", "Heading 1"):
        for clause in _CLAUSES:
            words = document.add_paragraph(clause, style=style)
            words.add_run("暗").font.hidden = True
    document.add_comment(words.add_run("批"), text="太高", author="乙")
    table = document.add_table(3, 3)
    for at, cell in enumerate(cell for row in table.rows for cell in row.cells):
        cell.text = f"格{at}"
    document.sections[0].header.paragraphs[0].text = "页眉"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = io.BytesIO()
    canvas = Canvas(target, pageCompression=0)
    for _ in range(2):
        canvas.setFont("STSong-Light", 11)
        for line, clause in enumerate(_CLAUSES * 2):
            canvas.drawString(72, 780 - 20 * line, clause)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 400, "Party A shall pay within ten days.")
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def lines(chance: random.Random) -> str:
    """Lines of signs that numbers are made of."""
    return "".join(chance.choices(_NUMBER_SIGNS, k=chance.randint(1, 400)))


def changed(chance: random.Random, name: str, files: dict[str, bytes]) -> bytes:
    """A file spoilt in one to four ways."""
    data = files[name]
    for _ in range(chance.randint(1, 4)):
        if name.endswith(".docx") and chance.random() < 0.85:
            data = _part_changed(chance, data)
        elif name in _WRITTEN and chance.random() < 0.9:
            data = _text_changed(chance, data)
        else:
            data = _bytes_changed(chance, data, files)
    return data


def _text_changed(chance: random.Random, data: bytes) -> bytes:
    """The text with a piece taken out, doubled, moved or put in."""
    text = data.decode("utf-8", "ignore")
    start = chance.randint(0, len(text))
    piece = text[start : start + chance.choice((1, 8, 60, 400))]
    rest = text[:start] + text[start + len(piece) :]
    to = chance.randint(0, len(rest))
    ways = (
        rest,
        text[:start] + piece * chance.choice((2, 30)) + text[start:],
        rest[:to] + piece + rest[to:],
        text[:start] + chance.choice(_MARKUP) * chance.choice((1, 1, 3, 200)) + text[start:],
    )
    return chance.choice(ways).encode("utf-8", "ignore")


def _bytes_changed(chance: random.Random, data: bytes, files: dict[str, bytes]) -> bytes:
    if not data:
        return data
    start = chance.randrange(len(data))
    end = min(len(data), start + chance.choice((1, 4, 40, 400, 4000)))
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: _flipped(chance, data),
        lambda: data[:start] + data[end:],
        lambda: data[:end] + data[start:end] * chance.choice((1, 2, 50)) + data[end:],
        lambda: data[:start],
        lambda: data[:start] + chance.choice(_TOKENS) + data[start:],
        lambda: data[:start] + chance.choice(sorted(files.values()))[:5000] + data[end:],
        lambda: data[:start] + chance.randbytes(end - start) + data[end:],
        lambda: _with_figure(chance, data),
    )
    return chance.choice(ways)()


def _flipped(chance: random.Random, data: bytes) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def _with_figure(chance: random.Random, data: bytes) -> bytes:
    """The data with one of its figures replaced."""
    places = [at for at, byte in enumerate(data) if 0x30 <= byte <= 0x39]
    if not places:
        return data
    at = chance.choice(places)
    return data[:at] + chance.choice(_FIGURES).encode("utf-8") + data[at + 1 :]


def _part_changed(chance: random.Random, data: bytes) -> bytes:
    """The archive with one part spoilt, or left out, or there twice; the data itself when it is none any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:  # noqa: BLE001 - spoilt already, in any of the ways that zipfile knows
        return _flipped(chance, data)
    weights = [8 if name.startswith("word/") and name.endswith(".xml") else 1 for name, _ in parts]
    at = chance.choices(range(len(parts)), weights)[0]
    name, content = parts[at]
    fate = chance.random()
    if fate < 0.05:
        del parts[at]
    elif fate < 0.08:
        parts.append((f"word/../{Path(name).name}", content))
    elif fate < 0.25:
        parts[at] = (name, _bytes_changed(chance, content, {"": content}))
    else:
        parts[at] = (name, _xml_changed(chance, content))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts:
            made.writestr(name, content)
    return target.getvalue()


def _xml_changed(chance: random.Random, content: bytes) -> bytes:
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return content
    for _ in range(chance.randint(1, 6)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        _element_changed(chance, chance.choice(elements), elements)
    return bytes(etree.tostring(root))


def _element_changed(chance: random.Random, element: Any, elements: list[Any]) -> None:
    import copy

    parent, other = element.getparent(), chance.choice(elements)
    way = chance.randrange(6)
    if way == 0 and parent is not None:
        parent.remove(element)
    elif way == 1:
        element.append(copy.deepcopy(other) if len(list(other.iter())) < 300 else etree.Element(other.tag))
    elif way == 2:
        element.tag = other.tag
    elif way == 3 and element.attrib:
        element.attrib[chance.choice(list(element.attrib))] = chance.choice(_FIGURES)
    elif way == 4:
        element.text = chance.choice(
            (*_FIGURES, "\n", " " * 500, "".join(chance.choices(_NUMBER_SIGNS, k=40)))
        )
    elif parent is not None:
        for _ in range(chance.choice((1, 5, 60))):
            inner = etree.Element(element.tag, dict(element.attrib))
            inner.append(
                copy.deepcopy(element) if len(list(element.iter())) < 30 else etree.Element(other.tag)
            )
            parent.insert(0, inner)
