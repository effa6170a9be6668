"""PDF files with text."""

from __future__ import annotations

from pathlib import Path

from document_samples import pdf_file, sketch

from bot.documents import Document, read_documents

LONG = (
    "1.1 甲方应当在每月 15 日前向乙方支付上月服务费人民币 3.5 万元，逾期超过 10 日的，"
    "乙方有权按照应付未付金额的千分之五每日收取违约金，并有权暂停服务，直至甲方付清为止。"
)
SOLID = LONG.replace(" ", "")


def read(folder: Path, data: bytes) -> Document:
    path = folder / "扫描.pdf"
    path.write_bytes(data)
    [document] = read_documents(path)
    return document


def test_lines_become_paragraphs_and_numbers_are_found(tmp_path: Path) -> None:
    data = pdf_file(
        ["客服外包服务合同", "第一条 费用", LONG, "1.2 发票由乙方开具。", "第二条 保密", "双方保守秘密。"],
        head="合同编号 HT-2024-001",
    )
    document = read(tmp_path, data)
    assert document.meta.title == "客服外包服务合同"
    assert sketch(document) == [
        ("paragraph", "", (), "合同编号HT-2024-001"),
        ("heading", "", (), "客服外包服务合同"),
        ("heading", "第一条", (), "第一条 费用"),
        ("clause", "1.1", ("第一条 费用",), SOLID),
        ("clause", "1.2", ("第一条 费用",), "1.2发票由乙方开具。"),
        ("heading", "第二条", (), "第二条 保密"),
        ("paragraph", "", ("第二条 保密",), "双方保守秘密。"),
    ]


def test_a_heading_behind_a_bare_number(tmp_path: Path) -> None:
    document = read(
        tmp_path, pdf_file(["客服外包合同", "1 用语", "1.1 坐席：一个接待岗位。", "2 服务内容", LONG])
    )
    assert ("heading", "1", (), "1 用语") in sketch(document)


def test_running_heads_and_page_numbers_go(tmp_path: Path) -> None:
    clauses = [f"{number}、{LONG[4:]}" for number in range(1, 31)]
    document = read(tmp_path, pdf_file(clauses, head="客服外包合同 编号HT-2024-001"))
    assert [document.block_text(block) for block in document.blocks] == [
        f"{number}、{SOLID[3:]}" for number in range(1, 31)
    ]


def test_indented_paragraphs_are_told_apart(tmp_path: Path) -> None:
    sentences = [LONG[4:], LONG[4:] + LONG[4:], "短句。"]
    document = read(tmp_path, pdf_file(sentences, indent=22.0))
    assert document.text.split("\n") == [sentence.replace(" ", "") for sentence in sentences]


def test_a_figure_at_the_start_of_a_line_is_no_item(tmp_path: Path) -> None:
    # The margin falls right before the figure, somewhere among these widths.
    for length in range(34, 46):
        sentence = (
            "甲方每月付给乙方的服务费" + "用" * (length - 20) + "共计12、13两个月" + "的费用" * 12 + "。"
        )
        assert read(tmp_path, pdf_file([sentence])).text == sentence


def test_rows_as_wide_as_prose_stay_apart(tmp_path: Path) -> None:
    head = "参加的活动名称 临时增加的坐席数量 每坐席每日单价 活动天数 费用金额以元计"
    rows = ["秋季 10 280 6 16,800", "冬季 6 280 3 5,040"]
    document = read(tmp_path, pdf_file(["第一条 费用", LONG, head, *rows, "临时费用在活动结束后支付。"]))
    kept = [document.block_text(block) for block in document.blocks]
    assert [line.replace(" ", "") for line in kept[-4:]] == [
        line.replace(" ", "") for line in (head, *rows, "临时费用在活动结束后支付。")
    ]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    import io

    import pypdfium2
    from document_samples import picture_pdf

    merged = pypdfium2.PdfDocument.new()
    merged.import_pages(pypdfium2.PdfDocument(pdf_file([LONG, LONG])))
    merged.import_pages(pypdfium2.PdfDocument(picture_pdf()))
    target = io.BytesIO()
    merged.save(target)
    document = read(tmp_path, target.getvalue())
    assert document.notes == ("第2、3页没有文字，可能是图片，没有读取。",)
