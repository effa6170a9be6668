"""PDF files made to break a reader: each is read for what it shows, or refused in one clear sentence."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from document_samples import raw_pdf, read_one

from bot.documents import Limits
from bot.documents.isolated import read_isolated
from bot.documents.limits import MEGABYTE
from bot.errors import InputError

WORDS = "Party A shall pay Party B within ten days of the invoice date."
TEXT = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
PAGES = "<</Type/Pages/Kids[3 0 R]/Count 1>>"
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(data: bytes, more: str = "") -> bytes:
    return f"<</Length {len(data)} {more}>>\nstream\n".encode() + data + b"\nendstream"


def one_page(
    content: bytes = TEXT,
    *more: str | bytes,
    catalog: str = "",
    page: str = "",
    pages: str = PAGES,
    font: str = FONT,
    packed: str = "",
) -> bytes:
    """A file of one page with the content; `more` are objects from number 6 on."""
    return raw_pdf(
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        pages,
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        f"/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>{page}>>",
        stream(content, packed),
        font,
        *more,
    )


READ: dict[str, Callable[[], bytes]] = {
    "nothing odd": one_page,
    "two thousand million pages, it says": lambda: one_page(
        pages="<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    ),
    "fewer pages than none": lambda: one_page(pages="<</Type/Pages/Kids[3 0 R]/Count -5>>"),
    "a script at opening": lambda: one_page(catalog=r"/OpenAction<</S/JavaScript/JS(app.alert\(1\))>>"),
    "a program at opening": lambda: one_page(catalog="/OpenAction<</S/Launch/F(calc.exe)>>"),
    "an address at opening": lambda: one_page(catalog="/OpenAction<</S/URI/URI(http://127.0.0.1:9/)>>"),
    "a stream longer than the file": lambda: one_page().replace(b"/Length ", b"/Length 9"),
    "a stream whose length is itself": lambda: one_page().replace(b"/Length 83", b"/Length 4 0 R"),
    "a table of places that is elsewhere": lambda: one_page().replace(b"startxref\n", b"startxref\n9"),
    "no table of places": lambda: one_page().replace(b"xref", b"xxxx"),
    "an older table that goes in circles": lambda: one_page().replace(b"trailer\n<<", b"trailer\n<</Prev 9 "),
    "a page larger than the world": lambda: one_page().replace(b"[0 0 595 842]", b"[0 0 9e99 9e99]"),
    "a page of no size": lambda: one_page().replace(b"[0 0 595 842]", b"[0 0 0 0]"),
    "brackets 50,000 deep": lambda: one_page(catalog=f"/X {'[' * 50_000}{']' * 50_000}"),
    "a drawing that draws itself": lambda: one_page(
        TEXT + b" /X Do",
        stream(b"/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
    ),
    "a font that is itself": lambda: one_page(font="5 0 R"),
    "objects that hold themselves": lambda: one_page(
        TEXT, stream(b"1 0 2 9 ", "/Type/ObjStm/N 999999999/First 9/Extends 6 0 R")
    ),
    "rubbish in front": lambda: b"\x00\xff rubbish\n" * 20 + one_page(),
    "rubbish behind": lambda: one_page() + b"\x00\xff" * 5000,
    "a way out of the folder": lambda: one_page(
        catalog="/Names<</EmbeddedFiles<</Names[(../../x) 6 0 R]>>>>"
    ),
}


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a tree of pages that holds itself": (
        lambda: one_page(pages="<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"),
        "打不开的页",
    ),
    "trees of pages that hold each other": (
        lambda: one_page(
            TEXT,
            "<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 5>>",
            pages="<</Type/Pages/Kids[6 0 R]/Count 5>>",
        ),
        "打不开的页",
    ),
    "pages that there are not": (
        lambda: one_page(pages="<</Type/Pages/Kids[3 0 R]/Count 400>>"),
        "打不开的页",
    ),
    "no pages": (
        lambda: raw_pdf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"),
        "打不开",
    ),
    "a root that is itself": (lambda: raw_pdf("1 0 R"), "已损坏"),
    "half of it": (lambda: one_page()[:300], "已损坏"),
    "100,000 brackets on the page": (lambda: one_page(b"[" * 100_000 + b"] TJ"), "几乎没有文字"),
    "100,000 blanks between two letters": (
        lambda: one_page(b"BT /F1 12 Tf 72 700 Td (a" + b" " * 100_000 + b"b) Tj ET"),
        "几乎没有文字",
    ),
    "blanks that were packed a thousandfold": (
        lambda: one_page(zlib.compress(b" " * 5_000_000), packed="/Filter/FlateDecode"),
        "几乎没有文字",
    ),
    "a form that a program fills at opening": (
        lambda: one_page(
            TEXT,
            stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>"),
            catalog="/NeedsRendering true/AcroForm<</XFA 6 0 R/Fields[]>>",
        ),
        "动态表单",
    ),
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", READ)
def test_what_can_be_read_is_read(tmp_path: Path, case: str) -> None:
    assert read_one(tmp_path, "a.pdf", READ[case]()).text == WORDS
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path, case: str) -> None:
    make, fragment = REFUSED[case]
    with pytest.raises(InputError) as caught:
        read_one(tmp_path, "a.pdf", make())
    assert str(caught.value).startswith("「a.pdf」")
    assert fragment in str(caught.value)


def test_a_pdf_that_swells_beyond_the_memory_ends_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "弹.pdf"
    path.write_bytes(one_page(zlib.compress(bytes(60 * MEGABYTE)), packed="/Filter/FlateDecode"))
    with pytest.raises(InputError, match=r"^「弹.pdf」"):
        read_isolated(path, Limits(memory_bytes=100 * MEGABYTE))
