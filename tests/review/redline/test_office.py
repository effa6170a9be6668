"""What another hand makes of our tracked changes: LibreOffice opens them, accepts all and rejects all."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from documents.document_samples import append_xml, numbered, numbering_levels, word_file
from redline_samples import AUTHOR, WHEN, at, behind, read

from bot.review.redline import accepted, new_redline, redline

OFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed: its judgement is not asked"),
]

MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Settle" script:language="StarBasic">
Sub Everything(folder As String)
  found = Dir(folder &amp; "/*.docx")
  Do While found &lt;&gt; ""
    Settle(folder &amp; "/" &amp; found, "Accept")
    Settle(folder &amp; "/" &amp; found, "Reject")
    found = Dir()
  Loop
End Sub
Sub Settle(path As String, what As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  paper = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, hidden())
  Dim none()
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  helper.executeDispatch(paper.CurrentController.Frame, ".uno:" &amp; what &amp; "AllTrackedChanges", "", 0, none())
  Dim kind(1) As New com.sun.star.beans.PropertyValue
  kind(0).Name = "FilterName"
  kind(0).Value = "Text (encoded)"
  kind(1).Name = "FilterOptions"
  kind(1).Value = "UTF8,LF,,,"
  paper.storeToURL(ConvertToURL(path &amp; "." &amp; what), kind())
  paper.close(True)
End Sub
</script:module>
"""


def office(profile: Path, *order: str) -> None:
    program = [str(OFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    subprocess.run([*program, *order], check=True, timeout=120, capture_output=True)


def settle_all(folder: Path) -> None:
    """Let LibreOffice write beside every .docx of a folder what it says accepted and rejected."""
    profile = folder / "profile"
    office(profile, "--terminate_after_init")
    basic = profile / "user" / "basic" / "Standard"
    (basic / "Settle.xba").write_text(MACRO, encoding="utf-8")
    library = (basic / "script.xlb").read_text(encoding="utf-8")
    element = '<library:element library:name="Settle"/></library:library>'
    (basic / "script.xlb").write_text(library.replace("</library:library>", element), encoding="utf-8")
    office(profile, f'macro:///Standard.Settle.Everything("{folder}")')


def paper(document: Any) -> None:
    numbering_levels(document, [("chineseCounting", "第%1条"), ("decimal", "%2.")])
    document.add_paragraph("客服外包服务合同")
    numbered(document, "付款", 0)
    words = numbered(document, "甲方每逾期一日按", 1)
    words.add_run("千分之五").bold = True
    words.add_run("支付违约金。")
    numbered(document, "乙方开具发票。", 1)
    numbered(document, "本条整条删去。", 1)
    document.add_paragraph("报价如下：")
    grid = document.add_table(2, 2)
    for cell, text in zip(
        (c for r in grid.rows for c in r.cells), ["坐席", "5000元", "质检", "3000元"], strict=True
    ):
        cell.text = text
    late = document.add_paragraph("按")
    append_xml(late, '<w:del w:id="7" w:author="张三"><w:r><w:delText>百</w:delText></w:r></w:del>')
    append_xml(late, '<w:ins w:id="8" w:author="张三"><w:r><w:t>千分之五至六</w:t></w:r></w:ins>')
    document.add_comment(late.add_run("计算。"), text="太高", author="王律师", initials="王")
    document.add_paragraph("签字盖章")


def test_libreoffice_accepts_and_rejects_as_we_do(tmp_path: Path) -> None:
    data = word_file(paper)
    document = read(tmp_path, data)
    changes = [
        at(document, "按千分之五支付", "按万分之五支付", "太高", "违约金"),
        behind(document, "开具发票。", "3. 发票不合格的，甲方可以拒付。\n4. 税率为6%。", "缺"),
        at(document, "5. 本条整条删去。" if "5. " in document.text else "3. 本条整条删去。", ""),
        behind(document, "报价如下：", "以下价格含税。"),
        at(document, "质检 | 3000元", "质检 | 2000元"),
        at(document, "五至六", "五到六"),
        behind(document, "签字盖章", "附件一 报价", "附件"),
    ]
    made = redline(data, document, changes, AUTHOR, WHEN)
    fresh = new_redline(document, changes, AUTHOR, WHEN)
    files = {
        "old": data,
        "made": made,
        "accepted": accepted(made),
        "fresh": fresh,
        "fresh-accepted": accepted(fresh),
    }
    folder = tmp_path / "office"
    folder.mkdir()
    for name, content in files.items():
        (folder / f"{name}.docx").write_bytes(content)
    settle_all(folder)

    said = {path.name: path.read_text(encoding="utf-8-sig") for path in folder.glob("*.docx.*")}
    assert said["made.docx.Reject"] == said["old.docx.Reject"]
    assert said["made.docx.Accept"] == said["accepted.docx.Accept"]
    assert "万分之五支付违约金。" in said["made.docx.Accept"]
    assert "本条整条删去" not in said["made.docx.Accept"]
    # LibreOffice writes each cell on a line of its own.
    lines = document.text.replace(" | ", "\n").split("\n")
    assert [line for line in said["fresh.docx.Reject"].split("\n") if line] == lines
    assert said["fresh.docx.Accept"] == said["fresh-accepted.docx.Accept"]
