"""The Word file, read back by our own reader and part by part."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path
from time import process_time

import docx
import pytest
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from drafting_samples import GIVEN, KNOWLEDGE, facts, library, real, words

from bot.documents import normalise, read_documents
from bot.drafting.assembling import assemble
from bot.drafting.contract import Contract
from bot.drafting.facts import read_facts
from bot.drafting.layout import Heading, Line, laid_out, plain
from bot.drafting.markdown import numbered_text, plain_lines
from bot.drafting.numbering import STYLES, Style
from bot.drafting.parameters import POSITIONS, Position
from bot.drafting.pdf import NOT_THERE, converter, pdf_of
from bot.drafting.word import word_file
from bot.drafting.words import load_drafting_words
from bot.errors import InputError


def sample(**changed: object) -> Contract:
    return assemble(library(), words(), facts(**changed))


def numbered_lines(contract: Contract, style: Style) -> list[str]:
    """Number and words of every heading, sub-clause and item, as Markdown shows them."""
    found = []
    for block in laid_out(contract, style, words()):
        if isinstance(block, Heading):
            found.append(numbered_text(block.number, block.text))
        elif isinstance(block, Line):
            found.append(numbered_text(block.number, plain(block.spans)))
    return [re.sub(r"\s", "", normalise(line)) for line in found]


def read_back(data: bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "contract.docx"
    path.write_bytes(data)
    (document,) = read_documents(path)
    return [re.sub(r"\s", "", line) for line in document.text.split("\n")]


@pytest.mark.parametrize("written_numbers", [False, True], ids=["lists", "written"])
@pytest.mark.parametrize("style", STYLES)
def test_word_says_what_markdown_says(style: Style, written_numbers: bool, tmp_path: Path) -> None:
    """Same lines, same numbers, in the same order: also those that Word's lists make."""
    contract = sample(party_a="甲 & <公司>", shops="青禾旗舰店")
    lines = read_back(word_file(contract, words(), style, written_numbers=written_numbers), tmp_path)
    expected = numbered_lines(contract, style)
    places = [lines.index(line) for line in expected]
    assert places == sorted(places)
    every = [re.sub(r"\s", "", normalise(line)) for line in plain_lines(laid_out(contract, style, words()))]
    signed = [line for line in every if "签" not in line and "盖章" not in line]
    assert [line for line in signed if line and line not in lines] == []


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("style", STYLES)
def test_the_whole_contract_says_in_word_what_it_says_in_markdown(
    style: Style, position: Position, tmp_path: Path
) -> None:
    around = load_drafting_words(KNOWLEDGE)
    contract = assemble(real(), around, read_facts(real(), GIVEN, position), position)
    lines = read_back(word_file(contract, around, style), tmp_path)
    expected = numbered_lines(contract, style)
    assert len(expected) > 150
    assert [line for line in expected if line not in lines] == []


@pytest.mark.parametrize("with_comments", [False, True], ids=["bare", "comments"])
def test_the_same_contract_gives_the_same_bytes(with_comments: bool) -> None:
    one, other = (word_file(sample(), words(), with_comments=with_comments) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not any("thumbnail" in name for name in archive.namelist())
        assert b"<dcterms:" not in archive.read("docProps/core.xml")


def test_lists_styles_fonts_paper_and_fields() -> None:
    document = docx.Document(io.BytesIO(word_file(sample(), words())))
    numbering = document.part.numbering_part.element
    texts = [element.get(qn("w:val")) for element in numbering.iter(qn("w:lvlText"))]
    assert texts == ["第%1条", "%1.%2", "（%3）", "附件%1", "%2.", "（%3）"]
    assert len(list(numbering.iter(qn("w:isLgl")))) == 1
    for name, font in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体"), ("合同条款", "宋体")):
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == font
        assert not [key for key in fonts.attrib if key.endswith("Theme")]
    section = document.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    footer = section.footer._element
    fields = [element.text.strip() for element in footer.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "".join(t.text for t in footer.iter(qn("w:t"))) == "第 1 页　共 1 页"


def test_blanks_are_yellow_and_defaults_tinted() -> None:
    document = docx.Document(io.BytesIO(word_file(sample(shops=None), words())))
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    yellow = {run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW}
    tinted = {run.text for run in runs if run._r.find(f"{qn('w:rPr')}/{qn('w:shd')}") is not None}
    assert yellow == {"【待填：店铺名称】"}
    assert {"15天", "12个月"} <= tinted
    assert "10个" not in tinted


def test_comments_explain_each_clause() -> None:
    contract = sample()
    document = docx.Document(io.BytesIO(word_file(contract, words(), with_comments=True)))
    comments = [comment.text for comment in document.comments]
    assert len(comments) == len(list(contract.clauses()))
    assert comments[0] == "立场：双方均衡\n为什么：说清楚大促\n依据：《民法典》第四百七十条"
    assert len(list(docx.Document(io.BytesIO(word_file(contract, words()))).comments)) == 0


def test_rendering_is_fast() -> None:
    """Half a second is what a user of the page would notice. A busy machine takes more of the processor's time for the
    same as well: the median stands for what it would be alone."""
    around = load_drafting_words(KNOWLEDGE)
    contract = assemble(real(), around, read_facts(real(), GIVEN))
    taken = []
    for _ in range(9):
        began = process_time()
        word_file(contract, around, with_comments=True)
        taken.append(process_time() - began)
    assert sorted(taken)[4] <= 0.5


def test_without_libreoffice_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="没有 LibreOffice"):
        pdf_of(b"")
    assert "Word" in NOT_THERE


@pytest.mark.slow
def test_libreoffice_makes_a_pdf_with_these_numbers(tmp_path: Path) -> None:
    if not converter():
        pytest.skip("LibreOffice is not installed: nothing converts a Word file to PDF here")
    contract = sample()
    try:
        data = pdf_of(word_file(contract, words(), written_numbers=True))
    except subprocess.SubprocessError as error:
        pytest.fail(f"LibreOffice failed: {error}")
    (tmp_path / "contract.pdf").write_bytes(data)
    (document,) = read_documents(tmp_path / "contract.pdf")
    text = re.sub(r"\s", "", document.text)
    assert all(line[:12] in text for line in numbered_lines(contract, "第一条"))
