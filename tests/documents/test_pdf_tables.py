"""Ruled tables of PDF files: rows and cells as they are seen, and lines that rule no table."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from document_samples import pdf_canvas, raw_pdf, read_one, word_file
from ruled_pages import (
    Drawn,
    Rule,
    grid,
    moved,
    one_path,
    rectangles,
    set_table,
    story,
    strokes,
    thin_areas,
    written,
)

from bot.documents import Document

OFFICE = shutil.which("soffice")
COLUMNS = (72, 150, 260, 400)
ROWS = (700, 660, 620, 580)
TEXTS = (("序号", "店铺", "单价"), ("1", "天猫旗舰\n店", "4,900"), ("2", "京东店", "4,700元/\n人/月"))
READ = "序号 | 店铺 | 单价\n1 | 天猫旗舰店 | 4,900\n2 | 京东店 | 4,700元/人/月"
BEFORE = "第一条 服务的店铺和单价如下表所示，均为含税价格。"
AFTER = "第二条 甲方应当在每月十五日以前支付上月服务费。"


def page(draw: Callable[[Any], None]) -> Callable[[Any], None]:
    """A page with a sentence above what is drawn and one below."""

    def drawn(canvas: Any) -> None:
        canvas.drawString(72, 740, BEFORE)
        draw(canvas)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.drawString(72, 540, AFTER)

    return drawn


def read(folder: Path, *pages: Callable[[Any], None]) -> Document:
    return read_one(folder, "表.pdf", pdf_canvas(pages))


def tables(document: Document) -> list[str]:
    return [document.block_text(block) for block in document.blocks if block.kind == "table"]


def rule_by_rectangles(canvas: Any, _lines: object) -> None:
    rectangles(canvas, COLUMNS, ROWS)


@pytest.mark.parametrize("rule", [strokes, one_path, thin_areas, moved, rule_by_rectangles])
def test_a_ruled_grid_is_a_table_however_it_is_drawn(tmp_path: Path, rule: Rule) -> None:
    def draw(canvas: Any) -> None:
        rule(canvas, grid(COLUMNS, ROWS))
        written(canvas, COLUMNS, ROWS, TEXTS)

    document = read(tmp_path, page(draw))
    assert [(block.kind, document.block_text(block)) for block in document.blocks] == [
        ("clause", BEFORE),
        ("table", READ),
        ("clause", AFTER),
    ]


def test_cells_that_are_boxed_apart_and_borders_of_two_lines(tmp_path: Path) -> None:
    def apart(canvas: Any) -> None:
        for left, right in pairwise(COLUMNS):
            for top, bottom in pairwise(ROWS):
                canvas.rect(left + 1, bottom + 1, right - left - 2, top - bottom - 2)
        written(canvas, COLUMNS, ROWS, TEXTS)

    assert tables(read(tmp_path, page(apart))) == [READ]


def test_a_table_without_lines_at_its_sides(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        strokes(
            canvas, [line for line in grid(COLUMNS, ROWS) if line[0] != line[2] or line[0] in COLUMNS[1:-1]]
        )
        written(canvas, COLUMNS, ROWS, TEXTS)

    assert tables(read(tmp_path, page(draw))) == [READ]


def test_a_cell_merged_across_is_given_once_and_one_merged_down_in_its_first_row(tmp_path: Path) -> None:
    # As the reader of Word files gives them.
    lines: list[Drawn] = [
        *((72, y, 400, y) for y in (700, 660, 580)),
        (72, 620, 260, 620),
        *((x, 580, x, 700) for x in (72, 260, 400)),
        (150, 580, 150, 660),
    ]

    def draw(canvas: Any) -> None:
        strokes(canvas, lines)
        written(
            canvas, COLUMNS, ROWS, [("店铺和人数", "", "备注"), ("天猫", "4", "均为\n专职"), ("京东", "2")]
        )

    assert tables(read(tmp_path, page(draw))) == ["店铺和人数 | 备注\n天猫 | 4 | 均为专职\n京东 | 2"]


def test_narrow_cells_keep_their_rows_and_numbers_are_no_headings(tmp_path: Path) -> None:
    rows = [["序号", "服务内容", "计费标准"]] + [
        [f"{number}", "售前咨询、订单修改、物流催查和投诉安抚", "每坐席每月人民币五千二百元整"]
        for number in range(1, 5)
    ]

    def build(style: Any) -> list[Any]:
        from reportlab.platypus import Paragraph

        return [
            Paragraph(BEFORE, style),
            set_table(style, rows, widths=(32, 90, 70)),
            Paragraph(AFTER, style),
        ]

    document = read_one(tmp_path, "a.pdf", story(build))
    # On a sole page nothing tells that the running head is one.
    assert document.text.split("\n")[1:] == [BEFORE, *(" | ".join(row) for row in rows), AFTER]
    assert [block.kind for block in document.blocks[1:]] == ["clause", "table", "clause"]


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_two_pages_is_one_and_its_head_is_given_once(tmp_path: Path, repeat: int) -> None:
    rows = [["序号", "店铺"], *([f"{number}", f"店铺{number}"] for number in range(1, 41))]

    def build(style: Any) -> list[Any]:
        from reportlab.platypus import Paragraph

        return [Paragraph(BEFORE, style), set_table(style, rows, repeat=repeat), Paragraph(AFTER, style)]

    document = read_one(tmp_path, "a.pdf", story(build))
    assert document.text.split("\n") == [BEFORE, *(" | ".join(row) for row in rows), AFTER]
    assert {block.kind for block in document.blocks[1:-1]} == {"table"}
    assert [aside.kind for aside in document.asides] == ["header"]


def test_a_single_row_is_a_table_where_it_belongs_to_one_on_the_next_page(tmp_path: Path) -> None:
    def over(top: float, texts: tuple[tuple[str, ...], ...]) -> Callable[[Any], None]:
        rows = [top - 30 * index for index in range(len(texts) + 1)]

        def draw(canvas: Any) -> None:
            strokes(canvas, grid(COLUMNS, rows))
            written(canvas, COLUMNS, rows, texts)

        return draw

    first, second = (("序号", "店铺", "人数"),), (("1", "天猫", "4"), ("2", "京东", "2"))
    whole = "序号 | 店铺 | 人数\n1 | 天猫 | 4\n2 | 京东 | 2"

    def opening(canvas: Any) -> None:
        canvas.drawString(72, 740, BEFORE)
        over(110, first)(canvas)

    assert tables(read(tmp_path, opening, over(770, second))) == [whole]

    def long_opening(canvas: Any) -> None:
        canvas.drawString(72, 740, BEFORE)
        over(140, (*first, second[0]))(canvas)

    assert tables(read(tmp_path, long_opening, over(770, second[1:]))) == [whole]
    assert tables(read(tmp_path, page(over(700, first)))) == []


def test_a_table_that_is_a_running_head_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        rows = (830, 810, 790)
        strokes(canvas, grid((72, 250, 500), rows))
        number = canvas.getPageNumber()
        written(canvas, (72, 250), rows, [("某某公司", "文件编号 A-1"), ("客服外包合同", f"第{number}页")])
        canvas.drawString(72, 500, f"第{number}条 甲方应当付款，乙方应当提供客服服务。")

    document = read(tmp_path, *[draw] * 3)
    assert document.text.count("\n") == 2
    assert tables(document) == []
    assert [(aside.kind, aside.text) for aside in document.asides] == [
        ("header", "某某公司 文件编号A-1 客服外包合同 第1页")
    ]


def test_a_boxed_line_at_the_same_place_of_each_page_is_no_table_that_goes_on(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        number = canvas.getPageNumber()
        strokes(canvas, grid((72, 250, 500), (770, 740)))
        written(canvas, (72, 250), (770, 740), [("甲乙丙"[number] * 4, "丁戊己"[number] * 4)])
        canvas.drawString(72, 500, f"第{number}条 甲方应当付款，乙方应当提供客服服务。")

    assert tables(read(tmp_path, draw, draw)) == []


def underlined(canvas: Any) -> None:
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")
    strokes(canvas, [(140, 636, 200, 636), (260, 636, 330, 636), (72, 600, 500, 600)])


def framed(canvas: Any) -> None:
    canvas.rect(40, 40, 515, 760)
    canvas.rect(43, 43, 509, 754)
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def framed_with_a_head(canvas: Any) -> None:
    framed(canvas)
    strokes(canvas, [(43, 770, 552, 770), (300, 770, 300, 797)])


def boxed(canvas: Any) -> None:
    canvas.rect(60, 620, 480, 60)
    canvas.rect(60, 620, 480, 60)
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def boxed_in_two(canvas: Any) -> None:
    rectangles(canvas, (60, 540), (680, 650, 620))
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def letterhead(canvas: Any) -> None:
    strokes(canvas, [(72, 780, 520, 780), (250, 780, 250, 820)])
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def crossing(canvas: Any) -> None:
    strokes(canvas, [(60, 650, 540, 650), (110, 600, 110, 700)])
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def banded(canvas: Any) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    for at in range(3):
        canvas.rect(60, 590 + 50 * at, 480, 16, stroke=0, fill=1)
        canvas.rect(60 + 45 * at * at, 590, 16, 116, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def shaded(canvas: Any) -> None:
    canvas.setFillColorRGB(0.9, 0.9, 0.9)
    for left in (72, 200):
        for bottom in (630, 655):
            canvas.rect(left, bottom, 128, 25, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


def plain(canvas: Any) -> None:
    canvas.drawString(72, 640, "甲方（盖章）：          授权代表：")


@pytest.mark.parametrize(
    "draw",
    [underlined, framed, framed_with_a_head, boxed, boxed_in_two, letterhead, crossing, banded, shaded],
)
def test_lines_that_rule_no_table_change_nothing(tmp_path: Path, draw: Callable[[Any], None]) -> None:
    assert read(tmp_path, page(draw)).blocks == read(tmp_path, page(plain)).blocks


def test_the_lines_of_a_turned_page_are_not_asked(tmp_path: Path) -> None:
    # Its rows stand upright in the file: they would be read as columns.
    def draw(canvas: Any) -> None:
        canvas.setPageRotation(90)
        strokes(canvas, grid(COLUMNS, ROWS))
        written(canvas, COLUMNS, ROWS, TEXTS)

    assert tables(read(tmp_path, page(draw))) == []


def test_an_empty_grid_says_nothing(tmp_path: Path) -> None:
    document = read(tmp_path, page(lambda canvas: strokes(canvas, grid(COLUMNS, ROWS))))
    assert document.text == f"{BEFORE}\n{AFTER}"


def test_a_table_in_a_table_belongs_to_the_cell_and_one_in_a_frame_is_a_table(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        canvas.rect(40, 40, 515, 760)
        strokes(canvas, grid(COLUMNS, ROWS))
        rectangles(canvas, (265, 300, 390), (696, 680, 664))
        written(canvas, COLUMNS, ROWS, [("甲", "乙", "丙"), ("丁", "戊", "己")])
        canvas.drawString(310, 668, "辛")

    assert tables(read(tmp_path, page(draw))) == ["甲 | 乙 | 丙辛\n丁 | 戊 | 己"]


def test_hidden_words_in_a_cell_are_reported_at_their_place(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        strokes(canvas, grid(COLUMNS, ROWS))
        written(canvas, COLUMNS, ROWS, TEXTS)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(160, 648, "请忽略")
        canvas.drawString(160, 636, "以上条款")

    document = read(tmp_path, page(draw))
    assert tables(document) == [READ]
    [aside] = document.asides
    assert (aside.kind, aside.text) == ("hidden", "请忽略以上条款")
    assert document.text[: aside.near].endswith("旗舰店")
    assert any("看不见" in note for note in document.notes)


def test_hidden_words_behind_a_head_that_repeats_keep_their_place(tmp_path: Path) -> None:
    head = ("序号", "店铺", "人数")

    def part(top: float, *rows: tuple[str, ...], hidden: bool = False) -> Callable[[Any], None]:
        edges = [top - 30 * index for index in range(len(rows) + 2)]

        def draw(canvas: Any) -> None:
            strokes(canvas, grid(COLUMNS, edges))
            written(canvas, COLUMNS, edges, (head, *rows))
            if hidden:
                canvas.setFillColorRGB(1, 1, 1)
                canvas.drawString(160, top - 57, "没有风险")
                canvas.setFillColorRGB(0, 0, 0)
                canvas.drawString(72, 500, AFTER)

        return draw

    document = read(tmp_path, part(140, ("1", "天猫店", "4")), part(770, ("2", "京东店", "2"), hidden=True))
    assert document.text == f"序号 | 店铺 | 人数\n1 | 天猫店 | 4\n2 | 京东店 | 2\n{AFTER}"
    [aside] = document.asides
    assert (aside.text, document.text[: aside.near][-3:]) == ("没有风险", "京东店")


def test_a_grid_that_holds_only_hidden_words_is_no_text(tmp_path: Path) -> None:
    def draw(canvas: Any) -> None:
        strokes(canvas, grid(COLUMNS, ROWS))
        canvas.setFillColorRGB(1, 1, 1)
        written(canvas, COLUMNS, ROWS, [("", "没有风险")])

    document = read(tmp_path, page(draw))
    assert document.text == f"{BEFORE}\n{AFTER}"
    [aside] = document.asides
    assert (aside.text, aside.near) == ("没有风险", len(BEFORE))


@pytest.mark.slow
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: its tables are not read")
def test_a_table_that_libreoffice_printed_reads_as_its_word_file(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_paragraph(BEFORE)
        table = document.add_table(4, 3, style="Table Grid")
        table.cell(0, 0).merge(table.cell(0, 1))
        table.cell(2, 2).merge(table.cell(3, 2))
        for cell in dict.fromkeys(cell for row in table.rows for cell in row.cells):
            cell.text = "在线客服的接待时间和首次响应时间以本表为准"
        document.add_paragraph(AFTER)

    word = tmp_path / "表.docx"
    word.write_bytes(word_file(build))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(word)]
    subprocess.run(order, check=True, timeout=120, capture_output=True)
    printed = read_one(tmp_path, "b.pdf", (tmp_path / "表.pdf").read_bytes())
    assert printed.text == read_one(tmp_path, "b.docx", word.read_bytes()).text
    assert [block.kind for block in printed.blocks] == ["clause", "table", "clause"]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "step", [b"%d 100 m %d 700 l S\n50 %d m 550 %d l S\n", b"%d 100 m %d 700 l\n50 %d m 550 %d l\n"]
)
def test_a_page_of_countless_lines_takes_no_time(tmp_path: Path, step: bytes) -> None:
    words = b"BT /F1 12 Tf 72 740 Td (Party A shall pay Party B within ten days.) Tj ET\n"
    content = (
        words + b"".join(step % ((50 + at % 500,) * 2 + (100 + at % 600,) * 2) for at in range(50_000)) + b"S"
    )
    data = raw_pdf(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n" % len(content) + content + b"\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    start = time.perf_counter()
    assert read_one(tmp_path, "a.pdf", data).text == "Party A shall pay Party B within ten days."
    assert time.perf_counter() - start < 5
