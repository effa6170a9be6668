"""`draft`: a file of facts in, a Word file out, and what is left to do told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.main import main
from bot.documents import read_documents
from bot.drafting.pdf import converter

FACTS = """\
甲方名称: 杭州青禾电子商务有限公司
乙方名称: 合肥应答客户服务有限公司
坐席数: 10
每个坐席每月服务费: 1千5
合同开始日期: 2027年3月1日
每日服务开始时间: 早八点
"""


@pytest.fixture
def facts_file(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return path


def test_a_contract_is_written_and_what_is_left_is_told(
    facts_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, text = tmp_path / "contract.docx", tmp_path / "contract.md"
    words = ["draft", "--facts", str(facts_file), "-o", str(out), "--markdown", str(text), "--comments"]
    assert main([*words, "--position", "merchant", "--style", "一、"]) == 0
    said = capsys.readouterr().out
    assert "已写好" in said
    assert "甲方统一社会信用代码" in said.partition("待填")[2]
    assert "每个坐席每月服务费：1,500元。坐席价低得反常" in said.partition("不常见")[2]
    assert "毛病" not in said
    (document,) = read_documents(out)
    assert "合肥应答客户服务有限公司" in document.text
    assert text.read_text(encoding="utf-8").startswith("# 电商客服外包服务合同")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("坐席数: 0", "坐席数：不能低于1个"),
        ("seats: 0", "坐席数（seats）：不能低于1个"),
        ("每日服务结束时间: 25:00", "没有 25:00 这个时间"),
        ("合同结束日期: 2020-01-01", "早于开始日期"),
        ("工资: 3000", "不认识这一项"),
    ],
)
def test_bad_facts_end_with_two_and_a_sentence(
    facts_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, says: str
) -> None:
    kept = "".join(each for each in FACTS.splitlines(keepends=True) if not each.startswith(line[:3]))
    facts_file.write_text(kept + line + "\n", encoding="utf-8")
    out = tmp_path / "contract.docx"
    assert main(["draft", "--facts", str(facts_file), "-o", str(out)]) == 2
    assert says in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("name", "more", "says"),
    [
        ("contract.doc", [], "要以 .docx 结尾"),
        ("contract.docx", ["--markdown", "facts.yaml"], "同一个文件"),
        ("contract.docx", ["--final"], "还不能作为定稿"),
    ],
)
def test_outputs_that_cannot_be_are_refused(
    facts_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    more: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["draft", "--facts", "facts.yaml", "-o", name, *more]) == 2
    assert says in capsys.readouterr().err
    assert not (tmp_path / name).exists()
    assert facts_file.read_text(encoding="utf-8") == FACTS


def test_without_libreoffice_the_word_file_is_there_and_the_reason_told(
    facts_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    out = tmp_path / "contract.docx"
    assert main(["draft", "--facts", str(facts_file), "-o", str(out), "--pdf"]) == 2
    assert "没有 LibreOffice" in capsys.readouterr().err
    assert out.exists()


@pytest.mark.slow
def test_a_pdf_where_libreoffice_is(facts_file: Path, tmp_path: Path) -> None:
    if not converter():
        pytest.skip("LibreOffice is not installed: nothing converts a Word file to PDF here")
    out = tmp_path / "contract.docx"
    assert main(["draft", "--facts", str(facts_file), "-o", str(out), "--pdf"]) == 0
    assert out.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
