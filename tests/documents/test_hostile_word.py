"""Word files made to break a reader: each is read for what it shows, or refused in one clear sentence."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import read_one, repacked, word_part, word_xml

from bot.errors import InputError

FIRST, LAST = "<w:p><w:r><w:t>甲方付款。</w:t></w:r></w:p>", "<w:p><w:r><w:t>乙方服务。</w:t></w:r></w:p>"
BOTH = "甲方付款。\n乙方服务。"
NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    "<w:r><w:t>甲方付款。</w:t></w:r></w:p>"
)


def numbering(inner: str, *, links: str = "") -> dict[str, str]:
    abstract = f'<w:abstractNum w:abstractNumId="1">{links}{inner}</w:abstractNum>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    return {"numbering": word_part("numbering", abstract + number)}


def level(start: str = "1", form: str = "decimal", text: str = "%1、") -> str:
    return f'<w:lvl w:ilvl="0"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def nested(opening: str, closing: str, depth: int, inside: str = "<w:r><w:t>底。</w:t></w:r>") -> str:
    return opening * depth + inside + closing * depth


def table(depth: int) -> str:
    return nested(
        "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", depth, "<w:p><w:r><w:t>底。</w:t></w:r></w:p>"
    )


def padded(data: bytes) -> bytes:
    """The document with noise beside it, so that its ratio is an ordinary one."""
    noise = random.Random(1).randbytes(200_000)
    return repacked(data, {"word/media/image1.png": noise})


def style(name: str, based_on: str, inner: str = "") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f"{inner}</w:style>"
    )


def styled(name: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/></w:pPr><w:r><w:t>甲方付款。</w:t></w:r></w:p>'


def twice() -> bytes:
    target = io.BytesIO(word_xml(FIRST))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(target, "a") as made:
        made.writestr("word/document.xml", word_part("document", f"<w:body>{LAST}</w:body>"))
    return target.getvalue()


def without(name: str) -> bytes:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word_xml(FIRST))) as source,
        zipfile.ZipFile(target, "w") as copy,
    ):
        for entry in source.namelist():
            if entry != name:
                copy.writestr(entry, source.read(entry))
    return target.getvalue()


def lying() -> bytes:
    """The directory says that the main part is small; what is packed is large."""
    data = bytearray(repacked(word_xml(FIRST), {"word/document.xml": b" " * 5_000_000}))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    return bytes(data)


def noisy() -> bytes:
    data = bytearray(word_xml(FIRST * 90))
    at = data.find(b"word/document.xml") + 40
    data[at : at + 30] = b"\xff" * 30
    return bytes(data)


READ: dict[str, tuple[Callable[[], bytes], str]] = {
    "table in table, 60 deep": (lambda: word_xml(table(60)), "底。"),
    "content controls, 200 deep": (
        lambda: word_xml(nested("<w:sdt>", "</w:sdt>", 200, FIRST) + LAST),
        BOTH,
    ),
    "runs in links, 200 deep": (
        lambda: word_xml(f"<w:p>{nested('<w:hyperlink>', '</w:hyperlink>', 200)}</w:p>"),
        "底。",
    ),
    "a cell over a thousand million columns": (
        lambda: word_xml(
            '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="1000000000"/></w:tcPr>'
            f"{FIRST}</w:tc><w:tc>{LAST}</w:tc></w:tr></w:tbl>"
        ),
        "甲方付款。 | 乙方服务。",
    ),
    "styles based on each other": (
        lambda: word_xml(
            styled("a") + LAST, {"styles": word_part("styles", style("a", "b") + style("b", "a"))}
        ),
        BOTH,
    ),
    "a style based on itself, with numbers": (
        lambda: word_xml(
            styled("a"),
            {
                **numbering(level()),
                "styles": word_part(
                    "styles",
                    style("a", "a", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'),
                ),
            },
        ),
        "1、甲方付款。",
    ),
    "a numbering that is linked to itself": (
        lambda: word_xml(
            NUMBERED.format(level=0),
            {
                **numbering(level(), links='<w:numStyleLink w:val="n"/>'),
                "styles": word_part(
                    "styles", style("n", "", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
                ),
            },
        ),
        "1、甲方付款。",
    ),
    "a level that there is not": (
        lambda: word_xml(NUMBERED.format(level="99999999999"), numbering(level())),
        "甲方付款。",
    ),
    "a level that is no figure": (
        lambda: word_xml(NUMBERED.format(level="²"), numbering(level())),
        "1、甲方付款。",
    ),
    "a first number of 5000 digits": (
        lambda: word_xml(NUMBERED.format(level=0), numbering(level(start="9" * 5000))),
        "1、甲方付款。",
    ),
    "a first number that no letter shows": (
        lambda: word_xml(NUMBERED.format(level=0), numbering(level("999999999", "upperLetter"))),
        "甲方付款。",
    ),
    "a number's text of 100,000 characters": (
        lambda: padded(word_xml(NUMBERED.format(level=0) * 50, numbering(level(text="长短" * 50_000)))),
        "甲方付款。",
    ),
    "an outline level that is no figure": (
        lambda: word_xml(
            '<w:p><w:pPr><w:outlineLvl w:val="³"/></w:pPr><w:r><w:t>甲方付款。</w:t></w:r></w:p>'
        ),
        "甲方付款。",
    ),
    "a paragraph of 100,000 characters": (
        lambda: padded(word_xml(f"<w:p><w:r><w:t>{'甲方应当付款，' * 14_286}</w:t></w:r></w:p>")),
        "甲方应当付款，" * 14_286,
    ),
    "names that lead out of the archive": (
        lambda: repacked(word_xml(FIRST), {"../../../evil.txt": b"x", "/etc/evil": b"x", "C:\\evil": b"x"}),
        "甲方付款。",
    ),
    "a main part that lies outside": (
        lambda: repacked(
            word_xml(FIRST), {"word/_rels/document.xml.rels": b"<R/>", "word/../../styles.xml": b"<x/>"}
        ),
        "甲方付款。",
    ),
    "signs that cannot be seen": (
        lambda: word_xml("<w:p><w:r><w:t>甲\u202e方\u200b付\u2066款\ufeff。\U000e0041</w:t></w:r></w:p>"),
        "甲方付款。",
    ),
    "an archive inside": (
        lambda: repacked(word_xml(FIRST), {"word/embeddings/a.zip": word_xml(LAST)}),
        "甲方付款。",
    ),
    "a field that would start a program": (
        lambda: word_xml(
            '<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe "/c calc"</w:instrText></w:r></w:p>' + FIRST
        ),
        "甲方付款。",
    ),
}


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "elements 100,000 deep": (
        lambda: padded(word_xml(nested("<w:sdt>", "</w:sdt>", 100_000, FIRST))),
        "已损坏",
    ),
    "a million empty paragraphs in little room": (lambda: word_xml("<w:p/>" * 1_000_000), "大得不正常"),
    "150,000 paragraphs": (lambda: padded(word_xml("<w:p/>" * 150_000)), "多得不正常"),
    "the main part twice": (twice, "重名"),
    "no main part": (lambda: without("word/document.xml"), "已损坏"),
    "no relations": (lambda: repacked(word_xml(FIRST), {"_rels/.rels": b"<x"}), "已损坏"),
    "a main part without a body": (
        lambda: repacked(word_xml(FIRST), {"word/document.xml": b"<x/>"}),
        "没有可读的文字",
    ),
    "two roots": (lambda: repacked(word_xml(FIRST), {"word/document.xml": b"<a/><b/>"}), "已损坏"),
    "a size that lies": (lying, "已损坏"),
    "an external entity": (
        lambda: repacked(
            word_xml(FIRST),
            {
                "word/document.xml": b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
                b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
                b"<w:r><w:t>&f;</w:t></w:r></w:p></w:body></w:document>"
            },
        ),
        "实体定义",
    ),
    "an encoding that lies": (
        lambda: repacked(
            word_xml(FIRST), {"word/document.xml": b'<?xml version="1.0" encoding="UTF-16"?><x/>'}
        ),
        "已损坏",
    ),
    "macros under an innocent name": (
        lambda: repacked(word_xml(FIRST), {"word/VBAPROJECT.BIN": b"x"}),
        "宏",
    ),
    "bytes after bytes": (lambda: word_xml(FIRST)[:-40], "损坏"),
    "a method of packing that nobody knows": (
        lambda: word_xml(FIRST).replace(b"\x08\x00", b"\x63\x00"),
        "已损坏",
    ),
    "noise inside the packed data": (
        noisy,
        "已损坏",
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", READ)
def test_what_can_be_read_is_read(tmp_path: Path, case: str) -> None:
    make, text = READ[case]
    assert text in read_one(tmp_path, "a.docx", make()).text
    assert [path.name for path in tmp_path.iterdir()] == ["a.docx"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    make, fragment = REFUSED[case]
    with pytest.raises(InputError) as caught:
        read_one(tmp_path, "a.docx", make())
    assert str(caught.value).startswith("「a.docx」")
    assert fragment in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("role", "target"),
    [
        ("image", "http://127.0.0.1:9/a.png"),
        ("attachedTemplate", "http://127.0.0.1:9/a.dotm"),
        ("attachedTemplate", "\\\\127.0.0.1\\share\\a.dotm"),
        ("aFChunk", "http://127.0.0.1:9/a.html"),
        ("oleObject", "file:///etc/passwd"),
        ("subDocument", "file:///etc/passwd"),
    ],
)
def test_links_to_the_outside_are_noted_and_not_followed(tmp_path: Path, role: str, target: str) -> None:
    document = read_one(tmp_path, "a.docx", word_xml(FIRST, relations=[f"{role} {target} External"]))
    assert document.text == "甲方付款。"
    assert [note for note in document.notes if "外部" in note]


def test_a_link_for_the_reader_is_nothing_to_note(tmp_path: Path) -> None:
    document = read_one(
        tmp_path, "a.docx", word_xml(FIRST, relations=["hyperlink https://example.com/ External"])
    )
    assert document.notes == ()


def test_a_file_inside_the_text_is_noted(tmp_path: Path) -> None:
    data = word_xml(FIRST, {"word/chunk.html": "<p>别的内容</p>"}, ["aFChunk chunk.html"])
    assert [note for note in read_one(tmp_path, "a.docx", data).notes if "嵌" in note]
